"""The verdict on a change within one series, for every instrument."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.outcomes import (
    AnswerError,
    MalformedScoreError,
    Reading,
    Score,
    ScoresOutOfOrderError,
    Series,
    SeriesChange,
    UnknownInstrumentError,
    Verdict,
    judge_change,
    judge_series,
    load_instruments,
    load_measures,
    probability_of_meaning,
    require_instrument,
)

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(days=21)


def reading(instrument: str, value: float, at: datetime = MONDAY, **details: object) -> Reading:
    part = str(details.pop("part", "total"))
    scale = details.pop("scale", require_instrument(instrument).scale)
    return Reading(Series(instrument, part), value, at, scale, **details)  # type: ignore[arg-type]


def judged(instrument: str, first: float, later: float, **details: object) -> SeriesChange:
    return judge_series(
        reading(instrument, first, **dict(details)),
        reading(instrument, later, LATER, **dict(details)),
        require_instrument(instrument),
    )


@pytest.mark.parametrize(
    ("first", "later", "difference", "rci", "p_meaning"),
    [(7, 4, 3, 2.079726, 0.755921), (7, 5, 2, 1.386484, 0.5), (6, 7, -1, -0.693242, 0.018775)],
)
def test_the_worked_example_of_pain(
    first: float, later: float, difference: float, rci: float, p_meaning: float
) -> None:
    axes = judged("nprs", first, later).axes

    assert axes is not None
    assert axes.difference == difference
    assert axes.rci == pytest.approx(rci, abs=1e-5)
    assert axes.p_meaning == pytest.approx(p_meaning, abs=1e-5)


@pytest.mark.parametrize(("change", "expected"), [(3, 0.643286), (2, 0.431047)])
def test_what_is_usual_pulls_the_probability_down(change: float, expected: float) -> None:
    p = probability_of_meaning(change, 1.442498, 2, prior=(1.5, 1.8))

    assert p == pytest.approx(expected, abs=1e-4)


@given(st.integers(0, 10), st.integers(0, 10))
def test_pain_is_judged_as_the_measure_of_pain_judges_it(first: int, later: int) -> None:
    measure = load_measures()["nprs"]

    twin = judge_change(
        Score("nprs", float(first), MONDAY), Score("nprs", float(later), LATER), measure
    )

    assert judged("nprs", first, later).verdict is twin.verdict


@pytest.mark.parametrize(
    ("instrument", "first", "later", "verdict"),
    [
        ("ndi", 30, 18, Verdict.IMPROVED),
        ("ndi", 30, 22, Verdict.POSSIBLE),  # 8 of 50: enough to matter, inside the error of 10.2
        ("koos", 40, 56, Verdict.POSSIBLE),
        ("lefs", 40, 55, Verdict.IMPROVED),
        ("lefs", 55, 40, Verdict.WORSE),
        ("ppt", 200, 270, Verdict.BEYOND_ERROR),
        ("ppt", 200, 250, Verdict.UNCHANGED),
        ("slr", 60, 69, Verdict.BEYOND_ERROR),
        ("cmj", 30, 31, Verdict.UNCHANGED),
        ("cmj", 30, 34, Verdict.BEYOND_ERROR),
        ("sprint_10", 1.90, 1.80, Verdict.BEYOND_ERROR),
        ("groc", 0, 5, Verdict.NOT_JUDGED),
        ("srpe", 300, 600, Verdict.NOT_JUDGED),
        ("eq5d", 0.4, 0.8, Verdict.NOT_JUDGED),
    ],
)
def test_each_kind_of_instrument_has_its_verdict(
    instrument: str, first: float, later: float, verdict: Verdict
) -> None:
    part = "pain" if instrument == "koos" else "total"

    assert judged(instrument, first, later, part=part).verdict is verdict


def test_a_change_on_the_limit_of_a_scale_with_steps_does_not_count() -> None:
    on_it, beyond = judged("lefs", 40, 49), judged("lefs", 40, 50)

    assert on_it.verdict is Verdict.POSSIBLE
    assert "lies on the error limit" in on_it.cautions[-1]
    assert beyond.verdict is Verdict.IMPROVED


def test_without_an_accepted_meaning_the_words_do_not_claim_one() -> None:
    change = judged("slr", 60, 70)

    assert change.axes is not None
    assert change.axes.p_meaning is None
    assert "how much matters is not known" in change.words
    assert change.numbers.endswith("no accepted value of what matters")


def test_where_meaning_lies_inside_the_error_more_readings_are_asked_for() -> None:
    assert "several readings at both ends" in judged("ndi", 30, 22).cautions[0]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("scale", "ndi_100", "the version of the scale changed from ndi_50 to ndi_100"),
        ("device", "tablet", "the device changed from not recorded to tablet"),
        ("rater", "Ben", "the person who measured changed from not recorded to Ben"),
        ("language", "de", "the language of the form changed"),
        ("position", "sitting", "the position changed"),
        ("series", Series("ndi", "other"), "they belong to two series"),
    ],
)
def test_nothing_is_judged_across_a_change_of_how_it_was_measured(
    field: str, value: object, reason: str
) -> None:
    later = replace(reading("ndi", 10, LATER), **{field: value})

    change = judge_series(reading("ndi", 30), later, require_instrument("ndi"))

    assert change.verdict is Verdict.NOT_JUDGED
    assert change.reason.startswith(reason)
    assert change.axes is None


def test_another_rater_of_a_joint_is_not_judged_and_the_reason_gives_the_limit() -> None:
    first, later = reading("rom_joint", 90, rater="Ada"), reading("rom_joint", 120, LATER)

    change = judge_series(first, replace(later, rater="Ben"), require_instrument("rom_joint"))

    assert change.verdict is Verdict.NOT_JUDGED
    assert "between two people only 20 deg would exceed error" in change.reason


@pytest.mark.parametrize(("hours", "judges"), [(1, False), (47, False), (48, True), (200, True)])
def test_pain_within_two_days_of_a_needling_is_kept_and_not_judged(
    hours: int, judges: bool
) -> None:
    later = reading("nprs", 2, LATER, needled_at=LATER - timedelta(hours=hours))

    change = judge_series(reading("nprs", 7), later, require_instrument("nprs"))

    assert (change.verdict is not Verdict.NOT_JUDGED) is judges
    assert judges or "soreness blurs it until 48 h" in change.reason


def test_motion_right_after_a_needling_is_judged() -> None:
    later = reading("slr", 75, LATER, needled_at=LATER - timedelta(hours=1))

    change = judge_series(reading("slr", 60), later, require_instrument("slr"))

    assert change.verdict is Verdict.BEYOND_ERROR


def test_a_first_value_near_the_best_cannot_gain_and_can_worsen() -> None:
    assert judged("nprs", 2, 0).verdict is Verdict.NOT_JUDGED
    assert judged("nprs", 2, 7).verdict is Verdict.WORSE


def test_several_readings_at_both_ends_narrow_the_error() -> None:
    assert judged("nprs", 6, 4).verdict is Verdict.POSSIBLE
    assert judged("nprs", 6, 4, readings=3).verdict is Verdict.IMPROVED


def test_recovered_people_are_told_apart() -> None:
    assert judged("rmdq", 15, 2).recovered
    assert not judged("rmdq", 15, 3).recovered


@given(st.data())
def test_mirrored_scales_get_mirrored_verdicts(data: st.DataObject) -> None:
    instrument = data.draw(st.sampled_from(list(load_instruments().values())))
    part = data.draw(st.sampled_from(list(instrument.judgements) or ["total"]))
    values = st.floats(instrument.lowest, instrument.highest).map(lambda v: round(v, 2))
    first, later = data.draw(values), data.draw(values)

    there = judged(instrument.id, first, later, part=part)
    back = judged(instrument.id, later, first, part=part)

    if there.axes and back.axes:
        assert there.axes.difference == pytest.approx(-back.axes.difference)
        assert there.axes.mdc90 == pytest.approx(back.axes.mdc90)
    gains = {Verdict.IMPROVED, Verdict.BEYOND_ERROR, Verdict.IMPROVED_SMALL}
    assert not (there.verdict in gains and back.verdict in gains)


def test_the_numbers_are_told_in_one_sentence() -> None:
    assert judged("nprs", 7, 4).numbers == (
        "7 to 4 points, change 3 (90 % interval 0.627 to 5.37); error limit 2.37; meaningful from "
        "2 and 2.1 (30 % of the first); probability that the true change is 2 or more: 76 %"
    )
    assert "change 0 (90 % interval −2.37 to 2.37)" in judged("nprs", 7, 7).numbers


def test_words_say_since_and_never_because() -> None:
    changes = [judged("nprs", 7, later) for later in range(11)]

    for change in changes:
        text = " ".join((change.words, change.patient_words, change.numbers, *change.cautions))
        assert not any(
            word in text.lower() for word in ("because", "due to", "thanks to", "caused")
        )


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: judged("nprs", 11, 3), AnswerError),
        (lambda: judged("ppt", -1, 3), AnswerError),
        (lambda: reading("nprs", float("nan")), MalformedScoreError),
        (lambda: reading("nprs", 3, MONDAY.replace(tzinfo=None)), MalformedScoreError),
        (lambda: reading("nprs", 3, readings=0), MalformedScoreError),
        (lambda: reading("nprs", 3, needled_at=LATER), MalformedScoreError),
        (
            lambda: judge_series(
                reading("nprs", 3, LATER), reading("nprs", 3), require_instrument("nprs")
            ),
            ScoresOutOfOrderError,
        ),
        (
            lambda: judge_series(
                reading("ndi", 3), reading("ndi", 3, LATER), require_instrument("nprs")
            ),
            UnknownInstrumentError,
        ),
    ],
)
def test_a_broken_reading_is_refused(make: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        make()  # type: ignore[operator]
