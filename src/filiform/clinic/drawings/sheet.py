"""One drawing on paper: the sheet that is printed, its PDF and its picture."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import SimpleNamespace
from typing import Any, Literal

import typst
from django.template.loader import render_to_string
from django.utils import formats, timezone

from filiform.body import PainQuality
from filiform.clinic.drawings.feelings import feelings_of
from filiform.clinic.drawings.mapping import drawn_of
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.drawings.pictures import (
    Figure,
    numbered_figures_of,
    painted_areas,
    views_for,
)

PRINTED_DPI = 300
FONT = "Libertinus Serif"
"""Comes with the typesetter, so a sheet looks the same on every server."""

TILE_SCALE = 1.3
"""On paper the signs are larger than on the screen, to be told apart without colour."""

# The signs of overlay.ts: ^ / × ○ –.
TILES = {
    PainQuality.ACHING: "M2 6.5 5 3.5 8 6.5",
    PainQuality.SHARP: "M3 8 7 2",
    PainQuality.BURNING: "M3 3 7 7M7 3 3 7",
    PainQuality.TINGLING: "M5 3.2a1.8 1.8 0 1 1-.01 0",
    PainQuality.NUMB: "M2 5H8",
}


@dataclass(frozen=True, slots=True)
class SheetMark:
    """One line of the sheet's table, in words."""

    area: str
    feels: str
    strength: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet beside name and date."""

    figures: tuple[Figure, ...]
    marks: tuple[SheetMark, ...]
    qualities: tuple[str, ...]
    """The qualities that occur, each with its sign in the legend."""


def sheet_of(record: DrawingRecord) -> Sheet:
    """Return the sheet of a drawing, the strongest area first."""
    each = drawn_of(record)
    felt = {quality for mark in each.areas.marks for quality in mark.qualities}
    return Sheet(
        figures=numbered_figures_of(each, views_for(painted_areas([each]))),
        marks=tuple(
            SheetMark(mark.sided_area.label, ", ".join(feelings_of(mark)), mark.intensity)
            for mark in sorted(each.areas.marks, key=lambda mark: -mark.intensity)
        ),
        qualities=tuple(quality.value for quality in PainQuality if quality in felt),
    )


def sheet_pdf(record: DrawingRecord) -> bytes:
    """Return the sheet as a PDF on A4, with the patient's name."""
    patient = record.episode.patient
    named = {"patient": patient.full_name, "born": formats.date_format(patient.birth_date, "j M Y")}
    return _typeset("sheet.typ", _content(record) | named, kind="pdf")


def charts_png(record: DrawingRecord) -> bytes:
    """Return the charts as a picture of 300 dpi, without a name."""
    return _typeset("charts.typ", _content(record), kind="png")


def charts_of(record: DrawingRecord) -> list[tuple[str, str]]:
    """Return the charts of a drawing for another document: label and SVG, whole body first."""
    return [(figure.label, _as_svg(figure)) for figure in sheet_of(record).figures]


def _content(record: DrawingRecord) -> dict[str, Any]:
    sheet = sheet_of(record)
    return {
        "id": str(record.pk),
        "font": FONT,
        "drawn": formats.date_format(timezone.localtime(record.drawn_at), "j M Y, H:i"),
        "painted": record.get_drawn_on_display(),
        "charts": [{"label": f.label, "svg": _as_svg(f)} for f in sheet.figures],
        "tiles": [{"word": q, "svg": _tile_svg(q)} for q in sheet.qualities],
        "marks": [
            {"area": mark.area, "feels": mark.feels or "–", "strength": mark.strength}
            for mark in sheet.marks
        ],
    }


def _typeset(name: str, content: dict[str, Any], *, kind: Literal["pdf", "png"]) -> bytes:
    source = (files("filiform.clinic.drawings") / "data" / name).read_bytes()
    return typst.compile(
        source,
        format=kind,
        ppi=PRINTED_DPI,
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(content)},
    )


def _as_svg(figure: Figure) -> str:
    """Return a chart that needs no style sheet."""
    pieces = [
        SimpleNamespace(path=p.path, qualities=p.qualities, fill=_colours().get(p.intensity))
        for p in figure.pieces
    ]
    context = {
        "figure": SimpleNamespace(
            width=figure.width,
            height=figure.height,
            paths=figure.paths,
            pieces=pieces,
            numbers=figure.numbers,
        ),
        "tiles": TILES,
        "tile_scale": TILE_SCALE,
        "font": FONT,
    }
    return render_to_string("drawings/chart.svg", context)


def _tile_svg(quality: str) -> str:
    line = TILES[PainQuality(quality)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
        f'<path d="{line}" fill="none" stroke="#000" stroke-width="1.2" stroke-linecap="round"/>'
        "</svg>"
    )


@cache
def _colours() -> dict[int | None, str]:
    """Return the colour of each intensity, from the design's own file."""
    css = (files("filiform.clinic") / "static" / "css" / "tokens.css").read_text("utf-8")
    return {int(n): colour for n, colour in re.findall(r"--pain-(\d+): (#[0-9a-f]{6});", css)}
