"""A case in the public format (``docs/reference/drawing-format.md``), read and written."""

from collections.abc import Collection, Mapping

from filiform.atlas import Atlas, load_atlas
from filiform.body import json_path
from filiform.body.drawing import (
    EmptyDrawingError,
    PainDrawing,
    marks_as_json,
    parse_marks,
    parse_side,
    parse_sided_area,
)
from filiform.body.projection import project_marks
from filiform.body.side import Side
from filiform.body.stroke_json import DRAWING_KEYS, parse_surface_drawing
from filiform.errors import MalformedInputError
from filiform.localise.context import load_covariates
from filiform.localise.findings import (
    DEGREES,
    CaseFindings,
    Context,
    Degree,
    DoubtfulArea,
    MovementFinding,
    PalpationFinding,
)

CASE_KEYS = (*DRAWING_KEYS, "doubtful", "movements", "palpation", "context")
CONTEXT_KEYS = ("activities", "complaint", "dominant_side")
DOUBTFUL_KEYS = ("area", "side", "chance")
MOVEMENT_KEYS = ("id", "side", "restricted", "painful")
PALPATION_KEYS = ("trigger_point", "side", "taut_band", "tender", "recognised_pain", "twitch")


def parse_case(document: object, *, atlas: Atlas | None = None) -> CaseFindings:
    """Read a case in the public format (``docs/reference/drawing-format.md``).

    Parameters
    ----------
    document
        Decoded JSON object with ``marks``, ``strokes`` or both and, where known, ``doubtful``,
        ``movements`` and ``palpation``. Strokes are read as the areas in which they leave enough
        paint.
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
        doubtful=tuple(
            _parse_doubtful(entry, path)
            for entry, path in json_path.as_entries(fields.get("doubtful", []), "doubtful")
        ),
        context=_parse_context(fields.get("context"), atlas),
    )


def case_as_json(case: CaseFindings) -> dict[str, object]:
    """Return the case in the public format; :func:`parse_case` reads it back."""
    doubtful = [
        {"area": area.area, "side": area.side.value, "chance": area.chance}
        for area in case.doubtful
    ]
    return {
        "marks": marks_as_json(case.drawing),
        **({"doubtful": doubtful} if doubtful else {}),
        "movements": [
            {
                "id": finding.movement,
                **({"side": finding.side.value} if finding.side else {}),
                **dict(finding.degrees),
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
                    twitch=finding.twitch,
                ),
            }
            for finding in case.palpations
        ],
        **({"context": _context_as_json(case.context)} if case.context != Context() else {}),
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
    restricted, painful = _degree(fields, "restricted", path), _degree(fields, "painful", path)
    if restricted is None and painful is None:
        raise MalformedInputError(f"{path}: say whether it was restricted, painful or both.")
    return MovementFinding(movement, side, restricted, painful)


def _degree(fields: Mapping[str, object], key: str, path: str) -> Degree | None:
    value = fields.get(key)
    if value is None or isinstance(value, bool) or value in DEGREES:
        return value
    raise MalformedInputError(
        f"{path}.{key}: came {json_path.shown(value)}, expected true, false, "
        f"{json_path.spoken_list(DEGREES)}."
    )


def _parse_context(value: object, atlas: Atlas) -> Context:
    if value is None:
        return Context()
    fields = json_path.as_object(value, "context", keys=CONTEXT_KEYS)
    known = load_covariates().words_by_activity
    activities = [
        _word(entry, path, "activity", known)
        for entry, path in json_path.as_entries(fields.get("activities", []), "context.activities")
    ]
    regions = sorted({muscle.region for muscle in atlas.muscles.values()})
    complaint, side = fields.get("complaint"), fields.get("dominant_side")
    if side not in (None, Side.LEFT, Side.RIGHT):
        raise MalformedInputError(
            f"context.dominant_side: came {json_path.shown(side)}, expected left or right."
        )
    return Context(
        tuple(activities),
        None if complaint is None else _word(complaint, "context.complaint", "region", regions),
        None if side is None else Side(str(side)),
    )


def _word(value: object, path: str, kind: str, known: Collection[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise MalformedInputError(
            f"{path}: no {kind} is called {json_path.shown(value)}."
            f"{json_path.nearest(str(value), known)}"
        )
    return value


def _context_as_json(context: Context) -> dict[str, object]:
    fields: dict[str, object] = {}
    if context.activities:
        fields["activities"] = list(context.activities)
    if context.complaint:
        fields["complaint"] = context.complaint
    if context.dominant_side:
        fields["dominant_side"] = context.dominant_side.value
    return fields


def _parse_doubtful(entry: object, path: str) -> DoubtfulArea:
    fields = json_path.as_object(entry, path, keys=DOUBTFUL_KEYS)
    area = parse_sided_area(fields, path)
    chance = json_path.number_at(fields, "chance", path)
    try:
        return DoubtfulArea(area.area, area.side, chance)
    except MalformedInputError as error:
        raise MalformedInputError(f"{path}.{error}") from None


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
            f"{path}: say at least one of {json_path.spoken_list(PALPATION_KEYS[2:], 'and')}."
        )
    return PalpationFinding(trigger_point, side, *signs)


def _left_or_right(fields: Mapping[str, object], path: str) -> Side:
    side = parse_side(fields, path)
    if side is Side.MIDLINE:
        raise MalformedInputError(f"{path}.side: came 'midline', expected left or right.")
    return side
