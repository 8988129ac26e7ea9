"""The body's surface: its areas and sides, and what a patient paints on it."""

from filiform.body.areas import Area, SidedArea, all_sided_areas, load_areas
from filiform.body.drawing import (
    DuplicateMarkError,
    EmptyDrawingError,
    PainDrawing,
    PainMark,
    PainQuality,
    marks_as_json,
    parse_marks,
)
from filiform.body.errors import AreaDataError, UnknownAreaError, WrongSideError
from filiform.body.side import Side

__all__ = [
    "Area",
    "AreaDataError",
    "DuplicateMarkError",
    "EmptyDrawingError",
    "PainDrawing",
    "PainMark",
    "PainQuality",
    "Side",
    "SidedArea",
    "UnknownAreaError",
    "WrongSideError",
    "all_sided_areas",
    "load_areas",
    "marks_as_json",
    "parse_marks",
]
