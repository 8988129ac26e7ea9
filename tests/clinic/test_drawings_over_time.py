"""All drawings of an episode on one page."""

import re
from datetime import timedelta
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.body import (
    PainDrawing,
    PainMark,
    PainQuality,
    Side,
    SidedArea,
    SurfaceDrawing,
    SurfaceMark,
    dab,
    measure_drawing,
    point_at_vertex,
    require_chart_skin,
    surface_drawing_as_json,
)
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.drawings import mapping
from filiform.clinic.drawings.models import DrawingRecord, DrawnOn
from filiform.clinic.drawings.over_time import course_of
from tests.conftest import Cast, signed_in

ON_THE_THIGH = 12000


def by_area(**intensities: int) -> PainDrawing:
    return PainDrawing(
        tuple(
            PainMark(area, Side.RIGHT, intensity, (PainQuality.BURNING,))
            for area, intensity in intensities.items()
        )
    )


def stored(cast: Cast, marks: dict[str, object], *, days_ago: int) -> DrawingRecord:
    return DrawingRecord.objects.create(
        id=uuid4(),
        episode=cast.episode,
        marks=marks,
        drawn_on=DrawnOn.CLINIC,
        drawn_at=timezone.now() - timedelta(days=days_ago),
        recorded_by=cast.ada,
    )


@pytest.fixture
def three(cast: Cast) -> list[DrawingRecord]:
    """Three drawings: the shoulder eases, its front goes, the neck comes."""
    drawings = (
        by_area(scapula_body=7, shoulder_anterior=4, acromion=5),
        by_area(scapula_body=5, acromion=5),
        by_area(scapula_body=3, acromion=5, suprascapular=2),
    )
    return [
        stored(cast, mapping.marks_of(drawing), days_ago=20 - 7 * place)
        for place, drawing in enumerate(drawings)
    ]


def url(cast: Cast) -> str:
    return reverse("drawings:over_time", args=[cast.episode.pk])


def test_the_page_shows_every_drawing_and_links_to_it(
    as_ada: Client, cast: Cast, three: list[DrawingRecord]
) -> None:
    page = as_ada.get(url(cast)).content.decode()

    assert page.count("data-frame") == 3
    for record in three:
        assert reverse("drawings:drawing", args=[record.pk]) in page
    assert (
        url(cast)
        in as_ada.get(reverse("episodes:episode", args=[cast.episode.pk])).content.decode()
    )


def test_first_and_last_are_compared_in_words(
    as_ada: Client, cast: Cast, three: list[DrawingRecord]
) -> None:
    page = as_ada.get(url(cast)).content.decode()

    rows = re.findall(r"<tr><td>(.*?)</td>.*?>(\w[\w ]*)</span>", page)
    expected = {
        "suprascapular": "new",
        "acromion": "the same",
        "scapula_body": "weaker",
        "shoulder_anterior": "gone",
    }
    assert rows == [(SidedArea(a, Side.RIGHT).label, words) for a, words in expected.items()]


def test_any_two_can_be_compared_and_nonsense_falls_back(
    cast: Cast, three: list[DrawingRecord]
) -> None:
    chosen = course_of(three, before=three[0].pk, after=three[1].pk).comparison
    other = course_of(three, before=uuid4(), after=None).comparison

    assert chosen is not None
    assert [area.change for area in chosen.areas] == ["same", "weaker", "gone"]
    assert other is not None
    assert (other.before, other.after) == (three[0], three[2])


def test_a_script_gets_the_comparison_alone(
    as_ada: Client, cast: Cast, three: list[DrawingRecord]
) -> None:
    chosen = {"before": three[0].pk, "after": "nonsense"}

    part = as_ada.get(url(cast), chosen, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert "what has changed" in part


def test_the_measures_are_those_of_the_core(three: list[DrawingRecord]) -> None:
    course = course_of(three)

    extents = [measure_drawing(mapping.drawn_of(r).skin).extent_percent for r in three]
    rows = {trend.name: trend.values for trend in course.trends}
    assert rows["Extent"] == tuple(f"{extent:.1f}" for extent in extents)
    assert rows["Laterality"] == ("−1.00",) * 3
    assert rows["Overlap with the one before"][0] == "–"
    assert all(trend.line for trend in course.trends)


def test_paint_on_the_skin_is_shown_measured_and_compared(
    as_ada: Client, cast: Cast, three: list[DrawingRecord]
) -> None:
    vertices, weights = dab(point_at_vertex(ON_THE_THIGH), 0.08)
    stroke = SurfaceMark(vertices, weights, 8, (PainQuality.NUMB,))
    painted = stored(cast, surface_drawing_as_json(SurfaceDrawing((stroke,))), days_ago=0)

    course = course_of([*three, painted])
    page = as_ada.get(url(cast)).content.decode()

    front = course.drawings[-1].figures[0]
    assert {piece.intensity for piece in front.pieces} == {8, None}
    assert {piece.qualities for piece in front.pieces} == {(), ("numb",)}
    assert course.comparison is not None
    assert {"new", "gone"} <= {p.change for f in course.comparison.figures for p in f.pieces}
    assert 'url(#ff-quality-numb)"' in page


def test_marks_inside_the_mouth_bring_their_chart(cast: Cast, three: list[DrawingRecord]) -> None:
    tongue = PainDrawing((PainMark("mouth_tongue", Side.MIDLINE, 4),))
    mouth = stored(cast, mapping.marks_of(tongue), days_ago=1)

    course = course_of([*three, mouth])

    assert [figure.view for figure in course.base] == ["front", "back", "mouth"]
    assert course.comparison is not None
    assert course.comparison.figures[-1].pieces[0].change == "new"
    assert {trend.name: trend.values[-1] for trend in course.trends}["Mean intensity"] == "–"


def test_one_drawing_has_nothing_to_compare_and_none_says_so(as_ada: Client, cast: Cast) -> None:
    empty = as_ada.get(url(cast)).content.decode()
    stored(cast, mapping.marks_of(by_area(acromion=5)), days_ago=0)
    single = as_ada.get(url(cast)).content.decode()

    assert "No drawing yet" in empty
    assert single.count("data-frame") == 1
    assert "Two visits compared" not in single
    assert "ff-drawing-film" not in single


def test_nobody_else_sees_the_page_and_reading_it_is_written_down(
    as_ada: Client, cast: Cast, three: list[DrawingRecord]
) -> None:
    answers = {
        name: signed_in(getattr(cast, name)).get(url(cast)).status_code
        for name in ("ben", "cleo", "dora")
    }
    as_ada.get(url(cast))

    assert answers == {"ben": 404, "cleo": 403, "dora": 403}
    assert AuditEntry.objects.filter(verb="drawings viewed over time", actor=cast.ada).count() == 1


def test_twelve_painted_drawings_are_all_shown(as_ada: Client, cast: Cast) -> None:
    rng = np.random.default_rng(4)
    on_back = require_chart_skin("back").vertices
    for days_ago in range(12):
        strokes = tuple(
            SurfaceMark(*dab(point_at_vertex(int(v)), 0.08), int(i), (PainQuality.ACHING,))
            for v, i in zip(rng.choice(on_back, 4), rng.integers(1, 11, 4), strict=True)
        )
        stored(cast, surface_drawing_as_json(SurfaceDrawing(strokes)), days_ago=days_ago)

    page = as_ada.get(url(cast)).content.decode()

    for record in DrawingRecord.objects.all():
        assert str(record.pk) in page
