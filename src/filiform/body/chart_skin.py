"""Between the flat charts and the skin they show.

A chart knows where each visible vertex lies on it, so a stroke on a chart is a stroke on the skin.
Skin near the rim of a figure is foreshortened: measure on the surface, never on a chart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from zipfile import BadZipFile

import numpy as np

from filiform.body.brush import SOLID_SHARE, fade
from filiform.body.charts import load_charts
from filiform.body.errors import (
    ChartDataError,
    OffBodyError,
    StrokeWeightError,
    UnknownChartError,
    UnknownTopologyError,
)
from filiform.body.surface import Flags, Floats, Integers, load_surface, require_topology

PLACES_FILE = "charts.npz"


@dataclass(frozen=True, slots=True, eq=False)
class ChartSkin:
    """The skin that a chart shows.

    Parameters
    ----------
    vertices
        Visible vertices of the surface, ``(k,)`` int.
    places
        Where each lies on the chart, ``(k, 2)`` float: right and down, in units of the chart.
    """

    view: str
    vertices: Integers
    places: Floats


@cache
def load_chart_skin() -> Mapping[str, ChartSkin]:
    """Read which skin every chart shows, by view, read-only.

    Raises
    ------
    ChartDataError
        If the file is missing, damaged, or belongs to other charts or another surface.
    """
    path = files("filiform.body") / "data" / "charts" / PLACES_FILE
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            require_topology(str(file["version"]))
            steps = int(file["steps_per_unit"])
            skins = [
                _skin(view, file[f"{view}.vertices"], file[f"{view}.places"] / steps)
                for view in load_charts()
            ]
    except (OSError, ValueError, KeyError, BadZipFile, UnknownTopologyError) as error:
        raise ChartDataError(f"{PLACES_FILE}: {error}; rebuild it with make body.") from error
    return MappingProxyType({skin.view: skin for skin in skins})


def require_chart_skin(view: str) -> ChartSkin:
    """Return the skin that a view shows.

    Raises
    ------
    UnknownChartError
        If no chart shows the view.
    """
    skins = load_chart_skin()
    if view not in skins:
        raise UnknownChartError(f"no chart {view!r}; there are {', '.join(skins)}.")
    return skins[view]


def dab_on_chart(view: str, place: tuple[float, float], radius: float) -> tuple[Integers, Floats]:
    """Return what one touch of a brush on a chart paints on the skin.

    Parameters
    ----------
    view
        The chart.
    place
        Where the brush touches it: right and down, in units of the chart.
    radius
        How far the paint reaches, in units of the chart. It reaches across gaps of the figure: on
        paper, a line from the arm to the trunk marks both.

    Returns
    -------
    tuple
        Visible vertices in ascending order and their weights in 0 to 1, each ``(k,)``; both empty
        where the brush meets no skin.

    Raises
    ------
    UnknownChartError
        If there is no such chart.
    OffBodyError
        If the radius is not above 0, or place or radius are no numbers.
    """
    skin = require_chart_skin(view)
    if not (radius > 0 and np.isfinite([*place, radius]).all()):
        raise OffBodyError(f"chart: came {place} with radius {radius}, expected numbers above 0.")
    distance = np.hypot(*(skin.places - place).T)
    met = np.flatnonzero(distance < radius)
    weights = fade(distance[met], solid=SOLID_SHARE * radius, end=radius)
    order = np.argsort(skin.vertices[met])
    return skin.vertices[met][order], weights[order]


def weights_on_chart(view: str, weights: Floats) -> Floats:
    """Return the weights of the vertices a chart shows, ``(k,)``, from those of all, ``(n,)``."""
    return weights[require_chart_skin(view).vertices]


def weights_from_charts(weights_by_view: Mapping[str, Floats]) -> Floats:
    """Return the weights of the whole skin from those on charts.

    Skin on several charts takes the largest weight. The little skin that no chart shows (armpit,
    between fingers, under the chin) takes the mean of its neighbours, from the seen skin inwards.

    Parameters
    ----------
    weights_by_view
        Weights of the visible vertices, ``(k,)`` float in 0 to 1, in the order of
        ``ChartSkin.vertices``; a view that is not there was not painted.

    Returns
    -------
    Floats
        ``(n,)`` float in 0 to 1.

    Raises
    ------
    UnknownChartError
        If there is no such chart.
    StrokeWeightError
        If a weight is not a number from 0 to 1, or a view has another number of vertices.
    """
    painted = np.zeros(load_surface().vertex_count)
    for view, weights in weights_by_view.items():
        skin = require_chart_skin(view)
        if weights.shape != skin.vertices.shape or not ((weights >= 0) & (weights <= 1)).all():
            raise StrokeWeightError(
                f"{view}: came weights {weights.shape}, expected {skin.vertices.shape} numbers "
                "from 0 to 1."
            )
        painted[skin.vertices] = np.maximum(painted[skin.vertices], weights)
    return _filled(painted, seen_on_charts())


@cache
def seen_on_charts() -> Flags:
    """Return whether any chart shows each vertex, ``(n,)`` bool, read-only."""
    seen = np.zeros(load_surface().vertex_count, dtype=np.bool_)
    for skin in load_chart_skin().values():
        seen[skin.vertices] = True
    seen.flags.writeable = False
    return seen


def _filled(weights: Floats, seen: Flags) -> Floats:
    graph, known = load_surface().graph, seen.copy()
    while not known.all():
        hidden = np.flatnonzero(~known)
        origin, places = graph.from_vertices(hidden)
        near = graph.neighbour[places]
        count = np.bincount(origin, known[near], minlength=len(weights))
        total = np.bincount(origin, np.where(known[near], weights[near], 0), minlength=len(weights))
        reached = hidden[count[hidden] > 0]
        if not len(reached):  # Charts of nothing: there is no seen skin to fill from.
            break
        weights[reached] = total[reached] / count[reached]
        known[reached] = True
    return weights


def _skin(view: str, vertices: Integers, places: Floats) -> ChartSkin:
    numbers = vertices.astype(np.int64)
    if places.shape != (len(numbers), 2) or (numbers >= load_surface().vertex_count).any():
        raise ValueError(f"view {view}: vertices and places do not fit the surface")
    numbers.flags.writeable = False
    places.flags.writeable = False
    return ChartSkin(view, numbers, places)
