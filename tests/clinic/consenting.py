"""Consents that tests of visits start from."""

from datetime import datetime, timedelta

from django.utils import timezone

from filiform.care import ConsentOffer, compose_consent, load_consent_rules
from filiform.clinic.accounts.models import User
from filiform.clinic.consents import mapping
from filiform.clinic.consents.models import ConsentRecord, Method
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.safety import judge_screening, load_screening

EVERYTHING = tuple(load_consent_rules().classes)


def agree(
    episode: EpisodeRecord,
    *,
    by: User,
    classes: tuple[str, ...] = EVERYTHING,
    at: datetime | None = None,
    risks: tuple[str, ...] | None = None,
    language: str = "en",
) -> ConsentRecord:
    """Store a consent of an adult; to everything, and with every risk named, unless told."""
    if risks is None:
        risks = tuple(question.code for question in load_screening().questions)
    concerns = [concern for concern in judge_screening({}).concerns if concern.code in risks]
    offer = ConsentOffer(
        language, classes, tuple(concerns), "generic", by.full_name, by.clinic.name
    )
    record = ConsentRecord(
        episode=episode,
        document=compose_consent(offer),
        classes=list(classes),
        risks=list(risks),
        edition=1,
        jurisdiction="generic",
        age_years=36,
        signer_name="Cleo Example",
        method=Method.TYPED,
        signed_at=at or timezone.now() - timedelta(minutes=1),
        recorded_by=by,
    )
    record.digest = mapping.digest_of(record)
    record.save()
    return record
