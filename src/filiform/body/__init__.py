"""The body's surface: its areas and sides, what a patient paints on it, and what that measures."""

from filiform.body.areas import Area, SidedArea, all_sided_areas, load_areas, require_area
from filiform.body.average import AverageDrawing, average_drawings
from filiform.body.brush import dab, distances_along
from filiform.body.charts import Chart, chart_svg, load_charts
from filiform.body.drawing import (
    STRONGEST_INTENSITY,
    WEAKEST_INTENSITY,
    DuplicateMarkError,
    EmptyDrawingError,
    PainDepth,
    PainDrawing,
    PainMark,
    PainQuality,
    PainTiming,
    marks_as_json,
    parse_marks,
)
from filiform.body.errors import (
    AreaDataError,
    ChartDataError,
    DrawingTooLargeError,
    OffBodyError,
    StrokeWeightError,
    SurfaceDataError,
    UnknownAreaError,
    UnknownChartError,
    UnknownLandmarkError,
    UnknownShapeError,
    UnknownTopologyError,
    WrongSideError,
)
from filiform.body.landmarks import Landmark, load_landmarks, require_landmark
from filiform.body.measure_rules import MeasureRules, load_measure_rules
from filiform.body.measures import DrawingMeasures, Patch, measure_drawing, overlap
from filiform.body.point import SurfacePoint, nearest_point, point_at_vertex
from filiform.body.projection import area_involvement, paint_areas, project_marks, vertices_of
from filiform.body.rollups import (
    BodyMap,
    MapCode,
    WidespreadPain,
    choir_segments,
    load_choir_map,
    load_wpi,
    painful_codes,
    widespread_pain,
)
from filiform.body.side import Side
from filiform.body.stroke import SurfaceDrawing, SurfaceMark
from filiform.body.stroke_json import (
    parse_surface_drawing,
    read_surface_drawing,
    surface_drawing_as_json,
)
from filiform.body.surface import CANONICAL_SHAPE, TOPOLOGY, BodySurface, load_surface

__all__ = [
    "CANONICAL_SHAPE",
    "STRONGEST_INTENSITY",
    "TOPOLOGY",
    "WEAKEST_INTENSITY",
    "Area",
    "AreaDataError",
    "AverageDrawing",
    "BodyMap",
    "BodySurface",
    "Chart",
    "ChartDataError",
    "DrawingMeasures",
    "DrawingTooLargeError",
    "DuplicateMarkError",
    "EmptyDrawingError",
    "Landmark",
    "MapCode",
    "MeasureRules",
    "OffBodyError",
    "PainDepth",
    "PainDrawing",
    "PainMark",
    "PainQuality",
    "PainTiming",
    "Patch",
    "Side",
    "SidedArea",
    "StrokeWeightError",
    "SurfaceDataError",
    "SurfaceDrawing",
    "SurfaceMark",
    "SurfacePoint",
    "UnknownAreaError",
    "UnknownChartError",
    "UnknownLandmarkError",
    "UnknownShapeError",
    "UnknownTopologyError",
    "WidespreadPain",
    "WrongSideError",
    "all_sided_areas",
    "area_involvement",
    "average_drawings",
    "chart_svg",
    "choir_segments",
    "dab",
    "distances_along",
    "load_areas",
    "load_charts",
    "load_choir_map",
    "load_landmarks",
    "load_measure_rules",
    "load_surface",
    "load_wpi",
    "marks_as_json",
    "measure_drawing",
    "nearest_point",
    "overlap",
    "painful_codes",
    "paint_areas",
    "parse_marks",
    "parse_surface_drawing",
    "point_at_vertex",
    "project_marks",
    "read_surface_drawing",
    "require_area",
    "require_landmark",
    "surface_drawing_as_json",
    "vertices_of",
    "widespread_pain",
]
