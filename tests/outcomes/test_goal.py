"""One goal, one primary outcome; chance passes for improvement in at most one of twenty."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from filiform.outcomes import (
    Goal,
    GoalError,
    Reading,
    Series,
    SeriesChange,
    Verdict,
    judge_goal,
    judge_series,
    load_instruments,
    require_instrument,
)

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(days=28)
PRIMARY = Series("nprs")
GOAL = Goal("Sleep through the night", PRIMARY, MONDAY)
PATIENTS = 4000
LIMIT = 0.05
# Three standard errors of a share of 5 % among the simulated patients: luck of the draw.
LUCK = 3 * (LIMIT * (1 - LIMIT) / PATIENTS) ** 0.5
TEN = [
    "nprs", "psfs", "ndi", "lefs", "quickdash", "odi", "rmdq", "vas", "pcs", "visa_a",
]  # fmt: skip


def change(instrument: str, first: float, later: float, side: str = "") -> SeriesChange:
    kind = require_instrument(instrument)
    series = Series(instrument, side=side)
    return judge_series(
        Reading(series, first, MONDAY, kind.scale), Reading(series, later, LATER, kind.scale), kind
    )


def unchanged(instrument_id: str, rng: np.random.Generator) -> SeriesChange:
    """Two readings of somebody whose true level stays, with the instrument's own error."""
    instrument = require_instrument(instrument_id)
    judgement = instrument.judgement()
    assert judgement is not None
    assert judgement.sem is not None
    span = instrument.highest - instrument.lowest
    level = instrument.lowest + span * rng.uniform(0.3, 0.7)
    values = level + rng.normal(0, judgement.sem, 2)
    if instrument.step:
        values = np.round(values / instrument.step) * instrument.step
    values = np.clip(values, instrument.lowest, instrument.highest)
    return change(instrument_id, float(values[0]), float(values[1]))


@pytest.mark.parametrize("instrument", TEN)
def test_one_outcome_of_unchanged_people_improves_in_at_most_one_of_twenty(
    instrument: str,
) -> None:
    rng = np.random.default_rng(11)

    false = sum(
        unchanged(instrument, rng).verdict is Verdict.IMPROVED for _ in range(PATIENTS // 4)
    )

    assert false / (PATIENTS // 4) <= LIMIT + 2 * LUCK


@pytest.mark.long
def test_ten_outcomes_of_unchanged_people_improve_in_at_most_one_of_twenty() -> None:
    rng = np.random.default_rng(12)
    false = naive = 0

    for _ in range(PATIENTS):
        primary, *others = (unchanged(instrument, rng) for instrument in TEN)
        verdict = judge_goal(GOAL, primary, others)
        false += verdict.any_improved
        naive += any(c.verdict is Verdict.IMPROVED for c in (primary, *others))

    assert false / PATIENTS <= LIMIT + LUCK
    assert naive / PATIENTS > 2 * LIMIT  # without the rule chance does pass for improvement


def test_nine_outcomes_that_stay_beside_a_true_gain_improve_in_at_most_one_of_twenty() -> None:
    rng = np.random.default_rng(13)
    gained = change("nprs", 8, 2)

    false = sum(
        any(
            row.confirmed and row.change.verdict is Verdict.IMPROVED
            for row in judge_goal(GOAL, gained, [unchanged(i, rng) for i in TEN[1:]]).others
        )
        for _ in range(PATIENTS // 2)
    )

    assert false / (PATIENTS // 2) <= LIMIT + 2 * LUCK


def test_the_primary_outcome_decides_and_the_others_explain() -> None:
    verdict = judge_goal(GOAL, change("nprs", 7, 6), [change("lefs", 30, 60)])

    assert not verdict.improved
    assert not verdict.any_improved
    assert "does not decide" in verdict.others[0].note


def test_a_large_gain_beside_a_primary_one_stands() -> None:
    verdict = judge_goal(GOAL, change("nprs", 8, 2), [change("lefs", 30, 60)])

    assert verdict.improved
    assert verdict.others[0].confirmed
    assert not verdict.others[0].note


def test_a_gain_no_larger_than_many_outcomes_give_by_chance_does_not_stand() -> None:
    others = [change("lefs", 40, 50), *(change("lefs", 40, 41, side=str(n)) for n in range(9))]

    row = judge_goal(GOAL, change("nprs", 8, 2), others).others[0]

    assert row.change.verdict is Verdict.IMPROVED
    assert not row.confirmed
    assert "expected by chance" in row.note


def test_a_goal_fixed_after_treatment_began_is_refused() -> None:
    late = Goal("Sleep", PRIMARY, LATER)

    with pytest.raises(GoalError, match="fixed after treatment began"):
        judge_goal(late, change("nprs", 7, 4), [], treated_at=MONDAY)


def test_another_outcome_cannot_take_the_place_of_the_primary_one() -> None:
    with pytest.raises(GoalError, match="The primary change came for"):
        judge_goal(GOAL, change("lefs", 30, 60), [])
    with pytest.raises(GoalError, match="came twice"):
        judge_goal(GOAL, change("nprs", 7, 4), [change("nprs", 7, 4)])


def test_the_simulation_covers_instruments_with_a_known_meaning() -> None:
    for name in TEN:
        judgement = load_instruments()[name].judgement()
        assert judgement is not None
        assert judgement.mcid is not None
