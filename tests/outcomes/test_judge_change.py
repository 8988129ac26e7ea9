"""The verdict on a change, against published and independently computed values."""

from datetime import UTC, datetime, timedelta
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.outcomes import (
    Change,
    Score,
    ScoreOutOfRangeError,
    ScoresOutOfOrderError,
    UnknownMeasureError,
    UnknownQuestionKindError,
    Verdict,
    change_figures,
    judge_change,
    load_measures,
    parse_measure,
)
from filiform.outcomes.change import percent

NPRS = load_measures()["nprs"]
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
# Every pair of whole scores; rows: first score 0 to 10, columns: later score 0 to 10.
# I improved, i a small real change, b borderline, p possible, = unchanged, w worse, n not judged
ALL_PAIRS = """
n = = w w w w w w w w
n n = = w w w w w w w
n n n = = w w w w w w
I p b = = = w w w w w
I I p = = = = w w w w
I I I p = = = = w w w
I I I I p = = = = w w
I I I I I b = = = = w
I I I I I I b = = = =
I I I I I I I b = = =
I I I I I I I I b = =
"""
LETTERS = {
    Verdict.IMPROVED: "I",
    Verdict.IMPROVED_SMALL: "i",
    Verdict.BORDERLINE: "b",
    Verdict.POSSIBLE: "p",
    Verdict.UNCHANGED: "=",
    Verdict.WORSE: "w",
    Verdict.NOT_JUDGED: "n",
}


def nprs(value: float, at: datetime = MONDAY, **details: object) -> Score:
    return Score("nprs", value, at, **details)  # type: ignore[arg-type]


def judged(first: float, later: float) -> Change:
    return judge_change(nprs(first), nprs(later, MONDAY + WEEK), NPRS)


def made_up(sem: float, mdc90: float, mcid: float, *, highest: int = 50) -> str:
    """Return a measure file without relative rule and without recovered range."""
    return f"""
id = "made_up"
name = "Made up"
unit = "points"
lowest = 0
highest = {highest}
step = 0.5
higher_is_better = false
[questions]
now = "Now"
[sem]
value = {sem}
population = "tests"
sources = []
mark = "P"
[mdc90]
value = {mdc90}
population = "tests"
sources = []
mark = "P"
[mcid]
value = {mcid}
population = "tests"
sources = []
mark = "P"
"""


def test_every_pair_of_whole_scores_has_its_verdict() -> None:
    table = "\n".join(
        " ".join(LETTERS[judged(first, later).verdict] for later in range(11))
        for first in range(11)
    )

    assert table == ALL_PAIRS.strip()


def test_the_numbers_stand_in_one_sentence() -> None:
    change = judged(7, 4)

    assert change.verdict is Verdict.IMPROVED
    assert change.numbers == (
        "7 to 4, change 3; error limit 2.4; meaningful from 2 (30 % = 2.1); "
        "probability that the true change is 2 or more: 76 %"
    )
    assert change.words == "Improved: more than measurement error, and enough to matter"
    assert change.sources == ("CHILDS05", "OSTELO08", "KAMPER10")


@pytest.mark.parametrize(
    ("first", "later", "readings", "p_meaning", "p_real"),
    [
        (7, 4, 1, 0.755921, 0.981225),
        (7, 5, 1, 0.5, None),
        (6, 7, 1, 0.018775, None),
    ],
)
def test_the_probabilities_agree_with_values_worked_out_beforehand(
    first: float, later: float, readings: int, p_meaning: float, p_real: float | None
) -> None:
    figures = change_figures(nprs(first, readings=readings), nprs(later), NPRS)

    assert figures.p_meaning == pytest.approx(p_meaning, abs=1e-5)
    if p_real is not None:
        assert figures.p_real == pytest.approx(p_real, abs=1e-5)


@given(
    first=st.integers(0, 10),
    later=st.integers(0, 10),
    readings=st.tuples(st.integers(1, 5), st.integers(1, 5)),
)
def test_the_probabilities_agree_with_the_normal_distribution(
    first: int, later: int, readings: tuple[int, int]
) -> None:
    figures = change_figures(
        nprs(first, readings=readings[0]), nprs(later, readings=readings[1]), NPRS
    )

    s_d = 1.02 * (1 / readings[0] + 1 / readings[1]) ** 0.5
    true_change = NormalDist(first - later, s_d)
    assert figures.p_meaning == pytest.approx(1 - true_change.cdf(2), abs=1e-12)
    assert figures.p_real == pytest.approx(1 - true_change.cdf(0), abs=1e-12)


def test_the_often_quoted_mdc_of_two_is_the_error_of_one_score() -> None:
    # Childs 2005: SEM 1.02, printed as "MDC 2". A change has two scores.
    assert NPRS.sem.value * 1.96 == pytest.approx(2.0, abs=0.005)
    assert NPRS.mdc90 == pytest.approx(2.37, abs=0.005)
    assert NPRS.mdc90 * 1.96 / 1.645 == pytest.approx(2.83, abs=0.005)
    assert judged(6, 4).verdict is Verdict.POSSIBLE


def test_three_readings_at_both_ends_tighten_the_error_limit() -> None:
    change = judge_change(nprs(7, readings=3), nprs(5, MONDAY + WEEK, readings=3), NPRS)

    assert change.mdc90 == pytest.approx(1.37, abs=0.005)


@pytest.mark.parametrize(("sem", "printed_90", "printed_95"), [(4.1, 9.6, 11.4), (2.3, 5.4, 6.4)])
def test_a_published_limit_is_of_ninety_or_of_ninety_five_percent(
    sem: float, printed_90: float, printed_95: float
) -> None:
    # Fletcher 2008, neck rotation: 9.6° and 5.4° are 90 % values from these SEMs.
    measure = parse_measure(made_up(sem, round(2.326 * sem, 2), 5), file_name="made_up.toml")

    assert measure.mdc90 == pytest.approx(printed_90, abs=0.1)
    assert measure.mdc90 * 1.96 / 1.645 == pytest.approx(printed_95, abs=0.1)


@pytest.mark.parametrize(
    ("mcid", "published_mdc90", "first", "later"),
    [(7.5, 10.2, 30, 22), (4.4, 11.8, 30, 25), (15, 26, 40, 20)],
    ids=["neck disability", "arm disability", "knee pain"],
)
def test_a_meaningful_change_inside_the_error_is_only_possible(
    mcid: float, published_mdc90: float, first: float, later: float
) -> None:
    content = made_up(published_mdc90 / 2.32617, published_mdc90, mcid)
    measure = parse_measure(content, file_name="made_up.toml")

    change = judge_change(
        Score("made_up", first, MONDAY), Score("made_up", later, MONDAY + WEEK), measure
    )

    assert change.verdict is Verdict.POSSIBLE
    assert "Measure again" in change.words
    assert "%" not in change.numbers.split("probability")[0]


def test_a_real_change_below_what_matters_is_called_small() -> None:
    measure = parse_measure(made_up(0.5, 1.163, 5), file_name="made_up.toml")

    change = judge_change(
        Score("made_up", 30, MONDAY), Score("made_up", 27, MONDAY + WEEK), measure
    )

    assert change.verdict is Verdict.IMPROVED_SMALL
    assert change.words == "A real change, smaller than most people find important"


def test_a_real_change_that_meets_one_rule_only_is_borderline() -> None:
    content = made_up(0.5, 1.163, 2) + (
        '[mcid_relative]\nvalue = 0.3\npopulation = "tests"\nsources = []\nmark = "P"\n'
    )
    measure = parse_measure(content, file_name="made_up.toml")

    change = judge_change(
        Score("made_up", 30, MONDAY), Score("made_up", 27, MONDAY + WEEK), measure
    )

    assert change.verdict is Verdict.BORDERLINE
    assert change.words.endswith("more than measurement error")


def test_on_a_scale_where_more_is_better_a_rise_is_an_improvement() -> None:
    content = made_up(0.5, 1.163, 2).replace("higher_is_better = false", "higher_is_better = true")
    measure = parse_measure(content, file_name="made_up.toml")

    change = judge_change(
        Score("made_up", 20, MONDAY), Score("made_up", 24, MONDAY + WEEK), measure
    )

    assert (change.verdict, change.difference, change.mcid) == (Verdict.IMPROVED, 4, 2)


@pytest.mark.parametrize(("later", "recovered"), [(40, False), (45, True), (50, True)])
def test_on_a_scale_where_more_is_better_the_recovered_range_is_at_the_top(
    later: float, recovered: bool
) -> None:
    content = made_up(0.5, 1.163, 2).replace("higher_is_better = false", "higher_is_better = true")
    content += '[recovered]\nvalue = 45\npopulation = "tests"\nsources = []\nmark = "P"\n'
    measure = parse_measure(content, file_name="made_up.toml")

    change = judge_change(Score("made_up", 20, MONDAY), Score("made_up", later, MONDAY), measure)

    assert change.recovered == recovered


@pytest.mark.parametrize("later", [0, 1, 2])
def test_from_a_score_near_zero_no_gain_is_judged(later: int) -> None:
    change = judged(2, later)

    assert change.verdict is Verdict.NOT_JUDGED
    assert "too close to the best one" in change.reason
    assert change.numbers
    assert change.recovered == (later == 0)


def test_from_a_score_near_zero_a_worsening_is_judged() -> None:
    change = judged(1, 4)

    assert change.verdict is Verdict.WORSE
    assert change.words == "Worse, beyond measurement error, and enough to matter"


def test_a_worsening_that_matters_if_real_is_not_passed_over() -> None:
    change = judged(4, 6)

    assert change.verdict is Verdict.UNCHANGED
    assert change.cautions == ("If this worsening is real it matters. Measure again.",)


def test_near_the_top_of_the_scale_the_reader_is_told_that_worse_cannot_show() -> None:
    assert "could not show" in judged(9, 9).cautions[0]


def test_a_score_of_zero_adds_that_people_there_call_themselves_recovered() -> None:
    change = judged(6, 0)

    assert change.recovered
    assert change.words.endswith("In the range of people who call themselves recovered")
    assert "recovered" in change.patient_words


def test_pain_now_and_worst_pain_are_not_compared() -> None:
    change = judge_change(nprs(7), nprs(4, MONDAY + WEEK, question="worst_24h"), NPRS)

    assert change.verdict is Verdict.NOT_JUDGED
    assert (change.difference, change.p_meaning, change.numbers) == (None, None, "")
    assert change.words == (
        "Not judged: the first score asks “Pain now”, the second “Worst pain in the last 24 hours”"
    )


def test_scores_of_different_scales_are_not_compared() -> None:
    change = judge_change(nprs(7), Score("vas", 40, MONDAY + WEEK), NPRS)

    assert change.verdict is Verdict.NOT_JUDGED
    assert change.words == "Not judged: nprs and vas differ"


def test_scores_of_another_measure_than_the_one_given_are_refused() -> None:
    with pytest.raises(UnknownMeasureError, match="'vas' came for measure 'nprs'"):
        judge_change(Score("vas", 7, MONDAY), Score("vas", 4, MONDAY), NPRS)


def test_swapped_scores_are_refused_rather_than_judged() -> None:
    with pytest.raises(ScoresOutOfOrderError, match="swap them"):
        judge_change(nprs(7, MONDAY + WEEK), nprs(4), NPRS)


@pytest.mark.parametrize("value", [-1, 11, 4.5, float("nan"), float("inf"), True])
def test_a_value_that_the_scale_does_not_have_is_refused(value: float) -> None:
    with pytest.raises(ScoreOutOfRangeError, match="expected 0 to 10 in steps of 1"):
        judge_change(nprs(value), nprs(4, MONDAY + WEEK), NPRS)


def test_a_mean_of_readings_may_lie_between_the_steps() -> None:
    change = judge_change(nprs(7, readings=2), nprs(5.5, MONDAY + WEEK, readings=2), NPRS)

    assert change.difference == 1.5


def test_a_question_that_the_measure_does_not_ask_is_refused() -> None:
    with pytest.raises(UnknownQuestionKindError, match="expected one of now, worst_24h"):
        judge_change(nprs(7, question="yesterday"), nprs(4, MONDAY + WEEK), NPRS)


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "under 1 %"), (0.004, "under 1 %"), (0.756, "76 %"), (0.996, "over 99 %")],
)
def test_a_probability_is_never_printed_as_certainty(probability: float, words: str) -> None:
    assert percent(probability) == words


@given(first=st.integers(3, 10), later=st.integers(0, 9))
def test_a_better_later_score_is_never_judged_worse(first: int, later: int) -> None:
    order = "w=bpI"

    better, poorer = judged(first, later), judged(first, later + 1)

    assert order.index(LETTERS[better.verdict]) >= order.index(LETTERS[poorer.verdict])
    assert better.p_meaning is not None
    assert poorer.p_meaning is not None
    assert 0 <= poorer.p_meaning <= better.p_meaning <= 1


@given(first=st.integers(0, 10), later=st.integers(0, 10))
def test_no_words_claim_a_cause(first: int, later: int) -> None:
    change = judged(first, later)

    for words in (change.words, change.patient_words, change.numbers):
        assert "due to" not in words
        assert "because of" not in words
        assert "needl" not in words
