"""Which palpation or movement test to do next, and when to stop.

Every test is one row of likelihoods over joint draws of the truth. What a test tells is its
expected information about all points, given the tests already in the plan; what it costs is time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.body.side import Side
from filiform.localise.absorb import absorb
from filiform.localise.costs import Costs, Position, load_costs
from filiform.localise.draws import draw_active
from filiform.localise.encoding import encode
from filiform.localise.findings import CaseFindings, MovementTest, movement_test
from filiform.localise.frontier import Sweep, arrange
from filiform.localise.levels import Level
from filiform.localise.network import MovementSign, Network, SidedPoint
from filiform.localise.widespread import sample

DRAWS = 2_000
WORTH_TESTING = 0.005
"""Probability below which a point is no candidate."""
MOST_PALPATIONS, MOST_MOVEMENTS = 60, 40
SEED = 20_260_101
"""Draws are the same for the same case, so a plan does not change by itself."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NextTest:
    """One proposed test.

    Parameters
    ----------
    point
        The spot to palpate; None where a movement is meant.
    movement, side
        The movement to test on that side; None where a palpation is meant.
    positive
        Probability that it will be positive.
    information
        What it is expected to tell about all points together, in bits, after the tests before it.
    seconds
        Its time, with turning and undressing where needed.
    position
        How the patient sits or lies for it.
    """

    point: SidedPoint | None
    movement: str | None
    side: Side | None
    positive: float
    information: float
    seconds: float
    position: Position


@dataclass(frozen=True, slots=True)
class TestPlan:
    """What to test next.

    Parameters
    ----------
    tests
        The best first; each is chosen given that those before it are done.
    worth_it
        Whether the first of them is expected to change a decision enough for its time.
    gain_per_minute
        Better decisions a minute that the best test promises.
    """

    __test__ = False

    tests: tuple[NextTest, ...]
    worth_it: bool
    gain_per_minute: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    point: SidedPoint | None
    movement: str | None
    side: Side | None
    region: str | None
    positive: Floats
    """Likelihood of a positive result in each draw, ``(draws,)``."""


def plan_tests(
    case: CaseFindings,
    network: Network,
    *,
    count: int = 5,
    position: Position | None = None,
    costs: Costs | None = None,
) -> TestPlan:
    """Propose the next tests, chosen one after the other by information for their time.

    Parameters
    ----------
    case
        What is known so far.
    network
        Atlas and parameters, compiled.
    count
        Tests wanted.
    position
        How the patient sits or lies now; None if no change is to be counted for the first test.
    costs
        Times; the packaged ones if omitted.
    """
    costs = costs or load_costs()
    active, weights = _joint(case, network)
    candidates = [
        *_palpations(case, network, active, weights),
        *_movements(case, network, active, weights),
    ]
    if not candidates:
        return TestPlan((), worth_it=False, gain_per_minute=0.0)
    likelihoods = np.array([candidate.positive for candidate in candidates])
    doubts = _entropy(likelihoods)
    gains = _decision_gains(likelihoods, active, weights, costs.treat_above)
    tests: list[NextTest] = []
    branches = weights[None, :]
    bared: set[str] = set()
    left = set(range(len(candidates)))
    gain_per_minute = 0.0
    while left and len(tests) < count:
        bits = _information(branches, likelihoods, doubts)
        prices = {n: _seconds(candidates[n], position, bared, costs) for n in left}
        best = max(sorted(left), key=lambda n: bits[n] / prices[n])
        left.discard(best)
        if not tests:
            gain_per_minute = float(max(60.0 * gains[n] / prices[n] for n in prices))
        chosen = candidates[best]
        position = _position(chosen, costs)
        bared |= {chosen.region} if chosen.region else set()
        tests.append(
            NextTest(
                chosen.point,
                chosen.movement,
                chosen.side,
                positive=float(weights @ chosen.positive),
                information=float(bits[best]),
                seconds=prices[best],
                position=position,
            )
        )
        branches = np.concatenate([branches * chosen.positive, branches * (1.0 - chosen.positive)])
    worth_it = gain_per_minute >= costs.least_gain_per_minute
    return TestPlan(tuple(tests), worth_it, gain_per_minute)


def _joint(case: CaseFindings, network: Network) -> tuple[Floats, Floats]:
    """Return joint draws, ``(draws, causes)`` float of 0 and 1, and their weights."""
    problem = absorb(encode(case, network), network).problem
    limits = network.parameters
    arranged = arrange(problem)
    if arranged.width > limits.widest_frontier:
        sampled = sample(problem, core=limits.sampling_core, draws=limits.sampling_draws)
        return sampled.active.astype(np.float64), sampled.weights
    sweep = Sweep(arranged)
    sweep.forward()
    active = draw_active(sweep, DRAWS, np.random.default_rng(SEED))
    return active.astype(np.float64), np.full(DRAWS, 1.0 / DRAWS)


def _palpations(
    case: CaseFindings, network: Network, active: Floats, weights: Floats
) -> Iterable[_Candidate]:
    """Yield the spots worth palpating, not palpated yet: looked for is the recognised pain."""
    accuracy = network.parameters.accuracy_by_sign["recognised_pain"]
    done = {(finding.trigger_point, finding.side) for finding in case.palpations}
    region_by_point = _region_by_point(network)
    probability = weights @ active
    for cause in np.argsort(-probability, kind="stable")[:MOST_PALPATIONS].tolist():
        point = network.causes[cause]
        if probability[cause] < WORTH_TESTING or (point.trigger_point, point.side) in done:
            continue
        positive = np.where(active[:, cause] > 0, accuracy.sensitivity, 1.0 - accuracy.specificity)
        yield _Candidate(point, None, None, region_by_point[point.trigger_point], positive)


def _movements(
    case: CaseFindings, network: Network, active: Floats, weights: Floats
) -> Iterable[_Candidate]:
    """Yield the movements of the muscles in question; positive is restricted or painful."""
    done = {finding.test.stem for finding in case.movements}
    theta = -np.log1p(-network.table.strengths[Level.UNGRADED])
    for movement, side in _worth_moving(network, weights @ active)[:MOST_MOVEMENTS]:
        test = movement_test(movement, side)
        if test.stem in done:
            continue
        quiet = np.zeros(len(active))
        for sign in MovementSign:
            finding = network.position_by_movement[test, sign]
            own = network.table.links_of(finding)
            quiet += active[:, network.table.causes[own]] @ theta[own]
            quiet -= np.log1p(-network.table.leaks[Level.UNGRADED, finding])
        yield _Candidate(None, movement, side, None, -np.expm1(-quiet))


def _worth_moving(network: Network, probability: Floats) -> list[tuple[str, Side]]:
    """Return the movements of the most probable points, each movement of the body once."""
    muscles = {p.id: m for m in network.atlas.muscles.values() for p in m.trigger_points}
    first_by_test: dict[MovementTest, tuple[str, Side]] = {}
    for cause in np.argsort(-probability, kind="stable").tolist():
        if probability[cause] < WORTH_TESTING:
            break
        point = network.causes[cause]
        muscle = muscles[point.trigger_point]
        for movement in (*muscle.restricted_movements, *muscle.painful_movements):
            first_by_test.setdefault(movement_test(movement, point.side), (movement, point.side))
    return list(first_by_test.values())


def _information(branches: Floats, likelihoods: Floats, doubts: Floats) -> Floats:
    """Return what each test tells about the draws, in bits, averaged over the branches.

    ``doubts`` is the entropy of the likelihoods. A branch holds the weights of the draws together
    with one outcome of all tests before.
    """
    mass = branches.sum(axis=1, keepdims=True)
    mean = (branches @ likelihoods.T) / np.maximum(mass, np.finfo(float).tiny)
    blurred = (mass * _entropy(mean)).sum(axis=0)
    clear = doubts @ branches.sum(axis=0)
    return np.asarray(np.maximum(blurred - clear, 0.0))


def _decision_gains(
    likelihoods: Floats, active: Floats, weights: Floats, treat_above: float
) -> Floats:
    """Return how many better decisions each test promises: points rightly needled or rightly left.

    A point is worth ``probability - treat_above`` if needled and nothing if left.
    """
    active = active[:, weights @ active >= WORTH_TESTING]
    before = np.maximum(weights @ active - treat_above, 0.0).sum()
    after = np.zeros(len(likelihoods))
    for outcome in (likelihoods, 1.0 - likelihoods):
        joint = (outcome * weights) @ active
        mass = (outcome * weights).sum(axis=1, keepdims=True)
        after += np.maximum(joint - treat_above * mass, 0.0).sum(axis=1)
    return np.asarray(np.maximum(after - before, 0.0))


def _entropy(chance: Floats) -> Floats:
    inside = np.clip(chance, 1e-300, 1.0 - 1e-16)
    return np.asarray(-(inside * np.log2(inside) + (1.0 - inside) * np.log2(1.0 - inside)))


def _seconds(
    candidate: _Candidate, position: Position | None, bared: set[str], costs: Costs
) -> float:
    seconds = costs.palpation_s if candidate.point else costs.movement_s
    if position is not None and _position(candidate, costs) is not position:
        seconds += costs.position_change_s
    if candidate.region and candidate.region not in bared:
        seconds += costs.undressing_s_by_region[candidate.region]
    return seconds


def _position(candidate: _Candidate, costs: Costs) -> Position:
    return costs.position_by_region[candidate.region] if candidate.region else Position.SITTING


def _region_by_point(network: Network) -> dict[str, str]:
    return {
        point.id: muscle.region
        for muscle in network.atlas.muscles.values()
        for point in muscle.trigger_points
    }
