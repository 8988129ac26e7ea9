from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.urls import reverse

from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.measures.clinic_level import Outcome, outcomes_of, rows_of
from filiform.clinic.patients.models import Patient
from tests.clinic.readings import a_reading
from tests.conftest import Cast, signed_in


def outcomes(count: int, *, improved: int, first: float = 6) -> list[Outcome]:
    return [Outcome(uuid4(), first, number < improved) for number in range(count)]


def test_a_group_too_small_is_hidden_and_one_more_with_it() -> None:
    many, some, few = outcomes(40, improved=20), outcomes(15, improved=5), outcomes(4, improved=4)
    groups = {
        o.episode: {name} for name, of in zip("ABC", (many, some, few), strict=True) for o in of
    }

    rows = {row.name: row for row in rows_of([*many, *some, *few], groups, smallest=10)}

    assert rows["A"].people == 40
    assert rows["B"].people is None
    assert rows["C"].people is None
    assert rows["C"].words == "Too few to be shown."


def test_a_group_is_held_against_its_own_case_mix() -> None:
    mild = outcomes(60, improved=12, first=3)
    severe = outcomes(60, improved=48, first=9)
    groups = {o.episode: {"mild"} for o in mild} | {o.episode: {"severe"} for o in severe}

    rows = {row.name: row for row in rows_of([*mild, *severe], groups, smallest=10)}

    # Those with severe pain improve more often; that is the case mix, not the group.
    assert rows["mild"].expected == pytest.approx(0.2)
    assert rows["severe"].expected == pytest.approx(0.8)
    assert rows["severe"].words.startswith("Within what chance")


def test_a_group_far_from_its_expectation_is_told_apart_without_blame() -> None:
    usual, other = outcomes(200, improved=100), outcomes(60, improved=5)
    groups = {o.episode: {"A"} for o in usual} | {o.episode: {"B"} for o in other}

    rows = {row.name: row for row in rows_of([*usual, *other], groups, smallest=10)}

    assert "come before practice" in rows["B"].words


def test_who_was_not_measured_again_counts_as_not_followed() -> None:
    measured = outcomes(12, improved=6)
    lost = [Outcome(uuid4(), 6, None) for _ in range(12)]
    groups = {o.episode: {"A"} for o in (*measured, *lost)}

    (row,) = rows_of([*measured, *lost], groups, smallest=10)

    assert row.people == 12
    assert row.followed == pytest.approx(0.5)


def another_patient(cast: Cast) -> EpisodeRecord:
    patient = Patient.objects.create(
        clinic=cast.clinic, given_name="Pat", family_name="Other", birth_date=date(1980, 1, 1)
    )
    return EpisodeRecord.objects.create(patient=patient, complaint="Knee", clinician=cast.ada)


def test_the_outcome_of_a_patient_is_that_of_pain_now(cast: Cast) -> None:
    a_reading(cast.episode, by=cast.ada, value=8, days_ago=30)
    a_reading(cast.episode, by=cast.ada, value=2, days_ago=1)
    once = another_patient(cast)
    a_reading(once, by=cast.ada, value=5)

    by_episode = {o.episode: o.improved for o in outcomes_of(cast.clinic)}

    assert by_episode == {cast.episode.pk: True, once.pk: None}
    assert outcomes_of(cast.ben.clinic) == []


def test_a_patient_with_two_episodes_is_counted_once(cast: Cast) -> None:
    a_reading(cast.episode, by=cast.ada, value=8, days_ago=30)
    later = EpisodeRecord.objects.create(
        patient=cast.patient,
        complaint="Left knee",
        clinician=cast.ada,
        started_on=cast.episode.started_on + timedelta(days=1),
    )
    a_reading(later, by=cast.ada, value=5)

    assert [o.episode for o in outcomes_of(cast.clinic)] == [later.pk]


def test_a_clinic_with_few_patients_sees_no_figure(cast: Cast, settings: LazySettings) -> None:
    settings.SMALLEST_GROUP = 10
    a_reading(cast.episode, by=cast.ada, value=8)

    page = signed_in(cast.lea).get(reverse("measures:clinic_outcomes")).content.decode()

    assert "Too few patients" in page
    assert "<table" not in page


def test_a_clinic_with_enough_patients_sees_its_tables(cast: Cast, settings: LazySettings) -> None:
    settings.SMALLEST_GROUP = 2
    for value in (2, 7):
        episode = another_patient(cast)
        a_reading(episode, by=cast.ada, value=8, days_ago=30)
        a_reading(episode, by=cast.ada, value=value, days_ago=1)

    page = signed_in(cast.lea).get(reverse("measures:clinic_outcomes")).content.decode()

    assert "By clinician" in page
    assert "Ada Example" in page
    assert "Too few to be shown." in page
