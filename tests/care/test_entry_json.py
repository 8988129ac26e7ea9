"""The door of the journal: what an entry may hold, and what is said to one that may not."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings

from filiform.care import (
    Entry,
    Field,
    MalformedEntryError,
    entry_as_json,
    load_table_limits,
    parse_entry,
)
from filiform.care.entry_json import CHECKS
from tests.care.histories import HISTORIES

NEEDLING = "00000000-0000-0000-0000-000000000001"


def document(field: str, value: Any, **more: Any) -> dict[str, Any]:
    about_visit = field in {"undo", "sign"}
    return {
        "id": str(UUID(int=7)),
        "device": str(UUID(int=8)),
        "seq": 1,
        "made_at": "2026-03-04T15:00:00.000Z",
        "needling": None if about_visit else NEEDLING,
        "field": field,
        "value": value,
        "base": [],
    } | more


def refusal(field: str, value: Any, **more: Any) -> str:
    with pytest.raises(MalformedEntryError) as refused:
        parse_entry(document(field, value, **more))
    return str(refused.value)


@given(HISTORIES)
@settings(max_examples=30)
def test_an_entry_survives_the_way_through_json(entries: list[Entry]) -> None:
    assert [parse_entry(entry_as_json(entry)) for entry in entries] == entries


def test_every_field_has_a_check() -> None:
    assert CHECKS.keys() == set(Field)


def test_a_depth_of_3000_mm_is_refused_with_what_was_expected() -> None:
    said = refusal("depth_mm", 3000)

    assert "depth_mm came as 3000" in said
    assert "1 to 130" in said


def test_a_gauge_instead_of_millimetres_is_refused_and_never_converted() -> None:
    said = refusal("needle", {"diameter_mm": 30, "length_mm": 40})

    assert "looks like a gauge" in said
    assert "0.10 to 0.50 mm" in said


@pytest.mark.parametrize("name", sorted(load_table_limits().keys() - {"document_h"}))
def test_both_ends_of_a_range_are_taken_and_nothing_beyond(name: str) -> None:
    limit = load_table_limits()[name]
    field = "needle_in" if name == "needles_at_once" else name

    for value in (limit.low, limit.high):
        assert parse_entry(document(field, value)).value == value
    for value in (limit.low - 1, limit.high + 1):
        assert str(limit.high) in refusal(field, value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("site", {"muscle": "no_such", "trigger_point": None, "side": "left"}),
        ("site", {"muscle": "infraspinatus", "trigger_point": "soleus.trp1", "side": "left"}),
        ("site", {"muscle": "infraspinatus", "trigger_point": None, "side": "both"}),
        ("site", {"muscle": ["infraspinatus"], "trigger_point": None, "side": "left"}),
        ("site", "infraspinatus"),
        ("needle", {"diameter_mm": 0.3}),
        ("needle", {"diameter_mm": True, "length_mm": 40}),
        ("needle", {"diameter_mm": float("nan"), "length_mm": 40}),
        ("needle", {"diameter_mm": "0.3", "length_mm": 40}),
        ("technique", "STAB"),
        ("technique", 3),
        ("depth_mm", "20"),
        ("depth_mm", True),
        ("depth_mm", float("inf")),
        ("pain_during", 4.5),
        ("needle_in", 0),
        ("needle_in", 1.0),
        ("needle_out", None),
        ("twitch", 1),
        ("looked_for", "yes"),
        ("undo", {"entries": []}),
        ("undo", {"entries": ["x"]}),
        ("undo", None),
        ("sign", {"needles_in": 1, "needles_out": -1, "sites": 1}),
        ("sign", {}),
        ("diagnosis", "anything"),
    ],
)
def test_a_value_that_cannot_be_is_refused(field: str, value: Any) -> None:
    assert refusal(field, value)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "x"},
        {"id": None},
        {"id": "00000000-0000-0000-0000-00000000000A"},
        {"seq": 0},
        {"seq": "1"},
        {"seq": True},
        {"made_at": "yesterday"},
        {"made_at": "2026-03-04T15:00:00"},
        {"made_at": "2026-03-04T16:00:00.000+01:00"},
        {"made_at": 5},
        {"needling": None},
        {"base": "x"},
        {"base": [5]},
        {"base": [NEEDLING] * 201},
    ],
)
def test_an_envelope_that_cannot_be_is_refused(changes: dict[str, Any]) -> None:
    assert refusal("twitch", None, **changes)


@pytest.mark.parametrize("came", [None, [], "entry", 4, {}])
def test_what_is_no_entry_is_refused(came: Any) -> None:
    with pytest.raises(MalformedEntryError):
        parse_entry(came)
