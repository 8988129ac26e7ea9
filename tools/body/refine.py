"""Refine a mirrored polygon mesh where its edges are long, then cut it into triangles.

Catmull-Clark subdivision, but only of faces with an edge over a limit: the trunk of the base mesh
is too coarse to paint, its face and fingers are already fine. A face beside a refined one keeps
its plane and takes up the new points on their common edges.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, identity
from scipy.spatial import cKDTree

from tools.body.close import Edge, Polygon
from tools.body.mesh import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Refined:
    """``matrix`` ``(new, old)`` makes the new vertices, and the new bone weights, from the old."""

    faces: list[Polygon]
    matrix: csr_matrix


def refine(vertices: FloatArray, faces: list[Polygon], longest_edge_m: float) -> Refined:
    """One round of subdivision of every face with an edge longer than ``longest_edge_m``."""
    chosen = [_longest_edge(vertices, face) > longest_edge_m for face in faces]
    faces_of_edge: dict[Edge, list[int]] = defaultdict(list)
    faces_of_vertex: dict[int, list[int]] = defaultdict(list)
    for number, face in enumerate(faces):
        for edge in _edges(face):
            faces_of_edge[edge].append(number)
        for vertex in face:
            faces_of_vertex[vertex].append(number)
    split = sorted(e for e, around in faces_of_edge.items() if any(chosen[f] for f in around))
    count = len(vertices)
    edge_point = {edge: count + k for k, edge in enumerate(split)}
    centres = [number for number, is_chosen in enumerate(chosen) if is_chosen]
    centre_of = {number: count + len(split) + k for k, number in enumerate(centres)}

    rows: list[dict[int, float]] = [{v: 1.0} for v in range(count)]
    for vertex, around in faces_of_vertex.items():
        if all(chosen[number] for number in around):
            rows[vertex] = _moved_vertex(vertex, [faces[number] for number in around])
    for edge in split:
        around = faces_of_edge[edge]
        smooth = all(chosen[number] for number in around)
        rows.append(_edge_point(edge, [faces[number] for number in around] if smooth else []))
    rows += [_mean([faces[number]]) for number in centres]

    new_faces: list[Polygon] = []
    for number, face in enumerate(faces):
        if chosen[number]:
            new_faces += _quarters(face, edge_point, centre_of[number])
        else:
            new_faces.append(_with_edge_points(face, edge_point))
    return Refined(new_faces, _sparse(rows, count))


def refine_in_rounds(
    vertices: FloatArray, faces: list[Polygon], longest_edges_m: Sequence[float]
) -> Refined:
    matrix = identity(len(vertices), format="csr")
    for limit in longest_edges_m:
        step = refine(symmetric(matrix @ vertices), faces, limit)
        faces, matrix = step.faces, step.matrix @ matrix
    return Refined(faces, matrix)


def find_mirror(vertices: FloatArray, tolerance_m: float = 1e-6) -> IntArray:
    """Opposite of every vertex, ``(n,)``, found by place; each must have exactly one."""
    distance, opposite = cKDTree(vertices).query(vertices * [-1.0, 1.0, 1.0])
    if distance.max() > tolerance_m or not np.array_equal(
        opposite[opposite], np.arange(len(vertices))
    ):
        raise ValueError(f"the mesh is not its own mirror image: off by {distance.max():.2e} m")
    mirror: IntArray = opposite.astype(np.int64)
    return mirror


def symmetric(vertices: FloatArray, mirror: IntArray | None = None) -> FloatArray:
    """Average of the mesh and its mirror image; vertices on the midline get x = 0 exactly."""
    mirror = find_mirror(vertices) if mirror is None else mirror
    averaged: FloatArray = (vertices + vertices[mirror] * [-1.0, 1.0, 1.0]) / 2
    return averaged


def triangulate(vertices: FloatArray, faces: list[Polygon], mirror: IntArray) -> IntArray:
    """Triangles ``(m, 3)``; the right half is the mirror image of the left half."""
    triangles: list[Polygon] = []
    for face in faces:
        across = vertices[list(face), 0]
        if across.max() <= 0:
            continue
        ears = _ears(face, vertices)
        triangles += ears
        if across.min() >= 0:
            triangles += [tuple(int(mirror[v]) for v in reversed(ear)) for ear in ears]
    return np.array(triangles, dtype=np.int64)


def _longest_edge(vertices: FloatArray, face: Polygon) -> float:
    corners = vertices[list(face)]
    return float(np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1).max())


def _edges(face: Polygon) -> list[Edge]:
    following = (*face[1:], face[0])
    return [(min(pair), max(pair)) for pair in zip(face, following, strict=True)]


def _add(row: dict[int, float], other: dict[int, float], share: float) -> None:
    for vertex, weight in other.items():
        row[vertex] = row.get(vertex, 0.0) + share * weight


def _mean(faces: Sequence[Polygon]) -> dict[int, float]:
    row: dict[int, float] = {}
    for face in faces:
        _add(row, dict.fromkeys(face, 1.0 / len(face)), 1.0 / len(faces))
    return row


def _edge_point(edge: Edge, around: Sequence[Polygon]) -> dict[int, float]:
    middle = dict.fromkeys(edge, 0.5)
    if not around:
        return middle
    row: dict[int, float] = {}
    _add(row, middle, 0.5)
    _add(row, _mean(around), 0.5)
    return row


def _moved_vertex(vertex: int, around: Sequence[Polygon]) -> dict[int, float]:
    spokes = sorted({edge for face in around for edge in _edges(face) if vertex in edge})
    valence = len(spokes)
    row = {vertex: (valence - 3) / valence}
    _add(row, _mean(around), 1 / valence)
    for edge in spokes:
        _add(row, dict.fromkeys(edge, 0.5), 2 / valence**2)
    return row


def _quarters(face: Polygon, edge_point: dict[Edge, int], centre: int) -> list[Polygon]:
    points = [edge_point[edge] for edge in _edges(face)]
    return [(v, points[k], centre, points[k - 1]) for k, v in enumerate(face)]


def _with_edge_points(face: Polygon, edge_point: dict[Edge, int]) -> Polygon:
    walk: list[int] = []
    for vertex, edge in zip(face, _edges(face), strict=True):
        walk.append(vertex)
        if edge in edge_point:
            walk.append(edge_point[edge])
    return tuple(walk)


def _sparse(rows: list[dict[int, float]], columns: int) -> csr_matrix:
    lengths = [len(row) for row in rows]
    row_numbers = np.repeat(np.arange(len(rows)), lengths)
    column_numbers = np.array([vertex for row in rows for vertex in row])
    weights = np.array([weight for row in rows for weight in row.values()])
    return csr_matrix((weights, (row_numbers, column_numbers)), (len(rows), columns))


def _ears(face: Polygon, vertices: FloatArray) -> list[Polygon]:
    """Cut a polygon into triangles so that its flattest one is as round as can be."""
    if len(face) == 3:
        return [face]
    a, b, *others = face
    cuts = []
    for k, apex in enumerate(others):
        before, after = (b, *others[: k + 1]), (apex, *others[k + 1 :], a)
        sides = [_ears(part, vertices) for part in (before, after) if len(part) > 2]
        cuts.append([(a, b, apex), *(ear for side in sides for ear in side)])
    return max(cuts, key=lambda cut: min(_roundness(vertices[list(ear)]) for ear in cut))


def _roundness(corners: FloatArray) -> float:
    sides = np.roll(corners, -1, axis=0) - corners
    return float(np.linalg.norm(np.cross(sides[0], sides[1])) / (sides**2).sum())
