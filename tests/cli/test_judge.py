"""``filiform judge`` as typed: a verdict with reasons and sources, JSON, and clear refusals."""

import json
from pathlib import Path
from typing import Any

import pytest

from filiform.cli.main import EXIT_BROKEN_INPUT, main
from filiform.safety import load_screening

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "sites" / "trapezius-upper.json"


def example(tmp_path: Path, **changes: Any) -> str:
    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    document["screening"] = {question.code: "no" for question in load_screening().questions}
    document["sites"][0] |= changes
    path = tmp_path / "site.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def test_the_example_of_the_docs_is_refused_with_its_reasons(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["judge", str(EXAMPLE)]) == 1

    out = capsys.readouterr().out
    assert "trapezius_upper, right, 0.25 x 40 mm: refused (grade care)" in out
    assert "S05 AVOID_REGION: Deeper than the hard maximum" in out
    assert "KYPH22" in out
    assert "E06: 15 cadavers, fluoroscopy" in out
    assert "not yet signed off by a clinician" in out


def test_a_needle_that_follows_its_site_is_permitted_and_ends_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["judge", example(tmp_path, length_mm=30), "--json"]) == 0

    (verdict,) = json.loads(capsys.readouterr().out)["verdicts"]
    assert (verdict["standing"], verdict["concerns"]) == ("permitted", [])
    assert verdict["limit"]["words"] == "the lifted fold"


@pytest.mark.parametrize("changes", [{"length_mm": 3000}, {"diameter_mm": 30}, {"side": "up"}])
def test_a_broken_input_ends_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any]
) -> None:
    assert main(["judge", example(tmp_path, **changes)]) == EXIT_BROKEN_INPUT

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("filiform: ")
