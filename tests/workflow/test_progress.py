"""Progress compares like with like: the first and the latest score before needling."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.outcomes import Moment, Score, ScoreOutOfRangeError, Verdict, load_measures
from filiform.workflow.progress import review_progress

NPRS = load_measures()["nprs"]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def score(value: float, day: float, moment: Moment, **details: object) -> Score:
    return Score(
        "nprs",
        value,
        START + timedelta(days=day),
        moment=moment,
        **details,  # type: ignore[arg-type]
    )


EPISODE = (
    score(7, 0, Moment.BEFORE, visit="1"),
    score(3, 0.05, Moment.AFTER, visit="1"),
    score(9, 2, Moment.CHECK_IN),
    score(6, 7, Moment.BEFORE, visit="2"),
    score(4, 14, Moment.BEFORE, visit="3"),
    score(1, 14.05, Moment.AFTER, visit="3"),
    score(0, 16, Moment.CHECK_IN),
)


def test_the_first_and_the_latest_score_before_needling_are_judged() -> None:
    progress = review_progress(EPISODE, NPRS)

    assert progress.change is not None
    assert (progress.change.before, progress.change.after) == (EPISODE[0], EPISODE[4])
    assert progress.change.verdict is Verdict.IMPROVED
    assert progress.summary == (
        "Since the first visit: Improved: more than measurement error, and enough to matter."
    )


def test_the_scores_of_one_visit_are_shown_with_the_caveat_and_not_judged() -> None:
    progress = review_progress(EPISODE, NPRS)

    assert [visit.numbers for visit in progress.visits] == ["7 to 3", "4 to 1"]
    assert "Soreness" in progress.caveat
    assert "UTIC16" in progress.sources


def test_scores_right_after_needling_and_from_home_never_move_the_verdict() -> None:
    calm = [s for s in EPISODE if s.moment is Moment.BEFORE]

    assert review_progress(calm, NPRS).change == review_progress(EPISODE, NPRS).change
    assert review_progress(calm, NPRS).caveat == ""


@given(order=st.permutations(EPISODE))
def test_the_order_of_entry_does_not_matter(order: list[Score]) -> None:
    assert review_progress(order, NPRS) == review_progress(EPISODE, NPRS)


def test_other_questions_and_other_measures_are_left_out() -> None:
    others = (
        score(10, -1, Moment.BEFORE, question="worst_24h"),
        Score("vas", 88, START, moment=Moment.BEFORE),
    )

    assert review_progress((*EPISODE, *others), NPRS) == review_progress(EPISODE, NPRS)


def test_each_question_has_its_own_series() -> None:
    worst = tuple(
        score(value, day, Moment.BEFORE, question="worst_24h") for value, day in ((9, 0), (5, 7))
    )

    progress = review_progress((*EPISODE, *worst), NPRS, question="worst_24h")

    assert progress.scores == worst
    assert progress.change is not None
    assert progress.change.difference == 4


@pytest.mark.parametrize(
    ("scores", "summary"),
    [
        ((), "No score before needling yet"),
        (EPISODE[2:3], "No score before needling yet"),
        (EPISODE[:3], "One score before needling so far"),
    ],
)
def test_without_two_scores_before_needling_nothing_is_judged(
    scores: tuple[Score, ...], summary: str
) -> None:
    progress = review_progress(scores, NPRS)

    assert progress.change is None
    assert progress.summary.startswith(summary)


def test_a_score_outside_the_scale_is_refused() -> None:
    with pytest.raises(ScoreOutOfRangeError):
        review_progress([score(12, 0, Moment.BEFORE)], NPRS)
