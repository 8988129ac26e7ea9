"""The hazard log names all hazards, and only tests that exist."""

import re
from pathlib import Path

from filiform.evidence import load_sources

ROOT = Path(__file__).parents[2]
LOG = (ROOT / "docs" / "safety" / "hazard-log.md").read_text(encoding="utf-8")
NAMED_TESTS = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", LOG)


def test_all_twelve_hazards_have_a_section() -> None:
    assert re.findall(r"^## (H\d+) ", LOG, flags=re.M) == [f"H{n}" for n in range(1, 13)]


def test_every_test_that_the_log_names_exists() -> None:
    gone = [
        f"{path}::{name}"
        for path, name in NAMED_TESTS
        if not re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), flags=re.M)
    ]

    assert gone == []
    assert len(NAMED_TESTS) > 20


def test_every_source_that_the_log_cites_is_registered() -> None:

    cited = set(re.findall(r"`([A-Z][A-Z0-9-]+\d\d|STRAY)`", LOG))

    assert cited
    assert cited <= set(load_sources())
