"""Load, survival, time to return, a wandering level and funnels, against worked examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.outcomes.errors import AnswerError, TooFewReadingsError
from filiform.outcomes.funnel import (
    funnel_limits,
    overdispersion,
    shrunk_mean,
    suppressed,
)
from filiform.outcomes.load import session_load, week_load
from filiform.outcomes.local_level import Level, filter_level
from filiform.outcomes.return_time import load_return_times
from filiform.outcomes.survival import Followed, cox_two_groups, kaplan_meier, log_rank

# Freireich 1963: weeks in remission under a drug and under placebo; medians 23 and 8 are printed.
DRUG = [
    *(Followed(t, True) for t in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *(Followed(t, False) for t in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
PLACEBO = [
    Followed(t, True)
    for t in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
]


def test_the_week_of_the_worked_example() -> None:
    week = week_load([300, 0, 450, 240, 0, 600, 0])

    assert week.total == 1590
    assert week.monotony == pytest.approx(0.941884, abs=1e-5)
    assert week.strain == pytest.approx(1497.596021, abs=1e-4)


def test_a_rest_day_is_nought_and_a_day_nobody_recorded_leaves_no_monotony() -> None:
    week = week_load([300, 0, 450, 240, None, 600, 0])

    assert week.monotony is None
    assert week.reason == "6 of 7 days were recorded"
    assert week_load([100] * 7).monotony is None


def test_effort_times_minutes_and_nothing_else() -> None:
    assert session_load(6, 50) == 300
    with pytest.raises(AnswerError):
        session_load(11, 50)
    with pytest.raises(AnswerError):
        session_load(5, -1)


def test_the_survival_curve_of_freireich() -> None:
    drug, placebo = kaplan_meier(DRUG), kaplan_meier(PLACEBO)

    assert (drug.median, placebo.median) == (23, 8)  # printed
    for time, share in (
        (6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378),
        (23, 0.4482),
    ):  # fmt: skip
        assert drug.at(time) == pytest.approx(share, abs=1e-4)
    assert drug.mean_until(20) == pytest.approx(16.116527, abs=1e-4)
    assert placebo.mean_until(20) == pytest.approx(8.428571, abs=1e-4)


def test_the_two_groups_of_freireich_differ() -> None:
    beta, error = cox_two_groups(DRUG, PLACEBO)

    assert log_rank(DRUG, PLACEBO) == pytest.approx(16.792941, abs=1e-4)
    assert beta == pytest.approx(-1.572125, abs=1e-4)
    assert error == pytest.approx(0.412397, abs=1e-4)


def test_who_is_not_back_yet_counts_and_nobody_is_no_group() -> None:
    assert kaplan_meier([Followed(3, False)]).median is None
    assert kaplan_meier([Followed(2, True), Followed(3, False)]).at(3) == 0.5
    with pytest.raises(TooFewReadingsError):
        kaplan_meier([])


@pytest.mark.parametrize(
    ("grade", "mu", "sigma", "median", "low", "high"),
    [
        (0, 2.014, 0.363, 7.5, 4.7, 11.9),
        (1, 2.685, 0.545, 14.7, 7.3, 29.5),
        (2, 2.979, 0.472, 19.7, 10.7, 36.0),
        (3, 4.032, 0.718, 56.4, 22.5, 141.6),
    ],
)
def test_published_days_of_hamstring_injuries_as_a_log_normal(
    grade: int, mu: float, sigma: float, median: float, low: float, high: float
) -> None:
    time = load_return_times()[f"hamstring_mri_{grade}"]

    assert time.mu == pytest.approx(mu, abs=6e-4)
    assert time.sigma == pytest.approx(sigma, abs=6e-4)
    assert time.days(0.5) == pytest.approx(median, abs=0.06)
    assert time.days(0.1) == pytest.approx(low, abs=0.06)
    assert time.days(0.9) == pytest.approx(high, abs=0.06)


def test_not_back_on_day_14_of_a_grade_1_means_78_in_100_by_day_28() -> None:
    time = load_return_times()["hamstring_mri_1"]

    assert time.share_back(28, not_back_on=14) == pytest.approx(0.78, abs=0.005)
    assert time.share_back(14, not_back_on=14) == 0


def test_a_level_filtered_at_irregular_visits() -> None:
    levels = filter_level(
        Level(6, 4), [0, 2, 7, 9, 21], [7, 6, 5, None, 3], wander_per_day=0.08, error_variance=1
    )

    assert [level.mean for level in levels] == pytest.approx(
        [6.8, 6.408163, 5.745140, 5.745140, 4.059555], abs=1e-5
    )
    assert [level.variance for level in levels] == pytest.approx(
        [0.8, 0.489796, 0.470842, 0.630842, 0.614025], abs=1e-5
    )
    ahead = levels[-1].variance + 0.08 * 7
    assert (ahead + 1) ** 0.5 == pytest.approx(1.474458, abs=1e-5)


@pytest.mark.parametrize(
    ("people", "limits"),
    [
        (20, (0.2264, 0.3556, 0.7871, 0.8923)),
        (50, (0.3713, 0.4517, 0.7241, 0.7966)),
        (100, (0.4414, 0.4980, 0.6899, 0.7430)),
    ],
)
def test_exact_funnel_limits(people: int, limits: tuple[float, ...]) -> None:
    found = funnel_limits(people, 0.6)

    assert (found.low_998, found.low_95, found.high_95, found.high_998) == pytest.approx(
        limits, abs=1e-4
    )


def test_one_small_group_is_hidden_with_another_so_that_nobody_can_subtract() -> None:
    shown = suppressed([("A", 40, 20), ("B", 4, 1), ("C", 15, 9)])

    assert [group.people for group in shown] == [40, None, None]
    assert [group.people for group in suppressed([("A", 40, 20), ("B", 10, 1)])] == [40, 10]
    assert [g.people for g in suppressed([("A", 4, 2), ("B", 4, 1), ("C", 15, 9)])] == [
        None, None, 15,
    ]  # fmt: skip


@given(st.integers(1, 200))
def test_the_smaller_a_group_the_more_it_is_pulled_to_all_others(people: int) -> None:
    small = shrunk_mean(5, people, variance=4, prior=2, tau2=0.5)
    large = shrunk_mean(5, people + 1, variance=4, prior=2, tau2=0.5)

    assert 2 < small < large < 5


def test_groups_that_differ_by_chance_are_not_overdispersed() -> None:
    assert overdispersion([0.5, -0.5, 0.2, 1.0]) == 1
    assert overdispersion([3.0, -3.0, 2.5, -2.0]) > 4
