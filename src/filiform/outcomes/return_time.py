"""Time until return to sport: published times as a log-normal, and what is left of it."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import NormalDist
from types import MappingProxyType

from filiform.evidence import Mark, require_source
from filiform.outcomes.errors import CourseFileError

FILE = "return/injuries.toml"
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class ReturnTime:
    """Published days until return of one kind of injury; no needling went into them."""

    id: str
    label: str
    mean_days: float
    sd_days: float
    people: str
    sources: tuple[str, ...]
    mark: Mark

    @property
    def sigma(self) -> float:
        """Spread of the log of the days."""
        return math.sqrt(math.log(1 + self.sd_days**2 / self.mean_days**2))

    @property
    def mu(self) -> float:
        """Mean of the log of the days."""
        return math.log(self.mean_days) - self.sigma**2 / 2

    def days(self, share: float) -> float:
        """Return the day by which this share is back."""
        return math.exp(self.mu + self.sigma * _NORMAL.inv_cdf(share))

    def share_back(self, day: float, *, not_back_on: float = 0.0) -> float:
        """Return the probability of being back by a day, of somebody not back on an earlier one."""
        if day <= not_back_on:
            return 0.0
        out_then = 1 - self._cdf(not_back_on)
        return 1 - (1 - self._cdf(day)) / out_then

    def _cdf(self, day: float) -> float:
        return 0.0 if day <= 0 else _NORMAL.cdf((math.log(day) - self.mu) / self.sigma)


@cache
def load_return_times() -> Mapping[str, ReturnTime]:
    """Read the published times once, by id, read-only.

    Raises
    ------
    CourseFileError
        If an entry is incomplete.
    """
    content = (files("filiform.outcomes") / "data" / FILE).read_text(encoding="utf-8")
    times: dict[str, ReturnTime] = {}
    for row in tomllib.loads(content)["injury"]:
        try:
            time = ReturnTime(
                id=row["id"],
                label=row["label"],
                mean_days=row["mean_days"],
                sd_days=row["sd_days"],
                people=row["people"],
                sources=tuple(row["sources"]),
                mark=Mark(row["mark"]),
            )
        except (KeyError, ValueError) as error:
            raise CourseFileError(f"{FILE}: {error} is missing or wrong.") from error
        for key in time.sources:
            require_source(key, cited_in=FILE)
        times[time.id] = time
    return MappingProxyType(times)
