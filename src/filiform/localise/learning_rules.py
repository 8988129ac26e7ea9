"""The priors and guards of learning, read once from ``data/learning.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from filiform.localise.errors import ParametersError

LEARNING_FILE = "localise/data/learning.toml"
LINK_CLASSES = ("essential", "spillover", "local", "contralateral")


@dataclass(frozen=True, slots=True)
class LearningRules:
    """What was believed before any case, and what keeps learning honest.

    Parameters
    ----------
    beta_by_class
        Alpha and beta of the strength of each class of links.
    beta_of_leak
        The same of the area leak.
    smallest_cell
        Cases below which a cell is merged upward.
    most_suggested
        Largest share of confirmed points that may have been proposed.
    shown_points
        Points at the top of a ranking that count as proposed.
    """

    beta_by_class: Mapping[str, tuple[float, float]]
    beta_of_leak: tuple[float, float]
    smallest_cell: int
    most_suggested: float
    shown_points: int


@cache
def load_learning_rules() -> LearningRules:
    """Read and check the rules once.

    Raises
    ------
    ParametersError
        If a number or a reason is missing or out of range; names file and key.
    """
    text = (files("filiform.localise") / "data" / "learning.toml").read_text(encoding="utf-8")
    return parse_learning_rules(text)


def parse_learning_rules(text: str) -> LearningRules:
    """Read rules from TOML text; see :func:`load_learning_rules`."""
    document = tomllib.loads(text)
    return LearningRules(
        beta_by_class=MappingProxyType(
            {kind: _beta(document, "links", kind) for kind in LINK_CLASSES}
        ),
        beta_of_leak=_beta(document, "leaks", "area"),
        smallest_cell=int(_value(document, "guards", "smallest_cell")),
        most_suggested=_value(document, "guards", "most_suggested"),
        shown_points=int(_value(document, "guards", "shown_points")),
    )


def _beta(document: Mapping[str, object], *path: str) -> tuple[float, float]:
    entry = _entry(document, *path)
    return _number(entry, "alpha", path), _number(entry, "beta", path)


def _value(document: Mapping[str, object], *path: str) -> float:
    return _number(_entry(document, *path), "value", path)


def _entry(document: Mapping[str, object], *path: str) -> Mapping[str, object]:
    entry: object = document
    name = ".".join(path)
    for key in path:
        if not isinstance(entry, dict) or key not in entry:
            raise ParametersError(f"{LEARNING_FILE}: {name} is missing.")
        entry = entry[key]
    if not isinstance(entry, dict):
        raise ParametersError(f"{LEARNING_FILE}: {name}: expected a table.")
    for key in ("unit", "mark", "why"):
        if not isinstance(entry.get(key), str):
            raise ParametersError(f"{LEARNING_FILE}: {name}.{key}: expected a text.")
    return entry


def _number(entry: Mapping[str, object], key: str, path: tuple[str, ...]) -> float:
    value = entry.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not value > 0:
        raise ParametersError(
            f"{LEARNING_FILE}: {'.'.join((*path, key))}: came {value!r}, expected above 0."
        )
    return float(value)
