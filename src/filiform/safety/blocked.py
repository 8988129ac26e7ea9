"""Muscles that are not offered for needling, read from ``data/blocked_muscles.toml``.

A first form of the judgement of sites: who has no safe site is refused whatever the depth.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.atlas import load_atlas
from filiform.evidence import Mark, require_source
from filiform.safety.errors import BlockedMusclesFileError

FILE_NAME = "blocked_muscles.toml"
KEYS = {"because": str, "sources": list, "mark": str}


@dataclass(frozen=True, slots=True)
class BlockedMuscle:
    """One muscle that is not offered, and why."""

    muscle: str
    because: str
    sources: tuple[str, ...]
    mark: Mark


@cache
def load_blocked_muscles() -> Mapping[str, BlockedMuscle]:
    """Read the packaged list once, by id of the muscle, read-only.

    Raises
    ------
    BlockedMusclesFileError
        If the file breaks a rule; the message names the muscle and the key.
    UnknownSourceError
        If a muscle cites a source that nobody entered.
    """
    path = files("filiform.safety") / "data" / FILE_NAME
    return parse_blocked_muscles(path.read_text(encoding="utf-8"))


def parse_blocked_muscles(text: str) -> Mapping[str, BlockedMuscle]:
    """Check the text of a list and make its values; errors as :func:`load_blocked_muscles`."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BlockedMusclesFileError(f"{FILE_NAME}: not valid TOML: {error}.") from None
    return MappingProxyType({muscle: _blocked(muscle, entry) for muscle, entry in table.items()})


def _blocked(muscle: str, entry: Any) -> BlockedMuscle:
    where = f"{FILE_NAME}: {muscle}"
    if muscle not in load_atlas().muscles:
        raise BlockedMusclesFileError(f"{where} is no muscle of the atlas.")
    if not isinstance(entry, dict) or set(entry) != set(KEYS):
        raise BlockedMusclesFileError(f"{where}: expected exactly the keys {', '.join(KEYS)}.")
    for key, kind in KEYS.items():
        if type(entry[key]) is not kind or entry[key] == "":
            raise BlockedMusclesFileError(
                f"{where}.{key} came as {entry[key]!r}, expected {kind.__name__}."
            )
    for source in entry["sources"]:
        require_source(source, cited_in=f"{where}.sources")
    if entry["mark"] not in tuple(Mark):
        raise BlockedMusclesFileError(
            f"{where}.mark came as {entry['mark']!r}, expected one of {', '.join(Mark)}."
        )
    if entry["mark"] == Mark.VERIFIED and not entry["sources"]:
        raise BlockedMusclesFileError(f"{where}.mark is V, but no source is named.")
    return BlockedMuscle(muscle, entry["because"], tuple(entry["sources"]), Mark(entry["mark"]))
