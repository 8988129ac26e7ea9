"""Slips are asked about: beyond the usual, the wrong side, upside down, too fast."""

from datetime import UTC, datetime, timedelta

import pytest

from filiform.outcomes import Reading, Series, UnknownInstrumentError
from filiform.outcomes.doubts import doubts_about
from filiform.outcomes.rows import GROUPS, load_rows, row_of

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROWS = load_rows()


def reading(row: str, value: float, side: str = "", *, days: float = 0) -> Reading:
    made = ROWS[row]
    return Reading(made.series(side), value, MONDAY + timedelta(days=days), made.kind.scale)


def codes(new: Reading, *earlier: Reading) -> list[str]:
    return [doubt.code for doubt in doubts_about(new, earlier, row_of(new.series))]


def test_an_ordinary_value_raises_nothing() -> None:
    assert codes(reading("neck_rotation", 60, "left")) == []


def test_a_joint_far_beyond_the_usual_is_asked_about() -> None:
    assert codes(reading("neck_rotation", 130, "left")) == ["beyond_usual"]


def test_the_side_nobody_measured_before_is_asked_about() -> None:
    left = reading("shoulder_flexion", 120, "left")

    assert codes(reading("shoulder_flexion", 125, "right", days=7), left) == ["wrong_side"]
    assert codes(reading("shoulder_flexion", 125, "left", days=7), left) == []


def test_a_side_that_was_measured_as_well_is_not_asked_about() -> None:
    both = reading("grip", 30, "left"), reading("grip", 34, "right")

    assert codes(reading("grip", 31, "right", days=7), *both) == []


@pytest.mark.parametrize(
    ("row", "first", "later", "asks"),
    [
        ("pain_now", 2, 8, True),
        ("pain_now", 8, 2, False),
        ("pain_now", 4, 5, False),
        ("lefs", 60, 20, True),
        ("lefs", 20, 60, False),
        ("cmj", 40, 10, False),  # a test is read off, not answered
    ],
)
def test_a_scale_answered_upside_down_is_asked_about(
    row: str, first: float, later: float, asks: bool
) -> None:
    found = codes(reading(row, later, days=7), reading(row, first))

    assert ("upside_down" in found) is asks


def test_sixty_degrees_in_a_day_are_asked_about_and_in_a_month_not() -> None:
    first = reading("shoulder_flexion", 80, "left")

    assert codes(reading("shoulder_flexion", 140, "left", days=1), first) == ["too_fast"]
    assert codes(reading("shoulder_flexion", 140, "left", days=30), first) == []


def test_a_reading_of_later_is_no_reason_to_ask() -> None:
    later = reading("pain_now", 2, days=9)

    assert codes(reading("pain_now", 8), later) == []


def test_every_row_belongs_to_a_group_and_finds_itself() -> None:
    for row in ROWS.values():
        assert row.group in GROUPS
        assert row_of(row.series("left")) == row
    with pytest.raises(UnknownInstrumentError):
        row_of(Series("nprs", "mood"))
