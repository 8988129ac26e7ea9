"""The public format of a drawing on the surface; see docs/reference/drawing-format.md.

``vertices`` are ascending: the first number, then each step to the next, every one as a little
endian base-128 number (seven bits a byte, the high bit set while more follow). ``weights`` are a
byte for each vertex, 255 for 1, or a single byte for all. Both are written in base64. Lists of
numbers are read as well, for drawings made by hand.
"""

import binascii
import json
from base64 import b64decode, b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

from filiform.body import json_path
from filiform.body.drawing import (
    PainDrawing,
    PainQuality,
    PainTiming,
    feeling_as_json,
    marks_as_json,
    parse_depth,
    parse_marks,
    parse_words,
)
from filiform.body.errors import DrawingTooLargeError, OffBodyError, UnknownTopologyError
from filiform.body.projection import paint_areas
from filiform.body.stroke import WEIGHT_STEPS, SurfaceDrawing, SurfaceMark
from filiform.body.surface import Floats, Integers, load_surface, require_topology
from filiform.errors import MalformedInputError

DRAWING_KEYS = ("topology", "strokes", "marks")
STROKE_KEYS = ("vertices", "weights", "intensity", "quality", "depth", "when")
LARGEST_DRAWING_BYTES = 1024 * 1024
"""A drawing of the whole body in a hundred strokes has a third of this."""

MOST_BYTES_A_VERTEX = 3
"""Three times seven bits: enough for two million vertices."""


def read_surface_drawing(text: str | bytes) -> SurfaceDrawing:
    """Read a drawing from the text of a JSON document.

    Raises
    ------
    DrawingTooLargeError
        If it is larger than 1 MiB; it is not even decoded.
    MalformedInputError
        As :func:`parse_surface_drawing`; also if it is not JSON, holds NaN or Infinity, or a key
        twice in one object.
    """
    size = len(text)
    if size > LARGEST_DRAWING_BYTES:
        raise DrawingTooLargeError(
            f"drawing: came {size / 1e6:.1f} MB, expected at most {LARGEST_DRAWING_BYTES // 1024} "
            "KiB. Send the strokes of one drawing only."
        )
    try:
        document = json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_object_without_repeats
        )
    except MalformedInputError:
        raise
    except RecursionError:
        raise MalformedInputError("drawing: is nested too deeply, expected strokes.") from None
    except ValueError as error:  # No JSON, no UTF-8, or a number of thousands of digits.
        raise MalformedInputError(f"drawing: came no JSON ({error}); send it again.") from None
    return parse_surface_drawing(document)


def parse_surface_drawing(document: object, *, path: str = "drawing") -> SurfaceDrawing:
    """Read a drawing from decoded JSON; a document of areas only is a drawing too.

    Parameters
    ----------
    document
        ``{"topology", "strokes", "marks"}``; marks paint whole areas.
    path
        Where it stands in its document; every message begins there.

    Raises
    ------
    MalformedInputError
        With the path of the first wrong value. Its kinds: ``OffBodyError`` for a vertex that the
        surface does not have, ``StrokeWeightError`` for a weight outside 0 to 1.
    UnknownTopologyError
        If the strokes were drawn on another surface.
    """
    fields = json_path.as_object(document, path, keys=DRAWING_KEYS)
    strokes: list[SurfaceMark] = []
    if "strokes" in fields:
        version = json_path.text_at(fields, "topology", path)
        _require_topology(version, path)
        strokes += [
            _parse_stroke(entry, entry_path)
            for entry, entry_path in json_path.as_entries(fields["strokes"], f"{path}.strokes")
        ]
    elif "marks" not in fields:
        raise MalformedInputError(f"{path}: the key 'strokes' is missing.")
    elif "topology" in fields:
        _require_topology(json_path.text_at(fields, "topology", path), path)
    areas = paint_areas(parse_marks(fields.get("marks", []), path=f"{path}.marks"))
    return SurfaceDrawing((*strokes, *areas.strokes), areas.inside_mouth)


def surface_drawing_as_json(drawing: SurfaceDrawing) -> dict[str, object]:
    """Return the public format; :func:`parse_surface_drawing` reads it back."""
    document: dict[str, object] = {
        "topology": drawing.topology,
        "strokes": [
            {
                "vertices": _written(_steps_as_bytes(stroke.vertices)),
                "weights": _written(_weights_as_bytes(stroke.weights)),
                "intensity": stroke.intensity,
                "quality": [quality.value for quality in stroke.qualities],
                **feeling_as_json(stroke.depth, stroke.when),
            }
            for stroke in drawing.strokes
        ],
    }
    if drawing.inside_mouth:
        document["marks"] = marks_as_json(PainDrawing(drawing.inside_mouth))
    return document


def _parse_stroke(entry: object, path: str) -> SurfaceMark:
    fields = json_path.as_object(entry, path, keys=STROKE_KEYS)
    vertices = _parse_vertices(fields.get("vertices"), f"{path}.vertices")
    weights = _parse_weights(fields.get("weights"), len(vertices), f"{path}.weights")
    intensity = json_path.whole_number_at(fields, "intensity", path)
    qualities = parse_words(fields, "quality", PainQuality, path)
    depth = parse_depth(fields, path)
    when = parse_words(fields, "when", PainTiming, path)
    try:
        return SurfaceMark(vertices, weights, intensity, qualities, depth, when)
    except MalformedInputError as error:
        raise type(error)(f"{path}.{error}") from None


def _parse_vertices(value: object, path: str) -> Integers:
    if isinstance(value, str):
        return _vertices_from_bytes(_read(value, path), path)
    return _numbers(value, path, kinds=(int,)).astype(np.int64)


def _parse_weights(value: object, count: int, path: str) -> Floats:
    if not isinstance(value, str):
        return _numbers(value, path, kinds=(int, float)).astype(np.float64)
    raw = _read(value, path)
    if len(raw) not in (1, count):
        raise MalformedInputError(
            f"{path}: came {len(raw)} bytes for {count} vertices, expected one for each, or one "
            "for all."
        )
    weights: Floats = np.frombuffer(raw, dtype=np.uint8) / WEIGHT_STEPS
    return np.resize(weights, count)


def _numbers(value: object, path: str, *, kinds: tuple[type, ...]) -> NDArray[Any]:
    if not isinstance(value, list):
        raise MalformedInputError(
            f"{path}: came {json_path.shown(value)}, expected base64 text or a list of numbers."
        )
    for entry, entry_path in json_path.as_entries(value, path):
        if not isinstance(entry, kinds) or isinstance(entry, bool):
            kind = json_path.JSON_NAME_BY_TYPE[kinds[-1]]
            raise MalformedInputError(
                f"{entry_path}: came {json_path.shown(entry)}, expected {kind}."
            )
    try:
        return np.array(value, dtype=np.float64 if float in kinds else np.int64)
    except OverflowError:
        raise MalformedInputError(
            f"{path}: came a number with too many digits; paint the stroke again."
        ) from None


def _read(text: str, path: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedInputError(f"{path}: came no base64 text ({error}).") from None


def _written(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _steps_as_bytes(vertices: Integers) -> bytes:
    steps = np.diff(vertices, prepend=0)
    groups = np.stack([(steps >> 7 * place) & 0x7F for place in range(MOST_BYTES_A_VERTEX)], axis=1)
    places = np.arange(MOST_BYTES_A_VERTEX)
    last = np.max(np.where(groups > 0, places, 0), axis=1, keepdims=True)
    groups |= np.where(places < last, 0x80, 0)
    kept: NDArray[np.uint8] = groups[places <= last].astype(np.uint8)
    return kept.tobytes()


def _vertices_from_bytes(raw: bytes, path: str) -> Integers:
    values = np.frombuffer(raw, dtype=np.uint8).astype(np.int64)
    ends = np.flatnonzero(values < 0x80)
    if len(values) and (not len(ends) or ends[-1] != len(values) - 1):
        raise MalformedInputError(f"{path}: the last number is cut off; send the drawing again.")
    begins = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    if len(ends) and (ends - begins).max() >= MOST_BYTES_A_VERTEX:
        raise OffBodyError(
            f"{path}: came a number of more than {MOST_BYTES_A_VERTEX} bytes, expected a vertex "
            f"below {load_surface().vertex_count}. The stroke leaves the body; paint it again."
        )
    place = np.arange(len(values)) - np.repeat(begins, ends - begins + 1)
    parts = (values & 0x7F) << 7 * place
    steps = np.add.reduceat(parts, begins) if len(begins) else parts
    return np.cumsum(steps)


def _weights_as_bytes(weights: Floats) -> bytes:
    steps = np.rint(weights * WEIGHT_STEPS).astype(np.uint8)
    return steps[:1].tobytes() if (steps == steps[0]).all() else steps.tobytes()


def _require_topology(version: str, path: str) -> None:
    try:
        require_topology(version)
    except UnknownTopologyError as error:
        raise UnknownTopologyError(f"{path}.{error}") from None


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise MalformedInputError("drawing: came a key twice in one object, expected it once.")
    return fields


def _refuse_constant(word: str) -> float:
    raise MalformedInputError(f"drawing: came {word}, expected a number from 0 to 1.")
