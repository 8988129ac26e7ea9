"""Draw the inside of the mouth: two dental arches and the tongue, by rule and not to measure."""

import numpy as np
from numpy.typing import NDArray

from filiform.body.areas import SidedArea
from filiform.body.side import Side
from tools.body.svg import Drawing
from tools.body.trace import Curves, reverse

FloatArray = NDArray[np.float64]

WIDTH, HEIGHT = 480, 560
CENTRE = WIDTH / 2
OUTER, INNER = (172.0, 208.0), (112.0, 140.0)
FRONT_UNTIL = np.radians(58)
BACK_UNTIL = np.radians(180 - 84)
UPPER_AT, LOWER_AT = 268.0, 322.0


def draw_mouth() -> Drawing:
    """Return the chart of the mouth, opened wide and seen from the front."""
    areas: dict[SidedArea, tuple[Curves, ...]] = {}
    for name, base, up in (("upper", UPPER_AT, -1.0), ("lower", LOWER_AT, 1.0)):
        for part, start, stop in (("front", 0.0, FRONT_UNTIL), ("back", FRONT_UNTIL, BACK_UNTIL)):
            for side, outwards in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
                area = SidedArea(f"{name}_teeth_{part}", side)
                areas[area] = (_piece_of_arch(base, up, outwards, start, stop),)
    areas[SidedArea("mouth_tongue", Side.MIDLINE)] = (_tongue(),)
    return Drawing(
        view="mouth", label="Inside the mouth", view_box=(0, 0, WIDTH, HEIGHT),
        areas=tuple(sorted(areas.items())), outlines=(), creases=(_furrow(),),
        words=(("RIGHT", WIDTH * 0.12, 30.0), ("LEFT", WIDTH * 0.88, 30.0)),
    )  # fmt: skip


def _piece_of_arch(base: float, up: float, outwards: float, start: float, stop: float) -> Curves:
    """One piece of an arch between two angles from the midline."""
    outer = _arc(base, up, outwards, OUTER, start, stop)
    inner = reverse(_arc(base, up, outwards, INNER, start, stop))
    return [
        *outer,
        _straight(outer[-1][-1], inner[0][0]),
        *inner,
        _straight(inner[-1][-1], outer[0][0]),
    ]


def _arc(
    base: float, up: float, outwards: float, radii: tuple[float, float], start: float, stop: float
) -> Curves:
    """A quarter of an ellipse or less, as one cubic curve."""
    reach = 4 / 3 * np.tan((stop - start) / 4)

    def at(angle: float) -> FloatArray:
        return np.array([np.sin(angle), np.cos(angle)])

    def along(angle: float) -> FloatArray:
        return np.array([np.cos(angle), -np.sin(angle)])

    round_ = np.array(
        [at(start), at(start) + reach * along(start), at(stop) - reach * along(stop), at(stop)]
    )
    return [round_ * (outwards * radii[0], up * radii[1]) + (CENTRE, base)]


def _straight(first: FloatArray, last: FloatArray) -> FloatArray:
    return np.array([first, first, last, last])


def _tongue() -> Curves:
    half = [
        np.array([(0, 306), (26, 296), (66, 296), (82, 326)]),
        np.array([(82, 326), (98, 364), (62, 440), (0, 440)]),
    ]
    right = [curve * (1.0, 1.0) + (CENTRE, 0.0) for curve in half]
    left = [curve * (-1.0, 1.0) + (CENTRE, 0.0) for curve in half]
    return [*right, *reverse(left)]


def _furrow() -> Curves:
    return [np.array([(0, 330), (3, 350), (-3, 385), (0, 410)]) + np.array([CENTRE, 0.0])]
