"""A visit's record as a set of entries, and the one state that any order of them gives.

Two tablets record one visit, each perhaps without a network. What they make are entries that are
never changed. The state is a function of the *set* of entries: their order of arrival, and how
often each arrives, do not matter.

- A **register** (needle, depth, …) holds one value. An entry names the entries that it replaces
  (``base``). An entry that nothing living replaces is a head. Heads with different values are a
  :class:`Conflict`, listed until a later entry names all of them; no clock decides.
- **Events** (a twitch, needles in, needles out) are counted, each by its own id.
- An **undo** takes entries out, as if they had not been made; it is not undone itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as column
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Field(StrEnum):
    """What an entry says; its value is checked by :func:`filiform.care.parse_entry`."""

    SITE = "site"
    """Muscle, trigger point and side of a needling."""
    NEEDLE = "needle"
    """Diameter and length; one value, as no needle has one tablet's diameter and another's
    length."""
    TECHNIQUE = "technique"
    POSITION = "position"
    GRIP = "grip"
    DIRECTION = "direction"
    DEPTH_MM = "depth_mm"
    LATERAL_MM = "lateral_mm"
    MEASURED_MM = "measured_mm"
    BORDER_MM = "border_mm"
    PAIN_DURING = "pain_during"
    FREQUENCY_HZ = "frequency_hz"
    PULSE_US = "pulse_us"
    INTENSITY = "intensity"
    STIMULATION_MIN = "stimulation_min"
    DWELL_MIN = "dwell_min"
    LOOKED_FOR = "looked_for"
    """Twitches were looked for; without any event it makes the count 0 and not unknown."""
    REMOVED = "removed"
    """The site was entered by mistake."""
    REASONS = "reasons"
    """Why it was done although a rule spoke against it, by the code of the concern."""
    TWITCH = "twitch"
    NEEDLE_IN = "needle_in"
    NEEDLE_OUT = "needle_out"
    UNDO = "undo"
    SIGN = "sign"
    """The clinician asks for the signature, with what the tablet counted."""


EVENTS = frozenset({Field.TWITCH, Field.NEEDLE_IN, Field.NEEDLE_OUT})
ABOUT_THE_VISIT = frozenset({Field.UNDO, Field.SIGN})
REGISTERS = frozenset(Field) - EVENTS - ABOUT_THE_VISIT


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing recorded on one device; never changed."""

    id: UUID
    device: UUID
    seq: int
    """Place among the entries of its device, from 1."""
    made_at: datetime
    """By the clock of the device; shown and never used to decide between values."""
    needling: UUID | None
    """The site it is about; ``None`` for the visit as a whole."""
    field: Field
    value: Any = column(hash=False)
    base: frozenset[UUID] = frozenset()
    """Of a register: the entries whose values this one replaces."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that disagree."""

    value: Any
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A register that two devices gave different values on the same base."""

    needling: UUID
    field: Field
    choices: tuple[Choice, ...]

    @property
    def heads(self) -> frozenset[UUID]:
        """The entries that a resolving entry has to name."""
        return frozenset(entry.id for choice in self.choices for entry in choice.entries)


@dataclass(frozen=True, slots=True)
class TableSite:
    """One site as the entries tell it."""

    id: UUID
    values: Mapping[Field, Any]
    """Of each register; of one in conflict, the value of its first head until it is resolved."""
    heads: Mapping[Field, frozenset[UUID]]
    twitches: tuple[Entry, ...]
    ins: tuple[Entry, ...]
    outs: tuple[Entry, ...]

    @property
    def needles_in(self) -> int:
        """Needles that went in here."""
        return sum(entry.value for entry in self.ins)

    @property
    def needles_out(self) -> int:
        """Needles that came out here."""
        return sum(entry.value for entry in self.outs)

    @property
    def twitch_count(self) -> int | None:
        """Twitches counted; 0 was looked for and not seen, ``None`` was not looked for."""
        if self.twitches:
            return len(self.twitches)
        return 0 if self.values.get(Field.LOOKED_FOR) else None

    @property
    def is_complete(self) -> bool:
        """Whether it says where, with what needle and how."""
        return {Field.SITE, Field.NEEDLE, Field.TECHNIQUE} <= self.values.keys()


@dataclass(frozen=True, slots=True)
class TableRecord:
    """A visit as all its entries tell it."""

    sites: tuple[TableSite, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def needles_in(self) -> int:
        """Needles that went in over the visit."""
        return sum(site.needles_in for site in self.sites)

    @property
    def needles_out(self) -> int:
        """Needles that came out over the visit."""
        return sum(site.needles_out for site in self.sites)


def merge(entries: Iterable[Entry]) -> TableRecord:
    """Fold entries into the state they give, whatever their order and however often each came.

    Parameters
    ----------
    entries
        Entries of one visit. An entry's ``base`` names earlier entries only: whoever stores
        entries takes none whose base is unknown, so that no ring can arise.

    Returns
    -------
    TableRecord
        Sites in the order in which they were begun. A site taken back as a mistake is left out
        if its needles balance; one with a needle unaccounted for stays.
    """
    known = sorted({entry.id: entry for entry in entries}.values(), key=by_time)
    undone = {
        UUID(key) for entry in known if entry.field is Field.UNDO for key in entry.value["entries"]
    }
    living = [entry for entry in known if entry.id not in undone and entry.needling is not None]
    by_needling: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in living:
        assert entry.needling is not None
        by_needling[entry.needling].append(entry)
    sites, conflicts = [], []
    for needling, own in by_needling.items():
        site, open_conflicts = _site(needling, own)
        if site.values.get(Field.REMOVED) and site.needles_in == site.needles_out:
            removal_disputed = any(c.field is Field.REMOVED for c in open_conflicts)
            if not removal_disputed:
                continue
        sites.append(site)
        conflicts.extend(open_conflicts)
    return TableRecord(tuple(sites), tuple(conflicts))


def _site(needling: UUID, entries: list[Entry]) -> tuple[TableSite, list[Conflict]]:
    replaced = {key for entry in entries if entry.field in REGISTERS for key in entry.base}
    heads: dict[Field, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.field in REGISTERS and entry.id not in replaced:
            heads[entry.field].append(entry)
    conflicts = []
    for name, candidates in heads.items():
        choices = _choices(candidates)
        if len(choices) > 1:
            conflicts.append(Conflict(needling, name, choices))
    site = TableSite(
        id=needling,
        values={name: candidates[0].value for name, candidates in heads.items()},
        heads={name: frozenset(e.id for e in candidates) for name, candidates in heads.items()},
        twitches=_events(entries, Field.TWITCH),
        ins=_events(entries, Field.NEEDLE_IN),
        outs=_events(entries, Field.NEEDLE_OUT),
    )
    return site, conflicts


def _choices(heads: list[Entry]) -> tuple[Choice, ...]:
    """Group heads by value: two tablets that say the same agree."""
    groups: list[list[Entry]] = []
    for entry in heads:
        group = next((g for g in groups if g[0].value == entry.value), None)
        if group is None:
            groups.append([entry])
        else:
            group.append(entry)
    return tuple(Choice(group[0].value, tuple(group)) for group in groups)


def _events(entries: list[Entry], kind: Field) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.field is kind)


def by_time(entry: Entry) -> tuple[datetime, UUID, int, UUID]:
    """Sort by the clocks of the devices; within one device and moment as they were made."""
    return entry.made_at, entry.device, entry.seq, entry.id
