"""A signature drawn on the screen: points in the pad's own pixels, checked at the door."""

import json
import math
from typing import Any

from filiform.errors import FiliformError

LONGEST_TEXT = 200_000
MOST_POINTS = 20_000
LARGEST_PX = 10_000
FEWEST_POINTS = 2


class MalformedSignatureError(FiliformError, ValueError):
    """A drawn signature that cannot have come from the pad, or that is empty."""


def parse_strokes(text: str) -> dict[str, Any]:
    """Return a drawn signature as ``{"width", "height", "strokes": [[[x, y], …], …]}``.

    Raises
    ------
    MalformedSignatureError
        If it is empty, too large, or no such document.
    """
    if len(text) > LONGEST_TEXT:
        raise MalformedSignatureError("The signature is too large; clear it and sign again.")
    try:
        document = json.loads(text)
        size = {name: _length(document[name]) for name in ("width", "height")}
        strokes = [[_point(point, size) for point in stroke] for stroke in document["strokes"]]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise MalformedSignatureError(
            "The signature could not be read; clear it and sign again."
        ) from None
    count = sum(len(stroke) for stroke in strokes)
    if not FEWEST_POINTS <= count <= MOST_POINTS:
        raise MalformedSignatureError("Sign in the box, or type your name instead.")
    return {**size, "strokes": [stroke for stroke in strokes if stroke]}


def polylines(document: dict[str, Any]) -> list[str]:
    """Return each stroke as the points of an SVG polyline."""
    return [" ".join(f"{x:g},{y:g}" for x, y in stroke) for stroke in document["strokes"]]


def _length(value: object) -> float:
    number = _number(value)
    if not 0 < number <= LARGEST_PX:
        raise ValueError
    return number


def _point(point: Any, size: dict[str, float]) -> list[float]:
    x, y = (_number(value) for value in point)
    return [min(max(x, 0.0), size["width"]), min(max(y, 0.0), size["height"])]


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    return round(float(value), 1)
