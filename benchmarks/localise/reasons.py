"""Time the reasons: every point explained, and a new ranking after a change.

Run ``python benchmarks/localise/reasons.py`` (``--clients 100 --seed 1``); it prints one table.
Needs ``filiform[fast]``. Wanted: all points explained and ranked anew within 5 ms.

*Ranked anew* is every probability, how far each point answers for each painted area, and what stays
unexplained. *What each finding did* solves again without each present or absent finding in turn,
which gives how far it moves the log odds of every point. The last rows are the functions that the
product calls, with their objects, and with the pairs and sets of the notable points.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from engine import best_ms
from filiform.atlas import load_atlas
from filiform.localise import (
    CaseFindings,
    SidedPoint,
    explain,
    load_parameters,
    network_of,
    rank_trigger_points,
    sample_client,
)
from filiform.localise.compiled import infer, solve
from filiform.localise.encoding import Evidence, encode
from filiform.localise.network import Network
from machine import heading

WIDEST = 20
BEST_OF = 3
SHOWN = 5
WANTED_MS = 5.0


def rank_anew(case: CaseFindings, network: Network) -> object:
    return infer(encode(case, network), network, widest=WIDEST)


def what_each_finding_did(case: CaseFindings, network: Network) -> object:
    return [infer(less, network, widest=WIDEST) for less in with_one_less(encode(case, network))]


def both(case: CaseFindings, network: Network) -> object:
    return rank_anew(case, network), what_each_finding_did(case, network)


def with_one_less(evidence: Evidence) -> Iterator[Evidence]:
    """Yield the evidence without each of its present, then of its absent findings."""
    for finding in range(len(evidence.present)):
        kept = np.arange(len(evidence.present)) != finding
        yield replace(
            evidence,
            present=evidence.present[kept],
            levels=evidence.levels[kept],
            if_silent=evidence.if_silent[kept],
            if_triggered=evidence.if_triggered[kept],
        )
    for position in evidence.absent.tolist():
        yield replace(evidence, absent=evidence.absent[evidence.absent != position])


def ranking(case: CaseFindings, network: Network) -> object:
    return rank_trigger_points(case, network.atlas, solver=solve)


def explain_shown(case: CaseFindings, network: Network) -> object:
    probability = infer(encode(case, network), network, widest=WIDEST).probability
    shown = np.argsort(-probability, kind="stable")[:SHOWN].tolist()
    return explained(case, network, [network.causes[cause] for cause in shown])


def explain_all(case: CaseFindings, network: Network) -> object:
    return explained(case, network, list(network.causes))


def explained(case: CaseFindings, network: Network, points: list[SidedPoint]) -> object:
    return explain(case, network, points=points, solver=solve)


ROWS: Mapping[str, Callable[[CaseFindings, Network], object]] = {
    "ranked anew, all responsibilities": rank_anew,
    "what each finding did, all points": what_each_finding_did,
    "both": both,
    "rank_trigger_points": ranking,
    f"explain, first {SHOWN} points": explain_shown,
    "explain, all points": explain_all,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    network = network_of(load_atlas(), load_parameters())
    rng = np.random.default_rng(arguments.seed)
    cases = [sample_client(network.atlas, rng).case for _ in range(arguments.clients)]
    print(heading("numpy", "numba") + "; one thread")
    findings = [len(encode(case, network).present) for case in cases]
    print(
        f"n = {len(cases)}, 1 to 4 active points, {len(network.causes)} points, present findings "
        f"{np.median(findings):.0f} / {max(findings)} (median / max)"
    )
    print(f"{'':<36}ms, median / 99 % / max")
    for name, call in ROWS.items():
        call(cases[0], network)
        times = [best_ms(partial(call, case, network), BEST_OF) for case in cases]
        wanted = f"   wanted {WANTED_MS:g}" if call is both else ""
        print(
            f"{name:<36}{np.median(times):.3f} / {np.percentile(times, 99):.3f} / "
            f"{max(times):.3f}{wanted}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
