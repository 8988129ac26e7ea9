"""The lines of muscles in space and on flat charts."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np

from filiform.atlas.errors import AtlasError
from filiform.atlas.load import load_atlas
from filiform.atlas.muscle_lines import load_muscle_lines
from filiform.atlas.sites import M_PER_MM
from filiform.body import (
    CANONICAL_SHAPE,
    Side,
    SurfacePoint,
    load_charts,
    load_surface,
    require_chart_skin,
)
from filiform.body.inside import beneath, push_inside
from filiform.body.surface import Flags, Floats, Integers

SPACING_M = 0.010
LEAST_M = 0.002
"""No sample lies nearer to the skin: a line must not flicker through it."""

FINE_STEPS = 32
"""Samples between two points of a strand before they are spaced evenly."""

SHORTEST_PIECE = 4
"""Samples of the shortest piece that a chart shows; shorter ones are crumbs at the rim."""

WITHOUT_SKIN = 4
"""A projection has four unknowns a coordinate; a chart with less skin shows no body."""


def lines_on(shape: str, side: Side) -> Mapping[str, tuple[Floats, ...]]:
    """Return the lines of every muscle of one side of a shape, by muscle, read-only.

    A centripetal Catmull-Rom curve through the points of each strand, in steps of about 10 mm. What
    would leave the skin is brought back to at least 2 mm beneath it. The right side is the mirror
    image of the left.

    Parameters
    ----------
    shape
        Name of a shape of the surface.
    side
        Left or right.

    Returns
    -------
    Mapping
        A tuple of strands for each muscle, each ``(n, 3)`` float, metres, from the origin to the
        insertion, in the order of :func:`load_muscle_lines`.

    Raises
    ------
    UnknownShapeError
        If there is no such shape.
    AtlasError
        If ``side`` is the midline: every line belongs to the left or to the right.

    References
    ----------
    Yuksel C, Schaefer S, Keyser J. Parameterization and applications of Catmull-Rom curves.
    Computer-Aided Design 2011;43:747-755.
    """
    if side is Side.MIDLINE:
        raise AtlasError("muscle lines: came the midline, expected left or right.")
    return _left(shape) if side is Side.LEFT else _right(shape)


def lines_on_chart(view: str, muscle: str, side: Side | None = None) -> tuple[Floats, ...]:
    """Return the lines of a muscle on a flat chart, of both sides or of one.

    Only what lies under skin that the chart shows: samples whose nearest skin cannot be seen in
    this view are left out, which may cut a strand into pieces. Pieces below 3 cm are dropped.

    Parameters
    ----------
    view
        The chart.
    muscle
        Id of a muscle; some have no lines, and so none on any chart.
    side
        Left or right; both if omitted.

    Returns
    -------
    tuple
        Lines, each ``(n, 2)`` float: right and down, in units of the chart.

    Raises
    ------
    UnknownChartError
        If there is no such chart.
    UnknownMuscleError
        If there is no such muscle.
    AtlasError
        If ``side`` is the midline.
    """
    load_atlas().muscle(muscle)
    skin = require_chart_skin(view)
    if len(skin.vertices) < WITHOUT_SKIN:
        return ()
    seen = np.zeros(load_surface().vertex_count, dtype=np.bool_)
    seen[skin.vertices] = True
    projection = _projection(view)
    left, top, width, height = load_charts()[view].view_box
    pieces: list[Floats] = []
    for each in (Side.LEFT, Side.RIGHT) if side is None else (side,):
        strands = lines_on(CANONICAL_SHAPE, each).get(muscle, ())
        for strand, nearest in zip(strands, _nearest_vertices(muscle, each), strict=True):
            places = strand @ projection[:3] + projection[3]
            # Charts of the head end at the neck, and lines do not.
            within = (places >= (left, top)) & (places <= (left + width, top + height))
            pieces += _pieces(places, seen[nearest] & within.all(axis=1))
    return tuple(pieces)


def curve(points: Floats) -> Floats:
    """Return a centripetal Catmull-Rom curve through points, in even steps of about 10 mm.

    Parameters
    ----------
    points
        ``(k, 3)`` float, metres; at least two, no two neighbours in one place.

    Returns
    -------
    Floats
        ``(n, 3)`` float, metres; the first and the last are those of ``points``.
    """
    # Beyond either end the curve runs on as it came.
    ends = (2 * points[0] - points[1], 2 * points[-1] - points[-2])
    control = np.vstack([ends[0], points, ends[1]])
    knots = np.sqrt(np.linalg.norm(np.diff(control, axis=0), axis=1)).cumsum()
    knots = np.concatenate([[0.0], knots])
    fine = [_span(control[k : k + 4], knots[k : k + 4]) for k in range(len(points) - 1)]
    return evenly(np.vstack([*fine, points[-1:]]))


def evenly(line: Floats) -> Floats:
    """Return a line in even steps of about 10 mm along it, ``(n, 3)``, with the same ends."""
    along = np.concatenate([[0.0], np.linalg.norm(np.diff(line, axis=0), axis=1).cumsum()])
    steps = max(1, round(along[-1] / SPACING_M))
    wanted = np.linspace(0, along[-1], steps + 1)
    return np.stack([np.interp(wanted, along, part) for part in line.T], axis=1)


@cache
def _left(shape: str) -> Mapping[str, tuple[Floats, ...]]:
    curves = {
        key: curve(np.array([beneath(anchor, inset_m, shape) for anchor, inset_m in points]))
        for key, points in _anchors().items()
    }
    # Pushed, spaced evenly again, and pushed where that cut a corner.
    evened = {key: evenly(line) for key, line in _pushed(curves, shape).items()}
    pushed = _pushed(evened, shape)
    return MappingProxyType(
        {
            muscle: tuple(_frozen(pushed[muscle, strand.id]) for strand in lines.strands)
            for muscle, lines in load_muscle_lines().items()
        }
    )


@cache
def _right(shape: str) -> Mapping[str, tuple[Floats, ...]]:
    return MappingProxyType(
        {
            muscle: tuple(_frozen(strand * [-1, 1, 1]) for strand in strands)
            for muscle, strands in _left(shape).items()
        }
    )


@cache
def _anchors() -> Mapping[tuple[str, str], tuple[tuple[SurfacePoint, float], ...]]:
    """Skin and inset in metres of the points of every strand: found once, good on every shape."""
    return MappingProxyType(
        {
            (muscle, strand.id): tuple((p.anchor, p.inset_mm * M_PER_MM) for p in strand.points)
            for muscle, lines in load_muscle_lines().items()
            for strand in lines.strands
        }
    )


def _pushed(lines: Mapping[tuple[str, str], Floats], shape: str) -> dict[tuple[str, str], Floats]:
    ends = np.cumsum([len(line) for line in lines.values()])
    pushed = push_inside(np.vstack(list(lines.values())), shape, least_m=LEAST_M)
    return dict(zip(lines, np.split(pushed, ends[:-1]), strict=True))


def _span(control: Floats, knots: Floats) -> Floats:
    """Samples between the second and the third of four control points, ``(FINE_STEPS, 3)``."""
    at = np.linspace(knots[1], knots[2], FINE_STEPS, endpoint=False)[:, None]

    def between(first: Floats, last: Floats, i: int, j: int) -> Floats:
        share = (at - knots[i]) / (knots[j] - knots[i])
        mixed: Floats = (1 - share) * first + share * last
        return mixed

    a, b, c = (between(control[k], control[k + 1], k, k + 1) for k in range(3))
    return between(between(a, b, 0, 2), between(b, c, 1, 3), 1, 2)


@cache
def _projection(view: str) -> Floats:
    """The parallel projection of a chart, ``(4, 2)``: three directions and the origin."""
    skin = require_chart_skin(view)
    positions = load_surface().vertices()[skin.vertices]
    with_one = np.column_stack([positions, np.ones(len(positions))])
    projection = np.linalg.lstsq(with_one, skin.places, rcond=None)[0]
    return projection.astype(np.float64)


@cache
def _nearest_vertices(muscle: str, side: Side) -> tuple[Integers, ...]:
    """The vertex nearest to each sample of a muscle, on the canonical shape, by strand."""
    if side is Side.RIGHT:
        mirror = load_surface().mirror
        return tuple(mirror[nearest] for nearest in _nearest_vertices(muscle, Side.LEFT))
    vertices = load_surface().vertices()
    return tuple(
        np.array([((vertices - place) ** 2).sum(axis=1).argmin() for place in strand])
        for strand in lines_on(CANONICAL_SHAPE, side).get(muscle, ())
    )


def _pieces(strand: Floats, seen: Flags) -> list[Floats]:
    cuts = np.flatnonzero(np.diff(seen.astype(np.int64))) + 1
    runs = zip(np.split(strand, cuts), np.split(seen, cuts), strict=True)
    shortest = min(SHORTEST_PIECE, len(strand))
    return [run for run, visible in runs if visible[0] and len(run) >= shortest]


def _frozen(line: Floats) -> Floats:
    line.flags.writeable = False
    return line
