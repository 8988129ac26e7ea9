"""What the browser computes as well is written here and read by its own tests too.

``golden/drawn.json`` holds drawings as the form field has them, with the vertices, the weights and
the painful areas that both must find in them; `strokes.test.ts` and `project.test.ts` read it.
"""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from filiform.body import (
    PainDepth,
    PainDrawing,
    PainMark,
    PainQuality,
    PainTiming,
    Side,
    SidedArea,
    SurfaceDrawing,
    SurfaceMark,
    dab,
    marks_as_json,
    parse_surface_drawing,
    project_marks,
    require_landmark,
    surface_drawing_as_json,
    vertices_of,
)

GOLDEN = Path(__file__).parent / "golden" / "drawn.json"
ACHING, NUMB = PainQuality.ACHING, PainQuality.NUMB


def stroke(
    *places: tuple[str, Side], radius_m: float, intensity: int, feels: tuple[PainQuality, ...] = ()
) -> SurfaceMark:
    weights = np.zeros(40_000)
    for name, side in places:
        vertices, painted = dab(require_landmark(name, side).point, radius_m)
        weights[vertices] = np.maximum(weights[vertices], painted)
    vertices = np.flatnonzero(weights)
    return SurfaceMark(vertices, weights[vertices], intensity, feels)


def area(name: str, side: Side, intensity: int) -> SurfaceMark:
    vertices = vertices_of(SidedArea(name, side))
    return SurfaceMark(vertices, np.ones(len(vertices)), intensity, (NUMB,))


def drawings() -> dict[str, tuple[tuple[SurfaceMark, ...], tuple[PainMark, ...]]]:
    """Strokes, and areas that were marked whole."""
    acromion, umbilicus = ("acromion_tip", Side.RIGHT), ("umbilicus", Side.MIDLINE)
    knee = PainMark("knee_anterior", Side.LEFT, 3, (NUMB,))
    wide = stroke(acromion, radius_m=0.08, intensity=7, feels=(ACHING,))
    return {
        "one dab": ((stroke(acromion, radius_m=0.04, intensity=6, feels=(ACHING,)),), ()),
        "too small": ((stroke(acromion, radius_m=0.004, intensity=9),), ()),
        "over the midline": ((stroke(umbilicus, radius_m=0.09, intensity=4),), ()),
        "strong and mild": ((wide, stroke(acromion, radius_m=0.03, intensity=10)), ()),
        "an area besides": ((wide,), (knee,)),
        "over an area": ((wide, area("knee_anterior", Side.LEFT, 8)), (knee,)),
        "deep at night, and superficial": (
            (
                replace(wide, depth=PainDepth.DEEP, when=(PainTiming.NIGHT, PainTiming.REST)),
                replace(stroke(umbilicus, radius_m=0.09, intensity=4), depth=PainDepth.SUPERFICIAL),
                replace(wide, intensity=3, when=(PainTiming.MOVEMENT,)),
            ),
            (replace(knee, depth=PainDepth.DEEP, when=(PainTiming.COMES_AND_GOES,)),),
        ),
        "half above a whole number": (
            (area("shoulder_anterior", Side.LEFT, 5), area("shoulder_anterior", Side.RIGHT, 2)),
            (PainMark("mouth_tongue", Side.MIDLINE, 4),),
        ),
    }


def written(strokes: tuple[SurfaceMark, ...], marks: tuple[PainMark, ...]) -> dict[str, Any]:
    document = surface_drawing_as_json(SurfaceDrawing(strokes))
    return document | {"marks": marks_as_json(PainDrawing(marks))}


def entry(strokes: tuple[SurfaceMark, ...], marks: tuple[PainMark, ...]) -> dict[str, Any]:
    document = written(strokes, marks)
    return {
        "document": document,
        "vertices": [mark.vertices.tolist() for mark in strokes],
        "weights": [np.rint(mark.weights * 255).astype(int).tolist() for mark in strokes],
        "areas": marks_as_json(project_marks(parse_surface_drawing(document))),
    }


def test_the_browser_and_the_core_read_the_same_drawings() -> None:
    now = {name: entry(*drawing) for name, drawing in drawings().items()}
    text = json.dumps(now, separators=(",", ":")).replace('"document"', '\n"document"') + "\n"
    if os.environ.get("FILIFORM_REWRITE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8")

    assert GOLDEN.read_text(encoding="utf-8") == text
