"""Kill the server with SIGKILL while two clients record sites: nothing acknowledged is lost."""

import contextlib
import http.client
import os
import random
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from tests.clinic.visits import a_needling, site_form
from tests.server.conftest import Clinic, uses_sqlite
from tests.server.running import Visitor

SHORTEST_S, LONGEST_S = 0.05, 0.8
KILLS_IN_TESTS = 4
KILLS_IN_SOAK = 100


@dataclass
class Recorder:
    """One client that records site after site in one visit and keeps what was acknowledged.

    It signs in once: the session outlives the server, as on a tablet.
    """

    visitor: Visitor
    visit: UUID
    rng: random.Random
    acknowledged: dict[str, dict[str, str]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    surprises: list[str] = field(default_factory=list)

    def record_until(self, stopped: threading.Event) -> None:
        while not stopped.is_set():
            needling_id = str(uuid4())
            form = site_form(a_needling(twitches=self.rng.randrange(40)))
            self.sent.add(needling_id)
            try:
                status, page = self.visitor.post(f"/visits/{self.visit}/sites/{needling_id}/", form)
            except (OSError, http.client.HTTPException):
                return  # the server is gone: this one was not acknowledged
            if status == 200 and needling_id in page:
                self.acknowledged[needling_id] = form
            else:
                self.surprises.append(f"status {status}")


def kill_again_and_again(clinic: Clinic, kills: int, seed: int) -> dict[str, int]:
    rng = random.Random(seed)
    recorders = [
        Recorder(clinic.visitor(), visit, random.Random(rng.random())) for visit in clinic.visits
    ]

    for _ in range(kills):
        stopped = threading.Event()
        threads = [threading.Thread(target=r.record_until, args=(stopped,)) for r in recorders]
        for thread in threads:
            thread.start()
        time.sleep(rng.uniform(SHORTEST_S, LONGEST_S))
        stopped.set()
        clinic.server.kill()
        for thread in threads:
            thread.join()
        clinic.server.start()

    return _held_against_the_database(clinic, recorders)


def _held_against_the_database(clinic: Clinic, recorders: list[Recorder]) -> dict[str, int]:
    stored = {row["id"]: row for row in clinic.stored_sites()}
    acknowledged = {key: form for r in recorders for key, form in r.acknowledged.items()}
    sent = {key for r in recorders for key in r.sent}
    lost = [key for key in acknowledged if key not in stored]
    torn = [
        key
        for key, row in stored.items()
        if not row["audited"]
        or (key in acknowledged and row["twitches"] != acknowledged[key]["twitches"])
    ]
    return {
        "acknowledged": len(acknowledged),
        "stored": len(stored),
        "lost": len(lost),
        "torn": len(torn),
        "unknown": len(stored.keys() - sent),
        "surprises": sum(len(r.surprises) for r in recorders),
    }


def _require_nothing_lost(clinic: Clinic, counted: dict[str, int]) -> None:
    assert counted["acknowledged"] > 0, "nothing was recorded, so nothing was tested"
    assert counted["lost"] == counted["torn"] == counted["unknown"] == 0, counted
    assert counted["surprises"] == 0, counted
    if uses_sqlite():
        with contextlib.closing(
            sqlite3.connect(clinic.server.state / "filiform.sqlite3")
        ) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.server
def test_a_killed_server_has_every_acknowledged_site(clinic: Clinic) -> None:
    counted = kill_again_and_again(clinic, KILLS_IN_TESTS, seed=1)

    _require_nothing_lost(clinic, counted)


@pytest.mark.soak
def test_a_hundred_kills_lose_nothing(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    kills = int(os.environ.get("FILIFORM_KILLS", KILLS_IN_SOAK))

    counted = kill_again_and_again(clinic, kills, seed=2)

    with capsys.disabled():
        print(f"\n{kills} kills on {'SQLite' if uses_sqlite() else 'PostgreSQL'}: {counted}")
    _require_nothing_lost(clinic, counted)
