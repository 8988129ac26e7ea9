"""Rank the published cases of ``cases.toml`` and count how often the muscle found is on top.

Run ``python benchmarks/localise/cases.py``; ``--each`` adds one line per case. Nothing is tuned on
these cases, so each look at them is written down: ``--record "why I looked"`` adds a row with the
figures to ``cases_looks.md``. How the cases were mapped and what they cannot show stands at the top
of ``cases.toml``.
"""

import argparse
import math
import os
import platform
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from baselines import naive_bayes_scores, overlap_scores
from engine import machine
from filiform.atlas import load_atlas
from filiform.localise import FrontierTooWideError, load_parameters, rank_trigger_points
from filiform.localise.network import Network, SidedPoint, network_of
from published import CASES_FILE, PublishedCase, SidedMuscle, load_cases
from scoring import Share, best_rank, chance_of_hit, score_by_muscle

LOOKS_FILE = CASES_FILE.with_name("cases_looks.md")
TOPS = (1, 3, 10)
EXACT = "exact"
TARGETS: Mapping[str, Callable[[PublishedCase], Sequence[SidedMuscle]]] = {
    "any": lambda case: case.found,
    "primary": lambda case: case.primary,
}
"""Which muscles count as a hit; a case that names no primary muscle has no rank by it."""


def exact_scores(case: PublishedCase, network: Network) -> NDArray[np.float64]:
    answer = rank_trigger_points(case.findings, network.atlas, parameters=network.parameters)
    probability = {
        SidedPoint(point.trigger_point, point.side): point.probability for point in answer.ranking
    }
    return np.array([probability[cause] for cause in network.causes])


METHODS: Mapping[str, Callable[[PublishedCase, Network], NDArray[np.float64]]] = {
    EXACT: exact_scores,
    "overlap": lambda case, network: overlap_scores(case.findings.drawing, network),
    "plain overlap": lambda case, network: overlap_scores(
        case.findings.drawing, network, graded=False
    ),
    "naive Bayes": lambda case, network: naive_bayes_scores(case.findings, network),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one method makes of one case.

    Parameters
    ----------
    top
        The muscle that the method puts first; the first by name where several tie.
    ranks
        Best rank of the muscles that count, by target; infinite where the method gave no answer.
    """

    top: str
    ranks: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that one run found out."""

    cases: tuple[PublishedCase, ...]
    network: Network
    outcomes: Mapping[str, tuple[Outcome, ...]]

    def ranks(self, method: str, target: str) -> list[float]:
        return [
            outcome.ranks[target] for outcome in self.outcomes[method] if target in outcome.ranks
        ]

    def share(self, method: str, target: str, top: int) -> Share:
        ranks = self.ranks(method, target)
        return Share(sum(rank <= top for rank in ranks), len(ranks))


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--each", action="store_true", help="add one line per case")
    parser.add_argument("--record", metavar="WHY", help="write this look down")
    arguments = parser.parse_args()

    look = look_at_cases()
    print(heading(look))
    print(summary(look))
    if arguments.each:
        print(each_case(look))
    if arguments.record:
        with LOOKS_FILE.open("a", encoding="utf-8") as looks:
            looks.write(row_of(look, why=arguments.record))
    else:
        print(f"You have looked: add --record WHY, and {LOOKS_FILE.name} keeps it.")
    return 0


def look_at_cases() -> Look:
    atlas = load_atlas()
    network = network_of(atlas, load_parameters())
    cases = load_cases(atlas)
    return Look(
        cases,
        network,
        {method: tuple(outcome_of(case, network, method) for case in cases) for method in METHODS},
    )


def outcome_of(case: PublishedCase, network: Network, method: str) -> Outcome:
    counted = {target: muscles(case) for target, muscles in TARGETS.items() if muscles(case)}
    try:
        scores = score_by_muscle(METHODS[method](case, network), network)
    except FrontierTooWideError:
        return Outcome("too wide", dict.fromkeys(counted, math.inf))
    top = max(sorted(scores), key=scores.__getitem__)
    return Outcome(
        top.key, {target: best_rank(muscles, scores) for target, muscles in counted.items()}
    )


def heading(look: Look) -> str:
    kinds = Counter(case.kind for case in look.cases)
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    too_wide = sum(outcome.top == "too wide" for outcome in look.outcomes[EXACT])
    return "\n".join(
        (
            f"{machine()}; Python {platform.python_version()}; NumPy {np.__version__}; one thread",
            f"atlas {look.network.atlas.version}, parameters {look.network.parameters.version}, "
            f"cases.toml {digest_of_cases()}",
            f"n = {len(look.cases)} ({told}), {len(look.ranks(EXACT, 'primary'))} with a primary "
            f"muscle; {too_wide} too wide for the exact ranking, counted as missed",
        )
    )


def summary(look: Look) -> str:
    """One row per target and method; then the methods case by case."""
    title = "".join(f"{f'top {top}':<24}" for top in TOPS)
    lines = [f"{'found':<9}{'method':<15}{title}median rank"]
    for target in TARGETS:
        for method in METHODS:
            cells = "".join(f"{_percent(look.share(method, target, top)):<24}" for top in TOPS)
            median = np.median(look.ranks(method, target))
            lines.append(f"{target:<9}{method:<15}{cells}{median:g}")
        chances = "".join(f"{_chance(look, target, top):<24}" for top in TOPS)
        lines.append(f"{target:<9}{'random order':<15}{chances}".rstrip())
    lines.extend(_compared(look, method) for method in METHODS if method != EXACT)
    return "\n".join(lines)


def each_case(look: Look) -> str:
    lines = [f"{'case':<30}painted  rank by any / primary: {', '.join(METHODS)}; first by {EXACT}"]
    for position, case in enumerate(look.cases):
        outcomes = [look.outcomes[method][position] for method in METHODS]
        ranks = "".join(
            f"{outcome.ranks['any']:>5g} /{outcome.ranks.get('primary', math.nan):>4g}"
            for outcome in outcomes
        )
        painted = len(case.findings.drawing.marks)
        lines.append(f"{case.id:<30}{painted:>7}  {ranks.replace('nan', '  -')}  {outcomes[0].top}")
    return "\n".join(lines)


def row_of(look: Look, *, why: str) -> str:
    """One row of the record: hits in the first 1, 3 and 10, by any and by primary muscle."""
    figures = " | ".join(
        "; ".join(
            f"{'/'.join(str(look.share(method, target, top).hits) for top in TOPS)}"
            for target in TARGETS
        )
        for method in METHODS
    )
    counts = f"{len(look.cases)}; {len(look.ranks(EXACT, 'primary'))}"
    return (
        f"| {datetime.now(UTC):%Y-%m-%d %H:%M} | {commit()} | {look.network.atlas.version} | "
        f"{look.network.parameters.version} | {digest_of_cases()} | {counts} | {figures} | "
        f"{why.replace('|', '/')} |\n"
    )


def digest_of_cases() -> str:
    return sha256(CASES_FILE.read_bytes()).hexdigest()[:8]


def commit() -> str:
    git = shutil.which("git")
    if git is None:
        return "unknown"
    described = subprocess.run(
        [git, "describe", "--always", "--dirty", "--exclude", "*"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() or "unknown"


def _compared(look: Look, method: str) -> str:
    pairs = list(zip(look.ranks(EXACT, "any"), look.ranks(method, "any"), strict=True))
    better = sum(exact < other for exact, other in pairs)
    worse = sum(exact > other for exact, other in pairs)
    return (
        f"{EXACT} against {method}, rank by any: better {better}, worse {worse}, "
        f"equal {len(pairs) - better - worse}"
    )


def _percent(share: Share) -> str:
    low, high = share.wilson_95
    return f"{share.hits:>3}  {share.hits / share.total:4.0%} ({low:.0%} to {high:.0%})"


def _chance(look: Look, target: str, top: int) -> str:
    muscles = 2 * len(look.network.atlas.muscles)
    counted = [TARGETS[target](case) for case in look.cases]
    chances = [chance_of_hit(len(wanted), top, muscles) for wanted in counted if wanted]
    return f"     {np.mean(chances):4.0%}"


if __name__ == "__main__":
    sys.exit(main())
