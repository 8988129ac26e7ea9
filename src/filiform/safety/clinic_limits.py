"""What a clinic changes about limits: tighten any, loosen a proposed one with name and reason."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from filiform.evidence import Mark
from filiform.safety.errors import LimitChangeError
from filiform.safety.path import require_plausible
from filiform.safety.sites import NeedlingSite, SiteLimit, load_site_survey


class Measure(StrEnum):
    """Which limit of a site is changed."""

    DEPTH = "depth"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class LimitChange:
    """One changed limit, millimetres, with who changed it and why."""

    site: str
    measure: Measure
    mm: float
    by: str = ""
    reason: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ClinicLimits:
    """The changes of one clinic.

    Raises
    ------
    LimitChangeError
        If a change names no site, loosens without name, reason and date, loosens a limit that is
        no proposal or passes a measured maximum, or if one limit is changed twice.
    """

    changes: tuple[LimitChange, ...] = ()

    def __post_init__(self) -> None:
        seen: set[tuple[str, Measure]] = set()
        for change in self.changes:
            if (change.site, change.measure) in seen:
                raise LimitChangeError(f"{change.site}: its {change.measure} is changed twice.")
            seen.add((change.site, change.measure))
            _require_allowed(change)

    def of(self, site: NeedlingSite, measure: Measure) -> LimitChange | None:
        """Return the change of a limit, ``None`` if the clinic keeps it."""
        for change in self.changes:
            if (change.site, change.measure) == (site.id, measure):
                return change
        return None


def loosens(change: LimitChange, site: NeedlingSite) -> bool:
    """Whether a change lets a needle go deeper, or a longer one in, than the site does."""
    if change.measure is Measure.LENGTH:
        return site.length_mm is not None and change.mm > site.length_mm[1]
    return site.limit is not None and site.limit.mm is not None and change.mm > site.limit.mm


def _require_allowed(change: LimitChange) -> None:
    sites = load_site_survey().sites
    if change.site not in sites or sites[change.site].limit is None:
        raise LimitChangeError(f"{change.site!r} came; expected a site that has a limit.")
    site = sites[change.site]
    require_plausible("depth_mm", change.mm)
    if not loosens(change, site):
        return
    assert site.limit is not None
    if not (change.by.strip() and change.reason.strip() and change.on is not None):
        raise LimitChangeError(
            f"{change.site}: {change.mm:g} mm loosens the {change.measure}; expected name, reason "
            "and date of who answers for it."
        )
    if site.limit.mark is not Mark.PROPOSED:
        raise LimitChangeError(f"{change.site}: its limit is no proposal and is never loosened.")
    if (maximum := _maximum(site.limit, change.measure)) is not None and change.mm > maximum:
        raise LimitChangeError(
            f"{change.site}: {change.mm:g} mm came; the hard maximum of {maximum:g} mm is never "
            "passed."
        )


def _maximum(limit: SiteLimit, measure: Measure) -> float | None:
    return limit.hard_max_mm if measure is Measure.DEPTH else limit.hard_length_mm
