"""The flat charts of the body: one SVG a view, each area a named region.

The files are generated from the surface by ``make body``; see docs/reference/body-charts.md.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from filiform.body.areas import SidedArea
from filiform.body.errors import ChartDataError, UnknownChartError
from filiform.body.side import Side

CHARTS_FILE = "charts.toml"


@dataclass(frozen=True, slots=True)
class Chart:
    """One view of the body.

    Parameters
    ----------
    view
        Name of the view and of its file, as in ``front``.
    view_box
        Left, top, width and height of the drawing, in units of the chart.
    areas
        The sided areas that can be painted in this view.
    """

    view: str
    label: str
    view_box: tuple[float, float, float, float]
    areas: tuple[SidedArea, ...]


@cache
def load_charts() -> Mapping[str, Chart]:
    """Read the list of charts, in the order in which they are offered, read-only.

    Raises
    ------
    ChartDataError
        If the list cannot be read or names an area that does not exist.
    """
    try:
        text = (files("filiform.body") / "data" / "charts" / CHARTS_FILE).read_text("utf-8")
        table = tomllib.loads(text)
        charts = {
            view: Chart(
                view=view,
                label=entry["label"],
                view_box=tuple(entry["view_box"]),
                areas=tuple(_sided_area(key) for key in entry["areas"]),
            )
            for view, entry in table.items()
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ChartDataError(f"{CHARTS_FILE}: {error}; rebuild it with make body.") from error
    return MappingProxyType(charts)


def chart_svg(view: str) -> str:
    """Return the SVG of a view.

    Raises
    ------
    UnknownChartError
        If no chart shows the view.
    """
    if view not in load_charts():
        raise UnknownChartError(f"no chart {view!r}; there are {', '.join(load_charts())}.")
    return (files("filiform.body") / "data" / "charts" / f"{view}.svg").read_text("utf-8")


def _sided_area(key: str) -> SidedArea:
    area, _, side = key.rpartition(".")
    return SidedArea(area, Side(side))
