"""Make the flat charts of the body: ``python -m tools.body.charts``.

Reads the labelled surface (``python -m tools.body.surface``) and writes into the package: one SVG
a view, ``charts.toml`` with the list of the views, and ``charts.npz`` with the place of every
visible vertex. See docs/reference/body-charts.md.
"""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from filiform.body.areas import SidedArea, all_sided_areas
from filiform.body.side import Side
from tools.body.creases import Rule, trace_creases
from tools.body.halves import Half, joined, mirrored, moved, whole_ring
from tools.body.mesh import ROOT
from tools.body.mouth import draw_mouth
from tools.body.places import STEPS_PER_UNIT, Places, find_places
from tools.body.raster import cast_skin
from tools.body.surface import SURFACE_FILE, VERSION
from tools.body.svg import Drawing, svg_text
from tools.body.trace import OUTSIDE, Curves, Tracing, trace_rings
from tools.body.views import Skin, View, all_views, load_skin

CHARTS = ROOT / "src" / "filiform" / "body" / "data" / "charts"
MARGIN = 24
WORD_HEIGHT = 30
NARROWEST = 340
# How far a curve may stray from the traced line.
TOLERANCE = 0.2
# Shorter lines inside a figure are not drawn.
SHORTEST = 16.0

ORDER = (
    "front", "back", "left", "right",
    "head_front", "head_back", "head_left", "head_right", "mouth",
    "hand_palmar_left", "hand_palmar_right", "hand_dorsal_left", "hand_dorsal_right",
    "foot_dorsal_left", "foot_dorsal_right", "foot_plantar_left", "foot_plantar_right",
)  # fmt: skip


def draw_view(skin: Skin, view: View) -> list[Drawing]:
    """Make the chart of a whole view, or the charts of both sides of another."""
    cast, fine = cast_skin(skin, view), view.fine
    per_unit = fine.scale * fine.pixel_mm
    tracing = Tracing(
        calm_px=3 * fine.calm_mm / fine.pixel_mm, outline_px=fine.outline_mm / fine.pixel_mm,
        tolerance_px=TOLERANCE / per_unit, from_midline=view.whole,
    )  # fmt: skip
    creases = trace_creases(cast, view, Rule(SHORTEST / per_unit, tracing.tolerance_px))
    silhouette = np.where(cast.area == OUTSIDE, OUTSIDE, 0)
    half = Half(
        areas={
            SidedArea(name, Side(side)): rings
            for number, rings in trace_rings(cast.area, tracing).items()
            for name, side in [skin.area_names[number].rsplit(".", 1)]
        },
        outline=trace_rings(silhouette, tracing)[0],
        creases=creases,
    ).placed(cast.left, cast.top, per_unit)
    places = find_places(skin, view, cast).scaled(fine.scale, fine.scale)
    turned, twins = half.turned(), places.scaled(-1.0, 1.0)
    if view.whole and view.turned:
        return [_whole_chart(view, turned, twins.with_mirrored(skin.mirror))]
    if view.whole:
        return [_whole_chart(view, half, places.with_mirrored(skin.mirror))]
    return [
        _side_chart(view, half, Side.LEFT, places),
        _side_chart(view, turned, Side.RIGHT, twins.of_mirrored(skin.mirror)),
    ]


def _whole_chart(view: View, half: Half, places: Places) -> Drawing:
    areas: dict[SidedArea, list[Curves]] = {}
    for area, rings in half.areas.items():
        if area.side is Side.MIDLINE:
            areas[area] = [loop for ring in rings for loop in joined(ring)]
        else:
            areas[area] = [whole_ring(ring) for ring in rings]
            areas[area.mirrored] = [mirrored(loop) for loop in areas[area]]
    return _drawing(
        view.name, view.label, areas,
        [loop for ring in half.outline for loop in joined(ring)],
        [*half.creases, *(mirrored(line) for line in half.creases)],
        ("LEFT", "RIGHT") if view.turned else ("RIGHT", "LEFT"), places,
    )  # fmt: skip


def _side_chart(view: View, half: Half, side: Side, places: Places) -> Drawing:
    areas = {
        area if side is Side.LEFT else area.mirrored: [whole_ring(ring) for ring in rings]
        for area, rings in half.areas.items()
    }
    name = f"{view.name}_{side}" if view.name else str(side)
    outline = [whole_ring(ring) for ring in half.outline]
    label = view.label.format(side=side.value, Side=side.value.capitalize())
    words = (side.value.upper(),)
    return _drawing(name, label, areas, outline, list(half.creases), words, places)


def _drawing(
    name: str, label: str, areas: Mapping[SidedArea, list[Curves]],
    outlines: list[Curves], creases: list[Curves], words: Sequence[str], places: Places,
) -> Drawing:  # fmt: skip
    """Lay the figure on its sheet: margins around it, the words in a line above."""
    points = np.concatenate([curve for line in outlines for curve in line])
    low, high = points.min(axis=0), points.max(axis=0)
    width = max(NARROWEST, int(np.ceil(high[0] - low[0])) + 2 * MARGIN)
    height = int(np.ceil(high[1] - low[1])) + 2 * MARGIN + WORD_HEIGHT
    shift = np.array([(width - high[0] - low[0]) / 2, MARGIN + WORD_HEIGHT - low[1]])
    order = [area for area in all_sided_areas() if area in areas]
    columns = [width / 2] if len(words) == 1 else [width * 0.12, width * 0.88]
    return Drawing(
        view=name,
        label=label,
        view_box=(0, 0, width, height),
        areas=tuple((area, tuple(moved(loop, shift) for loop in areas[area])) for area in order),
        outlines=tuple(moved(line, shift) for line in outlines),
        creases=tuple(moved(line, shift) for line in creases),
        words=tuple((word, x, MARGIN + 6.0) for word, x in zip(words, columns, strict=True)),
        places=places.shifted(shift),
    )


def chart_list(drawings: Sequence[Drawing]) -> str:
    """Return ``charts.toml``, the views in the order in which they are offered."""
    lines = ["# Made by python -m tools.body.charts; the views in the order of offering."]
    for drawing in drawings:
        lines += [
            "",
            f"[{drawing.view}]",
            f'label = "{drawing.label}"',
            f"view_box = {list(drawing.view_box)}",
            "areas = [",
            *(f'  "{area.key}",' for area, _ in drawing.areas),
            "]",
        ]
    return "\n".join([*lines, ""])


def write_places(drawings: Sequence[Drawing], to: Path) -> None:
    """Write ``charts.npz``: for each view its visible vertices, and where they are, in steps."""
    arrays = {}
    for drawing in drawings:
        arrays[f"{drawing.view}.vertices"] = drawing.places.vertices.astype(np.uint16)
        arrays[f"{drawing.view}.places"] = drawing.places.in_steps().astype(np.uint16)
    np.savez_compressed(
        to / "charts.npz",
        version=np.array(VERSION),
        steps_per_unit=np.array(STEPS_PER_UNIT),
        allow_pickle=False,
        **arrays,
    )


def missing_areas(drawings: Sequence[Drawing]) -> list[str]:
    """Name the sided areas that no chart shows."""
    drawn = {area for drawing in drawings for area, _ in drawing.areas}
    return [area.key for area in all_sided_areas() if area not in drawn]


def make_charts(surface: Path, to: Path) -> list[Drawing]:
    """Draw every view of a surface and write the files into a folder."""
    skin = load_skin(surface)
    drawings = [drawing for view in all_views(skin) for drawing in draw_view(skin, view)]
    drawings = sorted([*drawings, draw_mouth()], key=lambda drawing: ORDER.index(drawing.view))
    to.mkdir(parents=True, exist_ok=True)
    for drawing in drawings:
        text = svg_text(drawing)
        (to / f"{drawing.view}.svg").write_text(text, encoding="utf-8", newline="\n")
        kilobytes = len(text.encode()) / 1000
        print(f"{drawing.view:20} {len(drawing.areas):4} areas {kilobytes:6.1f} kB")
    (to / "charts.toml").write_text(chart_list(drawings), encoding="utf-8", newline="\n")
    write_places(drawings, to)
    return drawings


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the flat charts of the body.")
    parser.add_argument("--surface", type=Path, default=SURFACE_FILE, help="the labelled surface")
    parser.add_argument("--to", type=Path, default=CHARTS, help="the folder to write to")
    chosen = parser.parse_args()
    started = time.perf_counter()
    if not chosen.surface.exists():
        print("charts: no surface; run python -m tools.body.surface first.", file=sys.stderr)
        return 2
    missing = missing_areas(make_charts(chosen.surface, chosen.to))
    print(f"made in {time.perf_counter() - started:.1f} s; on no chart: {missing or 'none'}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
