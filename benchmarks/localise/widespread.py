"""Clients with 15 to 25 active points: how many stay exact, and whether the sampler keeps word.

Run ``python benchmarks/localise/widespread.py`` (``--clients 1000 --checked 40 --seed 1``); it
prints two tables. Needs ``filiform[fast]``.

The first: how many clients machine code answers exactly within a second. The second: clients whose
exact answer is known are handed to the sampler all the same, with a narrow core, and each marginal
is held against the error that the sampler states.
"""

import argparse
import os
import sys
import time
from dataclasses import dataclass, replace

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from filiform.atlas import load_atlas
from filiform.localise import load_parameters, network_of
from filiform.localise.absorb import absorb
from filiform.localise.compiled import infer
from filiform.localise.encoding import Evidence
from filiform.localise.errors import FrontierTooWideError
from filiform.localise.network import Network
from filiform.localise.simulate_many import sample_clients
from filiform.localise.widespread import sample
from machine import heading
from scoring import Share

ACTIVE = (15, 25)
WIDEST = 20
WITHIN_S = 1.0
CORE = 6
TOUCHED = 1e-4
"""Probability, exact, above which a point is counted apart: the others are easily right."""


@dataclass(frozen=True)
class Exact:
    """One client answered exactly, or not."""

    evidence: Evidence
    seconds: float
    width: int
    probability: NDArray[np.float64] | None


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--clients", type=int, default=1_000)
    parser.add_argument("--checked", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    network = network_of(load_atlas(), load_parameters())
    print(heading("numpy", "numba") + "; one thread")
    evidences = draw(network, arguments.clients, arguments.seed)
    answer(evidences[0], network)
    answers = [answer(evidence, network) for evidence in evidences]
    print_exact(answers)
    print_sampled([each for each in answers if each.probability is not None], arguments, network)
    return 0


def draw(network: Network, count: int, seed: int) -> list[Evidence]:
    # A prior that fits the number of points keeps the rejection of other numbers cheap; the
    # network that answers keeps its own.
    fitting = replace(network.parameters, active_points_mean=sum(ACTIVE) / 2)
    drawn_from = network_of(network.atlas, fitting)
    clients = sample_clients(drawn_from, count, np.random.default_rng(seed), active=ACTIVE)
    return [clients.evidence(client, network) for client in range(count)]


def answer(evidence: Evidence, network: Network) -> Exact:
    started = time.perf_counter()
    try:
        posterior = infer(evidence, network, widest=WIDEST)
    except FrontierTooWideError as error:
        return Exact(evidence, time.perf_counter() - started, error.width, None)
    return Exact(evidence, time.perf_counter() - started, posterior.width, posterior.probability)


def print_exact(answers: list[Exact]) -> None:
    seconds = 1e3 * np.array([each.seconds for each in answers])
    widths = [each.width for each in answers]
    painted = [len(each.evidence.present) for each in answers]
    in_time = [each.probability is not None and each.seconds < WITHIN_S for each in answers]
    share = Share(sum(in_time), len(answers))
    low, high = share.wilson_95
    print(
        f"n = {len(answers)}, {ACTIVE[0]} to {ACTIVE[1]} active points, "
        f"present findings {np.median(painted):.0f} / {max(painted)} (median / max), "
        f"width {np.median(widths):.0f} / {np.percentile(widths, 99):.0f} / {max(widths)}"
    )
    print(
        f"exact within {WITHIN_S:g} s: {share.hits} of {share.total} = "
        f"{share.hits / share.total:.1%} ({low:.1%} to {high:.1%}); wanted 99.5 %"
    )
    print(
        f"ms, median / 99 % / max: {np.median(seconds):.2f} / {np.percentile(seconds, 99):.1f} / "
        f"{seconds.max():.1f}"
    )


def print_sampled(known: list[Exact], arguments: argparse.Namespace, network: Network) -> None:
    """Force the sampler on the widest of the clients that have an exact answer."""
    chosen = sorted(known, key=lambda each: -each.width)[: arguments.checked]
    inside, likely_inside, effective, errors, stated, seconds = [], [], [], [], [], []
    for each in chosen:
        problem = absorb(each.evidence, network).problem
        started = time.perf_counter()
        sampled = sample(problem, core=CORE, draws=network.parameters.sampling_draws)
        seconds.append(time.perf_counter() - started)
        off = np.abs(sampled.posterior.probability - each.probability)
        inside.append(off <= sampled.error)
        likely_inside.append(inside[-1][each.probability > TOUCHED])
        effective.append(sampled.effective)
        errors.append(float(off.max()))
        stated.append(sampled.error)
    enough = np.array(effective) >= network.parameters.fewest_effective_draws
    print(
        f"\nsampler forced, core {CORE}, the {len(chosen)} widest of these, width "
        f"{chosen[-1].width} to {chosen[0].width}"
    )
    print(f"{'':<26}{'clients':>8}  {'within the stated error':<25}{'clients all within':<20}")
    for name, rows in (("all", np.ones_like(enough)), ("sampled, not a sketch", enough)):
        picked = np.flatnonzero(rows).tolist()
        if picked:
            print(
                f"{name:<26}{len(picked):>8}  {share_of(inside, picked)}, above 1e-4 "
                f"{share_of(likely_inside, picked)}; {sum(inside[n].all() for n in picked)} clients"
            )
    print(
        f"effective draws, median / min: {np.median(effective):.0f} / {min(effective):.0f}; "
        f"largest error {np.median(errors):.4f} / {max(errors):.4f} (median / max), stated "
        f"{np.median(stated):.4f} / {max(stated):.4f}; s {np.median(seconds):.2f} / "
        f"{max(seconds):.2f}; wanted 99 % within"
    )


def share_of(inside: list[NDArray[np.bool_]], picked: list[int]) -> str:
    return f"{np.concatenate([inside[n] for n in picked]).mean():.2%}"


if __name__ == "__main__":
    sys.exit(main())
