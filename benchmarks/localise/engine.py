"""Time the exact ranking on simulated clients of the packaged atlas.

Run ``python benchmarks/localise/engine.py`` (``--clients 400 --seed 1``); it prints one table.
"""

import argparse
import os
import platform
import sys
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from filiform.atlas import Atlas, load_atlas
from filiform.localise import (
    FrontierTooWideError,
    load_parameters,
    rank_trigger_points,
    sample_client,
)

TIERS = (("1-4 active", (1, 4), 1), ("8-14 active", (8, 14), 8))
"""Name, fewest and most active points, divisor of the number of clients."""


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--clients", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--best-of", type=int, default=3)
    arguments = parser.parse_args()

    print(f"{machine()}; Python {platform.python_version()}; NumPy {np.__version__}; one thread")
    started = time.perf_counter()
    atlas = load_atlas()
    rng = np.random.default_rng(arguments.seed)
    first = sample_client(atlas, rng)
    rank_trigger_points(first.case, atlas)
    print(f"cold start with atlas and network: {1e3 * (time.perf_counter() - started):.0f} ms")
    print("clients      n   painted med/max   width med/99%/max   ms med/99%/max   too wide")
    for name, active, divisor in TIERS:
        print(f"{name:<11}{tier_row(atlas, rng, active, arguments, divisor)}")
    return 0


def tier_row(
    atlas: Atlas,
    rng: np.random.Generator,
    active: tuple[int, int],
    arguments: argparse.Namespace,
    divisor: int,
) -> str:
    # A prior that fits the tier keeps the rejection of other counts of active points cheap.
    mean = sum(active) / 2
    drawing_parameters = replace(load_parameters(), active_points_mean=mean)
    count = max(arguments.clients // divisor, 1)
    clients = [
        sample_client(atlas, rng, active=active, parameters=drawing_parameters)
        for _ in range(count)
    ]
    times_ms, widths, too_wide = [], [], 0
    for client in clients:
        best_ms = float("inf")
        try:
            for _ in range(arguments.best_of):
                started = time.perf_counter()
                width = rank_trigger_points(client.case, atlas).width
                best_ms = min(best_ms, 1e3 * (time.perf_counter() - started))
        except FrontierTooWideError:
            too_wide += 1
            continue
        times_ms.append(best_ms)
        widths.append(width)
    painted = [len(client.drawing.marks) for client in clients]
    return (
        f"{count:>3}   {np.median(painted):>7.0f} / {max(painted):<3}   "
        f"{np.median(widths):>5.0f} / {np.percentile(widths, 99):.0f} / {max(widths):<3}   "
        f"{np.median(times_ms):>5.2f} / {np.percentile(times_ms, 99):.2f} / {max(times_ms):.2f}   "
        f"{too_wide:>5}"
    )


def machine() -> str:
    """Name the processor as the system does."""
    cpu_file = Path("/proc/cpuinfo")
    if cpu_file.exists():
        for line in cpu_file.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return f"{line.partition(':')[2].strip()}, {os.cpu_count()} cores"
    return f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    sys.exit(main())
