"""The surface that ships: closed, symmetric, labelled, and refused when it is not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from filiform.body.areas import all_sided_areas
from filiform.body.errors import SurfaceDataError, UnknownShapeError, UnknownTopologyError
from filiform.body.projection import vertices_of
from filiform.body.surface import CANONICAL_SHAPE, TOPOLOGY, load_surface, read_surface

SURFACE = load_surface()
COUNT = SURFACE.vertex_count
SHAPES = (
    "male_lean", "male_average", "male_heavy", "female_lean", "female_average", "female_heavy",
)  # fmt: skip

Arrays = dict[str, NDArray[Any]]


def tetrahedron() -> Arrays:
    """The smallest closed surface that has a left and a right."""
    vertices = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    return {
        "version": np.array(TOPOLOGY),
        "triangles": np.array([[0, 2, 3], [1, 3, 2], [0, 1, 2], [0, 3, 1]]),
        "mirror": np.array([1, 0, 2, 3]),
        "front": np.array([False, False, False, True]),
        "area": np.array([0, 1, 0, 0], dtype=np.int16),
        "area_names": np.array(["groin.left", "groin.right"]),
        f"vertices_{CANONICAL_SHAPE}": vertices,
    }


def saved(folder: Path, arrays: Arrays) -> Path:
    np.savez(folder / "surface.npz", **arrays)  # type: ignore[arg-type]
    return folder / "surface.npz"


def test_the_surface_is_loaded_once_and_names_its_topology() -> None:
    assert load_surface() is SURFACE
    assert SURFACE.version == TOPOLOGY == "surface-1"


def test_six_shapes_share_the_topology() -> None:
    assert set(SURFACE.shapes) == set(SHAPES)
    for shape in SHAPES:
        assert SURFACE.vertices(shape).shape == (COUNT, 3)
        assert np.isfinite(SURFACE.vertices(shape)).all()


def test_the_surface_is_closed_and_of_one_piece_without_handles() -> None:
    assert COUNT - len(SURFACE.edges) + len(SURFACE.triangles) == 2


@pytest.mark.parametrize("shape", SHAPES)
def test_both_sides_of_every_shape_are_mirror_images(shape: str) -> None:
    vertices = SURFACE.vertices(shape)

    np.testing.assert_allclose(vertices[SURFACE.mirror], vertices * [-1, 1, 1], atol=1e-7)


def test_every_area_of_the_skin_is_mirrored() -> None:
    keys = np.array([area.key for area in SURFACE.areas])
    mirrored = np.array([area.mirrored.key for area in SURFACE.areas])
    off_midline = ~SURFACE.on_midline

    assert (mirrored[SURFACE.area] == keys[SURFACE.area[SURFACE.mirror]])[off_midline].all()


def test_all_areas_but_those_inside_the_mouth_lie_on_the_skin() -> None:
    missing = {area.area for area in all_sided_areas() if area not in SURFACE.number_by_area}

    assert missing == {"upper_teeth_back", "lower_teeth_back", "mouth_tongue"}
    assert len(SURFACE.areas) == 310


def test_vertex_areas_add_up_to_the_skin_of_a_person() -> None:
    # Mosteller's formula gives 1.73 m² for 1.73 m and 62 kg.
    assert SURFACE.whole_m2 == pytest.approx(1.73, abs=0.03)
    assert (SURFACE.area_m2 > 0).all()


def test_front_is_what_faces_forward() -> None:
    forward = {
        area.area: SURFACE.front[SURFACE.area == number].mean()
        for area, number in SURFACE.number_by_area.items()
    }

    assert forward["sternum"] > 0.95
    assert forward["sacrum"] < 0.05


def test_every_edge_is_seen_from_both_ends() -> None:
    graph = SURFACE.graph
    origin, places = graph.from_vertices(np.arange(COUNT))
    pairs = set(zip(origin.tolist(), graph.neighbour[places].tolist(), strict=True))

    assert len(pairs) == 2 * len(SURFACE.edges)
    assert {(b, a) for a, b in pairs} == pairs
    assert graph.length_m.min() > 0


def test_arrays_cannot_be_changed() -> None:
    for array in (SURFACE.vertices(), SURFACE.triangles, SURFACE.area_m2, SURFACE.mirror):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_an_unknown_shape_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownShapeError, match=r"no shape 'giant'.*choose .*male_average"):
        SURFACE.vertices("giant")


def test_painting_one_side_reaches_the_midline() -> None:
    groin = next(area for area in SURFACE.areas if area.key == "forehead_medial.right")

    assert SURFACE.on_midline[vertices_of(groin)].any()


def test_a_small_surface_is_read(tmp_path: Path) -> None:
    surface = read_surface(saved(tmp_path, tetrahedron()))

    assert surface.vertex_count == 4
    assert len(surface.edges) == 6


def test_a_surface_of_another_version_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, tetrahedron() | {"version": np.array("surface-2")})

    with pytest.raises(UnknownTopologyError, match=r"came 'surface-2', expected 'surface-1'"):
        read_surface(path)


def without(name: str) -> Callable[[Arrays], Arrays]:
    return lambda arrays: {key: array for key, array in arrays.items() if key != name}


def changed(name: str, value: NDArray[Any]) -> Callable[[Arrays], Arrays]:
    return lambda arrays: arrays | {name: value}


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (without("mirror"), "mirror"),
        (without(f"vertices_{CANONICAL_SHAPE}"), "shape male_average is missing"),
        (changed("mirror", np.array([1, 2, 0, 3])), "mirroring twice"),
        (changed("mirror", np.array([1, 0, 2, 9])), "mirror names a vertex"),
        (changed("triangles", np.array([[0, 2, 9]])), "triangle names a vertex"),
        (changed("triangles", np.array([[0, 2, 3]])), "not closed"),
        (changed("area", np.array([0, 1, 0], dtype=np.int16)), "lies in no area"),
        (changed("vertices_tall", np.zeros((3, 3))), "another number of vertices"),
        (changed("area_names", np.array(["third_arm.left", "groin.left"])), "third_arm"),
    ],
)
def test_a_surface_that_contradicts_itself_is_refused(
    damage: Callable[[Arrays], Arrays], complaint: str, tmp_path: Path
) -> None:
    path = saved(tmp_path, damage(tetrahedron()))

    with pytest.raises(SurfaceDataError, match=complaint):
        read_surface(path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_damaged_file_is_refused_with_the_way_out(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "surface.npz"
    path.write_bytes(content)

    with pytest.raises(SurfaceDataError, match="rebuild it with make body"):
        read_surface(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SurfaceDataError, match="cannot be read"):
        read_surface(tmp_path / "surface.npz")
