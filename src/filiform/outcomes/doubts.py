"""Values that may be slips: asked about once, never silently taken and never silently dropped."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from filiform.outcomes.measure import Z90
from filiform.outcomes.reading import Reading
from filiform.outcomes.rows import MeasureRow, load_doubt_rules

DAY_S = 86_400
OPPOSITE = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to ask "sure?" about a value."""

    code: str
    """``beyond_usual``, ``wrong_side``, ``upside_down`` or ``too_fast``."""
    words: str


def doubts_about(
    reading: Reading, earlier: Sequence[Reading], row: MeasureRow
) -> tuple[Doubt, ...]:
    """Return the reasons to ask about a reading before it is kept.

    Parameters
    ----------
    reading
        The new reading, inside the range of its instrument.
    earlier
        Readings of the same person, of any series.
    """
    same = [r for r in earlier if r.series == reading.series and r.at <= reading.at]
    last = max(same, key=lambda r: r.at, default=None)
    found = [
        _beyond_usual(reading, row),
        _wrong_side(reading, earlier, same),
        _upside_down(reading, last, row),
        _too_fast(reading, last, row),
    ]
    return tuple(doubt for doubt in found if doubt)


def _beyond_usual(reading: Reading, row: MeasureRow) -> Doubt | None:
    limit = None if row.usual is None else load_doubt_rules().beyond_usual * row.usual
    if limit is None or reading.value <= limit:
        return None
    unit = row.kind.unit
    return Doubt(
        "beyond_usual",
        f"{reading.value:g} {unit} is far beyond the usual {row.usual:g} {unit}.",
    )


def _wrong_side(
    reading: Reading, earlier: Sequence[Reading], same: Sequence[Reading]
) -> Doubt | None:
    side = reading.series.side
    other = OPPOSITE.get(side)
    if same or other is None:
        return None
    opposite = [
        r
        for r in earlier
        if (r.series.instrument, r.series.part) == (reading.series.instrument, reading.series.part)
        and r.series.side == other
    ]
    if not opposite:
        return None
    return Doubt("wrong_side", f"So far the {other} side was measured; this is the {side} one.")


def _upside_down(reading: Reading, last: Reading | None, row: MeasureRow) -> Doubt | None:
    """A jump the wrong way by more than the error, on a scale that is easily read upside down."""
    kind = row.kind
    judgement = kind.judgement(row.part)
    if last is None or kind.kind != "questionnaire" or judgement is None or judgement.sem is None:
        return None
    worse = kind.sign * (last.value - reading.value)
    if worse <= Z90 * math.sqrt(2) * judgement.sem:
        return None
    which = "lower" if kind.sign < 0 else "higher"
    return Doubt(
        "upside_down",
        f"From {last.value:g} to {reading.value:g}: worse by more than the error. On this scale "
        f"{which} is better.",
    )


def _too_fast(reading: Reading, last: Reading | None, row: MeasureRow) -> Doubt | None:
    if last is None or row.kind.unit != "deg":
        return None
    days = max((reading.at - last.at).total_seconds() / DAY_S, 1.0)
    change = abs(reading.value - last.value)
    if change <= load_doubt_rules().fastest_per_day * days:
        return None
    return Doubt(
        "too_fast",
        f"From {last.value:g} to {reading.value:g} degrees in {days:.0f} day(s) is very fast.",
    )
