import json
import subprocess
import sys
from pathlib import Path

import pytest

from filiform.cli import doctor
from filiform.cli.main import build_parser, main

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])

    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("filiform 0.")


def test_a_broken_input_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["localise", "/no/such/drawing.json"])

    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert captured.err.startswith("filiform: ")
    assert captured.err.count("\n") == 1


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m filiform.cli.main atlas show infraspinatus | head -1"

    answer = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602

    assert answer.returncode == 0
    assert answer.stderr == ""


def test_every_command_has_its_entry_in_the_reference() -> None:
    reference = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    actions = build_parser()._actions
    commands = next(action.choices for action in actions if action.dest == "==SUPPRESS==")

    missing = [name for name in commands or () if f"## `filiform {name}`" not in reference]

    assert commands
    assert missing == []


def test_doctor_names_a_remedy_for_everything_that_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["doctor", "--json"])

    report = json.loads(capsys.readouterr().out)
    assert {check["name"] for check in report["checks"]} >= {"Python", "SQLite", "Database"}
    assert all(check["remedy"] for check in report["checks"] if check["state"] == "missing")


def test_doctor_fails_when_something_needed_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = doctor.Check("Front end", "missing", "not built", "run in the checkout: make setup")
    monkeypatch.setattr(doctor, "examine", lambda **_: (lacking,))

    status = main(["doctor"])

    assert status == 1
    assert "make setup" in capsys.readouterr().out
