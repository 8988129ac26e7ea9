"""Many cases, one line each."""

import json

import numpy as np
import pytest

from filiform.atlas import load_atlas
from filiform.localise import (
    case_as_json,
    localisation_as_json,
    parse_case,
    rank_trigger_points,
    sample_client,
)
from filiform.localise.batch import LINES_AT_ONCE, answer_lines
from filiform.localise.rank import ROUNDING_ERROR

ATLAS = load_atlas()


def lines_of(count: int) -> list[str]:
    rng = np.random.default_rng(11)
    cases = [case_as_json(sample_client(ATLAS, rng).case) for _ in range(count)]
    return [json.dumps({"id": number, **case}) for number, case in enumerate(cases)]


@pytest.mark.long
def test_each_line_is_answered_as_if_it_were_alone() -> None:
    lines = lines_of(12)

    answers = [json.loads(answer) for answer in answer_lines(lines, top=5)]

    assert [answer["id"] for answer in answers] == list(range(12))
    for line, answer in zip(lines, answers, strict=True):
        case = json.loads(line)
        del case["id"], answer["id"]
        alone = localisation_as_json(rank_trigger_points(parse_case(case), ATLAS), top=5)
        for found, expected in zip(answer["ranking"], alone["ranking"], strict=True):  # type: ignore[call-overload]
            assert found["trigger_point"] == expected["trigger_point"]
            assert found["probability"] == pytest.approx(
                expected["probability"], abs=2 * ROUNDING_ERROR, rel=0
            )


@pytest.mark.long
def test_the_answers_do_not_depend_on_the_number_of_workers() -> None:
    lines = lines_of(LINES_AT_ONCE + 5)

    assert list(answer_lines(lines, top=3, workers=2)) == list(answer_lines(lines, top=3))


@pytest.mark.long
def test_a_broken_line_is_answered_by_its_error_and_stops_nothing() -> None:
    good = lines_of(1)[0]
    lines = ["not json", "[]", '{"id": 7, "marks": []}', "", '{"id": 8, "marks": 3}', good]

    answers = [json.loads(answer) for answer in answer_lines(lines, top=1)]

    assert [answer["id"] for answer in answers] == [None, None, 7, 8, 0]
    assert "not JSON" in answers[0]["error"]
    assert "one JSON object" in answers[1]["error"]
    assert "Nothing is painted" in answers[2]["error"]
    assert answers[3]["error"].startswith("marks: came 3")
    assert answers[4]["ranking"]


@pytest.mark.long
def test_lines_are_read_as_they_are_needed() -> None:
    """Memory stays flat: no more is read ahead than a few chunks."""
    line = lines_of(1)[0]
    read = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal read
        while True:
            read += 1
            yield line

    answers = answer_lines(endless(), top=1)

    next(answers)
    assert read == LINES_AT_ONCE
