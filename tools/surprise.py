"""Measure how badly drawings of the model itself are explained: one drawing in a hundred.

Draws clients from the packaged atlas and parameters, and writes for each number of painted areas
the log probability that one drawing in a hundred falls below. Needs ``filiform[fast]``. Run it anew
whenever atlas or parameters change: ``python -m tools.surprise``.
"""

import argparse
from pathlib import Path

import numpy as np

from filiform.atlas import load_atlas
from filiform.localise import load_parameters, network_of
from filiform.localise.compiled import infer
from filiform.localise.encoding import Evidence
from filiform.localise.errors import FrontierTooWideError
from filiform.localise.network import Network
from filiform.localise.simulate_many import sample_levels, sample_truth

TARGET = Path("src/filiform/localise/data/surprise.toml")
SHARE = 0.01
FEWEST_DRAWINGS = 400
BATCH = 4_000
WIDEST = 18
HEAD = """# How improbable a drawing may be before trigger points are said to explain it badly.
#
# Made by `python -m tools.surprise`; not edited by hand. Mark D: computed from the model.

version = "1.0.0"
atlas_version = "{atlas}"
parameters_version = "{parameters}"
share = {share}
drawings = {drawings}
seed = {seed}
unit = "natural log probability of a drawing, grades included"
mark = "D"
why = "of the drawings that the model makes with as many areas, this share is less probable"

# Painted areas, from 1 on; each next number of areas has too few drawings and continues the line.
log_probability = [
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--drawings", type=int, default=400_000)
    parser.add_argument("--seed", type=int, default=20_261_125)
    arguments = parser.parse_args()
    network = network_of(load_atlas(), load_parameters())
    rng = np.random.default_rng(arguments.seed)
    by_count: dict[int, list[float]] = {}
    for _ in range(arguments.drawings // BATCH):
        truth = sample_truth(network, BATCH, rng)
        for levels in sample_levels(network, truth, rng, findings=len(network.area_links)):
            present = np.flatnonzero(levels)
            if present.size:
                by_count.setdefault(present.size, []).append(log_probability(network, levels))
    counted = 1
    while len(by_count.get(counted, [])) >= FEWEST_DRAWINGS:
        counted += 1
    lines = [float(np.quantile(by_count[count], SHARE)) for count in range(1, counted)]
    head = HEAD.format(
        atlas=network.atlas.version,
        parameters=network.parameters.version,
        share=SHARE,
        drawings=arguments.drawings,
        seed=arguments.seed,
    )
    TARGET.write_text(head + "".join(f"    {line:.2f},\n" for line in lines) + "]\n")
    print(f"{TARGET}: 1 to {counted - 1} painted areas")
    return 0


def log_probability(network: Network, levels: np.ndarray) -> float:
    """Return the log probability of one drawing."""
    present = np.flatnonzero(levels)
    nothing = np.zeros(0, dtype=np.int64)
    evidence = Evidence(
        log_odds=network.log_odds,
        present=present,
        levels=levels[present].astype(np.int64),
        if_silent=np.zeros(len(present)),
        if_triggered=np.ones(len(present)),
        absent=nothing,
        spots=nothing,
        log_ratios=np.zeros(0),
    )
    try:
        return infer(evidence, network, widest=WIDEST).log_evidence
    except FrontierTooWideError:
        return float("nan")


if __name__ == "__main__":
    raise SystemExit(main())
