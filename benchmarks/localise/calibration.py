"""How good probabilities are: recall, log score, Brier score, calibration error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring import TIE

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

BINS = 10
LEAST = 0.01
"""Predictions below are left out of the calibration error: nearly all are, and nearly all right."""
SURELY = 1e-15


def recall_at(top: int, scores: Floats, truth: Flags) -> float:
    """Return the share of true points among the first of one client; every tie counts against.

    Parameters
    ----------
    top
        How many places count. No more than that can be found, so the denominator is the smaller
        of ``top`` and the number of true points.
    scores
        ``(causes,)`` float; higher is better.
    truth
        ``(causes,)`` bool with at least one True.
    """
    wrong = scores[~truth]
    right = np.sort(scores[truth])[::-1]
    places = 1 + np.arange(len(right)) + (wrong[None, :] >= right[:, None] - TIE).sum(axis=1)
    return float((places <= top).sum() / min(top, len(right)))


def log_score(probability: Floats, truth: Flags) -> float:
    """Return the sum over points of minus the log of what the truth was given; 0 is best."""
    inside = np.clip(probability, SURELY, 1.0 - SURELY)
    return float(-np.log(np.where(truth, inside, 1.0 - inside)).sum())


def brier_score(probability: Floats, truth: Flags) -> float:
    """Return the sum over points of the squared difference to the truth; 0 is best."""
    return float(np.square(probability - truth).sum())


@dataclass(frozen=True, slots=True)
class Calibration:
    """Predictions above one per cent in ten bins.

    Parameters
    ----------
    sums
        Per client and bin: how many, sum of the predictions, how many came true;
        ``(clients, bins, 3)`` float.
    """

    sums: Floats

    @property
    def predictions(self) -> int:
        return int(self.sums[..., 0].sum())

    @property
    def error(self) -> float:
        """The expected calibration error (ECE)."""
        return float(_error(self.sums.sum(axis=0)))

    def interval_95(self, rng: np.random.Generator, draws: int = 1_000) -> tuple[float, float]:
        """Return the bootstrap interval of the error, whole clients drawn."""
        clients = len(self.sums)
        often = rng.multinomial(clients, np.full(clients, 1.0 / clients), size=draws)
        flat = often @ self.sums.reshape(clients, -1)
        errors = [_error(each.reshape(BINS, 3)) for each in flat]
        low, high = np.quantile(errors, (0.025, 0.975))
        return float(low), float(high)


def calibration_of(probability: Floats, truth: Flags) -> Calibration:
    """Sort predictions into bins.

    Parameters
    ----------
    probability
        ``(clients, causes)`` float.
    truth
        ``(clients, causes)`` bool.
    """
    sums = np.zeros((len(probability), BINS, 3))
    clients, causes = np.nonzero(probability > LEAST)
    predicted = probability[clients, causes]
    bins = np.minimum((predicted * BINS).astype(np.int64), BINS - 1)
    for column, values in enumerate(
        (np.ones(len(predicted)), predicted, truth[clients, causes].astype(np.float64))
    ):
        np.add.at(sums[..., column], (clients, bins), values)
    return Calibration(sums)


def _error(totals: Floats) -> float:
    """Return the ECE of ``(bins, 3)`` counts, sums and hits."""
    number = totals[:, 0].sum()
    return float(np.abs(totals[:, 1] - totals[:, 2]).sum() / number) if number else 0.0
