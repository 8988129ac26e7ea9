"""What a signature covers: the whole visit as one JSON value, every stored column named.

A signature names its form, so that a visit signed in an earlier form is still held against what
was signed then. Once a form has been released it never changes: a new column makes a new form.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

from filiform import __version__
from filiform.atlas import load_atlas
from filiform.clinic.consents.mapping import digests_at
from filiform.clinic.episodes.models import PainScoreRecord
from filiform.clinic.needling import mapping
from filiform.clinic.needling.models import NeedlingRecord, SessionRecord
from filiform.safety import load_screening, rules_version

FORM = 2
SESSION = (
    "id", "episode_id", "clinician_id", "started_at", "answers", "answered", "screening_version",
    "no_needling_reason", "versions", "signed_at", "signed_by_id",
)  # fmt: skip
NEEDLING = (
    "id", "muscle", "trigger_point", "side", "diameter_mm", "length_mm", "technique", "twitches",
    "needles_in", "needles_out", "recorded_at",
)  # fmt: skip
REASON = ("concern", "reason", "confirmed", "given_by_id", "given_at")
SITE_REASON = (*REASON, "deviation", "at_table")
DETAIL = (
    "position", "grip", "direction", "depth_mm", "lateral_mm", "measured_mm", "border_mm",
    "pain_during", "frequency_hz", "pulse_us", "intensity", "stimulation_min", "dwell_min",
    "twitches_at", "needles",
)  # fmt: skip
RETAINED = (
    "needling_id", "count", "searched", "patient_told", "arranged", "recorded_by_id", "recorded_at",
)  # fmt: skip
STOP = (
    "id", "kind", "started_at", "started_by_id", "notes", "ended_at", "ended_by_id", "false_alarm",
)  # fmt: skip
SCORE = ("id", "moment", "value", "at", "recorded_by_id", "supersedes_id")


def versions() -> dict[str, str]:
    """Return which states of the product and of its rules a visit is signed under."""
    return {
        "filiform": __version__,
        "atlas": load_atlas().version,
        "screening": load_screening().version,
        "rules": rules_version(),
    }


def signature_of(session: SessionRecord, *, form: int = FORM) -> str:
    """Return the form and the SHA-256 of the visit's canonical JSON, as ``2:9f86d0…``."""
    covered = canonical(session) if form == FORM else mapping.canonical(session)
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return digest if form == 1 else f"{form}:{digest}"


def is_intact(session: SessionRecord) -> bool:
    """Whether the stored visit is the one that was signed."""
    form = FORM if session.signature.startswith(f"{FORM}:") else 1
    return signature_of(session, form=form) == session.signature


def canonical(session: SessionRecord) -> dict[str, Any]:
    """Return the whole visit as one JSON value.

    Amendments are left out: they come later and stand beside what was signed.
    """
    return {
        "form": FORM,
        "patient": str(session.episode.patient_id),
        "session": _columns(session, SESSION),
        "needlings": [
            _columns(needling, NEEDLING)
            | {"reasons": _rows(needling.reasons.all(), SITE_REASON, by="concern")}
            | {"detail": _detail(needling)}
            for needling in sorted(session.needlings.all(), key=lambda n: str(n.pk))
        ],
        "acknowledgements": _rows(session.acknowledgements.all(), REASON, by="concern"),
        "retained": _rows(mapping.retained_of(session), RETAINED, by="needling_id"),
        "stops": _rows(session.stops.all(), STOP, by="id"),
        "consents": digests_at(session.episode, session.signed_at) if session.signed_at else [],
        "scores": [_columns(score, SCORE) for score in signed_scores(session)],
    }


def signed_scores(session: SessionRecord) -> list[PainScoreRecord]:
    """Return the pain scores of a visit as signed, corrected ones among them, by id.

    A score that an amendment added is not among them.
    """
    amended = {amendment.score_id for amendment in session.amendments.all()}
    scores = PainScoreRecord.objects.filter(episode=session.episode_id, session_id=session.pk)
    return sorted((s for s in scores if s.pk not in amended), key=lambda s: str(s.pk))


def _detail(needling: NeedlingRecord) -> dict[str, Any] | None:
    """Return what only the table records of a site; None for one that was entered on the page."""
    detail = getattr(needling, "detail", None)
    return None if detail is None else _columns(detail, DETAIL)


def _rows(records: Iterable[Model], names: tuple[str, ...], *, by: str) -> list[dict[str, Any]]:
    rows = [_columns(record, names) for record in records]
    return sorted(rows, key=lambda row: str(row[by]))


def _columns(record: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value
