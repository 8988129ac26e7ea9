"""Why, what next, and honest words for an answer that is not sure of itself."""

import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from filiform.atlas import load_atlas
from filiform.body import PainDrawing, PainMark, Side
from filiform.clinic.drawings import actions as drawing_actions
from filiform.clinic.drawings.models import DrawingRecord, DrawnOn
from filiform.clinic.localisations import actions, next_tests, shown, spoken, why
from filiform.clinic.localisations.models import LocalisationRecord
from filiform.clinic.needling import actions as needling_actions
from filiform.localise import (
    CaseFindings,
    Method,
    SidedPoint,
    explain,
    load_parameters,
    network_of,
    parse_case,
    plan_tests,
    rank_trigger_points,
    weight_in_words,
)
from tests.conftest import Cast

FRAGMENT = {"HX-Request": "true"}
FAR_APART = PainDrawing(
    (
        PainMark("arm_anterior_upper", Side.RIGHT, 8, ()),
        PainMark("thumb", Side.LEFT, 8, ()),
        PainMark("lower_teeth_front", Side.LEFT, 8, ()),
        PainMark("ring_palmar", Side.RIGHT, 8, ()),
        PainMark("eyebrow", Side.LEFT, 8, ()),
        PainMark("dorsum_foot_lateral", Side.RIGHT, 8, ()),
    )
)


@pytest.fixture
def ranked(cast: Cast, drawing: DrawingRecord) -> LocalisationRecord:
    return actions.rank(drawing, by=cast.ada)


def stored_as(record: LocalisationRecord, **answer: Any) -> LocalisationRecord:
    """Return the row of another answer to the same evidence, not stored."""
    return LocalisationRecord(
        drawing=record.drawing, case=record.case, answer=record.answer | answer
    )


def page_of(browser: Client, drawing: DrawingRecord) -> str:
    return browser.get(reverse("localisations:ranking", args=[drawing.pk])).content.decode()


def why_url(drawing: DrawingRecord, point: str = "infraspinatus.trp1") -> str:
    return reverse("localisations:why", args=[drawing.pk, point, "right"])


def next_url(drawing: DrawingRecord) -> str:
    return reverse("localisations:next", args=[drawing.pk])


def test_why_is_the_cores_explanation_in_words(ranked: LocalisationRecord) -> None:
    point = SidedPoint("infraspinatus.trp1", Side.RIGHT)
    network = network_of(load_atlas(), load_parameters())
    core = explain(parse_case(ranked.case), network, points=[point])

    told = why.why(ranked, point.trigger_point, point.side)

    assert told is not None
    heaviest = core.weights[point][0]
    assert heaviest.area is not None
    assert told.weights[0].finding == f"{heaviest.area.label} painted"
    assert told.weights[0].words == weight_in_words(heaviest.log_odds)
    assert told.weights[0].is_for == (heaviest.log_odds > 0)
    assert len(told.weights) + told.unmoved == len(core.weights[point])
    assert len(told.sets) == len(core.sets)


def test_why_opens_as_a_fragment_and_as_a_page(as_ada: Client, drawing: DrawingRecord) -> None:
    fragment = as_ada.get(why_url(drawing), headers=FRAGMENT).content.decode()
    page = as_ada.get(why_url(drawing)).content.decode()

    assert "<html" not in fragment
    assert "<html" in page
    for part in ("strongly for", "odds ×", "What explains all of it"):
        assert part in fragment
        assert part in page


def test_why_names_a_movement_and_what_was_seen(cast: Cast, drawing: DrawingRecord) -> None:
    movement = {"id": "hand_behind_back", "side": "right", "restricted": "severe"}
    record = actions.add_evidence(drawing, "movements", movement, by=cast.ada)

    told = why.why(record, "infraspinatus.trp1", Side.RIGHT)

    assert told is not None
    label = load_atlas().movements["hand_behind_back"].label
    assert f"{label}, right: severely restricted" in [each.finding for each in told.weights]


def test_two_points_that_share_a_pain_are_told_as_either_or(ranked: LocalisationRecord) -> None:
    tied = [
        pair
        for entry in ranked.answer["ranking"][:4]
        if (told := why.why(ranked, entry["trigger_point"], Side(entry["side"])))
        for pair in told.pairs
    ]

    assert any(pair.either for pair in tied)
    assert all(pair.first != pair.second for pair in tied)


def test_why_of_a_point_that_is_no_point_is_not_found(
    as_ada: Client, drawing: DrawingRecord
) -> None:
    assert as_ada.get(why_url(drawing, "infraspinatus.trp9")).status_code == 404


def test_a_sampled_ranking_says_why_it_has_no_explanation(
    as_ada: Client, drawing: DrawingRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        why, "load_parameters", lambda: replace(load_parameters(), widest_frontier=0)
    )

    page = as_ada.get(why_url(drawing), headers=FRAGMENT).content.decode()

    assert "This ranking was sampled" in page
    assert "odds" not in page


def test_the_next_tests_are_the_cores_plan(ranked: LocalisationRecord) -> None:
    network = network_of(load_atlas(), load_parameters())
    core = plan_tests(parse_case(ranked.case), network, count=next_tests.PROPOSED)

    plan = next_tests.next_tests(ranked)

    assert plan.worth_it == core.worth_it
    assert [(t.trigger_point or t.movement, t.side, t.seconds) for t in plan.tests] == [
        (
            t.point.trigger_point if t.point else t.movement,
            (t.point.side if t.point else t.side or Side.LEFT).value,
            round(t.seconds),
        )
        for t in core.tests
    ]


def test_a_proposed_palpation_is_entered_with_one_press_of_its_form(
    as_ada: Client, drawing: DrawingRecord
) -> None:
    fragment = as_ada.get(next_url(drawing), headers=FRAGMENT).content.decode()
    point = re.findall(r'name="trigger_point" value="([^"]+)"', fragment)[0]
    side = re.findall(r'name="side" value="([^"]+)"', fragment)[0]
    assert 'name="recognised_pain" value="yes"' in fragment

    as_ada.post(
        reverse("localisations:palpate", args=[drawing.pk]),
        {"trigger_point": point, "side": side, "recognised_pain": "yes"},
    )

    again = as_ada.get(next_url(drawing), headers=FRAGMENT).content.decode()
    assert f'name="trigger_point" value="{point}"' not in again


def test_what_is_not_worth_testing_is_said(
    as_ada: Client, drawing: DrawingRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    worth = as_ada.get(next_url(drawing)).content.decode()
    plan = next_tests.next_tests
    monkeypatch.setattr(
        next_tests,
        "next_tests",
        lambda record, position: replace(plan(record, position), worth_it=False),
    )

    idle = as_ada.get(next_url(drawing)).content.decode()

    assert "Nothing more is worth testing now" in idle
    assert "Nothing more is worth testing now" not in worth


def test_the_ranking_waits_for_neither_why_nor_next(
    as_ada: Client, drawing: DrawingRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(why, "explain")
    monkeypatch.delattr(next_tests, "plan_tests")

    page = page_of(as_ada, drawing)

    assert f'href="{next_url(drawing)}"' in page, "without scripts it is a link"
    assert f'hx-get="{next_url(drawing)}" hx-trigger="load"' in page
    assert f'href="{why_url(drawing)}"' in page


def test_points_that_share_a_rank_are_shown_as_tied(ranked: LocalisationRecord) -> None:
    ranking = [dict(entry) for entry in ranked.answer["ranking"]]
    ranking[2]["rank"] = ranking[1]["rank"]

    points = shown.shown_ranking(stored_as(ranked, ranking=ranking)).probable

    assert [(point.rank, point.tied) for point in points[:3]] == [(1, False), (2, True), (2, True)]


def test_a_tie_and_the_error_are_on_the_page(as_ada: Client, ranked: LocalisationRecord) -> None:
    ranking = [dict(entry) | {"rank": n} for n, entry in enumerate(ranked.answer["ranking"], 1)]
    ranking[2]["rank"] = 2
    # Of the same evidence and versions, so the page shows it as it is stored.
    LocalisationRecord.objects.create(
        drawing=ranked.drawing,
        case=ranked.case,
        answer=ranked.answer | {"ranking": ranking, "method": "sampled", "error": 0.02},
        atlas_version=ranked.atlas_version,
        parameters_version=ranked.parameters_version,
        asked_by=ranked.asked_by,
    )

    page = page_of(as_ada, ranked.drawing)

    assert page.count("Shares rank 2: closer to its neighbour than the error.") == 2
    assert page.count(">2=<") == 2
    assert "off by up to 2.0 percentage points" in page
    assert "every combination of trigger points is counted" not in page


def test_a_ranking_stored_long_ago_is_still_shown(
    ranked: LocalisationRecord,
) -> None:
    bare = {
        "ranking": [
            {key: value for key, value in entry.items() if key != "rank"}
            for entry in ranked.answer["ranking"]
        ]
    }
    old = LocalisationRecord(drawing=ranked.drawing, case=ranked.case, answer=bare)

    points = shown.shown_ranking(old)

    assert [point.rank for point in points.probable] == list(range(1, len(points.probable) + 1))
    assert points.method == "How exact this ranking is was not stored with it."
    assert (points.margin, points.badly) == ("", False)
    assert shown.unexplained_areas(old) == []


@pytest.mark.parametrize(
    ("answer", "start"),
    [
        ({"method": "exact", "error": 1e-12}, "Exact: every combination"),
        ({"method": "sampled", "error": 0.0231}, "Sampled: "),
    ],
)
def test_an_answer_says_how_it_was_found(answer: dict[str, Any], start: str) -> None:
    assert spoken.method_in_words(answer).startswith(start)


def test_a_sampled_answer_says_by_how_much_it_may_be_off(ranked: LocalisationRecord) -> None:
    points = shown.shown_ranking(stored_as(ranked, method=Method.SAMPLED.value, error=0.0231))

    assert points.margin == "2.4 percentage points"
    assert points.margin in points.method


def test_the_page_says_that_trigger_points_explain_badly(as_ada: Client, cast: Cast) -> None:
    record = drawing_actions.save_drawing(
        FAR_APART, drawing_id=uuid4(), episode=cast.episode, drawn_on=DrawnOn.CLINIC, by=cast.ada
    )
    case = CaseFindings(FAR_APART)
    assert rank_trigger_points(case, load_atlas()).poorly_explained, "the core says so first"

    page = page_of(as_ada, record)

    notice = page.index("Trigger points explain this drawing badly")
    assert notice < page.index("If trigger points all the same")
    assert "is-subdued" in page
    assert "Most probable first" not in page
    assert "Start a visit with the screening" in page
    session = needling_actions.start_session(cast.episode, by=cast.ada)
    visit = reverse("needling:visit", args=[session.pk])
    assert f'href="{visit}#screening-heading"' in page_of(as_ada, record)


def test_a_drawing_that_is_explained_is_not_subdued(as_ada: Client, drawing: DrawingRecord) -> None:
    page = page_of(as_ada, drawing)

    assert "Most probable first" in page
    assert "is-subdued" not in page
    assert "explain this drawing badly" not in page
