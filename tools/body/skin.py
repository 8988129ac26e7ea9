"""Write what a browser must know of every vertex to tell in which areas a stroke lies.

``skin.json`` names the areas and holds, in base64, two little endian 16-bit numbers a vertex: the
index of its area, with the highest bit set exactly on the midline, and the skin around it on the
canonical shape in steps of 0.01 mm². It repeats ``surface.npz`` and nothing else.
"""

import json
from base64 import b64encode
from pathlib import Path

import numpy as np

from filiform.body import BodySurface, load_surface

FOLDER = Path(__file__).resolve().parents[2] / "src" / "filiform" / "body" / "data" / "shapes"
STEPS_PER_M2 = 1e8
MIDLINE_BIT = 0x8000


def skin_json(surface: BodySurface) -> str:
    """Return the text of the file."""
    area = surface.area | np.where(surface.on_midline, MIDLINE_BIT, 0)
    steps = np.rint(surface.area_m2 * STEPS_PER_M2)
    if steps.max() > np.iinfo(np.uint16).max:
        raise ValueError("a vertex has more than 6.5 cm² of skin; the steps are too fine")
    document = {
        "topology": surface.version,
        "areas": [area.key for area in surface.areas],
        "area": b64encode(area.astype("<u2").tobytes()).decode(),
        "skin": b64encode(steps.astype("<u2").tobytes()).decode(),
        "steps_per_m2": STEPS_PER_M2,
    }
    return json.dumps(document, separators=(",", ":")) + "\n"


def main() -> None:
    (FOLDER / "skin.json").write_text(skin_json(load_surface()), encoding="utf-8")


if __name__ == "__main__":
    main()
