"""A level that wanders, filtered reading by reading at irregular visits."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """What is known of the level at one moment."""

    mean: float
    variance: float


def filter_level(
    start: Level,
    days: Sequence[float],
    values: Sequence[float | None],
    *,
    wander_per_day: float,
    error_variance: float,
) -> tuple[Level, ...]:
    """Return the level after each day; a reading that was not taken moves nothing.

    Parameters
    ----------
    start
        What is known on the first day before its reading.
    days
        In order of time, ``(n,)``.
    wander_per_day
        Variance that the level gains in a day.
    error_variance
        Of one reading.
    """
    level, levels, last = start, [], days[0] if days else 0.0
    for day, value in zip(days, values, strict=True):
        variance = level.variance + wander_per_day * (day - last)
        level, last = Level(level.mean, variance), day
        if value is not None:
            gain = variance / (variance + error_variance)
            level = Level(level.mean + gain * (value - level.mean), variance * (1 - gain))
        levels.append(level)
    return tuple(levels)
