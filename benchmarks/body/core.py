"""Time the core of the body surface on random drawings of dabs.

Run ``python benchmarks/body/core.py`` (``--drawings 10000 --seed 1``); it prints one table.
"""

import argparse
import json
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from filiform.atlas import load_atlas, referral_weights, site_point
from filiform.body import (
    Side,
    SurfaceDrawing,
    SurfaceMark,
    average_drawings,
    choir_segments,
    dab,
    load_surface,
    measure_drawing,
    overlap,
    point_at_vertex,
    project_marks,
    read_surface_drawing,
    surface_drawing_as_json,
    widespread_pain,
)

RADII_M = (0.022, 0.03, 0.04)
"""Brushes of a light, a middling and a firm pen."""


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--strokes", type=int, default=1000)
    parser.add_argument("--drawings", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)

    print(f"{machine()}; Python {platform.python_version()}; NumPy {np.__version__}; one thread")
    started = time.perf_counter()
    load_surface()
    print(f"load the surface: {1e3 * (time.perf_counter() - started):.0f} ms")
    strokes = [random_stroke(rng) for _ in range(arguments.strokes)]
    drawings = [
        SurfaceDrawing(tuple(rng.choice(np.array(strokes, dtype=object), size=rng.integers(2, 9))))
        for _ in range(500)
    ]
    painted = np.median([(drawing.weights >= 0.5).sum() for drawing in drawings])
    print(
        f"{len(strokes)} strokes; drawings of 2-8 strokes, {painted:.0f} vertices painted (median)"
    )
    print(f"{'':<42}ms: median     99 %      max")
    texts = [str_of(drawing) for drawing in drawings]
    places = rng.integers(load_surface().vertex_count, size=500)
    row("one dab of 40 mm", [lambda v=v: dab(point_at_vertex(int(v)), 0.04) for v in places])
    row("one stroke to areas", [lambda s=s: project_marks(SurfaceDrawing((s,))) for s in strokes])
    row("a drawing to areas", [lambda d=d: project_marks(d) for d in drawings])
    row("measures of a drawing", [lambda d=d: measure_drawing(d) for d in drawings])
    row("WPI and CHOIR of a drawing",
        [lambda d=d: (widespread_pain(d), choir_segments(d)) for d in drawings])  # fmt: skip
    row("overlap of two drawings",
        [lambda p=p: overlap(*p) for p in pairwise(drawings)])  # fmt: skip
    row("read a drawing from JSON", [lambda t=t: read_surface_drawing(t) for t in texts])
    points = tuple(load_atlas().trigger_points)
    row("site of a trigger point", [lambda p=p: site_point(p, Side.LEFT) for p in points])
    row("referral zone on the skin", [lambda p=p: referral_weights(p, Side.LEFT) for p in points])
    before = peak_mb()
    started = time.perf_counter()
    average_drawings(many(drawings, arguments.drawings))
    seconds = time.perf_counter() - started
    print(f"average of {arguments.drawings} drawings: {seconds:.2f} s, "
          f"memory +{peak_mb() - before:.0f} MB")  # fmt: skip
    sizes = sorted(len(text) for text in texts)
    print(f"JSON of a drawing: {sizes[len(sizes) // 2] / 1e3:.1f} kB median, "
          f"{sizes[-1] / 1e3:.1f} kB largest")  # fmt: skip
    return 0


def random_stroke(rng: np.random.Generator) -> SurfaceMark:
    """Draw 12 dabs, each a step along the skin from the last."""
    surface = load_surface()
    weights = np.zeros(surface.vertex_count)
    vertex = int(rng.integers(surface.vertex_count))
    for _ in range(12):
        vertices, painted = dab(point_at_vertex(vertex), float(rng.choice(RADII_M)))
        weights[vertices] = np.maximum(weights[vertices], painted)
        vertex = int(rng.choice(vertices))
    vertices = np.flatnonzero(weights)
    return SurfaceMark(vertices, weights[vertices], int(rng.integers(1, 11)))


def many(drawings: Sequence[SurfaceDrawing], count: int) -> Iterator[SurfaceDrawing]:
    for number in range(count):
        yield drawings[number % len(drawings)]


def row(name: str, calls: Sequence[Callable[[], object]]) -> None:
    """Run each call once, after one that fills the caches, and print the spread."""
    calls[0]()
    took = []
    for call in calls:
        started = time.perf_counter()
        call()
        took.append(1e3 * (time.perf_counter() - started))
    median, most = np.percentile(took, [50, 99])
    print(f"{name:<42}{median:>10.2f}{most:>9.2f}{max(took):>9.2f}")


def str_of(drawing: SurfaceDrawing) -> str:

    return json.dumps(surface_drawing_as_json(drawing))


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    sys.exit(main())
