"""The tutorial's three published descriptions, run again and held against the page."""

import json
import re
from pathlib import Path

import pytest

from filiform.atlas import load_atlas
from filiform.cli.localise import table_lines
from filiform.evidence import require_source
from filiform.localise import (
    Localisation,
    parse_case,
    probability_in_percent,
    rank_trigger_points,
)

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorials" / "localise-three-drawings.md"
EXAMPLES = ("shoulder-infraspinatus", "hip-gluteals", "leg-gluteus-minimus")
SHOWN = 4

PUBLISHED = [
    ("shoulder-infraspinatus", "shoulder", "infraspinatus", "infraspinatus"),
    ("shoulder-infraspinatus", "shoulder", "teres minor", "teres_minor"),
    ("hip-gluteals", "low back and hip", "gluteus medius", "gluteus_medius"),
    ("hip-gluteals", "low back and hip", "multifidus", "multifidus_lumbar"),
    ("hip-gluteals", "low back and hip", "gluteus maximus", "gluteus_maximus"),
    ("leg-gluteus-minimus", "leg", "gluteus minimus", "gluteus_minimus"),
]


def answer_to(example: str) -> Localisation:
    path = ROOT / "docs" / "examples" / f"{example}.json"
    case = parse_case(json.loads(path.read_text(encoding="utf-8")))
    return rank_trigger_points(case, load_atlas())


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_page_shows_what_the_program_prints(example: str) -> None:
    page = TUTORIAL.read_text(encoding="utf-8")
    command = f"$ filiform localise docs/examples/{example}.json --top {SHOWN}\n"
    assert command in page
    printed_on_page = page.split(command)[1].split("\n```")[0].splitlines()

    printed = list(table_lines(answer_to(example), load_atlas(), SHOWN))

    assert printed_on_page == printed, "paste the new output into the tutorial and reread its text"


@pytest.mark.parametrize(("example", "pain", "name", "muscle"), PUBLISHED)
def test_the_page_is_honest_about_the_published_muscle(
    example: str, pain: str, name: str, muscle: str
) -> None:
    rank, best = next(
        (rank, point)
        for rank, point in enumerate(answer_to(example).ranking, start=1)
        if point.muscle == muscle
    )

    row = f"| {pain} | {name} | {rank} | {probability_in_percent(best.probability)} |"

    assert row in TUTORIAL.read_text(encoding="utf-8")


def test_every_example_is_in_the_tutorial_and_every_source_is_registered() -> None:
    page = TUTORIAL.read_text(encoding="utf-8")

    assert {path.stem for path in (ROOT / "docs" / "examples").glob("*.json")} == set(EXAMPLES)
    keys = re.findall(r"Source: `(\w+)`, <(\S+)>", page)
    assert len(keys) == len(EXAMPLES)
    for key, url in keys:
        assert require_source(key, cited_in=TUTORIAL.name).url == url
