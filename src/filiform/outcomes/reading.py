"""One reading of a series, with everything that two readings must share to be compared."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from filiform.outcomes.errors import MalformedScoreError, UnknownInstrumentError
from filiform.outcomes.instrument import Instrument
from filiform.outcomes.scoring import require_in_range


@dataclass(frozen=True, slots=True)
class Series:
    """What is measured, of which side and in which way; one series is one curve."""

    instrument: str
    part: str = "total"
    """Subscale, movement, muscle or question."""
    side: str = ""
    """``left``, ``right``, or empty where there are no sides."""
    mode: str = ""
    """``active`` or ``passive``, where the difference matters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a series, in the unit of its instrument.

    A reading that was not taken is no reading; there is no value for it.

    Raises
    ------
    MalformedScoreError
        If a time has no time zone, the value is no number or no reading was averaged.
    """

    series: Series
    value: float
    at: datetime
    scale: str
    """Id of the version of the scale."""
    readings: int = 1
    """Readings on different days averaged into the value; trials of one sitting count as one."""
    device: str = ""
    rater: str = ""
    language: str = ""
    position: str = ""
    needled_at: datetime | None = None
    """The last needling before the reading; ``None`` if there was none."""
    soreness: float | None = None
    """Soreness after needling, 0 to 10, as a variable of its own; ``None`` if not asked."""

    def __post_init__(self) -> None:
        name = self.series.instrument
        if self.at.tzinfo is None or (self.needled_at and self.needled_at.tzinfo is None):
            raise MalformedScoreError(f"{name}: a time came without a time zone; add one.")
        if self.needled_at and self.needled_at > self.at:
            raise MalformedScoreError(f"{name}: the needling came after the reading; swap them.")
        if isinstance(self.value, bool) or not math.isfinite(self.value):
            raise MalformedScoreError(
                f"{name}: the value came as {self.value!r}; leave out a reading that was not taken."
            )
        if type(self.readings) is not int or self.readings < 1:
            raise MalformedScoreError(
                f"{name}: readings came as {self.readings!r}; expected 1 or more."
            )

    @property
    def since_needling(self) -> timedelta | None:
        """Time from the last needling to the reading; ``None`` without one."""
        return None if self.needled_at is None else self.at - self.needled_at


def require_reading(reading: Reading, instrument: Instrument) -> Reading:
    """Return a reading that is one of the instrument.

    Raises
    ------
    UnknownInstrumentError
        If it is one of another instrument.
    AnswerError
        If its value is outside the range.
    """
    if reading.series.instrument != instrument.id:
        raise UnknownInstrumentError(
            f"A reading of {reading.series.instrument!r} came for instrument {instrument.id!r}."
        )
    require_in_range(instrument, reading.value)
    return reading


_SHARED = {
    "scale": "the version of the scale",
    "device": "the device",
    "rater": "the person who measured",
    "language": "the language of the form",
    "position": "the position",
}


def what_changed(before: Reading, after: Reading) -> str:
    """Say what differs between two readings that must be the same; empty if nothing does."""
    if before.series != after.series:
        return "they belong to two series"
    for field, name in _SHARED.items():
        first, second = getattr(before, field), getattr(after, field)
        if first != second:
            return f"{name} changed from {first or 'not recorded'} to {second or 'not recorded'}"
    return ""
