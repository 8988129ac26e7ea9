"""A drawing that trigger points explain badly is said to be so."""

import numpy as np
import pytest

from filiform.atlas import load_atlas
from filiform.body.areas import all_sided_areas
from filiform.body.drawing import PainDrawing, PainMark
from filiform.localise import (
    CaseFindings,
    ParametersError,
    load_parameters,
    rank_trigger_points,
    sample_client,
)
from filiform.localise.surprise import load_surprise, parse_surprise

ATLAS = load_atlas()


def test_the_table_fits_the_packaged_atlas_and_parameters() -> None:
    """Run ``python -m tools.surprise`` after a change of either."""
    table = load_surprise()

    assert table.atlas_version == ATLAS.version
    assert table.parameters_version == load_parameters().version


def test_more_areas_are_less_probable_beyond_the_table_too() -> None:
    table = load_surprise()

    lines = [table.least(painted) for painted in range(1, 60)]

    assert lines == sorted(lines, reverse=True)
    assert lines[0] == table.log_probability[0]


def test_areas_that_no_point_ties_together_are_poorly_explained() -> None:
    """Twelve single spots all over the body, each its own coincidence."""
    areas = all_sided_areas()[:: len(all_sided_areas()) // 12][:12]
    scattered = PainDrawing(tuple(PainMark(area.area, area.side, 2) for area in areas))

    assert rank_trigger_points(CaseFindings(scattered), ATLAS).poorly_explained is True


@pytest.mark.long
def test_hardly_any_drawing_of_the_model_itself_is_poorly_explained() -> None:
    rng = np.random.default_rng(8)
    drawings = [sample_client(ATLAS, rng, active=None).drawing for _ in range(150)]

    poor = [
        rank_trigger_points(CaseFindings(drawing), ATLAS).poorly_explained for drawing in drawings
    ]

    # One in a hundred is expected; with 1 % each, more than 8 of 150 happens once in 10 000.
    assert poor.count(True) <= 8
    assert None not in poor


@pytest.mark.parametrize("lines", ["[]", "[-1.0, -2.0]", "[-1.0, 2.0, -3.0]", '"none"'])
def test_a_broken_table_is_refused(lines: str) -> None:
    with pytest.raises(ParametersError, match="log_probability"):
        parse_surprise(f"log_probability = {lines}")
