"""Many clients: the machine code on two threads, and JSON lines through the command.

Run ``python benchmarks/localise/batch.py`` (``--clients 100000 --lines 2000 --threads 2``); it
prints one table. Needs ``filiform[fast]``.

Encoded clients: the drawing as numbers, three movements tested, probabilities of all points worked
out and the first five kept. Clients are drawn in rounds, which is not timed; the machine code holds
no lock, so plain threads do. JSON lines are the whole path of the product: each line is parsed,
ranked, explained area by area and written as JSON, by processes.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from filiform.atlas import load_atlas
from filiform.localise import case_as_json, load_parameters, network_of, sample_client
from filiform.localise.compiled import SOLVED, infer_into, machine_code
from filiform.localise.network import Network
from filiform.localise.simulate_many import ManyClients, sample_clients
from machine import heading

WIDEST = 18
ROUND = 20_000
CHUNK = 1_000
KEPT = 5
WANTED_S_PER_MILLION = 45.0

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Encoded:
    """Some clients end to end; the findings of client ``n`` stand at ``starts[n]`` on."""

    present_starts: Integers
    present: Integers
    levels: Integers
    absent_starts: Integers
    absent: Integers


@dataclass(frozen=True)
class Answers:
    """The first points of each client, their probabilities, and 0 where it was solved."""

    points: Integers
    probability: Floats
    status: Integers


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=2_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    network = network_of(load_atlas(), load_parameters())
    print(heading("numpy", "numba"))
    print(f"{'':<22}{'n':>9}{'threads':>9}{'s':>9}{'clients/s':>11}  memory, most so far")
    # First, because a process starts with the memory mark of the one that it comes from.
    for workers in sorted({1, arguments.threads}):
        print_lines(network, arguments.lines, workers, arguments.seed)
    for threads in sorted({1, arguments.threads}):
        print_encoded(network, arguments.clients, threads, arguments.seed)
    return 0


def print_encoded(network: Network, count: int, threads: int, seed: int) -> None:
    """Time rounds of clients; the memory after a tenth and after all tells whether it is flat."""
    rng = np.random.default_rng(seed)
    solve(encoded(sample_clients(network, 10, rng), network, 0, 10), network)
    seconds, processor, done, refused, memory_early = 0.0, 0.0, 0, 0, 0.0
    with ThreadPoolExecutor(threads) as pool:
        while done < count:
            clients = sample_clients(network, min(ROUND, count - done), rng)
            chunks = [
                encoded(clients, network, start, min(start + CHUNK, len(clients)))
                for start in range(0, len(clients), CHUNK)
            ]
            started, used = time.perf_counter(), time.process_time()
            answers = list(pool.map(lambda chunk: solve(chunk, network), chunks))
            seconds += time.perf_counter() - started
            processor += time.process_time() - used
            refused += sum(int((each.status != SOLVED).sum()) for each in answers)
            done += len(clients)
            memory_early = memory_early or peak_mb()
    print(
        f"{'encoded clients':<22}{done:>9}{threads:>9}{seconds:>9.2f}{done / seconds:>11.0f}  "
        f"{memory_early:.0f} MB after {min(ROUND, done)}, {peak_mb():.0f} MB after all; "
        f"{refused} wider than {WIDEST}; {1e6 * seconds / done:.1f} s a million "
        f"({1e6 * processor / done:.1f} s of processor), wanted {WANTED_S_PER_MILLION:.0f} on two "
        "cores"
    )


def encoded(clients: ManyClients, network: Network, start: int, stop: int) -> Encoded:
    """Lay some clients end to end."""
    areas = len(network.area_links)
    levels = clients.levels[start:stop]
    seen = clients.tested[start:stop].copy()
    seen[:, :areas] = True
    there = seen & (levels > 0)
    missing = seen & (levels == 0)
    missing[:, :areas] = False
    return Encoded(
        present_starts=_starts(there),
        present=np.nonzero(there)[1].astype(np.int64),
        levels=levels[there].astype(np.int64),
        absent_starts=_starts(missing),
        absent=np.nonzero(missing)[1].astype(np.int64),
    )


def _starts(flags: NDArray[np.bool_]) -> Integers:
    return np.concatenate([[0], np.cumsum(flags.sum(axis=1))]).astype(np.int64)


def solve(clients: Encoded, network: Network) -> Answers:
    """Answer some clients in one call of the machine code."""
    count, table = len(clients.present_starts) - 1, network.table
    points = np.empty((count, KEPT), np.int64)
    probability = np.empty((count, KEPT))
    status = np.empty(count, np.int64)
    solve_many(
        network.log_odds, network.log_all_unpainted, network.log_no_area_leak,
        len(network.area_links), table.starts, table.causes, table.log_at_most, table.strengths,
        table.leak_log_at_most, table.leaks, clients.present_starts, clients.present,
        clients.levels, clients.absent_starts, clients.absent, WIDEST, points, probability, status,
    )  # fmt: skip
    return Answers(points, probability, status)


@machine_code
def solve_many(
    log_odds: Floats, log_all_unpainted: Floats, log_no_area_leak: float, area_count: int,
    starts: Integers, causes: Integers, log_at_most: Floats, strengths: Floats,
    leak_log_at_most: Floats, leaks: Floats, present_starts: Integers, present: Integers,
    levels: Integers, absent_starts: Integers, absent: Integers, widest: int,
    points: Integers, kept: Floats, status: Integers,
) -> None:  # fmt: skip
    """Answer one client after the other, into arrays of the caller."""
    probability = np.empty(len(log_odds))
    no_spots, no_ratios = np.empty(0, np.int64), np.empty(0)
    for n in range(len(status)):
        own = present[present_starts[n] : present_starts[n + 1]]
        links = 0
        for j in own:
            links += starts[j + 1] - starts[j]
        state, _, _ = infer_into(
            log_odds, log_all_unpainted, log_no_area_leak, area_count, starts, causes, log_at_most,
            strengths, leak_log_at_most, leaks, own,
            levels[present_starts[n] : present_starts[n + 1]], np.zeros(len(own)),
            np.ones(len(own)), absent[absent_starts[n] : absent_starts[n + 1]],
            no_spots, no_ratios, widest, probability, np.empty(links), np.empty(len(own)),
        )  # fmt: skip
        status[n] = state
        for place in range(points.shape[1]):
            best = 0
            for cause in range(len(probability)):
                if probability[cause] > probability[best]:
                    best = cause
            points[n, place], kept[n, place] = best, probability[best]
            probability[best] = -1.0


def print_lines(network: Network, count: int, workers: int, seed: int) -> None:
    """Time ``filiform localise --batch`` as a user calls it, start of the processes included."""
    rng = np.random.default_rng(seed)
    lines = [case_as_json(sample_client(network.atlas, rng).case) for _ in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cases.jsonl"
        file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        filiform = str(Path(sys.executable).with_name("filiform"))
        command = [filiform, "localise", "--batch", str(file)]
        started = time.perf_counter()
        ended = subprocess.run(
            [*command, "--workers", str(workers)], capture_output=True, text=True, check=True
        )
        seconds = time.perf_counter() - started
    refused = sum("ranking" not in json.loads(line) for line in ended.stdout.splitlines())
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{'JSON lines':<22}{count:>9}{workers:>9}{seconds:>9.2f}{count / seconds:>11.0f}  "
        f"{most:.0f} MB in the largest process; {refused} refused"
    )


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
