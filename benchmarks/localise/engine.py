"""Time the exact ranking on simulated clients of the packaged atlas, in NumPy and compiled.

Run ``python benchmarks/localise/engine.py`` (``--clients 400 --seed 1``); it prints one table.
Timed is the inference from encoded evidence to every probability and responsibility; ``rank`` is
the whole answer with its objects, as the clinic asks for it.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from filiform.atlas import load_atlas
from filiform.localise import frontier, load_parameters, network_of, rank_trigger_points
from filiform.localise.absorb import absorb
from filiform.localise.encoding import Evidence, encode
from filiform.localise.errors import FrontierTooWideError
from filiform.localise.findings import CaseFindings
from filiform.localise.network import Network
from filiform.localise.simulate import sample_client
from machine import machine

TIERS = (("1-4 active", (1, 4), 1), ("8-14 active", (8, 14), 8), ("15-25 active", (15, 25), 2))
"""Name, fewest and most active points, divisor of the number of clients."""
WIDEST = {"NumPy": 18, "compiled": 20}


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--clients", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--best-of", type=int, default=3)
    arguments = parser.parse_args()
    print(f"{machine()}; Python {platform.python_version()}; NumPy {np.__version__}; one thread")
    network = network_of(load_atlas(), load_parameters())
    print(f"{len(network.causes)} causes, {len(network.table.leaks[0])} findings")
    print(f"{'clients':<13}{'n':>5}  {'painted':>9}  {'width':>12}  ms, median / 99 % / max")
    for name, active, divisor in TIERS:
        cases = _cases(active, max(arguments.clients // divisor, 1), arguments.seed)
        _print_tier(name, cases, network, arguments.best_of)
    return 0


def infer_plain(evidence: Evidence, network: Network) -> int:
    """Absorb and solve in NumPy; return the width."""
    return frontier.solve(absorb(evidence, network).problem, widest=WIDEST["NumPy"]).width


def infer_compiled(evidence: Evidence, network: Network) -> int:
    """The same in machine code."""
    from filiform.localise import compiled

    return compiled.infer(evidence, network, widest=WIDEST["compiled"]).width


def best_ms(call: Callable[[], object], best_of: int) -> float:
    """Return the shortest of some calls."""
    best = float("inf")
    for _ in range(best_of):
        started = time.perf_counter()
        call()
        best = min(best, 1e3 * (time.perf_counter() - started))
    return best


def _cases(active: tuple[int, int], count: int, seed: int) -> list[CaseFindings]:
    # A prior that fits the tier keeps the rejection of other counts of active points cheap.
    drawn_with = replace(load_parameters(), active_points_mean=sum(active) / 2)
    rng = np.random.default_rng(seed)
    atlas = load_atlas()
    return [
        sample_client(atlas, rng, active=active, parameters=drawn_with).case for _ in range(count)
    ]


def _print_tier(name: str, cases: list[CaseFindings], network: Network, best_of: int) -> None:
    evidences = [encode(case, network) for case in cases]
    painted = [len(case.drawing.marks) for case in cases]
    atlas = network.atlas
    methods: list[tuple[str, Callable[[Evidence, CaseFindings], object]]] = [
        ("NumPy", lambda evidence, _: infer_plain(evidence, network)),
        ("compiled", lambda evidence, _: infer_compiled(evidence, network)),
        ("rank", lambda _, case: rank_trigger_points(case, atlas)),
    ]
    infer_compiled(evidences[0], network)
    for method, call in methods if name == TIERS[0][0] else methods[:2]:
        times, widths, refused = [], [], 0
        for evidence, case in zip(evidences, cases, strict=True):
            try:
                width = call(evidence, case)
            except FrontierTooWideError:
                refused += 1
                continue
            widths.append(width if isinstance(width, int) else 0)
            times.append(best_ms(partial(call, evidence, case), best_of))
        print(
            f"{name:<13}{len(cases):>5}  {np.median(painted):>4.0f}/{max(painted):<4}  "
            f"{np.median(widths):>4.0f}/{np.percentile(widths, 99):.0f}/{max(widths):<4}  "
            f"{method:<9}{np.median(times):>8.3f} / {np.percentile(times, 99):.3f} / "
            f"{max(times):.3f}   not exact: {refused}"
        )


if __name__ == "__main__":
    sys.exit(main())
