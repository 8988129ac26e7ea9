"""Values as the clinic reads them, turned into the unit of the instrument at the door."""

import math

from filiform.outcomes.errors import AnswerError
from filiform.outcomes.instrument import Instrument
from filiform.units import KPA_PER_KGF_PER_CM2, NEWTON_PER_KGF, NEWTON_PER_LBF

FACTORS = {
    "kPa": {"kPa": 1.0, "kgf/cm2": KPA_PER_KGF_PER_CM2, "N/cm2": 10.0},
    "N": {"N": 1.0, "kgf": NEWTON_PER_KGF, "lbf": NEWTON_PER_LBF},
    "kg": {"kg": 1.0, "lb": NEWTON_PER_LBF / NEWTON_PER_KGF},
    "cm": {"cm": 1.0, "mm": 0.1, "m": 100.0, "in": 2.54},
    "deg": {"deg": 1.0, "rad": 180 / math.pi},
    "s": {"s": 1.0, "ms": 0.001},
    "mm": {"mm": 1.0, "cm": 10.0},
}
"""Factor from each unit that may be entered to the unit of the instrument."""


def units_of(instrument: Instrument) -> tuple[str, ...]:
    """Return the units in which a value may be entered, that of the instrument first."""
    return tuple(FACTORS.get(instrument.unit, {instrument.unit: 1.0}))


def in_instrument_unit(value: float, unit: str, instrument: Instrument) -> float:
    """Return a value in the unit of the instrument; a unit is never guessed from its size.

    Raises
    ------
    AnswerError
        If the unit is none in which the instrument is read.
    """
    factors = FACTORS.get(instrument.unit, {instrument.unit: 1.0})
    if unit not in factors:
        raise AnswerError(
            f"{instrument.name}: the unit came as {unit!r}; expected {', '.join(factors)}."
        )
    return value * factors[unit]
