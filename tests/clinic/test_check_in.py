from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from filiform.clinic.measures.check_in import due_day
from filiform.clinic.measures.models import ReadingRecord
from filiform.clinic.measures.shown import measures_of
from tests.clinic.readings import a_reading
from tests.conftest import Cast, signed_in

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def as_cleo(cast: Cast) -> Client:
    return signed_in(cast.cleo)


def address(cast: Cast) -> str:
    return reverse("measures:check_in", args=[cast.episode.pk])


def test_pain_and_soreness_are_two_variables(as_cleo: Client, cast: Cast) -> None:
    as_cleo.post(address(cast), {"now": "4", "worst": "6", "soreness": "3"})

    stored = {record.part: record.value for record in ReadingRecord.objects.all()}
    assert stored == {"now": 4, "worst": 6, "soreness": 3}


def test_soreness_is_shown_and_never_judged(as_cleo: Client, cast: Cast) -> None:
    for value in (8, 1):
        a_reading(cast.episode, by=cast.ada, row="soreness", value=value)

    (curve,) = measures_of(cast.episode).curves

    assert curve.change is None
    assert curve.fan is None


def test_what_was_left_out_is_missing(as_cleo: Client, cast: Cast) -> None:
    as_cleo.post(address(cast), {"now": "0"})

    assert [(r.part, r.value) for r in ReadingRecord.objects.all()] == [("now", 0)]


@pytest.mark.parametrize("data", [{}, {"now": "11"}, {"now": "half"}, {"now": "-1"}])
def test_nothing_or_nonsense_is_refused(as_cleo: Client, cast: Cast, data: dict[str, str]) -> None:
    assert as_cleo.post(address(cast), data).status_code == 400
    assert not ReadingRecord.objects.exists()


def test_a_check_in_is_compared_with_check_ins(as_cleo: Client, cast: Cast) -> None:
    a_reading(cast.episode, by=cast.ada, value=8, days_ago=30)
    a_reading(cast.episode, by=cast.ada, value=3, days_ago=2)
    as_cleo.post(address(cast), {"now": "7"})

    (curve,) = measures_of(cast.episode).curves

    assert len(curve.points) == 3
    assert curve.change is not None
    assert curve.change.after.value == 3


def test_where_only_the_way_of_asking_differs_the_reason_is_given(
    as_cleo: Client, cast: Cast
) -> None:
    a_reading(cast.episode, by=cast.ada, value=8, days_ago=30)
    as_cleo.post(address(cast), {"now": "3"})

    (curve,) = measures_of(cast.episode).curves

    assert curve.change is not None
    assert curve.change.reason.startswith("the device changed from not recorded to own check-in")


def test_another_patient_finds_no_such_episode(cast: Cast) -> None:
    assert signed_in(cast.ada).get(address(cast)).status_code == 403


@pytest.mark.parametrize(
    ("after", "answered", "due"),
    [
        (0.5, [], None),
        (1, [], 1),
        (1.5, [1.2], None),
        (2.1, [1.2], 2),
        (6.9, [2.5], None),
        (7, [2.5], 7),
        (30, [8], 28),
        (30, [28.5], None),
        (200, [], 84),
    ],
)
def test_the_fixed_days_run_from_the_first_needle(
    after: float, answered: list[float], due: int | None
) -> None:
    at = [START + timedelta(days=day) for day in answered]

    assert due_day([START], at, now=START + timedelta(days=after)) == due


def test_without_a_needle_nothing_is_due() -> None:
    assert due_day([], [], now=START) is None


def test_the_own_page_leads_to_the_check_in(as_cleo: Client, cast: Cast) -> None:
    page = as_cleo.get(reverse("patients:me")).content.decode()

    assert address(cast) in page
    assert "How is it today?" in page
