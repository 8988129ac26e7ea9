"""How many palpations until it is settled which points to needle: our plan against other orders.

Run ``python benchmarks/localise/tests_to_decision.py`` (``--clients 40 --seed 1``); it prints one
table. Needs ``filiform[fast]``.

Simulated clients have one to four active points. What the finger finds at each point is drawn once,
so every order meets the same hand. Palpated can be each point whose pattern touches the drawing.
The decision is the set of points at or above ``treat_above`` of the costs; it is settled after the
first palpation from which on it is, and stays, what all palpations together say. Whatever the
order, the same engine judges what was found.

*Clinic order* goes region by region as the atlas does, muscle by muscle, left before right.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from filiform.atlas import load_atlas
from filiform.localise import load_costs, load_parameters, network_of, plan_tests, sample_client
from filiform.localise.compiled import infer
from filiform.localise.encoding import Evidence, encode
from filiform.localise.findings import CaseFindings, PalpationFinding
from filiform.localise.network import BODY_SIDES, Network, SidedPoint
from filiform.localise.palpation import palpation_ratio
from machine import heading

WIDEST = 20
FIRST_RANKED = 20
LOOKED_AT = (0, 3, 5, 10)
OURS, CLINIC = "our plan", "clinic order"


@dataclass(frozen=True)
class Visit:
    """One client, what the finger would find at each point, and which points can be palpated."""

    case: CaseFindings
    evidence: Evidence
    truth: NDArray[np.bool_]
    found: tuple[bool, ...]
    candidates: tuple[int, ...]
    network: Network
    treat_above: float
    seed: int

    def finding(self, cause: int) -> PalpationFinding:
        point = self.network.causes[cause]
        return PalpationFinding(point.trigger_point, point.side, recognised_pain=self.found[cause])

    def probability(self, palpated: list[int]) -> NDArray[np.float64]:
        ratios = [
            palpation_ratio(self.finding(cause), self.network.parameters) for cause in palpated
        ]
        known = replace(
            self.evidence,
            spots=np.array(palpated, dtype=np.int64),
            log_ratios=np.log(np.array(ratios, dtype=np.float64)),
        )
        return infer(known, self.network, widest=WIDEST).probability

    def decision(self, palpated: list[int]) -> frozenset[int]:
        needled = np.flatnonzero(self.probability(palpated) >= self.treat_above)
        return frozenset(needled.tolist())


def by_plan(visit: Visit) -> Iterator[int]:
    """Palpate what the plan puts first, again after each finding; movements are left out."""
    left, case = set(visit.candidates), visit.case
    while left:
        plan = plan_tests(case, visit.network, count=5)
        points = [test.point for test in plan.tests if test.point is not None]
        chosen = [visit.network.position_by_cause[point] for point in points]
        following = next((cause for cause in chosen if cause in left), None)
        if following is None:
            break
        left.discard(following)
        yield following
        case = replace(case, palpations=(*case.palpations, visit.finding(following)))


def in_clinic_order(visit: Visit) -> Iterator[int]:
    network, allowed = visit.network, set(visit.candidates)
    by_region: dict[str, list[int]] = {}
    for muscle in network.atlas.muscles.values():
        for point in muscle.trigger_points:
            for side in BODY_SIDES:
                cause = network.position_by_cause[SidedPoint(point.id, side)]
                by_region.setdefault(muscle.region, []).append(cause)
    for causes in by_region.values():
        yield from (cause for cause in causes if cause in allowed)


def most_probable_first(visit: Visit) -> Iterator[int]:
    probability = visit.probability([])
    yield from sorted(visit.candidates, key=lambda cause: (-probability[cause], cause))


def most_probable_again(visit: Visit) -> Iterator[int]:
    palpated: list[int] = []
    left = set(visit.candidates)
    while left:
        probability = visit.probability(palpated)
        palpated.append(min(left, key=lambda cause: (-probability[cause], cause)))
        left.discard(palpated[-1])
        yield palpated[-1]


def random_of_the_first(visit: Visit) -> Iterator[int]:
    ranked = list(most_probable_first(visit))
    head = ranked[:FIRST_RANKED]
    np.random.default_rng(visit.seed).shuffle(head)
    yield from (*head, *ranked[FIRST_RANKED:])


ORDERS: Mapping[str, Callable[[Visit], Iterator[int]]] = {
    OURS: by_plan,
    CLINIC: in_clinic_order,
    "most probable first": most_probable_first,
    "the same, ranked again": most_probable_again,
    f"random in first {FIRST_RANKED}": random_of_the_first,
}


@dataclass(frozen=True)
class Walked:
    """One order walked to its end.

    Parameters
    ----------
    settled
        Palpations until the decision is, and stays, what all of them say.
    wrong
        Points wrongly needled or wrongly left after each number of palpations.
    """

    settled: int
    wrong: tuple[int, ...]

    def wrong_after(self, count: int) -> int:
        return self.wrong[min(count, len(self.wrong) - 1)]


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--clients", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    network = network_of(load_atlas(), load_parameters())
    print(heading("numpy", "numba") + "; one thread")
    visits = [visit_of(network, arguments.seed + number) for number in range(arguments.clients)]
    walked = {name: [walk(visit, order) for visit in visits] for name, order in ORDERS.items()}
    candidates = np.median([len(visit.candidates) for visit in visits])
    print(f"n = {len(visits)}, median {candidates:.0f} points could be palpated")
    print(f"{'':<24}{'palpations until settled':<28}{'of clinic':>9}  wrong points after")
    title = " / ".join(str(count) for count in LOOKED_AT)
    print(f"{'':<24}{'mean, median, 90 %':<28}{'order':>9}  {title} / all")
    for name, own in walked.items():
        print(row(name, own, walked[CLINIC]))
    print("wanted: our plan at most half of the clinic order")
    return 0


def visit_of(network: Network, seed: int) -> Visit:
    rng = np.random.default_rng(seed)
    client = sample_client(network.atlas, rng)
    truth = np.zeros(len(network.causes), dtype=np.bool_)
    truth[[network.position_by_cause[point] for point in client.active]] = True
    accuracy = network.parameters.accuracy_by_sign["recognised_pain"]
    chance = np.where(truth, accuracy.sensitivity, 1.0 - accuracy.specificity)
    found = rng.random(len(truth)) < chance
    painted = [mark.sided_area for mark in client.drawing.marks]
    touching = np.concatenate([network.area_links[area].causes for area in painted])
    return Visit(
        case=client.case,
        evidence=encode(client.case, network),
        truth=truth,
        found=tuple(found.tolist()),
        candidates=tuple(np.unique(touching).tolist()),
        network=network,
        treat_above=load_costs().treat_above,
        seed=seed,
    )


def walk(visit: Visit, order: Callable[[Visit], Iterator[int]]) -> Walked:
    """Palpate in an order; what it leaves out comes last, the most probable first."""
    path = list(order(visit))
    done = set(path)
    path += [cause for cause in most_probable_first(visit) if cause not in done]
    decisions = [visit.decision(path[:count]) for count in range(len(path) + 1)]
    true = frozenset(np.flatnonzero(visit.truth).tolist())
    return Walked(settled_after(decisions), tuple(len(each ^ true) for each in decisions))


def settled_after(decisions: list[frozenset[int]]) -> int:
    """Return from which place on all decisions are the last one."""
    place = len(decisions) - 1
    while place and decisions[place - 1] == decisions[-1]:
        place -= 1
    return place


def row(name: str, walked: list[Walked], clinic: list[Walked]) -> str:
    settled = [each.settled for each in walked]
    share = np.mean(settled) / np.mean([each.settled for each in clinic])
    wrong = [
        np.mean([each.wrong[min(n, len(each.wrong) - 1)] for each in walked]) for n in LOOKED_AT
    ]
    wrong.append(np.mean([each.wrong[-1] for each in walked]))
    spread = f"{np.mean(settled):.1f}, {np.median(settled):.0f}, {np.percentile(settled, 90):.0f}"
    return f"{name:<24}{spread:<28}{share:>9.2f}  {' / '.join(f'{w:.2f}' for w in wrong)}"


if __name__ == "__main__":
    sys.exit(main())
