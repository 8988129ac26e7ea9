"""The painting page: what its island is given, how a mark feels, and when a drawing has arrived."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from filiform.body import (
    TOPOLOGY,
    PainDepth,
    PainDrawing,
    PainTiming,
    dab_on_chart,
    load_charts,
    load_measure_rules,
)
from filiform.clinic.drawings import actions, mapping
from filiform.clinic.drawings.feelings import DEPTH_WORDS, TIMING_WORDS
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.drawings.painter import body_sources
from filiform.clinic.drawings.sheet import sheet_of
from tests.conftest import Cast, signed_in

MARK = {"area": "knee_anterior", "side": "left", "intensity": 3, "quality": ["sharp"]}
STORED = re.compile(r'data-stored-drawing="([^"]*)"')


def sent(**document: Any) -> dict[str, str]:
    return {"drawing_id": str(uuid4()), "marks": json.dumps({"marks": []} | document)}


def stored_on(page: str) -> list[str]:
    return STORED.findall(page)


def test_every_chart_but_the_mouth_says_where_the_skin_lies_on_it() -> None:
    places = {chart["view"]: chart.get("places", "") for chart in body_sources()["charts"]}

    assert set(places) == set(load_charts())
    assert {view for view, address in places.items() if not address} == {"mouth"}
    for view, address in places.items():
        if address:
            assert finders.find(address.removeprefix("/static/"))
            assert view in address


def test_the_painter_is_told_the_core_s_rule_of_what_counts_as_painted() -> None:
    assert body_sources()["surface"]["painted"] == load_measure_rules().painted_weight


def test_depth_and_times_of_areas_and_strokes_are_stored_and_shown(
    as_ada: Client, cast: Cast
) -> None:
    vertices, weights = dab_on_chart("front", (307.0, 300.0), 40.0)
    stroke = {
        "vertices": vertices.tolist(), "weights": weights.tolist(), "intensity": 8,
        "quality": ["aching"], "depth": "superficial", "when": ["comes_and_goes"],
    }  # fmt: skip
    form = sent(
        topology=TOPOLOGY,
        strokes=[stroke],
        marks=[MARK | {"depth": "deep", "when": ["night", "movement"]}],
    )

    answer = as_ada.post(reverse("drawings:new", args=[cast.episode.pk]), form)
    page = as_ada.get(answer.headers["Location"]).content.decode()

    record = DrawingRecord.objects.get()
    marks = {mark.sided_area.key: mark for mark in mapping.drawn_of(record).areas.marks}
    assert marks["knee_anterior.left"].depth is PainDepth.DEEP
    assert marks["knee_anterior.left"].when == (PainTiming.MOVEMENT, PainTiming.NIGHT)
    assert marks["sternum.midline"].depth is PainDepth.SUPERFICIAL
    for word in ("sharp", "deep", "when moving", "at night", "superficial", "comes and goes"):
        assert f'<span class="badge">{word}</span>' in page
    feels = {mark.area: mark.feels for mark in sheet_of(record).marks}
    assert "sharp, deep, when moving, at night" in feels.values()


def test_what_was_not_said_leaves_no_key_and_no_word(as_ada: Client, cast: Cast) -> None:
    answer = as_ada.post(reverse("drawings:new", args=[cast.episode.pk]), sent(marks=[MARK]))
    page = as_ada.get(answer.headers["Location"]).content.decode()

    assert DrawingRecord.objects.get().marks == {"marks": [MARK]}
    assert page.count('class="badge"') == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"depth": "bone"}, "depth"), ({"when": ["always"]}, "when"), ({"when": "night"}, "when")],
)
def test_a_depth_or_time_that_is_none_is_refused(
    as_ada: Client, cast: Cast, wrong: dict[str, object], words: str
) -> None:
    form = sent(marks=[MARK | wrong])

    answer = as_ada.post(reverse("drawings:new", args=[cast.episode.pk]), form)

    assert answer.status_code == 400
    assert f"marks[0].{words}" in answer.content.decode()
    assert not DrawingRecord.objects.exists()


def test_every_depth_and_time_has_its_word() -> None:
    assert set(DEPTH_WORDS) == set(PainDepth)
    assert set(TIMING_WORDS) == set(PainTiming)


def test_the_page_after_a_drawing_names_it_as_stored(as_ada: Client, cast: Cast) -> None:
    form = sent(marks=[MARK])

    answer = as_ada.post(reverse("drawings:new", args=[cast.episode.pk]), form)

    assert stored_on(as_ada.get(answer.headers["Location"]).content.decode()) == [
        form["drawing_id"]
    ]


def test_a_patients_own_page_names_the_stored_drawing(cast: Cast) -> None:
    cleo = signed_in(cast.cleo)
    form = sent(marks=[MARK])

    answer = cleo.post(reverse("drawings:own", args=[cast.episode.pk]), form)

    assert form["drawing_id"] in stored_on(cleo.get(answer.headers["Location"]).content.decode())


def test_the_last_page_of_a_link_names_the_stored_drawing(
    cast: Cast, shoulder: PainDrawing
) -> None:
    phone = Client()
    phone.post(reverse("drawings:open", args=[actions.make_link(cast.episode, by=cast.ada).token]))
    early = phone.get(reverse("drawings:done")).content.decode()
    form = sent(**mapping.marks_of(shoulder))

    answer = phone.post(reverse("drawings:paint"), form)

    assert stored_on(early) == [""]
    assert stored_on(phone.get(answer.headers["Location"]).content.decode()) == [form["drawing_id"]]


def test_a_drawing_that_was_refused_is_named_by_no_page(as_ada: Client, cast: Cast) -> None:
    answer = as_ada.post(reverse("drawings:new", args=[cast.episode.pk]), sent())

    assert answer.status_code == 400
    assert stored_on(answer.content.decode()) == []
