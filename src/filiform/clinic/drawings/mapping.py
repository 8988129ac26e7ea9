"""Between the stored drawing and the domain's value."""

from filiform.body import (
    PainDrawing,
    SurfaceDrawing,
    marks_as_json,
    parse_marks,
    parse_surface_drawing,
    project_marks,
)
from filiform.clinic.drawings.models import DrawingRecord


def drawing_of(record: DrawingRecord) -> PainDrawing:
    """Return the drawing that a row holds."""
    return parse_marks(record.marks["marks"])


def marks_of(drawing: PainDrawing) -> dict[str, object]:
    """Return what the row stores: the public drawing format."""
    return {"marks": marks_as_json(drawing)}


def is_by_area(record: DrawingRecord) -> bool:
    """Whether whole areas were marked, and nothing was painted on the skin itself."""
    return not record.marks.get("strokes")


def surface_drawing_of(record: DrawingRecord) -> SurfaceDrawing:
    """Return the drawing that a row holds as paint on the skin; a marked area is painted whole."""
    return parse_surface_drawing(record.marks)


def painful_areas_of(record: DrawingRecord, skin: SurfaceDrawing) -> PainDrawing:
    """Return the areas that a stored drawing makes painful; marked areas exactly as marked."""
    return parse_marks(record.marks["marks"]) if is_by_area(record) else project_marks(skin)
