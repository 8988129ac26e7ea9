"""Draw the inside of the mouth: two rows of teeth and what lies between, by rule, not to measure.

The upper row stands at the top, as if the mouth were opened very wide before the viewer.
"""

import numpy as np
from numpy.typing import NDArray

from filiform.body.areas import SidedArea
from filiform.body.side import Side
from tools.body.places import NOWHERE
from tools.body.svg import Drawing
from tools.body.trace import Curves, reverse

FloatArray = NDArray[np.float64]

WIDTH, HEIGHT = 480, 600
CENTRE = WIDTH / 2
ARCH_OUTER, ARCH_INNER = (168.0, 196.0), (112.0, 136.0)
LIPS = (196.0, 228.0)
# Where the upper row ends and the lower row begins; the cheeks close the space between.
ROWS = {"upper": (296.0, -1.0), "lower": (344.0, 1.0)}
ENDS_AT = np.radians(90)
# Shares of the arch taken by the teeth of one side, from the midline backwards, and how many of
# them belong to the front. Drawn proportions, no measurements.
TEETH = {
    "upper": ((8.5, 6.5, 7.5, 7.0, 7.0, 10.0, 10.0, 8.5), 3),
    "lower": ((5.5, 6.0, 7.0, 7.0, 7.0, 11.0, 10.5, 10.0), 2),
}


def draw_mouth() -> Drawing:
    """Return the chart of the mouth."""
    areas: dict[SidedArea, tuple[Curves, ...]] = {}
    gaps: list[Curves] = []
    for row, (base, up) in ROWS.items():
        cuts, in_front = _tooth_borders(row), TEETH[row][1]
        for part, start, stop in (("front", 0, in_front), ("back", in_front, len(cuts) - 1)):
            for side, out in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
                place = (base, up, out)
                piece = _piece_of_arch(place, float(cuts[start]), float(cuts[stop]))
                areas[SidedArea(f"{row}_teeth_{part}", side)] = (piece,)
                gaps += [_gap(place, float(cut)) for cut in cuts[start + 1 : stop]]
    areas[SidedArea("mouth_tongue", Side.MIDLINE)] = (_opening(ARCH_INNER),)
    return Drawing(
        view="mouth", label="Inside the mouth", view_box=(0, 0, WIDTH, HEIGHT),
        areas=tuple(sorted(areas.items())),
        outlines=(_opening(LIPS),), creases=(*gaps, _tongue(), _furrow()),
        words=(("RIGHT", WIDTH * 0.12, 30.0), ("LEFT", WIDTH * 0.88, 30.0)), places=NOWHERE,
    )  # fmt: skip


def _tooth_borders(row: str) -> FloatArray:
    shares = np.cumsum((0.0, *TEETH[row][0]))
    return np.asarray(shares / shares[-1] * ENDS_AT)


def _piece_of_arch(place: tuple[float, float, float], start: float, stop: float) -> Curves:
    """One piece of a row between two angles from the midline."""
    outer = _arc(place, ARCH_OUTER, start, stop)
    inner = reverse(_arc(place, ARCH_INNER, start, stop))
    return [
        *outer, _straight(outer[-1][-1], inner[0][0]),
        *inner, _straight(inner[-1][-1], outer[0][0]),
    ]  # fmt: skip


def _arc(
    place: tuple[float, float, float], radii: tuple[float, float], start: float, stop: float
) -> Curves:
    """A quarter of an ellipse or less, as one cubic curve."""
    base, up, out = place
    reach = 4 / 3 * np.tan((stop - start) / 4)
    first, last = (np.array([np.sin(angle), np.cos(angle)]) for angle in (start, stop))
    onwards, back = (np.array([np.cos(angle), -np.sin(angle)]) for angle in (start, stop))
    unit = np.array([first, first + reach * onwards, last - reach * back, last])
    return [unit * (out * radii[0], up * radii[1]) + np.array([CENTRE, base])]


def _gap(place: tuple[float, float, float], angle: float) -> Curves:
    ends = [_arc(place, radii, angle, angle)[0][0] for radii in (ARCH_INNER, ARCH_OUTER)]
    return [_straight(ends[0], ends[1])]


def _opening(radii: tuple[float, float]) -> Curves:
    """The closed curve along both rows at a distance, joined by the cheeks."""
    quarters = {
        (row, out): _arc((*ROWS[row], out), radii, 0.0, ENDS_AT)
        for row in ROWS
        for out in (1.0, -1.0)
    }
    right = [*quarters["upper", 1.0], *reverse(quarters["lower", 1.0])]
    left = [*quarters["lower", -1.0], *reverse(quarters["upper", -1.0])]
    right.insert(1, _straight(right[0][-1], right[1][0]))
    left.insert(1, _straight(left[0][-1], left[1][0]))
    return [*right, *left]


def _straight(first: FloatArray, last: FloatArray) -> FloatArray:
    return np.array([first, first, last, last])


def _tongue() -> Curves:
    """The back and the rim of the tongue, open below where its floor is."""
    half = np.array([(0, 300), (26, 288), (70, 292), (80, 326)])
    rim = np.array([(80, 326), (92, 372), (58, 452), (0, 452)])
    right = [half + np.array([CENTRE, 0.0]), rim + np.array([CENTRE, 0.0])]
    left = [curve * (-1.0, 1.0) + np.array([2 * CENTRE, 0.0]) for curve in right]
    return [*right, *reverse(left)]


def _furrow() -> Curves:
    return [np.array([(0, 326), (2, 352), (-2, 386), (0, 412)]) + np.array([CENTRE, 0.0])]
