"""``filiform localise`` asked for reasons, for the next tests, and for many cases."""

import json
from pathlib import Path

import pytest

from filiform.cli.main import EXIT_BROKEN_INPUT, main

LEG = Path(__file__).resolve().parents[2] / "docs" / "examples" / "leg-gluteus-minimus.json"


def test_reasons_and_next_tests_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["localise", str(LEG), "--top", "1", "--explain", "--next", "3"]) == 0

    printed = capsys.readouterr().out
    why, after = printed.split("\nWhy:\n")[1].split("\nNext:\n")
    assert "gluteus_minimus.trp2 right: " in why
    assert "for ×" in why
    assert "against ×" in why
    assert "either one or the other" in why
    assert "Sets of points" in why
    assert [line.split()[0] for line in after.splitlines()[:3]] == ["1", "2", "3"]
    assert " bit, " in after


def test_reasons_and_next_tests_are_in_the_public_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["localise", str(LEG), "--json", "--explain", "--next", "2"]) == 0

    answer = json.loads(capsys.readouterr().out)
    explanation, plan = answer["explanation"], answer["next"]
    assert explanation["weights"][0]["trigger_point"] == answer["ranking"][0]["trigger_point"]
    assert {"area", "side", "log_odds"} == set(explanation["weights"][0]["findings"][0])
    assert {pair["tie"] for pair in explanation["pairs"]} <= {"either", "together"}
    assert explanation["covered"] == pytest.approx(
        sum(each["probability"] for each in explanation["sets"]), abs=1e-5
    )
    assert len(plan["tests"]) == 2
    assert plan["worth_it"] is True


def test_without_being_asked_there_are_no_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["localise", str(LEG), "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert not {"explanation", "next"} & set(answer)


@pytest.mark.long
def test_a_batch_answers_line_by_line_and_fails_if_one_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = json.loads(LEG.read_text(encoding="utf-8"))
    path = tmp_path / "cases.jsonl"
    path.write_text(
        json.dumps({"id": "one", **case}) + "\n" + json.dumps({"id": "two", "marks": []}) + "\n",
        encoding="utf-8",
    )

    assert main(["localise", "--batch", str(path), "--top", "1", "--workers", "1"]) == 2

    captured = capsys.readouterr()
    first, second = (json.loads(line) for line in captured.out.splitlines())
    assert first["id"] == "one"
    assert first["ranking"][0]["muscle"] == "gluteus_minimus"
    assert second["id"] == "two"
    assert "Nothing is painted" in second["error"]
    assert "2 cases in" in captured.err
    assert "1 could not be answered" in captured.err


def test_a_batch_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "none.jsonl"

    assert main(["localise", "--batch", str(missing)]) == EXIT_BROKEN_INPUT

    captured = capsys.readouterr()
    assert "No such file" in captured.err
    assert captured.err.count("\n") == 1
