"""Build the canonical shape: targets, pose, closed pouches, refinement, segments."""

import fnmatch
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.body.close import close_pouches
from tools.body.mesh import BaseMesh, FloatArray, IntArray, MeshFolder, read_base_mesh
from tools.body.pose import Pose, skin, stand
from tools.body.refine import find_mirror, refine_in_rounds, symmetric, triangulate

SHAPE_FILE = Path(__file__).with_name("shape.toml")
HEAD_FROM_M = 1.50


@dataclass(frozen=True, slots=True)
class Skin:
    """The closed outer surface in the anatomical position, metres, floor at y = 0.

    ``segment`` ``(n,)`` indexes ``segment_names``; limbs carry their side ("hand.left").
    ``joints`` gives the joint centres of the left side and the midline.
    """

    vertices: FloatArray
    triangles: IntArray
    mirror: IntArray
    segment: IntArray
    segment_names: tuple[str, ...]
    joints: Mapping[str, FloatArray]


def load_shape_settings() -> dict[str, Any]:
    return tomllib.loads(SHAPE_FILE.read_text(encoding="utf-8"))


def build_skin(folder: MeshFolder) -> Skin:
    settings = load_shape_settings()
    mesh = read_base_mesh(folder)
    shape = add_targets(mesh, folder, settings)
    pose = stand(mesh, shape)
    body_count = int(mesh.faces.max()) + 1
    posed = skin(mesh, shape[:body_count], pose)
    floor = posed[:, 1].min()
    posed[:, 1] -= floor
    mirror = mesh.mirror[:body_count]
    posed = symmetric(posed, mirror)

    head = np.flatnonzero(posed[:, 1] > HEAD_FROM_M)
    faces = close_pouches(posed, mesh.faces, mirror, head)
    kept = np.unique(np.concatenate([np.array(face) for face in faces]))
    renumbered = np.full(body_count, -1)
    renumbered[kept] = np.arange(len(kept))
    faces = [tuple(int(renumbered[v]) for v in face) for face in faces]

    refined = refine_in_rounds(posed[kept], faces, settings["refinement"]["longest_edges_m"])
    vertices = symmetric(refined.matrix @ posed[kept])
    mirror = find_mirror(vertices)
    names, segment = _segments(mesh, refined.matrix @ mesh.weights[kept], settings["segments"])
    return Skin(
        vertices=vertices,
        triangles=triangulate(vertices, refined.faces, mirror),
        mirror=mirror,
        segment=segment,
        segment_names=names,
        joints=_on_the_floor(pose, float(floor)),
    )


def add_targets(mesh: BaseMesh, folder: MeshFolder, settings: Mapping[str, Any]) -> FloatArray:
    """The unposed shape, ``(n, 3)`` metres."""
    shape = mesh.vertices.copy()
    ethnicities = settings["ethnicities"]
    for path, weight in settings["targets"].items():
        paths = {path.format(ethnicity=ethnicity) for ethnicity in ethnicities}
        for file in sorted(paths):
            shape += folder.read_target(file, len(shape)) * weight / len(paths)
    return shape


def _segments(
    mesh: BaseMesh, weights: FloatArray, bones_by_segment: Mapping[str, list[str]]
) -> tuple[tuple[str, ...], IntArray]:
    """Name the segments and give every vertex the one that moves it most."""
    owner = [_segment_of(bone, bones_by_segment) for bone in mesh.bones]
    names = tuple(sorted(set(owner)))
    share = np.zeros((len(weights), len(names)))
    for column, name in enumerate(owner):
        share[:, names.index(name)] += weights[:, column]
    return names, share.argmax(axis=1)


def _segment_of(bone: str, bones_by_segment: Mapping[str, list[str]]) -> str:
    stem, _, side = bone.partition(".")
    for segment, patterns in bones_by_segment.items():
        if any(fnmatch.fnmatchcase(stem, pattern) for pattern in patterns):
            if segment in {"head", "neck"}:
                return segment
            return f"{segment}.{'left' if side == 'L' else 'right'}"
    return "trunk"


def _on_the_floor(pose: Pose, floor: float) -> dict[str, FloatArray]:
    return {name: centre - [0.0, floor, 0.0] for name, centre in pose.joints.items()}
