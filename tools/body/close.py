"""Close the eyelids and the mouth: drop what no one can see, zip the slits that are left.

The base mesh is one closed skin whose eye sockets and mouth are pouches. A vertex of the head that
is seen from at most a few of many directions lies in a pouch; large patches of such vertices go.
The slit that remains is triangulated with the smallest area (Barequet and Sharir, "Filling gaps
in the boundary of a polyhedron", 1995), on the left half only, and mirrored.

The nostrils are shallow and stay as they are: no orthographic chart looks into them.
"""

from collections import Counter
from collections.abc import Container, Iterable

import numpy as np

from tools.body.links import links_of
from tools.body.mesh import FloatArray, IntArray

Polygon = tuple[int, ...]
Edge = tuple[int, int]

DIRECTIONS = 96
PIXEL_M = 0.0008
DEPTH_TOLERANCE_M = 0.0015
# Of 96 directions; at 3 the far wall of the sockets stays behind, at 9 the ear's bowl would go too.
SEEN_AT_MOST = 6
SMALLEST_POUCH = 100


class OpenSurfaceError(RuntimeError):
    """The surface has another number of slits than two lids and one mouth."""


def close_pouches(
    vertices: FloatArray, faces: IntArray, mirror: IntArray, head: IntArray
) -> list[Polygon]:
    """Faces of the closed outer skin, quads and zip triangles, on the same vertex numbers.

    ``head`` lists the vertices that may belong to a pouch. Vertices no face uses are left for the
    caller to remove.
    """
    seen = directions_that_see(vertices, faces, head)
    hidden = np.zeros(len(vertices), dtype=bool)
    hidden[head] = seen <= SEEN_AT_MOST
    hidden &= hidden[mirror]
    pouches = _large_patches(hidden, faces)
    skin = _largest_piece(faces[~pouches[faces].any(axis=1)], len(vertices))
    loops = boundary_loops(skin)
    if len(loops) != 3:
        raise OpenSurfaceError(f"{len(loops)} slits are left, expected two eyelids and one mouth")
    # A quad's diagonals count as taken too: one of them becomes an edge when it is triangulated.
    lines = np.concatenate([_edges(skin), skin[:, [0, 2]], skin[:, [1, 3]]])
    taken = {(int(a), int(b)) for a, b in np.sort(lines, axis=1)}
    zipped = [triangle for loop in loops for triangle in _zip(loop, vertices, mirror, taken)]
    return [tuple(face) for face in skin.tolist()] + zipped


def directions_that_see(vertices: FloatArray, faces: IntArray, chosen: IntArray) -> IntArray:
    """From how many of 96 even directions each chosen vertex is in sight, ``(chosen,)``."""
    near = np.isin(faces, chosen).any(axis=1)
    samples = _samples(vertices, faces[near])
    origin = vertices[chosen].mean(axis=0)
    counts = np.zeros(len(chosen), dtype=np.int64)
    for direction in _even_directions():
        right = np.cross(direction, [0.3, 0.9, 0.31])
        right /= np.linalg.norm(right)
        plane = np.stack([right, np.cross(right, direction)], axis=1)
        pixel = np.floor((samples - origin) @ plane / PIXEL_M).astype(np.int64)
        low, span = pixel.min(axis=0), np.ptp(pixel, axis=0) + 1
        nearest = np.full(span[0] * span[1], -np.inf)
        np.maximum.at(nearest, (pixel - low) @ np.array([span[1], 1]), samples @ direction)
        own = np.floor((vertices[chosen] - origin) @ plane / PIXEL_M).astype(np.int64) - low
        depth = vertices[chosen] @ direction
        counts += depth > nearest[own @ np.array([span[1], 1])] - DEPTH_TOLERANCE_M
    return counts


def _even_directions() -> FloatArray:
    """Directions spread over the sphere along a Fibonacci spiral, ``(96, 3)``."""
    step = np.arange(DIRECTIONS) + 0.5
    polar, turn = np.arccos(1 - 2 * step / DIRECTIONS), np.pi * (1 + 5**0.5) * step
    return np.stack(
        [np.cos(turn) * np.sin(polar), np.cos(polar), np.sin(turn) * np.sin(polar)], axis=1
    )


def _samples(vertices: FloatArray, faces: IntArray, steps: int = 8) -> FloatArray:
    """Points on every quad, dense enough that none of its pixels stays empty."""
    triangles = np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]])
    i, j = np.meshgrid(np.arange(steps + 1), np.arange(steps + 1))
    inside = i + j <= steps
    weights = np.stack([i[inside], j[inside], steps - i[inside] - j[inside]], axis=1) / steps
    points: FloatArray = np.einsum("sc,tcd->tsd", weights, vertices[triangles]).reshape(-1, 3)
    return np.concatenate([points, vertices[np.unique(faces)]])


def _edges(faces: IntArray) -> IntArray:
    return np.concatenate([np.stack([faces[:, k], faces[:, (k + 1) % 4]], 1) for k in range(4)])


def _large_patches(hidden: np.ndarray, faces: IntArray) -> np.ndarray:
    links = links_of(faces, len(hidden))
    piece = links.where(hidden[links.first] & hidden[links.second]).pieces()
    size = np.bincount(piece[hidden], minlength=len(hidden))
    large: np.ndarray = hidden & (size[piece] >= SMALLEST_POUCH)
    return large


def _largest_piece(faces: IntArray, vertex_count: int) -> IntArray:
    piece = links_of(faces, vertex_count).pieces()[faces[:, 0]]
    largest: IntArray = faces[piece == np.bincount(piece).argmax()]
    return largest


def boundary_loops(faces: Iterable[Iterable[int]]) -> list[Polygon]:
    """Closed walks along edges that have a face on one side only, in the faces' direction."""
    counts: Counter[tuple[int, int]] = Counter()
    for face in faces:
        corners = [int(corner) for corner in face]
        counts.update(zip(corners, [*corners[1:], corners[0]], strict=True))
    following = {a: b for a, b in counts if (b, a) not in counts}
    loops = []
    while following:
        first = min(following)
        loop = [first]
        while (after := following.pop(loop[-1])) != first:
            loop.append(after)
        loops.append(tuple(loop))
    return loops


def _zip(loop: Polygon, vertices: FloatArray, mirror: IntArray, taken: set[Edge]) -> list[Polygon]:
    """Triangles that close one slit; a slit on the right is closed with its twin on the left."""
    across = vertices[list(loop), 0]
    backwards = loop[::-1]
    if across.max() <= 0:
        return []
    if across.min() < 0:
        left = [vertex for vertex in backwards if vertices[vertex, 0] >= 0]
        # Start where the walk enters the left half, so that the polygon's last edge is the midline.
        middle = [i for i, vertex in enumerate(left) if mirror[vertex] == vertex]
        start = middle[1] if middle[1] - middle[0] == 1 else middle[0]
        backwards = tuple(left[start:] + left[:start])
    triangles = smallest_area_triangles(backwards, vertices, taken)
    return triangles + [tuple(int(mirror[v]) for v in reversed(t)) for t in triangles]


def smallest_area_triangles(
    polygon: Polygon, vertices: FloatArray, taken: Container[Edge] = ()
) -> list[Polygon]:
    """Triangulate a polygon in space so that its area is smallest; cubic in its corners.

    No diagonal runs along a ``taken`` edge (two vertices in rising order): a third and fourth
    triangle on one edge would make the surface ambiguous there.
    """
    n = len(polygon)
    corners = vertices[list(polygon)]
    area = np.zeros((n, n))
    split = np.zeros((n, n), dtype=np.int64)
    for span in range(2, n):
        for i in range(n - span):
            k, between = i + span, np.arange(i + 1, i + span)
            sides = np.cross(corners[between] - corners[i], corners[k] - corners[i])
            total = area[i, between] + area[between, k] + np.linalg.norm(sides, axis=1) / 2
            best = int(total.argmin())
            pair = (min(polygon[i], polygon[k]), max(polygon[i], polygon[k]))
            is_free = pair not in taken or span == n - 1
            area[i, k] = total[best] if is_free else np.inf
            split[i, k] = between[best]
    triangles: list[Polygon] = []
    waiting = [(0, n - 1)]
    while waiting:
        i, k = waiting.pop()
        if k - i >= 2:
            j = int(split[i, k])
            triangles.append((polygon[i], polygon[j], polygon[k]))
            waiting += [(i, j), (j, k)]
    return triangles
