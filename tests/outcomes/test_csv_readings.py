"""A CSV file is kept whole or not at all, and every bad line is named."""

from datetime import UTC, datetime

import pytest

from filiform.outcomes.csv_readings import CsvPreview, preview_csv

NOW = datetime(2026, 6, 1, tzinfo=UTC)
HEAD = "measured_at,measure,side,value,unit,device\n"


def preview(*lines: str, head: str = HEAD) -> CsvPreview:
    return preview_csv(head + "\n".join(lines) + "\n", zone=UTC, now=NOW)


def test_good_lines_become_readings_in_the_unit_of_the_instrument() -> None:
    read = preview(
        "2026-03-02 09:30,pain_now,,6,points,",
        "2026-03-02 09:31,ppt_upper_trapezius,left,2.5,kgf/cm2,algometer",
        "",
        "2026-03-02 09:32,grip,right,80,lb,",
    )

    assert read.may_be_kept
    assert [round(r.value, 2) for r in read.readings] == [6, 245.17, 36.29]
    assert read.readings[1].series.side == "left"
    assert read.readings[1].device == "algometer"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2026-03-02,pain_now,,11,points,", "came as 11.0; expected 0 to 10"),
        ("2026-03-02,pain_now,,,points,", "the value is empty"),
        ("2026-03-02,pain_now,,six,points,", "expected a number"),
        ('2026-03-02,pain_now,,"6,5",points,', "write a decimal point"),
        ("2026-03-02,pain_now,,6,,", "the unit is empty; write one of points"),
        ("2026-03-02,mood,,6,points,", "the measure came as 'mood'"),
        ("2026-03-02,grip,,30,kg,", "the side came as ''"),
        ("2026-03-02,pain_now,left,3,points,", "has no sides"),
        ("2026-03-02,ppt_infraspinatus,left,300,psi,", "the unit came as 'psi'"),
        ("02.03.2026,pain_now,,6,points,", "write it as 2026-03-02 09:30"),
        ("2027-03-02,pain_now,,6,points,", "lies in the future"),
        ("2026-03-02,pain_now,,nan,points,", "came as nan"),
        ("2026-03-02,pain_now", "2 cells, expected 6"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_kept(line: str, problem: str) -> None:
    read = preview("2026-03-01 09:00,pain_now,,5,points,", line)

    assert not read.may_be_kept
    (bad,) = read.problems
    assert bad.line == 3
    assert problem in bad.problem


def test_two_units_of_one_measure_in_a_file_are_named_on_every_line() -> None:
    read = preview(
        "2026-03-02,ppt_infraspinatus,left,300,kPa,",
        "2026-03-09,ppt_infraspinatus,left,3.1,kgf/cm2,",
        "2026-03-09,grip,left,31,kg,",
    )

    assert [row.line for row in read.problems] == [2, 3]
    assert "comes in kPa and kgf/cm2 in this file" in read.problems[0].problem


def test_a_line_that_repeats_another_is_named() -> None:
    read = preview("2026-03-02,pain_now,,5,points,", "2026-03-02,pain_now,,6,points,")

    assert read.problems[0].problem == "repeats line 2"


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("measured_at,measure,value\n", "The heading lacks unit."),
        ("measured_at,measure,value,unit,mood\n", "The heading has 'mood'"),
        ("", "The heading lacks"),
    ],
)
def test_a_heading_that_is_none_is_said(head: str, problem: str) -> None:
    read = preview("2026-03-02,pain_now,5,points", head=head)

    assert problem in read.problem
    assert not read.may_be_kept


def test_a_file_without_lines_is_not_kept() -> None:
    assert not preview().may_be_kept
    assert "0 lines came" in preview().problem
