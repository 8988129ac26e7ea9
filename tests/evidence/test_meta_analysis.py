"""Pooling against printed values and tables."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.evidence import (
    Effect,
    PoolingError,
    effect_from_interval,
    load_study_sets,
    log_risk_ratio,
    pool,
)
from filiform.evidence.student import chi_square_tail, t_cdf, t_quantile

VACCINE = [study.effect for study in load_study_sets()["check_vaccine"].studies]
REGIONS = [study.effect for study in load_study_sets()["pain_by_region"].studies]
EFFECTS = st.lists(st.builds(Effect, st.floats(-3, 3), st.floats(0.05, 2)), min_size=2, max_size=12)


# The usual printed table of t, two-sided 5 % and one-sided 1 %.
@pytest.mark.parametrize(
    ("probability", "df", "printed"),
    [
        (0.975, 1, 12.706), (0.975, 2, 4.303), (0.975, 4, 2.776), (0.975, 11, 2.201),
        (0.975, 12, 2.179), (0.975, 30, 2.042), (0.99, 5, 3.365), (0.95, 10, 1.812),
    ],
)  # fmt: skip
def test_quantiles_of_t_are_those_of_the_printed_table(
    probability: float, df: int, printed: float
) -> None:
    assert t_quantile(probability, df) == pytest.approx(printed, abs=5e-4)
    assert t_quantile(1 - probability, df) == pytest.approx(-printed, abs=5e-4)


@pytest.mark.parametrize(
    ("x", "df", "printed"), [(3.841, 1, 0.05), (9.488, 4, 0.05), (23.209, 10, 0.01)]
)
def test_tails_of_chi_square_are_those_of_the_printed_table(
    x: float, df: int, printed: float
) -> None:
    assert chi_square_tail(x, df) == pytest.approx(printed, abs=5e-5)


@given(st.floats(-20, 20), st.integers(1, 60))
def test_the_two_tails_of_t_are_equal(t: float, df: int) -> None:
    assert t_cdf(t, df) + t_cdf(-t, df) == pytest.approx(1, abs=1e-9)


def test_thirteen_trials_of_a_vaccine_by_restricted_likelihood() -> None:
    pooled = pool(VACCINE)

    assert pooled.tau2 == pytest.approx(0.3132, abs=5e-5)  # printed
    assert pooled.i2 == pytest.approx(92.22, abs=0.005)  # printed
    assert pooled.estimate == pytest.approx(-0.714532, abs=1e-5)
    assert pooled.wald_interval == pytest.approx((-1.066898, -0.362167), abs=1e-4)
    assert pooled.interval == pytest.approx((-1.108444, -0.320621), abs=1e-4)


def test_thirteen_trials_of_a_vaccine_by_moments_and_as_one_effect() -> None:
    moments, fixed = pool(VACCINE, model="DL"), pool(VACCINE, model="fixed")

    assert moments.tau2 == pytest.approx(0.308760, abs=1e-5)
    assert moments.estimate == pytest.approx(-0.714117, abs=1e-5)
    assert moments.i2_from_q == pytest.approx(92.1173, abs=1e-3)
    assert moments.standard_error == pytest.approx(0.180697, abs=1e-5)
    assert moments.prediction == pytest.approx((-1.998838, 0.570604), abs=1e-4)
    assert fixed.estimate == pytest.approx(-0.430285, abs=1e-5)
    assert fixed.standard_error == pytest.approx(0.040499, abs=1e-5)
    assert fixed.q == pytest.approx(152.233, abs=1e-3)


def test_five_reviews_of_needling_differ_by_model_and_predict_nothing_certain() -> None:
    reml, moments, fixed = pool(REGIONS), pool(REGIONS, model="DL"), pool(REGIONS, model="fixed")

    assert fixed.estimate == pytest.approx(-0.419205, abs=1e-4)
    assert fixed.q == pytest.approx(19.165588, abs=1e-3)
    assert moments.tau2 == pytest.approx(0.156408, abs=1e-4)
    assert moments.interval == pytest.approx((-1.311489, -0.198414), abs=1e-3)
    assert reml.estimate == pytest.approx(-0.753684, abs=1e-4)
    assert reml.tau2 == pytest.approx(0.153478, abs=1e-4)
    assert reml.interval == pytest.approx((-1.310252, -0.197116), abs=1e-3)
    assert reml.prediction == pytest.approx((-2.167985, 0.660618), abs=1e-3)


@given(EFFECTS)
def test_the_pooled_value_lies_among_the_studies_and_the_prediction_is_wider(
    effects: list[Effect],
) -> None:
    pooled = pool(effects)
    values = [effect.value for effect in effects]

    assert min(values) - 1e-9 <= pooled.estimate <= max(values) + 1e-9
    assert pooled.tau2 >= 0
    assert 0 <= pooled.i2 <= 100
    if pooled.prediction:
        width = pooled.wald_interval[1] - pooled.wald_interval[0]
        assert pooled.prediction[1] - pooled.prediction[0] >= width - 1e-9


@given(EFFECTS)
def test_turning_every_study_over_turns_the_pooled_value_over(effects: list[Effect]) -> None:
    turned = pool([Effect(-effect.value, effect.standard_error) for effect in effects])

    assert turned.estimate == pytest.approx(-pool(effects).estimate, abs=1e-6)


@given(EFFECTS, st.floats(-5, 5))
def test_moving_every_study_moves_the_pooled_value_and_nothing_else(
    effects: list[Effect], by: float
) -> None:
    there, moved = pool(effects), pool([Effect(e.value + by, e.standard_error) for e in effects])

    assert moved.estimate == pytest.approx(there.estimate + by, abs=1e-6)
    assert moved.q == pytest.approx(there.q, abs=1e-4, rel=1e-4)


def test_equal_studies_have_nothing_between_them() -> None:
    pooled = pool([Effect(-0.5, 0.2)] * 6)

    assert pooled.tau2 == 0
    assert pooled.i2 == 0
    assert pooled.estimate == pytest.approx(-0.5)


@pytest.mark.parametrize(
    "effects",
    [[], [Effect(1, 0.2)], [Effect(1, 0.2), Effect(1, 0)], [Effect(1, 0.2), Effect(1, math.inf)]],
)
def test_what_cannot_be_pooled_is_refused(effects: list[Effect]) -> None:
    with pytest.raises(PoolingError):
        pool(effects)


def test_an_interval_beside_its_estimate_and_an_arm_without_events_are_refused() -> None:
    with pytest.raises(PoolingError, match="does not hold"):
        effect_from_interval(0.5, 0.6, 0.9)
    with pytest.raises(PoolingError, match="without events"):
        log_risk_ratio(0, 20, 3, 20)
