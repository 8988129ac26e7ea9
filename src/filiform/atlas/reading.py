"""Reading a TOML table key by key; what is wrong is noted with file and key, not raised.

A clinician who corrects a page wants every mistake on it at once, so the readers note a problem,
return a stand-in and go on. Whoever asked for the page discards it if anything was noted.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from filiform.atlas.errors import AtlasError, DuplicateEntryError, MalformedEntryError

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_ECHO = 60
"""Characters of a wrong value that a message repeats; more would drown the advice."""


def parse_toml(name: str, text: bytes) -> dict[str, Any]:
    """Parse one TOML file.

    Raises
    ------
    MalformedEntryError
        If it is not valid TOML or not UTF-8; the message names the file and the line.
    """
    try:
        return tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MalformedEntryError(f"{name}: not valid TOML: {error}.") from None


class TableReader:
    """One table of a file, and the list in which its problems are noted.

    Parameters
    ----------
    name
        The file, relative to the folder of the atlas.
    table
        The parsed keys.
    problems
        Grows by one error for each wrong key.
    path
        Where the table stands in the file: empty, or as in ``trigger_points[2].``.
    """

    __slots__ = ("name", "path", "problems", "table")

    def __init__(
        self, name: str, table: Mapping[str, Any], problems: list[AtlasError], path: str = ""
    ) -> None:
        self.name = name
        self.table = table
        self.problems = problems
        self.path = path

    def note(self, key: str, complaint: str, kind: type[AtlasError] = MalformedEntryError) -> None:
        """Note what is wrong with a key."""
        self.problems.append(kind(f"{self.name}: key {self.path}{key}: {complaint}"))

    def expect_keys(self, keys: Collection[str], *, optional: Collection[str] = ()) -> None:
        """Note every key that is missing and every key that nobody reads."""
        for key in keys:
            if key not in self.table and key not in optional:
                self.note(key, "is missing; add it.")
        for key in self.table:
            if key not in keys:
                self.note(key, f"is unknown; expected {', '.join(sorted(keys))}.")

    def text(self, key: str) -> str:
        """Return a text that is not blank."""
        text = self.table.get(key, "")
        if isinstance(text, str) and text.strip():
            return text
        if key in self.table:
            self.note(key, f"came {_echo(text)}, expected a text.")
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts without repetition; it may be empty."""
        texts = self.table.get(key, [])
        if not isinstance(texts, list) or not all(_is_filled(text) for text in texts):
            self.note(key, f"came {_echo(texts)}, expected a list of texts.")
            return ()
        for text in sorted({text for text in texts if texts.count(text) > 1}):
            self.note(key, f"names {text!r} twice; keep one.", DuplicateEntryError)
        return tuple(texts)

    def whole_number(self, key: str) -> int:
        """Return a whole number from 1 upwards."""
        number = self.table.get(key, 1)
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            self.note(key, f"came {_echo(number)}, expected a whole number from 1.")
            return 1
        return number

    def weight(self, key: str) -> float:
        """Return a weight between 0 and 1."""
        weight = self.table.get(key, 1.0)
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 1:
            self.note(key, f"came {_echo(weight)}, expected a number from 0 to 1.")
            return 0.0
        return float(weight)

    def one_of(self, key: str, choices: Collection[Choice]) -> Choice:
        """Return one of a few words."""
        first = next(iter(choices))
        word = self.table.get(key, first)
        for choice in choices:
            if word == choice:
                return choice
        expected = ", ".join(choice.value for choice in choices)
        self.note(key, f"came {_echo(word)}, expected one of: {expected}.")
        return first

    def tables(self, key: str) -> Iterator["TableReader"]:
        """Yield a reader for each table ``[[key]]``; at least one if the key is there."""
        if key not in self.table:
            return
        tables = self.table[key]
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.note(key, f"came {_echo(tables)}, expected tables [[{key}]].")
            return
        if not tables:
            self.note(key, "came empty, expected at least one table.")
        for number, table in enumerate(tables, start=1):
            yield TableReader(self.name, table, self.problems, f"{self.path}{key}[{number}].")


def _is_filled(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _echo(value: object) -> str:
    written = repr(value)
    return written if len(written) <= LONGEST_ECHO else f"{written[:LONGEST_ECHO]}…"
