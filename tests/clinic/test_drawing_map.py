"""The map of a clinic's drawings: counts of many, and nothing about a few."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest
from django.conf import LazySettings
from django.utils import timezone

from filiform.body import (
    PainDrawing,
    PainMark,
    Side,
    SurfaceDrawing,
    SurfaceMark,
    load_surface,
    outline_on_chart,
    surface_drawing_as_json,
    vertices_of,
)
from filiform.body.areas import SidedArea
from filiform.body.surface import Integers
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.drawings import mapping, queries
from filiform.clinic.drawings.frequency import Frequency, frequency_of
from filiform.clinic.drawings.models import DrawingRecord, DrawnOn
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.patients.models import Patient
from filiform.clinic.state import GroupSizeError, smallest_group
from tests.conftest import Cast, signed_in

NOON = datetime(2026, 3, 10, 12, tzinfo=timezone.get_default_timezone())
MAP = "/drawings/map/"
THIGH = SidedArea("thigh_anterior_mid", Side.RIGHT)


def patient(cast: Cast) -> Patient:
    return Patient.objects.create(
        clinic=cast.clinic, given_name="P", family_name="Q", birth_date=date(1980, 1, 1)
    )


def painted(
    cast: Cast, who: Patient, *areas: str, at: datetime = NOON, episode: EpisodeRecord | None = None
) -> DrawingRecord:
    marks = tuple(PainMark(area, Side.RIGHT, 5) for area in areas)
    return DrawingRecord.objects.create(
        id=uuid4(),
        episode=episode
        or EpisodeRecord.objects.create(patient=who, complaint="x", clinician=cast.ada),
        marks=mapping.marks_of(PainDrawing(marks)),
        drawn_on=DrawnOn.CLINIC,
        drawn_at=at,
    )


def map_of(cast: Cast, *, last: bool = False, smallest: int = 10) -> Frequency | None:
    found = queries.one_drawing_each(cast.lea, last=last, since=None, until=None)
    return frequency_of(found, smallest=smallest)


def a_spot_that_the_front_shows(area: SidedArea) -> Integers:
    """Return the corners of the smallest triangle of an area that the front chart shows."""
    surface = load_surface()
    inside = surface.triangles[
        (surface.area[surface.triangles] == surface.number_of(area)).all(axis=1)
    ]
    for triangle in inside[surface.area_m2[inside].sum(axis=1).argsort()]:
        flags = np.isin(np.arange(surface.vertex_count), triangle)
        if outline_on_chart("front", flags):
            return np.sort(triangle)
    raise AssertionError("the front shows nothing of it")


def test_ten_patients_are_counted_and_nine_are_not_told_apart_from_none(cast: Cast) -> None:
    for number in range(12):
        areas = ["acromion"] + ["clavicle"] * (number < 10) + ["axilla"] * (number < 9)
        painted(cast, patient(cast), *areas)

    page = signed_in(cast.lea).get(MAP).content.decode()
    frequency = map_of(cast)

    assert frequency is not None
    assert [area.count for area in frequency.told.areas] == [12, 10]
    assert "12 of 12" in page
    assert "83 %" in page
    assert "fewer than 10" in page
    assert SidedArea("axilla", Side.RIGHT).label not in page
    assert "9 of 12" not in page
    assert len(frequency.figures[0].pieces) == 2


def test_under_ten_patients_nothing_is_shown_not_even_how_many(cast: Cast) -> None:
    for _ in range(9):
        painted(cast, patient(cast), "acromion")

    page = signed_in(cast.lea).get(MAP).content.decode()

    assert map_of(cast) is None
    assert "Fewer than 10 patients" in page
    assert "body-chart" not in page
    assert "9 patients" not in page


def test_a_region_counts_a_patient_once_where_its_areas_are_too_rare(cast: Cast) -> None:
    for number in range(10):
        areas = ("acromion", "axilla") if number < 5 else ("shoulder_anterior",)
        painted(cast, patient(cast), *areas)

    frequency = map_of(cast)

    assert frequency is not None
    assert frequency.told.areas == ()
    assert [(each.label, each.count) for each in frequency.told.regions] == [
        ("Shoulder, right", 10)
    ]
    assert {piece.coarse for figure in frequency.figures for piece in figure.pieces} == {True}


def test_a_region_beside_its_own_area_would_tell_of_one_person_and_is_left_out(cast: Cast) -> None:
    for number in range(11):
        painted(cast, patient(cast), "acromion" if number < 10 else "axilla")

    frequency = map_of(cast)

    assert frequency is not None
    assert [each.count for each in frequency.told.places] == [10]


def test_no_drawing_at_all_is_too_few(cast: Cast) -> None:
    assert map_of(cast) is None


def test_each_patient_counts_once_with_the_first_or_the_last_drawing(cast: Cast) -> None:
    for _ in range(10):
        who = patient(cast)
        first = painted(cast, who, "acromion", at=NOON - timedelta(days=9))
        painted(cast, who, "clavicle", at=NOON - timedelta(days=5), episode=first.episode)
        painted(cast, who, "axilla", at=NOON - timedelta(days=3))

    firsts, lasts = map_of(cast), map_of(cast, last=True)

    assert firsts is not None
    assert lasts is not None
    assert [area.label for area in firsts.told.areas] == [SidedArea("acromion", Side.RIGHT).label]
    assert [area.label for area in lasts.told.areas] == [SidedArea("axilla", Side.RIGHT).label]
    assert firsts.patients == lasts.patients == 10


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ({"since": "2026-03-10", "until": "2026-03-10"}, True),
        ({"since": "2026-03-11"}, False),
        ({"until": "2026-03-09"}, False),
    ],
)
def test_the_period_counts_by_day(cast: Cast, period: dict[str, str], shown: bool) -> None:
    for _ in range(10):
        painted(cast, patient(cast), "acromion")

    page = signed_in(cast.lea).get(MAP, {"which": "first"} | period).content.decode()

    assert ("10 of 10" in page) is shown


def test_a_period_that_is_none_is_refused_in_words(cast: Cast) -> None:
    answer = signed_in(cast.lea).get(MAP, {"which": "first", "since": "soon"})

    assert answer.status_code == 400
    assert "Enter a valid date" in answer.content.decode()


def test_paint_on_the_skin_is_counted_with_marked_areas(cast: Cast) -> None:
    area = SidedArea("acromion", Side.RIGHT)
    for number in range(10):
        record = painted(cast, patient(cast), "acromion")
        if number == 0:
            vertices = vertices_of(area)
            stroke = SurfaceMark(vertices, np.ones(len(vertices)), 5)
            DrawingRecord.objects.create(
                id=uuid4(),
                episode=record.episode,
                marks=surface_drawing_as_json(SurfaceDrawing((stroke,))),
                drawn_on=DrawnOn.CLINIC,
                drawn_at=NOON - timedelta(days=1),
            )

    frequency = map_of(cast)

    assert frequency is not None
    assert [area.count for area in frequency.told.areas] == [10]
    assert [piece.level for piece in frequency.figures[0].pieces] == [5]


def test_where_skin_was_painted_no_band_is_narrower_than_the_smallest_group(cast: Cast) -> None:
    """Beside 12 who painted an area, a band from 10 to 11 would show one or two who missed it."""
    vertices = vertices_of(THIGH)
    for number in range(12):
        part = vertices if number < 10 else vertices[: len(vertices) // 2]
        stroke = SurfaceMark(part, np.ones(len(part)), 5)
        record = painted(cast, patient(cast), "acromion")
        DrawingRecord.objects.create(
            id=uuid4(),
            episode=record.episode,
            marks=surface_drawing_as_json(SurfaceDrawing((stroke,))),
            drawn_on=DrawnOn.CLINIC,
            drawn_at=NOON - timedelta(days=1),
        )

    frequency = map_of(cast)

    assert frequency is not None
    assert [each.count for each in frequency.told.areas] == [12]
    assert [(band.fewest, band.most) for band in frequency.bands] == [(10, 12)]


def test_skin_of_an_area_that_is_not_told_stays_bare(cast: Cast) -> None:
    """Ten dabs on one spot make no area painful, and would stand beside a region's count."""
    spot = a_spot_that_the_front_shows(THIGH)
    for _ in range(10):
        record = painted(cast, patient(cast), "acromion")
        marks = mapping.marks_of(PainDrawing((PainMark("acromion", Side.LEFT, 5),)))
        stroke = surface_drawing_as_json(SurfaceDrawing((SurfaceMark(spot, np.ones(3), 5),)))
        DrawingRecord.objects.create(
            id=uuid4(),
            episode=record.episode,
            marks=stroke | marks,
            drawn_on=DrawnOn.CLINIC,
            drawn_at=NOON - timedelta(days=1),
        )

    frequency = map_of(cast)

    assert frequency is not None
    assert [each.label for each in frequency.told.areas] == [SidedArea("acromion", Side.LEFT).label]
    assert [piece.path.count("M") for piece in frequency.figures[0].pieces] == [1]


def test_another_clinic_is_not_counted_and_only_the_lead_looks(cast: Cast) -> None:
    for _ in range(10):
        painted(cast, patient(cast), "acromion")
    Patient.objects.update(clinic=cast.ben.clinic)

    answers = {
        name: signed_in(getattr(cast, name)).get(MAP).status_code
        for name in ("ada", "ben", "cleo", "dora", "lea")
    }

    assert answers == {"ada": 403, "ben": 403, "cleo": 403, "dora": 403, "lea": 200}
    assert map_of(cast) is None
    assert AuditEntry.objects.filter(verb="drawing map viewed", actor=cast.lea).count() == 1


def test_the_clinic_may_ask_for_larger_groups(cast: Cast, settings: LazySettings) -> None:
    settings.SMALLEST_GROUP = 20
    for _ in range(15):
        painted(cast, patient(cast), "acromion")

    page = signed_in(cast.lea).get(MAP).content.decode()

    assert "Fewer than 20 patients" in page


@pytest.mark.parametrize("text", ["9", "0", "-10", "ten", ""])
def test_a_smaller_group_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(GroupSizeError, match="from 10 on"):
        smallest_group(text)
