"""The areas of the body's surface: names, regions, sides and neighbours."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

from filiform.body.errors import AreaDataError, UnknownAreaError, WrongSideError
from filiform.body.side import Side

Value = TypeVar("Value")

AREAS_FILE = "areas.toml"
KIND_WORDS: Mapping[type, str] = {str: "a text", bool: "true or false", list: "a list of texts"}


@dataclass(frozen=True, slots=True)
class Area:
    """One named patch of skin (or of the mouth), the same on both sides unless in the midline."""

    id: str
    label: str
    region: str
    views: tuple[str, ...]
    midline: bool
    neighbours: tuple[str, ...]
    meets_mirror: bool = False
    """Whether left and right touch each other in the middle of the body."""

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides on which the area exists."""
        return (Side.MIDLINE,) if self.midline else (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, slots=True, order=True)
class SidedArea:
    """An area on one side of the body; one in the midline has the side ``MIDLINE``.

    Raises
    ------
    UnknownAreaError
        If no such area exists.
    WrongSideError
        If the area does not exist on that side.
    """

    area: str
    side: Side

    def __post_init__(self) -> None:
        """Refuse a place that does not exist."""
        area = require_area(self.area)
        if self.side not in area.sides:
            expected = " or ".join(side.value for side in area.sides)
            raise WrongSideError(
                f"area {self.area!r}: side {str(self.side)!r} came, {expected} is expected."
            )

    @property
    def key(self) -> str:
        """Name the area in one word: ``shoulder_anterior.right``."""
        return f"{self.area}.{self.side.value}"

    @property
    def mirrored(self) -> "SidedArea":
        """The same area on the other side."""
        return SidedArea(self.area, self.side.mirrored)

    @property
    def label(self) -> str:
        """Name the area for a person: ``Front of the shoulder, right``."""
        label = require_area(self.area).label
        return label if self.side is Side.MIDLINE else f"{label}, {self.side.value}"


@cache
def load_areas() -> Mapping[str, Area]:
    """Read the areas that ship with the package.

    Returns
    -------
    Mapping[str, Area]
        Areas by id, in the order of the file (head to foot, then arm), read-only.

    Raises
    ------
    AreaDataError
        If an id stands twice, a key is missing or a neighbour is unknown or one-sided.
    """
    text = (files("filiform.body") / "data" / AREAS_FILE).read_text(encoding="utf-8")
    return parse_areas(text)


def parse_areas(text: str) -> Mapping[str, Area]:
    """Read areas from the text of a TOML file and check them against each other.

    Raises
    ------
    AreaDataError
        As :func:`load_areas`; the message names the area and the key.
    """
    try:
        entries = tomllib.loads(text).get("areas")
    except tomllib.TOMLDecodeError as error:
        raise AreaDataError(f"{AREAS_FILE}: not valid TOML: {error}.") from None
    if not isinstance(entries, list):
        raise AreaDataError(f"{AREAS_FILE}: key areas: expected tables [[areas]].")
    areas: dict[str, Area] = {}
    for entry in entries:
        area = _area(entry)
        if area.id in areas:
            raise AreaDataError(f"{AREAS_FILE}: area {area.id!r}, key id: is defined twice.")
        areas[area.id] = area
    for area in areas.values():
        _require_known_neighbours(area, areas)
    for area in areas.values():
        _require_mutual_neighbours(area, areas)
    return MappingProxyType(areas)


def require_area(area_id: str) -> Area:
    """Return an area by its id.

    Raises
    ------
    UnknownAreaError
        If no such area exists; the message names the nearest ids.
    """
    areas = load_areas()
    try:
        return areas[area_id]
    except KeyError:
        near = difflib.get_close_matches(area_id, areas, n=3)
        advice = f"did you mean {', '.join(near)}?" if near else "see filiform atlas check."
        raise UnknownAreaError(f"unknown area {area_id!r}; {advice}") from None


@cache
def all_sided_areas() -> tuple[SidedArea, ...]:
    """Return every area on every side on which it exists, in the order of the file."""
    return tuple(SidedArea(area.id, side) for area in load_areas().values() for side in area.sides)


def _area(entry: object) -> Area:
    if not isinstance(entry, dict):
        raise AreaDataError(f"{AREAS_FILE}: came {entry!r}, expected tables [[areas]].")
    return Area(
        id=_value(entry, "id", str),
        label=_value(entry, "label", str),
        region=_value(entry, "region", str),
        views=_texts(entry, "views"),
        midline=_value(entry, "midline", bool),
        neighbours=_texts(entry, "neighbours"),
        meets_mirror="meets_mirror" in entry and _value(entry, "meets_mirror", bool),
    )


def _texts(entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    texts = _value(entry, key, list)
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise _wrong(entry, key, f"came {texts!r}, expected a list of texts.")
    if len(set(texts)) != len(texts):
        raise _wrong(entry, key, f"names something twice: {texts!r}.")
    return tuple(texts)


def _value(entry: Mapping[str, object], key: str, kind: type[Value]) -> Value:
    if key not in entry:
        raise _wrong(entry, key, "is missing; add it.")
    value = entry[key]
    if not isinstance(value, kind) or value == "":
        raise _wrong(entry, key, f"came {value!r}, expected {KIND_WORDS[kind]}.")
    return value


def _wrong(entry: Mapping[str, object], key: str, complaint: str) -> AreaDataError:
    area_id = entry.get("id", "(without id)")
    return AreaDataError(f"{AREAS_FILE}: area {area_id!r}, key {key}: {complaint}")


def _require_known_neighbours(area: Area, areas: Mapping[str, Area]) -> None:
    for neighbour in area.neighbours:
        if neighbour == area.id:
            raise AreaDataError(f"{AREAS_FILE}: area {area.id!r}, key neighbours: names itself.")
        if neighbour not in areas:
            raise AreaDataError(
                f"{AREAS_FILE}: area {area.id!r}, key neighbours: {neighbour!r} is unknown."
            )


def _require_mutual_neighbours(area: Area, areas: Mapping[str, Area]) -> None:
    for neighbour in area.neighbours:
        if area.id not in areas[neighbour].neighbours:
            raise AreaDataError(
                f"{AREAS_FILE}: area {area.id!r}, key neighbours: {neighbour!r} "
                "does not name it back; neighbours are mutual."
            )
