"""The cards that a table takes along say what the judge says."""

import pytest

from filiform.body import Side
from filiform.safety import (
    Answer,
    NeedlePath,
    Person,
    SiteContext,
    judge_screening,
    judge_site,
    load_screening,
    load_site_survey,
)
from filiform.workflow.site_review import concerns_to_explain
from filiform.workflow.table_cards import table_cards

LENGTHS_MM = [15, 25, 40, 60, 100]
NO = {question.code: Answer.NO for question in load_screening().questions}
ADULT = Person(sex="female", age_years=35, height_cm=170, weight_kg=64)
CONTEXT = SiteContext(screening=judge_screening(NO))
CARDS = table_cards(ADULT, CONTEXT, lengths_mm=LENGTHS_MM)
PLACES = [
    (site, muscle, place)
    for site in load_site_survey().sites.values()
    for muscle in site.muscles
    for place in range(len(LENGTHS_MM))
]


@pytest.mark.parametrize("length", range(len(LENGTHS_MM)))
def test_every_card_stands_as_the_judge_says_of_the_path_it_assumes(length: int) -> None:
    for site, muscle, place in PLACES:
        if place != length:
            continue
        card = CARDS["cards"][f"{site.id}|{muscle}"]
        limit_mm = CARDS["limits"][card["limit"]]["mm"]
        length_mm = LENGTHS_MM[place]
        path = NeedlePath(
            muscle=muscle,
            side=Side.RIGHT,
            diameter_mm=(site.diameter_mm or (0.3,))[0],
            length_mm=length_mm,
            part=site.part or None,
            position=next(iter(site.positions), None),
            grip=next(iter(site.grips), None),
            direction=next(iter(site.directions), None),
            technique="",
            depth_mm=length_mm if limit_mm is None else min(limit_mm, length_mm),
            lateral_mm=0,
        )

        verdict = judge_site(path, ADULT, CONTEXT)

        told = CARDS["verdicts"][card["verdicts"][place]]
        concerns = [CARDS["concerns"][number] for number in told["concerns"]]
        assert told["standing"] == verdict.standing
        assert [c["code"] for c in concerns] == [c.code for c in verdict.concerns]
        asked = [c["code"] for c in concerns if c["asked"]]
        assert asked == [c.code for c in concerns_to_explain(verdict, CONTEXT)]


def test_without_a_screening_every_card_refuses() -> None:
    cards = table_cards(ADULT, SiteContext(), lengths_mm=[25])

    assert {verdict["standing"] for verdict in cards["verdicts"]} == {"refused"}


def test_a_needle_too_long_for_the_trapezius_is_asked_about_and_one_that_fits_is_not() -> None:
    card = CARDS["cards"]["trapezius_upper|trapezius_upper"]
    asked = [
        [n for n in CARDS["verdicts"][v]["concerns"] if CARDS["concerns"][n]["asked"]]
        for v in card["verdicts"]
    ]

    assert asked[LENGTHS_MM.index(25)] == []
    assert [CARDS["concerns"][n]["code"] for n in asked[LENGTHS_MM.index(40)]] == ["S05", "S10"]
