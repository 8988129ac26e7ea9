"""Measure a labelled surface against what it must be, and against the atlas."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tools.body.areas import area_pieces
from tools.body.links import links_of
from tools.body.mesh import FloatArray, IntArray

CM2_PER_M2 = 1e4
SMALLEST_CM2 = 5.0
# Where four areas nearly meet in one point, two of them touch along no more than this.
CORNER_MM = 12.0

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SurfaceReport:
    """What was measured; ``faults`` is empty when the surface may be used."""

    vertices: int
    triangles: int
    skin_m2: float
    volume_l: float
    sided_areas: int
    midline_vertices: int
    area_cm2: Mapping[str, float]
    touching: int
    in_atlas: int
    in_both: int
    long_unknown: tuple[Pair, ...]
    only_surface: tuple[Pair, ...]
    only_atlas: tuple[Pair, ...]
    faults: tuple[str, ...]

    def lines(self) -> list[str]:
        """The report for a terminal."""
        smallest = sorted(self.area_cm2.items(), key=lambda pair: pair[1])[:12]
        return [
            f"vertices {self.vertices}, triangles {self.triangles}, "
            f"on the midline {self.midline_vertices}",
            f"skin {self.skin_m2:.3f} m2, volume {self.volume_l:.1f} L",
            f"sided areas {self.sided_areas}",
            "smallest, cm2: " + ", ".join(f"{name} {size:.1f}" for name, size in smallest),
            f"touching pairs: surface {self.touching}, atlas {self.in_atlas}, both {self.in_both}",
            f"along more than {CORNER_MM:.0f} mm and not in the atlas: "
            + _listed(self.long_unknown),
            "only on the surface: " + _listed(self.only_surface),
            "only in the atlas: " + _listed(self.only_atlas),
            *(f"FAULT: {fault}" for fault in self.faults),
        ]


def _listed(pairs: Sequence[Pair]) -> str:
    return ", ".join(f"{a}-{b}" for a, b in pairs) or "none"


def inspect_surface(
    shapes: Mapping[str, FloatArray],
    vertices: FloatArray,
    triangles: IntArray,
    mirror: IntArray,
    area: IntArray,
    area_names: Sequence[str],
    border_mm: Mapping[Pair, float],
    atlas_neighbours: Mapping[str, frozenset[str]],
    small_with_reason: Mapping[str, str],
) -> SurfaceReport:
    """Check a labelled surface; ``atlas_neighbours`` names every area expected on the skin.

    ``vertices`` are those of the canonical shape, on which areas are measured. ``border_mm`` says
    how long two areas touch.
    """
    sizes = area_sizes_cm2(vertices, triangles, area, area_names)
    touching = set(border_mm)
    atlas = {(a, b) for a, around in atlas_neighbours.items() for b in around if a < b}
    atlas = {pair for pair in atlas if pair[1] in atlas_neighbours}
    faults = [
        *open_edges(triangles),
        *_name_faults(area, area_names, atlas_neighbours),
        *_piece_faults(triangles, area, area_names),
        *mirror_faults(shapes, mirror, area, area_names),
        *(
            f"{name} has only {size:.1f} cm2, and no reason is listed"
            for name, size in sizes.items()
            if size < SMALLEST_CM2 and name.partition(".")[0] not in small_with_reason
        ),
    ]
    corners = vertices[triangles]
    turned = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return SurfaceReport(
        vertices=len(vertices),
        triangles=len(triangles),
        skin_m2=float(np.linalg.norm(turned, axis=1).sum() / 2),
        volume_l=float((corners[:, 0] * turned).sum() / 6 * 1000),
        sided_areas=len(np.unique(area)),
        midline_vertices=int((mirror == np.arange(len(mirror))).sum()),
        area_cm2=sizes,
        touching=len(touching),
        in_atlas=len(atlas),
        in_both=len(touching & atlas),
        long_unknown=tuple(
            sorted(pair for pair in touching - atlas if border_mm[pair] > CORNER_MM)
        ),
        only_surface=tuple(sorted(touching - atlas)),
        only_atlas=tuple(sorted(atlas - touching)),
        faults=tuple(faults),
    )


def area_sizes_cm2(
    vertices: FloatArray, triangles: IntArray, area: IntArray, area_names: Sequence[str]
) -> dict[str, float]:
    """Skin of every sided area; each triangle gives a third to each of its corners."""
    corners = vertices[triangles].astype(float)
    turned = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    third = np.linalg.norm(turned, axis=1) / 6 * CM2_PER_M2
    sizes = np.zeros(len(area_names))
    for corner in range(3):
        np.add.at(sizes, area[triangles[:, corner]], third)
    return {name: float(size) for name, size in zip(area_names, sizes, strict=True)}


def open_edges(triangles: IntArray) -> list[str]:
    """Faults of a surface that is not closed: edges without exactly one triangle on each side."""
    directed = Counter(
        (int(a), int(b)) for corner in ((0, 1), (1, 2), (2, 0)) for a, b in triangles[:, corner]
    )
    wrong = sum(1 for (a, b), n in directed.items() if n != 1 or directed.get((b, a)) != 1)
    return [f"{wrong} edges have no single triangle on each side"] if wrong else []


def _name_faults(
    area: IntArray, area_names: Sequence[str], atlas_neighbours: Mapping[str, frozenset[str]]
) -> list[str]:
    used = {area_names[k].partition(".")[0] for k in np.unique(area)}
    return [
        *(f"{name} is on no vertex" for name in sorted(set(atlas_neighbours) - used)),
        *(f"{name} is not in the atlas" for name in sorted(used - set(atlas_neighbours))),
    ]


def _piece_faults(triangles: IntArray, area: IntArray, area_names: Sequence[str]) -> list[str]:
    links = links_of(triangles, len(area))
    pieces = area_pieces(area, links, np.ones(len(area), dtype=bool))
    counts = {area_names[k]: len(np.unique(pieces[area == k])) for k in np.unique(area)}
    return [f"{name} lies in {count} pieces" for name, count in counts.items() if count > 1]


def mirror_faults(
    shapes: Mapping[str, FloatArray], mirror: IntArray, area: IntArray, area_names: Sequence[str]
) -> list[str]:
    """Faults of the mirror map and of areas that are not their own mirror image.

    A midline vertex of a sided area is stored as left by convention and is left out.
    """
    faults = []
    if not np.array_equal(mirror[mirror], np.arange(len(mirror))):
        faults.append("the mirror map is not its own inverse")
    for name, vertices in shapes.items():
        if not np.array_equal(vertices[mirror], vertices * np.array([-1, 1, 1], vertices.dtype)):
            faults.append(f"{name}: a vertex is not the mirror image of its opposite")
    swap = {"left": "right", "right": "left", "midline": "midline"}
    number = {name: k for k, name in enumerate(area_names)}
    opposite = np.array(
        [number[f"{stem}.{swap[side]}"] for stem, _, side in (n.partition(".") for n in area_names)]
    )
    off_midline = mirror != np.arange(len(mirror))
    wrong = int((opposite[area] != area[mirror])[off_midline].sum())
    return [*faults, f"{wrong} vertices differ from their mirror image"] if wrong else faults
