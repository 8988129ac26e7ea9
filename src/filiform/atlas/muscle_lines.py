"""Lines for muscles under a transparent skin: schematic, not this patient, never a depth.

Each line is drawn from landmarks near the attachments of its muscle. How far it runs under the skin
is chosen so that lines can be told apart; it was measured on nobody.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np

from filiform.atlas.entries import Atlas
from filiform.atlas.errors import MalformedEntryError
from filiform.atlas.load import LINES_FILE, load_atlas
from filiform.atlas.sites import DIRECTIONS, M_PER_MM, SUM_OF_SHARES_ERROR
from filiform.body import Side, SurfacePoint, nearest_point, require_landmark
from filiform.errors import FiliformError
from filiform.evidence import Mark, require_source

ATTACHMENT_KEYS = ("attachment_source", "attachment_mark")

FEWEST_POINTS, MOST_POINTS = 2, 5
MOST_LANDMARKS = 3
FARTHEST_MM = 150
"""A step of a point: farther from its landmarks it would be a place of its own."""

SHALLOWEST_MM, DEEPEST_MM = 2, 60
"""Insets a point may have: drawn lines stay under the skin, and no inset may look measured."""


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A point through which a line runs, on the body's left.

    Parameters
    ----------
    landmarks
        Landmarks and their shares, which sum to 1.
    shift_m
        Step from the mix on the canonical shape, ``(out, up, front)``, metres.
    inset_mm
        How far under the skin the line is drawn: a drawing aid, never a depth.
    """

    landmarks: Mapping[str, float]
    shift_m: tuple[float, float, float]
    inset_mm: float

    @property
    def anchor(self) -> SurfacePoint:
        """The skin nearest to the shifted mix on the canonical shape; it exists on every shape."""
        start = sum(
            (
                share * require_landmark(landmark, Side.LEFT).point.position()
                for landmark, share in self.landmarks.items()
            ),
            np.zeros(3),
        )
        return nearest_point(start + np.array(self.shift_m))


@dataclass(frozen=True, slots=True)
class Strand:
    """One line of a muscle, from one attachment to another.

    Parameters
    ----------
    origin, insertion
        The bones that the fibres here join, in words.
    points
        Two to five points, from the origin to the insertion.
    attachment_source, attachment_mark
        Where the words come from, and how far they were checked.
    source, mark
        The same of the points: where a line is drawn is another claim than what it joins.
    """

    id: str
    origin: str
    insertion: str
    points: tuple[LinePoint, ...]
    attachment_source: str
    attachment_mark: Mark
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class MuscleLines:
    """The strands of a muscle, with what a reader must be told about them."""

    muscle: str
    strands: tuple[Strand, ...]
    note: str


@cache
def load_muscle_lines() -> Mapping[str, MuscleLines]:
    """Read the lines that ship with the package, by muscle, read-only.

    Raises
    ------
    AtlasError
        If the file breaks a rule; the message names the muscle, the strand and the key.

    References
    ----------
    ``ANATOMY-MEMORY`` for the attachments, ``BODY-PROPOSAL`` for where they are drawn.
    """
    text = (files("filiform.atlas") / "data" / LINES_FILE).read_text(encoding="utf-8")
    return parse_muscle_lines(text, load_atlas())


def parse_muscle_lines(text: str, atlas: Atlas) -> Mapping[str, MuscleLines]:
    """Read lines from the text of a TOML file; raises as :func:`load_muscle_lines`."""
    try:
        table = tomllib.loads(text)
        head = {key: table.pop(key) for key in ("source", "mark", *ATTACHMENT_KEYS)}
        note = _text(table.pop("note"))
        _claims(head)
    except (ValueError, KeyError, TypeError, FiliformError) as error:
        raise MalformedEntryError(f"{LINES_FILE}: {error}; correct the head of the file.") from None
    lines: dict[str, MuscleLines] = {}
    for muscle, entries in table.items():
        if muscle not in atlas.muscles:
            raise MalformedEntryError(f"{LINES_FILE}: {muscle}: no such muscle.")
        if not isinstance(entries, dict) or not entries:
            raise MalformedEntryError(f"{LINES_FILE}: {muscle}: has no strand; add one.")
        strands = tuple(_strand(muscle, name, entry, head) for name, entry in entries.items())
        lines[muscle] = MuscleLines(muscle, strands, note)
    return MappingProxyType(lines)


def _strand(muscle: str, name: str, entry: Any, head: Mapping[str, Any]) -> Strand:
    path = f"{muscle}.{name}"
    try:
        _expect_keys(entry, {"from", "to", "points"}, optional=set(head))
        path = f"{muscle}.{name}.from"
        origin = _text(entry["from"])
        path = f"{muscle}.{name}.to"
        insertion = _text(entry["to"])
        path = f"{muscle}.{name}.points"
        if not FEWEST_POINTS <= len(entry["points"]) <= MOST_POINTS:
            raise ValueError(
                f"came {len(entry['points'])}, expected {FEWEST_POINTS} to {MOST_POINTS}"
            )
        points = []
        for number, point in enumerate(entry["points"], start=1):
            path = f"{muscle}.{name}.points[{number}]"
            points.append(_point(point))
        path = f"{muscle}.{name}"
        attachment_source, attachment_mark, source, mark = _claims({**head, **entry})
    except (ValueError, KeyError, TypeError, AttributeError, FiliformError) as error:
        raise MalformedEntryError(f"{LINES_FILE}: {path}: {error}; correct the entry.") from None
    return Strand(
        name, origin, insertion, tuple(points), attachment_source, attachment_mark, source, mark
    )


def _claims(table: Mapping[str, Any]) -> tuple[str, Mark, str, Mark]:
    return (
        require_source(table["attachment_source"], cited_in=LINES_FILE).key,
        Mark(table["attachment_mark"]),
        require_source(table["source"], cited_in=LINES_FILE).key,
        Mark(table["mark"]),
    )


def _point(entry: Any) -> LinePoint:
    _expect_keys(entry, {"mix", "inset_mm"}, optional={"shift_mm"})
    landmarks = dict(entry["mix"])
    if not 1 <= len(landmarks) <= MOST_LANDMARKS:
        raise ValueError(f"mix: came {len(landmarks)} landmarks, expected 1 to {MOST_LANDMARKS}")
    for landmark, share in landmarks.items():
        require_landmark(landmark, Side.LEFT)
        if not 0 < share <= 1:
            raise ValueError(f"mix: came {share} of {landmark}, expected a share above 0")
    if abs(sum(landmarks.values()) - 1) > SUM_OF_SHARES_ERROR:
        raise ValueError(f"mix: shares sum to {sum(landmarks.values())}, expected 1")
    shift = np.zeros(3)
    for direction, distance_mm in entry.get("shift_mm", {}).items():
        if direction not in DIRECTIONS:
            raise ValueError(f"shift_mm: came {direction}, expected {', '.join(DIRECTIONS)}")
        if not 0 <= distance_mm <= FARTHEST_MM:
            raise ValueError(
                f"shift_mm: came {distance_mm} {direction}, expected 0 to {FARTHEST_MM}"
            )
        shift += np.array(DIRECTIONS[direction]) * distance_mm * M_PER_MM
    inset_mm = entry["inset_mm"]
    if not SHALLOWEST_MM <= inset_mm <= DEEPEST_MM:
        raise ValueError(f"inset_mm: came {inset_mm}, expected {SHALLOWEST_MM} to {DEEPEST_MM}")
    shift_m = (float(shift[0]), float(shift[1]), float(shift[2]))
    return LinePoint(MappingProxyType(landmarks), shift_m, float(inset_mm))


def _expect_keys(entry: Any, keys: set[str], *, optional: set[str]) -> None:
    missing, unknown = keys - set(entry), set(entry) - keys - optional
    if missing or unknown:
        raise ValueError(
            f"missing keys {sorted(missing)}, unknown keys {sorted(unknown)}, "
            f"expected {', '.join(sorted(keys | optional))}"
        )


def _text(text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"came {text!r}, expected a text")
    return text
