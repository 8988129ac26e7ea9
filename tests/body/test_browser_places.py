"""A stroke on a flat chart paints the same skin in the browser as in the core.

``golden/charts.json`` holds strokes as touches of a brush on a chart, with the skin that
``dab_on_chart`` paints; ``chart-places.test.ts`` holds the browser to it.
"""

import json
import os
from base64 import b64decode
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.body import (
    TOPOLOGY,
    ChartSkin,
    area_involvement,
    dab_on_chart,
    load_chart_skin,
    load_charts,
    load_surface,
    require_chart_skin,
)
from filiform.body.brush import SOLID_SHARE, fade
from filiform.body.surface import Floats

browser_places = pytest.importorskip("tools.body.browser_places")

GOLDEN = Path(__file__).parent / "golden" / "charts.json"
VIEWS = tuple(view for view, skin in load_chart_skin().items() if len(skin.vertices))
MOST_OFF = 0.02
Touches = list[tuple[float, float, float]]
STROKES: dict[str, tuple[str, Touches]] = {
    "one touch on the breastbone": ("front", [(307.0, 300.0, 18.0)]),
    "over the chest to the arm": ("front", [(300.0 + 10 * n, 290.0 + n, 18.0) for n in range(16)]),
    "a fine line at the rim": ("left", [(160.0, 300.0 + 6 * n, 9.0) for n in range(12)]),
    "broad across the back": ("back", [(220.0 + 20 * n, 380.0, 31.5) for n in range(9)]),
    "on the face": ("head_front", [(240.0 + 8 * n, 300.0, 14.0) for n in range(10)]),
    "on the palm": ("hand_palmar_left", [(250.0, 300.0, 18.0), (258.0, 310.0, 18.0)]),
    "beside the figure": ("front", [(5.0, 5.0, 18.0)]),
}


def painted(view: str, touches: Touches) -> Floats:
    weights = np.zeros(load_surface().vertex_count)
    for x, y, radius in touches:
        vertices, fresh = dab_on_chart(view, (x, y), radius)
        weights[vertices] = np.maximum(weights[vertices], fresh)
    return weights


def entry(view: str, touches: Touches) -> dict[str, Any]:
    weights = painted(view, touches)
    vertices = np.flatnonzero(weights)
    return {
        "view": view,
        "touches": touches,
        "vertices": vertices.tolist(),
        "weights": weights[vertices].round(4).tolist(),
        "areas": {area.key: round(share, 5) for area, share in area_involvement(weights).items()},
    }


def test_the_browser_and_the_core_paint_the_same_skin() -> None:
    now = {name: entry(*stroke) for name, stroke in STROKES.items()}
    text = json.dumps(now, separators=(",", ":")).replace('"view"', '\n"view"') + "\n"
    if os.environ.get("FILIFORM_REWRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")

    assert GOLDEN.read_text(encoding="utf-8") == text


def test_every_golden_stroke_but_one_paints() -> None:
    empty = [name for name, stroke in STROKES.items() if not painted(*stroke).any()]

    assert empty == ["beside the figure"]


@pytest.mark.parametrize("view", VIEWS)
def test_the_browsers_places_are_those_of_the_charts(view: str) -> None:
    shipped = (browser_places.FOLDER / f"{view}.places.json").read_text(encoding="utf-8")

    assert shipped == browser_places.places_json(require_chart_skin(view)), "run make body"


def test_every_chart_with_skin_has_its_places_and_no_other() -> None:
    shipped = {path.name for path in browser_places.FOLDER.glob("*.places.json")}

    assert shipped == {f"{view}.places.json" for view in VIEWS}
    assert set(VIEWS) == set(load_charts()) - {"mouth"}


def numbers_in(text: str) -> list[int]:
    numbers, number, place = [], 0, 0
    for byte in b64decode(text):
        number |= (byte & 0x7F) << place
        place += 7
        if byte < 0x80:
            numbers.append(number)
            number, place = 0, 0
    return numbers


@cache
def read(view: str) -> ChartSkin:
    """Read a file as the browser does."""
    file = json.loads((browser_places.FOLDER / f"{view}.places.json").read_text(encoding="utf-8"))
    assert file["topology"] == TOPOLOGY
    steps = [-(step + 1) // 2 if step % 2 else step // 2 for step in numbers_in(file["places"])]
    across, down = np.array(steps).reshape(2, -1).cumsum(axis=1) / file["steps_per_unit"]
    vertices = np.array(numbers_in(file["vertices"])).cumsum()
    return ChartSkin(view, vertices, np.stack([across, down], axis=1))


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_read_lies_within_half_a_step_of_its_place(view: str) -> None:
    skin, own = read(view), require_chart_skin(view)
    order = np.argsort(own.vertices)

    np.testing.assert_array_equal(skin.vertices, own.vertices[order])
    off = np.abs(skin.places - own.places[order])
    assert off.max() <= 0.5 / browser_places.STEPS_PER_UNIT


@given(st.sampled_from(VIEWS), st.data())
def test_a_stroke_over_what_is_read_weighs_every_area_alike_within_2_percent(
    view: str, data: st.DataObject
) -> None:
    skin = read(view)
    ends = [skin.places[data.draw(st.integers(0, len(skin.vertices) - 1))] for _ in range(2)]
    radius = data.draw(st.floats(4.0, 40.0))
    touches: Touches = [
        (float(x), float(y), radius) for x, y in np.linspace(ends[0], ends[1], 7).tolist()
    ]

    ours = np.zeros(load_surface().vertex_count)
    for x, y, reach in touches:
        weights = fade(np.hypot(*(skin.places - (x, y)).T), solid=SOLID_SHARE * reach, end=reach)
        ours[skin.vertices] = np.maximum(ours[skin.vertices], weights)
    core, browser = area_involvement(painted(view, touches)), area_involvement(ours)

    off = {area: abs(core.get(area, 0) - browser.get(area, 0)) for area in {*core, *browser}}
    assert max(off.values(), default=0) <= MOST_OFF
