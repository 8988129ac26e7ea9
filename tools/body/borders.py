"""Draw the borders between areas as smooth lines that lie on the skin of every shape.

A border crosses the edges of the mesh whose ends lie in different areas; three borders meet inside
a triangle. Each crossing starts in the middle of its edge and slides along it until the line is as
straight as its edges allow, so the line has no saw teeth and never leaves the surface. As a point
is a mix of two or three vertices, the same line lies on every shape.

Lines are made on the left half and mirrored. Where an area meets its own other side, the border is
the midline.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tools.body.mesh import FloatArray, IntArray
from tools.body.shape import Skin

ROUNDS = 80
# A crossing keeps this share of its edge from both ends: lines must not touch at a vertex.
NEAREST_END = 0.06
SHARE_STEPS = 255

Node = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Borders:
    """Lines between areas.

    Line ``k`` has the points ``starts[k]:starts[k + 1]`` and lies between the sided areas
    ``between[k]`` (indices into the area names). A point mixes the vertices ``corners (p, 3)``
    with the ``shares (p, 3)``, whole 255ths that sum to 255.
    """

    starts: IntArray
    between: IntArray
    corners: IntArray
    shares: IntArray

    def lines(self) -> Iterator[tuple[int, int, slice]]:
        """Yield both areas of each line, and the place of its points."""
        ends = [*self.starts[1:], len(self.corners)]
        for (a, b), start, end in zip(self.between.tolist(), self.starts, ends, strict=True):
            yield a, b, slice(int(start), int(end))


def draw_borders(skin: Skin, area: IntArray, area_names: Sequence[str]) -> Borders:
    """Find, smooth and mirror the borders of sided areas; ``area (n,)`` indexes the names."""
    stems = [name.rpartition(".")[0] for name in area_names]
    number = {name: k for k, name in enumerate(area_names)}
    stem_names = sorted(set(stems))
    label = np.array([stem_names.index(stem) for stem in stems])[area]
    half = skin.triangles[(skin.vertices[skin.triangles, 0] >= 0).all(axis=1)]
    segments = _segments(half, label)
    share_by_node = _straighten(skin.vertices, segments)

    lines: list[tuple[tuple[int, int], list[Node]]] = []
    for chain in _chains(segments):
        pair = _labels_beside(chain, label)
        left, right = (
            tuple(_sided(stem_names[stem], side, number) for stem in pair)
            for side in ("left", "right")
        )
        lines.append(((left[0], left[1]), chain))
        mirrored = [tuple(int(skin.mirror[v]) for v in node) for node in chain]
        share_by_node |= {
            twin: share_by_node[node] for node, twin in zip(chain, mirrored, strict=True)
        }
        lines.append(((right[0], right[1]), mirrored))
    for stem, chain in _along_midline(skin, half, label, share_by_node):
        if f"{stem_names[stem]}.left" in number:
            pair_of_sides = (
                number[f"{stem_names[stem]}.left"], number[f"{stem_names[stem]}.right"],
            )  # fmt: skip
            lines.append((pair_of_sides, chain))
    return _packed(lines, share_by_node)


def _sided(stem: str, side: str, number: dict[str, int]) -> int:
    return number.get(f"{stem}.{side}", number.get(f"{stem}.midline", -1))


def _segments(triangles: IntArray, label: IntArray) -> dict[Node, list[Node]]:
    """Return, for every crossing (two vertices) and meeting point (three), what it leads to."""
    beside: dict[Node, list[Node]] = defaultdict(list)
    of_corner = label[triangles]
    mixed = (of_corner != np.roll(of_corner, 1, axis=1)).any(axis=1)
    for a, b, c in triangles[mixed].tolist():
        crossings: list[Node] = [
            (min(p, q), max(p, q)) for p, q in ((a, b), (b, c), (c, a)) if label[p] != label[q]
        ]
        if len(crossings) == 2:
            pairs = [(crossings[0], crossings[1])]
        else:
            pairs = [(crossing, (a, b, c)) for crossing in crossings]
        for first, second in pairs:
            beside[first].append(second)
            beside[second].append(first)
    return beside


def _straighten(vertices: FloatArray, segments: dict[Node, list[Node]]) -> dict[Node, IntArray]:
    """Slide every node towards the mean of its neighbours; return its shares, in 255ths."""
    nodes = list(segments)
    place = {node: k for k, node in enumerate(nodes)}
    # A node at the midline has one neighbour; its mirror image would be the other.
    beside = np.array([[place[other] for other in _three(segments[node])] for node in nodes])
    weight = np.array([[1, 1, len(segments[node]) != 2] for node in nodes], dtype=float)
    crossing = np.array([len(node) == 2 for node in nodes])
    corners = np.array([(*node, node[-1])[:3] for node in nodes])
    ends = vertices[corners]
    shares = np.where(crossing[:, None], [0.5, 0.5, 0.0], [1 / 3, 1 / 3, 1 / 3])
    along = ends[:, 1] - ends[:, 0]
    length = (along**2).sum(axis=1)
    for _ in range(ROUNDS):
        points = np.einsum("nk,nkd->nd", shares, ends)
        goal = (points[beside] * weight[..., None]).sum(axis=1) / weight.sum(axis=1)[:, None]
        slid = ((goal - ends[:, 0]) * along).sum(axis=1) / length
        slid = np.clip(slid, NEAREST_END, 1 - NEAREST_END)
        slid = (slid + shares[:, 1]) / 2
        on_edge = np.stack([1 - slid, slid, np.zeros_like(slid)], axis=1)
        inside = np.clip(_weights_in(ends, goal), NEAREST_END, None)
        inside /= inside.sum(axis=1, keepdims=True)
        shares = np.where(crossing[:, None], on_edge, (inside + shares) / 2)
    whole = np.rint(shares * SHARE_STEPS).astype(np.int64)
    whole[:, 0] += SHARE_STEPS - whole.sum(axis=1)
    return dict(zip(nodes, whole, strict=True))


def _three(beside: Sequence[Node]) -> tuple[Node, Node, Node]:
    first, second, third = (*beside, *beside, *beside)[:3]
    return first, second, third


def _weights_in(ends: FloatArray, points: FloatArray) -> FloatArray:
    """Barycentric weights of points projected into their triangles; any for a flat one."""
    first, second = ends[:, 1] - ends[:, 0], ends[:, 2] - ends[:, 0]
    normal = np.cross(first, second)
    size = np.maximum((normal**2).sum(axis=1), 1e-24)
    offset = points - ends[:, 0]
    b = (np.cross(offset, second) * normal).sum(axis=1) / size
    c = (np.cross(first, offset) * normal).sum(axis=1) / size
    return np.stack([1 - b - c, b, c], axis=1)


def _chains(segments: dict[Node, list[Node]]) -> list[list[Node]]:
    """Return lines from one meeting point to another, or to the midline, or round a circle."""
    stops = {node for node, beside in segments.items() if len(beside) != 2}
    left = {(node, other) for node, beside in segments.items() for other in beside}
    chains = []
    for start in [*sorted(stops), *sorted(segments)]:
        for following in sorted(segments[start]):
            if (start, following) not in left:
                continue
            chain = [start]
            here: Node | None = following
            while here is not None:
                left -= {(chain[-1], here), (here, chain[-1])}
                chain.append(here)
                onward = [other for other in segments[here] if (here, other) in left]
                here = onward[0] if onward and here not in stops else None
            chains.append(chain)
    return chains


def _labels_beside(chain: Sequence[Node], label: IntArray) -> tuple[int, int]:
    crossing = next(node for node in chain if len(node) == 2)
    first, second = sorted(int(label[v]) for v in crossing)
    return first, second


def _along_midline(
    skin: Skin, half: IntArray, label: IntArray, share_by_node: dict[Node, IntArray]
) -> list[tuple[int, list[Node]]]:
    """Return the parts of the midline, each with the one area it runs through."""
    beside: dict[int, list[int]] = defaultdict(list)
    for a, b, c in half[(skin.vertices[half, 0] == 0).sum(axis=1) == 2].tolist():
        p, q = (v for v in (a, b, c) if skin.vertices[v, 0] == 0)
        beside[p].append(q)
        beside[q].append(p)
    start = max(beside, key=lambda v: float(skin.vertices[v, 1]))
    circle = [start]
    while (following := [v for v in beside[circle[-1]] if v not in circle[-2:]]) and (
        len(circle) < 2 or circle[-1] != start
    ):
        circle.append(following[0])
    parts: list[tuple[int, list[Node]]] = [(int(label[start]), [(start,)])]
    share_by_node |= {(v,): np.array([SHARE_STEPS, 0, 0]) for v in circle}
    for before, vertex in pairwise(circle):
        if label[before] != label[vertex]:
            crossing: Node = (min(before, vertex), max(before, vertex))
            parts[-1][1].append(crossing)
            parts.append((int(label[vertex]), [crossing]))
        parts[-1][1].append((vertex,))
    return parts


def _packed(
    lines: Sequence[tuple[tuple[int, int], Sequence[Node]]], share_by_node: dict[Node, IntArray]
) -> Borders:
    sizes = [len(chain) for _, chain in lines]
    corners, shares = [], []
    for _, chain in lines:
        for node in chain:
            corners.append((*node, node[-1], node[-1])[:3])
            shares.append(share_by_node[node])
    return Borders(
        starts=np.cumsum([0, *sizes])[:-1],
        between=np.array([pair for pair, _ in lines]),
        corners=np.array(corners),
        shares=np.array(shares),
    )


def border_lengths_mm(
    borders: Borders, vertices: FloatArray, area_names: Sequence[str]
) -> dict[tuple[str, str], float]:
    """Return how long each pair of areas, without sides, touches on one half of the body."""
    points = np.einsum("pk,pkd->pd", borders.shares / SHARE_STEPS, vertices[borders.corners])
    lengths: dict[tuple[str, str], float] = {}
    for a, b, place in borders.lines():
        first, second = sorted(area_names[k].rpartition(".")[0] for k in (a, b))
        if first != second:
            length = float(np.linalg.norm(np.diff(points[place], axis=0), axis=1).sum())
            lengths[first, second] = lengths.get((first, second), 0.0) + length * 1000 / 2
    return lengths


def borders_json(borders: Borders, area_names: Sequence[str], version: str) -> str:
    """Return the lines for the browser, one text line each.

    ``points`` has five numbers a point: three vertices, and the shares of the second and third in
    255ths; the first has the rest.
    """
    rows = []
    for a, b, place in borders.lines():
        numbers = np.concatenate([borders.corners[place], borders.shares[place, 1:]], axis=1)
        row = {"between": [a, b], "points": numbers.ravel().tolist()}
        rows.append(json.dumps(row, separators=(",", ":")))
    head = f'"surface":"{version}","areas":{json.dumps(list(area_names), separators=(",", ":"))}'
    return "{" + head + ',"lines":[\n' + ",\n".join(rows) + "\n]}\n"
