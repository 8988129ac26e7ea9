"""Single-case statistics against the worked example of Parker, Vannest and Davis (2011).

Data and values: the package SingleCaseES, its reference page of Tau-U and its test of that paper.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.outcomes.errors import TooFewReadingsError
from filiform.outcomes.single_case import (
    log_response_ratio,
    nap,
    pand,
    pem,
    pnd,
    randomisation_test,
    robust_ird,
    serial_correlation,
    smd,
    tau,
    tau_u,
    trend,
)

A = [20, 20, 26, 25, 22, 23]
B = [28, 25, 24, 27, 30, 30, 29]
PHASES = st.lists(st.integers(0, 10), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("index", "printed"),
    [
        (pnd, 5 / 7),
        (pand, 1 - 2 / 13),
        (pem, 1.0),
        (robust_ird, 6 / 7 - 1 / 6),
        (nap, 38.5 / 42),
        (tau, (38 - 3) / 42),
        (tau_u, 0.7380952),
    ],
)
def test_the_indices_of_overlap_are_those_printed(index: object, printed: float) -> None:
    assert index(A, B, improvement=1) == pytest.approx(printed, abs=1e-6)  # type: ignore[operator]


def test_the_sums_behind_tau_u_are_those_of_the_example() -> None:
    assert trend(A, improvement=1) == 4
    assert trend(B, improvement=1) == 8
    assert tau(A, B, improvement=1) * len(A) * len(B) == pytest.approx(35)


def test_the_differences_of_means_are_those_of_the_example() -> None:
    ratio = log_response_ratio(A, B, improvement=1)

    assert smd(A, B, improvement=1) == pytest.approx(1.959294, abs=1e-5)
    assert smd(A, B, improvement=1, corrected=True) == pytest.approx(1.649932, abs=1e-5)
    assert ratio.value == pytest.approx(0.195396, abs=1e-5)
    assert ratio.standard_error == pytest.approx(0.055577, abs=1e-5)


@given(PHASES, PHASES)
def test_turning_the_scale_over_turns_every_index_over(a: list[int], b: list[int]) -> None:
    turned_a, turned_b = [10 - x for x in a], [10 - x for x in b]

    for index in (nap, tau, tau_u, pnd, pem, pand, robust_ird):
        assert index(a, b, improvement=1) == pytest.approx(
            index(turned_a, turned_b, improvement=-1)
        )


@given(PHASES, PHASES)
def test_tau_is_the_other_scale_of_nap(a: list[int], b: list[int]) -> None:
    assert tau(a, b, improvement=1) == pytest.approx(2 * nap(a, b, improvement=1) - 1)


@given(PHASES)
def test_two_equal_phases_differ_in_nothing(a: list[int]) -> None:
    assert nap(a, a, improvement=-1) == pytest.approx(0.5)
    assert tau(a, a, improvement=-1) == pytest.approx(0)


def test_a_start_drawn_by_lot_has_the_share_of_days_as_good_as_it() -> None:
    readings = [7, 7, 6, 7, 7, 7, 3, 3, 2, 3]

    share = randomisation_test(readings, start=6, allowed=[3, 4, 5, 6, 7], improvement=-1)

    assert share == pytest.approx(1 / 5)


def test_serial_correlation_of_a_saw_is_negative_and_of_a_level_none() -> None:
    assert serial_correlation([1, 2, 1, 2, 1, 2]) == pytest.approx(-5 / 6)
    assert serial_correlation([4, 4, 4, 4]) == 0


@pytest.mark.parametrize(
    "broken",
    [
        lambda: nap([], B, improvement=1),
        lambda: tau(A, [], improvement=1),
        lambda: smd([3], B, improvement=1),
        lambda: smd([3, 3], B, improvement=1),
        lambda: log_response_ratio([0, 0], B, improvement=1),
        lambda: serial_correlation([1, 2]),
        lambda: randomisation_test(A, start=2, allowed=[3, 4], improvement=1),
        lambda: randomisation_test(A, start=0, allowed=[0, 4], improvement=1),
    ],
)
def test_too_few_readings_are_refused(broken: object) -> None:
    with pytest.raises(TooFewReadingsError):
        broken()  # type: ignore[operator]
