"""Reading the atlas: every page checked, in memory, or from a cache of checked pages."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from filiform.atlas.check import check_references
from filiform.atlas.entries import Atlas, Movement, Muscle, TriggerPoint
from filiform.atlas.errors import AtlasError, DuplicateEntryError
from filiform.atlas.page import (
    read_heading,
    read_movements,
    read_muscle,
    read_table,
)

HEADING_FILE = "atlas.toml"
MOVEMENTS_FILE = "movements.toml"
MUSCLES_FOLDER = "muscles"
CACHE_FORM = 1
"""Raised whenever the pages are read into another form, so that old caches are not used."""


@cache
def load_atlas() -> Atlas:
    """Return the atlas that ships with the package.

    The first call on a machine reads and checks every page and leaves the parsed tables in the
    user's cache folder (``XDG_CACHE_HOME``); later processes read that one file for as long as the
    pages have the same content.

    Raises
    ------
    AtlasError
        If a page breaks a rule; the message names the file and the key.
    """
    return read_atlas(packaged_folder(), cache_file=cache_file())


def packaged_folder() -> Path:
    """Return the folder that holds the packaged pages."""
    return Path(str(files("filiform.atlas"))) / "data"


def cache_file() -> Path:
    """Return where the parsed pages are kept between processes."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "filiform" / "atlas.json"


def read_atlas(folder: Path, *, cache_file: Path | None = None) -> Atlas:
    """Read an atlas from a folder of pages.

    Parameters
    ----------
    folder
        Holds ``atlas.toml``, ``movements.toml`` and ``muscles/*.toml``.
    cache_file
        Tables of an earlier, checked reading; used only if the pages have the same content, and
        rewritten otherwise. A cache that cannot be read or written is passed over.

    Raises
    ------
    AtlasError
        If a page breaks a rule; the message names the file and the key.
    """
    text_by_name = dict(_texts(folder))
    digest = _digest(text_by_name)
    tables = _cached_tables(cache_file, digest)
    if tables is not None:
        return _assemble(tables, digest)
    tables = {name: read_table(name, text) for name, text in text_by_name.items()}
    atlas = _assemble(tables, digest)
    check_references(atlas)
    if cache_file is not None:
        _store_tables(cache_file, digest, tables)
    return atlas


def atlas_problems(folder: Path) -> tuple[AtlasError, ...]:
    """Return what is wrong with each page of a folder, one error a page; empty if all is well."""
    problems: list[AtlasError] = []
    tables: dict[str, Mapping[str, Any]] = {}
    for name, text in _texts(folder):
        try:
            table = read_table(name, text)
            if name.startswith(MUSCLES_FOLDER):
                read_muscle(name, table)
            tables[name] = table
        except AtlasError as error:
            problems.append(error)
    if not problems:
        try:
            check_references(_assemble(tables, ""), found=problems)
        except AtlasError as error:
            problems.append(error)
    return tuple(problems)


def _texts(folder: Path) -> Iterator[tuple[str, bytes]]:
    muscles = sorted((folder / MUSCLES_FOLDER).glob("*.toml"))
    for path in (folder / HEADING_FILE, folder / MOVEMENTS_FILE, *muscles):
        try:
            yield path.relative_to(folder).as_posix(), path.read_bytes()
        except OSError as error:
            raise AtlasError(f"{path.name}: cannot be read ({error.strerror}).") from None


def _digest(text_by_name: Mapping[str, bytes]) -> str:
    total = sha256(f"form {CACHE_FORM}".encode())
    for name, text in text_by_name.items():
        total.update(f"\n{name} {len(text)}\n".encode())
        total.update(text)
    return total.hexdigest()


def _assemble(tables: Mapping[str, Mapping[str, Any]], digest: str) -> Atlas:
    muscles: dict[str, Muscle] = {}
    trigger_points: dict[str, TriggerPoint] = {}
    for name, table in tables.items():
        if not name.startswith(MUSCLES_FOLDER):
            continue
        muscle = read_muscle(name, table)
        if muscle.id in muscles:
            raise DuplicateEntryError(f"{name}: key id: muscle {muscle.id!r} is defined twice.")
        muscles[muscle.id] = muscle
        for point in muscle.trigger_points:
            if point.id in trigger_points:
                raise DuplicateEntryError(
                    f"{name}: key trigger_points.id: {point.id!r} is defined twice."
                )
            trigger_points[point.id] = point
    movements: dict[str, Movement] = read_movements(MOVEMENTS_FILE, tables[MOVEMENTS_FILE])
    version = read_heading(HEADING_FILE, tables[HEADING_FILE])
    return Atlas(
        version=f"{version}+{digest[:8]}",
        muscles=MappingProxyType(muscles),
        trigger_points=MappingProxyType(trigger_points),
        movements=MappingProxyType(movements),
    )


def _cached_tables(path: Path | None, digest: str) -> dict[str, Mapping[str, Any]] | None:
    if path is None:
        return None
    try:
        stored = json.loads(path.read_bytes())
        if stored["digest"] != digest:
            return None
        tables: dict[str, Mapping[str, Any]] = stored["tables"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return tables


def _store_tables(path: Path, digest: str, tables: Mapping[str, Mapping[str, Any]]) -> None:
    text = json.dumps({"digest": digest, "tables": tables}, separators=(",", ":"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, delete=False
        ) as draft:
            draft.write(text)
        Path(draft.name).replace(path)
    except OSError:
        return
