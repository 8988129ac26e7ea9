"""No value that TOML can hold makes the readers stumble; each wrong one is noted by its key."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from filiform.atlas import AtlasError
from filiform.atlas.load import packaged_folder
from filiform.atlas.page import (
    MUSCLE_KEYS,
    OPTIONAL_KEYS,
    POINT_KEYS,
    read_heading,
    read_movements,
    read_muscle,
)
from filiform.atlas.reading import TableReader, parse_toml

NAME = "muscles/infraspinatus.toml"
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def table() -> dict[str, Any]:
    return parse_toml(NAME, (packaged_folder() / NAME).read_bytes())


def problems_of(page: dict[str, Any]) -> list[AtlasError]:
    problems: list[AtlasError] = []
    read_muscle(TableReader(NAME, page, problems))
    return problems


def test_the_page_as_it_is_has_no_problem() -> None:
    assert problems_of(table()) == []


@given(st.sampled_from(sorted(set(MUSCLE_KEYS) - set(OPTIONAL_KEYS))))
def test_a_missing_key_is_noted_by_its_name(key: str) -> None:
    page = table()
    del page[key]

    problems = problems_of(page)

    assert f"{NAME}: key {key}: is missing; add it." in map(str, problems)


@given(st.sampled_from(POINT_KEYS), st.integers(0, 2))
def test_a_missing_key_of_a_trigger_point_is_noted_by_its_place(key: str, place: int) -> None:
    page = table()
    del page["trigger_points"][place][key]

    problems = problems_of(page)

    assert f"key trigger_points[{place + 1}].{key}: is missing" in str(problems[0])


@given(st.sampled_from(MUSCLE_KEYS), st.dictionaries(st.text(max_size=4), SCALARS, max_size=3))
def test_a_table_in_place_of_any_key_is_noted(key: str, value: dict[str, Any]) -> None:
    page = table()
    page[key] = value

    problems = problems_of(page)

    assert any(f"key {key}: came" in str(problem) for problem in problems)


@given(st.sampled_from(MUSCLE_KEYS), VALUES)
def test_no_value_of_a_page_makes_the_reader_stumble(key: str, value: Any) -> None:
    page = table()
    page[key] = value

    problems = problems_of(page)

    assert all(str(problem).startswith(f"{NAME}: key ") for problem in problems)


@given(VALUES)
def test_no_value_of_the_other_files_makes_the_reader_stumble(value: Any) -> None:
    problems: list[AtlasError] = []

    read_movements(TableReader("movements.toml", {"movements": value}, problems))
    read_heading(TableReader("atlas.toml", {"version": value, "weight_hint": value}, problems))

    assert problems


@given(st.text(min_size=200, max_size=400))
def test_a_long_wrong_value_does_not_drown_the_advice(value: str) -> None:
    page = table()
    page["confidence"] = value

    (problem,) = problems_of(page)

    assert len(str(problem)) < 200
