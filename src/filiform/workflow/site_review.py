"""Judge the sites of a visit as recorded, and say what still wants a reason before signing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from filiform.atlas import Atlas
from filiform.care import (
    Acknowledgement,
    Needling,
    Obstacle,
    SigningObstacle,
    lack_of,
    site_name,
)
from filiform.safety import (
    Lift,
    MeasuredDepth,
    NeedlePath,
    Person,
    SiteConcern,
    SiteContext,
    SiteVerdict,
    judge_site,
    judge_visit_sites,
)

BOTH_SIDES = "A17"
"""The one concern that depends on the other sites of the visit."""
AUTHORISATION = "A16"
"""Shown, but no obstacle yet: nobody can record an authorisation so far."""


def review_sites(
    needlings: Sequence[Needling], person: Person, context: SiteContext
) -> tuple[SiteVerdict, ...]:
    """Judge each recorded needling, in order; what was not recorded was not stated."""
    paths = [path_of(needling) for needling in needlings]
    together = judge_visit_sites(paths, person, context)
    return tuple(
        _as_measured(needling, path, person, context, verdict)
        for needling, path, verdict in zip(needlings, paths, together, strict=True)
    )


def path_of(needling: Needling) -> NeedlePath:
    """Return the path that a needling took.

    A depth that the needle cannot have is left out: it is an obstacle of its own at the table.
    """
    taken, length_mm = needling.taken, needling.needle.length_mm
    reached = taken.depth_mm is None or taken.depth_mm <= length_mm
    return NeedlePath(
        muscle=needling.muscle,
        side=needling.side,
        diameter_mm=needling.needle.diameter_mm,
        length_mm=length_mm,
        trigger_point=needling.trigger_point,
        technique=needling.technique.id,
        position=taken.position,
        grip=taken.grip,
        direction=taken.direction,
        depth_mm=taken.depth_mm if reached else None,
        lateral_mm=taken.lateral_mm,
    )


def _as_measured(
    needling: Needling,
    path: NeedlePath,
    person: Person,
    context: SiteContext,
    verdict: SiteVerdict,
) -> SiteVerdict:
    """Judge a site anew with its own measurement: one site's depth says nothing of another's."""
    taken = needling.taken
    if taken.measured_mm is None:
        return verdict
    measured = MeasuredDepth(
        hazard_mm=taken.measured_mm,
        muscle_border_mm=taken.border_mm,
        measured_on=context.as_of,
        position=taken.position,
    )
    alone = judge_site(path, replace(person, measured=measured), context)
    of_the_order = tuple(c for c in verdict.concerns if c.code == BOTH_SIDES)
    return replace(alone, concerns=(*alone.concerns, *of_the_order))


def concerns_to_explain(verdict: SiteVerdict, context: SiteContext) -> tuple[SiteConcern, ...]:
    """Return what a done needling has to be explained for.

    Only what was recorded counts: a needling that is done is not made worse by a grip that nobody
    wrote down. Concerns of the screening are acknowledged for the visit, not for each site.
    """
    of_the_visit = codes_of_the_visit(context)
    return tuple(c for c in verdict.concerns if not c.missing and c.code not in of_the_visit)


def codes_of_the_visit(context: SiteContext) -> frozenset[str]:
    """Return the codes that are settled for the visit and not site by site."""
    screening = context.screening.concerns if context.screening else ()
    return frozenset({concern.code for concern in screening} | {AUTHORISATION, "S03", "S21"})


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
    never = "No reason permits it. If it was done, write what happened: it is a deviation."
    twice = concern.lift is Lift.CONFIRMED_REASON
    return lack_of(
        given,
        unwritten=never if concern.lift is Lift.NEVER else "Write why it was done.",
        unconfirmed="Confirm it a second time." if twice else "",
    )
