"""Judge one needle at one site: every objection, with its limit, source and mark.

What is not stated is judged as the strictest it could be. A limit is a reason to refuse, never a
permission: the clinician decides at the table.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from filiform.atlas import load_atlas
from filiform.body import Side
from filiform.safety.clinic_limits import ClinicLimits
from filiform.safety.errors import ImplausiblePathError, UnsurveyedRegionError
from filiform.safety.path import NeedlePath, Person
from filiform.safety.site_concerns import concern_of
from filiform.safety.site_limit import FoundLimit, limit_of, limit_void_because
from filiform.safety.site_path_rules import path_concerns
from filiform.safety.site_rules import load_screening_regions
from filiform.safety.sites import Grade, NeedlingSite, SiteSurvey, load_site_survey
from filiform.safety.verdict import (
    Action,
    Concern,
    SafetyVerdict,
    ShownLimit,
    SiteConcern,
    SiteVerdict,
)


@dataclass(frozen=True, slots=True)
class SiteContext:
    """What holds for every site of a visit.

    Parameters
    ----------
    screening
        Today's verdict on the answers; ``None`` permits no site.
    authorisations
        Ids of sites, muscles or regions of the atlas that the clinician is authorised for.
    limits
        What the clinic changed.
    as_of
        Today, to tell a measurement of today from an older one.
    affected
        Regions or muscles that a raised concern is about, by its code; where a code is missing
        every site it could reach counts.
    """

    screening: SafetyVerdict | None = None
    authorisations: frozenset[str] = frozenset()
    limits: ClinicLimits = field(default_factory=ClinicLimits)
    as_of: date | None = None
    affected: Mapping[str, Collection[str]] | None = None


def judge_site(
    path: NeedlePath,
    person: Person,
    context: SiteContext,
    *,
    survey: SiteSurvey | None = None,
) -> SiteVerdict:
    """Judge one planned needle.

    Parameters
    ----------
    path, person
        The needle and the person; what is ``None`` counts as the strictest it could be.
    survey
        The sites; the packaged ones if omitted.

    Raises
    ------
    ImplausiblePathError
        If the part and the trigger point name different parts.
    """
    sites = _sites_meant(path, survey or load_site_survey())
    if not sites:
        return _unsurveyed(path, context)
    verdicts = [_judge(site, path, person, context) for site in sites]
    if len(verdicts) == 1:
        return verdicts[0]
    return _strictest(sites, verdicts)


def judge_visit_sites(
    paths: Sequence[NeedlePath],
    person: Person,
    context: SiteContext,
    *,
    survey: SiteSurvey | None = None,
) -> tuple[SiteVerdict, ...]:
    """Judge all needles of a visit in their order; only one side of the chest wall stays open."""
    known = survey or load_site_survey()
    first_side: Side | None = None
    verdicts = []
    for path in paths:
        verdict = judge_site(path, person, context, survey=known)
        if any(site.over_lung for site in _sites_meant(path, known)):
            first_side = first_side or path.side
            if path.side is not first_side or path.side is Side.MIDLINE:
                verdict = replace(verdict, concerns=(*verdict.concerns, concern_of("A17")))
        verdicts.append(verdict)
    return tuple(verdicts)


def _sites_meant(path: NeedlePath, survey: SiteSurvey) -> tuple[NeedlingSite, ...]:
    """Return the sites that a path can mean; empty if nobody surveyed them."""
    try:
        sites = survey.sites_of(path.muscle)
    except UnsurveyedRegionError:
        return ()
    at_point = tuple(
        s for s in sites if path.trigger_point and path.trigger_point in s.trigger_points
    )
    if path.part is None:
        return at_point or sites
    at_part = tuple(site for site in sites if path.part in (site.part, site.id))
    if at_part and at_point and set(at_part).isdisjoint(at_point):
        raise ImplausiblePathError(
            f"The part came as {path.part!r}, but {path.trigger_point} lies in "
            f"{at_point[0].part!r}; expected both to be of one part."
        )
    return at_part


def _unsurveyed(path: NeedlePath, context: SiteContext) -> SiteVerdict:
    shown = ShownLimit(None, "nobody surveyed this site", (), (), concern_of("S01").mark)
    concerns = (concern_of("S01", missing=True), *_of_the_visit(path, context))
    return SiteVerdict(path.part or path.muscle, concerns, shown, grade="not surveyed")


def _judge(
    site: NeedlingSite, path: NeedlePath, person: Person, context: SiteContext
) -> SiteVerdict:
    concerns = [*_of_the_visit(path, context), *_of_the_region(site, path, context)]
    if site.grade is Grade.BLOCKED:
        shown = ShownLimit(
            None, "not offered", evidence_words(site), site.sources, concern_of("S02").mark
        )
        return SiteVerdict(site.id, (_blocked(site), *concerns), shown, site.grade)
    if site.grade is Grade.ADVANCED and not _authorised(site, path, context):
        concerns.append(concern_of("A16"))
    found = limit_of(site, path, person, context.screening, context.limits, context.as_of)
    void = limit_void_because(site, person, context.screening)
    if void:
        concerns.append(concern_of("S08", missing=True))
    concerns.extend(path_concerns(site, path, person, found, context.limits, void=bool(void)))
    return SiteVerdict(site.id, tuple(concerns), _shown(site, found), site.grade)


def evidence_words(site: NeedlingSite) -> tuple[str, ...]:
    """Return the measurements behind a site, each with its code and sample."""
    return tuple(f"{e.code}: {e.sample}" for e in site.evidence)


def _shown(site: NeedlingSite, found: FoundLimit) -> ShownLimit:
    return ShownLimit(found.mm, found.words, evidence_words(site), site.sources, found.mark)


def _blocked(site: NeedlingSite) -> SiteConcern:
    beside = ", ".join(hazard.label for hazard in site.hazards)
    concern = concern_of("S02")
    reason = f"{concern.reason} Beside it: {beside}. {site.remark}".strip()
    return replace(concern, reason=reason, sources=site.sources, mark=site.mark_of("hazards"))


def _authorised(site: NeedlingSite, path: NeedlePath, context: SiteContext) -> bool:
    region = load_atlas().muscle(path.muscle).region
    return bool({site.id, path.muscle, region} & context.authorisations)


def _of_the_visit(path: NeedlePath, context: SiteContext) -> Iterator[SiteConcern]:
    screening = context.screening
    if screening is None:
        yield concern_of("S03", missing=True)
        return
    for concern in screening.blocking:
        yield _from_screening(concern, concern.action, hard=True)
    barred = screening.barred_techniques
    if barred and (path.technique is None or path.technique in barred):
        yield concern_of("S21", missing=path.technique is None, came=path.technique or "not stated")


def _of_the_region(
    site: NeedlingSite, path: NeedlePath, context: SiteContext
) -> Iterator[SiteConcern]:
    regions = load_screening_regions()
    for concern in context.screening.concerns if context.screening else ():
        if concern.blocks or concern.code not in regions:
            continue
        reach = regions[concern.code]
        if _reaches(concern.code, site, path, context):
            action = reach.action or concern.action
            yield _from_screening(concern, action, hard=concern.absolute)


def _reaches(code: str, site: NeedlingSite, path: NeedlePath, context: SiteContext) -> bool:
    reach = load_screening_regions()[code]
    region = load_atlas().muscle(path.muscle).region
    if context.affected is not None and code in context.affected:
        return bool({region, path.muscle, site.id} & set(context.affected[code]))
    return (
        reach.everywhere
        or region in reach.regions
        or path.muscle in reach.muscles
        or any(hazard.id in reach.hazards for hazard in site.hazards)
    )


def _from_screening(concern: Concern, action: Action, *, hard: bool) -> SiteConcern:
    return SiteConcern(
        code=concern.code,
        action=action,
        title=concern.title,
        reason=f"{concern.reason} {concern.advice}".strip(),
        hard=hard,
        sources=concern.sources,
        mark=concern.mark,
        action_mark=concern.action_mark,
    )


def _strictest(sites: Iterable[NeedlingSite], verdicts: Sequence[SiteVerdict]) -> SiteVerdict:
    """Join the verdicts on all parts that a path can mean: every concern, the smallest limit."""
    parts = ", ".join(site.part for site in sites)
    concerns = {concern.code: concern for v in verdicts for concern in v.concerns}
    concerns["S20"] = concern_of("S20", missing=True, expected=parts)
    order = list(Grade)
    worst = max(verdicts, key=lambda verdict: order.index(Grade(verdict.grade)))
    limits = [v.limit for v in verdicts if v.limit.mm is not None]
    limit = min(limits, key=lambda shown: shown.mm or 0) if limits else worst.limit
    return SiteVerdict(
        " / ".join(v.site for v in verdicts), tuple(concerns.values()), limit, worst.grade
    )
