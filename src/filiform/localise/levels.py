"""Grades of a finding, and how a cause reaches them: leaky noisy-MAX.

Each active cause contributes a level, and the finding shows the highest. A finding seen at one
level is the product of "no cause went higher", which factorises over the causes, and one noisy-OR
"some cause went as high". So a grade costs no more than a yes.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

HIGHEST = 3


class Level(IntEnum):
    """What was observed of one finding."""

    ABSENT = 0
    MILD = 1
    MODERATE = 2
    SEVERE = HIGHEST
    UNGRADED = HIGHEST + 1
    """Present, and nobody said how much."""


GRADED = (Level.MILD, Level.MODERATE, Level.SEVERE)
LEVEL_BY_WORD = {"mild": Level.MILD, "moderate": Level.MODERATE, "severe": Level.SEVERE}


@dataclass(frozen=True, slots=True)
class Observed:
    """What one observation says about each cause.

    Parameters
    ----------
    log_at_most
        Log chance that an active cause goes no higher than observed, same shape as the strengths.
    strength
        Chance that a cause which goes no higher reaches what was observed; zeros where the
        finding is absent.
    """

    log_at_most: NDArray[np.float64]
    strength: NDArray[np.float64]


def observe(strength: NDArray[np.float64], ratio: float, level: Level) -> Observed:
    """Return what an observed level says about causes of given strengths.

    Parameters
    ----------
    strength
        Chance that each cause, active, contributes at least the lowest level; any shape.
    ratio
        Chance of each further level once the one below is reached.
    level
        What was observed.

    References
    ----------
    ``DIEZ93`` for the noisy-MAX.
    """
    if level is Level.UNGRADED:
        return Observed(np.zeros_like(strength), strength.copy())
    log_at_most = _log_at_most(strength, ratio, level)
    if level is Level.ABSENT:
        return Observed(log_at_most, np.zeros_like(strength))
    below = _log_at_most(strength, ratio, Level(level - 1))
    return Observed(log_at_most, -np.expm1(below - log_at_most))


def chance_at_least(strength: NDArray[np.float64], ratio: float, level: int) -> NDArray[np.float64]:
    """Return the chance that an active cause contributes at least a level, 1 for level 0."""
    return strength * ratio ** (level - 1) if level > 0 else np.ones_like(strength)


def _log_at_most(strength: NDArray[np.float64], ratio: float, level: Level) -> NDArray[np.float64]:
    if level == HIGHEST:
        return np.zeros_like(strength)
    return np.log1p(-chance_at_least(strength, ratio, level + 1))
