"""Landmarks, borders, tints and browser files, on surfaces small enough to check by hand."""

import json
import struct

import numpy as np
import pytest
from tools.body.borders import border_lengths_mm, draw_borders
from tools.body.glb import glb_bytes, in_steps
from tools.body.links import links_of
from tools.body.points import LandmarkError, find_landmarks, landmarks_text, load_points
from tools.body.tint import colours_of, cover_of, load_tints

from tests.tools.test_surface_rules import sheet

POINT = {"seen": "front", "definition": "a place"}


def a_point(at: list[float], **changed: str) -> dict[str, object]:
    return {"source": "S", "mark": "P", "point": [POINT | {"id": "spot", "at": at} | changed]}


def test_a_landmark_lies_where_a_straight_line_meets_the_skin() -> None:
    skin = sheet()

    left, right = find_landmarks(skin, a_point([13.0, 14.0, 99.0]))

    corners = skin.vertices[skin.triangles]
    for mark, x in ((left, 0.013), (right, -0.013)):
        weights = np.array([mark.b0, mark.b1, 1 - mark.b0 - mark.b1])
        assert weights @ corners[mark.triangle] == pytest.approx([x, 0.014, 0], abs=1e-5)
    assert (left.side, right.side) == ("left", "right")


def test_a_landmark_in_the_midline_stands_once() -> None:
    (mark,) = find_landmarks(sheet(), a_point([0.0, 14.0, 0.0]))

    assert mark.side == "midline"


def test_a_landmark_off_the_skin_is_named_in_the_refusal() -> None:
    with pytest.raises(LandmarkError, match="spot"):
        find_landmarks(sheet(), a_point([13.0, 14.0, 0.0], seen="back"))


def test_landmarks_are_written_with_source_and_mark() -> None:
    points = a_point([13.0, 14.0, 0.0])

    text = landmarks_text(find_landmarks(sheet(), points), points)

    assert text.count('source = "S", mark = "P"') == 2
    assert {point["seen"] for point in load_points()["point"]} <= {
        "front", "back", "side", "inside", "above",
    }  # fmt: skip


def test_a_straight_border_is_drawn_straight_and_mirrored() -> None:
    skin = sheet(columns=7, rows=4)
    upper = skin.vertices[:, 1] > 0.015
    left = skin.vertices[:, 0] >= 0
    names = ["high.left", "high.right", "low.left", "low.right"]
    area = np.where(upper, np.where(left, 0, 1), np.where(left, 2, 3))

    borders = draw_borders(skin, area, names)

    lines = {frozenset((a, b)): place for a, b, place in borders.lines()}
    assert set(lines) == {
        frozenset((0, 2)),
        frozenset((1, 3)),
        frozenset((0, 1)),
        frozenset((2, 3)),
    }
    points = np.einsum("pk,pkd->pd", borders.shares / 255, skin.vertices[borders.corners])
    across = points[lines[frozenset((0, 2))]]
    assert np.ptp(across[:, 1]) < 0.004
    assert across[:, 0].max() == pytest.approx(0.03)
    assert border_lengths_mm(borders, skin.vertices, names)["high", "low"] == pytest.approx(
        30, abs=1
    )


def test_a_garment_covers_both_sides_and_fades_at_its_edge() -> None:
    skin = sheet()
    garment = {"in": ["trunk"], "where": ["y < 15"]}

    cover = cover_of(skin, garment, {"y": skin.vertices[:, 1] * 1000}, blend_mm=20)

    assert cover.reshape(4, 5)[:, 0].tolist() == [1, 0.75, 0.25, 0]
    assert np.array_equal(cover, cover[skin.mirror])


def test_only_its_shapes_wear_a_garment() -> None:
    tints = load_tints()
    covers = {"shorts": np.array([0.0, 1.0]), "top": np.array([0.0, 1.0])}

    bare, dressed = colours_of("nobody", covers, tints), colours_of("male_lean", covers, tints)

    assert np.array_equal(bare, np.tile(tints["skin_colour"], (2, 1)))
    assert np.allclose(dressed, [tints["skin_colour"], tints["garments"]["shorts"]["colour"]])


def test_a_browser_file_is_aligned_and_names_its_parts() -> None:
    skin = sheet()
    vertices = in_steps(skin.vertices)

    content = glb_bytes(
        vertices, skin.triangles, np.arange(20), np.full((20, 3), 0.5), {"shape": "sheet"}
    )

    length = struct.unpack_from("<I", content, 12)[0]
    document = json.loads(content[20 : 20 + length])
    assert len(content) % 4 == length % 4 == 0
    assert all(view["byteOffset"] % 4 == 0 for view in document["bufferViews"])
    assert document["asset"]["extras"] == {"shape": "sheet"}
    assert np.array_equal(in_steps(vertices), vertices)


def test_a_shape_of_a_giant_is_refused() -> None:
    skin = sheet()

    with pytest.raises(ValueError, match="16 bits"):
        glb_bytes(skin.vertices * 200, skin.triangles, np.arange(20), np.ones((20, 3)), {})


def test_pieces_are_told_apart_and_votes_counted() -> None:
    links = links_of(np.array([[0, 1, 2], [3, 4, 5]]), 7)

    assert links.pieces().tolist() == [0, 0, 0, 3, 3, 3, 6]
    assert links.votes(np.array([0, 1, 1, -1, 0, 0, 0]), 2)[[0, 3]].tolist() == [[0, 2], [2, 0]]
    assert links.mean(np.arange(7.0)[:, None])[:, 0].tolist() == [1.5, 1, 0.5, 4.5, 4, 3.5, 0]
