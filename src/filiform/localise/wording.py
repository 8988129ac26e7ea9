"""Fixed words for what a finding did to a point, and for what a test is expected to tell."""

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from filiform.localise.errors import ParametersError

WORDING_FILE = "localise/data/wording.toml"

Scale = tuple[tuple[float, str], ...]
"""Lower bounds with their words, the highest first."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words by size; they order nothing and decide nothing.

    Parameters
    ----------
    weight
        By the factor on the odds, 1 or more.
    information
        By the bits that a test is expected to tell.

    References
    ----------
    The steps are proposals of this project; the file gives the reason of each.
    """

    weight: Scale
    information: Scale


def weight_in_words(log_odds: float, wording: Wording | None = None) -> str:
    """Return what a finding did to a point, ``strongly for`` where its odds rose tenfold.

    Judged by the factor as it is printed, so that words and number never disagree.

    Parameters
    ----------
    log_odds
        Log odds of the point with the finding less without it.
    wording
        The steps; the packaged ones if omitted.
    """
    words = _words((wording or load_wording()).weight, weight_as_factor(log_odds))
    return f"{words} {'for' if log_odds > 0 else 'against'}"


def weight_as_factor(log_odds: float) -> float:
    """Return the factor on the odds, or what they were divided by: 1 or more, two digits."""
    return float(f"{math.exp(min(abs(log_odds), 50.0)):.2g}")


def information_in_words(bits: float, wording: Wording | None = None) -> str:
    """Return how much a test is expected to tell, ``much`` for half a bit and more."""
    return _words((wording or load_wording()).information, bits)


@cache
def load_wording() -> Wording:
    """Read the packaged words once.

    Raises
    ------
    ParametersError
        If a scale has no reason, does not fall, or does not reach the smallest value.
    """
    text = (files("filiform.localise") / "data" / "wording.toml").read_text(encoding="utf-8")
    return parse_wording(text)


def parse_wording(text: str) -> Wording:
    """Read words from TOML text; see :func:`load_wording`."""
    document = tomllib.loads(text)
    return Wording(
        weight=_scale(document, "weight", lowest=1.0),
        information=_scale(document, "information", lowest=0.0),
    )


def _scale(document: dict[str, object], name: str, *, lowest: float) -> Scale:
    table = document.get(name)
    if not isinstance(table, dict):
        raise ParametersError(f"{WORDING_FILE}: {name} is missing.")
    for key in ("unit", "mark", "why"):
        if not isinstance(table.get(key), str):
            raise ParametersError(f"{WORDING_FILE}: {name}.{key}: expected a text.")
    scale = tuple((float(step["at_least"]), str(step["words"])) for step in table["scale"])
    bounds = [bound for bound, _ in scale]
    if bounds != sorted(set(bounds), reverse=True) or bounds[-1] != lowest:
        raise ParametersError(
            f"{WORDING_FILE}: {name}.scale: came {bounds}, expected to fall down to {lowest}."
        )
    return scale


def _words(scale: Scale, value: float) -> str:
    return next(words for at_least, words in scale if value >= at_least)
