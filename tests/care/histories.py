"""Histories of two tablets at one table, as Hypothesis strategies and by seed."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from filiform.care import Entry, Field, merge

START = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
VALUES: dict[Field, list[Any]] = {
    Field.SITE: [
        {"muscle": "infraspinatus", "trigger_point": "infraspinatus.trp1", "side": "right"},
        {"muscle": "infraspinatus", "trigger_point": "infraspinatus.trp1", "side": "left"},
    ],
    Field.NEEDLE: [
        {"diameter_mm": 0.3, "length_mm": 40},
        {"diameter_mm": 0.25, "length_mm": 30},
    ],
    Field.TECHNIQUE: ["PISTON", "STATIC"],
    Field.POSITION: ["prone", "side_lying", None],
    Field.REASONS: [{"S04": {"reason": "asked for", "confirmed": True}}, {}],
    Field.DEPTH_MM: [15, 20, 25, None],
    Field.PAIN_DURING: [0, 4, 7],
    Field.LOOKED_FOR: [True],
    Field.REMOVED: [True, False],
    Field.TWITCH: [None],
    Field.NEEDLE_IN: [1, 2],
    Field.NEEDLE_OUT: [1],
}


class Tablet:
    """One device: knows its own entries, and those that it fetched from the others."""

    def __init__(self, number: int, rng: random.Random) -> None:
        self.id = UUID(int=number << 64)
        self.rng = rng
        self.known: list[Entry] = []
        self.own: list[Entry] = []

    def tap(self, needlings: list[UUID]) -> None:
        if self.own and self.rng.random() < 0.15:
            undone = self.rng.sample(self.own, self.rng.randint(1, min(2, len(self.own))))
            self._make(None, Field.UNDO, {"entries": [str(entry.id) for entry in undone]})
            return
        needling = self.rng.choice(needlings)
        field = self.rng.choice(list(VALUES))
        site = next((s for s in merge(self.known).sites if s.id == needling), None)
        base = site.heads.get(field, frozenset()) if site else frozenset()
        self._make(needling, field, self.rng.choice(VALUES[field]), base)

    def fetch(self, other: "Tablet") -> None:
        seen = {entry.id for entry in self.known}
        self.known += [entry for entry in other.known if entry.id not in seen]

    def _make(
        self, needling: UUID | None, field: Field, value: Any, base: frozenset[UUID] = frozenset()
    ) -> None:
        seq = len(self.own) + 1
        entry = Entry(
            id=UUID(int=self.id.int + self.rng.getrandbits(60)),
            device=self.id,
            seq=seq,
            made_at=START + timedelta(milliseconds=self.rng.randrange(600_000)),
            needling=needling,
            field=field,
            value=value,
            base=base,
        )
        self.known.append(entry)
        self.own.append(entry)


def history(seed: int, *, taps: int = 40) -> list[Entry]:
    """Return what two tablets recorded that met now and then."""
    rng = random.Random(seed)
    tablets = [Tablet(1, rng), Tablet(2, rng)]
    needlings = [UUID(int=number) for number in range(1, 4)]
    for _ in range(taps):
        tablet = rng.choice(tablets)
        tablet.tap(needlings)
        if rng.random() < 0.2:
            tablets[0].fetch(tablets[1])
            tablets[1].fetch(tablets[0])
    tablets[0].fetch(tablets[1])
    return tablets[0].known


HISTORIES = st.integers(0, 10**9).map(history)
