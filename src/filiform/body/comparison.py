"""Two drawings of the same person, held against each other.

What follows is what was painted. How far a painted strength differs by chance from one day to the
next has not been measured here, so a step is described and never judged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from filiform.body.areas import SidedArea, all_sided_areas
from filiform.body.drawing import PainDrawing
from filiform.body.measure_rules import load_measure_rules
from filiform.body.stroke import SurfaceDrawing
from filiform.body.surface import Flags, Floats


class PaintChange(StrEnum):
    """What became of a painted place from one drawing to the next."""

    NEW = "new"
    STRONGER = "stronger"
    SAME = "same"
    WEAKER = "weaker"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class AreaChange:
    """One area in two drawings.

    Parameters
    ----------
    before, after
        Intensity 1 to 10 in each; None where the area is not painful. At least one is.
    """

    area: SidedArea
    before: int | None
    after: int | None

    @property
    def change(self) -> PaintChange:
        """What became of it."""
        if self.before is None:
            return PaintChange.NEW
        if self.after is None:
            return PaintChange.GONE
        if self.after == self.before:
            return PaintChange.SAME
        return PaintChange.STRONGER if self.after > self.before else PaintChange.WEAKER


def compare_areas(before: PainDrawing, after: PainDrawing) -> tuple[AreaChange, ...]:
    """Return every area that is painful in either drawing, in the order of the areas."""
    earlier, later = before.intensity_by_area, after.intensity_by_area
    return tuple(
        AreaChange(area, earlier.get(area), later.get(area))
        for area in all_sided_areas()
        if area in earlier or area in later
    )


def compare_skin(before: SurfaceDrawing, after: SurfaceDrawing) -> Mapping[PaintChange, Flags]:
    """Return the skin of each change, ``(n,)`` bool, each vertex in one of them or in none.

    Skin counts as painted from the weight in ``measures.toml``; its intensity is rounded to a
    whole number before it is compared.
    """
    threshold = load_measure_rules().painted_weight
    was, then = before.weights >= threshold, _intensities(before)
    is_now, now = after.weights >= threshold, _intensities(after)
    both = was & is_now
    return MappingProxyType(
        {
            PaintChange.NEW: is_now & ~was,
            PaintChange.STRONGER: both & (now > then),
            PaintChange.SAME: both & (now == then),
            PaintChange.WEAKER: both & (now < then),
            PaintChange.GONE: was & ~is_now,
        }
    )


def skin_intensities(drawing: SurfaceDrawing) -> Floats:
    """Return the intensity of each vertex, ``(n,)`` float, whole numbers 1 to 10; 0 unpainted.

    Skin counts as painted from the weight in ``measures.toml``.
    """
    return np.where(
        drawing.weights >= load_measure_rules().painted_weight, _intensities(drawing), 0.0
    )


def _intensities(drawing: SurfaceDrawing) -> Floats:
    weights = drawing.weights
    intensities: Floats = np.rint(drawing.loads / np.where(weights > 0, weights, 1.0))
    return intensities
