"""``filiform localise`` as typed: a readable table, JSON, and clear refusals."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from filiform.body import (
    TOPOLOGY,
    Side,
    SidedArea,
    marks_as_json,
    parse_surface_drawing,
    project_marks,
    vertices_of,
)
from filiform.cli.localise import LARGEST_DRAWING_BYTES
from filiform.cli.main import EXIT_BROKEN_INPUT, main
from filiform.localise import probability_in_percent


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "drawing.json"
    path.write_text(
        '{"marks": [{"area": "shoulder_anterior", "side": "right", "intensity": 6}]}',
        encoding="utf-8",
    )
    return path


def refusal(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must fail, and return its one line on standard error."""
    assert main(["localise", *arguments]) == EXIT_BROKEN_INPUT
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    return captured.err


def test_the_table_says_what_where_and_how_sure(
    drawing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["localise", str(drawing), "--top", "3"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [
        "Rank",
        "Trigger",
        "point",
        "Muscle",
        "Side",
        "Probability",
        "of",
        "being",
        "active",
    ]
    assert [line.split()[0] for line in lines[1:10:3]] == ["1", "2", "3"]
    assert all(line.strip().startswith("palpate: ") for line in lines[2:10:3])
    assert all(line.strip().startswith("explains: ") for line in lines[3:10:3])
    assert "      Front of the shoulder" in "\n".join(lines[10:])
    assert lines[-1] == "A proposal for palpation, not a diagnosis; screen for red flags first."


def test_json_is_the_public_answer(drawing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["localise", str(drawing), "--top", "2", "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert len(answer["ranking"]) == 2
    assert answer["method"] == "exact"


def test_strokes_are_ranked_as_the_areas_they_make_painful(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vertices = vertices_of(SidedArea("shoulder_anterior", Side.RIGHT)).tolist()
    stroke = {"vertices": vertices, "weights": [1] * len(vertices), "intensity": 6}
    painted = {"topology": TOPOLOGY, "strokes": [stroke]}
    areas = {"marks": marks_as_json(project_marks(parse_surface_drawing(painted)))}
    answers = []
    for name, document in (("strokes", painted), ("areas", areas)):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        assert main(["localise", str(path), "--json"]) == 0
        answers.append(json.loads(capsys.readouterr().out))

    assert answers[0] == answers[1]


def test_too_little_paint_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "speck.json"
    stroke = {"vertices": [0], "weights": [0.02], "intensity": 6}
    path.write_text(json.dumps({"topology": TOPOLOGY, "strokes": [stroke]}), encoding="utf-8")

    assert "Too little is painted" in refusal([str(path)], capsys)


def test_a_dash_reads_standard_input(
    drawing: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Typed:
        buffer = io.BytesIO(drawing.read_bytes())

    monkeypatch.setattr(sys, "stdin", Typed())

    assert main(["localise", "-", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["ranking"]) == 10


def test_a_byte_order_mark_is_no_obstacle(
    drawing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawing.write_bytes(b"\xef\xbb\xbf" + drawing.read_bytes())

    assert main(["localise", str(drawing)]) == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON at line 1, column 1"),
        (b'{"marks": [\n  {"area" "x"}]}', "not JSON at line 2, column 11"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8 text (byte 1); save it as UTF-8."),
        (b"[" * 200_000, "nested too deeply"),
        (b"[" + b"9" * 10_000 + b"]", "a number too long"),
        (b'{"marks": [], "marks": []}', "the key 'marks' stands twice"),
        (b"{}", "the key 'marks' is missing"),
        (b'{"marks": []}', "Nothing is painted"),
        (
            b'{"marks": [{"area": "sholder_anterior", "side": "left", "intensity": 3}]}',
            "Did you mean shoulder_anterior",
        ),
        (
            b'{"marks": [{"area": "sternum", "side": "midline", "intensity": NaN}]}',
            "marks[0].intensity: came nan, expected a whole number.",
        ),
    ],
)
def test_a_broken_drawing_is_refused_in_one_line(
    content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(content)

    assert message in refusal([str(path)], capsys)


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere.json: there is no such file." in refusal(
        [str(tmp_path / "nowhere.json")], capsys
    )


def test_a_directory_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "a directory; name one drawing in it." in refusal([str(tmp_path)], capsys)


def test_a_path_that_cannot_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "cannot be read" in refusal(["a\0b"], capsys)


def test_fifty_megabytes_are_refused_unread(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)

    assert f"larger than {LARGEST_DRAWING_BYTES // 1024} KiB" in refusal([str(path)], capsys)


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_a_wrong_count_is_a_usage_error(
    count: str, drawing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["localise", str(drawing), "--top", count])

    assert caught.value.code == 2
    assert "--top" in capsys.readouterr().err


def test_the_installed_command_fails_without_a_traceback(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("not json", encoding="utf-8")

    finished: Any = subprocess.run(
        [sys.executable, "-m", "filiform.cli.main", "localise", str(broken)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 2
    assert finished.stdout == ""
    assert "not JSON at line 1, column 1" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "under 1 %"), (0.0099, "under 1 %"), (0.5, "50 %"), (0.99, "99 %"), (1.0, "over 99 %")],
)
def test_a_percentage_never_claims_certainty(probability: float, words: str) -> None:
    assert probability_in_percent(probability) == words
