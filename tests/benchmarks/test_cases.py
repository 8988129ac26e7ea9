"""The report, run on invented cases: a test that ranked the published ones would be a look."""

import sys
from pathlib import Path

import pytest

import cases
from filiform.body.drawing import PainDrawing, PainMark
from filiform.body.side import Side
from filiform.localise import CaseFindings, FrontierTooWideError
from filiform.localise.network import Network
from published import PublishedCase, SidedMuscle

RIGHT = Side.RIGHT


def invented(case_id: str, *areas: str, found: str, primary: bool) -> PublishedCase:
    muscle = SidedMuscle(found, RIGHT)
    drawing = PainDrawing(tuple(PainMark(area, RIGHT, 5) for area in areas))
    return PublishedCase(
        case_id, "case", "NOBODY", CaseFindings(drawing), (muscle,), (muscle,) if primary else ()
    )


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    invented_cases = (
        invented(
            "easy",
            "shoulder_anterior",
            "arm_lateral",
            "scapula_body",
            found="infraspinatus",
            primary=True,
        ),
        invented("hopeless", "heel_sole", found="masseter", primary=False),
    )
    monkeypatch.setattr(cases, "load_cases", lambda atlas: invented_cases)
    monkeypatch.setattr(cases, "LOOKS_FILE", tmp_path / "looks.md")
    return tmp_path / "looks.md"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["cases.py", *arguments])
    assert cases.main() == 0


def test_hits_and_their_shares_are_counted(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = cases.look_at_cases()

    assert look.ranks("exact", "any")[0] == 1
    assert look.ranks("exact", "any")[1] > 100
    assert look.ranks("exact", "primary") == look.ranks("exact", "any")[:1]
    for method in cases.METHODS:
        assert look.share(method, "any", 10).hits == 1
        assert look.share(method, "any", 10).total == 2
        assert look.outcomes[method][0].top == "infraspinatus.right"


def test_the_report_names_versions_intervals_and_each_case(
    record: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--each")

    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("atlas 0.")
    assert lines[2].startswith("n = 2 (2 case), 1 with a primary muscle; 0 too wide")
    assert "  1   50% (9% to 91%)" in lines[4]
    assert lines[13].split() == ["primary", "random", "order", "0%", "1%", "4%"]
    assert any(line.startswith("easy") and line.endswith("infraspinatus.right") for line in lines)
    assert any(line.startswith("hopeless") and "/   -" in line for line in lines)
    assert not record.exists()
    assert "--record" in lines[-1]


def test_a_recorded_look_is_one_row_with_its_reason(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, "--record", "to try | the record")
    run(monkeypatch, "--record", "again")

    first, second = record.read_text(encoding="utf-8").splitlines()
    header = cases.CASES_FILE.with_name("cases_looks.md").read_text(encoding="utf-8")
    columns = next(line for line in header.splitlines() if line.startswith("| when"))
    assert first.count("|") == second.count("|") == columns.count("|")
    assert " | 2; 1 | 1/1/1; 1/1/1 | " in first
    assert first.endswith("| to try / the record |")


def test_a_case_without_an_exact_answer_is_a_miss(
    record: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(case: PublishedCase, network: Network) -> None:
        raise FrontierTooWideError(30, 18)

    monkeypatch.setattr(cases, "METHODS", {**cases.METHODS, "exact": refuse})
    run(monkeypatch)

    assert cases.look_at_cases().share("exact", "any", 10).hits == 0
    assert "2 too wide" in capsys.readouterr().out
