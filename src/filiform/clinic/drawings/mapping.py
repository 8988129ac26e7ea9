"""Between the stored drawing and the domain's value."""

from filiform.body import PainDrawing, marks_as_json, parse_marks
from filiform.clinic.drawings.models import DrawingRecord


def drawing_of(record: DrawingRecord) -> PainDrawing:
    """Return the drawing that a row holds."""
    return parse_marks(record.marks["marks"])


def marks_of(drawing: PainDrawing) -> dict[str, object]:
    """Return what the row stores: the public drawing format."""
    return {"marks": marks_as_json(drawing)}
