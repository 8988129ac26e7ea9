"""What signs and withdraws consents: one transaction, one audit entry, one verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from filiform.care import (
    CONSENT,
    ConsentOffer,
    compose_consent,
    digest_of_document,
    judge_consent,
    load_consent_rules,
)
from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.consents import mapping
from filiform.clinic.consents.models import (
    ConsentRecord,
    Method,
    ReconfirmationRecord,
    WithdrawalRecord,
)
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.needling.mapping import answers_of
from filiform.clinic.needling.models import AcknowledgementRecord, SessionRecord
from filiform.errors import FiliformError
from filiform.safety import Because, judge_screening


class ConsentRefusedError(FiliformError, ValueError):
    """The consent cannot be offered or signed like this; the message says why."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and how."""

    name: str
    method: Method
    strokes: dict[str, Any] | None = None
    """The drawn signature; ``None`` where the name was typed."""
    by_guardian: bool = False
    assent: bool = False
    interpreter: str = ""


def offer_of(
    session: SessionRecord,
    *,
    classes: Sequence[str],
    language: str,
    by: User,
    by_guardian: bool = False,
) -> ConsentOffer:
    """Return what a consent in this visit is asked for.

    Raises
    ------
    ConsentRefusedError
        If a question of the screening is open: the text has to name what it raises.
    """
    verdict = judge_screening(answers_of(session))
    if any(concern.because is Because.UNANSWERED for concern in verdict.concerns):
        raise ConsentRefusedError(
            "Complete the screening first: the text names what matters in this person's case."
        )
    return ConsentOffer(
        language=language,
        classes=tuple(classes),
        concerns=verdict.concerns,
        jurisdiction=settings.JURISDICTION,
        clinician=by.full_name,
        clinic=by.clinic.name,
        by_guardian=by_guardian,
    )


@transaction.atomic
def sign_consent(
    session: SessionRecord,
    offer: ConsentOffer,
    signer: Signer,
    *,
    consent_id: UUID,
    shown_digest: str,
    by: User,
) -> ConsentRecord:
    """Store a consent exactly as it was shown; the same id again is the same consent.

    Raises
    ------
    ConsentRefusedError
        If the text has changed since it was shown, if a child signs alone or a guardian for an
        adult, or if the id was used for something else.
    """
    episode = EpisodeRecord.objects.select_for_update().get(pk=session.episode_id)
    document = compose_consent(offer)
    earlier = ConsentRecord.objects.filter(pk=consent_id).first()
    if earlier is not None:
        if earlier.episode_id != episode.pk or earlier.document != document:
            raise ConsentRefusedError("This consent was signed already; open the page again.")
        return earlier
    if digest_of_document(document) != shown_digest:
        raise ConsentRefusedError(
            "The text has changed since it was shown: read it again before signing."
        )
    age_years = episode.patient.age
    _require_right_signer(signer, age_years, offer)
    record = ConsentRecord(
        id=consent_id,
        episode=episode,
        document=document,
        classes=list(offer.classes),
        risks=[concern.code for concern in offer.concerns],
        edition=document["edition"],
        jurisdiction=offer.jurisdiction,
        age_years=age_years,
        signer_name=signer.name,
        by_guardian=signer.by_guardian,
        assent=signer.assent,
        interpreter=signer.interpreter,
        method=signer.method,
        strokes=signer.strokes,
        signed_at=timezone.now(),
        recorded_by=by,
    )
    record.digest = mapping.digest_of(record)
    record.save()
    audit.record("consent signed", record, by=by)
    return record


@transaction.atomic
def withdraw(consent: ConsentRecord, *, reason: str, by: User) -> WithdrawalRecord:
    """Store that a consent no longer counts; withdrawing twice changes nothing.

    What was written about needling without consent in an open visit was about other sites: it
    lapses, and what was done has to be told anew.
    """
    record, is_new = WithdrawalRecord.objects.get_or_create(
        consent=consent, defaults={"reason": reason, "recorded_by": by}
    )
    if is_new:
        AcknowledgementRecord.objects.filter(
            session__episode=consent.episode_id, session__signed_at=None, concern=CONSENT
        ).delete()
        audit.record("consent withdrawn", consent, by=by)
    return record


@transaction.atomic
def reconfirm(session: SessionRecord, *, by: User) -> ReconfirmationRecord:
    """Store that the patient agreed again in words in this visit; twice changes nothing.

    Raises
    ------
    ConsentRefusedError
        If no consent is in force that could be confirmed, or the visit is signed.
    """
    locked = SessionRecord.objects.select_for_update().get(pk=session.pk)
    if locked.is_signed:
        raise ConsentRefusedError("This visit is signed and cannot be changed.")
    verdict = judge_consent(
        mapping.on_file(locked.episode, at=timezone.now()), judge_screening(answers_of(locked))
    )
    if not verdict.given:
        raise ConsentRefusedError("No signed consent is in force; words alone are not enough.")
    record, is_new = ReconfirmationRecord.objects.get_or_create(
        session=locked, defaults={"recorded_by": by}
    )
    if is_new:
        audit.record("consent confirmed in words", locked, by=by)
    return record


def _require_right_signer(signer: Signer, age_years: int, offer: ConsentOffer) -> None:
    limit = load_consent_rules().jurisdiction(offer.jurisdiction).guardian_under_years
    if signer.by_guardian != offer.by_guardian:
        raise ConsentRefusedError("The text was shown for another signer; open the page again.")
    if age_years < limit and not signer.by_guardian:
        raise ConsentRefusedError(f"Below {limit} years a parent or guardian signs.")
    if age_years < limit and not signer.assent:
        raise ConsentRefusedError("A child is needled only if it agrees: ask, and mark it.")
    if age_years >= limit and signer.by_guardian:
        raise ConsentRefusedError("An adult signs for herself or himself.")
