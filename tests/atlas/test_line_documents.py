"""What ships for the browser is what the lines are today."""

import json
from typing import Any

import numpy as np
import pytest

from filiform.atlas import line_documents, lines_json, lines_on_chart, load_muscle_lines
from filiform.atlas.load import packaged_folder
from filiform.body import CANONICAL_SHAPE, Side, load_charts, load_surface

FOLDER = packaged_folder() / "lines"
ROUNDING = 1
"""Another processor may round a place to the next whole step."""


def shipped(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def same(made: Any, kept: Any) -> bool:
    """Whether two documents have the same parts, and the same numbers but for rounding."""
    if isinstance(made, dict):
        return bool(made.keys() == kept.keys()) and all(same(made[key], kept[key]) for key in made)
    if isinstance(made, list):
        return len(made) == len(kept) and all(map(same, made, kept))
    if isinstance(made, int):
        return bool(abs(made - kept) <= ROUNDING)
    return bool(made == kept)


def test_there_is_a_document_for_every_shape_and_one_for_the_charts() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == {*load_surface().shapes, "charts"}


@pytest.mark.long
def test_what_ships_is_what_the_lines_of_the_standard_shape_are() -> None:
    assert same(json.loads(lines_json(CANONICAL_SHAPE)), shipped(CANONICAL_SHAPE)), "run make lines"


@pytest.mark.long
def test_everything_that_ships_is_what_the_lines_are() -> None:
    for name, text in line_documents().items():
        assert same(json.loads(text), shipped(name)), f"{name}: run make lines"


@pytest.mark.long
def test_the_charts_hold_what_lies_under_their_skin_by_side() -> None:
    charts = shipped("charts")["charts"]

    for view in load_charts():
        for muscle in list(load_muscle_lines())[::8]:
            for side in (Side.LEFT, Side.RIGHT):
                lines = charts.get(view, {}).get(f"{muscle}.{side.value}", [])
                expected = lines_on_chart(view, muscle, side)
                assert len(lines) == len(expected)
                for written, line in zip(lines, expected, strict=True):
                    places = np.array(written).reshape(-1, 2).cumsum(axis=0) / 10
                    np.testing.assert_allclose(places, line, atol=0.1501)


def test_every_document_says_that_it_is_schematic() -> None:
    for file in FOLDER.iterdir():
        assert shipped(file.stem)["note"] == "schematic, not this patient, never a depth"
