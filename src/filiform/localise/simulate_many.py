"""Many clients drawn at once, as arrays: for calibration, benchmarks and the table of surprise.

The same model as :mod:`simulate`, one client a row. Clients say how strongly it hurts by a grade,
not by a rating.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.localise.encoding import Evidence
from filiform.localise.errors import TooFewPointsError
from filiform.localise.levels import GRADED, Level
from filiform.localise.network import MovementSign, Network
from filiform.localise.simulate import worth_testing

BATCH = 4_000
"""Clients drawn at once: 30 MB of grades."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ManyClients:
    """Clients with their truth.

    Parameters
    ----------
    active
        ``(clients, causes)`` bool.
    levels
        Level of each finding, ``(clients, findings)`` int8; that of a movement whether tested or
        not.
    tested
        Which movement findings were looked at, ``(clients, findings)`` bool; areas are False.
    """

    active: Flags
    levels: NDArray[np.int8]
    tested: Flags

    def __len__(self) -> int:
        return len(self.active)

    def evidence(self, client: int, network: Network, *, graded: bool = True) -> Evidence:
        """Return what is known of one client; without grades if asked."""
        areas = len(network.area_links)
        levels = self.levels[client]
        seen = self.tested[client].copy()
        seen[:areas] = True
        present = np.flatnonzero(seen & (levels > 0))
        observed = levels[present].astype(np.int64)
        if not graded:
            observed[:] = Level.UNGRADED
        absent = seen & (levels == 0)
        absent[:areas] = False
        return Evidence(
            log_odds=network.log_odds,
            present=present,
            levels=observed,
            if_silent=np.zeros(len(present)),
            if_triggered=np.ones(len(present)),
            absent=np.flatnonzero(absent),
            spots=np.zeros(0, dtype=np.int64),
            log_ratios=np.zeros(0),
        )


def sample_clients(
    network: Network,
    count: int,
    rng: np.random.Generator,
    *,
    active: tuple[int, int] | None = None,
    movements: int = 3,
) -> ManyClients:
    """Draw clients who have at least one painted area.

    Parameters
    ----------
    network
        Causes, findings and priors.
    count
        How many, one or more.
    rng
        Source of all chance; the same state gives the same clients.
    active
        Fewest and most active points; None for whatever the prior gives, even none.
    movements
        Movements tested, at most; which ones depends on the drawing only.

    Raises
    ------
    TooFewPointsError
        If the network has fewer points than must be active.
    """
    if active is not None and active[0] > len(network.causes):
        raise TooFewPointsError(
            f"{active[0]} points must be active, but there are {len(network.causes)}; "
            "ask for fewer."
        )
    worth = _worth_by_area(network)
    areas = len(network.area_links)
    parts: list[tuple[Flags, NDArray[np.int8], Flags]] = []
    left = count
    while left:
        truth = sample_truth(network, min(left, BATCH), rng, active)
        levels = sample_levels(network, truth, rng)
        painted = levels[:, :areas] > 0
        kept = painted.any(axis=1)
        tested = _sample_tested(network, painted[kept], worth, movements, rng)
        parts.append((truth[kept], levels[kept], tested))
        left -= int(kept.sum())
    truths, grades, looked = zip(*parts, strict=True)
    return ManyClients(np.concatenate(truths), np.concatenate(grades), np.concatenate(looked))


def sample_truth(
    network: Network,
    count: int,
    rng: np.random.Generator,
    active: tuple[int, int] | None = None,
) -> Flags:
    """Draw which points are active, ``(count, causes)`` bool, each row until it is in the range."""
    truth: Flags = rng.random((count, len(network.causes))) < network.prior
    while active is not None:
        numbers = truth.sum(axis=1)
        wrong = np.flatnonzero((numbers < active[0]) | (numbers > active[1]))
        if not len(wrong):
            break
        truth[wrong] = rng.random((len(wrong), truth.shape[1])) < network.prior
    return truth


def sample_levels(
    network: Network, truth: Flags, rng: np.random.Generator, *, findings: int | None = None
) -> NDArray[np.int8]:
    """Draw the level of each finding from the noisy-MAX, ``(clients, findings)`` int8.

    Parameters
    ----------
    truth
        ``(clients, causes)`` bool.
    findings
        How many of the first findings; all if omitted.
    """
    table = network.table
    count = len(network.table.starts) - 1 if findings is None else findings
    drawn = rng.random((len(truth), count))
    active = truth.astype(np.float64)
    levels = np.zeros((len(truth), count), dtype=np.int8)
    quiet = np.zeros((count, truth.shape[1]))
    for level in GRADED:
        # At most the level below: what the finding does not exceed.
        for finding in range(count):
            own = table.links_of(finding)
            quiet[finding, table.causes[own]] = table.log_at_most[level - 1, own]
        below = np.exp(active @ quiet.T + table.leak_log_at_most[level - 1, :count])
        levels[drawn > below] = level
    return levels


def _worth_by_area(network: Network) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return for each area which tests are worth it, and the two findings of each test."""
    by_area = [worth_testing(network, (area,)) for area in network.area_links]
    tests = sorted(
        {test for worth in by_area for test in worth},
        key=lambda test: (test.stem, str(test.towards)),
    )
    worth = np.array([[test in row for test in tests] for row in by_area], dtype=np.float32)
    both = [[network.position_by_movement[test, sign] for sign in MovementSign] for test in tests]
    return worth, np.array(both, dtype=np.int64).reshape(-1, len(MovementSign))


def _sample_tested(
    network: Network,
    painted: Flags,
    worth: tuple[NDArray[np.float32], NDArray[np.int64]],
    movements: int,
    rng: np.random.Generator,
) -> Flags:
    """Draw which movements are tested, alike among those of the muscles that meet the drawing."""
    by_area, both = worth
    eligible = painted.astype(np.float32) @ by_area > 0
    keys = np.where(eligible, rng.random(eligible.shape), 2.0)
    tested = np.zeros((len(painted), len(network.table.starts) - 1), dtype=np.bool_)
    chosen = np.argsort(keys, axis=1)[:, :movements]
    rows = np.repeat(np.arange(len(painted)), chosen.shape[1])
    places = chosen.ravel()
    taken = eligible[rows, places]
    for column in range(both.shape[1]):
        tested[rows[taken], both[places[taken], column]] = True
    return tested
