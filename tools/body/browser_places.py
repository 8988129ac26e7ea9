"""Write where the skin lies on each chart, for a browser that paints on it with a brush.

``<view>.places.json`` repeats what ``charts.npz`` says of one view, a quarter as large, so that a
phone fetches only the chart it shows. ``vertices`` are ascending, in the codec of the drawing
format. ``places`` holds all x, then all y: each the difference to the one before in eighths of a
unit, 0, -1, 1, -2 … written as 0, 1, 2, 3 …, in base-128 numbers and base64.
"""

import json
from base64 import b64encode
from pathlib import Path

import numpy as np

from filiform.body import ChartSkin, load_chart_skin
from filiform.body.surface import TOPOLOGY, Integers

FOLDER = Path(__file__).resolve().parents[2] / "src" / "filiform" / "body" / "data" / "charts"
STEPS_PER_UNIT = 8
"""An eighth of a unit is a fifth of a millimetre of the body: no hand paints more finely."""


def places_json(skin: ChartSkin) -> str:
    """Return the text of the file of one view."""
    order = np.argsort(skin.vertices)
    across, down = np.rint(skin.places[order].T * STEPS_PER_UNIT).astype(np.int64)
    document = {
        "topology": TOPOLOGY,
        "view": skin.view,
        "steps_per_unit": STEPS_PER_UNIT,
        "vertices": _written(np.diff(skin.vertices[order], prepend=0)),
        "places": _written(np.concatenate([_steps(across), _steps(down)])),
    }
    return json.dumps(document, separators=(",", ":")) + "\n"


def _steps(numbers: Integers) -> Integers:
    steps = np.diff(numbers, prepend=0)
    return np.where(steps < 0, -2 * steps - 1, 2 * steps)


def _written(numbers: Integers) -> str:
    """Return numbers as base-128, the lowest seven bits first, in base64."""
    raw = bytearray()
    for number in numbers.tolist():
        rest = number
        while rest > 0x7F:
            raw.append(0x80 | (rest & 0x7F))
            rest >>= 7
        raw.append(rest)
    return b64encode(raw).decode()


def main() -> None:
    for view, skin in load_chart_skin().items():
        if len(skin.vertices):  # The mouth has no skin.
            (FOLDER / f"{view}.places.json").write_text(places_json(skin), encoding="utf-8")


if __name__ == "__main__":
    main()
