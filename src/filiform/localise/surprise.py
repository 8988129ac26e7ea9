"""Whether a drawing is one that trigger points explain badly."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from filiform.localise.errors import ParametersError

SURPRISE_FILE = "localise/data/surprise.toml"


@dataclass(frozen=True, slots=True)
class Surprise:
    """How improbable drawings of the model itself become, by the number of painted areas.

    Parameters
    ----------
    atlas_version, parameters_version
        What the drawings were made with.
    log_probability
        For 1, 2, … painted areas: one drawing in a hundred is less probable than this. More areas
        continue the line of the last ones.
    """

    atlas_version: str
    parameters_version: str
    log_probability: tuple[float, ...]

    def least(self, painted: int) -> float:
        """Return the log probability below which a drawing of so many areas is explained badly."""
        known = self.log_probability
        if painted <= len(known):
            return known[painted - 1]
        half = len(known) // 2
        slope = (known[-1] - known[half]) / (len(known) - 1 - half)
        return known[-1] + slope * (painted - len(known))


@cache
def load_surprise() -> Surprise:
    """Read the packaged table once.

    Raises
    ------
    ParametersError
        If it is not of the form that ``python -m tools.surprise`` writes.
    """
    text = (files("filiform.localise") / "data" / "surprise.toml").read_text(encoding="utf-8")
    return parse_surprise(text)


def parse_surprise(text: str) -> Surprise:
    """Read a table from TOML text; see :func:`load_surprise`."""
    document = tomllib.loads(text)
    lines = document.get("log_probability")
    if (
        not isinstance(lines, list)
        or len(lines) < 3
        or not all(isinstance(line, float) and line < 0 for line in lines)
    ):
        raise ParametersError(
            f"{SURPRISE_FILE}: log_probability: expected three or more numbers below 0."
        )
    return Surprise(
        atlas_version=str(document.get("atlas_version")),
        parameters_version=str(document.get("parameters_version")),
        log_probability=tuple(lines),
    )
