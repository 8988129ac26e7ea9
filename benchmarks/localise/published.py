"""The published cases of ``cases.toml`` as values: what was painted, and which muscle was found.

The file says how its sources were read and mapped; nothing here changes a mapping.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filiform.atlas import Atlas
from filiform.body.areas import SidedArea
from filiform.body.drawing import PainDrawing, PainMark
from filiform.body.side import Side
from filiform.localise import CaseFindings, MovementFinding

CASES_FILE = Path(__file__).with_name("cases.toml")

UNSTATED_INTENSITY = 5
"""No source tells an intensity for each area; the ranking does not use it yet."""


@dataclass(frozen=True, slots=True, order=True)
class SidedMuscle:
    """A muscle of the atlas on one side of the body."""

    muscle: str
    side: Side

    @property
    def key(self) -> str:
        """Name the muscle in one word: ``masseter.right``."""
        return f"{self.muscle}.{self.side.value}"


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """One description.

    Parameters
    ----------
    kind
        ``case``, ``series`` or ``study_pattern``.
    findings
        The painted areas and the movement tests; what was palpated is the answer and left out.
    found
        Muscles with points, or held responsible.
    primary
        Those the source holds responsible before others; empty where it names several alike.
    """

    id: str
    kind: str
    source: str
    findings: CaseFindings
    found: tuple[SidedMuscle, ...]
    primary: tuple[SidedMuscle, ...]


def load_cases(atlas: Atlas) -> tuple[PublishedCase, ...]:
    """Read every case, in the order of the file.

    Raises
    ------
    FiliformError
        If an area, a movement or a side is unknown.
    UnknownMuscleError
        If the atlas has no such muscle.
    """
    document = read_document()
    return tuple(_case(entry, atlas) for entry in document["cases"])


def read_document() -> dict[str, Any]:
    """Return the file as it stands, ``sources`` and ``cases``."""
    return tomllib.loads(CASES_FILE.read_text(encoding="utf-8"))


def _case(entry: Mapping[str, Any], atlas: Atlas) -> PublishedCase:
    return PublishedCase(
        id=entry["id"],
        kind=entry["kind"],
        source=entry["source"],
        findings=CaseFindings(
            drawing=PainDrawing(tuple(_mark(key) for key in entry["marks"])),
            movements=tuple(_movement(test) for test in entry.get("movements", ())),
        ),
        found=tuple(_muscle(key, atlas) for key in entry["found"]),
        primary=tuple(_muscle(key, atlas) for key in entry["primary"]),
    )


def _mark(key: str) -> PainMark:
    area, _, side = key.partition(".")
    place = SidedArea(area, Side(side))
    return PainMark(place.area, place.side, UNSTATED_INTENSITY)


def _movement(test: Mapping[str, Any]) -> MovementFinding:
    side = Side(test["side"]) if "side" in test else None
    return MovementFinding(test["id"], side, test.get("restricted"), test.get("painful"))


def _muscle(key: str, atlas: Atlas) -> SidedMuscle:
    muscle, _, side = key.partition(".")
    return SidedMuscle(atlas.muscle(muscle).id, Side(side))
