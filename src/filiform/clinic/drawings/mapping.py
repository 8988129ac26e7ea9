"""Between the stored drawing and the domain's values."""

from collections.abc import Mapping
from dataclasses import dataclass

from filiform.body import (
    PainDrawing,
    SurfaceDrawing,
    SurfaceMark,
    marks_as_json,
    paint_areas,
    parse_marks,
    parse_surface_drawing,
    project_marks,
    surface_drawing_as_json,
)
from filiform.clinic.drawings.models import DrawingRecord


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing as the hand made it: areas that were marked whole, and strokes on the skin."""

    whole: PainDrawing
    strokes: tuple[SurfaceMark, ...] = ()

    @property
    def surface(self) -> SurfaceDrawing:
        """Everything as strokes on the skin."""
        areas = paint_areas(self.whole)
        return SurfaceDrawing((*self.strokes, *areas.strokes), areas.inside_mouth)

    @property
    def areas(self) -> PainDrawing:
        """The painful areas; of strokes, those that hold enough paint."""
        return project_marks(self.surface) if self.strokes else self.whole


def drawn_in(document: Mapping[str, object], *, path: str = "drawing") -> Drawn:
    """Return the drawing in a document of the public format.

    Raises
    ------
    MalformedInputError, UnknownTopologyError
        If anything in it is not of the documented form.
    """
    whole = parse_marks(document.get("marks", []))
    painted = {key: value for key, value in document.items() if key != "marks"}
    if not painted:
        return Drawn(whole)
    return Drawn(whole, parse_surface_drawing({"strokes": []} | painted, path=path).strokes)


def drawn_of(record: DrawingRecord) -> Drawn:
    """Return the drawing that a row holds, as it was drawn."""
    return drawn_in(record.marks)


def drawing_of(record: DrawingRecord) -> PainDrawing:
    """Return the areas that a row makes painful."""
    return drawn_of(record).areas


def marks_of(drawing: PainDrawing | Drawn) -> dict[str, object]:
    """Return what the row stores: the public drawing format."""
    drawn = drawing if isinstance(drawing, Drawn) else Drawn(drawing)
    marks: dict[str, object] = {"marks": marks_as_json(drawn.whole)}
    return (
        surface_drawing_as_json(SurfaceDrawing(drawn.strokes)) | marks if drawn.strokes else marks
    )


def is_by_area(record: DrawingRecord) -> bool:
    """Whether whole areas were marked, and nothing was painted on the skin itself."""
    return not record.marks.get("strokes")


def surface_drawing_of(record: DrawingRecord) -> SurfaceDrawing:
    """Return the drawing that a row holds as paint on the skin; a marked area is painted whole."""
    return drawn_of(record).surface


def painful_areas_of(record: DrawingRecord, skin: SurfaceDrawing) -> PainDrawing:
    """Return the areas that a stored drawing makes painful; marked areas exactly as marked."""
    return parse_marks(record.marks["marks"]) if is_by_area(record) else project_marks(skin)
