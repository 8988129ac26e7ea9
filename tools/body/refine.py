"""Refine a mirrored polygon mesh where its edges are long, then cut it into triangles.

All points lie on one surface, the Catmull-Clark subdivision of the whole mesh; only how many of
them are kept differs from place to place. The trunk of the base mesh is too coarse to paint, its
face and fingers are already fine. So no ridge stands where fine skin meets coarse skin.

Only numbers decide which points are kept, and only on the shape given here; the ``Mixing`` steps
then make the same points from any other shape of the mesh.

References: Catmull and Clark, "Recursively generated B-spline surfaces", 1978.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tools.body.close import Edge, Polygon
from tools.body.mesh import FloatArray, IntArray

Row = dict[int, float]
# A polygon that is kept, and its number in the net as long as it is a face of it.
Cell = tuple[Polygon, int | None]


@dataclass(frozen=True, slots=True)
class Mixing:
    """New points as weighted means of old ones.

    Row ``k`` mixes ``columns[starts[k]:starts[k + 1]]`` with the weights at the same places.
    """

    starts: IntArray
    columns: IntArray
    weights: FloatArray

    def __matmul__(self, values: FloatArray) -> FloatArray:
        """Mix the rows of ``values`` ``(old, k)`` to ``(new, k)``."""
        mixed: FloatArray = np.add.reduceat(
            self.weights[:, None] * values[self.columns], self.starts
        )
        return mixed


@dataclass(frozen=True, slots=True)
class Refined:
    """``steps`` make the new points, and the new bone weights, from the old."""

    faces: list[Polygon]
    mirror: IntArray
    steps: tuple[Mixing, ...]

    def points(self, values: FloatArray) -> FloatArray:
        """Return the values ``(new, k)`` of the refined mesh from those of the old one."""
        for step in self.steps:
            values = step @ values
        return values


class Net:
    """A closed polygon mesh that is its own mirror image, and the points that subdivide it.

    The points of the next, finer net are numbered: vertices, then edge points, then face centres.
    """

    def __init__(self, count: int, faces: Sequence[Polygon], mirror: IntArray) -> None:
        self.count, self.faces, self.mirror = count, faces, mirror
        self.faces_of_edge: dict[Edge, list[int]] = defaultdict(list)
        self.faces_of_vertex: dict[int, list[int]] = defaultdict(list)
        for number, face in enumerate(faces):
            for edge in _edges(face):
                self.faces_of_edge[edge].append(number)
            for vertex in face:
                self.faces_of_vertex[vertex].append(number)
        self.edges = sorted(self.faces_of_edge)
        self.edge_point = {edge: count + k for k, edge in enumerate(self.edges)}
        self.first_centre = count + len(self.edges)
        self.first_child = np.cumsum([0, *(len(face) for face in faces)])

    def children(self, number: int) -> list[tuple[Polygon, int]]:
        """Return the quads that a face becomes, each with its number in the finer net."""
        face = self.faces[number]
        points = [self.edge_point[edge] for edge in _edges(face)]
        centre, first = self.first_centre + number, int(self.first_child[number])
        return [((v, points[k], centre, points[k - 1]), first + k) for k, v in enumerate(face)]

    def finer(self, mirror: IntArray) -> "Net":
        """Return the net of all children; ``mirror`` is their :meth:`finer_mirror`."""
        faces = [quad for number in range(len(self.faces)) for quad, _ in self.children(number)]
        return Net(len(mirror), faces, mirror)

    def finer_mirror(self) -> IntArray:
        """Return the opposite of each point of the finer net."""
        mirror = self.mirror
        number_by_face = {frozenset(face): k for k, face in enumerate(self.faces)}
        try:
            edges = [
                self.edge_point[_in_order(int(mirror[a]), int(mirror[b]))] for a, b in self.edges
            ]
            centres = [
                self.first_centre + number_by_face[frozenset(int(mirror[v]) for v in face)]
                for face in self.faces
            ]
        except KeyError as missing:
            raise ValueError(f"the mesh is not its own mirror image: {missing}") from missing
        return np.concatenate([mirror, edges, centres]).astype(np.int64)

    def row(self, point: int) -> Row:
        """Return how the vertices mix to a point of the finer net."""
        if point < self.count:
            return self._vertex_row(point)
        if point < self.first_centre:
            return self._edge_row(self.edges[point - self.count])
        return _mean([self.faces[point - self.first_centre]])

    def _edge_row(self, edge: Edge) -> Row:
        row: Row = {}
        _add(row, dict.fromkeys(edge, 0.5), 0.5)
        _add(row, _mean([self.faces[number] for number in self.faces_of_edge[edge]]), 0.5)
        return row

    def _vertex_row(self, vertex: int) -> Row:
        around = [self.faces[number] for number in self.faces_of_vertex[vertex]]
        spokes = sorted({edge for face in around for edge in _edges(face) if vertex in edge})
        valence = len(spokes)
        row = {vertex: (valence - 3) / valence}
        _add(row, _mean(around), 1 / valence)
        for edge in spokes:
            _add(row, dict.fromkeys(edge, 0.5), 2 / valence**2)
        return row


def refine(
    vertices: FloatArray,
    faces: Sequence[Polygon],
    mirror: IntArray,
    longest_edges_m: Sequence[float],
) -> Refined:
    """Split every face with a longer edge, once for each limit.

    ``vertices (n, 3)`` decide which faces are long; all of them must belong to a face. A face that
    is not split takes up the new points on the edges it shares, so no crack opens.
    """
    net = Net(len(vertices), faces, mirror)
    cells: list[Cell] = [(face, number) for number, face in enumerate(faces)]
    values = vertices
    steps: list[Mixing] = []
    for place, limit in enumerate(longest_edges_m):
        cells = _split(net, cells, values, limit)
        finer_mirror = net.finer_mirror()
        if place + 1 < len(longest_edges_m):
            steps.append(_mixing(net.row(point) for point in range(len(finer_mirror))))
            values = symmetric(steps[-1] @ values, finer_mirror)
            net = net.finer(finer_mirror)
    kept = sorted({vertex for polygon, _ in cells for vertex in polygon})
    steps.append(_mixing(net.row(point) for point in kept))
    renumbered = {point: k for k, point in enumerate(kept)}
    return Refined(
        faces=[tuple(renumbered[v] for v in polygon) for polygon, _ in cells],
        mirror=np.array([renumbered[int(finer_mirror[point])] for point in kept]),
        steps=tuple(steps),
    )


def _split(net: Net, cells: Sequence[Cell], values: FloatArray, limit: float) -> list[Cell]:
    chosen = {
        number
        for polygon, number in cells
        if number is not None and _longest_edge(values, polygon) > limit
    }
    edges = {edge for number in chosen for edge in _edges(net.faces[number])}
    points = {edge: net.edge_point[edge] for edge in edges}
    after: list[Cell] = []
    for polygon, number in cells:
        if number is not None and number in chosen:
            after += net.children(number)
        else:
            after.append((_with_edge_points(polygon, points), None))
    return after


def symmetric(vertices: FloatArray, mirror: IntArray) -> FloatArray:
    """Average of the mesh and its mirror image; vertices on the midline get x = 0 exactly."""
    averaged: FloatArray = (vertices + vertices[mirror] * [-1.0, 1.0, 1.0]) / 2
    return averaged


def triangulate_left(vertices: FloatArray, faces: list[Polygon]) -> IntArray:
    """Triangles ``(m, 3)`` of the left half; the right half is their mirror image."""
    triangles: list[Polygon] = []
    for face in faces:
        across = vertices[list(face), 0]
        if across.min() >= 0:
            triangles += _ears(face, vertices)
        elif across.max() > 0:
            raise ValueError("a face lies across the midline; the halves cannot be mirrored")
    return np.array(triangles, dtype=np.int64)


def _longest_edge(vertices: FloatArray, face: Polygon) -> float:
    corners = vertices[list(face)]
    return float(np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1).max())


def _in_order(a: int, b: int) -> Edge:
    return (a, b) if a < b else (b, a)


def _edges(face: Polygon) -> list[Edge]:
    following = (*face[1:], face[0])
    return [_in_order(a, b) for a, b in zip(face, following, strict=True)]


def _add(row: Row, other: Row, share: float) -> None:
    for vertex, weight in other.items():
        row[vertex] = row.get(vertex, 0.0) + share * weight


def _mean(faces: Sequence[Polygon]) -> Row:
    row: Row = {}
    for face in faces:
        _add(row, dict.fromkeys(face, 1.0 / len(face)), 1.0 / len(faces))
    return row


def _with_edge_points(face: Polygon, edge_point: dict[Edge, int]) -> Polygon:
    walk: list[int] = []
    for vertex, edge in zip(face, _edges(face), strict=True):
        walk.append(vertex)
        if edge in edge_point:
            walk.append(edge_point[edge])
    return tuple(walk)


def _mixing(rows: Iterable[Row]) -> Mixing:
    listed = list(rows)
    starts = np.cumsum([0, *(len(row) for row in listed)])[:-1]
    columns = np.array([vertex for row in listed for vertex in row], dtype=np.int64)
    weights = np.array([weight for row in listed for weight in row.values()])
    return Mixing(starts, columns, weights)


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
