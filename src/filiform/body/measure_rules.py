"""The rules of the measures, read from ``measures.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from filiform.body.errors import SurfaceDataError
from filiform.evidence import Mark

RULES_FILE = "measures.toml"
M2_PER_CM2 = 1e-4


@dataclass(frozen=True, slots=True)
class MeasureRules:
    """From where skin counts as painted, and an area as painful.

    Parameters
    ----------
    painted_weight
        Weight from which skin counts as painted, 0 to 1.
    painful_share
        Share of an area, 0 to 1, from which it counts as painful.
    painful_m2
        Skin in m² from which it does so too, whichever is less.
    """

    painted_weight: float
    painful_share: float
    painful_m2: float


@cache
def load_measure_rules() -> MeasureRules:
    """Read the rules that ship with the package; all are proposals (mark P), to be tuned.

    Raises
    ------
    SurfaceDataError
        If a value is missing, has no mark or is out of range.
    """
    text = (files("filiform.body") / "data" / RULES_FILE).read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text)
        for entry in table.values():
            Mark(entry["mark"])
        rules = MeasureRules(
            painted_weight=float(table["painted_weight"]["value"]),
            painful_share=float(table["painful_share"]["value"]),
            painful_m2=float(table["painful_skin"]["value"]) * M2_PER_CM2,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SurfaceDataError(f"{RULES_FILE}: {error}; correct the file.") from error
    if not (0 < rules.painted_weight <= 1 and 0 < rules.painful_share <= 1 < 1 + rules.painful_m2):
        raise SurfaceDataError(f"{RULES_FILE}: weights and shares lie above 0 and up to 1.")
    return rules
