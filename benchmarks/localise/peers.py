"""Ask other libraries the same question: pyAgrum as an expert would, others as a user would.

Run ``python benchmarks/localise/peers.py`` (``--clients 200 --seed 1``); it prints two tables.

The first: pyAgrum is given what it needs to be exact and fast. Absent findings and palpation are
absorbed outside of it and every noisy-OR is divorced into nodes with two parents, as a chain and as
a balanced tree; the network of a client and the inference are timed apart. The same clients in the
same run go through NumPy and machine code (``filiform[fast]``), from the evidence on: absorbing is
in their times and not in that of pyAgrum.

The second (``--users``): each library gets the network as its tutorial would build it, one client
at a time, in a process of its own with a limit on time and memory.

The peers are no dependency of this project: ``pip install pyagrum pgmpy pomegranate``.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from divorcing import Arrangement, chain, tree
from filiform.atlas import load_atlas
from filiform.localise import compiled, frontier, load_parameters, network_of
from filiform.localise.absorb import absorb
from filiform.localise.encoding import Evidence
from filiform.localise.network import Network
from filiform.localise.problem import Problem
from filiform.localise.simulate_many import sample_clients
from machine import heading
from peers_users import USERS, Limits, what_came_of

WIDEST = 20
AGREED = 1e-10
BEST_OF = 3
WANTED = {"NumPy": 12.0, "compiled": 300.0}
"""How many times faster than the inference of pyAgrum alone."""


@dataclass(frozen=True)
class Timed:
    """Milliseconds of one client, and the marginals."""

    inference: float
    building: float
    probability: NDArray[np.float64]


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--movements", type=int, default=3)
    parser.add_argument("--users", action="store_true", help="the second table, some minutes")
    parser.add_argument("--seconds", type=int, default=60, help="limit of each of the second table")
    parser.add_argument("--gibibytes", type=int, default=8, help="the same")
    arguments = parser.parse_args()
    network = network_of(load_atlas(), load_parameters())
    print(heading("numpy", "numba", "pyagrum", "pgmpy", "pomegranate", "torch") + "; one thread")
    if arguments.users:
        print_users(
            Limits(seconds=arguments.seconds, gibibytes=arguments.gibibytes), arguments.seed
        )
        return 0
    rng = np.random.default_rng(arguments.seed)
    clients = sample_clients(
        network, arguments.clients, rng, active=(1, 4), movements=arguments.movements
    )
    print_expert([clients.evidence(each, network) for each in range(len(clients))], network)
    return 0


def print_expert(evidences: list[Evidence], network: Network) -> None:
    try:
        import pyagrum
    except ImportError:
        print("pyAgrum is not installed: pip install pyagrum")
        return
    pyagrum.setNumberOfThreads(1)
    methods: dict[str, Callable[[Evidence, Network], Timed]] = {
        "pyAgrum, chains": partial(by_pyagrum, chain),
        "pyAgrum, trees": partial(by_pyagrum, tree),
        "NumPy": by_numpy,
        "compiled": by_machine_code,
    }
    compiled.infer(evidences[0], network, widest=WIDEST)
    timed = {
        name: [call(evidence, network) for evidence in evidences] for name, call in methods.items()
    }
    print(f"n = {len(evidences)}, 1 to 4 active points")
    print(f"{'':<17}{'inference, ms':<26}{'with building':<26}{'times faster':<24}largest")
    print(f"{'':<17}{'median / 99 % / max':<26}{'median':<26}{'inference / building':<24}error")
    peers = [own for name, own in timed.items() if name.startswith("pyAgrum")]
    faster_peer = min(peers, key=lambda own: np.median([each.inference for each in own]))
    for name, own in timed.items():
        print(row(name, own, faster_peer, timed["compiled"]))


def row(name: str, own: list[Timed], peer: list[Timed], exact: list[Timed]) -> str:
    """Compare a method with the faster pyAgrum; the ratio of two medians, on the same clients."""
    inference = np.array([each.inference for each in own])
    whole = np.array([each.inference + each.building for each in own])
    against = np.median([each.inference for each in peer])
    against_whole = np.median([each.inference + each.building for each in peer])
    error = max(
        float(np.abs(one.probability - other.probability).max())
        for one, other in zip(own, exact, strict=True)
    )
    times = (
        f"{np.median(inference):.3f} / {np.percentile(inference, 99):.3f} / {inference.max():.3f}"
    )
    ratio = against / np.median(inference)
    faster = f"{ratio:.1f} / {against_whole / np.median(whole):.1f}"
    wanted = f"   wanted {WANTED[name]:.0f}" if name in WANTED else ""
    said = "" if error <= AGREED else f" above {AGREED:g}"
    return f"{name:<17}{times:<26}{np.median(whole):<26.3f}{faster:<24}{error:.1e}{said}{wanted}"


def by_numpy(evidence: Evidence, network: Network) -> Timed:
    """Inference is all from the evidence on: the peer is spared the absorbing, this is not."""
    ms, posterior = best_of(
        lambda: frontier.solve(absorb(evidence, network).problem, widest=WIDEST)
    )
    return Timed(ms, 0.0, posterior.probability)


def by_machine_code(evidence: Evidence, network: Network) -> Timed:
    ms, posterior = best_of(lambda: compiled.infer(evidence, network, widest=WIDEST))
    return Timed(ms, 0.0, posterior.probability)


def by_pyagrum(arrangement: Arrangement, evidence: Evidence, network: Network) -> Timed:
    problem = absorb(evidence, network).problem
    building, (bayes_net, seen) = best_of(partial(divorced, problem, arrangement))
    touched = np.unique(problem.causes).tolist()
    inference, marginals = best_of(partial(marginals_of, bayes_net, seen, touched))
    probability = problem.chance.copy()
    probability[touched] = marginals
    return Timed(inference, building, probability)


def divorced(problem: Problem, arrangement: Arrangement) -> tuple[object, dict[str, int]]:
    """Build the network of one client and what was seen of it."""
    import pyagrum

    net = pyagrum.BayesNet()
    for cause in np.unique(problem.causes).tolist():
        net.add(f"c{cause}", 2)
        net.cpt(f"c{cause}").fillWith([1.0 - problem.chance[cause], problem.chance[cause]])
    seen: dict[str, int] = {}
    for finding in range(problem.finding_count):
        nodes = arrangement(problem, finding)
        for node in nodes:
            net.add(node.name, 2)
            for parent in node.parents:
                net.addArc(parent, node.name)
            # The library counts the axes of a table from its last name back.
            axes = [name for name in reversed(net.cpt(node.name).names) if name != node.name]
            net.cpt(node.name)[:] = node.table(axes)
        if nodes:
            seen[nodes[-1].name] = 1
    return net, seen


def marginals_of(net: object, seen: dict[str, int], causes: list[int]) -> list[float]:
    import pyagrum

    inference = pyagrum.LazyPropagation(net)
    inference.setNumberOfThreads(1)
    inference.setTargets({f"c{cause}" for cause in causes})
    inference.setEvidence(seen)
    inference.makeInference()
    return [float(inference.posterior(f"c{cause}")[1]) for cause in causes]


def best_of(call: Callable[[], object]) -> tuple[float, object]:
    """Return the shortest of some calls in milliseconds, and what the last returned."""
    shortest = float("inf")
    for _ in range(BEST_OF):
        started = time.perf_counter()
        result = call()
        shortest = min(shortest, 1e3 * (time.perf_counter() - started))
    return shortest, result


def print_users(limits: Limits, seed: int) -> None:
    print(
        f"clients: {limits.clients}, within {limits.seconds} s and {limits.gibibytes} GiB, each "
        "library in a process of its own"
    )
    for name in USERS:
        print(f"{name:<52}{what_came_of(name, seed=seed, limits=limits)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
