"""Reading the atlas: every page checked, in memory, or from a cache of checked pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from filiform.atlas.cached import cache_file, cache_key, cached_tables, digest_of, store_tables
from filiform.atlas.check import reference_problems
from filiform.atlas.entries import Atlas, Movement, Muscle
from filiform.atlas.errors import (
    AtlasError,
    DuplicateEntryError,
    MalformedEntryError,
    UnreadableFileError,
)
from filiform.atlas.page import read_heading, read_movements, read_muscle
from filiform.atlas.reading import TableReader, parse_toml

HEADING_FILE = "atlas.toml"
MOVEMENTS_FILE = "movements.toml"
MUSCLES_FOLDER = "muscles"
SITES_FILE = "sites.toml"
LINES_FILE = "muscle_lines.toml"
ZONES_FILE = "zones.toml"
BESIDE_PAGES = (SITES_FILE, LINES_FILE, ZONES_FILE)
"""Files that other modules read, checked by :func:`~filiform.atlas.beside.beside_problems`; a
clinician sees what they hold, so a change there is a new version as well."""

DIGEST_LETTERS = 8
"""Letters of the digest in the version: enough to tell two states of the atlas apart."""


@cache
def load_atlas() -> Atlas:
    """Return the atlas that ships with the package.

    The first call on a machine reads and checks every page and leaves the parsed tables in the
    user's cache folder (``XDG_CACHE_HOME``); later processes read that one file for as long as the
    pages, the areas and the sources have the same content.

    Raises
    ------
    AtlasError
        If a page breaks a rule; the message names the file and the key.
    """
    return read_atlas(packaged_folder(), cache_file=cache_file())


def packaged_folder() -> Path:
    """Return the folder that holds the packaged pages."""
    return Path(str(files("filiform.atlas"))) / "data"


def read_atlas(folder: Path, *, cache_file: Path | None = None) -> Atlas:
    """Read an atlas from a folder of pages.

    Parameters
    ----------
    folder
        Holds ``atlas.toml``, ``movements.toml`` and ``muscles/*.toml``; beside them
        ``sites.toml``, ``muscle_lines.toml`` and ``zones.toml``, which count in the version only.
    cache_file
        Tables of an earlier, checked reading; used only if everything that was checked has the
        same content, and rewritten otherwise. Whether it can be read or written changes nothing
        but the time that the reading takes.

    Raises
    ------
    AtlasError
        If a page breaks a rule; the message names the file and the key. It is the first of
        :func:`atlas_problems`.
    """
    text_by_name = dict(_texts(folder))
    digest = digest_of(chain(text_by_name.items(), _beside(folder)))
    key = ""
    if cache_file is not None:
        key = cache_key(digest_of(chain([("pages", digest.encode())], _borrowed_texts())))
        tables = cached_tables(cache_file, key)
        if tables is not None:
            return _assembled(tables, digest).atlas
    tables, problems = _parsed(text_by_name)
    draft = _assembled(tables, digest)
    problems = [*problems, *draft.problems, *_reference_problems(draft, text_by_name)]
    if problems:
        raise problems[0]
    if cache_file is not None:
        store_tables(cache_file, key, tables)
    return draft.atlas


def atlas_problems(folder: Path) -> tuple[AtlasError, ...]:
    """Return everything that is wrong with a folder of pages; empty if all is well.

    Raises
    ------
    UnreadableFileError
        If a file cannot be opened.
    """
    text_by_name = dict(_texts(folder))
    tables, problems = _parsed(text_by_name)
    draft = _assembled(tables, "")
    return (*problems, *draft.problems, *_reference_problems(draft, text_by_name))


@dataclass(frozen=True, slots=True)
class _Draft:
    """An atlas of the pages that could be read, and what is wrong with the others."""

    atlas: Atlas
    problems: tuple[AtlasError, ...]


def _texts(folder: Path) -> Iterator[tuple[str, bytes]]:
    muscles = sorted((folder / MUSCLES_FOLDER).glob("*.toml"))
    if not muscles:
        raise UnreadableFileError(f"{folder / MUSCLES_FOLDER} holds no page; expected *.toml.")
    for path in (folder / HEADING_FILE, folder / MOVEMENTS_FILE, *muscles):
        yield path.relative_to(folder).as_posix(), _read(folder, path)


def _beside(folder: Path) -> Iterator[tuple[str, bytes]]:
    for name in BESIDE_PAGES:
        yield name, _read(folder, folder / name)


def _read(folder: Path, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        name = path.relative_to(folder).as_posix()
        raise UnreadableFileError(f"{name}: cannot be read ({error.strerror}).") from None


def _borrowed_texts() -> Iterator[tuple[str, bytes]]:
    """Yield the files of other rooms that pages refer to: a change there asks for a new check."""
    areas = Path(str(files("filiform.body"))) / "data" / "areas.toml"
    sources = Path(str(files("filiform.evidence"))) / "data"
    for path in (areas, *sorted(sources.glob("*.toml"))):
        yield path.name, path.read_bytes()


def _parsed(
    text_by_name: Mapping[str, bytes],
) -> tuple[dict[str, Mapping[str, Any]], list[AtlasError]]:
    tables: dict[str, Mapping[str, Any]] = {}
    problems: list[AtlasError] = []
    for name, text in text_by_name.items():
        try:
            tables[name] = parse_toml(name, text)
        except AtlasError as error:
            problems.append(error)
    return tables, problems


def _assembled(tables: Mapping[str, Mapping[str, Any]], digest: str) -> _Draft:
    problems: list[AtlasError] = []
    version = ""
    movements: dict[str, Movement] = {}
    muscles: dict[str, Muscle] = {}
    for name, table in tables.items():
        page = TableReader(name, table, problems)
        if name == HEADING_FILE:
            version = read_heading(page)
        elif name == MOVEMENTS_FILE:
            movements = read_movements(page)
        else:
            _add_muscle(page, muscles)
    atlas = Atlas(
        version=f"{version}+{digest[:DIGEST_LETTERS]}",
        muscles=MappingProxyType(muscles),
        trigger_points=MappingProxyType(
            {point.id: point for muscle in muscles.values() for point in muscle.trigger_points}
        ),
        movements=MappingProxyType(movements),
    )
    return _Draft(atlas, tuple(problems))


def _add_muscle(page: TableReader, muscles: dict[str, Muscle]) -> None:
    before = len(page.problems)
    muscle = read_muscle(page)
    expected = _muscle_id(page.name)
    if muscle.id in muscles:
        complaint = f"{muscle.id!r} is defined in {muscle.id}.toml already, expected {expected!r}."
        page.note("id", complaint, DuplicateEntryError)
    elif muscle.id and muscle.id != expected:
        complaint = f"came {muscle.id!r}, expected the name of the file, {expected!r}."
        page.note("id", complaint, MalformedEntryError)
    if len(page.problems) == before:
        muscles[muscle.id] = muscle


def _reference_problems(draft: _Draft, text_by_name: Mapping[str, bytes]) -> Iterator[AtlasError]:
    if not draft.atlas.movements:
        return  # Its own problem is noted; every movement of every page would follow.
    muscle_ids = {_muscle_id(name) for name in text_by_name if name.startswith(MUSCLES_FOLDER)}
    yield from reference_problems(draft.atlas, muscle_ids=muscle_ids)


def _muscle_id(name: str) -> str:
    return PurePosixPath(name).stem
