"""When too many findings hang together for the exact method: a sampler that states its error.

The findings with the most causes leave the elimination. Each is replaced by an upper bound that is
a product over its causes, so it only tilts their odds; the elimination of the rest stays exact.
Independent joint draws from that envelope are then weighted by how far the bound was above the
truth. Weights lie between 0 and 1, so the mean weight says how tight the bound was, and no burn-in
has to be judged by eye.

References
----------
``JAAKKOLA99`` for the bound.
"""

from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from filiform.localise.draws import draw_active
from filiform.localise.errors import FrontierTooWideError
from filiform.localise.frontier import Sweep, arrange
from filiform.localise.problem import Posterior, Problem

ROUNDS = 12
"""Of tuning the bound; more gained nothing measurable."""
STANDARD_ERRORS = 4.0
"""How many the stated error covers."""
ENOUGH_EFFECTIVE, HOPELESS_EFFECTIVE = 400, 20
"""Between these numbers of effective draws a wider core and more draws are worth their time."""
WIDENINGS = 2
LARGEST_BOUND = 30.0
BATCH = 20_000
"""Draws whose findings are worked out at once; a whole painted body has 330 of them."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A posterior from weighted draws.

    Parameters
    ----------
    posterior
        As the exact method would give it, within ``error``.
    error
        Largest four standard errors of any probability of a cause.
    effective
        Effective number of draws (ESS).
    active
        The draws, ``(draws, causes)`` bool.
    weights
        Of the draws, ``(draws,)`` float, sum 1.
    """

    posterior: Posterior
    error: float
    effective: float
    active: NDArray[np.bool_]
    weights: NDArray[np.float64]


def sample(problem: Problem, *, core: int, draws: int) -> Sampled:
    """Answer a problem whose frontier is too wide.

    Parameters
    ----------
    problem
        Present findings and the causes they share.
    core
        Width of the part that is still eliminated exactly.
    draws
        Joint draws to begin with; four times as many, on a core wider by two, if they are too
        uneven.

    Raises
    ------
    FrontierTooWideError
        If findings in doubt alone are too wide for the core: they cannot leave it.
    UnexplainedEvidenceError
        If the findings have probability zero under the model.
    """
    seed = crc32(problem.chance.tobytes() + problem.causes.tobytes() + problem.strengths.tobytes())
    sampled = _sample(problem, core, draws, np.random.default_rng(seed))
    for _ in range(WIDENINGS):
        if not HOPELESS_EFFECTIVE <= sampled.effective < ENOUGH_EFFECTIVE:
            break
        core, draws = core + 2, 4 * draws
        sampled = _sample(problem, core, draws, np.random.default_rng(seed))
    return sampled


def _sample(problem: Problem, core: int, draws: int, rng: np.random.Generator) -> Sampled:
    outside = _choose_outside(problem, core)
    xi = _tune(problem, outside)
    tilted = _tilted(problem, outside, xi)
    sweep = Sweep(arrange(_only(tilted, ~outside)))
    sweep.forward()
    active = draw_active(sweep, draws, rng)
    log_weights = np.concatenate(
        [_log_weights(_heard(problem, part), outside, xi) for part in _batches(active)]
    )
    return _weighted(problem, sweep, tilted, outside, xi, active, log_weights)


def _batches(active: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    return [active[start : start + BATCH] for start in range(0, len(active), BATCH)]


def _log_weights(
    heard: NDArray[np.float64], outside: NDArray[np.bool_], xi: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far the truth lies below the bounds, ``(draws,)`` float, 0 at most."""
    z = heard[:, outside]
    return np.asarray((np.log(-np.expm1(-z)) - xi * z + _conjugate(xi)).sum(axis=1))


def _choose_outside(problem: Problem, core: int) -> NDArray[np.bool_]:
    """Return the findings to leave out, those with the most causes first, ``(findings,)`` bool."""
    sizes = np.diff(problem.starts)
    order = sorted(np.flatnonzero(problem.if_silent == 0.0).tolist(), key=lambda j: (-sizes[j], j))

    def without(count: int) -> NDArray[np.bool_]:
        outside = np.zeros(problem.finding_count, dtype=np.bool_)
        outside[order[:count]] = True
        return outside

    def width(count: int) -> int:
        return arrange(_only(problem, ~without(count)), thorough=False).width

    too_few, enough = -1, len(order)
    if width(enough) > core:
        raise FrontierTooWideError(width(enough), core)
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if width(middle) > core:
            too_few = middle
        else:
            enough = middle
    return without(enough)


def _only(problem: Problem, kept: NDArray[np.bool_]) -> Problem:
    """Return the problem with some of its findings."""
    sizes = np.diff(problem.starts)
    links = np.repeat(kept, sizes)
    return replace(
        problem,
        starts=np.concatenate([[0], np.cumsum(sizes[kept])]).astype(np.int64),
        causes=problem.causes[links],
        strengths=problem.strengths[links],
        leaks=problem.leaks[kept],
        if_silent=problem.if_silent[kept],
        if_triggered=problem.if_triggered[kept],
    )


def _tune(problem: Problem, outside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the slope of each bound, tightest near what the envelope expects."""
    theta, leak_theta = -np.log1p(-problem.strengths), -np.log1p(-problem.leaks)
    left_out = np.flatnonzero(outside)
    xi = np.ones(len(left_out))
    expected = np.zeros(len(left_out))
    for _ in range(ROUNDS):
        tilted = _tilted(problem, outside, xi)
        probability = Sweep(arrange(_only(tilted, ~outside))).run().probability
        for place, finding in enumerate(left_out):
            own = problem.links_of(int(finding))
            expected[place] = leak_theta[finding] + theta[own] @ probability[problem.causes[own]]
        wanted = 1.0 / np.expm1(np.clip(expected, 1.0 / LARGEST_BOUND, LARGEST_BOUND))
        xi = np.sqrt(xi * wanted)
    return xi


def _tilted(problem: Problem, outside: NDArray[np.bool_], xi: NDArray[np.float64]) -> Problem:
    """Return the problem with the bound of each finding left out absorbed into the odds."""
    log_odds = np.log(problem.chance) - np.log1p(-problem.chance)
    for place, finding in enumerate(np.flatnonzero(outside)):
        own = problem.links_of(int(finding))
        log_odds[problem.causes[own]] -= xi[place] * np.log1p(-problem.strengths[own])
    return replace(problem, chance=np.exp(-np.logaddexp(0.0, -log_odds)))


def _conjugate(xi: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return g in ``1 - exp(-z) <= exp(xi * z - g(xi))``."""
    return np.asarray(-xi * np.log(xi) + (xi + 1.0) * np.log1p(xi))


def _heard(problem: Problem, active: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return z of each finding in each draw, ``(draws, findings)``: it is silent by exp(-z)."""
    theta = -np.log1p(-problem.strengths)
    heard = np.tile(-np.log1p(-problem.leaks), (len(active), 1))
    for finding in range(problem.finding_count):
        own = problem.links_of(finding)
        heard[:, finding] += active[:, problem.causes[own]] @ theta[own]
    return heard


def _weighted(
    problem: Problem,
    sweep: Sweep,
    tilted: Problem,
    outside: NDArray[np.bool_],
    xi: NDArray[np.float64],
    active: NDArray[np.bool_],
    log_weights: NDArray[np.float64],
) -> Sampled:
    """Return probabilities, responsibilities and the evidence from weighted draws."""
    largest = log_weights.max()
    weights = np.exp(log_weights - largest)
    log_mean = float(largest + np.log(weights.mean()))
    weights /= weights.sum()
    effective = float(1.0 / np.square(weights).sum())
    probability = weights @ active
    deviation = np.square(weights) @ np.square(active - probability)
    floor = probability * (1.0 - probability) / effective
    error = STANDARD_ERRORS * float(np.sqrt(np.maximum(deviation, floor)).max())
    link_fired, leak_fired = np.zeros(len(problem.causes)), np.zeros(problem.finding_count)
    starts = range(0, len(active), BATCH)
    for start, part in zip(starts, _batches(active), strict=True):
        _add_fired(problem, part, weights[start : start + BATCH], link_fired, leak_fired)
    log_tilt = np.log1p(-problem.chance) - np.log1p(-tilted.chance)
    # The envelope: the exact part, its tilted odds, and what is constant in the bounds.
    log_bounds = float((-xi * np.log1p(-problem.leaks[outside]) - _conjugate(xi)).sum())
    log_evidence = sweep.log_evidence + float(log_tilt.sum()) + log_bounds + log_mean
    posterior = Posterior(
        probability=probability,
        link_fired=link_fired,
        leak_fired=leak_fired,
        log_evidence=log_evidence,
        width=sweep.arranged.width,
    )
    return Sampled(posterior, error, effective, active, weights)


def _add_fired(
    problem: Problem,
    active: NDArray[np.bool_],
    weights: NDArray[np.float64],
    link_fired: NDArray[np.float64],
    leak_fired: NDArray[np.float64],
) -> None:
    """Add, in place, the chance that each link and leak fired in some weighted draws."""
    silent = np.exp(-_heard(problem, active))
    seen = problem.if_silent * silent + problem.if_triggered * (1.0 - silent)
    share = weights[:, None] * problem.if_triggered / seen
    leak_fired += problem.leaks * share.sum(axis=0)
    for finding in range(problem.finding_count):
        own = problem.links_of(finding)
        link_fired[own] += problem.strengths[own] * (
            share[:, finding] @ active[:, problem.causes[own]]
        )
