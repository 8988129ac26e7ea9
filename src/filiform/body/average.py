"""Many drawings laid over each other: the average drawing and how often each place is painted."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from filiform.body.drawing import EmptyDrawingError
from filiform.body.measure_rules import load_measure_rules
from filiform.body.stroke import SurfaceDrawing
from filiform.body.surface import Floats, load_surface


@dataclass(frozen=True, slots=True, eq=False)
class AverageDrawing:
    """What many drawings have in common.

    Parameters
    ----------
    count
        How many drawings were laid over each other.
    mean_weight
        Mean weight of each vertex, ``(n,)`` float in 0 to 1.
    frequency
        Share of the drawings in which the vertex counts as painted, ``(n,)`` float in 0 to 1.
    mean_load
        Mean product of weight and intensity, ``(n,)`` float in 0 to 10.
    """

    count: int
    mean_weight: Floats
    frequency: Floats
    mean_load: Floats


def average_drawings(drawings: Iterable[SurfaceDrawing]) -> AverageDrawing:
    """Average drawings, one after the other; memory does not grow with their number.

    An average of very few drawings shows a person: keep groups below the smallest publishable
    size inside the clinic.

    Raises
    ------
    EmptyDrawingError
        If no drawing came. A drawing without strokes counts as one without pain.
    """
    size = load_surface().vertex_count
    threshold = load_measure_rules().painted_weight
    weight, painted, load = np.zeros(size), np.zeros(size, dtype=np.int64), np.zeros(size)
    count = 0
    for drawing in drawings:
        drawn = drawing.weights
        weight += drawn
        painted += drawn >= threshold
        load += drawing.loads
        count += 1
    if not count:
        raise EmptyDrawingError("no drawing came, expected at least one to average.")
    means = (weight / count, painted / count, load / count)
    for mean in means:
        mean.flags.writeable = False
    return AverageDrawing(count, *means)
