"""Training load of a week: effort times minutes, its monotony and its strain.

No ratio of recent to earlier load is given: it is no measure of risk (``IMPELLIZZERI20``).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from filiform.outcomes.errors import AnswerError

DAYS = 7


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """The load of seven days, in effort times minutes."""

    total: float | None
    monotony: float | None
    """Mean over standard deviation; ``None`` if a day was not recorded or all are equal."""
    strain: float | None
    reason: str = ""
    """Why a number is missing; empty otherwise."""


def session_load(effort: float, minutes: float) -> float:
    """Return the load of one session.

    Raises
    ------
    AnswerError
        If the effort is not 0 to 10 or the minutes are none.
    """
    if not 0 <= effort <= 10 or not math.isfinite(minutes) or minutes < 0:
        raise AnswerError(
            f"Effort came as {effort!r} and minutes as {minutes!r}; expected 0 to 10 and 0 or more."
        )
    return effort * minutes


def week_load(days: Sequence[float | None]) -> WeekLoad:
    """Return the load of a week; a rest day is 0, a day nobody recorded is ``None``.

    References
    ----------
    ``FOSTER21``.
    """
    known = [day for day in days if day is not None]
    if len(days) != DAYS or len(known) < DAYS:
        return WeekLoad(None, None, None, f"{len(known)} of {DAYS} days were recorded")
    total, spread = math.fsum(known), stdev(known)
    if not spread:
        return WeekLoad(total, None, None, "all seven days are equal")
    monotony = fmean(known) / spread
    return WeekLoad(total, monotony, total * monotony)
