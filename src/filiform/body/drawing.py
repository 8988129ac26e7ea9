"""What the patient painted: areas with an intensity and the quality of the pain."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from filiform.body import json_path
from filiform.body.areas import SidedArea, load_areas
from filiform.body.errors import WrongSideError
from filiform.body.side import Side
from filiform.errors import FiliformError, MalformedInputError

Word = TypeVar("Word", bound=StrEnum)

WEAKEST_INTENSITY = 1
STRONGEST_INTENSITY = 10
MARK_KEYS = ("area", "side", "intensity", "quality", "depth", "when")


class PainQuality(StrEnum):
    """How a pain feels, in the words offered to the patient."""

    ACHING = "aching"
    SHARP = "sharp"
    BURNING = "burning"
    TINGLING = "tingling"
    NUMB = "numb"


class PainDepth(StrEnum):
    """How deep a pain feels; a sensation, never a measure of depth."""

    SUPERFICIAL = "superficial"
    DEEP = "deep"


class PainTiming(StrEnum):
    """When it hurts, in the words offered to the patient."""

    CONSTANT = "constant"
    COMES_AND_GOES = "comes_and_goes"
    MOVEMENT = "movement"
    REST = "rest"
    NIGHT = "night"


class EmptyDrawingError(FiliformError, ValueError):
    """Nothing is painted; a prior alone is not a finding."""


class DuplicateMarkError(MalformedInputError):
    """One area is painted twice in one drawing."""


@dataclass(frozen=True, slots=True)
class PainMark:
    """One painted area.

    Parameters
    ----------
    area
        Identifier of the area, as in the body vocabulary.
    side
        The patient's own side; midline for the areas that exist once.
    intensity
        Worst pain there, 1 (hardly any) to 10 (worst imaginable).
    qualities
        How it feels, in the order of :class:`PainQuality`; empty where not asked or not said.
    depth
        How deep it feels; None where not asked or not said.
    when
        When it hurts, in the order of :class:`PainTiming`; empty where not asked or not said.

    Raises
    ------
    UnknownAreaError, WrongSideError
        If the body has no such area, or not on that side.
    MalformedInputError
        If the intensity is outside 1 to 10; an area without pain is not painted.
    """

    area: str
    side: Side
    intensity: int
    qualities: tuple[PainQuality, ...] = ()
    depth: PainDepth | None = None
    when: tuple[PainTiming, ...] = ()

    def __post_init__(self) -> None:
        SidedArea(self.area, self.side)
        require_intensity(self.intensity)
        object.__setattr__(self, "qualities", in_order(self.qualities, PainQuality))
        object.__setattr__(self, "when", in_order(self.when, PainTiming))

    @property
    def sided_area(self) -> SidedArea:
        """The painted area with its side."""
        return SidedArea(self.area, self.side)

    @property
    def mirrored(self) -> "PainMark":
        """The same mark on the other side of the body; the midline stays."""
        return replace(self, side=self.side.mirrored)


@dataclass(frozen=True, slots=True)
class PainDrawing:
    """All marks of one drawing, in the order painted; it may be empty while it is being made.

    Raises
    ------
    DuplicateMarkError
        If one area carries two marks.
    """

    marks: tuple[PainMark, ...]

    def __post_init__(self) -> None:
        seen: set[SidedArea] = set()
        for mark in self.marks:
            if mark.sided_area in seen:
                raise DuplicateMarkError(
                    f"{mark.sided_area.key} is painted twice; keep one mark for each area."
                )
            seen.add(mark.sided_area)

    @property
    def intensity_by_area(self) -> Mapping[SidedArea, int]:
        """Intensity 1 to 10 of each painted area; an unpainted area is absent."""
        return MappingProxyType({mark.sided_area: mark.intensity for mark in self.marks})

    @property
    def mirrored(self) -> "PainDrawing":
        """The drawing of the same pain on the other side of the body."""
        return PainDrawing(tuple(mark.mirrored for mark in self.marks))


def require_intensity(intensity: int) -> None:
    """Refuse an intensity outside 1 to 10.

    Raises
    ------
    MalformedInputError
        If it is; what does not hurt is not painted.
    """
    if not WEAKEST_INTENSITY <= intensity <= STRONGEST_INTENSITY:
        advice = " Unpaint the area instead." if intensity == 0 else ""
        raise MalformedInputError(
            f"intensity: came {intensity}, expected "
            f"{WEAKEST_INTENSITY} to {STRONGEST_INTENSITY}.{advice}"
        )


def in_order(words: Collection[Word], vocabulary: type[Word]) -> tuple[Word, ...]:
    """Return words of a vocabulary in its order, each once."""
    return tuple(word for word in vocabulary if word in words)


def parse_marks(document: object, *, path: str = "marks") -> PainDrawing:
    """Read the ``marks`` list of the public drawing format.

    Parameters
    ----------
    document
        Decoded JSON: a list of ``{"area", "side", "intensity"}`` objects, each perhaps with
        ``"quality"``, ``"depth"`` and ``"when"``.
    path
        Where the list stands in its document; every message begins there.

    Raises
    ------
    MalformedInputError
        With the path of the first wrong value: an unknown area (and the nearest names), a wrong
        side, an intensity outside 1 to 10, an unknown quality or key.
    DuplicateMarkError
        If one area is painted twice.
    """
    marks: list[PainMark] = []
    path_by_area: dict[SidedArea, str] = {}
    for entry, entry_path in json_path.as_entries(document, path):
        mark = _parse_mark(entry, entry_path)
        earlier = path_by_area.setdefault(mark.sided_area, entry_path)
        if earlier != entry_path:
            raise DuplicateMarkError(
                f"{entry_path}: {mark.sided_area.key} is already painted in {earlier}; "
                "keep one mark for each area."
            )
        marks.append(mark)
    return PainDrawing(tuple(marks))


def marks_as_json(drawing: PainDrawing) -> list[dict[str, object]]:
    """Return the ``marks`` list of the public format; :func:`parse_marks` reads it back."""
    return [
        {
            "area": mark.area,
            "side": mark.side.value,
            "intensity": mark.intensity,
            "quality": [quality.value for quality in mark.qualities],
            **feeling_as_json(mark.depth, mark.when),
        }
        for mark in drawing.marks
    ]


def feeling_as_json(
    depth: PainDepth | None, when: Collection[PainTiming]
) -> dict[str, str | list[str]]:
    """Return the keys ``depth`` and ``when``, absent where nothing was said.

    Drawings saved before these keys existed keep their exact form.
    """
    keys: dict[str, str | list[str]] = {}
    if depth is not None:
        keys["depth"] = depth.value
    if when:
        keys["when"] = [timing.value for timing in when]
    return keys


def parse_side(entry: Mapping[str, object], path: str) -> Side:
    """Return the side under the key ``side``.

    Raises
    ------
    MalformedInputError
        If it is missing or not left, right or midline.
    """
    word = json_path.text_at(entry, "side", path)
    try:
        return Side(word)
    except ValueError:
        raise MalformedInputError(
            f"{path}.side: came {json_path.shown(word)}, expected left, right or midline."
        ) from None


def parse_sided_area(entry: Mapping[str, object], path: str) -> SidedArea:
    """Return the area under the keys ``area`` and ``side``.

    Raises
    ------
    MalformedInputError
        If the body has no such area (with the nearest names), or not on that side.
    """
    area = json_path.text_at(entry, "area", path)
    if area not in load_areas():
        raise MalformedInputError(
            f"{path}.area: no area is called {json_path.shown(area)}."
            f"{json_path.nearest(area, load_areas())}"
        )
    try:
        return SidedArea(area, parse_side(entry, path))
    except WrongSideError as error:
        raise MalformedInputError(f"{path}.side: {error}") from None


def _parse_mark(entry: object, path: str) -> PainMark:
    fields = json_path.as_object(entry, path, keys=MARK_KEYS)
    place = parse_sided_area(fields, path)
    intensity = json_path.whole_number_at(fields, "intensity", path)
    qualities = parse_words(fields, "quality", PainQuality, path)
    depth = parse_depth(fields, path)
    when = parse_words(fields, "when", PainTiming, path)
    try:
        return PainMark(place.area, place.side, intensity, qualities, depth, when)
    except MalformedInputError as error:
        raise MalformedInputError(f"{path}.{error}") from None


def parse_depth(fields: Mapping[str, object], path: str) -> PainDepth | None:
    """Return the depth under the key ``depth``; None where it is absent or null."""
    word = fields.get("depth")
    return None if word is None else _word(word, PainDepth, f"{path}.depth")


def parse_words(
    fields: Mapping[str, object], key: str, vocabulary: type[Word], path: str
) -> tuple[Word, ...]:
    """Return the list of words under a key; empty where it is absent or null."""
    value = fields.get(key)
    if value is None:
        return ()
    entries = json_path.as_entries(value, f"{path}.{key}")
    return tuple(_word(entry, vocabulary, entry_path) for entry, entry_path in entries)


def _word(value: object, vocabulary: type[Word], path: str) -> Word:
    try:
        return vocabulary(value)  # type: ignore[arg-type]
    except ValueError:
        raise MalformedInputError(
            f"{path}: came {json_path.shown(value)}, expected "
            f"{json_path.spoken_list([word.value for word in vocabulary])}."
        ) from None
