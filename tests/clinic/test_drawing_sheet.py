"""One drawing on paper: print view, PDF and picture."""

import time
from io import BytesIO
from itertools import combinations
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from numpy.typing import NDArray
from PIL import Image

from filiform.body import (
    PainDrawing,
    PainMark,
    PainQuality,
    Side,
    SidedArea,
    SurfaceDrawing,
    SurfaceMark,
    dab,
    load_charts,
    place_of_area,
    point_at_vertex,
    surface_drawing_as_json,
)
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.drawings import mapping
from filiform.clinic.drawings.models import DrawingRecord, DrawnOn
from filiform.clinic.drawings.sheet import TILES, charts_png, sheet_of, sheet_pdf
from filiform.clinic.patients.models import Patient
from tests.conftest import Cast

SLOWEST_PDF_S = 1.0
WIDTH_PX = round(180 / 25.4 * 300)
MARGIN_PX, CHART_PX = 4 / 25.4 * 300, 84 / 25.4 * 300
TILE_PX = 21
THIGH = SidedArea("thigh_anterior_mid", Side.LEFT)
LEAST_CONTRAST = 80  # of 255
LEAST_DIFFERENCE = 0.25
"""Share of the ink by which two patterns differ however they are laid over each other."""


def unsaved(cast: Cast, marks: dict[str, object]) -> DrawingRecord:
    return DrawingRecord(id=uuid4(), episode=cast.episode, marks=marks, drawn_on=DrawnOn.PHONE)


def thigh(*qualities: PainQuality) -> dict[str, object]:
    mark = PainMark(THIGH.area, THIGH.side, 5, qualities)
    return mapping.marks_of(PainDrawing((mark,)))


def test_the_print_view_has_name_date_sides_and_strengths_as_numbers(
    as_ada: Client, cast: Cast, drawing: DrawingRecord
) -> None:
    page = as_ada.get(reverse("drawings:print", args=[drawing.pk])).content.decode()

    assert "Cleo Example" in page
    assert "about here" in page
    assert ">LEFT</text>" in page
    assert ">RIGHT</text>" in page
    assert page.count('<text class="strength"') == 2
    assert 'url(#ff-quality-aching)"' in page


@pytest.mark.parametrize(
    ("name", "kind", "begins"),
    [("pdf", "application/pdf", b"%PDF-"), ("png", "image/png", b"\x89PNG")],
)
def test_an_export_is_a_file_without_a_name_in_its_address_and_is_written_down(
    as_ada: Client, cast: Cast, drawing: DrawingRecord, name: str, kind: str, begins: bytes
) -> None:
    answer = as_ada.get(reverse(f"drawings:{name}", args=[drawing.pk]))

    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="pain-drawing-{drawing.pk}.{name}"'
    )
    assert answer.content.startswith(begins)
    entry = AuditEntry.objects.get(verb="drawing exported")
    assert (entry.actor, entry.object_id) == (cast.ada, str(drawing.pk))


def test_a_pdf_is_made_in_time(drawing: DrawingRecord) -> None:
    sheet_pdf(drawing)  # reads the fonts and the charts, once a process

    begun = time.perf_counter()
    sheet_pdf(drawing)

    assert time.perf_counter() - begun < SLOWEST_PDF_S


@pytest.mark.parametrize("name", ["#panic()", "*$\\<&>]", "Žižka Yıldız", "王"])
def test_a_name_is_text_whatever_it_holds(cast: Cast, drawing: DrawingRecord, name: str) -> None:
    Patient.objects.update(family_name=name)
    record = DrawingRecord.objects.select_related("episode__patient").get(pk=drawing.pk)

    assert sheet_pdf(record).startswith(b"%PDF-")


def test_a_picture_has_300_dots_an_inch(drawing: DrawingRecord) -> None:
    width, height = Image.open(BytesIO(charts_png(drawing))).size

    assert abs(width - WIDTH_PX) <= 1
    assert height > 1500


def test_paint_on_the_skin_and_marks_in_the_mouth_come_onto_the_sheet(cast: Cast) -> None:
    stroke = SurfaceMark(*dab(point_at_vertex(12000), 0.08), 8, (PainQuality.NUMB,))
    tongue = PainMark("mouth_tongue", Side.MIDLINE, 4)
    record = unsaved(cast, surface_drawing_as_json(SurfaceDrawing((stroke,), (tongue,))))

    sheet = sheet_of(record)

    numbers = {figure.view: [n.value for n in figure.numbers] for figure in sheet.figures}
    assert numbers["front"] == [8]
    assert numbers["mouth"] == [4]
    assert sheet.qualities == ("numb",)
    assert sheet_pdf(record).startswith(b"%PDF-")


@pytest.mark.long
def test_five_qualities_are_told_apart_on_a_grey_printer(cast: Cast) -> None:
    plain = on_the_thigh(charts_png(unsaved(cast, thigh())))
    ink_by_quality = {
        quality: np.abs(on_the_thigh(charts_png(unsaved(cast, thigh(quality)))) - plain)
        for quality in PainQuality
    }

    differences = {
        (first, second): difference(ink_by_quality[first], ink_by_quality[second])
        for first, second in combinations(PainQuality, 2)
    }

    assert set(TILES) == set(PainQuality)
    assert all(ink.max() > LEAST_CONTRAST for ink in ink_by_quality.values())
    assert {pair: d for pair, d in differences.items() if d < LEAST_DIFFERENCE} == {}


def on_the_thigh(picture: bytes) -> NDArray[np.float64]:
    """Cut a square of three tiles out of the left thigh of the front chart."""
    with Image.open(BytesIO(picture)) as image:
        page = Image.new("RGBA", image.size, "white")
        grey = Image.alpha_composite(page, image.convert("RGBA")).convert("L")
    px = CHART_PX / load_charts()["front"].view_box[2]
    x, y = (MARGIN_PX + v * px for v in place_of_area("front", THIGH))
    side = 3 * TILE_PX
    left, top = int(x - side / 2), int(y - side / 2)
    box = (left, top, left + side, top + side)
    return np.asarray(grey.crop(box), dtype=np.float64)


def difference(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """What share of the ink of two patterns differs, over the best way to lay one over the other.

    0 for the same pattern moved, 1 where no ink falls on ink.
    """
    return min(
        float(np.abs(first - np.roll(second, (down, right), axis=(0, 1))).sum())
        for down in range(TILE_PX)
        for right in range(TILE_PX)
    ) / float(first.sum() + second.sum())
