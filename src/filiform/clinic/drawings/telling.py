"""Which places a map may count out: the finest that enough patients painted, and no place twice.

Each area belongs to one told place at most, so no count can be taken from another. A region or a
part of the body is counted from those of its places that are too rare to be told themselves, and
only where each of them might still be painted by nobody.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from filiform.body import Side, SidedArea, all_sided_areas, require_area

Patients = Mapping[SidedArea, set[int]]
"""Who painted each area, by a number that means nothing elsewhere."""

ELSEWHERE = "{place}, elsewhere"


@dataclass(frozen=True, slots=True)
class Place:
    """Areas that are counted together, and how many patients painted one of them."""

    label: str
    areas: tuple[SidedArea, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a map counts out, the most frequent first: areas, regions with a side, parts."""

    areas: tuple[Place, ...]
    regions: tuple[Place, ...]
    parts: tuple[Place, ...]

    @property
    def has_joined(self) -> bool:
        """Whether some areas are told together."""
        return bool(self.regions or self.parts)

    @property
    def places(self) -> tuple[Place, ...]:
        """All of it; no area is in two places."""
        return (*self.areas, *self.regions, *self.parts)


def tell(patients: Patients, *, smallest: int) -> Told:
    """Return the places that at least the smallest group painted, each as fine as that allows."""
    everywhere = all_sided_areas()
    areas = [Place(a.label, (a,), len(patients.get(a, ()))) for a in everywhere]
    told = [place for place in areas if place.count >= smallest]
    rest = [place for place in areas if place.count < smallest]
    regions, rest = _gathered(rest, _region_of, patients, smallest=smallest)
    parts, _ = _gathered(rest, _part_of, patients, smallest=smallest)
    return Told(_ordered(told), _ordered(regions), _ordered(parts))


def _gathered(
    rare: Iterable[Place],
    name: Callable[[SidedArea], str],
    patients: Patients,
    *,
    smallest: int,
) -> tuple[list[Place], list[Place]]:
    """Join rare places of one name; return those that may be told, and those that may not.

    Where few places share a large count, each must have been painted by somebody: with two of
    them and 18 patients, by nine each. Told is a count that the others can bear alone.
    """

    def named(place: Place) -> str:
        return name(place.areas[0])

    told: list[Place] = []
    rest: list[Place] = []
    complete = Counter(name(area) for area in all_sided_areas())
    for label, group in groupby(sorted(rare, key=named), named):
        members = list(group)
        areas = tuple(area for member in members for area in member.areas)
        painted = set[int]().union(*(patients.get(area, set()) for area in areas))
        words = label if len(areas) == complete[label] else ELSEWHERE.format(place=label)
        place = Place(words, areas, len(painted))
        bearable = (len(members) - 1) * (smallest - 1)
        (told if smallest <= place.count <= bearable else rest).append(place)
    return told, rest


def _ordered(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: -place.count))


def _region_of(area: SidedArea) -> str:
    region = require_area(area.area).region.replace("_", " ").capitalize()
    return region if area.side is Side.MIDLINE else f"{region}, {area.side.value}"


def _part_of(area: SidedArea) -> str:
    return _part_by_region()[require_area(area.area).region]


@cache
def _part_by_region() -> Mapping[str, str]:
    text = (files("filiform.clinic.drawings") / "data" / "parts.toml").read_text("utf-8")
    parts = tomllib.loads(text)["parts"]
    return {region: part["label"] for part in parts for region in part["regions"]}
