"""All that is known of one case: the drawing, the movements tested, the points palpated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from filiform.atlas import Atlas, load_atlas
from filiform.body import json_path
from filiform.body.drawing import (
    EmptyDrawingError,
    PainDrawing,
    marks_as_json,
    parse_marks,
    parse_side,
)
from filiform.body.projection import project_marks
from filiform.body.side import Side
from filiform.body.stroke_json import DRAWING_KEYS, parse_surface_drawing
from filiform.errors import MalformedInputError
from filiform.localise.errors import ContradictoryFindingError

CASE_KEYS = (*DRAWING_KEYS, "movements", "palpation")
MOVEMENT_KEYS = ("id", "side", "restricted", "painful")
PALPATION_KEYS = ("trigger_point", "side", "taut_band", "tender", "recognised_pain")

SAME_SIDE = "_same"
OPPOSITE_SIDE = "_opposite"


@dataclass(frozen=True, slots=True, order=True)
class MovementTest:
    """One movement as the body makes it.

    Turning the head to the right stretches some muscles of the left side and some of the right;
    the atlas writes it ``neck_rotation_opposite`` for the former and ``neck_rotation_same`` for
    the latter. Both are this one movement: stem ``neck_rotation``, towards the right.

    Parameters
    ----------
    stem
        Atlas identifier without ``_same`` or ``_opposite``.
    towards
        The moved limb, or the side moved to; None when recorded without a side.
    """

    stem: str
    towards: Side | None


@dataclass(frozen=True, slots=True)
class MovementFinding:
    """What testing one movement showed; None where it was not looked at.

    Parameters
    ----------
    movement
        Atlas identifier; ``_same`` and ``_opposite`` are relative to ``side``.
    side
        Left or right; None for "on at least one side" (and for movements of the middle).
    restricted, painful
        Found, looked for and not found, or None.
    """

    movement: str
    side: Side | None
    restricted: bool | None = None
    painful: bool | None = None

    @property
    def test(self) -> MovementTest:
        """The movement as the body makes it."""
        return movement_test(self.movement, self.side)

    @property
    def mirrored(self) -> "MovementFinding":
        """The same finding on the other side of the body."""
        return replace(self, side=self.side and self.side.mirrored)


@dataclass(frozen=True, slots=True)
class PalpationFinding:
    """What palpating one trigger point showed; None where a sign was not looked for."""

    trigger_point: str
    side: Side
    taut_band: bool | None = None
    tender: bool | None = None
    recognised_pain: bool | None = None

    @property
    def mirrored(self) -> "PalpationFinding":
        """The same finding on the other side of the body."""
        return replace(self, side=self.side.mirrored)


@dataclass(frozen=True, slots=True)
class CaseFindings:
    """The evidence of one case; the order of its parts does not matter.

    Raises
    ------
    ContradictoryFindingError
        If a movement is reported twice with different results, or both with and without a side,
        or a trigger point is palpated twice; the message names the later place.
    """

    drawing: PainDrawing
    movements: tuple[MovementFinding, ...] = ()
    palpations: tuple[PalpationFinding, ...] = ()

    def __post_init__(self) -> None:
        _refuse_contradictory_movements(self.movements)
        _refuse_repeated_palpations(self.palpations)

    @property
    def mirrored(self) -> "CaseFindings":
        """The same case on the other side of the body."""
        return CaseFindings(
            self.drawing.mirrored,
            tuple(finding.mirrored for finding in self.movements),
            tuple(finding.mirrored for finding in self.palpations),
        )


def movement_test(movement: str, side: Side | None) -> MovementTest:
    """Return the movement as the body makes it from its atlas name and the side it is read from."""
    if movement.endswith(SAME_SIDE):
        return MovementTest(movement.removesuffix(SAME_SIDE), side)
    if movement.endswith(OPPOSITE_SIDE):
        return MovementTest(movement.removesuffix(OPPOSITE_SIDE), side and side.mirrored)
    return MovementTest(movement, side)


def parse_case(document: object, *, atlas: Atlas | None = None) -> CaseFindings:
    """Read a case in the public format (``docs/reference/drawing-format.md``).

    Parameters
    ----------
    document
        Decoded JSON object with ``marks``, ``strokes`` or both and, where tested, ``movements``
        and ``palpation``. Strokes are read as the areas in which they leave enough paint.
    atlas
        The atlas whose identifiers it uses; the packaged one if omitted.

    Raises
    ------
    MalformedInputError
        With the path of the first value that is not of the documented shape.
    ContradictoryFindingError, DuplicateMarkError
        If the same thing is reported twice.
    UnknownTopologyError
        If the strokes were drawn on another surface.
    EmptyDrawingError
        If there are strokes, and no area holds enough of them to count.
    """
    atlas = atlas or load_atlas()
    fields = json_path.as_object(document, "document", keys=CASE_KEYS)
    if "marks" not in fields and "strokes" not in fields:
        raise MalformedInputError("document: the key 'marks' is missing.")
    return CaseFindings(
        drawing=_parse_drawing(fields),
        movements=tuple(
            _parse_movement(entry, path, atlas)
            for entry, path in json_path.as_entries(fields.get("movements", []), "movements")
        ),
        palpations=tuple(
            _parse_palpation(entry, path, atlas)
            for entry, path in json_path.as_entries(fields.get("palpation", []), "palpation")
        ),
    )


def case_as_json(case: CaseFindings) -> dict[str, object]:
    """Return the case in the public format; :func:`parse_case` reads it back."""
    return {
        "marks": marks_as_json(case.drawing),
        "movements": [
            {
                "id": finding.movement,
                **({"side": finding.side.value} if finding.side else {}),
                **_recorded(restricted=finding.restricted, painful=finding.painful),
            }
            for finding in case.movements
        ],
        "palpation": [
            {
                "trigger_point": finding.trigger_point,
                "side": finding.side.value,
                **_recorded(
                    taut_band=finding.taut_band,
                    tender=finding.tender,
                    recognised_pain=finding.recognised_pain,
                ),
            }
            for finding in case.palpations
        ],
    }


def _recorded(**signs: bool | None) -> dict[str, bool]:
    return {sign: seen for sign, seen in signs.items() if seen is not None}


def _parse_drawing(fields: Mapping[str, object]) -> PainDrawing:
    if not {"strokes", "topology"} & fields.keys():
        return parse_marks(fields["marks"])
    painted = {key: fields[key] for key in DRAWING_KEYS if key in fields}
    surface = parse_surface_drawing(painted, path="document")
    if not fields.get("strokes"):
        # Marked areas count as they were marked, however small.
        return parse_marks(fields.get("marks", []))
    drawing = project_marks(surface)
    if not drawing.marks:
        raise EmptyDrawingError(
            "Too little is painted: no area holds enough paint to count; paint a little more."
        )
    return drawing


def _parse_movement(entry: object, path: str, atlas: Atlas) -> MovementFinding:
    fields = json_path.as_object(entry, path, keys=MOVEMENT_KEYS)
    movement = json_path.text_at(fields, "id", path)
    if movement not in atlas.movements:
        raise MalformedInputError(
            f"{path}.id: no movement is called {json_path.shown(movement)}."
            f"{json_path.nearest(movement, atlas.movements)}"
        )
    side = None if fields.get("side") is None else _left_or_right(fields, path)
    restricted = json_path.yes_no_at(fields, "restricted", path)
    painful = json_path.yes_no_at(fields, "painful", path)
    if restricted is None and painful is None:
        raise MalformedInputError(f"{path}: say whether it was restricted, painful or both.")
    return MovementFinding(movement, side, restricted, painful)


def _parse_palpation(entry: object, path: str, atlas: Atlas) -> PalpationFinding:
    fields = json_path.as_object(entry, path, keys=PALPATION_KEYS)
    trigger_point = json_path.text_at(fields, "trigger_point", path)
    if trigger_point not in atlas.trigger_points:
        raise MalformedInputError(
            f"{path}.trigger_point: no trigger point is called {json_path.shown(trigger_point)}."
            f"{json_path.nearest(trigger_point, atlas.trigger_points)}"
        )
    side = _left_or_right(fields, path)
    signs = [json_path.yes_no_at(fields, sign, path) for sign in PALPATION_KEYS[2:]]
    if all(sign is None for sign in signs):
        raise MalformedInputError(
            f"{path}: say at least one of taut_band, tender and recognised_pain."
        )
    return PalpationFinding(trigger_point, side, *signs)


def _left_or_right(fields: Mapping[str, object], path: str) -> Side:
    side = parse_side(fields, path)
    if side is Side.MIDLINE:
        raise MalformedInputError(f"{path}.side: came 'midline', expected left or right.")
    return side


def _refuse_contradictory_movements(movements: tuple[MovementFinding, ...]) -> None:
    first_by_test: dict[tuple[MovementTest, str], tuple[int, bool]] = {}
    sides_by_stem: dict[str, tuple[int, bool]] = {}
    for position, finding in enumerate(movements):
        test = finding.test
        earlier, sided = sides_by_stem.setdefault(test.stem, (position, test.towards is not None))
        if sided != (test.towards is not None):
            raise ContradictoryFindingError(
                f"movements[{position}]: {finding.movement} stands in movements[{earlier}] "
                f"{'with' if sided else 'without'} a side; report it one way only."
            )
        for sign, seen in _recorded(restricted=finding.restricted, painful=finding.painful).items():
            earlier, seen_before = first_by_test.setdefault((test, sign), (position, seen))
            if seen_before != seen:
                raise ContradictoryFindingError(
                    f"movements[{position}].{sign}: came {str(seen).lower()}, but "
                    f"movements[{earlier}] says {str(seen_before).lower()} of the same movement; "
                    "keep one."
                )


def _refuse_repeated_palpations(palpations: tuple[PalpationFinding, ...]) -> None:
    first_by_spot: dict[tuple[str, Side], int] = {}
    for position, finding in enumerate(palpations):
        spot = (finding.trigger_point, finding.side)
        earlier = first_by_spot.setdefault(spot, position)
        if earlier != position:
            raise ContradictoryFindingError(
                f"palpation[{position}]: {finding.trigger_point} on the {finding.side.value} is "
                f"already palpated in palpation[{earlier}]; one spot counts once."
            )
