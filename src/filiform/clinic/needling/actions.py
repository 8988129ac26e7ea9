"""What changes a visit: one transaction, one audit entry, one verb.

Every action first takes the row of the visit, so that two tablets and the signature queue up.
"""

import hashlib
import json
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from filiform.atlas import load_atlas
from filiform.care import CONSENT, Needling, SigningObstacle, removal_obstacle
from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.needling import mapping, queries, site_check
from filiform.clinic.needling.models import (
    AcknowledgementRecord,
    JournalEntryRecord,
    NeedlingRecord,
    SessionRecord,
    SignedError,
    SiteReasonRecord,
)
from filiform.errors import FiliformError
from filiform.safety import (
    Answer,
    Lift,
    answers_to_keep,
    judge_screening,
    load_blocked_muscles,
    load_screening,
)
from filiform.workflow.needling import concerns_against
from filiform.workflow.site_review import concerns_to_explain


class SigningRefusedError(FiliformError, ValueError):
    """Something hinders the signature; ``obstacles`` says what."""

    def __init__(self, obstacles: tuple[SigningObstacle, ...]) -> None:
        super().__init__(" ".join(obstacle.message for obstacle in obstacles))
        self.obstacles = obstacles


class NeedlingRefusedError(FiliformError, ValueError):
    """The screening, or the muscle itself, forbids this needling; the message says why."""


class NeedlingConflictError(FiliformError, ValueError):
    """The id of the site belongs to another visit."""


@transaction.atomic
def start_session(episode: EpisodeRecord, *, by: User) -> SessionRecord:
    """Begin a visit, or return the one of this episode that is still open.

    Answers of the last signed visit are carried over where they cannot have changed.
    """
    EpisodeRecord.objects.select_for_update().get(pk=episode.pk)
    open_session = queries.open_session_of(episode)
    if open_session is not None:
        return open_session
    session = SessionRecord(
        episode=episode, clinician=by, screening_version=load_screening().version
    )
    last = queries.last_signed_before(session)
    if last is not None:
        known = {question.code for question in load_screening().questions}
        earlier = {c: a for c, a in mapping.answers_of(last).items() if c in known}
        session.answers = {code: a.value for code, a in answers_to_keep(earlier).items()}
        session.answered = {
            code: last.answered.get(code, {"at": last.started_at.isoformat()})
            for code in session.answers
        }
    session.save()
    audit.record("visit started", session, by=by)
    return session


@transaction.atomic
def answer_screening(
    session: SessionRecord, answers: Mapping[str, Answer], *, by: User
) -> SessionRecord:
    """Store the screening answers; a question left out is left unanswered.

    Each keeps who gave it and when: an answer that still counts and is sent again keeps its time.
    An acknowledgement lapses when the answer that it was given for changes.
    """
    locked = _open(session)
    judge_screening(answers)
    counting = mapping.answers_of(locked)
    told = {"at": timezone.now().isoformat(), "by": by.full_name}
    locked.answered = {
        code: locked.answered.get(code, told) if counting.get(code) == answer else told
        for code, answer in answers.items()
    }
    changed = [
        code
        for code in {*answers, *locked.answers}
        if locked.answers.get(code) != getattr(answers.get(code), "value", None)
    ]
    locked.answers = {code: answer.value for code, answer in answers.items()}
    locked.screening_version = load_screening().version
    locked.save(update_fields=["answers", "answered", "screening_version"])
    locked.acknowledgements.filter(concern__in=changed).delete()
    audit.record("screening answered", locked, by=by)
    return locked


@transaction.atomic
def acknowledge(
    session: SessionRecord, concern: str, *, reason: str, confirmed: bool, by: User
) -> None:
    """Store why needling goes on although the screening raised a concern."""
    locked = _open(session)
    AcknowledgementRecord.objects.update_or_create(
        session=locked,
        concern=concern,
        defaults={
            "reason": reason,
            "confirmed": confirmed,
            "given_by": by,
            "given_at": timezone.now(),
        },
    )
    audit.record("concern acknowledged", locked, by=by)


@transaction.atomic
def put_needling(session: SessionRecord, needling: Needling, *, by: User) -> NeedlingRecord:
    """Store a site as it stands now; sending the same again changes nothing.

    A new site is refused while the screening forbids it. A site that is there already can always
    be brought up to date: a needle that is in has to come out whatever the answers say. A site
    without consent is stored, for it was done; a reason given for earlier ones does not cover it.

    Raises
    ------
    NeedlingRefusedError
        If the screening or its muscle forbids a new site.
    NeedlingConflictError
        If the id belongs to another visit.
    SignedError
        If the visit is signed.
    """
    locked = _open(session)
    _require_not_at_table(needling.id)
    record = NeedlingRecord.objects.filter(pk=needling.id).first()
    if record is not None and record.session_id != locked.pk:
        raise NeedlingConflictError("this site belongs to another visit; reload the page.")
    columns = mapping.columns_of(needling)
    if record is None:
        _require_permitted(locked, needling)
        record = NeedlingRecord.objects.create(id=needling.id, session=locked, **columns)
        locked.acknowledgements.filter(concern=CONSENT).delete()
        audit.record("site recorded", record, by=by)
        return record
    if any(getattr(record, name) != value for name, value in columns.items()):
        if record.technique != needling.technique.id:
            _require_permitted(locked, needling)
        for name, value in columns.items():
            setattr(record, name, value)
        record.save()
        audit.record("site changed", record, by=by)
    return record


@transaction.atomic
def remove_needling(session: SessionRecord, needling_id: UUID, *, by: User) -> None:
    """Take out a site that was entered by mistake; the audit trail keeps that it was there."""
    locked = _open(session)
    record = queries.needling_of_session(locked, needling_id)
    _require_not_at_table(needling_id)
    obstacle = removal_obstacle(mapping.needling_of(record))
    if obstacle:
        raise NeedlingRefusedError(obstacle.message)
    audit.record("site removed", record, by=by)
    record.delete()


@transaction.atomic
def explain_site(
    session: SessionRecord,
    needling_id: UUID,
    concern: str,
    *,
    reason: str,
    confirmed: bool,
    by: User,
) -> None:
    """Store why a site was needled although a rule spoke against it.

    Where no reason permits it, what is stored is a deviation.

    Raises
    ------
    NeedlingRefusedError
        If no such concern stands against the site.
    """
    locked = _open(session)
    record = queries.needling_of_session(locked, needling_id)
    checked = site_check.checked_visit(locked)
    against = concerns_to_explain(checked.verdicts[record.pk], checked.context)
    found = next((c for c in against if c.code == concern), None)
    if found is None:
        raise NeedlingRefusedError("This concern does not stand against the site any more.")
    SiteReasonRecord.objects.update_or_create(
        needling=record,
        concern=concern,
        defaults={
            "reason": reason,
            "confirmed": confirmed,
            "deviation": found.lift is Lift.NEVER,
            "given_by": by,
            "given_at": timezone.now(),
        },
    )
    audit.record("site explained", record, by=by)


@transaction.atomic
def end_without_needling(session: SessionRecord, *, reason: str, by: User) -> None:
    """Store why nobody was needled in this visit."""
    locked = _open(session)
    if locked.needlings.exists():
        raise NeedlingRefusedError("Sites are recorded in this visit; it did not end without any.")
    locked.no_needling_reason = reason
    locked.save(update_fields=["no_needling_reason"])
    audit.record("visit without needling", locked, by=by)


@transaction.atomic
def sign(session: SessionRecord, *, by: User) -> SessionRecord:
    """Sign the visit: from here nothing in it changes.

    Raises
    ------
    SigningRefusedError
        If needles are missing, the screening forbids it, or a concern is open.
    """
    locked = _open(session)
    review = site_check.checked_visit(locked).review
    if not review.may_sign:
        raise SigningRefusedError(review.obstacles)
    locked.signed_at = timezone.now()
    locked.signed_by = by
    locked.signature = signature_of(locked)
    locked.save(update_fields=["signed_at", "signed_by", "signature"])
    audit.record("visit signed", locked, by=by)
    return locked


def signature_of(session: SessionRecord) -> str:
    """Return the SHA-256 of the visit's canonical JSON."""
    text = json.dumps(mapping.canonical(session), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _open(session: SessionRecord) -> SessionRecord:
    """Return the visit, locked, or refuse because it is signed."""
    locked = SessionRecord.objects.select_for_update().get(pk=session.pk)
    if locked.is_signed:
        raise SignedError("This visit is signed and cannot be changed.")
    return locked


def _require_not_at_table(needling_id: UUID) -> None:
    """A site has one journal: written from two places, one would silently overwrite the other."""
    if JournalEntryRecord.objects.filter(needling=needling_id).exists():
        raise NeedlingConflictError("this site is recorded at the table; change it there.")


def _require_permitted(session: SessionRecord, needling: Needling) -> None:
    verdict = judge_screening(mapping.answers_of(session))
    against = concerns_against(needling, verdict, load_atlas())
    if against:
        first = against[0]
        more = f" (and {len(against) - 1} more)" if len(against) > 1 else ""
        raise NeedlingRefusedError(
            f"Not permitted: {first.code} {first.title}, answered {first.because}{more}. "
            "Complete or correct the screening first."
        )
    blocked = load_blocked_muscles().get(needling.muscle)
    if blocked:
        raise NeedlingRefusedError(
            f"Not permitted: {load_atlas().muscles[blocked.muscle].name} is not offered for "
            f"needling. {blocked.because} [{blocked.mark}] "
            f"{', '.join(blocked.sources) or 'no source found yet'}. Choose another point."
        )
