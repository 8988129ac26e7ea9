"""The report on one episode as a tagged PDF: progress while it lasts, a summary at its end."""

import json
from html import escape
from importlib.resources import files
from typing import Any

import typst
from django.utils import formats, timezone

from filiform.clinic.drawings import queries as drawing_queries
from filiform.clinic.drawings.sheet import FONT, charts_of
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.measures.shown import HEIGHT, WIDTH, Curve, GoalShown, measures_of
from filiform.clinic.needling import queries as needling_queries

INK, PAPER = "#0b5a5f", "#ffffff"
MOST_CURVES = 8


def report_pdf(episode: EpisodeRecord) -> bytes:
    """Return the report of an episode, with the patient's name."""
    source = (files("filiform.clinic.measures") / "data" / "report.typ").read_bytes()
    pdf: bytes = typst.compile(
        source,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(content_of(episode))},
    )
    return pdf


def content_of(episode: EpisodeRecord) -> dict[str, Any]:
    """Return everything that stands in the report, as plain values."""
    measures = measures_of(episode)
    patient = episode.patient
    return {
        "font": FONT,
        "title": "Discharge summary" if episode.ended_on else "Progress report",
        "written": _day(timezone.localtime()),
        "patient": patient.full_name,
        "born": formats.date_format(patient.birth_date, "j M Y"),
        "complaint": episode.complaint,
        "since": _span(episode),
        "visits": _visits(episode),
        "goals": [_goal(goal) for goal in measures.goals],
        "changes": [_change(curve) for curve in measures.curves],
        "curves": [
            {"label": c.label, "alt": _told(c), "svg": curve_svg(c)}
            for c in measures.curves[:MOST_CURVES]
        ],
        "drawings": _drawings(episode),
        "sources": sorted(
            {f"[{s.mark}] {s.citation}" for curve in measures.curves for s in curve.sources}
        ),
    }


def curve_svg(curve: Curve) -> str:
    """Return a curve that needs no style sheet."""
    grid = "".join(
        f'<line x1="44" x2="624" y1="{y:.1f}" y2="{y:.1f}" stroke="#d8d8d8"/>'
        f'<text x="38" y="{y + 4:.1f}" text-anchor="end" font-size="13">{value:.3g}</text>'
        for value, y in curve.grid
    )
    fan = ""
    if curve.fan:
        fan = (
            f'<path d="{curve.fan.usual}" fill="none" stroke="#777" stroke-width="1.5" '
            'stroke-dasharray="6 5"/>'
            f'<path d="{curve.fan.most}" fill="{INK}" fill-opacity="0.14"/>'
            f'<path d="{curve.fan.half}" fill="{INK}" fill-opacity="0.3"/>'
        )
    marks = "".join(
        f'<circle cx="{p.x:.1f}" cy="{p.y:.1f}" r="5" fill="{INK if p.judged else PAPER}" '
        f'stroke="{INK}" stroke-width="2"/>'
        for p in curve.points
    )
    last = "6 weeks from the latest" if curve.fan else _day(curve.last)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="{FONT}">{grid}{fan}'
        f'<path d="{curve.line}" fill="none" stroke="{INK}" stroke-width="2.5"/>{marks}'
        f'<text x="44" y="230" font-size="13">{escape(_day(curve.first))}</text>'
        f'<text x="624" y="230" font-size="13" text-anchor="end">{escape(last)}</text></svg>'
    )


def _change(curve: Curve) -> dict[str, str]:
    change = curve.change
    first = change.before.value if change else curve.points[0].reading.value
    words = "Two readings clear of a needle are needed."
    if change:
        words = ". ".join(part for part in (change.words, change.numbers) if part) + "."
    return {
        "label": f"{curve.label}, {curve.row.kind.unit}",
        "first": f"{first:.4g}",
        "latest": f"{change.after.value:.4g}" if change else "",
        "words": words,
    }


def _goal(goal: GoalShown) -> dict[str, str]:
    verdict = f"{goal.verdict.primary.words}." if goal.verdict else f"No verdict: {goal.reason}"
    return {"words": goal.words, "label": goal.label, "verdict": verdict}


def _told(curve: Curve) -> str:
    """Say a picture in words, for whoever hears the report."""
    values = ", ".join(f"{_day(p.reading.at)}: {p.reading.value:.4g}" for p in curve.points)
    return f"{curve.label}, {curve.row.kind.unit}. {values}."


def _drawings(episode: EpisodeRecord) -> list[dict[str, str]]:
    """Return front and back of the first and the latest drawing."""
    records = drawing_queries.drawings_over_time(episode)
    chosen = list(dict.fromkeys([records[0], records[-1]])) if records else []
    return [
        {"label": f"{label}, {_day(record.drawn_at)}", "svg": svg}
        for record in chosen
        for label, svg in charts_of(record)[:2]
    ]


def _visits(episode: EpisodeRecord) -> str:
    signed = [s for s in needling_queries.sessions_of(episode) if s.is_signed]
    needled = sum(1 for s in signed if s.needlings.all())
    return f"{_count(len(signed), 'signed visit')}, {needled} of them with needling."


def _span(episode: EpisodeRecord) -> str:
    start = formats.date_format(episode.started_on, "j M Y")
    if episode.ended_on is None:
        return f"since {start}"
    return f"{start} to {formats.date_format(episode.ended_on, 'j M Y')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _day(at: Any) -> str:
    return formats.date_format(timezone.localtime(at), "j M Y")
