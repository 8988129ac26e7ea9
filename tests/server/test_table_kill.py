"""Kill the server with SIGKILL while tablets send: what it acknowledged is there, and whole."""

import contextlib
import http.client
import json
import os
import random
import sqlite3
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from tests.clinic.table import Tablet
from tests.server.conftest import Clinic, _django, uses_sqlite
from tests.server.running import Visitor

SHORTEST_S, LONGEST_S = 0.05, 0.8
KILLS_IN_TESTS = 3
KILLS_IN_SOAK = {"SQLite": 200, "PostgreSQL": 100}
READ = """
import json, sys
import django
django.setup()
from filiform.clinic.needling.models import JournalEntryRecord, NeedlingRecord
visits = sys.argv[1:]
entries = JournalEntryRecord.objects.filter(session__in=visits)
print(json.dumps({
    "entries": [[str(e.id), str(e.needling), e.field] for e in entries],
    "sites": [str(n.pk) for n in NeedlingRecord.objects.filter(session__in=visits)],
}))
"""


@dataclass
class Sender:
    """A tablet that sends site after site, and each batch again until it is acknowledged."""

    visitor: Visitor
    visit: UUID
    tablet: Tablet = field(default_factory=Tablet)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    surprises: list[str] = field(default_factory=list)

    def send_until(self, stopped: threading.Event) -> None:
        while not stopped.is_set():
            if len(self.waiting) < 40:
                self.waiting += self.tablet.site()
            try:
                self.send()
            except (OSError, http.client.HTTPException):
                return  # the server is gone: what was on its way stays in the outbox

    def send(self) -> None:
        answer = self._post(f"/visits/{self.visit}/journal/", self.tablet.batch(self.waiting))
        if answer["refused"]:
            self.surprises.append(answer["refused"][0]["reason"])
        taken = set(answer["acknowledged"])
        self.acknowledged |= {e["id"]: e for e in self.waiting if e["id"] in taken}
        self.waiting = [each for each in self.waiting if each["id"] not in taken]

    def register(self) -> None:
        self._post(f"/devices/{self.tablet.id}/register/", {})

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310
            self.visitor.address + path,
            json.dumps(body).encode(),
            {
                "X-CSRFToken": self.visitor._token(),
                "Content-Type": "application/json",
                "Referer": self.visitor.address + path,
            },
        )
        with self.visitor._open(request, timeout=30) as answer:
            told: dict[str, Any] = json.loads(answer.read())
            return told


def kill_while_sending(clinic: Clinic, kills: int, seed: int) -> dict[str, int]:
    rng = random.Random(seed)
    senders = [Sender(clinic.visitor(), visit) for visit in clinic.visits]
    for sender in senders:
        sender.register()

    for _ in range(kills):
        stopped = threading.Event()
        threads = [threading.Thread(target=s.send_until, args=(stopped,)) for s in senders]
        for thread in threads:
            thread.start()
        time.sleep(rng.uniform(SHORTEST_S, LONGEST_S))
        stopped.set()
        clinic.server.kill()
        for thread in threads:
            thread.join()
        clinic.server.start()
    for sender in senders:
        sender.send()

    return _held_against_the_database(clinic, senders)


def _held_against_the_database(clinic: Clinic, senders: list[Sender]) -> dict[str, int]:
    stored = _django(clinic.server, READ, *(str(visit) for visit in clinic.visits))
    ids = [entry[0] for entry in stored["entries"]]
    acknowledged = {key for sender in senders for key in sender.acknowledged}
    by_site: dict[str, set[str]] = {}
    for _, needling, name in stored["entries"]:
        by_site.setdefault(needling, set()).add(name)
    whole = {site for site, fields in by_site.items() if len(fields) == 4}
    return {
        "acknowledged": len(acknowledged),
        "stored": len(ids),
        "lost": len(acknowledged - set(ids)),
        "doubled": len(ids) - len(set(ids)),
        "torn": len(by_site.keys() - whole) + len(whole ^ set(stored["sites"])),
        "waiting": sum(len(sender.waiting) for sender in senders),
        "surprises": sum(len(sender.surprises) for sender in senders),
    }


def _require_nothing_lost(clinic: Clinic, counted: dict[str, int]) -> None:
    assert counted["acknowledged"] > 0, "nothing was sent, so nothing was tested"
    faults = ("lost", "doubled", "torn", "waiting", "surprises")
    assert {name: counted[name] for name in faults} == dict.fromkeys(faults, 0)
    if uses_sqlite():
        with contextlib.closing(
            sqlite3.connect(clinic.server.state / "filiform.sqlite3")
        ) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.server
def test_a_server_killed_during_sync_loses_and_tears_nothing(clinic: Clinic) -> None:
    counted = kill_while_sending(clinic, KILLS_IN_TESTS, seed=1)

    _require_nothing_lost(clinic, counted)


@pytest.mark.soak
def test_hundreds_of_kills_during_sync_lose_nothing(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = "SQLite" if uses_sqlite() else "PostgreSQL"
    kills = int(os.environ.get("FILIFORM_KILLS", KILLS_IN_SOAK[engine]))

    counted = kill_while_sending(clinic, kills, seed=2)

    with capsys.disabled():
        print(f"\n{kills} kills during sync on {engine}: {counted}")
    _require_nothing_lost(clinic, counted)
