"""Servers under test: SQLite in a folder of its own, or the PostgreSQL of ``DATABASE_URL``."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.server.running import RunningServer, Visitor, server

PREPARE = """
import json, sys
import django
django.setup()
from datetime import date
from filiform.clinic.accounts import actions as accounts
from filiform.clinic.episodes import actions as episodes
from filiform.clinic.needling import actions as needling
from filiform.clinic.patients.models import Patient
from filiform.safety import Answer, load_screening
from tests.clinic.consenting import agree

name = sys.argv[1]
made = accounts.found_clinic(
    name, email=f"{name}@example.test", given_name="Lea", family_name="Example"
)
visits = []
for number in range(int(sys.argv[2])):
    patient = Patient.objects.create(
        clinic=made.user.clinic, given_name="Cleo", family_name=f"Example {number}",
        birth_date=date(1990, 5, 4),
    )
    episode = episodes.start_episode(
        patient, complaint="Right shoulder", started_on=date(2026, 1, 2), by=made.user
    )
    agree(episode, by=made.user)
    session = needling.start_session(episode, by=made.user)
    answers = {question.code: Answer.NO for question in load_screening().questions}
    needling.answer_screening(session, answers, by=made.user)
    visits.append(str(session.pk))
print(json.dumps({"email": made.user.email, "password": made.password, "visits": visits}))
"""
READ = """
import json, sys
import django
django.setup()
from filiform.clinic.needling.models import NeedlingRecord
from filiform.clinic.audit.models import AuditEntry
rows = NeedlingRecord.objects.filter(session__in=sys.argv[1:]).values()
audited = set(
    AuditEntry.objects.filter(verb="site recorded").values_list("object_id", flat=True)
)
print(json.dumps([
    {key: str(value) for key, value in row.items()} | {"audited": str(row["id"]) in audited}
    for row in rows
]))
"""


@dataclass(frozen=True)
class Clinic:
    """A clinic in the server's database, with open visits and the lead's sign-in."""

    server: RunningServer
    email: str
    password: str
    visits: tuple[UUID, ...]

    def visitor(self) -> Visitor:
        visitor = Visitor(self.server.address)
        visitor.sign_in(self.email, self.password)
        return visitor

    def stored_sites(self) -> list[dict[str, str]]:
        """Read the sites with a process of its own, past the server."""
        rows: list[dict[str, str]] = _django(
            self.server, READ, *(str(visit) for visit in self.visits)
        )
        return rows


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningServer]:
    with server(tmp_path) as started:
        yield started


@pytest.fixture
def clinic(running: RunningServer) -> Clinic:
    made = _django(running, PREPARE, f"clinic-{uuid4().hex[:8]}", "2")
    return Clinic(
        running, made["email"], made["password"], tuple(UUID(visit) for visit in made["visits"])
    )


def _django(running: RunningServer, program: str, *words: str) -> Any:
    environment = running.environment | {"DJANGO_SETTINGS_MODULE": "filiform.clinic.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", program, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def uses_sqlite() -> bool:
    return not os.environ.get("DATABASE_URL", "").startswith("postgres")
