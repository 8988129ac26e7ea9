"""The lines of muscles as a browser reads them: one document a shape, and one for the flat charts.

Finding the lines takes seconds, so the documents are made once, by ``make lines``, and committed
under ``data/lines``; a web page never waits for them to be computed.
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from filiform.atlas.line_paths import lines_on, lines_on_chart
from filiform.atlas.load import load_atlas
from filiform.atlas.muscle_lines import load_muscle_lines
from filiform.atlas.sites import M_PER_MM
from filiform.body import TOPOLOGY, Side, load_charts, load_surface
from filiform.body.surface import Floats

LINES_FORMAT = "muscle-lines-1"
CHART_LINES = "charts"
"""Name of the document for the flat charts; every other one has the name of its shape."""

STEPS_PER_UNIT = 10
"""On a chart places are kept in tenths: a line of whole units looks crooked."""


def line_documents() -> Mapping[str, str]:
    """Return the text of every document by its name; takes about half a minute."""
    documents = {shape: lines_json(shape) for shape in load_surface().shapes}
    return documents | {CHART_LINES: chart_lines_json()}


def lines_json(shape: str) -> str:
    """Return the lines of the left side of a shape as a JSON document in whole millimetres.

    Raises
    ------
    UnknownShapeError
        If there is no such shape.
    """
    names = load_atlas().muscles
    muscles = {
        muscle: {
            "name": names[muscle].name,
            "strands": [_steps(strand / M_PER_MM) for strand in strands],
        }
        for muscle, strands in lines_on(shape, Side.LEFT).items()
    }
    return _written(
        {
            "shape": shape,
            "unit": "mm",
            "side": Side.LEFT.value,
            "other_side": "negate the first number of each point",
            "muscles": muscles,
        }
    )


def chart_lines_json() -> str:
    """Return what the charts show of the lines of each side, in tenths of a unit of the chart.

    A line is one list: right and down of its first point, then the step to each next point.
    """
    names = load_atlas().muscles
    charts = {
        view: {
            f"{muscle}.{side.value}": [_flat(line) for line in lines]
            for muscle in load_muscle_lines()
            for side in (Side.LEFT, Side.RIGHT)
            if (lines := lines_on_chart(view, muscle, side))
        }
        for view in load_charts()
    }
    return _written(
        {
            "unit": "tenths of a unit of the chart",
            "muscles": {muscle: names[muscle].name for muscle in load_muscle_lines()},
            "charts": {view: lines for view, lines in charts.items() if lines},
        }
    )


def _written(body: Mapping[str, Any]) -> str:
    head = {
        "format": LINES_FORMAT,
        "topology": TOPOLOGY,
        "note": next(iter(load_muscle_lines().values())).note,
    }
    return json.dumps({**head, **body}, ensure_ascii=False, separators=(",", ":"))


def _flat(line: Floats) -> list[int]:
    steps = np.diff(np.round(line * STEPS_PER_UNIT), axis=0, prepend=0)
    flat: list[int] = steps.astype(np.int64).ravel().tolist()
    return flat


def _steps(places: Floats) -> list[list[int]]:
    rounded: list[list[int]] = np.round(places).astype(np.int64).tolist()
    return rounded
