"""Grades of a finding: what an observed level says of its causes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.localise.encoding import level_of, level_of_degree
from filiform.localise.levels import GRADED, Level, chance_at_least, observe
from filiform.localise.parameters import load_parameters

STRENGTHS = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=5).map(np.array)
RATIOS = st.floats(0.05, 0.95)


@given(STRENGTHS, RATIOS, st.sampled_from(GRADED))
def test_a_level_is_reached_or_not_gone_beyond(
    strength: np.ndarray, ratio: float, level: Level
) -> None:
    """At most l, and then l itself: together the chance of exactly l."""
    seen = observe(strength, ratio, level)

    exactly = np.exp(seen.log_at_most) * seen.strength
    expected = chance_at_least(strength, ratio, level)
    if level < Level.SEVERE:
        expected = expected - chance_at_least(strength, ratio, level + 1)
    assert exactly == pytest.approx(expected, abs=1e-12)


@given(STRENGTHS, RATIOS)
def test_all_levels_together_are_certain(strength: np.ndarray, ratio: float) -> None:
    total = np.exp(observe(strength, ratio, Level.ABSENT).log_at_most)
    for level in GRADED:
        seen = observe(strength, ratio, level)
        total = total + np.exp(seen.log_at_most) * seen.strength

    assert total == pytest.approx(np.ones_like(strength))


@given(STRENGTHS, RATIOS)
def test_present_without_a_grade_is_the_plain_noisy_or(strength: np.ndarray, ratio: float) -> None:
    seen = observe(strength, ratio, Level.UNGRADED)

    assert (seen.strength == strength).all()
    assert not seen.log_at_most.any()


@pytest.mark.parametrize(
    ("rating", "level"),
    [
        (1, Level.MILD),
        (4, Level.MILD),
        (5, Level.MODERATE),
        (6, Level.MODERATE),
        (7, Level.SEVERE),
        (10, Level.SEVERE),
    ],
)
def test_ratings_are_graded_as_the_source_does(rating: int, level: Level) -> None:
    """PALOS06: 1 to 4 mild, 5 to 6 moderate, 7 to 10 severe."""
    assert level_of(rating, load_parameters()) is level


def test_a_degree_is_a_yes_a_no_or_a_word() -> None:
    assert level_of_degree(True) is Level.UNGRADED
    assert level_of_degree(False) is Level.ABSENT
    assert [level_of_degree(word) for word in ("mild", "moderate", "severe")] == list(GRADED)
