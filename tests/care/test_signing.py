"""A visit is signed only when nothing is left open; each obstacle says what to do."""

import dataclasses
from functools import partial
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform import care
from filiform.atlas import load_atlas
from filiform.body.side import Side
from filiform.care import (
    Acknowledgement,
    MalformedNeedlingError,
    MalformedSessionError,
    Obstacle,
    Session,
    needle_count,
    removal_obstacle,
    site_name,
    technique,
)
from filiform.safety import Answer, judge_screening
from tests.care.cast import AGREED, ALL_NO, needling, verdict

signing_obstacles = partial(care.signing_obstacles, consent=AGREED)

counts = st.tuples(st.integers(1, 5), st.integers(0, 6))


def test_a_settled_visit_with_a_clear_screening_may_be_signed() -> None:
    assert signing_obstacles(Session((needling(),)), verdict()) == ()


def test_a_needle_that_did_not_come_out_is_named_with_its_site() -> None:
    session = Session((needling(1), needling(2, needles_in=3, needles_out=1)))

    (obstacle,) = signing_obstacles(session, verdict())

    assert obstacle.kind is Obstacle.NEEDLE_COUNT
    assert obstacle.needling == UUID(int=2)
    assert obstacle.message.startswith(
        "Infraspinatus 1, right: 3 in, 1 out; 2 needles not accounted for. Search"
    )


def test_more_needles_out_than_in_is_an_obstacle_too() -> None:
    (obstacle,) = signing_obstacles(Session((needling(needles_out=2),)), verdict())

    assert "1 needle more out than in. Count the sharps again" in obstacle.message


def test_two_miscounts_that_cancel_in_sum_are_both_named() -> None:
    session = Session((needling(1, needles_out=0), needling(2, needles_out=2)))

    count = needle_count(session.needlings)
    obstacles = signing_obstacles(session, verdict())

    assert (count.needles_in, count.needles_out, count.missing) == (2, 2, 0)
    assert not count.settled
    assert [obstacle.needling for obstacle in obstacles] == [UUID(int=1), UUID(int=2)]


@given(pairs=st.lists(counts, min_size=1, max_size=6))
def test_no_visit_is_signed_unless_in_equals_out_at_every_site(
    pairs: list[tuple[int, int]],
) -> None:
    session = Session(
        tuple(
            needling(number, needles_in=went_in, needles_out=came_out)
            for number, (went_in, came_out) in enumerate(pairs)
        )
    )

    obstacles = signing_obstacles(session, verdict())

    unsettled = sum(went_in != came_out for went_in, came_out in pairs)
    assert len(obstacles) == unsettled
    assert needle_count(session.needlings).settled == (unsettled == 0)


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_a_blocking_answer_keeps_a_needled_visit_open(answer: str) -> None:
    (obstacle,) = signing_obstacles(Session((needling(),)), verdict(A03=answer))

    assert (obstacle.kind, obstacle.concern) == (Obstacle.SCREENING, "A03")
    assert f"answered {answer}" in obstacle.message


def test_a_blocking_answer_cannot_be_acknowledged_away() -> None:
    session = Session((needling(),), (Acknowledgement("A03", "only a cold", confirmed=True),))

    assert [o.concern for o in signing_obstacles(session, verdict(A03="yes"))] == ["A03"]


def test_an_empty_screening_keeps_a_needled_visit_open() -> None:
    obstacles = signing_obstacles(Session((needling(),)), judge_screening({}))

    raised = {obstacle.concern for obstacle in obstacles}
    assert raised == set(ALL_NO) - {"A13", "A14", "R08a"}


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_caution_waits_for_a_reason(reason: str | None) -> None:
    given_ = () if reason is None else (Acknowledgement("R08", reason),)

    (obstacle,) = signing_obstacles(Session((needling(),), given_), verdict(R08="yes"))

    assert obstacle.kind is Obstacle.ACKNOWLEDGEMENT
    assert "write why needling goes on" in obstacle.message


def test_a_caution_with_a_reason_is_settled() -> None:
    session = Session((needling(),), (Acknowledgement("R08", "Seizure-free for ten years"),))

    assert signing_obstacles(session, verdict(R08="yes")) == ()


@pytest.mark.parametrize("code", ["A07", "R11"])
def test_a_region_to_avoid_needs_a_second_confirmation(code: str) -> None:
    once = Session((needling(),), (Acknowledgement(code, "Not in that region"),))
    twice = Session((needling(),), (Acknowledgement(code, "Not in that region", confirmed=True),))
    raised = verdict(**{code: "yes"})

    (obstacle,) = signing_obstacles(once, raised)

    assert "Confirm it a second time" in obstacle.message
    assert signing_obstacles(twice, raised) == ()


def test_a_barred_technique_is_an_obstacle_at_its_site_only() -> None:
    session = Session((needling(1), needling(2, technique=technique("E_STIM"))))

    (obstacle,) = signing_obstacles(session, verdict(A13="yes"))

    assert (obstacle.kind, obstacle.needling) == (Obstacle.TECHNIQUE, UUID(int=2))
    assert "Electrical stimulation is ruled out by A13" in obstacle.message


def test_without_the_barred_technique_the_visit_may_be_signed() -> None:
    assert signing_obstacles(Session((needling(),)), verdict(A13="yes", A14="unsure")) == ()


def test_a_visit_without_a_needling_is_signed_with_a_reason_whatever_the_screening_says() -> None:
    silent = Session(())
    explained = Session((), no_needling_reason="Fever; sent to her doctor.")
    raised = judge_screening({})

    (obstacle,) = signing_obstacles(silent, raised)

    assert obstacle.kind is Obstacle.NO_NEEDLING
    assert signing_obstacles(explained, raised) == ()


@given(codes=st.sets(st.sampled_from(sorted(ALL_NO))), extra=st.sampled_from(sorted(ALL_NO)))
def test_one_more_yes_never_removes_an_obstacle(codes: set[str], extra: str) -> None:
    session = Session((needling(1), needling(2, technique=technique("E_STIM"))))
    answers = {**ALL_NO, **dict.fromkeys(codes - {extra}, Answer.YES)}

    fewer = signing_obstacles(session, judge_screening(answers))
    more = signing_obstacles(session, judge_screening({**answers, extra: Answer.YES}))

    assert set(fewer) < set(more)


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({"needles_in": -1}, "needles_in came as -1; expected a whole number of 1 or more"),
        ({"needles_in": 0}, "needles_in came as 0"),
        ({"needles_out": -1}, "needles_out came as -1"),
        ({"needles_out": True}, "needles_out came as True"),
        ({"needles_out": 1.0}, r"needles_out came as 1\.0"),
        ({"twitches": -2}, "twitches came as -2"),
        ({"muscle": ""}, "needs its muscle"),
    ],
)
def test_a_needling_that_cannot_have_happened_is_refused(
    details: dict[str, object], message: str
) -> None:
    with pytest.raises(MalformedNeedlingError, match=message):
        needling(**details)  # type: ignore[arg-type]


def test_twitches_not_looked_for_and_none_seen_are_two_things() -> None:
    assert needling(twitches=None) != needling(twitches=0)


@pytest.mark.parametrize(
    ("details", "name"),
    [
        ({}, "Infraspinatus 1, right"),
        ({"trigger_point": None, "side": Side.LEFT}, "Infraspinatus, left"),
        ({"trigger_point": "infraspinatus.trp9"}, "infraspinatus.trp9, right"),
        ({"muscle": "old_muscle", "trigger_point": None}, "old_muscle, right"),
    ],
)
def test_a_site_is_called_by_its_muscle_number_and_side(
    details: dict[str, object], name: str
) -> None:
    assert site_name(needling(**details), load_atlas()) == name  # type: ignore[arg-type]


def test_one_needling_cannot_stand_twice_in_a_session() -> None:
    with pytest.raises(MalformedSessionError, match="stands twice"):
        Session((needling(1), needling(1)))


def test_one_concern_cannot_be_acknowledged_twice() -> None:
    with pytest.raises(MalformedSessionError, match="acknowledgement R08 stands twice"):
        Session((), (Acknowledgement("R08", "a"), Acknowledgement("R08", "b")))


def test_the_values_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        needling().needles_out = 0  # type: ignore[misc]


def test_a_reason_for_no_needling_does_not_excuse_a_miscount() -> None:
    session = Session((needling(needles_out=0),), no_needling_reason="nobody was needled")

    (obstacle,) = signing_obstacles(session, verdict())

    assert obstacle.kind is Obstacle.NEEDLE_COUNT


def test_a_site_with_a_missing_needle_cannot_be_taken_out_of_the_count() -> None:
    obstacle = removal_obstacle(needling(needles_out=0))

    assert obstacle is not None
    assert "1 needle not accounted for" in obstacle.message
    assert removal_obstacle(needling()) is None
