"""What the pages about consents show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils import timezone

from filiform.care import (
    ConsentOffer,
    ConsentsOnFile,
    compose_consent,
    digest_of_document,
    judge_consent,
    load_consent_rules,
    load_consent_text,
)
from filiform.clinic.consents import mapping
from filiform.clinic.consents.forms import class_choices
from filiform.clinic.consents.models import ConsentRecord
from filiform.clinic.consents.strokes import polylines
from filiform.safety import SafetyVerdict

NO_SCREENING = SafetyVerdict(concerns=(), screening_version="")


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One consent in a list, with whether it counts now."""

    record: ConsentRecord
    covers: tuple[str, ...]
    state: str
    """``in force``, ``withdrawn`` or ``expired``; today's screening may still ask for more."""


def row_of(record: ConsentRecord) -> ConsentRow:
    """Return a consent as a list shows it."""
    words = dict(class_choices())
    return ConsentRow(
        record=record,
        covers=tuple(words.get(key, key) for key in record.classes),
        state=state_of(record),
    )


def state_of(record: ConsentRecord) -> str:
    """Say whether a consent can still count, whatever the screening asks."""
    if getattr(record, "withdrawal", None):
        return "withdrawn"
    risks_aside = ConsentsOnFile((mapping.consent_of(record),), record.episode_id, timezone.now())
    return "in force" if judge_consent(risks_aside, NO_SCREENING).given else "expired"


def signing_context(offer: ConsentOffer) -> dict[str, Any]:
    """Return the text to read and what the page around the signature says."""
    document = compose_consent(offer)
    return {
        "document": document,
        "words": load_consent_text(offer.language).table["words"],
        "shown": digest_of_document(document),
        "consent_id": uuid4(),
        "offer": offer,
    }


def consent_context(record: ConsentRecord) -> dict[str, Any]:
    """Return a signed consent exactly as it was shown."""
    return {
        "record": record,
        "row": row_of(record),
        "document": record.document,
        "words": load_consent_text(record.document["language"]).table["words"],
        "patient": record.episode.patient,
        "withdrawal": getattr(record, "withdrawal", None),
        "strokes": polylines(record.strokes) if record.strokes else [],
        "intact": mapping.digest_of(record) == record.digest,
        "lifetime_days": load_consent_rules().lifetime.days,
    }


def rows_of(records: Sequence[ConsentRecord]) -> list[ConsentRow]:
    """Return consents as a list shows them."""
    return [row_of(record) for record in records]
