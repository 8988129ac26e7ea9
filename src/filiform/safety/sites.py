"""Needling sites, read from ``data/sites/*.toml``: what lies beside each and how deep is too deep.

One file a region, one table a site; a muscle whose parts differ has one site a part. Every muscle
of the atlas is either here or refused. Depths and lengths in millimetres.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.atlas import load_atlas
from filiform.evidence import Mark, UnknownSourceError, require_source
from filiform.safety.errors import SiteFileError, UnsurveyedRegionError

CELLS = ("position", "landmark", "grip", "direction", "needle", "hazards")
"""What a site can mark as verified; every other cell is remembered, and each limit proposed."""


class Grade(StrEnum):
    """How much a site asks of the person who needles."""

    ROUTINE = "routine"
    CARE = "care"
    ADVANCED = "advanced"
    BLOCKED = "blocked"


class Position(StrEnum):
    """How the person lies."""

    PRONE = "prone"
    SUPINE = "supine"
    SIDE_LYING = "side_lying"
    SITTING = "sitting"


class Grip(StrEnum):
    """What the other hand does."""

    FLAT = "flat"
    PINCER = "pincer"
    BRACKET = "bracket"
    NONE = "none"


class Direction(StrEnum):
    """Where the needle points from the skin."""

    PERPENDICULAR = "perpendicular"
    PERPENDICULAR_CAUDAL = "perpendicular_caudal"
    TANGENTIAL = "tangential"
    OBLIQUE = "oblique"
    IN_FOLD = "in_fold"
    TOWARD_BONE = "toward_bone"
    FRONTAL = "frontal"
    MEDIAL = "medial"
    LATERAL = "lateral"
    CRANIAL = "cranial"
    CAUDAL = "caudal"
    ANTERIOR = "anterior"
    MEDIAL_CAUDAL = "medial_caudal"
    INFEROLATERAL = "inferolateral"
    ANTERIOR_LATERAL = "anterior_lateral"
    ANTERIOR_MEDIAL = "anterior_medial"
    POSTERIOR_MEDIAL = "posterior_medial"
    POSTERIOR_ANTERIOR = "posterior_anterior"
    TOWARD_NECK_CENTRE = "toward_neck_centre"
    OTHER = "other"


class Stop(StrEnum):
    """What holds the tip back."""

    DEPTH = "depth"
    PINCH = "pinch"
    BONE = "bone"


@dataclass(frozen=True, slots=True)
class Hazard:
    """A structure at risk."""

    id: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class DepthEvidence:
    """One published measurement, restated."""

    code: str
    site: str
    sample: str
    result: str
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class SiteLimit:
    """How deep the tip may go, millimetres; a number is a reason to refuse, never a permission."""

    kind: Stop
    mark: Mark
    mm: float | None = None
    high_bmi_mm: float | None = None
    """Holds from the BMI of the chest wall rule on."""
    men_mm: float | None = None
    hard_max_mm: float | None = None
    hard_length_mm: float | None = None
    hard_mark: Mark | None = None
    corridor_mm: float | None = None
    """Furthest distance from the spinous line."""
    high_bmi_length_mm: float | None = None
    measured_may_raise: bool = False
    needs_ultrasound: bool = False


@dataclass(frozen=True, slots=True)
class NeedlingSite:
    """One surveyed site; a blocked one has neither limit nor needle."""

    id: str
    muscles: tuple[str, ...]
    grade: Grade
    hazards: tuple[Hazard, ...]
    visible_twitch: str
    evidence: tuple[DepthEvidence, ...]
    sources: tuple[str, ...]
    verified: tuple[str, ...]
    """Cells whose content was read in a source; the others are remembered."""
    part: str = ""
    trigger_points: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    landmark: str = ""
    grips: tuple[Grip, ...] = ()
    directions: tuple[Direction, ...] = ()
    refused_directions: tuple[Direction, ...] = ()
    direction_words: str = ""
    diameter_mm: tuple[float, float] | None = None
    length_mm: tuple[float, float] | None = None
    limit: SiteLimit | None = None
    remark: str = ""

    def mark_of(self, cell: str) -> Mark:
        """Return how far a cell of the site has been checked."""
        return Mark.VERIFIED if cell in self.verified else Mark.MEMORY

    @property
    def over_lung(self) -> bool:
        """Whether a path from here can meet the lung."""
        return any(hazard.kind == "lung" for hazard in self.hazards)


@dataclass(frozen=True, slots=True)
class SiteSurvey:
    """All surveyed sites, by id."""

    sites: Mapping[str, NeedlingSite]
    _by_muscle: Mapping[str, tuple[NeedlingSite, ...]] = field(repr=False)

    def sites_of(self, muscle: str) -> tuple[NeedlingSite, ...]:
        """Return the sites of a muscle.

        Raises
        ------
        UnsurveyedRegionError
            If nobody surveyed the muscle.
        """
        try:
            return self._by_muscle[muscle]
        except KeyError:
            raise UnsurveyedRegionError(
                f"{muscle!r} came; nobody surveyed what lies beside it. It is not needled until "
                "a clinician has written its site."
            ) from None


def survey_of(sites: Iterable[NeedlingSite]) -> SiteSurvey:
    """Gather sites under their muscles."""
    by_id: dict[str, NeedlingSite] = {}
    by_muscle: dict[str, tuple[NeedlingSite, ...]] = {}
    for site in sites:
        if site.id in by_id:
            raise SiteFileError(f"sites: {site.id} stands twice; keep one.")
        by_id[site.id] = site
        for muscle in site.muscles:
            by_muscle[muscle] = (*by_muscle.get(muscle, ()), site)
    return SiteSurvey(MappingProxyType(by_id), MappingProxyType(by_muscle))


@cache
def load_hazards() -> Mapping[str, Hazard]:
    """Read the structures at risk once, by id, read-only."""
    table = tomllib.loads(_text("hazards.toml"))
    return MappingProxyType({key: Hazard(key, e["label"], e["kind"]) for key, e in table.items()})


@cache
def load_depth_evidence() -> Mapping[str, DepthEvidence]:
    """Read what has been measured about depth once, by code, read-only."""
    table = tomllib.loads(_text("depth_evidence.toml"))
    for code, entry in table.items():
        for key in entry["sources"]:
            require_source(key, cited_in=f"depth_evidence.toml: {code}")
    return MappingProxyType(
        {
            code: DepthEvidence(
                code, e["site"], e["sample"], e["result"], tuple(e["sources"]), Mark(e["mark"])
            )
            for code, e in table.items()
        }
    )


@cache
def load_site_survey() -> SiteSurvey:
    """Read every site once.

    Raises
    ------
    SiteFileError
        If a file breaks a rule; the message names the site and the key.
    UnknownSourceError
        If a site cites a source that nobody entered.
    """
    folder = files("filiform.safety") / "data" / "sites"
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    return survey_of(
        site
        for path in paths
        if path.name.endswith(".toml")
        for site in parse_sites(path.read_text(encoding="utf-8"), file_name=path.name)
    )


def parse_sites(text: str, *, file_name: str) -> tuple[NeedlingSite, ...]:
    """Check the text of one file of sites and make its values; errors as the loader."""
    try:
        table = tomllib.loads(text)["sites"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise SiteFileError(f"{file_name}: not valid TOML with sites: {error}") from None
    return tuple(_site(key, entry, f"{file_name}: {key}") for key, entry in table.items())


def _site(key: str, entry: Mapping[str, Any], where: str) -> NeedlingSite:
    try:
        known = dict(entry)
        limit = known.pop("limit", None)
        site = NeedlingSite(
            id=key,
            muscles=tuple(known.pop("muscles")),
            grade=Grade(known.pop("grade")),
            hazards=tuple(load_hazards()[hazard] for hazard in known.pop("hazards")),
            evidence=tuple(load_depth_evidence()[code] for code in known.pop("evidence")),
            sources=tuple(known.pop("sources")),
            verified=tuple(known.pop("verified")),
            visible_twitch=known.pop("visible_twitch"),
            part=known.pop("part", ""),
            trigger_points=tuple(known.pop("trigger_points", ())),
            positions=tuple(Position(p) for p in known.pop("positions", ())),
            landmark=known.pop("landmark", ""),
            grips=tuple(Grip(grip) for grip in known.pop("grips", ())),
            directions=tuple(Direction(d) for d in known.pop("directions", ())),
            refused_directions=tuple(Direction(d) for d in known.pop("refused_directions", ())),
            direction_words=known.pop("direction_words", ""),
            diameter_mm=_range(known.pop("diameter_mm", None)),
            length_mm=_range(known.pop("length_mm", None)),
            limit=_limit(limit) if limit else None,
            remark=known.pop("remark", ""),
        )
        if known:
            raise ValueError(f"{sorted(known)[0]} is not a known key")
        for source in site.sources:
            require_source(source, cited_in=where)
        _require_sense(site)
    except UnknownSourceError:
        raise
    except (KeyError, ValueError, TypeError) as error:
        raise SiteFileError(f"{where}: {error}; correct the entry.") from None
    return site


def _limit(entry: Mapping[str, Any]) -> SiteLimit:
    known = dict(entry)
    known["kind"], known["mark"] = Stop(known["kind"]), Mark(known["mark"])
    if "hard_mark" in known:
        known["hard_mark"] = Mark(known["hard_mark"])
    return SiteLimit(**known)


def _range(pair: list[float] | None) -> tuple[float, float] | None:
    if pair is None:
        return None
    low, high = pair
    if not 0 < low <= high:
        raise ValueError(f"a range came as {pair}, expected low, then high")
    return float(low), float(high)


def _require_sense(site: NeedlingSite) -> None:
    atlas = load_atlas()
    for muscle in site.muscles:
        if muscle not in atlas.muscles:
            raise ValueError(f"{muscle} is no muscle of the atlas")
    for point in site.trigger_points:
        if point not in atlas.trigger_points or atlas.trigger_points[point].muscle not in (
            site.muscles
        ):
            raise ValueError(f"{point} is no trigger point of {', '.join(site.muscles)}")
    if not set(site.verified) <= set(CELLS):
        raise ValueError(f"verified came as {site.verified}, expected some of {', '.join(CELLS)}")
    if site.verified and not site.sources:
        raise ValueError("a cell is verified, but no source is named")
    if not site.hazards:
        raise ValueError("hazards came empty; silence is not safety")
    if set(site.directions) & set(site.refused_directions):
        raise ValueError("a direction is both accepted and refused")
    if site.grade is Grade.BLOCKED:
        return
    needed = (site.positions, site.landmark, site.grips, site.directions, site.diameter_mm)
    if not all(needed) or site.length_mm is None or site.limit is None:
        raise ValueError("a site that is not blocked needs position, landmark, grip and so on")
    if site.limit.kind is Stop.DEPTH and site.limit.mm is None:
        raise ValueError("a limit by depth needs mm")


def _text(name: str) -> str:
    return (files("filiform.safety") / "data" / name).read_text(encoding="utf-8")
