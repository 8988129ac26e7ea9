"""Many drawings over each other."""

import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiform.body import EmptyDrawingError, SurfaceDrawing, SurfaceMark, average_drawings
from filiform.body.measure_rules import load_measure_rules
from tests.strategies import surface_drawings

pytestmark = pytest.mark.long


@given(st.lists(surface_drawings(), min_size=1, max_size=5))
@settings(max_examples=40)
def test_the_average_is_that_of_the_stacked_drawings(drawings: list[SurfaceDrawing]) -> None:
    stacked = np.stack([drawing.weights for drawing in drawings])

    average = average_drawings(iter(drawings))

    assert average.count == len(drawings)
    np.testing.assert_allclose(average.mean_weight, stacked.mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(average.frequency, (stacked >= 0.5).mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(
        average.mean_load, np.mean([drawing.loads for drawing in drawings], axis=0), atol=1e-12
    )


def test_a_drawing_without_pain_counts() -> None:
    pain = SurfaceDrawing((SurfaceMark(np.array([7]), np.array([1.0]), 4),))

    average = average_drawings([pain, SurfaceDrawing(())])

    assert average.frequency[7] == 0.5
    assert average.mean_load[7] == 2


def test_memory_does_not_grow_with_the_number_of_drawings() -> None:
    pain = SurfaceDrawing((SurfaceMark(np.arange(2000), np.ones(2000), 4),))

    def stream(count: int) -> Iterator[SurfaceDrawing]:
        yield from (pain for _ in range(count))

    def peak(count: int) -> int:
        tracemalloc.start()
        average_drawings(stream(count))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(300) < 1.1 * peak(3)


def test_no_drawing_has_no_average() -> None:
    with pytest.raises(EmptyDrawingError, match="expected at least one"):
        average_drawings([])


def test_the_rules_of_the_measures_are_read() -> None:
    rules = load_measure_rules()

    assert (rules.painted_weight, rules.painful_share) == (0.5, 0.10)
    assert rules.painful_m2 == pytest.approx(4e-4)
