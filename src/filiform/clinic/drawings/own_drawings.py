"""A patient's own drawings over time: the pictures, and two measures in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from filiform.body import PainMark, Side, load_labels, measure_drawing
from filiform.clinic.drawings.island_texts import island_strings
from filiform.clinic.drawings.mapping import drawn_of
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.drawings.pictures import Figure, figures_of, painted_areas, views_for
from filiform.clinic.languages import page_language


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One painful place by its name on the page, and how strong."""

    name: str
    intensity: int


@dataclass(frozen=True, slots=True)
class OwnDrawing:
    """One drawing as its patient sees it again.

    Parameters
    ----------
    percent
        How much of the standard figure's skin is painted.
    places
        The strongest first.
    """

    record: DrawingRecord
    figures: tuple[Figure, ...]
    percent: float
    places: tuple[OwnPlace, ...]

    @property
    def strongest(self) -> int:
        """The strongest pain in it, 1 to 10."""
        return self.places[0].intensity


def own_drawings_context(records: Sequence[DrawingRecord]) -> dict[str, Any]:
    """Return what the page of one's own drawings is given; the drawings come oldest first.

    No measure of the clinicians' page is here but these two: no index, no ranking, no depth.
    """
    all_drawn = [drawn_of(record) for record in records]
    views = views_for(painted_areas(all_drawn))
    drawings = [
        OwnDrawing(
            record=record,
            figures=figures_of(drawn, views),
            percent=measure_drawing(drawn.skin).extent_percent,
            places=_places(drawn.areas.marks),
        )
        for record, drawn in zip(records, all_drawn, strict=True)
    ]
    return {
        "drawings": drawings,
        "base": drawings[0].figures if drawings else (),
        "film": {"strings": island_strings()},
    }


def _places(marks: Sequence[PainMark]) -> tuple[OwnPlace, ...]:
    labels = load_labels(page_language()).areas
    strongest_first = sorted(marks, key=lambda mark: -mark.intensity)
    return tuple(OwnPlace(_named(labels[m.area], m.side), m.intensity) for m in strongest_first)


def _named(name: str, side: Side) -> str:
    if side is Side.LEFT:
        return _("{name}, left").format(name=name)
    if side is Side.RIGHT:
        return _("{name}, right").format(name=name)
    return name
