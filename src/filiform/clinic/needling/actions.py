"""What changes a visit: one transaction, one audit entry, one verb.

Every action first takes the row of the visit, so that two tablets and the signature queue up.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from filiform.atlas import load_atlas
from filiform.care import (
    CONSENT,
    Needling,
    SigningObstacle,
    load_aftercare,
    needlings_over_lung,
    removal_obstacle,
    site_name,
)
from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.episodes import actions as episode_actions
from filiform.clinic.episodes.models import EpisodeRecord, Moment, PainScoreRecord
from filiform.clinic.incidents import actions as incidents
from filiform.clinic.incidents.models import Origin
from filiform.clinic.needling import mapping, queries, site_check
from filiform.clinic.needling.models import (
    AcknowledgementRecord,
    AmendmentRecord,
    JournalEntryRecord,
    NeedlingRecord,
    SessionRecord,
    SignedError,
    SiteReasonRecord,
)
from filiform.clinic.needling.signed_form import signature_of, versions
from filiform.errors import FiliformError
from filiform.safety import (
    Answer,
    Lift,
    SiteConcern,
    answers_to_keep,
    judge_screening,
    load_blocked_muscles,
    load_screening,
    load_site_rules,
    load_site_survey,
)
from filiform.workflow.needling import concerns_against
from filiform.workflow.site_review import concerns_to_explain

SIGNED_COLUMNS = ["signed_at", "signed_by", "versions", "signature"]


SITES_LENGTH = 120
"""As many letters as the near miss keeps of the sites concerned."""


class SigningRefusedError(FiliformError, ValueError):
    """Something hinders the signature; ``obstacles`` says what."""

    def __init__(self, obstacles: tuple[SigningObstacle, ...]) -> None:
        super().__init__(" ".join(obstacle.message for obstacle in obstacles))
        self.obstacles = obstacles


class NeedlingRefusedError(FiliformError, ValueError):
    """The screening, or the muscle itself, forbids this needling; the message says why."""


class NotSignedError(FiliformError, TypeError):
    """The visit is still open: it is changed itself, not amended."""


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
    locked = open_visit(session)
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
def take_patient_answers(
    session: SessionRecord, answers: Mapping[str, str], *, given_at: datetime, by: User
) -> SessionRecord:
    """Take over what a patient answered alone, with its own time and who confirmed it.

    What a clinician has answered since then stays. An acknowledgement lapses when the answer that
    it was given for changes.
    """
    locked = open_visit(session)
    counting = mapping.given_of(locked)
    told = {
        "at": given_at.isoformat(),
        "by": "the patient, on the phone",
        "patient": True,
        "confirmed_by": by.full_name,
        "confirmed_at": timezone.now().isoformat(),
    }
    known = {question.code for question in load_screening().questions}
    for code, answer in answers.items():
        newer = code in counting and counting[code].given_at > given_at
        if code not in known or newer:
            continue
        if locked.answers.get(code) != answer:
            locked.acknowledgements.filter(concern=code).delete()
        locked.answers[code] = Answer(answer).value
        locked.answered[code] = told
    locked.screening_version = load_screening().version
    locked.save(update_fields=["answers", "answered", "screening_version"])
    audit.record("screening answered", locked, by=by)
    return locked


@transaction.atomic
def acknowledge(
    session: SessionRecord, concern: str, *, reason: str, confirmed: bool, by: User
) -> None:
    """Store why needling goes on although the screening raised a concern.

    Under ``CONSENT`` it is what happened where a site was needled without consent: a deviation.

    Raises
    ------
    NeedlingRefusedError
        If no site was needled without consent.
    """
    locked = open_visit(session)
    override = (
        _without_consent(locked, confirmed=confirmed)
        if concern == CONSENT
        else _screening_override(locked, concern, confirmed=confirmed)
    )
    incidents.record_near_miss(locked, override, reason=reason, by=by)
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


def _screening_override(
    session: SessionRecord, concern: str, *, confirmed: bool
) -> incidents.Override:
    verdict = judge_screening(mapping.answers_of(session))
    title = next((c.title for c in verdict.concerns if c.code == concern), "")
    return incidents.Override(Origin.SCREENING, title, concern=concern, confirmed=confirmed)


def _without_consent(session: SessionRecord, *, confirmed: bool) -> incidents.Override:
    consent = site_check.checked_visit(session).review.consent
    sites = [
        site_name(needling, load_atlas())
        for needling in mapping.session_of(session).needlings
        if consent.lacking(needling)
    ]
    if not sites:
        raise NeedlingRefusedError("No site of this visit was needled without consent.")
    return incidents.Override(
        Origin.CONSENT,
        "Needled without a consent that covers it",
        concern=CONSENT,
        site="; ".join(sites)[:SITES_LENGTH],
        confirmed=confirmed,
        deviation=True,
    )


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
    locked = open_visit(session)
    require_not_at_table(needling.id)
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
    locked = open_visit(session)
    record = queries.needling_of_session(locked, needling_id)
    require_not_at_table(needling_id)
    obstacle = removal_obstacle(mapping.needling_of(record))
    if obstacle:
        raise NeedlingRefusedError(obstacle.message)
    if hasattr(record, "retained"):
        raise NeedlingRefusedError("A retained needle is recorded here; take that back first.")
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
    locked = open_visit(session)
    record = queries.needling_of_session(locked, needling_id)
    checked = site_check.checked_visit(locked)
    against = concerns_to_explain(checked.verdicts[record.pk], checked.context)
    found = next((c for c in against if c.code == concern), None)
    if found is None:
        raise NeedlingRefusedError("This concern does not stand against the site any more.")
    if record.reasons.filter(concern=concern, at_table=True).exists():
        raise NeedlingConflictError("this reason was given at the table; change it there.")
    keep_reason(record, found, reason=reason, confirmed=confirmed, by=by)
    audit.record("site explained", record, by=by)


def keep_reason(
    record: NeedlingRecord,
    concern: SiteConcern,
    *,
    reason: str,
    confirmed: bool,
    by: User,
    at_table: bool = False,
) -> None:
    """Store the reason for one concern about a site, and write down that a rule was passed over."""
    deviation = concern.lift is Lift.NEVER
    SiteReasonRecord.objects.update_or_create(
        needling=record,
        concern=concern.code,
        defaults={
            "reason": reason,
            "confirmed": confirmed,
            "deviation": deviation,
            "at_table": at_table,
            "given_by": by,
            "given_at": timezone.now(),
        },
    )
    override = incidents.Override(
        Origin.SITE,
        concern.title,
        concern=concern.code,
        site=site_name(mapping.needling_of(record), load_atlas()),
        needling_id=record.pk,
        confirmed=confirmed,
        deviation=deviation,
    )
    incidents.record_near_miss(record.session, override, reason=reason, by=by)


@transaction.atomic
def end_without_needling(session: SessionRecord, *, reason: str, by: User) -> None:
    """Store why nobody was needled in this visit."""
    locked = open_visit(session)
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
    locked = open_visit(session)
    review = site_check.checked_visit(locked).review
    if not review.may_sign:
        raise SigningRefusedError(review.obstacles)
    _note_reasons_of_table(locked)
    put_signature(locked, by=by, at=timezone.now())
    locked.save(update_fields=SIGNED_COLUMNS)
    audit.record("visit signed", locked, by=by)
    if needlings_over_lung(mapping.session_of(locked).needlings, load_site_survey()):
        incidents.plan_lung_follow_ups(locked, load_aftercare().ask_again_hours)
    return locked


def _note_reasons_of_table(session: SessionRecord) -> None:
    """Leave a near miss for each reason that was given at the table and may have come in late."""
    rules = load_site_rules().rules
    at_table = SiteReasonRecord.objects.filter(needling__session=session, at_table=True)
    for given in at_table.select_related("needling", "given_by"):
        rule = rules.get(given.concern)
        override = incidents.Override(
            Origin.SITE,
            rule.title if rule else "",
            concern=given.concern,
            site=site_name(mapping.needling_of(given.needling), load_atlas()),
            needling_id=given.needling_id,
            confirmed=given.confirmed,
            deviation=given.deviation,
        )
        incidents.record_near_miss(session, override, reason=given.reason, by=given.given_by)


def put_signature(session: SessionRecord, *, by: User, at: datetime) -> None:
    """Put the signature under a visit that may be signed; storing it is the caller's."""
    session.signed_at = at
    session.signed_by = by
    session.versions = versions()
    session.signature = signature_of(session)


@transaction.atomic
def amend(
    session: SessionRecord, *, what: str, why: str, by: User, score: PainScoreRecord | None = None
) -> AmendmentRecord:
    """Write a later change beside a signed visit.

    Raises
    ------
    NotSignedError
        If the visit is still open.
    """
    locked = SessionRecord.objects.select_for_update().get(pk=session.pk)
    if not locked.is_signed:
        raise NotSignedError("This visit is not signed yet; change it where it is recorded.")
    amendment = AmendmentRecord.objects.create(
        session=locked, what=what, why=why, score_id=score.pk if score else None, written_by=by
    )
    audit.record("visit amended", amendment, by=by)
    return amendment


@transaction.atomic
def amend_score(
    session: SessionRecord, score: PainScoreRecord, *, value: int, why: str, by: User
) -> AmendmentRecord:
    """Correct a pain score of a signed visit; score and amendment are stored together.

    Raises
    ------
    NotSignedError
        If the visit is still open.
    ScoreSupersededError
        If the score was corrected before.
    """
    correction = episode_actions.correct_score(score, value=value, by=by)
    what = f"Pain {Moment(score.moment).label}: {score.value} corrected to {value}."
    return amend(session, what=what, why=why, by=by, score=correction)


@transaction.atomic
def record_pain(
    session: SessionRecord, *, score_id: UUID, moment: Moment, value: int, by: User
) -> PainScoreRecord:
    """Store the pain before or after needling; a second answer corrects the first.

    Raises
    ------
    SignedError
        If the visit is signed.
    """
    locked = open_visit(session)
    standing = locked.episode.scores.filter(
        session_id=locked.pk, moment=moment, superseded_by=None
    ).last()
    if standing is not None and standing.pk != score_id:
        return episode_actions.correct_score(standing, value=value, by=by)
    return episode_actions.record_score(
        locked.episode, score_id=score_id, moment=moment, value=value, by=by, session_id=locked.pk
    )


def open_visit(session: SessionRecord) -> SessionRecord:
    """Return the visit, locked, or refuse because it is signed.

    Raises
    ------
    SignedError
        If it is signed.
    """
    locked = SessionRecord.objects.select_for_update().get(pk=session.pk)
    if locked.is_signed:
        raise SignedError("This visit is signed and cannot be changed.")
    return locked


def require_not_at_table(needling_id: UUID) -> None:
    """A site has one journal: written from two places, one would silently overwrite the other."""
    if JournalEntryRecord.objects.filter(needling=needling_id).exists():
        raise NeedlingConflictError("this site is recorded at the table; change it there.")


def _require_permitted(session: SessionRecord, needling: Needling) -> None:
    if session.stops.filter(ended_at=None).exists():
        raise NeedlingRefusedError("The visit is stopped in an emergency: no further needle.")
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
