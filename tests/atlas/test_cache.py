"""The file of parsed pages saves time and is never believed further than it can be checked."""

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from filiform.atlas import AtlasError, cached, load, read_atlas
from filiform.atlas.cached import cache_file
from tests.atlas.broken import AtlasCopy

PAGE = "muscles/infraspinatus.toml"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "filiform" / "atlas.json"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were parsed anew, as they are parsed."""
    names: list[str] = []
    parse = load.parse_toml

    def parse_and_note(name: str, text: bytes) -> dict[str, object]:
        names.append(name)
        return parse(name, text)

    monkeypatch.setattr(load, "parse_toml", parse_and_note)
    return names


def test_a_second_reading_parses_no_page_and_gives_the_same_atlas(
    atlas_copy: AtlasCopy, kept: Path, parsed: list[str]
) -> None:
    first = read_atlas(atlas_copy.folder, cache_file=kept)
    parsed.clear()

    second = read_atlas(atlas_copy.folder, cache_file=kept)

    assert parsed == []
    assert second == first


def test_a_changed_page_is_read_anew(atlas_copy: AtlasCopy, kept: Path) -> None:
    before = read_atlas(atlas_copy.folder, cache_file=kept)
    status = atlas_copy.page(PAGE).stat()
    # Same size and same time of change: only the content tells.
    atlas_copy.change(PAGE, 'abbreviation = "ISP"', 'abbreviation = "IFS"')
    os.utime(atlas_copy.page(PAGE), ns=(status.st_atime_ns, status.st_mtime_ns))

    after = read_atlas(atlas_copy.folder, cache_file=kept)

    assert after.muscles["infraspinatus"].abbreviation == "IFS"
    assert after.version != before.version


def test_a_page_that_became_wrong_is_refused_in_spite_of_the_cache(
    atlas_copy: AtlasCopy, kept: Path
) -> None:
    read_atlas(atlas_copy.folder, cache_file=kept)
    atlas_copy.change(PAGE, '"scalene_anterior"', '"scalenes"')

    with pytest.raises(AtlasError, match="key_muscles"):
        read_atlas(atlas_copy.folder, cache_file=kept)


def test_a_refused_atlas_leaves_no_cache(atlas_copy: AtlasCopy, kept: Path) -> None:
    atlas_copy.change(PAGE, '"scalene_anterior"', '"scalenes"')

    with pytest.raises(AtlasError):
        read_atlas(atlas_copy.folder, cache_file=kept)

    assert not kept.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: b"",
        lambda text: b"\xff\xfe\x00",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(b"Infraspinatus", b"Supraspinatus", 1),
        lambda text: text.partition(b"\n")[0] + b"\n[]",
        lambda text: text.partition(b"\n")[2],
    ],
    ids=["empty", "no text", "cut short", "altered", "other body", "without its head"],
)
def test_a_damaged_cache_is_passed_over_and_replaced(
    atlas_copy: AtlasCopy, kept: Path, parsed: list[str], damage: object
) -> None:
    atlas = read_atlas(atlas_copy.folder, cache_file=kept)
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))  # type: ignore[operator]
    parsed.clear()

    again = read_atlas(atlas_copy.folder, cache_file=kept)

    assert again == atlas
    assert len(parsed) == 139
    assert kept.read_bytes() == whole


def test_a_cache_of_another_version_of_the_package_is_not_used(
    atlas_copy: AtlasCopy, kept: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_atlas(atlas_copy.folder, cache_file=kept)
    parsed.clear()
    monkeypatch.setattr(cached, "__version__", "99.0.0")

    read_atlas(atlas_copy.folder, cache_file=kept)

    assert len(parsed) == 139


def test_a_change_of_areas_or_sources_asks_for_a_new_check(
    atlas_copy: AtlasCopy, kept: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_atlas(atlas_copy.folder, cache_file=kept)
    parsed.clear()

    def borrowed() -> Iterator[tuple[str, bytes]]:
        yield "areas.toml", b"changed"

    monkeypatch.setattr(load, "_borrowed_texts", borrowed)
    read_atlas(atlas_copy.folder, cache_file=kept)

    assert len(parsed) == 139


def test_a_cache_that_cannot_be_written_is_no_error(atlas_copy: AtlasCopy, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    atlas = read_atlas(atlas_copy.folder, cache_file=tmp_path / "file" / "atlas.json")

    assert len(atlas.muscles) == 137


def test_a_write_that_fails_at_the_end_leaves_no_draft(atlas_copy: AtlasCopy, kept: Path) -> None:
    kept.mkdir(parents=True)  # A folder of that name cannot be replaced by a file.

    read_atlas(atlas_copy.folder, cache_file=kept)

    assert list(kept.parent.iterdir()) == [kept]


def test_the_cache_is_plain_json_under_a_head_that_seals_it(
    atlas_copy: AtlasCopy, kept: Path
) -> None:
    read_atlas(atlas_copy.folder, cache_file=kept)

    head, _, body = kept.read_bytes().partition(b"\n")
    assert head.decode().split()[-1] == sha256(body).hexdigest()
    assert json.loads(body)[PAGE]["id"] == "infraspinatus"


def test_the_cache_lies_where_the_user_keeps_caches(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_file() == tmp_path / "filiform" / "atlas.json"

    monkeypatch.setenv("XDG_CACHE_HOME", "relative/place")
    assert cache_file() == Path("/home/ada/.cache/filiform/atlas.json")

    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_file() == Path("/home/ada/.cache/filiform/atlas.json")


def test_a_user_without_a_home_reads_without_a_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)

    assert cache_file() is None
