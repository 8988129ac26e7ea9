"""Drawings as charts with paint on them, for pages and for paper.

The figure of a view is the same under every drawing, so it is put once and used many times; what
differs from drawing to drawing are the painted pieces.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from filiform.body import (
    AreaChange,
    ChartPaths,
    PainMark,
    PaintChange,
    SidedArea,
    SurfaceMark,
    compare_areas,
    compare_skin,
    load_chart_paths,
    load_charts,
    load_labels,
    load_measure_rules,
    load_surface,
    outline_on_chart,
    place_of_area,
    place_on_chart,
    skin_intensities,
)
from filiform.body.surface import Flags
from filiform.clinic.drawings.mapping import Drawn
from filiform.clinic.languages import page_language

Paint = tuple[Flags, int | None, tuple[str, ...]]
"""Painted skin with its strength or the words for it."""

ALWAYS = ("front", "back")
WHOLE_BODY = ("front", "back", "left", "right")


@dataclass(frozen=True, slots=True)
class Piece:
    """One painted piece of a chart: a path, and what is to be seen on it."""

    path: str
    intensity: int | None = None
    qualities: tuple[str, ...] = ()
    change: str = ""
    level: int | None = None
    coarse: bool = False
    """Whether its level is that of several areas together."""


@dataclass(frozen=True, slots=True)
class Number:
    """A strength written on the chart."""

    value: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One view with what is painted on it."""

    view: str
    label: str
    width: float
    height: float
    paths: ChartPaths
    pieces: tuple[Piece, ...]
    numbers: tuple[Number, ...] = ()


def views_for(areas: Iterable[SidedArea]) -> tuple[str, ...]:
    """Return front and back, and as many more views as it takes to show all areas."""
    missing = set(areas)
    charts = load_charts()
    views = []
    for view in sorted(charts, key=lambda v: v not in WHOLE_BODY):
        shown = missing.intersection(charts[view].areas)
        if view in ALWAYS or shown:
            views.append(view)
            missing -= shown
    return tuple(views)


def painted_areas(drawings: Iterable[Drawn]) -> tuple[SidedArea, ...]:
    """Return every area that some drawing makes painful."""
    marks = (mark for drawing in drawings for mark in drawing.areas.marks)
    return tuple(dict.fromkeys(mark.sided_area for mark in marks))


def figures_of(drawing: Drawn, views: Iterable[str]) -> tuple[Figure, ...]:
    """Return a drawing on the charts of some views."""
    paint = _paint_of(drawing)
    return tuple(_figure(view, _marked(view, drawing, paint)) for view in views)


def numbered_figures_of(drawing: Drawn, views: Iterable[str]) -> tuple[Figure, ...]:
    """Return the same with each strength written beside its paint, for paper without colour."""
    return tuple(
        replace(figure, numbers=tuple(_numbers(figure.view, drawing)))
        for figure in figures_of(drawing, views)
    )


def compared_figures(before: Drawn, after: Drawn, views: Iterable[str]) -> tuple[Figure, ...]:
    """Return what became of each painted place, on the charts of some views."""
    changes = compare_areas(before.areas, after.areas)
    if before.by_area and after.by_area:
        return tuple(_figure(view, _changed_areas(view, changes)) for view in views)
    skin = compare_skin(before.skin, after.skin)
    in_mouth = [change for change in changes if load_surface().number_of(change.area) is None]
    return tuple(
        _figure(view, (*_changed_skin(view, skin), *_changed_areas(view, in_mouth)))
        for view in views
    )


def shaded_figures(
    skin: Mapping[int, Flags], places: Mapping[tuple[SidedArea, ...], int]
) -> tuple[Figure, ...]:
    """Return front and back in levels: of skin, weaker ones first, and of places on top.

    A place is one area, or several that share one level.
    """
    figures = []
    for view in ALWAYS:
        paths = load_chart_paths(view).path_by_area
        pieces = [Piece(outline_on_chart(view, flags), level=n) for n, flags in skin.items()]
        pieces += [
            Piece("".join(paths.get(area, "") for area in areas), level=n, coarse=len(areas) > 1)
            for areas, n in places.items()
        ]
        figures.append(_figure(view, [piece for piece in pieces if piece.path]))
    return tuple(figures)


def _figure(view: str, pieces: Iterable[Piece]) -> Figure:
    chart = load_charts()[view]
    _, _, width, height = chart.view_box
    label = load_labels(page_language()).charts[view]
    return Figure(view, label, width, height, load_chart_paths(view), tuple(pieces))


def _marked(view: str, drawing: Drawn, paint: Iterable[Paint]) -> list[Piece]:
    paths = load_chart_paths(view).path_by_area
    marked = [
        Piece(paths[mark.sided_area], mark.intensity, _words(mark))
        for mark in _listed(drawing)
        if mark.sided_area in paths
    ]
    painted = [
        Piece(path, intensity, qualities)
        for flags, intensity, qualities in paint
        if (path := outline_on_chart(view, flags))
    ]
    return marked + painted


def _numbers(view: str, drawing: Drawn) -> Iterator[Number]:
    for mark in _listed(drawing):
        if mark.sided_area in load_chart_paths(view).path_by_area:
            yield Number(mark.intensity, *place_of_area(view, mark.sided_area))
    if drawing.by_area:
        return
    for stroke in drawing.skin.strokes:
        place = place_on_chart(view, stroke.vertices)
        if place is not None:
            yield Number(stroke.intensity, *place)


def _listed(drawing: Drawn) -> tuple[PainMark, ...]:
    """Return the marks whose picture is the outline of their area."""
    return drawing.areas.marks if drawing.by_area else drawing.skin.inside_mouth


def _paint_of(drawing: Drawn) -> list[Paint]:
    """Return paint on the skin: first by strength, then by the words for it."""
    if drawing.by_area:
        return []
    strength = skin_intensities(drawing.skin)
    # Each strength reaches under the stronger ones, so that no seam shows between them.
    paint: list[Paint] = [
        (strength >= level, level, ())
        for level in np.unique(strength).astype(int).tolist()
        if level
    ]
    by_words: dict[tuple[str, ...], list[SurfaceMark]] = {}
    for stroke in drawing.skin.strokes:
        by_words.setdefault(_words(stroke), []).append(stroke)
    return paint + [(_covered(by_words[words]), None, words) for words in by_words if words]


def _words(mark: PainMark | SurfaceMark) -> tuple[str, ...]:
    return tuple(quality.value for quality in mark.qualities)


def _covered(strokes: Iterable[SurfaceMark]) -> Flags:
    covered = np.zeros(load_surface().vertex_count, dtype=np.bool_)
    for stroke in strokes:
        covered[stroke.vertices[stroke.weights >= load_measure_rules().painted_weight]] = True
    return covered


def _changed_areas(view: str, changes: Iterable[AreaChange]) -> list[Piece]:
    paths = load_chart_paths(view).path_by_area
    return [
        Piece(paths[change.area], change=change.change.value)
        for change in changes
        if change.area in paths
    ]


def _changed_skin(view: str, skin: Mapping[PaintChange, Flags]) -> list[Piece]:
    return [
        Piece(path, change=change.value)
        for change, flags in skin.items()
        if (path := outline_on_chart(view, flags))
    ]
