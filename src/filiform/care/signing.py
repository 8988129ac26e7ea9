"""What stands in the way of signing a visit, each with what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from filiform.atlas import load_atlas
from filiform.care.consent import CONSENT, NO_CONSENT, ConsentVerdict
from filiform.care.session import Acknowledgement, Needling, RetainedNeedle, Session
from filiform.care.site import site_name
from filiform.safety import SafetyVerdict


class Obstacle(StrEnum):
    """Kinds of obstacle, the most urgent first."""

    NEEDLE_COUNT = "needle_count"
    RETAINED_NEEDLE = "retained_needle"
    EMERGENCY_STOP = "emergency_stop"
    SCREENING = "screening"
    CONSENT = "consent"
    TECHNIQUE = "technique"
    SITE = "site"
    ACKNOWLEDGEMENT = "acknowledgement"
    NO_NEEDLING = "no_needling"
    TABLE = "table"
    """Something that only the table can settle, such as two tablets that disagree."""


@dataclass(frozen=True, slots=True)
class SigningObstacle:
    """One thing to put right before the visit can be signed."""

    kind: Obstacle
    message: str
    """What is wrong and what to do, for the clinician."""
    needling: UUID | None = None
    concern: str | None = None
    """Code of the concern, where the screening is the reason."""


def signing_obstacles(
    session: Session, verdict: SafetyVerdict, consent: ConsentVerdict = NO_CONSENT
) -> tuple[SigningObstacle, ...]:
    """List what hinders signing; an empty tuple means that the visit may be signed.

    A visit without a needling may be signed with a reason, whatever the screening says: stopping
    is a result. A visit with needlings needs in = out at every site, a screening that permits, a
    consent that covers every site, no barred technique, and every open concern acknowledged with
    a reason. A site needled without consent stays recorded: either a consent comes later, or the
    clinician writes what happened and confirms it. A needle that stays in the patient or lost is
    recorded as such, with what was done about it, and never counted as out. A visit that was
    stopped in an emergency needs the end of the emergency and what happened, whether or not a
    needle went in.
    """
    if not session.needlings:
        return (*_stops(session), *_no_needling(session))
    return (
        *_miscounts(session),
        *_stops(session),
        *_blocks(verdict),
        *_without_consent(session, consent),
        *_barred(session, verdict),
        *_unacknowledged(session, verdict),
    )


def removal_obstacle(needling: Needling) -> SigningObstacle | None:
    """Say what hinders taking a site out of an open visit; ``None`` if nothing.

    A site whose needles are not all accounted for stays: removed, it would take its missing
    needle out of the count.
    """
    if needling.missing == 0:
        return None
    return SigningObstacle(Obstacle.NEEDLE_COUNT, _miscount_message(needling), needling=needling.id)


def _no_needling(session: Session) -> Iterator[SigningObstacle]:
    if not session.no_needling_reason.strip():
        yield SigningObstacle(
            Obstacle.NO_NEEDLING,
            "No needling is recorded. Record one, or write why nobody was needled in this visit.",
        )


def _miscounts(session: Session) -> Iterator[SigningObstacle]:
    retained = {entry.needling: entry for entry in session.retained}
    for needling in session.needlings:
        entry = retained.get(needling.id)
        if needling.missing != (entry.count if entry else 0) and needling.missing != 0:
            yield SigningObstacle(
                Obstacle.NEEDLE_COUNT, _miscount_message(needling), needling=needling.id
            )
        elif entry and (lack := _retained_lack(entry, needling)):
            place = site_name(needling, load_atlas())
            yield SigningObstacle(
                Obstacle.RETAINED_NEEDLE,
                f"{place}: {_needles(entry.count)} retained. {lack}",
                needling=needling.id,
            )


def _retained_lack(entry: RetainedNeedle, needling: Needling) -> str:
    """Say what is still to be done about a retained needle; empty if nothing."""
    if needling.missing == 0:
        return "All needles are counted out: take the retained needle back, or correct the count."
    if not entry.searched:
        return "Search skin, clothes, linen and floor, and count the sharps again."
    if not entry.patient_told:
        return "Tell the patient."
    if not entry.arranged.strip():
        return "Write who takes over and when: imaging, surgery, the call back."
    return ""


def _stops(session: Session) -> Iterator[SigningObstacle]:
    if any(not stop.ended for stop in session.stops):
        yield SigningObstacle(
            Obstacle.EMERGENCY_STOP,
            "The visit is stopped in an emergency. End the emergency and write how it ended.",
        )
    elif session.adverse_events == 0 and session.retained:
        yield SigningObstacle(
            Obstacle.RETAINED_NEEDLE,
            "A needle is retained. Record it as an adverse event, so that the patient is followed "
            "up.",
        )
    elif session.adverse_events == 0 and any(not stop.false_alarm for stop in session.stops):
        yield SigningObstacle(
            Obstacle.EMERGENCY_STOP,
            "The visit was stopped in an emergency. Record what happened as an adverse event.",
        )


def _miscount_message(needling: Needling) -> str:
    place = site_name(needling, load_atlas())
    counts = f"{place}: {needling.needles_in} in, {needling.needles_out} out"
    if needling.missing > 0:
        return (
            f"{counts}; {_needles(needling.missing)} not accounted for. Search skin, clothes, "
            "linen and floor, then correct the count."
        )
    return (
        f"{counts}; {_needles(-needling.missing)} more out than in. Count the sharps again, "
        "then correct the count."
    )


def _needles(number: int) -> str:
    return "1 needle" if number == 1 else f"{number} needles"


def _blocks(verdict: SafetyVerdict) -> Iterator[SigningObstacle]:
    for concern in verdict.blocking:
        yield SigningObstacle(
            Obstacle.SCREENING,
            f"{concern.code} {concern.title}: answered {concern.because}. No needling while this "
            "stands. Correct the answer if it is wrong; a needling already done stays recorded.",
            concern=concern.code,
        )


def _without_consent(session: Session, consent: ConsentVerdict) -> Iterator[SigningObstacle]:
    explained = any(
        given.concern == CONSENT and given.reason.strip() and given.confirmed
        for given in session.acknowledgements
    )
    if explained:
        return
    for needling in session.needlings:
        lacking = sorted(consent.lacking(needling))
        if lacking:
            yield SigningObstacle(
                Obstacle.CONSENT,
                f"{site_name(needling, load_atlas())}: needled without consent to "
                f"{', '.join(class_id.replace('_', ' ') for class_id in lacking)}. Ask for the "
                "consent, or write what happened and confirm it.",
                needling=needling.id,
                concern=CONSENT,
            )


def _barred(session: Session, verdict: SafetyVerdict) -> Iterator[SigningObstacle]:
    for needling in session.needlings:
        place = site_name(needling, load_atlas())
        for concern in verdict.concerns:
            if needling.technique.id in concern.techniques:
                yield SigningObstacle(
                    Obstacle.TECHNIQUE,
                    f"{place}: {needling.technique.label} is ruled out by {concern.code} "
                    f"{concern.title} (answered {concern.because}). Correct the technique or the "
                    "answer.",
                    needling=needling.id,
                    concern=concern.code,
                )


def _unacknowledged(session: Session, verdict: SafetyVerdict) -> Iterator[SigningObstacle]:
    given = {entry.concern: entry for entry in session.acknowledgements}
    for concern in verdict.requires_acknowledgement:
        again = f"Confirm it a second time: {concern.confirmation}"
        lack = lack_of(
            given.get(concern.code),
            unwritten="Acknowledge it and write why needling goes on.",
            unconfirmed=again if concern.needs_second_confirmation else "",
        )
        if lack:
            yield SigningObstacle(
                Obstacle.ACKNOWLEDGEMENT,
                f"{concern.code} {concern.title}: answered {concern.because}. {lack}",
                concern=concern.code,
            )


def lack_of(given: Acknowledgement | None, *, unwritten: str, unconfirmed: str) -> str:
    """Say what a given reason lacks; empty if nothing.

    Parameters
    ----------
    given
        The reason; ``None`` if there is none.
    unwritten
        What to say where no reason is written.
    unconfirmed
        What to say where it was not confirmed a second time; empty where that is not asked for.
    """
    if given is None or not given.reason.strip():
        return unwritten
    return "" if given.confirmed else unconfirmed
