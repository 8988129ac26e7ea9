"""A tablet at the table, as the server sees it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from filiform.care.entry_json import moment_as_text

PLACE = {"muscle": "infraspinatus", "trigger_point": "infraspinatus.trp1", "side": "right"}
NEEDLE = {"diameter_mm": 0.3, "length_mm": 40}


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Tablet:
    """Makes entries as the island does."""

    id: UUID = field(default_factory=uuid4)
    seq: int = 0

    def entry(self, name: str, value: Any = None, **more: Any) -> dict[str, Any]:
        self.seq += 1
        return {
            "id": str(uuid4()),
            "device": str(self.id),
            "seq": self.seq,
            "made_at": moment_as_text(now()),
            "needling": None,
            "field": name,
            "value": value,
            "base": [],
        } | more

    def site(self, *, needles: int = 1, place: Any = None) -> list[dict[str, Any]]:
        """Return what "needle in" at a new site makes."""
        where = str(uuid4())
        return [
            self.entry("site", place or PLACE, needling=where),
            self.entry("needle", NEEDLE, needling=where),
            self.entry("technique", "PISTON", needling=where),
            self.entry("needle_in", needles, needling=where),
        ]

    def batch(self, entries: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        sent_at = moment_as_text(now() + more.pop("clock_off", timedelta(0)))
        return {"device": str(self.id), "sent_at": sent_at, "since": 0, "entries": entries} | more

    def register(self, browser: Client) -> None:
        assert browser.post(f"/devices/{self.id}/register/").status_code == 200


def send(browser: Client, visit: Any, batch: dict[str, Any]) -> dict[str, Any]:
    answer = browser.post(
        f"/visits/{visit}/journal/", json.dumps(batch), content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def about(site: list[dict[str, Any]]) -> str:
    where: str = site[0]["needling"]
    return where
