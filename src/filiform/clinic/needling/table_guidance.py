"""What a tablet is told about sites: how each is needled, how it is judged for this person."""

from typing import Any

from filiform.care import load_needle_sizes
from filiform.clinic.needling import mapping, site_check
from filiform.clinic.needling.models import SessionRecord
from filiform.safety import (
    Grade,
    Grip,
    NeedlingSite,
    Position,
    SiteConcern,
    SiteVerdict,
    judge_screening,
    load_site_survey,
)
from filiform.workflow.site_review import concerns_to_explain
from filiform.workflow.table_cards import table_cards


def lengths_mm() -> list[float]:
    """Return the lengths that a tablet offers, the shortest first."""
    return sorted(size.mm for size in load_needle_sizes().lengths)


def surveyed_sites() -> dict[str, dict[str, Any]]:
    """Return how each site is needled, true of anybody, by its id."""
    return {site.id: _guidance(site) for site in load_site_survey().sites.values()}


def words_of_paths() -> dict[str, list[str]]:
    """Return how a person can lie and what the other hand can do."""
    return {"positions": [p.value for p in Position], "grips": [g.value for g in Grip]}


def sites_at(muscle: str, trigger_point: str | None) -> list[str]:
    """Return the ids of the sites that a point can mean."""
    sites = load_site_survey().sites_of(muscle)
    at_point = [site.id for site in sites if trigger_point in site.trigger_points]
    return at_point or [site.id for site in sites]


def site_cards_of(session: SessionRecord) -> dict[str, Any]:
    """Return the judgement of every site for the person of a visit."""
    context = site_check.context_of(judge_screening(mapping.answers_of(session)))
    person = site_check.person_of(session.episode.patient)
    return table_cards(person, context, lengths_mm=lengths_mm())


def standing_of(session: SessionRecord) -> dict[str, Any]:
    """Return whether a needle may go in, what hinders the signature, and each site's verdict."""
    if session.is_signed:
        return {"permitted": False, "stopped": False, "obstacles": [], "judged": {}}
    checked = site_check.checked_visit(session)
    stopped = session.stops.filter(ended_at=None).exists()
    return {
        "permitted": checked.review.may_start and not stopped,
        "stopped": stopped,
        "obstacles": [
            {
                "kind": obstacle.kind.value,
                "message": obstacle.message,
                "needling": None if obstacle.needling is None else str(obstacle.needling),
                "concern": obstacle.concern,
            }
            for obstacle in checked.review.obstacles
        ],
        "judged": {
            str(key): _judged(verdict, concerns_to_explain(verdict, checked.context))
            for key, verdict in checked.verdicts.items()
        },
    }


def _guidance(site: NeedlingSite) -> dict[str, Any]:
    return {
        "part": site.part,
        "landmark": site.landmark,
        "positions": list(site.positions),
        "grips": list(site.grips),
        "directions": list(site.directions),
        "refused_directions": list(site.refused_directions),
        "direction_words": site.direction_words,
        "hazards": [hazard.label for hazard in site.hazards],
        "over_lung": site.over_lung,
        "beside_spine": bool(site.limit and site.limit.corridor_mm),
        "blocked": site.grade is Grade.BLOCKED,
        "advanced": site.grade is Grade.ADVANCED,
        "marks": {
            cell: str(site.mark_of(cell)) for cell in ("position", "direction", "hazards", "grip")
        },
        "remark": site.remark,
        "sources": list(site.sources),
    }


def _judged(verdict: SiteVerdict, asked: tuple[SiteConcern, ...]) -> dict[str, Any]:
    limit = verdict.limit
    return {
        "standing": str(verdict.standing),
        "limit": {
            "mm": limit.mm,
            "words": limit.words,
            "basis": limit.basis,
            "mark": str(limit.mark),
        },
        "concerns": [_concern(c) for c in verdict.concerns if c not in asked and not c.missing],
        "asked": [_concern(concern) for concern in asked],
    }


def _concern(concern: SiteConcern) -> dict[str, Any]:
    return {
        "code": concern.code,
        "title": concern.title,
        "reason": concern.reason,
        "lift": str(concern.lift),
        "mark": str(concern.mark),
        "sources": list(concern.sources),
        "note": concern.note,
    }
