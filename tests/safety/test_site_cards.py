"""The cards of a table-side screen, and the public formats in and out."""

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest

from filiform.atlas import load_atlas
from filiform.care import load_needle_sizes
from filiform.errors import FiliformError, MalformedInputError
from filiform.safety import (
    SiteContext,
    judge_screening,
    judge_site,
    site_cards,
    site_cards_json,
    verdict_document,
)
from filiform.safety.site_json import parse_site_case

from .site_cases import ADULT, ALL_NO, CLEAR, TODAY, path_at

LENGTHS = [size.mm for size in load_needle_sizes().lengths]
CARDS = {card["site"]: card for card in site_cards(ADULT, CLEAR, lengths_mm=LENGTHS)["cards"]}
CASE: dict[str, Any] = {
    "as_of": "2026-03-02",
    "person": {
        "sex": "male",
        "age_years": 40,
        "bmi": 27,
        "measured": {"hazard_mm": 40, "measured_on": "2026-03-02", "position": "prone"},
    },
    "screening": dict.fromkeys(ALL_NO, "no"),
    "authorisations": ["upper_back"],
    "affected": {"R17": ["leg_posterior"]},
    "limits": [{"site": "soleus", "measure": "depth", "mm": 20}],
    "sites": [
        {
            "muscle": "rhomboid_major",
            "side": "left",
            "diameter_mm": 0.25,
            "length_mm": 25,
            "direction": "tangential",
            "grip": "bracket",
            "position": "prone",
            "depth_mm": 15,
        }
    ],
}


def standings(site: str) -> dict[float, str]:
    return {length["mm"]: length["standing"] for length in CARDS[site]["lengths"]}


def test_every_muscle_has_a_card_with_what_the_table_needs() -> None:
    cards = site_cards(ADULT, CLEAR, lengths_mm=LENGTHS)["cards"]

    assert {card["muscle"] for card in cards} == set(load_atlas().muscles)
    assert all(card["hazards"] and card["grade"] and len(card["lengths"]) == 9 for card in cards)
    assert CARDS["rhomboid_major"]["advanced"]
    assert not CARDS["soleus"]["advanced"]


def test_the_whole_document_is_small_even_when_everything_is_against_it() -> None:
    worst = SiteContext(screening=judge_screening({}))

    for context in (CLEAR, worst):
        text = site_cards_json(ADULT, context, lengths_mm=LENGTHS)
        assert len(gzip.compress(text.encode())) < 60_000


@pytest.mark.parametrize(
    ("site", "mm", "standing"),
    [
        ("deltoid_anterior", 40, "permitted"),
        ("deltoid_anterior", 50, "needs reason"),
        ("deltoid_anterior", 60, "refused"),
        ("trapezius_upper", 30, "permitted"),
        ("trapezius_upper", 40, "refused"),
        ("trapezius_middle", 25, "permitted"),
        ("trapezius_middle", 30, "needs reason"),
        ("trapezius_middle", 40, "refused"),
        ("diaphragm", 13, "refused"),
        ("piriformis.medial", 60, "refused"),
    ],
)
def test_each_stocked_length_has_its_judgement(site: str, mm: float, standing: str) -> None:
    assert (standings("intercostals") if site == "diaphragm" else standings(site))[mm] == standing


def test_a_judgement_names_its_concerns_by_number() -> None:
    document = json.loads(site_cards_json(ADULT, CLEAR, lengths_mm=[60]))
    card = next(card for card in document["cards"] if card["site"] == "deltoid_anterior")

    (number,) = card["lengths"][0]["concerns"]
    concern = document["concerns"][number]

    assert (concern["code"], concern["lift"], concern["limit_mm"]) == ("S11", "never", 55)
    assert concern["note"] == "proposal, not yet signed off by a clinician"


def test_ultrasound_is_advised_where_body_measures_say_little_or_the_site_says_so() -> None:
    thin = site_cards(replace(ADULT, bmi=17), CLEAR, lengths_mm=[25])["cards"]

    by_site = {card["site"]: card["ultrasound_advised"] for card in thin}
    assert by_site["trapezius_middle"]
    assert not by_site["soleus"]
    assert CARDS["suboccipitals.obliquus_inferior"]["ultrasound_advised"]
    assert CARDS["piriformis.medial"]["ultrasound_advised"]
    assert not CARDS["trapezius_middle"]["ultrasound_advised"]


def test_without_stock_a_card_has_no_judgement_and_no_limit() -> None:
    card = site_cards(ADULT, CLEAR, lengths_mm=[])["cards"][0]

    assert (card["lengths"], card["limit_mm"], card["limit_words"]) == ([], None, "")


def test_a_verdict_is_printed_with_limit_basis_and_lift() -> None:
    document = verdict_document(judge_site(path_at("rhomboid_major"), ADULT, SiteContext()))

    assert document["standing"] == "refused"
    assert document["limit"]["mm"] == 15
    assert document["limit"]["basis"].startswith("E01: 62 patients")
    assert [c["code"] for c in document["concerns"]] == ["S03", "A16", "S08"]
    assert json.loads(json.dumps(document)) == document


def test_the_public_format_is_read_whole() -> None:
    case = parse_site_case(CASE)

    assert case.person.measured
    assert case.person.measured.measured_on == TODAY == case.context.as_of
    assert case.paths[0].direction == "tangential"
    assert case.context.authorisations == {"upper_back"}
    assert case.context.affected == {"R17": ["leg_posterior"]}
    assert case.context.limits.changes[0].mm == 20
    assert judge_site(case.paths[0], case.person, case.context).concerns == ()


def test_what_is_left_out_is_not_known() -> None:
    site = {"muscle": "soleus", "side": "left", "diameter_mm": 0.3, "length_mm": 40}

    case = parse_site_case({"sites": [site]})

    assert case.context == SiteContext()
    assert case.person.body_mass_index is None
    assert case.paths[0].grip is None


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ([], "the document came as list; expected an object"),
        ({"sites": []}, "sites came as"),
        ({"sites": {}}, "sites came as"),
        ({"needles": []}, "unknown key 'needles'"),
        ({"person": []}, "person came as list"),
        ({"person": {"name": "x"}}, "unknown key 'name'"),
        ({"as_of": "soon"}, "as_of came as 'soon'; expected YYYY-MM-DD"),
        ({"authorisations": "all"}, "authorisations came as 'all'"),
        ({"authorisations": [1]}, "authorisations came as"),
        ({"limits": {}}, "limits came as"),
        ({"affected": {"R17": "leg"}}, "affected.R17 came as 'leg'"),
        ({"screening": []}, "screening came as list"),
        ({"screening": {"A01": "maybe"}}, "answer to A01 came as 'maybe'"),
        ({"sites": [{"muscle": "soleus"}]}, r"sites\[0\]: missing 3 required"),
    ],
)
def test_a_broken_document_is_refused_with_its_key(changes: Any, complaint: str) -> None:
    document = changes if isinstance(changes, list) else CASE | changes

    with pytest.raises(FiliformError, match=complaint):
        parse_site_case(document)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"side": "both"}, r"sites\[0\].side came as 'both'; expected one of left, right, midline"),
        ({"direction": "down"}, "direction came as 'down'; expected one of perpendicular"),
        ({"muscle": 3}, "muscle came as 3; expected a text"),
        ({"depth_mm": 3000}, "depth_mm came as 3000"),
        ({"depth_mm": "15"}, "depth_mm came as '15'"),
        ({"diameter_mm": 30}, "looks like a gauge"),
    ],
)
def test_a_broken_needle_is_refused_with_its_key(changes: dict[str, Any], complaint: str) -> None:
    document = CASE | {"sites": [CASE["sites"][0] | changes]}

    with pytest.raises(FiliformError, match=complaint) as refusal:
        parse_site_case(document)

    assert isinstance(refusal.value, MalformedInputError | ValueError)
