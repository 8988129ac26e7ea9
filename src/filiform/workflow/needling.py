"""The journey of a needling visit: may it start, may this site be added, may it be signed."""

from collections.abc import Mapping
from dataclasses import dataclass

from filiform.atlas import Atlas
from filiform.care import (
    NO_CONSENT,
    ConsentsOnFile,
    ConsentVerdict,
    NeedleCount,
    Needling,
    Session,
    SigningObstacle,
    judge_consent,
    needle_count,
    require_known_site,
    signing_obstacles,
)
from filiform.safety import Answer, Concern, SafetyVerdict, judge_screening


@dataclass(frozen=True, slots=True)
class VisitReview:
    """Where a visit stands: the screening's verdict, the count, and what hinders signing."""

    verdict: SafetyVerdict
    count: NeedleCount
    obstacles: tuple[SigningObstacle, ...]
    consent: ConsentVerdict = NO_CONSENT

    @property
    def may_start(self) -> bool:
        """Whether a first or further needle may go in."""
        return self.verdict.permitted and self.consent.given

    @property
    def may_sign(self) -> bool:
        """Whether nothing hinders signing."""
        return not self.obstacles


def review_visit(
    session: Session,
    answers: Mapping[str, Answer],
    consents: ConsentsOnFile | None = None,
) -> VisitReview:
    """Review a visit from what is recorded, today's screening answers and the consents.

    Parameters
    ----------
    consents
        What the patient has agreed to, and the moment judged; if omitted, to nothing.

    Raises
    ------
    UnknownQuestionError, UnknownAnswerError
        If an answer is none that the screening knows.
    """
    verdict = judge_screening(answers)
    agreed = judge_consent(consents, verdict) if consents else NO_CONSENT
    return VisitReview(
        verdict=verdict,
        count=needle_count(session.needlings),
        obstacles=signing_obstacles(session, verdict, agreed),
        consent=agreed,
    )


def concerns_against(
    needling: Needling, verdict: SafetyVerdict, atlas: Atlas
) -> tuple[Concern, ...]:
    """Return the concerns that forbid this needling today; empty if it may be done.

    Those that block the visit come first, then those that rule out the technique. A needling
    that has already happened is recorded all the same: the record tells what was done.

    Raises
    ------
    UnknownSiteError
        If the atlas holds no such muscle, point or side.
    """
    require_known_site(needling, atlas)
    barring = tuple(
        concern
        for concern in verdict.concerns
        if not concern.blocks and needling.technique.id in concern.techniques
    )
    return verdict.blocking + barring
