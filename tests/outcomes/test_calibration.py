"""Scores of forecasts, learning from past patients, and the gate that switches a forecast off."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from filiform.outcomes import (
    UncalibratedForecastError,
    load_calibration,
    load_courses,
    require_calibrated,
    require_course,
    require_instrument,
)
from filiform.outcomes.learn_course import PastSeries, learn_course, learn_spread, log_evidence
from filiform.outcomes.proper_scores import crps_cdf, crps_normal, crps_steps, share_inside

COURSE = require_course("nprs_persistent")
NPRS = require_instrument("nprs")


@pytest.mark.parametrize(
    ("mean", "sd", "value", "expected"),
    [(0, 1, 0, 0.233695), (3.2, 1.4, 5, 1.141534), (5, 1, 3, 1.452792)],
)
def test_the_score_of_a_normal_forecast_is_the_closed_form(
    mean: float, sd: float, value: float, expected: float
) -> None:
    assert crps_normal(mean, sd, value) == pytest.approx(expected, abs=1e-5)


def test_the_score_over_a_grid_is_that_of_the_closed_form() -> None:
    edges = np.linspace(-10, 20, 30001)
    at_most = np.array([NormalDist(3.2, 1.4).cdf(edge) for edge in edges])

    assert crps_cdf(edges, at_most, 5.0) == pytest.approx(1.141534, abs=1e-3)


def test_a_sure_and_right_forecast_scores_nothing_and_a_sure_wrong_one_its_distance() -> None:
    sure = np.array([0.0, 0.0, 1.0, 0.0, 0.0])

    assert crps_steps(sure, 2) == 0
    assert crps_steps(sure, 4) == 2


def test_a_reading_takes_its_share_of_an_interval() -> None:
    assert share_inside((0.2, 0.4), 0.25, 0.75) == pytest.approx(0.75)
    assert share_inside((0.8, 0.9), 0.25, 0.75) == 0
    assert share_inside((0.5, 0.5), 0.25, 0.75) == 1


def simulated(mean: tuple[float, float], people: int, seed: int) -> list[PastSeries]:
    rng = np.random.default_rng(seed)
    days = np.array([0.0, 7, 14, 28, 42])
    return [
        PastSeries(
            days,
            np.clip(
                np.round(
                    rng.normal(mean[0], 1) + rng.normal(mean[1], 1) * np.exp(-days / 14)
                    + rng.normal(0, 1, 5)
                ), 0, 10,
            ),
        )
        for _ in range(people)
    ]  # fmt: skip


def test_a_clinic_whose_patients_differ_learns_their_course() -> None:
    past = simulated((4.5, 2.0), 120, seed=3)
    held_out = simulated((4.5, 2.0), 60, seed=4)

    learned = learn_course(COURSE, past, rounds=4)

    assert abs(learned.mean[0] - 4.5) < abs(COURSE.mean[0] - 4.5) / 2
    assert log_evidence(learned, held_out) > log_evidence(COURSE, held_out)


def test_a_clinic_without_past_patients_keeps_the_literature() -> None:
    learned = learn_course(COURSE, [])

    np.testing.assert_allclose(learned.mean, COURSE.mean)
    np.testing.assert_allclose(learned.covariance, COURSE.covariance)
    assert learn_spread(COURSE, NPRS, []) is COURSE


def test_intervals_that_held_too_little_are_widened() -> None:
    narrow = replace(COURSE, reading_sd=0.5, flare_sd=0.2, spread=1.0)

    assert learn_spread(narrow, NPRS, simulated((2.5, 2.7), 80, seed=5)).spread > 1.1


def test_every_course_of_this_release_has_passed_its_check() -> None:
    for course in load_courses():
        check = require_calibrated(course)
        assert check.people >= 2000
        assert 0.47 <= check.learned_50 <= 0.53
        assert 0.87 <= check.learned_90 <= 0.93
        assert check.crps_learned < check.crps_usual_course


@pytest.mark.parametrize(
    "broken",
    [
        {"coverage_90": 0.80},
        {"coverage_50": 0.60},
        {"crps": 5.0},
        {"version": "0.9.0"},
    ],
)
def test_a_forecast_that_fails_its_check_is_switched_off(
    broken: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    check = replace(load_calibration()["nprs_acute"], **broken)  # type: ignore[arg-type]

    assert not check.passed
    monkeypatch.setattr(
        "filiform.outcomes.calibration.load_calibration", lambda: {"nprs_acute": check}
    )
    with pytest.raises(UncalibratedForecastError, match="switched off"):
        require_calibrated("nprs_acute")


def test_a_course_nobody_checked_is_switched_off() -> None:
    with pytest.raises(UncalibratedForecastError):
        require_calibrated("hops")
