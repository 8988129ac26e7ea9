"""How good a forecast was, by scores that reward honesty: CRPS and coverage.

References
----------
Gneiting and Raftery 2007 for the closed form of a normal forecast.
"""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def crps_normal(mean: float, sd: float, value: float) -> float:
    """Return the continuous ranked probability score of a normal forecast; 0 is best."""
    z = (value - mean) / sd
    density = math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    below = 0.5 * (1 + math.erf(z / math.sqrt(2)))
    return sd * (z * (2 * below - 1) + 2 * density - 1 / math.sqrt(math.pi))


def crps_steps(probabilities: Floats, step: int) -> float:
    """Return the ranked probability score of a forecast over the steps of a scale.

    Parameters
    ----------
    probabilities
        Of each step, ``(steps,)`` float, sum 1.
    step
        Index of the step that came.
    """
    at_most = np.cumsum(probabilities)
    came = np.arange(len(probabilities)) >= step
    return float(np.sum((at_most - came) ** 2))


def crps_cdf(edges: Floats, at_most: Floats, value: float) -> float:
    """Return the score of a forecast given by its distribution at evenly spaced edges."""
    came = edges >= value
    return float(np.sum((at_most - came) ** 2) * (edges[1] - edges[0]))


def share_inside(place: tuple[float, float], low: float, high: float) -> float:
    """Return how much of a reading fell between two quantiles of its forecast, 0 to 1.

    A reading on a scale with steps takes a piece of the forecast, ``place``, from the probability
    below it to the probability up to it; the share of that piece that lies inside is what a place
    drawn at random within the piece would give on average.
    """
    below, up_to = place
    if up_to - below < 1e-12:
        return float(low <= below <= high)
    return max(0.0, min(high, up_to) - max(low, below)) / (up_to - below)
