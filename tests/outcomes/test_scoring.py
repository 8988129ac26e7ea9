"""Scores against what the instruments' own instructions print; missing is never zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.outcomes import (
    AnswerError,
    Instrument,
    UnknownPartError,
    load_instruments,
    require_instrument,
    score_answers,
    score_trials,
)

FROM_ITEMS = [i for i in load_instruments().values() if i.scoring.parts and i.best is not None]


def filled(count: int, answer: float, first: int = 1) -> dict[int, float | None]:
    return dict.fromkeys(range(first, first + count), answer)


def test_the_oswestry_example_printed_with_the_form() -> None:
    odi = require_instrument("odi")
    sixteen = filled(10, 1) | {1: 5.0, 2: 3.0}

    all_ten = score_answers(odi, sixteen)
    one_missed = score_answers(odi, sixteen | {10: None, 3: 2.0})

    assert all_ten.value == pytest.approx(32)  # 16 of 50
    assert one_missed.value == pytest.approx(35.5, abs=0.06)  # 16 of 45, printed as 35.5
    assert one_missed.prorated


def test_two_missed_sections_of_the_oswestry_make_no_score() -> None:
    scored = score_answers(require_instrument("odi"), filled(8, 1))

    assert scored.value is None
    assert scored.reason == "8 of at least 9 answers were given"


@pytest.mark.parametrize(
    ("part", "first", "needed"),
    [("symptoms", 1, 4), ("pain", 8, 5), ("adl", 17, 9), ("sport", 34, 3), ("qol", 39, 2)],
)
def test_the_knee_score_needs_the_items_its_2012_instructions_print(
    part: str, first: int, needed: int
) -> None:
    koos = require_instrument("koos")

    enough = score_answers(koos, filled(needed, 1, first), part)
    too_few = score_answers(koos, filled(needed - 1, 1, first), part)

    assert enough.value == pytest.approx(75)  # 100 − mean 1 / 4 × 100
    assert too_few.value is None


@pytest.mark.parametrize(
    ("part", "first", "needed"),
    [("symptoms", 1, 3), ("pain", 6, 5), ("adl", 16, 9), ("sport", 33, 2), ("qol", 37, 2)],
)
def test_the_hip_score_needs_the_items_its_2013_instructions_print(
    part: str, first: int, needed: int
) -> None:
    hoos = require_instrument("hoos")

    assert score_answers(hoos, filled(needed, 2, first), part).value == pytest.approx(50)
    assert score_answers(hoos, filled(needed - 1, 2, first), part).value is None


def test_the_arm_score_is_the_mean_less_one_times_25() -> None:
    dash, quick = require_instrument("dash"), require_instrument("quickdash")
    answers = filled(11, 2) | {1: 5.0, 2: 4.0, 11: None}

    assert score_answers(dash, filled(27, 3)).value == pytest.approx(50)
    assert score_answers(dash, filled(26, 3)).value is None
    assert score_answers(quick, answers).value == pytest.approx(((5 + 4 + 8 * 2) / 10 - 1) * 25)


def test_the_neck_score_is_prorated_for_two_missing_items_and_not_for_three() -> None:
    ndi = require_instrument("ndi")

    assert score_answers(ndi, filled(8, 2)).value == pytest.approx(20)
    assert score_answers(ndi, filled(7, 2)).value is None


def test_the_shoulder_total_is_the_mean_of_its_two_groups_and_falls_with_one() -> None:
    spadi = require_instrument("spadi")
    answers = filled(5, 8) | filled(8, 2, 6)

    assert score_answers(spadi, answers).value == pytest.approx((80 + 20) / 2)
    assert score_answers(spadi, answers | dict.fromkeys([1, 2, 3], None)).value is None
    assert score_answers(spadi, answers, "disability").value == pytest.approx(20)


def test_fear_of_movement_turns_its_four_reversed_items() -> None:
    tsk = require_instrument("tsk17")
    least = filled(17, 1) | dict.fromkeys([4, 8, 12, 16], 4.0)

    assert score_answers(tsk, least).value == 17
    assert score_answers(tsk, filled(17, 1)).value == 17 + 4 * 3


def test_an_activity_that_the_patient_named_and_did_not_rate_leaves_no_score() -> None:
    psfs = require_instrument("psfs")

    assert score_answers(psfs, {1: 4, 2: 5, 3: 6}, named=[1, 2, 3]).value == 5
    assert score_answers(psfs, {1: 4, 2: 5}, named=[1, 2, 3]).value is None


def test_headache_answers_have_their_five_values_only() -> None:
    hit6 = require_instrument("hit6")

    assert score_answers(hit6, filled(6, 13)).value == 78
    with pytest.raises(AnswerError, match="item 2 came as 7"):
        score_answers(hit6, filled(6, 6) | {2: 7.0})


@pytest.mark.parametrize("instrument", FROM_ITEMS, ids=lambda instrument: instrument.id)
def test_the_best_and_the_worst_answers_reach_the_ends_of_the_scale(
    instrument: Instrument,
) -> None:
    for part in instrument.scoring.parts:
        if instrument.id == "fabq" and part.id != "total":
            continue  # its groups have ends of their own
        ends = {
            score_answers(
                instrument,
                {
                    number: (high if (number in part.reversed_items) ^ top else low)
                    for number, low, high in zip(part.items, part.lowest, part.highest, strict=True)
                },
                part.id,
            ).value
            for top in (False, True)
        }

        assert ends == {instrument.lowest, instrument.highest}


@given(st.data())
def test_a_missing_answer_is_never_scored_as_zero(data: st.DataObject) -> None:
    instrument = data.draw(st.sampled_from(FROM_ITEMS))
    part = data.draw(st.sampled_from(instrument.scoring.parts))
    number = data.draw(st.sampled_from(part.items))
    highest = dict(zip(part.items, part.highest, strict=True))
    answers: dict[int, float | None] = {n: h for n, h in highest.items() if n != number}

    scored = score_answers(instrument, answers, part.id)

    # With every answer given at its highest, leaving one out cannot move a score that exists.
    if scored.value is not None and not part.reversed_items:
        assert scored.value == pytest.approx(score_answers(instrument, highest, part.id).value)


def test_three_presses_make_the_mean_and_two_make_none() -> None:
    ppt = require_instrument("ppt")

    assert score_trials(ppt, [200, 240, 250]).value == pytest.approx(230)
    assert score_trials(ppt, [200, None, 250]).value is None


def test_the_best_run_is_the_shortest_and_the_best_hop_the_longest() -> None:
    assert score_trials(require_instrument("sprint_10"), [1.9, 1.8, 1.85]).value == 1.8
    assert score_trials(require_instrument("hop_battery"), [150, None, 160]).value == 160


@pytest.mark.parametrize(
    ("trials", "message"),
    [
        ([200, 200, 200, 200], "4 trials came; expected up to 3"),
        ([2000, 200, 200], "came as 2000; expected 0 to 1500 kPa"),
        ([float("nan"), 200, 200], "came as nan"),
    ],
)
def test_trials_that_cannot_be_are_refused(trials: list[float], message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        score_trials(require_instrument("ppt"), trials)


def test_what_a_form_does_not_have_is_refused() -> None:
    rmdq = require_instrument("rmdq")

    with pytest.raises(AnswerError, match="an answer came for item 25; it has 24 items"):
        score_answers(rmdq, {25: 1})
    with pytest.raises(AnswerError, match=r"item 1 came as 0\.5"):
        score_answers(rmdq, filled(24, 0.5))
    with pytest.raises(UnknownPartError, match="expected total"):
        score_answers(rmdq, filled(24, 1), "mood")
    with pytest.raises(AnswerError, match="it has no trials"):
        score_trials(rmdq, [1])
