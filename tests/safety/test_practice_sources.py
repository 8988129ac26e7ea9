"""Every source of the practice and outcome files is used by a rule, a figure or the hazard log."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

ROOMS = ("safety", "care", "outcomes")
LOG = Path(__file__).parents[2] / "docs" / "safety" / "hazard-log.md"


def cited_text() -> str:
    folders = [files(f"filiform.{room}") / "data" for room in ROOMS]
    paths = [path for folder in folders for path in Path(str(folder)).rglob("*.toml")]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return "\n".join([*texts, LOG.read_text(encoding="utf-8")])


@pytest.mark.parametrize("field", ["practice", "outcomes", "depth", "incidents"])
def test_every_registered_source_is_used(field: str) -> None:
    path = files("filiform.evidence") / "data" / f"{field}.toml"
    registered = set(tomllib.loads(path.read_text(encoding="utf-8")))

    used = set(re.findall(r"[\"`]([A-Z][A-Z0-9-]+)[\"`]", cited_text()))

    assert registered - used == set()
