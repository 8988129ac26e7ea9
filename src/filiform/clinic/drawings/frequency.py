"""Where the patients of a clinic hurt: many drawings laid over each other.

A count of a few people shows the people, so below the smallest group nothing is counted out, and
not at all when there are so few patients. ``telling`` says which places are fit to be told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from django import forms

from filiform.body import (
    EmptyDrawingError,
    SidedArea,
    SurfaceDrawing,
    average_drawings,
    load_surface,
)
from filiform.body.surface import Flags, Floats
from filiform.clinic.drawings.mapping import drawn_of
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.drawings.pictures import Figure, shaded_figures
from filiform.clinic.drawings.telling import Told, tell

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
    told
        The places that are counted out. Any other, painted by nobody or by a few, is not told
        apart.
    """

    patients: int
    told: Told
    bands: tuple[Band, ...]
    figures: tuple[Figure, ...]


def frequency_of(records: Iterable[DrawingRecord], *, smallest: int) -> Frequency | None:
    """Lay drawings of different patients over each other; None if they are too few to show.

    The drawings pass one by one; of each only its areas are kept.
    """
    patients: defaultdict[SidedArea, set[int]] = defaultdict(set)
    strokes = 0

    def passing() -> Iterator[SurfaceDrawing]:
        nonlocal strokes
        for number, record in enumerate(records):
            drawn = drawn_of(record)
            for mark in drawn.areas.marks:
                patients[mark.sided_area].add(number)
            strokes += not drawn.by_area
            yield drawn.skin

    try:
        average = average_drawings(passing())
    except EmptyDrawingError:
        return None
    if average.count < smallest:
        return None
    told = tell(patients, smallest=smallest)
    most = max((place.count for place in told.places), default=0)
    # Beside an area's own count, a narrow band on its skin would tell of those who painted the
    # area and not just here.
    bands = _bands(smallest, most, width=smallest if strokes else 1)
    painted = np.rint(average.frequency * average.count)
    shades = _skin_of(told, painted, bands) if strokes else {}
    # Where only areas were marked, their own outlines are sharper than the skin's.
    outlined = {
        place.areas: _level(place.count, bands)
        for place in told.places
        if not (strokes and place in told.areas and _is_on_skin(place.areas[0]))
    }
    return Frequency(average.count, told, bands, shaded_figures(shades, outlined))


def _skin_of(told: Told, painted: Floats, bands: Iterable[Band]) -> Mapping[int, Flags]:
    """Return the skin of the told areas in levels; of a rarer area no part is shown."""
    surface = load_surface()
    numbers = [surface.number_of(area) for place in told.areas for area in place.areas]
    within = np.isin(surface.area, [number for number in numbers if number is not None])
    return {band.level: within & (painted >= band.fewest) for band in bands}


def _is_on_skin(area: SidedArea) -> bool:
    return load_surface().number_of(area) is not None


def _bands(smallest: int, most: int, *, width: int) -> tuple[Band, ...]:
    """Split the counts from the smallest group to the largest count into up to five bands."""
    if most < smallest:
        return ()
    span = most - smallest + 1
    number = max(1, min(LEVELS, span // width))
    limits = [smallest + span * place // number for place in range(number + 1)]
    first_level = LEVELS - number + 1
    return tuple(
        Band(first_level + place, low, high - 1)
        for place, (low, high) in enumerate(pairwise(limits))
    )


def _level(count: int, bands: Iterable[Band]) -> int:
    return max(band.level for band in bands if count >= band.fewest)
