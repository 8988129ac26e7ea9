"""The charts as paths: the outline of each area, the lines of the figure, and paint on the skin.

Where :func:`~filiform.body.charts.chart_svg` gives a whole picture, this gives its parts, so that
a page may draw the figure once and lay many drawings over it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from xml.etree import ElementTree

import numpy as np

from filiform.body.areas import SidedArea
from filiform.body.chart_skin import require_chart_skin
from filiform.body.charts import chart_svg
from filiform.body.errors import ChartDataError, UnknownAreaError
from filiform.body.point import SurfacePoint
from filiform.body.projection import vertices_of
from filiform.body.side import Side
from filiform.body.surface import Flags, Floats, Integers, load_surface

PATH_STEP = re.compile(r"([Mlc])([^Mlcz]*)")
PATH_NUMBER = re.compile(r"-?\d*\.?\d+")
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class SideLabel:
    """The word LEFT or RIGHT, the patient's own, with its place on the chart."""

    word: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ChartPaths:
    """The parts of one chart.

    Parameters
    ----------
    path_by_area
        SVG path of each sided area, in units of the chart.
    lines
        SVG paths of the lines of the figure, by ``outline`` and ``crease``.
    labels
        Which side is which.
    """

    view: str
    path_by_area: Mapping[SidedArea, str]
    lines: Mapping[str, str]
    labels: tuple[SideLabel, ...]

    @property
    def figure(self) -> str:
        """All areas as one path: the whole figure."""
        return "".join(self.path_by_area.values())


@cache
def load_chart_paths(view: str) -> ChartPaths:
    """Read the parts of a chart, once.

    Raises
    ------
    UnknownChartError
        If no chart shows the view.
    ChartDataError
        If the picture cannot be read.
    """
    text = chart_svg(view)
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - a file of this package
        paths = {
            SidedArea(path.attrib["data-area"], Side(path.attrib["data-side"])): path.attrib["d"]
            for path in root.iter(f"{SVG}path")
            if path.get("class") == "area"
        }
        lines = {
            path.attrib["class"]: path.attrib["d"]
            for group in root.iter(f"{SVG}g")
            if group.get("class") == "lines"
            for path in group.iter(f"{SVG}path")
        }
        labels = tuple(
            SideLabel(str(label.text), float(label.attrib["x"]), float(label.attrib["y"]))
            for label in root.iter(f"{SVG}text")
        )
    except (ElementTree.ParseError, ValueError, KeyError) as error:
        raise ChartDataError(f"{view}.svg: {error!r}; rebuild it with make body.") from error
    return ChartPaths(view, MappingProxyType(paths), MappingProxyType(lines), labels)


def outline_on_chart(view: str, painted: Flags) -> str:
    """Return the outline of painted skin on a chart as an SVG path; empty where it shows none.

    Parameters
    ----------
    painted
        ``(n,)`` bool, one for each vertex of the surface. A triangle is painted when its three
        corners are; hidden skin is left out.

    Raises
    ------
    UnknownChartError
        If no chart shows the view.
    """
    triangles, places = _visible(view)
    first, second, third = triangles
    inside = np.flatnonzero(painted[first] & painted[second] & painted[third])
    if not len(inside):
        return ""
    return "".join(
        "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in places[loop].tolist()) + "z"
        for loop in _loops(triangles[:, inside].T)
    )


def place_on_chart(view: str, vertices: Integers) -> tuple[float, float] | None:
    """Return a place on a chart that stands for some skin; None where the chart shows none of it.

    It is the visible vertex nearest to their mean, so it never lies beside them.

    Parameters
    ----------
    vertices
        ``(k,)`` int.

    Raises
    ------
    UnknownChartError
        If no chart shows the view.
    """
    skin = require_chart_skin(view)
    places = skin.places[np.isin(skin.vertices, vertices)]
    if not len(places):
        return None
    off_mean = ((places - places.mean(axis=0)) ** 2).sum(axis=1)
    x, y = places[int(off_mean.argmin())].tolist()
    return x, y


def point_on_chart(view: str, point: SurfacePoint) -> tuple[float, float] | None:
    """Return where a chart shows a place on the skin: right and down; None if it is hidden there.

    Raises
    ------
    UnknownChartError
        If no chart shows the view.
    """
    corners = np.array(point.corners)
    if not np.isin(corners, require_chart_skin(view).vertices).all():
        return None
    _, places = _visible(view)
    x, y = (np.array(point.weights) @ places[corners]).tolist()
    return x, y


@cache
def place_of_area(view: str, area: SidedArea) -> tuple[float, float]:
    """Return the place on a chart that stands for an area: where its number is written.

    Raises
    ------
    UnknownChartError
        If no chart shows the view.
    UnknownAreaError
        If the chart does not show the area.
    """
    paths = load_chart_paths(view).path_by_area
    if area not in paths:
        raise UnknownAreaError(f"the chart {view!r} does not show {area.key}; choose another.")
    on_skin = load_surface().number_of(area) is not None
    place = place_on_chart(view, vertices_of(area)) if on_skin else None
    return place or _middle_of_rim(paths[area])


def _middle_of_rim(path: str) -> tuple[float, float]:
    """Return the mean of the corners of a path made of M, l and c, as the charts are."""
    corners: list[tuple[float, float]] = []
    for command, text in PATH_STEP.findall(path):
        numbers = [float(number) for number in PATH_NUMBER.findall(text)]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "M":
            corners += pairs
            continue
        for dx, dy in pairs[2::3] if command == "c" else pairs:
            corners.append((corners[-1][0] + dx, corners[-1][1] + dy))
    x, y = np.mean(corners, axis=0).tolist()
    return x, y


@cache
def _visible(view: str) -> tuple[Integers, Floats]:
    """Return the triangles that a chart shows, ``(3, m)``, and each vertex's place, ``(n, 2)``."""
    skin = require_chart_skin(view)
    count = load_surface().vertex_count
    shown, places = np.zeros(count, dtype=np.bool_), np.zeros((count, 2))
    shown[skin.vertices] = True
    places[skin.vertices] = skin.places
    triangles = load_surface().triangles
    return np.ascontiguousarray(triangles[shown[triangles].all(axis=1)].T), places


def _loops(triangles: Integers) -> list[list[int]]:
    """Return the rims of some triangles as loops of vertices, in the order of walking."""
    halves = np.concatenate([triangles[:, pair] for pair in ((0, 1), (1, 2), (2, 0))])
    # A half whose other half is there as well lies inside.
    base = int(halves.max()) + 1
    codes, others = halves[:, 0] * base + halves[:, 1], halves[:, 1] * base + halves[:, 0]
    order = np.sort(others)
    met = order[np.minimum(np.searchsorted(order, codes), len(order) - 1)] == codes
    rim = halves[~met]
    onward: dict[int, list[int]] = {}
    for start, end in rim.tolist():
        onward.setdefault(start, []).append(end)
    loops = []
    while onward:
        loop = [next(iter(onward))]
        while loop[-1] in onward:
            ends = onward[loop[-1]]
            step = ends.pop()
            if not ends:
                del onward[loop[-1]]
            loop.append(step)
        loops.append(loop[:-1])
    return loops
