"""The body's surface: one topology, several shapes, every vertex in one area."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from filiform.body.areas import SidedArea
from filiform.body.errors import SurfaceDataError, UnknownShapeError, UnknownTopologyError
from filiform.body.side import Side

TOPOLOGY = "surface-1"
"""Version of the vertices and triangles; strokes, sites and landmarks name it."""

CANONICAL_SHAPE = "male_average"
"""The shape on which areas are defined and on which every extent is measured."""

SURFACE_FILE = "surface.npz"
SHAPE_PREFIX = "vertices_"
UNLABELLED = -1

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Graph:
    """Edges of the surface, each seen from both ends, sorted by their start.

    Parameters
    ----------
    start
        Where the edges of each vertex begin in the other arrays, ``(n + 1,)`` int.
    neighbour
        The vertex at the other end, ``(2e,)`` int.
    length_m
        Length on the canonical shape, ``(2e,)`` float, metres.
    """

    start: Integers
    neighbour: Integers
    length_m: Floats

    def from_vertices(self, vertices: Integers) -> tuple[Integers, Integers]:
        """Return the edges that leave some vertices: their origin and their place, each (k,)."""
        counts = self.start[vertices + 1] - self.start[vertices]
        ends = np.cumsum(counts)
        places = np.arange(ends[-1] if len(ends) else 0)
        places += np.repeat(self.start[vertices] - ends + counts, counts)
        return np.repeat(vertices, counts), places


@dataclass(frozen=True, slots=True, eq=False)
class BodySurface:
    """The skin of the body as triangles; all arrays are read-only.

    The frame is right-handed, in metres: +x to the body's left, +y up, +z forward, floor at y = 0.

    Parameters
    ----------
    version
        Topology, as in ``surface-1``.
    triangles
        Corners, counter-clockwise seen from outside, ``(m, 3)`` int.
    mirror
        The vertex on the other side, ``(n,)`` int; on the midline the vertex itself.
    front
        Whether the skin faces forward, ``(n,)`` bool.
    area
        Index into ``areas``, ``(n,)`` int. A vertex exactly on the midline that lies in a sided
        area is stored as left.
    areas
        The sided areas on the skin.
    vertices_by_shape
        Positions in metres, ``(n, 3)`` float, by the name of the shape.
    area_m2
        One third of the triangles around each vertex on the canonical shape, ``(n,)`` float; the
        two sides are made equal.
    edges
        Every edge once, ``(e, 2)`` int, the lower vertex first.
    graph
        The same edges seen from their ends.
    """

    version: str
    triangles: Integers
    mirror: Integers
    front: Flags
    area: Integers
    areas: tuple[SidedArea, ...]
    vertices_by_shape: Mapping[str, Floats]
    area_m2: Floats
    edges: Integers
    graph: Graph
    number_by_area: Mapping[SidedArea, int] = field(repr=False)

    @property
    def vertex_count(self) -> int:
        """How many vertices the surface has."""
        return len(self.mirror)

    @property
    def shapes(self) -> tuple[str, ...]:
        """Names of the shapes, all on this topology."""
        return tuple(self.vertices_by_shape)

    @property
    def whole_m2(self) -> float:
        """Skin of the canonical shape in m²."""
        return float(self.area_m2.sum())

    def vertices(self, shape: str = CANONICAL_SHAPE) -> Floats:
        """Return the positions of all vertices on a shape, ``(n, 3)`` float, metres.

        Raises
        ------
        UnknownShapeError
            If the surface has no such shape.
        """
        try:
            return self.vertices_by_shape[shape]
        except KeyError:
            raise UnknownShapeError(
                f"no shape {shape!r} came with the surface; choose {', '.join(self.shapes)}."
            ) from None

    @property
    def on_midline(self) -> Flags:
        """Whether each vertex lies exactly on the midline, ``(n,)`` bool."""
        alone: Flags = self.mirror == np.arange(self.vertex_count)
        return alone

    def number_of(self, area: SidedArea) -> int | None:
        """Return the index of an area in ``areas``; None for one inside the mouth."""
        return self.number_by_area.get(area)


def require_topology(version: str) -> None:
    """Refuse what was made for another surface.

    Raises
    ------
    UnknownTopologyError
        If the version is not the one of this package; vertices of another surface would land
        anywhere on the body.
    """
    if version != TOPOLOGY:
        raise UnknownTopologyError(
            f"topology: came {version!r}, expected {TOPOLOGY!r}. "
            "Open it with the release of Filiform that made it, or convert it first."
        )


@cache
def load_surface() -> BodySurface:
    """Read the surface that ships with the package, once.

    Raises
    ------
    SurfaceDataError
        If the file is missing, damaged or contradicts itself.
    UnknownTopologyError
        If it is of another topology than this release.

    References
    ----------
    ``HM08``, ``HM08-WEIGHTS``; see docs/reference/body-sources.md.
    """
    return read_surface(Path(str(files("filiform.body"))) / "data" / "surface" / SURFACE_FILE)


def read_surface(path: Path) -> BodySurface:
    """Read a surface from a file; raises as :func:`load_surface`."""
    try:
        # Opened here: of a damaged archive NumPy would leave the file open.
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError, BadZipFile, EOFError) as error:
        raise SurfaceDataError(
            f"{path.name}: cannot be read ({error}); rebuild it with make body."
        ) from error
    try:
        return _assembled(arrays)
    except (KeyError, IndexError, ValueError) as error:
        if isinstance(error, SurfaceDataError | UnknownTopologyError):
            raise
        raise SurfaceDataError(f"{path.name}: {error}; rebuild it with make body.") from error


def _assembled(arrays: Mapping[str, NDArray[Any]]) -> BodySurface:
    version = str(arrays["version"])
    require_topology(version)
    triangles = _frozen(arrays["triangles"].astype(np.int64))
    mirror = _frozen(arrays["mirror"].astype(np.int64))
    area = _frozen(arrays["area"].astype(np.int64))
    areas = tuple(_sided_area(str(name)) for name in arrays["area_names"])
    shapes = {
        name.removeprefix(SHAPE_PREFIX): _frozen(array.astype(np.float64))
        for name, array in arrays.items()
        if name.startswith(SHAPE_PREFIX)
    }
    _check(triangles, mirror, area, len(areas), shapes)
    corners = shapes[CANONICAL_SHAPE]
    edges, graph = _graph(triangles, corners)
    return BodySurface(
        version=version,
        triangles=triangles,
        mirror=mirror,
        front=_frozen(arrays["front"].astype(np.bool_)),
        area=area,
        areas=areas,
        vertices_by_shape=MappingProxyType(shapes),
        area_m2=_frozen(_area_m2(triangles, mirror, corners)),
        edges=edges,
        graph=graph,
        number_by_area=MappingProxyType({area: number for number, area in enumerate(areas)}),
    )


def _sided_area(key: str) -> SidedArea:
    area, _, side = key.rpartition(".")
    return SidedArea(area, Side(side))


def _check(
    triangles: Integers,
    mirror: Integers,
    area: Integers,
    area_count: int,
    shapes: Mapping[str, Floats],
) -> None:
    count = len(mirror)
    wrong = [
        (CANONICAL_SHAPE not in shapes, f"shape {CANONICAL_SHAPE} is missing"),
        (triangles.shape[1:] != (3,), "triangles do not have three corners"),
        (not _within(triangles, count), "a triangle names a vertex that is not there"),
        (not _within(mirror, count), "the mirror names a vertex that is not there"),
        (
            not np.array_equal(mirror[mirror % count], np.arange(count)),
            "mirroring twice does not lead back",
        ),
        (len(area) != count or not _within(area, area_count), "a vertex lies in no area"),
        (
            any(vertices.shape != (count, 3) for vertices in shapes.values()),
            "a shape has another number of vertices",
        ),
    ]
    for broken, complaint in wrong:
        if broken:
            raise SurfaceDataError(f"{SURFACE_FILE}: {complaint}; rebuild it with make body.")


def _within(numbers: Integers, count: int) -> bool:
    return bool(numbers.size and numbers.min() >= 0 and numbers.max() < count)


def _area_m2(triangles: Integers, mirror: Integers, vertices: Floats) -> Floats:
    a, b, c = (vertices[triangles[:, corner]] for corner in range(3))
    third = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 6
    area = np.bincount(triangles.ravel(), np.repeat(third, 3), minlength=len(vertices))
    symmetric: Floats = (area + area[mirror]) / 2
    return symmetric


def _graph(triangles: Integers, vertices: Floats) -> tuple[Integers, Graph]:
    # On a closed surface each edge is walked once in either direction: all halves are all edges.
    halves = np.concatenate([triangles[:, pair] for pair in ((0, 1), (1, 2), (2, 0))])
    halves = halves[np.lexsort((halves[:, 1], halves[:, 0]))]
    edges = halves[halves[:, 0] < halves[:, 1]]
    if 2 * len(edges) != len(halves):
        raise SurfaceDataError(f"{SURFACE_FILE}: the surface is not closed; rebuild it.")
    start = np.searchsorted(halves[:, 0], np.arange(len(vertices) + 1))
    length = np.linalg.norm(vertices[halves[:, 0]] - vertices[halves[:, 1]], axis=1)
    graph = Graph(_frozen(start), _frozen(halves[:, 1].copy()), _frozen(length))
    return _frozen(edges), graph


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
