"""The body's surface: its areas and sides, and what a patient paints on it."""

from filiform.body.areas import Area, SidedArea, all_sided_areas, load_areas, require_area
from filiform.body.charts import Chart, chart_svg, load_charts
from filiform.body.drawing import (
    STRONGEST_INTENSITY,
    WEAKEST_INTENSITY,
    DuplicateMarkError,
    EmptyDrawingError,
    PainDrawing,
    PainMark,
    PainQuality,
    marks_as_json,
    parse_marks,
)
from filiform.body.errors import (
    AreaDataError,
    ChartDataError,
    UnknownAreaError,
    UnknownChartError,
    WrongSideError,
)
from filiform.body.side import Side

__all__ = [
    "STRONGEST_INTENSITY",
    "WEAKEST_INTENSITY",
    "Area",
    "AreaDataError",
    "Chart",
    "ChartDataError",
    "DuplicateMarkError",
    "EmptyDrawingError",
    "PainDrawing",
    "PainMark",
    "PainQuality",
    "Side",
    "SidedArea",
    "UnknownAreaError",
    "UnknownChartError",
    "WrongSideError",
    "all_sided_areas",
    "chart_svg",
    "load_areas",
    "load_charts",
    "marks_as_json",
    "parse_marks",
    "require_area",
]
