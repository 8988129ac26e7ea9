"""Errors of measurement against published worked examples."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.outcomes.error import (
    agreement,
    best_guess,
    detectable_change,
    error_of_difference,
    expected_drop,
    recovery_cut,
    reliable_change_index,
    sem_from_reliability,
)

# Shrout and Fleiss 1979, table 2: six targets, four judges.
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]


def test_the_leeds_dependence_questionnaire_needs_a_change_of_4_71() -> None:
    sem = sem_from_reliability(7.6, 0.95)

    assert sem == pytest.approx(1.699412, abs=1e-5)
    assert error_of_difference(sem) == pytest.approx(2.403331, abs=1e-5)
    assert detectable_change(sem, level=0.95) == pytest.approx(4.710529, abs=1e-4)


def test_the_marital_scale_of_jacobson_and_truax() -> None:
    # SD 7.5, reliability 0.80, from 32.5 to 47.5: printed 3.35, 4.74 and 3.16 (from memory).
    sem = sem_from_reliability(7.5, 0.80)

    assert sem == pytest.approx(3.35, abs=0.005)
    assert error_of_difference(sem) == pytest.approx(4.74, abs=0.005)
    assert reliable_change_index(47.5 - 32.5, sem) == pytest.approx(3.16, abs=0.005)
    assert recovery_cut((40, 7.5), (60, 7.5)) == 50


@pytest.mark.parametrize(
    ("sem", "level", "printed", "computed"),
    [
        (4.1, 0.90, 9.6, 9.538),  # FLETCHER08, neck flexion, with neck pain
        (2.3, 0.90, 5.4, 5.351),  # FLETCHER08, left rotation, without
        (1.4, 0.95, 4, 3.881),  # LOPEZ09, sit and reach
        (2.8, 0.95, 8, 7.761),  # LOPEZ09, straight leg raise
        (4.2, 0.95, 12, 11.642),
        (7.0, 0.95, 19.4, 19.403),  # PEELER08, rectus femoris
    ],
)
def test_printed_limits_follow_from_their_standard_error(
    sem: float, level: float, printed: float, computed: float
) -> None:
    assert detectable_change(sem, level=level) == pytest.approx(computed, abs=1e-3)
    assert detectable_change(sem, level=level) == pytest.approx(printed, abs=0.4)


def test_the_often_quoted_two_points_of_pain_are_the_error_of_one_score() -> None:
    assert pytest.approx(2.0, abs=0.01) == 1.96 * 1.02
    assert detectable_change(1.02, level=0.90) == pytest.approx(2.37, abs=0.005)
    assert detectable_change(1.02, level=0.95) == pytest.approx(2.83, abs=0.005)


def test_three_readings_at_both_ends_bring_the_limit_to_1_37() -> None:
    assert detectable_change(1.02, level=0.90, before=3, after=3) == pytest.approx(1.37, abs=0.005)


def test_six_targets_and_four_judges_give_the_printed_coefficients() -> None:
    result = agreement(SHROUT_FLEISS)
    icc = (
        result.icc_1_1, result.icc_2_1, result.icc_3_1,
        result.icc_1_k, result.icc_2_k, result.icc_3_k,
    )  # fmt: skip

    assert [round(value, 2) for value in icc] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    assert icc == pytest.approx(
        [0.165742, 0.289764, 0.714841, 0.442797, 0.620051, 0.909316], abs=1e-5
    )
    assert result.sem_agreement == pytest.approx(2.502776, abs=1e-5)
    assert result.sem_consistency == pytest.approx(1.009675, abs=1e-5)


def test_people_who_come_at_their_worst_fall_by_a_point_without_treatment() -> None:
    assert expected_drop(5.0, 1.5, 1.3, cutoff=6) == pytest.approx(0.973888, abs=1e-5)
    assert best_guess(8, 5.0, 1.5, 1.3) == pytest.approx(6.713198, abs=1e-5)


@pytest.mark.parametrize("table", [[], [[1, 2]], [[1, 2], [3]]])
def test_a_table_with_gaps_is_refused(table: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="all of equal length"):
        agreement(table)


@given(st.floats(0.1, 50), st.floats(0, 1))
def test_more_reliable_scores_err_less(sd: float, reliability: float) -> None:
    assert sem_from_reliability(sd, reliability) <= sd
    assert math.isclose(sem_from_reliability(sd, 1), 0)


def test_a_reliability_beyond_one_is_refused() -> None:
    with pytest.raises(ValueError, match="r in 0 to 1"):
        sem_from_reliability(7, 1.2)
