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


def test_every_hazard_has_its_cause_its_effect_and_its_severity() -> None:
    rows = re.findall(r"^\| (H\d+) \|(.*)\|$", LOG, flags=re.M)

    assert [name for name, _ in rows] == [f"H{n}" for n in range(1, 13)]
    for name, cells in rows:
        hazard, cause, effect, severity = (cell.strip() for cell in cells.split("|"))
        assert all((hazard, cause, effect)), name
        assert severity in {"considerable", "significant", "moderate"}


def test_every_hazard_with_a_control_names_a_test_for_it() -> None:
    """H11 has no control in the product yet and says so."""
    sections = re.split(r"^## (?=H\d+ )", LOG, flags=re.M)[1:]

    untested = [text.split()[0] for text in sections if "`tests/" not in text]

    assert untested in ([], ["H11"])
    assert all("Not built yet" in text for text in sections if "`tests/" not in text)


def test_every_source_that_the_log_cites_is_registered() -> None:

    cited = set(re.findall(r"`([A-Z][A-Z0-9-]+\d\d|STRAY)`", LOG))

    assert cited
    assert cited <= set(load_sources())
