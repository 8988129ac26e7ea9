"""Whether the last reading left the fan that the readings before it had opened."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from filiform.outcomes.course import UsualCourse, load_forecast_rules
from filiform.outcomes.forecast import forecast
from filiform.outcomes.instrument import Instrument


@dataclass(frozen=True, slots=True)
class FanCheck:
    """Where the last reading fell in the forecast made from the readings before."""

    value: float
    expected: tuple[float, float]
    """90 % interval."""
    worse_share: float
    """Probability beforehand of a reading at least as bad, 0 to 1."""
    left: bool
    """Whether that was so unlikely that the course needs another look."""
    words: str
    """For the clinician; empty if the course stayed in the fan."""


def check_fan(
    course: UsualCourse, instrument: Instrument, days: Sequence[float], values: Sequence[float]
) -> FanCheck | None:
    """Check the last reading against the forecast from those before.

    Only a worse course is flagged; a better one is no reason to stop. ``None`` with fewer than
    two readings.

    Parameters
    ----------
    days, values
        In order of time, ``(n,)`` each.
    """
    if len(values) < 2:
        return None
    ahead = forecast(course, instrument, days[:-1], values[:-1], [days[-1]])
    half = instrument.grid() / 2
    if instrument.sign < 0:
        share = 1 - float(ahead.cdf_beyond_ends(np.array([values[-1] - half]))[0, 0])
    else:
        share = float(ahead.cdf_beyond_ends(np.array([values[-1] + half]))[0, 0])
    low, high = ahead.interval(0.9)[0]
    left = share < load_forecast_rules().leave_fan
    return FanCheck(
        value=values[-1],
        expected=(float(low), float(high)),
        worse_share=share,
        left=left,
        words=(
            "Worse than the course so far let expect: re-assess before the next needle, look for "
            "red flags again, and stop or refer where one is found."
            if left
            else ""
        ),
    )
