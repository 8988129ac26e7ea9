"""What a test costs: time, a change of position, undressing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from filiform.localise.errors import ParametersError

COSTS_FILE = "localise/data/costs.toml"


class Position(StrEnum):
    """How the patient sits or lies for a test."""

    SITTING = "sitting"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Costs:
    """Times in seconds, and when a decision is worth them.

    Parameters
    ----------
    version
        Version of the file.
    palpation_s, movement_s, position_change_s
        One spot, one movement, one turn.
    position_by_region, undressing_s_by_region
        For palpating the muscles of a region of the atlas.
    treat_above
        Probability above which a point is worth needling.
    least_gain_per_minute
        Better decisions a minute below which testing is not worth its time.

    References
    ----------
    All are proposals of this project; the file gives the reason of each.
    """

    version: str
    palpation_s: float
    movement_s: float
    position_change_s: float
    position_by_region: Mapping[str, Position]
    undressing_s_by_region: Mapping[str, float]
    treat_above: float
    least_gain_per_minute: float


@cache
def load_costs() -> Costs:
    """Read and check the costs once.

    Raises
    ------
    ParametersError
        If a number or a reason is missing or out of range; names file and key.
    """
    text = (files("filiform.localise") / "data" / "costs.toml").read_text(encoding="utf-8")
    return parse_costs(text)


def parse_costs(text: str) -> Costs:
    """Read costs from TOML text; see :func:`load_costs`."""
    document = tomllib.loads(text)
    regions = _table(document, "regions", needs_reason=False)
    rows = {name: _table(regions, name) for name in regions}
    decision = _table(document, "decision")
    return Costs(
        version=str(document.get("version", "")),
        palpation_s=_number(_table(document, "palpation"), "seconds", "palpation"),
        movement_s=_number(_table(document, "movement"), "seconds", "movement"),
        position_change_s=_number(
            _table(document, "position_change"), "seconds", "position_change"
        ),
        position_by_region=MappingProxyType(
            {name: _position(row, name) for name, row in rows.items()}
        ),
        undressing_s_by_region=MappingProxyType(
            {name: _number(row, "undressing_seconds", name) for name, row in rows.items()}
        ),
        treat_above=_number(decision, "treat_above", "decision"),
        least_gain_per_minute=_number(decision, "least_gain_per_minute", "decision"),
    )


def _table(
    parent: Mapping[str, object], name: str, *, needs_reason: bool = True
) -> Mapping[str, object]:
    table = parent.get(name)
    if not isinstance(table, dict):
        raise ParametersError(f"{COSTS_FILE}: {name} is missing.")
    for key in ("unit", "mark", "why") if needs_reason else ():
        if not isinstance(table.get(key), str):
            raise ParametersError(f"{COSTS_FILE}: {name}.{key}: expected a text.")
    return table


def _number(table: Mapping[str, object], key: str, name: str) -> float:
    value = table.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
        raise ParametersError(f"{COSTS_FILE}: {name}.{key}: came {value!r}, expected 0 or more.")
    return float(value)


def _position(table: Mapping[str, object], name: str) -> Position:
    word = table.get("position")
    if word not in {position.value for position in Position}:
        raise ParametersError(
            f"{COSTS_FILE}: {name}.position: came {word!r}, expected "
            f"{', '.join(position.value for position in Position)}."
        )
    return Position(str(word))
