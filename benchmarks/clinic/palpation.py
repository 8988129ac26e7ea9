"""Time one palpation on the ranking page, from the form sent to the last byte of the new ranking.

    .venv/bin/python -m benchmarks.clinic.palpation [--patients 15] [--rounds 4]

It starts a demo server of its own and enters results as the page does, each on a connection of its
own. *Why* and *what next* are asked for after the ranking is there, so nobody waits for them to go
on. The load of the machine stands with the figures: on a busy one they prove nothing.
"""

import argparse
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.server.running import Visitor, server

CLINICIAN, PASSWORD = "ines@tidewater.example", "filiform-demo"
WANTED_MS = 100
LINK = re.compile(r'href="(/patients/[0-9a-f-]{36}/)"')
EPISODE = re.compile(r'href="(/episodes/[0-9a-f-]{36}/)"')
RANKING = re.compile(r'href="(/drawings/[0-9a-f-]{36}/ranking/)"')
POINT = re.compile(
    r'name="trigger_point" value="([^"]+)"><input type="hidden" name="side" value="(\w+)"'
)


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--patients", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=4)
    arguments = parser.parse_args()
    took: dict[str, list[float]] = {"palpation": [], "what next": [], "why": []}
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as state, server(Path(state), demo=True) as running:
        visitor = Visitor(running.address)
        visitor.sign_in(CLINICIAN, PASSWORD)
        for address in _rankings(visitor, arguments.patients):
            _palpate(visitor, address, arguments.rounds, took)
    print(f"{os.cpu_count()} cores, load {before:.1f} before and {os.getloadavg()[0]:.1f} after")
    for name, times in took.items():
        worst = statistics.quantiles(times, n=20)[-1]
        wanted = f", wanted {WANTED_MS} ms" if name == "palpation" else ""
        print(
            f"{name:<10} n {len(times):>3}  median {statistics.median(times):6.1f} ms, "
            f"95 % {worst:6.1f} ms, longest {max(times):6.1f} ms{wanted}"
        )


def _rankings(visitor: Visitor, patients: int) -> Iterator[str]:
    """Give the newest ranking of each of the first patients who have one."""
    for patient in list(dict.fromkeys(LINK.findall(visitor.get("/patients/")[1])))[:patients]:
        for episode in EPISODE.findall(visitor.get(patient)[1])[:1]:
            yield from RANKING.findall(visitor.get(episode)[1])[:1]


def _palpate(visitor: Visitor, address: str, rounds: int, took: dict[str, list[float]]) -> None:
    """Enter a result for each of the first points, and ask why and what next."""
    for turn, (point, side) in enumerate(POINT.findall(visitor.get(address)[1])[:rounds]):
        form = {"trigger_point": point, "side": side, "taut_band": "yes"}
        form["recognised_pain"] = "no" if turn % 2 else "yes"
        sent = _timed(
            lambda form=form: visitor.post(f"{address}palpation/", form, HX_Request="true")
        )
        took["palpation"].append(sent)
        took["what next"].append(_timed(lambda: visitor.get(f"{address}next/")))
        why = f"{address}why/{point}/{side}/"
        took["why"].append(_timed(lambda why=why: visitor.get(why)))


def _timed(ask: Callable[[], tuple[int, str]]) -> float:
    began = time.perf_counter()
    status, _ = ask()
    assert status == 200, status
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
