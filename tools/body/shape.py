"""Build the shapes: targets, pose, closed pouches, refinement, segments."""

import fnmatch
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.body.close import close_pouches
from tools.body.links import links_of
from tools.body.mesh import BaseMesh, FloatArray, IntArray, MeshFolder, read_base_mesh
from tools.body.order import in_strips
from tools.body.pose import Pose, skin, stand
from tools.body.refine import refine, symmetric, triangulate_left

SHAPE_FILE = Path(__file__).with_name("shape.toml")
HEAD_FROM_M = 1.50


@dataclass(frozen=True, slots=True)
class Skin:
    """The closed outer surface of the canonical shape, metres, floor at y = 0.

    ``segment`` ``(n,)`` indexes ``segment_names``; limbs carry their side ("hand.left").
    ``joints`` gives the joint centres of the left side and the midline. ``shapes`` has the
    vertices ``(n, 3)`` of every shape by its name, the canonical one among them.
    """

    vertices: FloatArray
    triangles: IntArray
    mirror: IntArray
    segment: IntArray
    segment_names: tuple[str, ...]
    joints: Mapping[str, FloatArray]
    shapes: Mapping[str, FloatArray]


def load_shape_settings() -> dict[str, Any]:
    return tomllib.loads(SHAPE_FILE.read_text(encoding="utf-8"))


def build_skin(folder: MeshFolder) -> Skin:
    settings = load_shape_settings()
    mesh = read_base_mesh(folder)
    unposed = add_targets(mesh, folder, settings)
    posed, pose_by_shape = {}, {}
    for name, shape in unposed.items():
        pose = stand(mesh, shape, settings["shapes"][name].get("pose", {}))
        posed[name], pose_by_shape[name] = _standing(mesh, shape, pose)
    canonical = posed[settings["canonical"]]

    head = np.flatnonzero(canonical[:, 1] > HEAD_FROM_M)
    faces = close_pouches(canonical, mesh.faces, mesh.mirror[: len(canonical)], head)
    kept = np.unique(np.concatenate([np.array(face) for face in faces]))
    renumbered = np.full(len(canonical), -1)
    renumbered[kept] = np.arange(len(kept))
    faces = [tuple(int(renumbered[v]) for v in face) for face in faces]
    mirror = renumbered[mesh.mirror[kept]]

    limits = settings["refinement"]["longest_edges_m"]
    refined = refine(canonical[kept], faces, mirror, limits)
    vertices = symmetric(refined.points(canonical[kept]), refined.mirror)
    left = triangulate_left(vertices, refined.faces)
    top = int(vertices[left][:, :, 1].mean(axis=1).argmax())
    sequence, triangles = in_strips(left, refined.mirror, top)
    number = np.empty(len(sequence), dtype=np.int64)
    number[sequence] = np.arange(len(sequence))
    names, segment = _segments(mesh, refined.points(mesh.weights[kept]), settings["segments"])
    shapes = {
        name: _on_the_floor(symmetric(refined.points(shape[kept]), refined.mirror)[sequence])
        for name, shape in posed.items()
    }
    return Skin(
        vertices=shapes[settings["canonical"]],
        triangles=triangles,
        mirror=number[refined.mirror[sequence]],
        segment=segment[sequence],
        segment_names=names,
        joints=pose_by_shape[settings["canonical"]].joints,
        shapes=shapes,
    )


def _on_the_floor(vertices: FloatArray) -> FloatArray:
    lowered: FloatArray = vertices - [0.0, vertices[:, 1].min(), 0.0]
    return lowered


def add_targets(
    mesh: BaseMesh, folder: MeshFolder, settings: Mapping[str, Any]
) -> dict[str, FloatArray]:
    """Every shape before it is posed, ``(n, 3)`` metres."""
    shapes: dict[str, FloatArray] = {}
    waiting = dict(settings["shapes"])
    for name in sorted(waiting, key=lambda name: "smoothed_from" in waiting[name]):
        shape = mesh.vertices.copy()
        for path, weight in [*settings["common"].items(), *waiting[name]["targets"]]:
            paths = {path.format(ethnicity=ethnicity) for ethnicity in settings["ethnicities"]}
            for file in sorted(paths):
                shape += folder.read_target(file, len(shape)) * weight / len(paths)
        start = waiting[name].get("smoothed_from")
        if start:
            change = shape - shapes[start]
            shape = shapes[start] + _smoothed(mesh, change, waiting[name]["smoothing_rounds"])
        shapes[name] = shape
    return {name: shapes[name] for name in waiting}


def _smoothed(mesh: BaseMesh, change: FloatArray, rounds: int) -> FloatArray:
    """Average a displacement over the skin; joints and other helpers keep theirs."""
    body_count = int(mesh.faces.max()) + 1
    links = links_of(mesh.faces, body_count)
    calm = change.copy()
    for _ in range(rounds):
        calm[:body_count] = (calm[:body_count] + links.mean(calm[:body_count])) / 2
    return calm


def _standing(mesh: BaseMesh, shape: FloatArray, pose: Pose) -> tuple[FloatArray, Pose]:
    """The posed body ``(m, 3)``, mirrored exactly, on the floor; and its joints likewise."""
    body_count = int(mesh.faces.max()) + 1
    posed = skin(mesh, shape[:body_count], pose)
    floor = float(posed[:, 1].min())
    posed[:, 1] -= floor
    joints = {name: centre - [0.0, floor, 0.0] for name, centre in pose.joints.items()}
    return symmetric(posed, mesh.mirror[:body_count]), Pose(pose.transforms, joints)


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
