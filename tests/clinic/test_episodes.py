from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.clinic.episodes import actions, course
from filiform.clinic.episodes.models import Moment, PainScoreRecord, ScoreIsFinalError
from tests.conftest import Cast


def score(cast: Cast, value: int, *, days_ago: int, moment: Moment = Moment.BEFORE) -> None:
    actions.record_score(
        cast.episode,
        score_id=uuid4(),
        moment=moment,
        value=value,
        by=cast.ada,
        at=timezone.now() - timedelta(days=days_ago),
        session_id=uuid4(),
    )


def episode_page(browser: Client, cast: Cast) -> str:
    return browser.get(reverse("episodes:episode", args=[cast.episode.pk])).content.decode()


def test_an_empty_episode_says_how_to_begin(as_ada: Client, cast: Cast) -> None:
    page = episode_page(as_ada, cast)

    assert "No drawing yet" in page
    assert "No visit yet" in page
    assert "No pain score yet" in page


def test_a_large_fall_is_called_improved_with_its_numbers_and_source(
    as_ada: Client, cast: Cast
) -> None:
    score(cast, 8, days_ago=20)
    score(cast, 3, days_ago=1)

    page = episode_page(as_ada, cast)

    assert "more than measurement error, and enough to matter" in page
    assert "8 to 3, change 5; error limit 2.4" in page
    assert "Childs" in page


def test_a_small_fall_is_not_called_improved(as_ada: Client, cast: Cast) -> None:
    score(cast, 6, days_ago=20)
    score(cast, 5, days_ago=1)

    page = episode_page(as_ada, cast)

    assert "No change that can be told from measurement error" in page


def test_a_worsening_is_said(as_ada: Client, cast: Cast) -> None:
    score(cast, 3, days_ago=20)
    score(cast, 8, days_ago=1)

    assert "Worse, beyond measurement error" in episode_page(as_ada, cast)


def test_a_score_from_between_visits_is_shown_and_not_judged(as_ada: Client, cast: Cast) -> None:
    score(cast, 8, days_ago=20)
    as_ada.post(
        reverse("episodes:record_score", args=[cast.episode.pk]),
        {"score_id": str(uuid4()), "moment": "check_in", "value": "1"},
    )

    assert len(course.course_of(cast.episode).points) == 2
    assert course.course_of(cast.episode).progress.change is None


@pytest.mark.parametrize("value", ["", "11", "-1", "3.5", "nine"])
def test_a_score_that_cannot_be_is_refused(as_ada: Client, cast: Cast, value: str) -> None:
    answer = as_ada.post(
        reverse("episodes:record_score", args=[cast.episode.pk]),
        {"score_id": str(uuid4()), "moment": "check_in", "value": value},
        follow=True,
    )

    assert "Choose a whole number from 0 to 10" in answer.content.decode()
    assert not PainScoreRecord.objects.exists()


def test_a_correction_stands_beside_the_score(as_ada: Client, cast: Cast) -> None:
    score(cast, 8, days_ago=2)
    first = PainScoreRecord.objects.get()

    as_ada.post(
        reverse("episodes:correct_score", args=[first.pk]),
        {"score_id": str(first.pk), "moment": "before", "value": "7"},
    )

    shown = [point.record.value for point in course.course_of(cast.episode).points]
    assert shown == [7]
    assert PainScoreRecord.objects.count() == 2
    with pytest.raises(ScoreIsFinalError):
        first.save()


def test_a_score_is_corrected_once_only(as_ada: Client, cast: Cast) -> None:
    score(cast, 8, days_ago=2)
    first = PainScoreRecord.objects.get()
    actions.correct_score(first, value=7, by=cast.ada)

    with pytest.raises(actions.ScoreSupersededError):
        actions.correct_score(first, value=6, by=cast.ada)


def test_discharge_before_the_start_is_refused(as_ada: Client, cast: Cast) -> None:
    before = cast.episode.started_on - timedelta(days=1)

    answer = as_ada.post(
        reverse("episodes:end", args=[cast.episode.pk]),
        {"ended_on": before.isoformat()},
        follow=True,
    )

    cast.episode.refresh_from_db()
    assert "cannot lie before the start" in answer.content.decode()
    assert cast.episode.ended_on is None


def test_discharge_and_reopening(as_ada: Client, cast: Cast) -> None:
    address = reverse("episodes:end", args=[cast.episode.pk])

    as_ada.post(address, {"ended_on": timezone.localdate().isoformat()})
    cast.episode.refresh_from_db()
    ended = cast.episode.ended_on
    as_ada.post(address, {"reopen": "1"})

    cast.episode.refresh_from_db()
    assert ended == timezone.localdate()
    assert cast.episode.ended_on is None
