import re
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from filiform.atlas import load_atlas, referral_weights, site_point
from filiform.body import (
    TOPOLOGY,
    PainDrawing,
    PainMark,
    Side,
    all_sided_areas,
    parse_surface_drawing,
)
from filiform.clinic.drawings import actions as drawing_actions
from filiform.clinic.drawings.models import DrawingRecord, DrawnOn
from filiform.clinic.localisations import actions, queries
from filiform.clinic.localisations.models import LocalisationIsFinalError, LocalisationRecord
from filiform.clinic.localisations.spoken import sided_name
from filiform.localise import parse_case, probability_in_percent, rank_trigger_points
from tests.conftest import Cast, signed_in

PALPATION = {
    "trigger_point": "infraspinatus.trp2",
    "side": "right",
    "recognised_pain": "no",
    "taut_band": "no",
    "tender": "",
    "twitch": "",
}
FRAGMENT = {"HX-Request": "true"}


def ranking_url(drawing: DrawingRecord) -> str:
    return reverse("localisations:ranking", args=[drawing.pk])


def probability(record: LocalisationRecord, point: str) -> float:
    ranking = record.answer["ranking"]
    return next(e["probability"] for e in ranking if e["trigger_point"] == point)


def test_the_page_shows_the_ranking_that_is_stored(as_ada: Client, drawing: DrawingRecord) -> None:
    page = as_ada.get(ranking_url(drawing)).content.decode()

    record = LocalisationRecord.objects.get()
    first = record.answer["ranking"][0]
    assert "Infraspinatus" in page
    assert f"{round(100 * first['probability'])} %" in page
    assert record.atlas_version == load_atlas().version


def test_the_stored_ranking_is_the_cores_own(cast: Cast, drawing: DrawingRecord) -> None:
    record = actions.rank(drawing, by=cast.ada)

    core = rank_trigger_points(parse_case(record.case), load_atlas())
    assert [e["trigger_point"] for e in record.answer["ranking"]] == [
        point.trigger_point for point in core.ranking[: actions.STORED_POINTS]
    ]
    assert record.answer["method"] == "exact"


def test_looking_twice_stores_one_ranking(as_ada: Client, drawing: DrawingRecord) -> None:
    for _ in range(2):
        as_ada.get(ranking_url(drawing))

    assert LocalisationRecord.objects.count() == 1


def test_a_palpation_without_findings_lowers_its_point_and_stands_beside(
    as_ada: Client, cast: Cast, drawing: DrawingRecord
) -> None:
    before = actions.rank(drawing, by=cast.ada)

    as_ada.post(reverse("localisations:palpate", args=[drawing.pk]), PALPATION)

    after = queries.newest_of(drawing)
    assert after is not None
    assert after.pk != before.pk
    assert probability(after, "infraspinatus.trp2") < probability(before, "infraspinatus.trp2")
    assert "tender" not in after.case["palpation"][0], "not looked for is not a finding"


def test_a_second_palpation_of_the_same_spot_takes_the_place_of_the_first(
    as_ada: Client, drawing: DrawingRecord
) -> None:
    address = reverse("localisations:palpate", args=[drawing.pk])

    as_ada.post(address, PALPATION)
    as_ada.post(address, PALPATION | {"recognised_pain": "yes"})

    newest = queries.newest_of(drawing)
    assert newest is not None
    assert len(newest.case["palpation"]) == 1
    assert newest.case["palpation"][0]["recognised_pain"] is True


def test_a_local_twitch_is_stored_said_and_taken_back(
    as_ada: Client, drawing: DrawingRecord
) -> None:
    twitch = PALPATION | {"taut_band": "", "recognised_pain": "", "twitch": "yes"}

    page = as_ada.post(
        reverse("localisations:palpate", args=[drawing.pk]), twitch, headers=FRAGMENT
    ).content.decode()
    stored = queries.newest_of(drawing)
    as_ada.post(reverse("localisations:take_back", args=[drawing.pk, "palpation", 0]))

    assert stored is not None
    assert stored.case["palpation"] == [
        {"trigger_point": "infraspinatus.trp2", "side": "right", "twitch": True}
    ]
    assert "palpated: local twitch" in page
    newest = queries.newest_of(drawing)
    assert newest is not None
    assert newest.case["palpation"] == []


@pytest.mark.parametrize(
    ("answers", "signs", "words"),
    [
        (("mild", ""), {"restricted": "mild"}, ["mildly restricted"]),
        (
            ("severe", "no"),
            {"restricted": "severe", "painful": False},
            ["severely restricted", "not painful"],
        ),
        (("", "yes"), {"painful": True}, ["painful"]),
    ],
)
def test_a_movement_is_stored_with_its_degree_and_said_in_words(
    as_ada: Client,
    drawing: DrawingRecord,
    answers: tuple[str, str],
    signs: dict[str, bool | str],
    words: list[str],
) -> None:
    restricted, painful = answers
    asked = {"id": "hand_behind_back", "side": "right"}

    answer = as_ada.post(
        reverse("localisations:move", args=[drawing.pk]),
        asked | {"restricted": restricted, "painful": painful},
        headers=FRAGMENT,
    )

    newest = queries.newest_of(drawing)
    assert newest is not None
    assert newest.case["movements"] == [asked | signs]
    badges = [f'<span class="badge">{word}</span>' for word in words]
    assert "".join(badges) in answer.content.decode()


def test_a_finding_says_what_it_changed_and_takes_the_focus(
    as_ada: Client, cast: Cast, drawing: DrawingRecord
) -> None:
    before = probability(actions.rank(drawing, by=cast.ada), "infraspinatus.trp2")

    page = as_ada.post(
        reverse("localisations:palpate", args=[drawing.pk]), PALPATION, headers=FRAGMENT
    ).content.decode()

    newest = queries.newest_of(drawing)
    assert newest is not None
    after = probability(newest, "infraspinatus.trp2")
    said = f"from {probability_in_percent(before)} to {probability_in_percent(after)}"
    assert said in page
    first = newest.answer["ranking"][0]
    assert first["trigger_point"] != "infraspinatus.trp2"
    assert f"First: {sided_name(first['trigger_point'], first['side'])}, " in page
    assert page.count("autofocus") == 1


def test_a_point_that_leads_is_named_once(
    as_ada: Client, cast: Cast, drawing: DrawingRecord
) -> None:
    first = actions.rank(drawing, by=cast.ada).answer["ranking"][0]
    spot = {key: first[key] for key in ("trigger_point", "side")}

    page = as_ada.post(
        reverse("localisations:palpate", args=[drawing.pk]),
        spot | {"recognised_pain": "yes"},
        headers=FRAGMENT,
    ).content.decode()

    said = page.partition("Ranked again. ")[2].partition("</p>")[0]
    assert said.startswith(f"{sided_name(*spot.values())}: from ")
    assert said.endswith("It stands first.")
    assert "First:" not in said


def test_a_movement_is_added_and_taken_back(as_ada: Client, drawing: DrawingRecord) -> None:
    movement = {
        "id": "hand_behind_back",
        "side": "right",
        "restricted": "yes",
        "painful": "",
    }
    as_ada.post(reverse("localisations:move", args=[drawing.pk]), movement)
    added = queries.newest_of(drawing)

    as_ada.post(reverse("localisations:take_back", args=[drawing.pk, "movements", 0]))

    taken_back = queries.newest_of(drawing)
    assert added is not None
    assert added.case["movements"] == [
        {"id": "hand_behind_back", "side": "right", "restricted": True}
    ]
    assert taken_back is not None
    assert taken_back.case["movements"] == []


def test_every_movement_of_the_atlas_can_be_chosen(as_ada: Client, drawing: DrawingRecord) -> None:
    page = as_ada.get(ranking_url(drawing)).content.decode()

    chooser = page[page.index('<select name="id"') :].partition("</select>")[0]
    assert re.findall(r'value="([^"]*)"', chooser) == ["", *load_atlas().movements]
    assert 'id="id_id"' in chooser
    assert 'for="id_id"' in page


def test_an_unreadable_finding_changes_nothing_and_says_so(
    as_ada: Client, drawing: DrawingRecord
) -> None:
    answer = as_ada.post(
        reverse("localisations:move", args=[drawing.pk]), {"id": "flying"}, follow=True
    )

    assert "Choose a movement" in answer.content.decode()
    newest = queries.newest_of(drawing)
    assert newest is not None
    assert newest.case["movements"] == []


@pytest.mark.long
def test_a_body_painted_all_over_is_refused_in_words(as_ada: Client, cast: Cast) -> None:
    everywhere = PainDrawing(
        tuple(PainMark(place.area, place.side, 5, ()) for place in all_sided_areas())
    )
    record = drawing_actions.save_drawing(
        everywhere, drawing_id=uuid4(), episode=cast.episode, drawn_on=DrawnOn.CLINIC, by=cast.ada
    )

    answer = as_ada.get(ranking_url(record))

    assert answer.status_code == 200
    assert "cannot be ranked exactly" in answer.content.decode()
    assert not LocalisationRecord.objects.exists()


def test_a_patient_gets_403_for_the_ranking(cast: Cast, drawing: DrawingRecord) -> None:
    assert signed_in(cast.cleo).get(ranking_url(drawing)).status_code == 403


def test_a_ranking_is_stored_as_shown(cast: Cast, drawing: DrawingRecord) -> None:
    record = actions.rank(drawing, by=cast.ada)
    record.answer = {}

    with pytest.raises(LocalisationIsFinalError):
        record.save()


def test_mirroring_the_drawing_mirrors_the_ranking(cast: Cast, shoulder: PainDrawing) -> None:
    answers = []
    for drawing in (shoulder, shoulder.mirrored):
        record = drawing_actions.save_drawing(
            drawing, drawing_id=uuid4(), episode=cast.episode, drawn_on=DrawnOn.CLINIC, by=cast.ada
        )
        answers.append(actions.rank(record, by=cast.ada).answer["ranking"][0])

    right, left = answers
    assert right["side"] == Side.RIGHT.value
    assert left["side"] == Side.LEFT.value
    assert right["trigger_point"] == left["trigger_point"]


def test_a_zone_is_the_atlas_weights_in_the_codec_of_strokes(as_ada: Client) -> None:
    url = reverse("localisations:zone", args=["infraspinatus.trp1", "right"])

    answer = as_ada.get(url).json()

    stroke = answer["zone"] | {"intensity": 1}
    drawing = parse_surface_drawing({"topology": TOPOLOGY, "strokes": [stroke]})
    weights = referral_weights("infraspinatus.trp1", Side.RIGHT)
    assert np.abs(drawing.weights - weights).max() <= 0.5 / 255 + 1e-9
    assert answer["sites"][0]["triangle"] == site_point("infraspinatus.trp1", Side.RIGHT).triangle


@pytest.mark.parametrize("path", ["/zones/infraspinatus.trp9/left/", "/zones/x/midline/"])
def test_a_zone_of_no_point_is_not_found(as_ada: Client, path: str) -> None:
    assert as_ada.get(path).status_code == 404


def test_the_hand_of_the_record_is_known_before_the_first_ranking(
    cast: Cast, drawing: DrawingRecord
) -> None:
    cast.patient.handedness = "left"
    cast.patient.save()

    record = actions.rank(DrawingRecord.objects.get(pk=drawing.pk), by=cast.ada)

    assert record.case["context"] == {"dominant_side": "left"}


def test_what_is_known_beforehand_ranks_again_and_stays(
    as_ada: Client, drawing: DrawingRecord
) -> None:
    as_ada.get(ranking_url(drawing))
    before = LocalisationRecord.objects.get()

    answer = as_ada.post(
        reverse("localisations:know", args=[drawing.pk]),
        {"activities": ["throwing"], "dominant_side": "right"},
        headers=FRAGMENT,
    )

    after = queries.newest_of(drawing)
    assert after is not None
    assert after.case["context"] == {"activities": ["throwing"], "dominant_side": "right"}
    assert probability(after, "infraspinatus.trp1") != probability(before, "infraspinatus.trp1")
    assert "Throwing" in answer.content.decode()
    assert "Right-handed" in as_ada.get(ranking_url(drawing)).content.decode()


def test_a_hand_that_was_taken_back_is_not_read_from_the_record_again(
    cast: Cast, drawing: DrawingRecord
) -> None:
    cast.patient.handedness = "left"
    cast.patient.save()
    actions.rank(drawing, by=cast.ada)

    actions.set_context(drawing, {}, by=cast.ada)

    assert "context" not in actions.rank(drawing, by=cast.ada).case


def test_an_activity_that_is_not_on_the_list_changes_nothing(
    as_ada: Client, drawing: DrawingRecord
) -> None:
    as_ada.get(ranking_url(drawing))

    as_ada.post(reverse("localisations:know", args=[drawing.pk]), {"activities": ["chess"]})

    assert LocalisationRecord.objects.count() == 1


def test_the_next_tests_count_the_turn_from_how_the_patient_lies(
    as_ada: Client, drawing: DrawingRecord
) -> None:
    address = reverse("localisations:next", args=[drawing.pk])

    pages = {
        position: as_ada.get(address, {"position": position}, headers=FRAGMENT).content.decode()
        for position in ("", "sitting", "prone", "upside down")
    }

    assert seconds_in(pages[""]) == seconds_in(pages["upside down"])
    assert seconds_in(pages["sitting"]) != seconds_in(pages["prone"])


def seconds_in(page: str) -> list[str]:
    return re.findall(r"(\d+) s, ", page)
