"""The page on change prints what the software prints."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from filiform.evidence import load_sources
from filiform.outcomes import Score, Verdict, judge_change, load_measures
from filiform.outcomes.verdict import verdict_words

PAGE = (Path(__file__).parents[2] / "docs" / "concepts" / "change.md").read_text(encoding="utf-8")
AT = datetime(2026, 3, 2, tzinfo=UTC)


def test_the_example_is_the_sentence_of_the_software() -> None:
    change = judge_change(Score("nprs", 7, AT), Score("nprs", 4, AT), load_measures()["nprs"])

    assert f"> {change.numbers}\n" in PAGE


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.BORDERLINE])
def test_each_verdict_stands_in_the_table_with_its_words(verdict: Verdict) -> None:
    words = verdict_words(
        verdict, matters=False, beyond_error=False, recovered=False, reason="with the reason"
    )

    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{verdict}` |")]

    assert words.replace("Not judged:", "Not judged,") in line


def test_every_source_of_the_figures_is_on_the_page() -> None:
    measure = load_measures()["nprs"]
    figures = (measure.sem, measure.mcid, measure.mcid_relative, measure.recovered)
    keys = {key for figure in figures if figure for key in figure.sources}

    assert keys <= set(load_sources())
    assert all(f"`{key}`" in PAGE for key in keys)
