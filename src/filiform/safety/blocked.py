"""Muscles of which no part is offered for needling, from the surveyed sites."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from filiform.atlas import load_atlas
from filiform.evidence import Mark
from filiform.safety.sites import Grade, NeedlingSite, load_site_survey


@dataclass(frozen=True, slots=True)
class BlockedMuscle:
    """One muscle that is not offered, and why."""

    muscle: str
    because: str
    sources: tuple[str, ...]
    mark: Mark


@cache
def load_blocked_muscles() -> Mapping[str, BlockedMuscle]:
    """Return the muscles whose every site is blocked, by id, read-only; errors as the survey."""
    survey = load_site_survey()
    blocked = {}
    for muscle in load_atlas().muscles:
        sites = survey.sites_of(muscle)
        if all(site.grade is Grade.BLOCKED for site in sites):
            blocked[muscle] = _blocked(muscle, sites[0])
    return MappingProxyType(blocked)


def _blocked(muscle: str, site: NeedlingSite) -> BlockedMuscle:
    beside = ", ".join(hazard.label for hazard in site.hazards)
    because = f"Beside it: {beside}. {site.remark}".strip()
    return BlockedMuscle(muscle, because, site.sources, site.mark_of("hazards"))
