"""Reading, posing, closing and refining the mesh, on shapes small enough to check by hand."""

import gzip
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tools.body.checks import mirror_faults, open_edges
from tools.body.close import boundary_loops, directions_that_see, smallest_area_triangles
from tools.body.mesh import FOLDER_IN_WHEEL, MeshFolder, MeshSourceError
from tools.body.order import in_strips
from tools.body.pose import about_point, mirrored, move, rotation_between
from tools.body.refine import refine, symmetric, triangulate_left
from tools.body.shape import load_shape_settings

from filiform.evidence import require_source

BOX_FACES = [
    (0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3),
]  # fmt: skip


def box(width: float = 2.0, height: float = 2.0) -> np.ndarray:
    """Corners of a box that is its own mirror image; corner ``4i + 2j + k``."""
    x, y, z = np.meshgrid([-width / 2, width / 2], [0, height], [0.0, 2.0], indexing="ij")
    return np.stack([x.ravel(), y.ravel(), z.ravel()], axis=1)


directions = arrays(np.float64, 3, elements=st.floats(-1, 1)).filter(
    lambda v: bool(np.linalg.norm(v) > 1e-3)
)


@given(directions, directions)
def test_a_rotation_brings_one_direction_onto_the_other(
    start: np.ndarray, goal: np.ndarray
) -> None:
    cosine = start @ goal / np.linalg.norm(start) / np.linalg.norm(goal)
    if cosine < -0.999:  # opposite directions have no shortest rotation
        return

    rotation = rotation_between(start, goal)

    assert np.allclose(rotation @ rotation.T, np.eye(3))
    turned = rotation @ start / np.linalg.norm(start)
    assert np.allclose(turned, goal / np.linalg.norm(goal), atol=1e-6)


def test_a_rotation_about_a_joint_leaves_the_joint_in_place() -> None:
    joint = np.array([0.2, 1.3, 0.0])
    turn = about_point(rotation_between(np.array([0.0, 1, 0]), np.array([1.0, 1, 0])), joint)

    assert np.allclose(move(turn, joint), joint)


def test_the_right_limb_moves_as_the_mirror_image_of_the_left() -> None:
    turn = about_point(rotation_between(np.array([0.0, 1, 0]), np.array([1.0, 1, 1])), np.ones(3))
    flip = np.array([-1.0, 1.0, 1.0])
    point = np.array([0.3, 0.7, -0.2])

    assert np.allclose(move(mirrored(turn), point * flip), move(turn, point) * flip)


def test_a_missing_file_in_the_wheel_is_named(tmp_path: Path) -> None:
    wheel = tmp_path / "mesh.whl"
    zipfile.ZipFile(wheel, "w").close()

    with pytest.raises(MeshSourceError, match=r"base\.obj"):
        MeshFolder(wheel).read("3dobjs/base.obj")


def test_a_target_is_read_in_metres_and_its_checksum_kept(tmp_path: Path) -> None:
    wheel = tmp_path / "mesh.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{FOLDER_IN_WHEEL}/t.gz", gzip.compress(b"1 .5 0 -1\n"))
    folder = MeshFolder(wheel)

    displacement = folder.read_target("t.gz", 3)

    assert np.allclose(displacement, [[0, 0, 0], [0.05, 0, -0.1], [0, 0, 0]])
    assert list(folder.checksums) == ["t.gz"]


def test_the_sources_of_the_shape_are_registered() -> None:
    for key in load_shape_settings()["sources"]:
        assert require_source(key, cited_in="shape.toml").citation


def test_an_open_box_has_one_boundary_loop() -> None:
    loops = boundary_loops(BOX_FACES[:5])

    assert len(loops) == 1
    assert sorted(loops[0]) == [1, 3, 5, 7]


def test_zipping_a_bent_loop_takes_the_smaller_of_two_areas() -> None:
    corners = np.array([[0.0, 0, 0], [1, 0, 0], [1.1, 1.1, 1], [0, 1, 0]])

    triangles = smallest_area_triangles((0, 1, 2, 3), corners)

    areas = []
    for cut in (triangles, [(0, 1, 2), (0, 2, 3)], [(0, 1, 3), (1, 2, 3)]):
        sides = [np.cross(corners[b] - corners[a], corners[c] - corners[a]) for a, b, c in cut]
        areas.append(sum(np.linalg.norm(side) for side in sides))
    assert areas[0] == min(areas)


def test_zipping_never_uses_an_edge_that_is_taken() -> None:
    corners = np.array([[0.0, 0, 0], [1, 0, 0], [1.5, 1.5, 0.2], [0, 1, 0]])
    free = smallest_area_triangles((0, 1, 2, 3), corners)
    diagonal = (1, 3) if all({1, 3} - set(t) != {1, 3} for t in free) else (0, 2)

    triangles = smallest_area_triangles((0, 1, 2, 3), corners, taken={diagonal})

    shared = set(triangles[0]) & set(triangles[1])
    assert shared != set(diagonal)


def test_the_bottom_of_a_cup_is_seen_from_fewer_directions_than_its_rim() -> None:
    corners = box(width=0.04, height=0.06)
    open_above = np.array([face for face in BOX_FACES if face != BOX_FACES[3]])

    seen = directions_that_see(corners, open_above, np.arange(8))

    assert seen[[2, 3, 6, 7]].min() > seen[[0, 1, 4, 5]].max() / 2
    assert seen.min() > 0


def closed(vertices: np.ndarray, faces: list[tuple[int, ...]], mirror: np.ndarray) -> np.ndarray:
    left = triangulate_left(vertices, faces)
    return np.concatenate([left, mirror[left][:, ::-1]])


def mirror_of(vertices: np.ndarray) -> np.ndarray:
    gaps = np.linalg.norm(vertices[:, None] - vertices * [-1, 1, 1], axis=2)
    return gaps.argmin(axis=1)


def test_refining_keeps_the_box_closed_and_its_weights_whole() -> None:
    corners = box()

    refined = refine(corners, BOX_FACES, mirror_of(corners), [0.5])

    assert np.allclose(refined.points(np.ones((8, 1))), 1)
    vertices = symmetric(refined.points(corners), refined.mirror)
    assert vertices.shape == (8 + 12 + 6, 3)
    assert open_edges(closed(vertices, refined.faces, refined.mirror)) == []


def test_only_faces_with_a_long_edge_are_split_and_no_crack_opens() -> None:
    corners = np.concatenate([box(), box()[[2, 3, 6, 7]] + [0, 10, 0]])
    faces = [face for face in BOX_FACES if face != BOX_FACES[3]]
    tower = [(2, 3, 9, 8), (3, 7, 11, 9), (7, 6, 10, 11), (6, 2, 8, 10), (8, 9, 11, 10)]

    refined = refine(corners, faces + tower, mirror_of(corners), [5])

    assert len(refined.faces) == 4 * 4 + len(faces) + 1
    used = [edge for face in refined.faces for edge in zip(face, (*face[1:], face[0]), strict=True)]
    assert sorted((b, a) for a, b in used) == sorted(used)


def test_coarse_and_fine_skin_lie_on_one_surface() -> None:
    corners = box()
    fine = refine(corners, BOX_FACES, mirror_of(corners), [0.5, 0.5])

    # Only the second round splits nothing: the same points, fewer of them.
    coarse = refine(corners, BOX_FACES, mirror_of(corners), [0.5, 9.0])

    every = {tuple(point) for point in fine.points(corners).round(9).tolist()}
    assert {tuple(point) for point in coarse.points(corners).round(9).tolist()} < every


def test_two_rounds_of_refinement_stay_mirrored_exactly() -> None:
    corners = box(width=1.0)

    refined = refine(corners, BOX_FACES, mirror_of(corners), [0.5, 0.3])

    vertices = symmetric(refined.points(corners), refined.mirror)
    area = (vertices[:, 0] < 0).astype(np.int64)
    names = ["skin.left", "skin.right"]
    assert mirror_faults({"box": vertices}, refined.mirror, area, names) == []
    assert np.array_equal(refined.mirror, mirror_of(vertices))


def test_a_mesh_that_is_not_mirrored_is_refused() -> None:
    with pytest.raises(ValueError, match="mirror image"):
        refine(box(), BOX_FACES, np.array([1, 0, 2, 3, 4, 5, 6, 7]), [0.5])


def test_strips_keep_every_triangle_and_number_the_right_half_alike() -> None:
    corners = box()
    refined = refine(corners, BOX_FACES, mirror_of(corners), [0.5])
    left = triangulate_left(refined.points(corners), refined.faces)

    sequence, triangles = in_strips(left, refined.mirror, 0)

    before = {frozenset(t) for t in left.tolist()}
    assert {frozenset(t) for t in sequence[triangles[: len(left)]].tolist()} == before
    assert sorted(sequence.tolist()) == list(range(len(refined.mirror)))
    assert open_edges(triangles) == []
