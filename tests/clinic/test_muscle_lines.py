"""Muscle lines are for clinicians: on the drawing and its ranking, and on no page of a patient."""

import json
import re

import numpy as np
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from filiform.atlas import load_atlas, referral_weights, site_point
from filiform.body import Side, load_charts, load_surface, outline_on_chart, point_on_chart
from filiform.clinic.drawings.models import DrawingRecord
from tests.conftest import Cast, signed_in

VIEWER = re.compile(r'<script id="viewer-data" type="application/json">(.*?)</script>', re.DOTALL)
OF_CLINICIANS = ("lines/", "data-muscle", "data-zone", "muscle", "Muscle")


@pytest.mark.parametrize("page", ["drawings:drawing", "localisations:ranking"])
def test_a_clinician_is_given_the_lines_of_every_shape_and_of_the_charts(
    as_ada: Client, drawing: DrawingRecord, page: str
) -> None:
    text = as_ada.get(reverse(page, args=[drawing.pk])).content.decode()

    found = VIEWER.search(text)
    assert found is not None
    sources = json.loads(found[1])["muscles"]
    assert sources["shapes"].keys() == set(load_surface().shapes)
    for address in (sources["charts"], *sources["shapes"].values()):
        assert finders.find(address.removeprefix("/static/")), address


def test_a_ranked_point_names_its_muscle_on_its_side(
    as_ada: Client, drawing: DrawingRecord
) -> None:
    text = as_ada.get(reverse("localisations:ranking", args=[drawing.pk])).content.decode()

    keys = re.findall(r'data-muscle="(\w+)\.(\w+)"', text)
    points = re.findall(r'data-zone="/zones/(\w+)\.trp\d+/(\w+)/"', text)
    assert keys == points
    assert len(keys) > 2
    assert {muscle for muscle, _ in keys} <= load_atlas().muscles.keys()


def test_lines_are_on_where_points_are_ranked_and_wait_elsewhere(
    as_ada: Client, drawing: DrawingRecord
) -> None:
    ranking = as_ada.get(reverse("localisations:ranking", args=[drawing.pk])).content.decode()
    shown = as_ada.get(reverse("drawings:drawing", args=[drawing.pk])).content.decode()

    assert " lines></ff-body-view>" in ranking
    assert " lines>" not in shown
    assert "to be confirmed by palpation" in ranking


def test_no_page_of_a_patient_knows_of_muscles(cast: Cast, drawing: DrawingRecord) -> None:
    cleo = signed_in(cast.cleo)

    pages = [
        cleo.get(reverse("patients:me")),
        cleo.get(reverse("drawings:own", args=[cast.episode.pk])),
    ]

    for page in pages:
        assert page.status_code == 200
        assert [word for word in OF_CLINICIANS if word in page.content.decode()] == []


def test_the_painter_of_a_clinician_may_be_handed_over_and_has_no_lines(
    as_ada: Client, cast: Cast
) -> None:
    page = as_ada.get(reverse("drawings:new", args=[cast.episode.pk])).content.decode()

    assert "painter-data" in page
    assert "lines/" not in page


def test_a_zone_has_its_outlines_and_its_site_on_every_chart_that_shows_them(
    as_ada: Client,
) -> None:
    charts = as_ada.get("/zones/infraspinatus.trp1/right/").json()["charts"]

    weights = referral_weights("infraspinatus.trp1", Side.RIGHT)
    site = site_point("infraspinatus.trp1", Side.RIGHT)
    for view in load_charts():
        shown = charts.get(view, {})
        assert shown.get("core", "") == outline_on_chart(view, weights >= 1)
        assert shown.get("felt", "") == outline_on_chart(view, weights >= 0.4)
        place = point_on_chart(view, site)
        if place is None:
            assert "site" not in shown
        else:
            np.testing.assert_allclose(shown["site"], place, atol=0.051)
    assert "site" in charts["back"]
    assert "site" not in charts.get("front", {})
