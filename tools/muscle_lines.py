"""Write the muscle lines: documents for the browser, and a picture for the docs."""

import re
import sys
from pathlib import Path

from filiform.atlas import line_documents, lines_on_chart, load_atlas, load_muscle_lines
from filiform.atlas.load import packaged_folder
from filiform.body import chart_svg, load_charts

DOCUMENTS = packaged_folder() / "lines"
PICTURE = Path(__file__).resolve().parents[1] / "docs" / "images" / "muscle-lines.svg"
VIEWS = ("front", "back", "left")
WEEKLY = 3
CAPTION = 40
"""Units below the charts for the words."""

STYLE = (
    "rect{fill:#fff}"
    ".figure{fill:#f1ece6;stroke:#8a8178;stroke-width:1.2}"
    ".line{fill:none;stroke:#8c9bab;stroke-width:1.1;stroke-linecap:round}"
    ".weekly{stroke:#8f1d2c;stroke-width:1.6}"
    "text{font:18px sans-serif;fill:#333;text-anchor:middle}"
)
OUTLINE = re.compile(r'<path class="outline" d="([^"]+)"')


def main() -> int:
    """Write ``atlas/data/lines`` and ``docs/images/muscle-lines.svg``."""
    DOCUMENTS.mkdir(exist_ok=True)
    for name, text in line_documents().items():
        (DOCUMENTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    PICTURE.write_text(picture(), encoding="utf-8")
    return 0


def picture() -> str:
    """Return the figure with all lines as an SVG, from the outlines of the flat charts."""
    boxes = [load_charts()[view].view_box for view in VIEWS]
    width, height = sum(box[2] for box in boxes), max(box[3] for box in boxes)
    note = next(iter(load_muscle_lines().values())).note
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height + CAPTION:g}" '
        f'role="img" aria-label="Lines for muscles: {note}">',
        f'<style>{STYLE}</style><rect width="100%" height="100%"/>',
    ]
    right = 0.0
    for view, box in zip(VIEWS, boxes, strict=True):
        parts.append(f'<g transform="translate({right - box[0]:g} {-box[1]:g})">')
        parts += [f'<path class="figure" d="{d}"/>' for d in OUTLINE.findall(chart_svg(view))]
        parts += drawn_lines(view)
        parts.append("</g>")
        right += box[2]
    words = "Schematic, not this patient, never a depth. Darker: muscles met weekly."
    parts.append(f'<text x="{width / 2:g}" y="{height + CAPTION / 2:g}">{words}</text></svg>')
    return "\n".join(parts) + "\n"


def drawn_lines(view: str) -> list[str]:
    """The lines that a view shows, those met weekly last and so on top."""
    muscles = load_atlas().muscles
    order = sorted(load_muscle_lines(), key=lambda muscle: muscles[muscle].clinical_frequency)
    lines = []
    for muscle in order:
        weekly = " weekly" if muscles[muscle].clinical_frequency == WEEKLY else ""
        for line in lines_on_chart(view, muscle):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
            lines.append(f'<polyline class="line{weekly}" points="{points}"/>')
    return lines


if __name__ == "__main__":
    sys.exit(main())
