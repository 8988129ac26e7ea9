"""Write charts as SVG: shapes, titles and classes, no colours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from filiform.body.areas import SidedArea
from tools.body.places import Places
from tools.body.trace import Curves

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart in its own units; loops are closed, lines are open."""

    view: str
    label: str
    view_box: tuple[int, int, int, int]
    areas: tuple[tuple[SidedArea, tuple[Curves, ...]], ...]
    outlines: tuple[Curves, ...]
    creases: tuple[Curves, ...]
    words: tuple[tuple[str, float, float], ...]
    places: Places


def svg_text(drawing: Drawing) -> str:
    """Return the file of a chart."""
    box = " ".join(str(number) for number in drawing.view_box)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="group" '
        f'aria-label="{escape(drawing.label)}">',
        '<g class="areas">',
    ]
    for area, loops in drawing.areas:
        name = f"{drawing.view}-{area.area}-{area.side.value}"
        lines.append(
            f'<path id="{name}" class="area" data-area="{area.area}" '
            f'data-side="{area.side.value}" d="{path_of(loops, closed=True)}">'
            f"<title>{escape(area.label)}</title></path>"
        )
    lines += ["</g>", '<g class="lines" aria-hidden="true">']
    lines += _line_paths("crease", drawing.creases, closed=False)
    lines += _line_paths("outline", drawing.outlines, closed=False)
    lines += ["</g>", '<g class="labels" aria-hidden="true">']
    lines += [
        f'<text class="side-label" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{word}</text>'
        for word, x, y in drawing.words
    ]
    return "\n".join([*lines, "</g>", "</svg>", ""])


def path_of(loops: Iterable[Curves], *, closed: bool) -> str:
    """Return path commands with one decimal; curves that share ends share them to the digit."""
    commands = []
    for loop in loops:
        pen = _tenths(loop[0][0])
        commands.append(f"M{_numbers(pen)}")
        for curve in loop:
            ends = np.array([_tenths(point) for point in curve[1:]])
            straight = (curve[0] == curve[1]).all() and (curve[2] == curve[3]).all()
            if straight:
                commands.append(f"l{_numbers(ends[-1:] - pen)}")
            else:
                commands.append(f"c{_numbers(ends - pen)}")
            pen = ends[-1]
        if closed:
            commands.append("z")
    return "".join(commands)


def _line_paths(name: str, lines: Sequence[Curves], *, closed: bool) -> list[str]:
    if not lines:
        return []
    return [f'<path class="{name}" d="{path_of(lines, closed=closed)}"/>']


def _tenths(point: FloatArray) -> IntArray:
    return np.asarray(np.rint(point * TENTHS), dtype=np.int64)


def _numbers(tenths: IntArray) -> str:
    text = ""
    for number in np.ravel(tenths).tolist():
        digits = f"{number // TENTHS}" if number % TENTHS == 0 else f"{number / TENTHS:.1f}"
        digits = digits.replace("0.", ".", 1) if digits.lstrip("-").startswith("0.") else digits
        text += digits if not text or digits.startswith("-") else f" {digits}"
    return text
