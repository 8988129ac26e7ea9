"""A needle that stays in or lost is told as such; an emergency stop ends before the signature."""

from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform import care
from filiform.care import (
    EmergencyStop,
    MalformedNeedlingError,
    MalformedSessionError,
    Obstacle,
    RetainedNeedle,
    Session,
    needle_count,
)
from tests.care.cast import AGREED, needling, verdict

signing_obstacles = partial(care.signing_obstacles, consent=AGREED)

SITE = needling(needles_in=2, needles_out=1)
DONE = RetainedNeedle(SITE.id, 1, searched=True, patient_told=True, arranged="Surgeon, today")


def kinds(session: Session) -> list[Obstacle]:
    return [obstacle.kind for obstacle in signing_obstacles(session, verdict())]


def test_a_retained_needle_with_everything_done_lets_the_visit_be_signed() -> None:
    assert kinds(Session((SITE,), retained=(DONE,), adverse_events=1)) == []


def test_it_is_still_counted_as_missing() -> None:
    count = needle_count(Session((SITE,), retained=(DONE,)).needlings)

    assert (count.missing, count.settled) == (1, False)


@pytest.mark.parametrize(
    ("lacking", "says"),
    [
        ({"searched": False}, "Search skin"),
        ({"patient_told": False}, "Tell the patient"),
        ({"arranged": " "}, "who takes over"),
    ],
)
def test_what_is_not_done_about_it_hinders_the_signature(
    lacking: dict[str, object], says: str
) -> None:
    entry = replace(DONE, **lacking)  # type: ignore[arg-type]
    session = Session((SITE,), retained=(entry,), adverse_events=1)

    (obstacle,) = signing_obstacles(session, verdict())

    assert obstacle.kind is Obstacle.RETAINED_NEEDLE
    assert obstacle.needling == SITE.id
    assert says in obstacle.message
    assert "right" in obstacle.message


@given(came_in=st.integers(1, 6), out=st.integers(0, 7), count=st.integers(1, 7))
def test_a_retained_needle_excuses_exactly_the_missing_ones(
    came_in: int, out: int, count: int
) -> None:
    site = needling(needles_in=came_in, needles_out=out)
    session = Session((site,), retained=(replace(DONE, count=count),), adverse_events=1)

    if out == came_in - count:
        assert kinds(session) == []
    elif out == came_in:
        assert kinds(session) == [Obstacle.RETAINED_NEEDLE]
    else:
        assert kinds(session) == [Obstacle.NEEDLE_COUNT]


def test_it_excuses_no_other_site() -> None:
    other = needling(2, needles_in=1, needles_out=0)

    assert kinds(Session((SITE, other), retained=(DONE,), adverse_events=1)) == [
        Obstacle.NEEDLE_COUNT
    ]


def test_it_needs_a_count_and_stands_once_a_site() -> None:
    with pytest.raises(MalformedNeedlingError):
        replace(DONE, count=0)
    with pytest.raises(MalformedSessionError):
        Session((SITE,), retained=(DONE, DONE))


@pytest.mark.parametrize("sites", [(), (needling(),)])
def test_a_stop_that_goes_on_hinders_the_signature(sites: tuple[object, ...]) -> None:
    session = Session(
        sites,  # type: ignore[arg-type]
        no_needling_reason="" if sites else "fainted before the first needle",
        stops=(EmergencyStop(ended=True, false_alarm=True), EmergencyStop(ended=False)),
        adverse_events=1,
    )

    (obstacle,) = signing_obstacles(session, verdict())

    assert obstacle.kind is Obstacle.EMERGENCY_STOP
    assert "End the emergency" in obstacle.message


def test_an_ended_stop_needs_what_happened_unless_it_was_a_false_alarm() -> None:
    ended, false = EmergencyStop(ended=True), EmergencyStop(ended=True, false_alarm=True)

    assert kinds(Session((needling(),), stops=(ended,))) == [Obstacle.EMERGENCY_STOP]
    assert kinds(Session((needling(),), stops=(ended,), adverse_events=1)) == []
    assert kinds(Session((needling(),), stops=(false,))) == []


def test_a_stop_never_excuses_the_count() -> None:
    session = Session((SITE,), stops=(EmergencyStop(ended=True),), adverse_events=1)

    assert kinds(session) == [Obstacle.NEEDLE_COUNT]


def test_a_retained_needle_of_a_site_that_is_gone_excuses_nothing() -> None:
    stray = replace(DONE, needling=UUID(int=9))

    assert kinds(Session((SITE,), retained=(stray,), adverse_events=1)) == [Obstacle.NEEDLE_COUNT]


def test_it_must_be_recorded_as_an_adverse_event() -> None:
    (obstacle,) = signing_obstacles(Session((SITE,), retained=(DONE,)), verdict())

    assert obstacle.kind is Obstacle.RETAINED_NEEDLE
    assert "adverse event" in obstacle.message
