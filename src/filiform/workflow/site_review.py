"""Judge the sites of a visit as recorded, and say what still wants a reason before signing."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from filiform.atlas import Atlas
from filiform.care import Acknowledgement, Needling, Obstacle, SigningObstacle, site_name
from filiform.safety import (
    Lift,
    NeedlePath,
    Person,
    SiteConcern,
    SiteContext,
    SiteVerdict,
    judge_visit_sites,
)

AUTHORISATION = "A16"
"""Shown, but no obstacle yet: nobody can record an authorisation so far."""


def review_sites(
    needlings: Sequence[Needling], person: Person, context: SiteContext
) -> tuple[SiteVerdict, ...]:
    """Judge each recorded needling, in order; what was not recorded was not stated."""
    paths = [
        NeedlePath(
            muscle=needling.muscle,
            side=needling.side,
            diameter_mm=needling.needle.diameter_mm,
            length_mm=needling.needle.length_mm,
            trigger_point=needling.trigger_point,
            technique=needling.technique.id,
        )
        for needling in needlings
    ]
    return judge_visit_sites(paths, person, context)


def concerns_to_explain(verdict: SiteVerdict, context: SiteContext) -> tuple[SiteConcern, ...]:
    """Return what a done needling has to be explained for.

    Only what was recorded counts: a needling that is done is not made worse by a grip that nobody
    wrote down. Concerns of the screening are acknowledged for the visit, not for each site.
    """
    screening = context.screening.concerns if context.screening else ()
    of_the_visit = {concern.code for concern in screening} | {AUTHORISATION, "S03", "S21"}
    return tuple(c for c in verdict.concerns if not c.missing and c.code not in of_the_visit)


def site_obstacles(
    needlings: Sequence[Needling],
    verdicts: Sequence[SiteVerdict],
    reasons: Mapping[UUID, Iterable[Acknowledgement]],
    context: SiteContext,
    atlas: Atlas,
) -> tuple[SigningObstacle, ...]:
    """List the concerns about recorded sites that have no reason yet."""
    obstacles = []
    for needling, verdict in zip(needlings, verdicts, strict=True):
        given = {entry.concern: entry for entry in reasons.get(needling.id, ())}
        for concern in concerns_to_explain(verdict, context):
            lack = _lack(concern, given.get(concern.code))
            if lack:
                obstacles.append(
                    SigningObstacle(
                        Obstacle.SITE,
                        f"{site_name(needling, atlas)}: {concern.code} {concern.title}. {lack}",
                        needling=needling.id,
                        concern=concern.code,
                    )
                )
    return tuple(obstacles)


def _lack(concern: SiteConcern, given: Acknowledgement | None) -> str:
    if given is None or not given.reason.strip():
        if concern.lift is Lift.NEVER:
            return "No reason permits it. If it was done, write what happened: it is a deviation."
        return "Write why it was done."
    if concern.lift is Lift.CONFIRMED_REASON and not given.confirmed:
        return "Confirm it a second time."
    return ""
