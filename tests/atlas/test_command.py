"""``filiform atlas show`` and ``filiform atlas check``."""

import json

import pytest

from filiform.atlas import load_atlas
from filiform.cli.atlas import cited_by
from filiform.cli.main import main
from filiform.evidence import require_source
from tests.atlas.broken import AtlasCopy

Captured = pytest.CaptureFixture[str]


def unwrapped(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("muscle_id", ["infraspinatus", "suboccipitals", "rectus_abdominis"])
def test_show_prints_everything_that_the_page_holds(muscle_id: str, capsys: Captured) -> None:
    muscle = load_atlas().muscles[muscle_id]

    status = main(["atlas", "show", muscle_id])

    page = unwrapped(capsys.readouterr().out)
    assert status == 0
    for text in (muscle.name, muscle.nerve, muscle.segments, f"[{muscle.mark}]"):
        assert text in page
    for text in (*muscle.actions, *muscle.mimics, *muscle.provoking_activities):
        assert text in page
    for key in (*muscle.restricted_movements, *muscle.painful_movements):
        assert load_atlas().movements[key].label in page
    for point in muscle.trigger_points:
        assert point.id in page
        assert point.location in page
    for key in cited_by(muscle):
        source = require_source(key, cited_in="test")
        assert f"{key} [{source.mark}] {source.citation}" in page
        assert source.url is None or source.url in page
    for frequency in muscle.reported_frequencies:
        assert f"[{frequency.mark}] {frequency.statement}" in page


@pytest.mark.parametrize("muscle_id", sorted(load_atlas().muscles))
def test_every_page_fits_the_width_of_a_terminal(muscle_id: str, capsys: Captured) -> None:
    main(["atlas", "show", muscle_id])

    lines = capsys.readouterr().out.splitlines()
    # Addresses are never broken: a broken one cannot be followed.
    assert [line for line in lines if len(line) > 88 and "://" not in line] == []


def test_show_json_is_the_whole_page(capsys: Captured) -> None:
    status = main(["atlas", "show", "infraspinatus", "--json"])

    page = json.loads(capsys.readouterr().out)
    assert status == 0
    assert page["atlas_version"] == load_atlas().version
    assert page["mark"] == "V"
    assert [point["id"] for point in page["trigger_points"]] == [
        f"infraspinatus.trp{number}" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("infraspinat", "infraspinatus"),
        ("Infraspinatus ", "infraspinatus"),
        ("ISP", "infraspinatus"),
        ("upper trap", "trapezius_upper"),
        ("Tibialis anterior", "tibialis_anterior"),
        ("QL", "quadratus_lumborum"),
    ],
)
def test_an_unknown_muscle_is_answered_with_the_nearest(
    word: str, nearest: str, capsys: Captured
) -> None:
    status = main(["atlas", "show", word])

    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert captured.err.startswith(f"filiform: no muscle has the id {word!r}; did you mean ")
    assert nearest in captured.err


def test_a_word_that_resembles_no_muscle_is_answered_with_an_example(capsys: Captured) -> None:
    status = main(["atlas", "show", "xyzzy"])

    assert status == 2
    assert "an id looks like: infraspinatus" in capsys.readouterr().err


def test_check_counts_what_is_there(capsys: Captured) -> None:
    status = main(["atlas", "check"])

    text = unwrapped(capsys.readouterr().out)
    assert status == 0
    assert "137 muscles 213 trigger points 165 areas 85 movements 28 sources cited" in text
    assert "172 lines for muscles" in text
    assert text.endswith("no problem found")


def test_check_prints_every_problem_with_file_and_key(
    atlas_copy: AtlasCopy, capsys: Captured
) -> None:
    atlas_copy.change("muscles/soleus.toml", 'id = "soleus.trp1"', 'id = "soleus.one"')
    atlas_copy.change("muscles/infraspinatus.toml", '"scalene_anterior"', '"scalenes"')

    status = main(["atlas", "check", "--folder", str(atlas_copy.folder)])

    lines = capsys.readouterr().out.splitlines()
    assert status == 1
    assert lines[0].startswith("muscles/soleus.toml: key trigger_points[1].id: ")
    assert lines[1].startswith("muscles/infraspinatus.toml: key key_muscles: ")
    assert lines[2:] == ["2 problems found"]


def test_check_of_a_folder_that_is_not_there_is_a_broken_input(capsys: Captured) -> None:
    status = main(["atlas", "check", "--folder", "/no/such/folder"])

    assert status == 2
    assert "holds no page" in capsys.readouterr().err
