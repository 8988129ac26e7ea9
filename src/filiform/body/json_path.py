"""Steps into a JSON document that name the place in every complaint.

Each function takes a decoded value and the path that led to it (``marks[2].side``) and raises
:class:`~filiform.errors.MalformedInputError` when the value is not of the documented shape.
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from math import isfinite

from filiform.errors import MalformedInputError

LONGEST_ECHO = 60
"""Characters of a wrong value that a message repeats; more would drown the advice."""

JSON_NAME_BY_TYPE: Mapping[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    type(None): "null",
}


def shown(value: object) -> str:
    """Return a value as a message may repeat it: quoted and cut short."""
    if isinstance(value, dict | list):
        return JSON_NAME_BY_TYPE[type(value)]
    text = repr(value)
    return text if len(text) <= LONGEST_ECHO else f"{text[: LONGEST_ECHO - 1]}…"


def as_object(value: object, path: str, *, keys: Collection[str]) -> Mapping[str, object]:
    """Return a JSON object that holds no key but ``keys``; a mistyped key is never ignored."""
    if not isinstance(value, dict):
        raise MalformedInputError(f"{path}: came {shown(value)}, expected an object.")
    for key in value:
        if key not in keys:
            raise MalformedInputError(
                f"{path}: unknown key {shown(key)}; expected {spoken_list(keys)}."
                f"{nearest(str(key), keys)}"
            )
    return value


def as_entries(value: object, path: str) -> Iterator[tuple[object, str]]:
    """Yield each entry of a JSON list with its path."""
    if not isinstance(value, list | tuple):
        raise MalformedInputError(f"{path}: came {shown(value)}, expected a list.")
    for position, entry in enumerate(value):
        yield entry, f"{path}[{position}]"


def text_at(entry: Mapping[str, object], key: str, path: str) -> str:
    """Return the text under a required key."""
    value = _required(entry, key, path)
    if not isinstance(value, str):
        raise MalformedInputError(f"{path}.{key}: came {shown(value)}, expected a text.")
    return value


def whole_number_at(entry: Mapping[str, object], key: str, path: str) -> int:
    """Return the whole number under a required key; ``true`` is not a number."""
    value = _required(entry, key, path)
    if not isinstance(value, int) or isinstance(value, bool):
        raise MalformedInputError(f"{path}.{key}: came {shown(value)}, expected a whole number.")
    return value


def number_at(entry: Mapping[str, object], key: str, path: str) -> float:
    """Return the finite number under a required key; ``true`` is not a number."""
    value = _required(entry, key, path)
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value):
        raise MalformedInputError(f"{path}.{key}: came {shown(value)}, expected a number.")
    return float(value)


def yes_no_at(entry: Mapping[str, object], key: str, path: str) -> bool | None:
    """Return the yes or no under a key, or None where it was not recorded (absent or null)."""
    value = entry.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise MalformedInputError(f"{path}.{key}: came {shown(value)}, expected true or false.")


def nearest(word: str, known: Collection[str]) -> str:
    """Return a closing hint with the known words most like a wrong one, or nothing."""
    matches = get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f" Did you mean {spoken_list(matches, 'or')}?" if matches else ""


def spoken_list(words: Collection[str], conjunction: str = "or") -> str:
    """Return words as a sentence says them: ``left, right or midline``."""
    *head, last = words
    return f"{', '.join(head)} {conjunction} {last}" if head else last


def _required(entry: Mapping[str, object], key: str, path: str) -> object:
    if key not in entry:
        raise MalformedInputError(f"{path}: the key '{key}' is missing.")
    return entry[key]
