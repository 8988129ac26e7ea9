"""Whatever the order and however often entries come, two tablets end at one state."""

import json
import os
import random
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiform.care import (
    Entry,
    Field,
    TableRecord,
    entry_as_json,
    merge,
    record_as_json,
    table_obstacles,
)
from filiform.care.journal import EVENTS, REGISTERS
from tests.care.histories import HISTORIES, START, VALUES, history

GOLDEN = Path(__file__).parent / "golden" / "journal.json"
SITE, TABLET_A, TABLET_B = UUID(int=1), UUID(int=10), UUID(int=20)
GOLDEN_HISTORIES = 12


def entry(number: int, field: Field, value: Any = None, **more: Any) -> Entry:
    usual: dict[str, Any] = {
        "id": UUID(int=1000 + number),
        "device": TABLET_A,
        "seq": number,
        "made_at": START + timedelta(seconds=number),
        "needling": SITE,
        "field": field,
        "value": value,
    }
    return Entry(**usual | more)


def begun() -> list[Entry]:
    return [
        entry(1, Field.SITE, VALUES[Field.SITE][0]),
        entry(2, Field.NEEDLE, VALUES[Field.NEEDLE][0]),
        entry(3, Field.TECHNIQUE, "PISTON"),
        entry(4, Field.NEEDLE_IN, 1),
    ]


def slowly(entries: list[Entry]) -> dict[str, Any]:
    """Say by the definitions alone, entry against entry, what a set of entries tells."""
    known: dict[UUID, Entry] = {each.id: each for each in entries}

    def alive(each: Entry) -> bool:
        return not any(
            str(each.id) in other.value["entries"]
            for other in known.values()
            if other.field is Field.UNDO
        )

    told: dict[str, Any] = {}
    for needling in {e.needling for e in known.values() if e.needling is not None}:
        own = [e for e in known.values() if e.needling == needling and alive(e)]
        if not own:
            continue
        values: dict[str, set[str]] = {}
        for field in REGISTERS:
            heads = {
                json.dumps(e.value, sort_keys=True)
                for e in own
                if e.field is field and not any(e.id in o.base for o in own)
            }
            if heads:
                values[field.value] = heads
        counts = {
            field.value: sum(1 if e.value is None else e.value for e in own if e.field is field)
            for field in EVENTS
        }
        balanced = counts["needle_in"] == counts["needle_out"]
        if values.get("removed") == {"true"} and balanced:
            continue
        told[str(needling)] = (values, counts)
    return told


def as_slowly(record: TableRecord) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for site in record.sites:
        values = {
            name.value: {json.dumps(value, sort_keys=True)} for name, value in site.values.items()
        }
        for conflict in record.conflicts:
            if conflict.needling == site.id:
                values[conflict.field.value] = {
                    json.dumps(choice.value, sort_keys=True) for choice in conflict.choices
                }
        counts = {
            "twitch": len(site.twitches),
            "needle_in": site.needles_in,
            "needle_out": site.needles_out,
        }
        told[str(site.id)] = (values, counts)
    return told


def require_one_state_in_every_order(entries: list[Entry], seed: int, *, replays: int) -> None:
    rng = random.Random(seed)
    expected = merge(entries)
    for _ in range(replays):
        again = entries + rng.choices(entries, k=len(entries))
        rng.shuffle(again)
        assert merge(again) == expected


@given(HISTORIES, st.integers(0, 1000))
@settings(max_examples=60)
def test_any_order_and_any_repetition_give_one_state(entries: list[Entry], seed: int) -> None:
    require_one_state_in_every_order(entries, seed, replays=2)


@pytest.mark.long
def test_500_histories_of_two_tablets_replayed_five_times_end_alike() -> None:
    for seed in range(500):
        require_one_state_in_every_order(history(seed), seed, replays=5)


@pytest.mark.soak
def test_twenty_thousand_histories_end_alike_and_as_the_slow_twin_says() -> None:
    for seed in range(20_000):
        entries = history(seed)
        require_one_state_in_every_order(entries, seed, replays=5)
        assert as_slowly(merge(entries)) == slowly(entries)


@given(HISTORIES)
@settings(max_examples=150)
def test_the_merge_says_what_its_definitions_say(entries: list[Entry]) -> None:
    assert as_slowly(merge(entries)) == slowly(entries)


@given(HISTORIES)
@settings(max_examples=60)
def test_an_entry_that_comes_back_undone_leaves_no_trace(entries: list[Entry]) -> None:
    added = entry(900, Field.TWITCH)
    undo = entry(901, Field.UNDO, {"entries": [str(added.id)]}, needling=None)

    assert merge([*entries, added, undo]) == merge(entries)


def test_two_depths_on_one_base_are_a_conflict_and_neither_is_dropped() -> None:
    first = entry(5, Field.DEPTH_MM, 15)
    ours = entry(6, Field.DEPTH_MM, 20, base=frozenset({first.id}))
    theirs = entry(7, Field.DEPTH_MM, 25, base=frozenset({first.id}), device=TABLET_B)

    record = merge([*begun(), first, ours, theirs])

    (conflict,) = record.conflicts
    assert {choice.value for choice in conflict.choices} == {20, 25}
    assert conflict.heads == {ours.id, theirs.id}
    assert "20 or 25" in table_obstacles(record)[0]


def test_the_later_clock_does_not_win() -> None:
    first = entry(5, Field.DEPTH_MM, 15, made_at=START)
    late = entry(6, Field.DEPTH_MM, 20, made_at=START + timedelta(days=400), device=TABLET_B)

    assert len(merge([*begun(), first, late]).conflicts) == 1


def test_an_entry_that_names_both_settles_a_conflict() -> None:
    ours = entry(6, Field.DEPTH_MM, 20)
    theirs = entry(7, Field.DEPTH_MM, 25, device=TABLET_B)
    chosen = entry(8, Field.DEPTH_MM, 25, base=frozenset({ours.id, theirs.id}))

    record = merge([chosen, theirs, *begun(), ours])

    assert record.conflicts == ()
    assert record.sites[0].values[Field.DEPTH_MM] == 25


def test_two_tablets_that_say_the_same_do_not_disagree() -> None:
    ours = entry(6, Field.DEPTH_MM, 20)
    theirs = entry(7, Field.DEPTH_MM, 20.0, device=TABLET_B)

    assert merge([*begun(), ours, theirs]).conflicts == ()


def test_twitches_of_two_tablets_add_up() -> None:
    twitches = [entry(10, Field.TWITCH), entry(11, Field.TWITCH, device=TABLET_B)]

    record = merge([*begun(), *twitches, *twitches])

    assert record.sites[0].twitch_count == 2


def test_no_twitch_recorded_is_not_no_twitch_seen() -> None:
    looked_for = entry(10, Field.LOOKED_FOR, value=True)

    assert merge(begun()).sites[0].twitch_count is None
    assert merge([*begun(), looked_for]).sites[0].twitch_count == 0


def test_undoing_a_change_brings_the_value_before_it_back() -> None:
    first = entry(5, Field.DEPTH_MM, 15)
    second = entry(6, Field.DEPTH_MM, 20, base=frozenset({first.id}))
    undo = entry(7, Field.UNDO, {"entries": [str(second.id)]}, needling=None)

    record = merge([undo, second, first, *begun()])

    assert record.sites[0].values[Field.DEPTH_MM] == 15


def test_a_mistaken_site_with_a_needle_still_in_stays_in_the_record() -> None:
    removed = entry(5, Field.REMOVED, value=True)
    out = entry(6, Field.NEEDLE_OUT, 1)

    assert len(merge([*begun(), removed]).sites) == 1
    assert merge([*begun(), removed, out]).sites == ()


def test_needles_that_nobody_put_in_are_an_obstacle() -> None:
    record = merge([*begun()[:3], entry(9, Field.NEEDLE_OUT, 1)])

    assert "none went into" in table_obstacles(record)[0]


def test_needles_without_a_place_are_an_obstacle() -> None:
    assert "without place" in table_obstacles(merge([entry(4, Field.NEEDLE_IN, 1)]))[0]


def test_a_depth_beyond_the_needle_is_an_obstacle() -> None:
    deeper = merge([*begun(), entry(5, Field.DEPTH_MM, 41)])
    as_deep = merge([*begun(), entry(5, Field.DEPTH_MM, 40)])

    assert "A depth of 41 mm is recorded for a needle of 40 mm" in table_obstacles(deeper)[0]
    assert table_obstacles(as_deep) == ()


def golden() -> list[dict[str, Any]]:
    return [
        {
            "entries": [entry_as_json(each) for each in history(seed, taps=25)],
            "record": record_as_json(merge(history(seed, taps=25))),
        }
        for seed in range(GOLDEN_HISTORIES)
    ]


def test_the_browser_reads_what_this_merge_gives() -> None:
    cases = (json.dumps(case, sort_keys=True) for case in golden())
    text = "[\n" + ",\n".join(cases) + "\n]\n"
    if os.environ.get("FILIFORM_REWRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")

    assert GOLDEN.read_text(encoding="utf-8") == text


def test_the_golden_histories_hold_conflicts_undos_and_removals() -> None:
    records = [case["record"] for case in golden()]
    fields = {each["field"] for case in golden() for each in case["entries"]}

    assert sum(len(record["conflicts"]) for record in records) >= 3
    assert {"undo", "removed", "twitch"} <= fields
