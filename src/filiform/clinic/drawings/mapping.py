"""Between the stored drawing and the domain's values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)  # Without slots: what is worked out is kept.
class Drawn:
    """A drawing as the hand made it: areas that were marked whole, and strokes on the skin."""

    whole: PainDrawing
    strokes: tuple[SurfaceMark, ...] = ()

    @property
    def by_area(self) -> bool:
        """Whether whole areas were marked alone, so that their own outlines are its picture."""
        return not self.strokes

    @cached_property
    def skin(self) -> SurfaceDrawing:
        """Everything as paint on the skin; a marked area is painted whole."""
        areas = paint_areas(self.whole)
        return SurfaceDrawing((*self.strokes, *areas.strokes), areas.inside_mouth)

    @cached_property
    def areas(self) -> PainDrawing:
        """The painful areas: marked ones as marked; of strokes, those that hold enough paint."""
        return self.whole if self.by_area else project_marks(self.skin)


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


def marks_of(drawing: PainDrawing | Drawn) -> dict[str, object]:
    """Return what the row stores: the public drawing format."""
    drawn = drawing if isinstance(drawing, Drawn) else Drawn(drawing)
    marks: dict[str, object] = {"marks": marks_as_json(drawn.whole)}
    return (
        surface_drawing_as_json(SurfaceDrawing(drawn.strokes)) | marks if drawn.strokes else marks
    )
