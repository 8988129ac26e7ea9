"""The reference page of the public format, held against the program."""

import json
import re
from pathlib import Path

from filiform.atlas import load_atlas
from filiform.localise import localisation_as_json, parse_case, rank_trigger_points

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "drawing-format.md"


def json_blocks() -> list[dict[str, object]]:
    text = PAGE.read_text(encoding="utf-8")
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]


def test_the_documented_input_is_accepted_and_answered_in_the_documented_shape() -> None:
    given, _on_surface, answered = json_blocks()

    answer = localisation_as_json(rank_trigger_points(parse_case(given), load_atlas()), top=1)

    assert _shape(answer) == _shape(answered)


def test_every_key_of_the_format_is_explained() -> None:
    text = PAGE.read_text(encoding="utf-8")

    for block in json_blocks():
        for key in re.findall(r'"(\w+)":', json.dumps(block)):
            assert f"`{key}`" in text, key


def _shape(value: object) -> object:
    """Reduce a document to its keys and the kinds of its values."""
    if isinstance(value, dict):
        return {key: _shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    return type(value).__name__
