"""Sites, lines and zones belong to the atlas: to its version and to its check."""

from collections.abc import Callable

import pytest

from filiform.atlas import UnreadableFileError, beside_problems, load_atlas, read_atlas
from filiform.atlas.beside import CHECKS
from filiform.atlas.load import BESIDE_PAGES, packaged_folder
from filiform.cli.main import main
from tests.atlas.broken import AtlasCopy

Captured = pytest.CaptureFixture[str]


def appended(name: str, text: str) -> Callable[[AtlasCopy], None]:
    def change(copy: AtlasCopy) -> None:
        with copy.page(name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


BROKEN = {
    "a site of no point": (
        appended("sites.toml", '\n[infraspinatus]\ntrp9 = { area = "chin" }\n'),
        "sites.toml: ",
    ),
    "a line of no muscle": (
        appended("muscle_lines.toml", '\n[infraspinatuss.upper]\nfrom = "a"\n'),
        "muscle_lines.toml: infraspinatuss: no such muscle",
    ),
    "a zone that is no number": (
        lambda copy: copy.change("zones.toml", "essential = 1.0", 'essential = "much"'),
        "zones.toml: ",
    ),
    "a file that is missing": (
        lambda copy: copy.page("zones.toml").rename(copy.page("zones.txt")),
        "zones.toml: cannot be read",
    ),
    "a file that is no text": (
        lambda copy: copy.page("sites.toml").write_bytes(b"\xff"),
        "sites.toml: not UTF-8 text",
    ),
}


def test_what_ships_beside_the_pages_has_no_problem() -> None:
    assert list(beside_problems(packaged_folder(), load_atlas())) == []


def test_every_file_beside_the_pages_is_checked_and_none_is_forgotten() -> None:
    beside = {file.name for file in packaged_folder().glob("*.toml")}

    assert set(BESIDE_PAGES) == beside - {"atlas.toml", "movements.toml"} == CHECKS.keys()


@pytest.mark.parametrize("name", BESIDE_PAGES)
def test_a_change_beside_the_pages_changes_the_version(atlas_copy: AtlasCopy, name: str) -> None:
    before = read_atlas(atlas_copy.folder).version
    appended(name, "# moved\n")(atlas_copy)

    after = read_atlas(atlas_copy.folder).version

    assert before == load_atlas().version
    assert before.partition("+")[0] == after.partition("+")[0]
    assert before != after


@pytest.mark.parametrize(("breaking", "complaint"), BROKEN.values(), ids=BROKEN)
def test_check_finds_what_is_wrong_beside_the_pages(
    atlas_copy: AtlasCopy,
    capsys: Captured,
    breaking: Callable[[AtlasCopy], object],
    complaint: str,
) -> None:
    atlas = read_atlas(atlas_copy.folder)
    breaking(atlas_copy)

    problems = [str(problem) for problem in beside_problems(atlas_copy.folder, atlas)]

    assert len(problems) == 1
    assert problems[0].startswith(complaint)


def test_the_command_prints_what_is_wrong_beside_the_pages(
    atlas_copy: AtlasCopy, capsys: Captured
) -> None:
    breaking, complaint = BROKEN["a line of no muscle"]
    breaking(atlas_copy)

    status = main(["atlas", "check", "--folder", str(atlas_copy.folder)])

    lines = capsys.readouterr().out.splitlines()
    assert status == 1
    assert lines[0].startswith(complaint)
    assert lines[1:] == ["1 problem found"]


def test_an_atlas_without_its_sites_is_no_atlas(atlas_copy: AtlasCopy) -> None:
    atlas_copy.page("sites.toml").unlink()

    with pytest.raises(UnreadableFileError, match=r"sites\.toml"):
        read_atlas(atlas_copy.folder)
