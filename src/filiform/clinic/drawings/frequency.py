"""Where the patients of a clinic hurt: many drawings laid over each other.

A count of a few people shows the people, so below the smallest group nothing is counted out: not
for an area, and not at all when there are so few patients.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from django import forms

from filiform.body import (
    EmptyDrawingError,
    Side,
    SidedArea,
    SurfaceDrawing,
    average_drawings,
    load_surface,
    require_area,
)
from filiform.clinic.drawings.mapping import drawn_of
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.drawings.pictures import Figure, shaded_figures

LEVELS = 5


class MapForm(forms.Form):
    """Which drawings are laid over each other."""

    which = forms.ChoiceField(
        label="Of each episode",
        choices=[("first", "the first drawing"), ("last", "the last drawing")],
    )
    since = forms.DateField(
        label="Drawn from", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="Drawn to", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


@dataclass(frozen=True, slots=True)
class CountedPlace:
    """One area or region and how many patients painted it; never fewer than the smallest group."""

    label: str
    count: int
    percent: str


@dataclass(frozen=True, slots=True)
class Band:
    """One colour of the map: from so many patients to so many."""

    level: int
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many of how many patients painted each place.

    Parameters
    ----------
    patients
        How many patients there are, each with one drawing.
    areas
        The areas that at least the smallest group painted, the most frequent first. Every other
        area, painted by nobody or by a few, is not told apart.
    regions
        The same for regions with their side, where each area alone is too rare.
    """

    patients: int
    areas: tuple[CountedPlace, ...]
    regions: tuple[CountedPlace, ...]
    bands: tuple[Band, ...]
    figures: tuple[Figure, ...]


def frequency_of(records: Iterable[DrawingRecord], *, smallest: int) -> Frequency | None:
    """Lay drawings of different patients over each other; None if they are too few to show.

    The drawings pass one by one; memory does not grow with their number.
    """
    counts: Counter[SidedArea] = Counter()
    regions: Counter[str] = Counter()
    strokes = 0

    def passing() -> Iterator[SurfaceDrawing]:
        nonlocal strokes
        for record in records:
            each = drawn_of(record)
            counts.update(mark.sided_area for mark in each.areas.marks)
            regions.update({_region(mark.sided_area) for mark in each.areas.marks})
            strokes += not each.by_area
            yield each.skin

    try:
        average = average_drawings(passing())
    except EmptyDrawingError:
        return None
    if average.count < smallest:
        return None
    shown = {area: count for area, count in counts.most_common() if count >= smallest}
    # Beside one of its areas, a region's count would tell how few painted the others.
    told = {_region(area) for area in shown}
    bands = _bands(smallest, max(shown.values(), default=0))
    painted = np.rint(average.frequency * average.count)
    # Where only areas were marked, their own outlines are sharper than the skin's.
    skin = {band.level: painted >= band.fewest for band in bands} if strokes else {}
    areas = {
        area: level
        for area, count in shown.items()
        if not strokes or load_surface().number_of(area) is None
        for level in (_level(count, bands),)
    }
    return Frequency(
        average.count,
        tuple(_counted(area.label, count, average.count) for area, count in shown.items()),
        tuple(
            _counted(region, count, average.count)
            for region, count in regions.most_common()
            if count >= smallest and region not in told
        ),
        bands,
        shaded_figures(skin, areas),
    )


def _region(area: SidedArea) -> str:
    region = require_area(area.area).region.replace("_", " ").capitalize()
    return region if area.side is Side.MIDLINE else f"{region}, {area.side.value}"


def _counted(label: str, count: int, patients: int) -> CountedPlace:
    return CountedPlace(label, count, f"{count / patients:.0%}".replace("%", " %"))


def _bands(smallest: int, most: int) -> tuple[Band, ...]:
    """Split the counts from the smallest group to the largest count into up to five bands."""
    if most < smallest:
        return ()
    number = min(LEVELS, most - smallest + 1)
    limits = np.linspace(smallest, most + 1, number + 1).round().astype(int).tolist()
    first_level = LEVELS - number + 1
    return tuple(
        Band(first_level + place, low, high - 1)
        for place, (low, high) in enumerate(pairwise(limits))
    )


def _level(count: int, bands: Iterable[Band]) -> int:
    return max(band.level for band in bands if count >= band.fewest)
