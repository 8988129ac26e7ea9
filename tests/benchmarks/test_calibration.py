"""Recall, proper scores and the calibration error, against numbers worked out by hand."""

import math

import numpy as np
import pytest

from calibration import LEAST, brier_score, calibration_of, log_score, recall_at


def flags(*true: int, of: int) -> np.ndarray:
    row = np.zeros(of, dtype=np.bool_)
    row[list(true)] = True
    return row


def test_recall_counts_true_points_among_the_first() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    truth = flags(0, 2, 4, of=5)

    assert recall_at(1, scores, truth) == 1.0
    assert recall_at(2, scores, truth) == 1 / 2
    assert recall_at(3, scores, truth) == 2 / 3
    assert recall_at(5, scores, truth) == 1.0


def test_no_more_true_points_can_be_found_than_there_are() -> None:
    assert recall_at(5, np.array([0.1, 0.9, 0.3]), flags(1, of=3)) == 1.0


def test_a_tie_with_a_wrong_point_counts_against() -> None:
    scores = np.array([0.5, 0.5, 0.1])

    assert recall_at(1, scores, flags(0, of=3)) == 0.0
    assert recall_at(2, scores, flags(0, of=3)) == 1.0


def test_a_tie_of_two_true_points_costs_nothing() -> None:
    assert recall_at(1, np.array([0.5, 0.5, 0.1]), flags(0, 1, of=3)) == 1.0


def test_scores_of_a_forecast() -> None:
    probability, truth = np.array([0.8, 0.1]), flags(0, of=2)

    assert log_score(probability, truth) == pytest.approx(-math.log(0.8) - math.log(0.9))
    assert brier_score(probability, truth) == pytest.approx(0.04 + 0.01)


def test_a_sure_forecast_that_fails_has_a_finite_score() -> None:
    assert 30 < log_score(np.array([0.0]), flags(0, of=1)) < 40


def test_the_calibration_error_weighs_each_bin_by_its_predictions() -> None:
    # Three at 0.25, of which one comes true; one at 0.95, which does not; 0.005 is left out.
    probability = np.array([[0.25, 0.25, 0.95], [0.25, LEAST / 2, LEAST / 2]])
    truth = np.array([[True, False, False], [False, True, False]])

    found = calibration_of(probability, truth)

    assert found.predictions == 4
    assert found.error == pytest.approx((abs(0.75 - 1) + 0.95) / 4)


def test_honest_forecasts_have_a_small_error_and_boasting_ones_a_large_one() -> None:
    rng = np.random.default_rng(1)
    chance = rng.uniform(0.02, 0.98, (2_000, 10))
    truth = rng.random(chance.shape) < chance

    honest = calibration_of(chance, truth)
    boasting = calibration_of(np.clip(1.5 * chance, 0, 1), truth)

    assert honest.error < 0.02
    assert boasting.error > 0.15
    low, high = honest.interval_95(np.random.default_rng(2), draws=200)
    assert 0 < low < high < 0.03
    low, high = boasting.interval_95(np.random.default_rng(2), draws=200)
    assert low < boasting.error < high


def test_a_prediction_of_certainty_falls_into_the_last_bin() -> None:
    found = calibration_of(np.array([[1.0]]), np.array([[True]]))

    assert found.error == 0.0
    assert found.sums[0, -1].tolist() == [1.0, 1.0, 1.0]
