"""Rows gathered first and stored in a few statements; the tables forbid later changes anyway."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model

from filiform.clinic.accounts.models import Clinic, User
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.consents.models import ConsentRecord
from filiform.clinic.drawings.models import DrawingRecord, PaintingLink
from filiform.clinic.episodes.models import EpisodeRecord, PainScoreRecord
from filiform.clinic.localisations.models import LocalisationRecord
from filiform.clinic.needling.models import AcknowledgementRecord, NeedlingRecord, SessionRecord
from filiform.clinic.patients.models import Patient

BATCH = 500
STORED_IN_ORDER = (
    User,
    Patient,
    EpisodeRecord,
    ConsentRecord,
    DrawingRecord,
    PaintingLink,
    LocalisationRecord,
    SessionRecord,
    AcknowledgementRecord,
    NeedlingRecord,
    PainScoreRecord,
)
"""A row comes after those it points to."""


@dataclass(slots=True)
class Rows:
    """What is to be stored, by table, with the audit entries that go with it."""

    by_model: dict[type[Model], list[Model]] = field(default_factory=dict)
    audit: list[AuditEntry] = field(default_factory=list)

    def add(self, *rows: Model) -> None:
        """Keep rows for storing."""
        for row in rows:
            self.by_model.setdefault(type(row), []).append(row)

    def note(
        self, verb: str, subject: Model, *, at: datetime, clinic: Clinic, by: User | None
    ) -> None:
        """Keep the audit entry of something done."""
        self.audit.append(
            AuditEntry(
                clinic=clinic,
                actor=by,
                verb=verb,
                object_type=subject._meta.model_name or "",
                object_id=str(subject.pk),
                at=at,
            )
        )

    def store(self) -> None:
        """Store all rows but the audit entries."""
        for model in STORED_IN_ORDER:
            _insert(model, self.by_model.get(model, ()))

    def store_audit(self) -> None:
        """Store the audit entries by time, as they would have come."""
        entries = sorted(self.audit, key=_moment)
        _insert(AuditEntry, entries)


def _moment(entry: AuditEntry) -> datetime:
    return entry.at


def _insert(model: type[Model], rows: Iterable[Model]) -> None:
    model._default_manager.bulk_create(list(rows), batch_size=BATCH)
