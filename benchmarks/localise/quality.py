"""How good the ranking is on clients drawn from the model itself, beside simpler rankings.

Run ``python benchmarks/localise/quality.py`` (``--clients 4000 --seed 1``); it prints two tables:
clients with one to four active points, and clients as the prior makes them, which is what the
calibration error is about. Needs ``filiform[fast]``.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from baselines import naive_bayes_log_odds, overlap
from calibration import brier_score, calibration_of, log_score, recall_at
from filiform.atlas import load_atlas
from filiform.localise import load_parameters, network_of
from filiform.localise.compiled import infer
from filiform.localise.encoding import Evidence
from filiform.localise.errors import FrontierTooWideError
from filiform.localise.network import Network
from filiform.localise.simulate_many import ManyClients, sample_clients
from machine import heading

TOPS = (1, 3, 5)
WIDEST = 20
GROUPS: Mapping[str, tuple[int, int] | None] = {
    "1 to 4 active points": (1, 4),
    "as many as the prior gives": None,
}


@dataclass(frozen=True)
class Method:
    """A ranking: one score per cause, and whether the scores are probabilities."""

    scores: Callable[[Evidence, Network], NDArray[np.float64]]
    graded: bool
    is_probability: bool


def exact(evidence: Evidence, network: Network) -> NDArray[np.float64]:
    return infer(evidence, network, widest=WIDEST).probability


def naive_bayes(evidence: Evidence, network: Network) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-naive_bayes_log_odds(evidence, network))))


def overlap_of_evidence(evidence: Evidence, network: Network) -> NDArray[np.float64]:
    painted = evidence.present[evidence.present < len(network.area_links)]
    return overlap(painted, network)


METHODS: Mapping[str, Method] = {
    "exact, graded": Method(exact, graded=True, is_probability=True),
    "exact, yes or no": Method(exact, graded=False, is_probability=True),
    "naive Bayes, graded": Method(naive_bayes, graded=True, is_probability=True),
    "overlap": Method(overlap_of_evidence, graded=True, is_probability=False),
}


@dataclass(frozen=True)
class Judged:
    """The scores of one method on some clients, ``(clients, causes)``, and the truth."""

    scores: NDArray[np.float64]
    truth: NDArray[np.bool_]

    def recall(self, top: int) -> float:
        pairs = zip(self.scores, self.truth, strict=True)
        return float(np.mean([recall_at(top, own, truth) for own, truth in pairs if truth.any()]))

    @cached_property
    def calibration(self) -> str:
        found = calibration_of(self.scores, self.truth)
        low, high = found.interval_95(np.random.default_rng(1))
        return f"{found.error:.4f} ({low:.4f} to {high:.4f}) of {found.predictions}"

    def mean(self, score: Callable[[NDArray[np.float64], NDArray[np.bool_]], float]) -> float:
        return float(np.mean([score(*row) for row in zip(self.scores, self.truth, strict=True)]))


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--clients", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    network = network_of(load_atlas(), load_parameters())
    print(heading("numpy", "numba"))
    print(f"atlas {network.atlas.version}, parameters {network.parameters.version}")
    for name, active in GROUPS.items():
        rng = np.random.default_rng(arguments.seed)
        clients = sample_clients(network, arguments.clients, rng, active=active)
        scores, answered = judge(clients, network)
        print(f"\n{name}: n = {len(clients)}, {len(clients) - answered.sum()} too wide, left out")
        print(f"{'':<21}{'recall at 1 / 3 / 5':<22}{'log score':>9}{'Brier':>8}  ECE (95 %)")
        for method, own in scores.items():
            print(row(method, Judged(own[answered], clients.active[answered])))
    return 0


def judge(
    clients: ManyClients, network: Network
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.bool_]]:
    """Return the scores of every method, and which clients the exact ranking could answer."""
    scores = {method: np.zeros(clients.active.shape) for method in METHODS}
    answered = np.ones(len(clients), dtype=np.bool_)
    for client in range(len(clients)):
        for name, method in METHODS.items():
            evidence = clients.evidence(client, network, graded=method.graded)
            try:
                scores[name][client] = method.scores(evidence, network)
            except FrontierTooWideError:
                answered[client] = False
    return scores, answered


def row(method: str, judged: Judged) -> str:
    recalls = " / ".join(f"{judged.recall(top):.3f}" for top in TOPS)
    if not METHODS[method].is_probability:
        return f"{method:<21}{recalls:<22}{'-':>9}{'-':>8}  no probabilities"
    return (
        f"{method:<21}{recalls:<22}{judged.mean(log_score):>9.2f}{judged.mean(brier_score):>8.3f}"
        f"  {judged.calibration}"
    )


if __name__ == "__main__":
    sys.exit(main())
