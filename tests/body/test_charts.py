"""The charts that ship with the package: complete, well formed, free of presentation."""

import math
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest

from filiform.body import charts as charts_module
from filiform.body.areas import SidedArea, all_sided_areas
from filiform.body.charts import chart_svg, load_charts
from filiform.body.errors import ChartDataError, UnknownChartError
from filiform.body.side import Side

VIEWS = (
    "front", "back", "left", "right",
    "head_front", "head_back", "head_left", "head_right", "mouth",
    "hand_palmar_left", "hand_palmar_right", "hand_dorsal_left", "hand_dorsal_right",
    "foot_dorsal_left", "foot_dorsal_right", "foot_plantar_left", "foot_plantar_right",
)  # fmt: skip
SYMMETRIC = ("front", "back", "head_front", "head_back", "mouth")
PAIRS = tuple((view, view[: -len("left")] + "right") for view in VIEWS if view.endswith("left"))
WHOLE_BODY = ("front", "back", "left", "right")
LARGEST_WHOLE_BODY_BYTES = 180_000
LARGEST_PART_BYTES = 60_000
SVG = "{http://www.w3.org/2000/svg}"
ATTRIBUTES = {
    "svg": {"viewBox", "role", "aria-label"},
    "g": {"class", "aria-hidden"},
    "path": {"id", "class", "data-area", "data-side", "d"},
    "title": set(),
    "text": {"class", "x", "y", "text-anchor"},
}


@cache
def parsed(view: str) -> ElementTree.Element:
    return ElementTree.fromstring(chart_svg(view))  # noqa: S314 -- a file of our own


@cache
def area_paths(view: str) -> tuple[ElementTree.Element, ...]:
    return tuple(path for path in parsed(view).iter(f"{SVG}path") if path.get("class") == "area")


def drawn(view: str) -> tuple[SidedArea, ...]:
    return tuple(
        SidedArea(path.attrib["data-area"], Side(path.attrib["data-side"]))
        for path in area_paths(view)
    )


def sampled(path: ElementTree.Element) -> list[tuple[float, float]]:
    """Points along the curves of a path, some every fraction of a curve."""
    along = []
    x = y = 0.0
    for command, rest in re.findall(r"([Mcl])([^Mclz]*)", path.attrib["d"]):
        steps = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        if command == "M":
            x, y = steps
            continue
        legs = [(0.0, 0.0), *zip(steps[::2], steps[1::2], strict=True)]
        weights = (1, 3, 3, 1) if command == "c" else (1, 1)
        for step in range(25):
            t = step / 24
            share = [
                weight * (1 - t) ** (len(weights) - 1 - power) * t**power
                for power, weight in enumerate(weights)
            ]
            along.append(
                (
                    x + sum(part * leg[0] for part, leg in zip(share, legs, strict=True)),
                    y + sum(part * leg[1] for part, leg in zip(share, legs, strict=True)),
                )
            )
        x, y = x + steps[-2], y + steps[-1]
    return along


def points(path: ElementTree.Element) -> Counter[tuple[float, float]]:
    """The ends of all curves of a path."""
    ends: Counter[tuple[float, float]] = Counter()
    x = y = 0.0
    for command, rest in re.findall(r"([Mclz])([^Mclz]*)", path.attrib["d"]):
        steps = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        if command == "M":
            x, y = steps
        elif command != "z":
            x, y = round(x + steps[-2], 1), round(y + steps[-1], 1)
        ends[x, y] += 1
    return ends


def test_views_come_in_the_order_of_offering() -> None:
    assert tuple(load_charts()) == VIEWS


def test_every_file_in_the_folder_is_listed() -> None:
    folder = files("filiform.body") / "data" / "charts"
    on_disk = {file.name for file in folder.iterdir() if file.name.endswith(".svg")}
    assert on_disk == {f"{view}.svg" for view in VIEWS}


def test_every_sided_area_is_on_some_chart() -> None:
    shown = {area for chart in load_charts().values() for area in chart.areas}
    assert [area.key for area in all_sided_areas() if area not in shown] == []


@pytest.mark.parametrize("view", VIEWS)
def test_list_names_the_areas_that_are_drawn(view: str) -> None:
    assert load_charts()[view].areas == drawn(view)
    assert len(set(drawn(view))) == len(drawn(view))


@pytest.mark.parametrize("view", VIEWS)
def test_view_box_is_the_one_of_the_file_and_holds_the_figure(view: str) -> None:
    chart = load_charts()[view]
    left, top, width, height = chart.view_box
    assert tuple(float(number) for number in parsed(view).attrib["viewBox"].split()) == (
        left, top, width, height,
    )  # fmt: skip
    for path in area_paths(view):
        for x, y in points(path):
            assert left <= x <= left + width
            assert top <= y <= top + height


@pytest.mark.parametrize("view", VIEWS)
def test_group_is_named_for_assistive_technology(view: str) -> None:
    root = parsed(view)
    assert root.attrib["role"] == "group"
    assert root.attrib["aria-label"] == load_charts()[view].label
    hidden = [group for group in root.iter(f"{SVG}g") if group.get("class") in {"lines", "labels"}]
    assert [group.get("aria-hidden") for group in hidden] == ["true", "true"]


@pytest.mark.parametrize("view", VIEWS)
def test_each_area_is_named_and_titled(view: str) -> None:
    for path, area in zip(area_paths(view), drawn(view), strict=True):
        assert path.attrib["id"] == f"{view}-{area.area}-{area.side}"
        assert [title.text for title in path] == [area.label]


def test_ids_are_unique_over_all_charts() -> None:
    ids = [
        node.attrib["id"] for view in VIEWS for node in parsed(view).iter() if "id" in node.attrib
    ]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("view", VIEWS)
def test_file_carries_shapes_and_names_only(view: str) -> None:
    # A strict content security policy forbids inline style and script.
    for node in parsed(view).iter():
        name = node.tag.removeprefix(SVG)
        assert set(node.attrib) <= ATTRIBUTES[name], name


@pytest.mark.parametrize("view", VIEWS)
def test_sides_are_written_where_the_viewer_sees_them(view: str) -> None:
    words = {text.text: float(text.attrib["x"]) for text in parsed(view).iter(f"{SVG}text")}
    if view in SYMMETRIC:
        left_of_the_screen = "LEFT" if "back" in view else "RIGHT"
        assert min(words, key=words.__getitem__) == left_of_the_screen
        assert set(words) == {"LEFT", "RIGHT"}
    else:
        assert list(words) == [view.rpartition("_")[2].upper()]


@pytest.mark.parametrize("view", SYMMETRIC)
def test_areas_lie_on_the_side_of_their_word(view: str) -> None:
    middle = load_charts()[view].view_box[2] / 2
    left_is_right_of_screen = "back" not in view
    for path, area in zip(area_paths(view), drawn(view), strict=True):
        if area.side is not Side.MIDLINE:
            on_the_right = (area.side is Side.LEFT) == left_is_right_of_screen
            for x, _ in points(path):
                assert (x >= middle - 0.11) if on_the_right else (x <= middle + 0.11), area.key


@pytest.mark.parametrize("view", SYMMETRIC)
def test_both_halves_show_the_same_areas(view: str) -> None:
    assert set(drawn(view)) == {area.mirrored for area in drawn(view)}


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_right_chart_mirrors_the_left_one(left: str, right: str) -> None:
    assert set(drawn(right)) == {area.mirrored for area in drawn(left)}
    assert not {area for area in drawn(left) if area.side is Side.RIGHT}
    width = load_charts()[left].view_box[2]
    paths = {area: path for path, area in zip(area_paths(right), drawn(right), strict=True)}
    for path, area in zip(area_paths(left), drawn(left), strict=True):
        mirror = {(round(width - x, 1), y) for x, y in points(path)}
        other = set(points(paths[area.mirrored]))
        assert all(
            any(abs(x - u) < 0.31 and abs(y - v) < 0.31 for u, v in other) for x, y in mirror
        )


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "mouth"])
def test_borders_inside_the_figure_are_shared(view: str) -> None:
    """No gap can open: the end of a curve that one area alone uses lies on the outline."""
    uses = Counter(place for path in area_paths(view) for place in set(points(path)))
    (outline,) = (
        path for path in parsed(view).iter(f"{SVG}path") if path.get("class") == "outline"
    )
    edge = sampled(outline)
    lonely = [place for place, count in uses.items() if count == 1]
    assert lonely
    assert [place for place in lonely if min(math.dist(place, at) for at in edge) > 3] == []


@pytest.mark.parametrize("view", VIEWS)
def test_file_is_small(view: str) -> None:
    largest = LARGEST_WHOLE_BODY_BYTES if view in WHOLE_BODY else LARGEST_PART_BYTES
    assert 1_000 < len(chart_svg(view).encode()) <= largest


def test_unknown_view_is_refused() -> None:
    with pytest.raises(UnknownChartError, match="no chart 'above'; there are front, back"):
        chart_svg("above")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[front", "charts.toml"),
        ('[front]\nlabel = "Front"\nareas = []\n', "view_box"),
        ('[front]\nlabel = "Front"\nview_box = 3\nareas = []\n', "not iterable"),
        ('[front]\nlabel = "Front"\nview_box = [0, 0, 1, 1]\nareas = ["tail.left"]\n', "tail"),
        ('[front]\nlabel = "Front"\nview_box = [0, 0, 1, 1]\nareas = ["chin.left"]\n', "chin"),
        ('[front]\nlabel = "Front"\nview_box = [0, 0, 1, 1]\nareas = ["ear.lft"]\n', "lft"),
    ],
)
def test_broken_list_is_refused_by_name(
    text: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data" / "charts"
    folder.mkdir(parents=True)
    (folder / "charts.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(charts_module, "files", lambda package: tmp_path)
    load_charts.cache_clear()
    try:
        with pytest.raises(ChartDataError, match=complaint):
            load_charts()
    finally:
        load_charts.cache_clear()
