"""The brush on the flat charts: by mouse, finger and pen, one drawing with the 3D body."""

import json
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, LOOKS, MIRA, SIZES, Window
from tests.browser.test_accessibility import problems_of
from tests.browser.test_body3d import open_body, touching
from tests.browser.touching import place_in

pytestmark = pytest.mark.browser

CHEST = "front-sternum-midline"
Place = tuple[float, float]


def open_painter(opened: Window) -> Page:
    opened.sign_in(MIRA)
    opened.page.locator("text=New pain drawing").first.click()
    opened.page.wait_for_selector(f"#{CHEST}")
    return opened.page


def take_brush(page: Page) -> None:
    page.get_by_role("button", name="Brush", exact=True).click()
    page.wait_for_selector(".paint", state="attached")


@pytest.fixture
def chart(window: Callable[..., Window]) -> Page:
    page = open_painter(window("desk"))
    take_brush(page)
    return page


def document(page: Page) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(page.locator("input[name=marks]").input_value())
    return held


def strokes(page: Page) -> list[dict[str, Any]]:
    return list(document(page).get("strokes", []))


def size(stroke: dict[str, Any]) -> int:
    """How many numbers the vertices of a stroke are."""
    return sum(byte < 0x80 for byte in b64decode(stroke["vertices"]))


def shown(page: Page) -> list[str]:
    painted = page.locator(".painter__chart .paint .painted").all()
    return [path.get_attribute("data-intensity") or "" for path in painted]


def box_of_paint(page: Page) -> list[float]:
    """Where the paint is, in units of the chart."""
    box: list[float] = page.locator(".painter__chart .paint .painted").first.evaluate(
        "path => { const b = path.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; }"
    )
    return box


def drag(page: Page, start: Place, right: float, down: float) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + right, start[1] + down, steps=12)
    page.mouse.up()


def pen(page: Page, place: Place, force: float) -> None:
    session = page.context.new_cdp_session(page)
    for kind in ("mousePressed", "mouseReleased"):
        session.send(
            "Input.dispatchMouseEvent",
            {"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1,
             "force": force, "pointerType": "pen"},
        )  # fmt: skip
    session.detach()


def test_a_drag_is_one_stroke_on_the_skin_shown_listed_and_undone_as_one(chart: Page) -> None:
    chart.get_by_label("9, severe").check()
    chart.get_by_label("burning").check()

    drag(chart, place_in(chart, CHEST), 60, 20)
    painted, listed = strokes(chart), chart.locator(".painter__marked").inner_text()
    seen = shown(chart)
    chart.keyboard.press("Control+z")
    undone = (document(chart), shown(chart))
    chart.get_by_role("button", name="Redo").click()

    assert document(chart)["topology"] == "surface-1"
    assert [(stroke["intensity"], stroke["quality"]) for stroke in painted] == [(9, ["burning"])]
    assert "Breastbone" in listed
    assert seen == ["9"]
    assert chart.locator(".paint .hatch[data-quality=burning]").count() == 1
    assert undone == ({"marks": []}, [])
    assert strokes(chart) == painted


def test_the_paint_lies_where_the_brush_went(chart: Page) -> None:
    start = place_in(chart, CHEST)
    drag(chart, start, 60, 0)

    left, top, right, bottom = box_of_paint(chart)
    ends = chart.locator(".painter__chart").evaluate(
        """(svg, ends) => { const m = svg.getScreenCTM().inverse();
             return ends.map(([x, y]) => { const p = new DOMPoint(x, y).matrixTransform(m);
                                           return [p.x, p.y]; }); }""",
        [start, (start[0] + 60, start[1])],
    )
    (x, y), (u, _) = ends
    # A medium brush at the press of a mouse paints half of its 18 units in full, fading from there.
    assert abs(left - (x - 13)) < 5
    assert abs(right - (u + 13)) < 5
    assert abs((top + bottom) / 2 - y) < 4


def test_the_whole_areas_come_first_and_a_tap_marks_one(window: Callable[..., Window]) -> None:
    page = open_painter(window("desk"))

    page.mouse.click(*place_in(page, CHEST))

    assert [mark["area"] for mark in document(page)["marks"]] == ["sternum"]
    assert strokes(page) == []
    expect(page.locator(".painter__width")).to_be_hidden()


def test_a_broader_brush_paints_more_and_a_pen_more_when_pressed(chart: Page) -> None:
    place = place_in(chart, CHEST)

    def painted() -> int:
        count = size(strokes(chart)[0])
        chart.keyboard.press("Control+z")
        return count

    pen(chart, place, 0.1)
    light = painted()
    pen(chart, place, 1.0)
    hard = painted()
    chart.get_by_label("broad").check()
    pen(chart, place, 1.0)
    broad = painted()

    assert light < hard < broad


def test_the_rubber_takes_paint_away(chart: Page) -> None:
    start = place_in(chart, CHEST)
    drag(chart, start, 80, 0)
    before = size(strokes(chart)[0])
    chart.get_by_label("erase").check()

    chart.mouse.click(start[0] + 80, start[1])
    rubbed = size(strokes(chart)[0])
    drag(chart, (start[0] - 30, start[1]), 150, 0)

    assert rubbed < before
    assert strokes(chart) == []
    assert shown(chart) == []


def test_a_stroke_at_the_rim_is_seen_from_the_side_as_well(chart: Page) -> None:
    drag(chart, place_in(chart, "front-thigh_lateral_mid-left"), 0, 30)
    from_front = shown(chart)

    chart.get_by_role("tab", name="Left side", exact=True).click()
    chart.wait_for_selector("#left-thigh_lateral_mid-left")
    expect(chart.locator(".painter__chart .paint .painted")).to_be_visible()
    from_left = shown(chart)
    chart.get_by_role("tab", name="Back", exact=True).click()
    chart.wait_for_selector("#back-thigh_lateral_mid-right")
    chart.get_by_role("tab", name="Right side", exact=True).click()
    chart.wait_for_selector("#right-thigh_lateral_mid-right")
    expect(chart.locator(".painter__chart .paint")).to_be_attached()

    assert from_front == from_left == ["5"]
    assert shown(chart) == []


def test_one_finger_paints_and_two_zoom(window: Callable[..., Window]) -> None:
    page = open_painter(window("phone", has_touch=True, is_mobile=True))
    take_brush(page)
    x, y = place_in(page, CHEST)
    touch = touching(page)

    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x + 3 * step, y))
    touch("touchEnd")
    painted = strokes(page)
    scale = page.evaluate("visualViewport.scale")
    touch("touchStart", (x, y))
    touch("touchStart", (x, y), (x + 30, y))
    for step in range(1, 12):
        touch("touchMove", (x - 5 * step, y), (x + 30 + 5 * step, y))
    touch("touchEnd")

    assert len(painted) == 1
    assert strokes(page) == painted
    assert page.evaluate("visualViewport.scale") > scale


def test_long_names_do_not_move_the_body_under_the_finger(window: Callable[..., Window]) -> None:
    page = open_painter(window("phone", has_touch=True, is_mobile=True))
    take_brush(page)
    x, y = place_in(page, CHEST)
    touch = touching(page)
    chart = page.locator(".painter__chart")
    top = chart.bounding_box()

    touch("touchStart", (x, y))
    tops = []
    for step in range(1, 12):
        touch("touchMove", (x + 5 * step, y + step))
        tops.append(chart.bounding_box())
    touch("touchEnd")

    assert tops == [top] * len(tops)


def test_a_palm_before_its_pen_leaves_no_stroke(window: Callable[..., Window]) -> None:
    page = open_painter(window("tablet", has_touch=True))
    take_brush(page)
    x, y = place_in(page, CHEST)
    touch = touching(page)

    touch("touchStart", (x + 40, y + 60))
    touch("touchEnd")
    pen(page, (x, y), 0.5)

    assert len(strokes(page)) == 1
    page.get_by_role("button", name="Undo").click()
    assert strokes(page) == []
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_the_same_drawing_on_charts_and_body_both_ways(window: Callable[..., Window]) -> None:
    page = open_painter(window("desk", graphics=True))
    take_brush(page)
    drag(page, place_in(page, CHEST), 40, 0)
    on_chart = document(page)
    bare = page.locator(".painter__stage")

    open_body(page)
    kept = document(page)
    page.wait_for_timeout(500)
    with_paint = page.locator(".body3d__stage").screenshot(caret="initial")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_timeout(500)
    without = page.locator(".body3d__stage").screenshot(caret="initial")
    page.get_by_role("button", name="Redo").click()
    box = page.locator(".body3d__stage").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 0.4 * box["height"])
    both = strokes(page)
    page.get_by_role("button", name="Charts").click()

    assert kept == on_chart
    assert with_paint != without
    assert size(both[0]) == size(on_chart["strokes"][0])
    assert len(both) == 2
    expect(bare.locator(".paint .painted")).to_be_visible()
    assert box_of_paint(page)[3] - box_of_paint(page)[1] > 60  # from the chest to the belly


def test_a_drawing_is_shown_again_as_it_was_painted(window: Callable[..., Window]) -> None:
    clinic = window("desk")
    clinic.sign_in(INES)
    page = clinic.page
    page.fill("#search", "Lanternfield")
    page.press("#search", "Enter")
    page.click("text=Lanternfield, Mira")
    page.locator("main .list a").first.click()
    page.click("text=New drawing")
    page.wait_for_selector(f"#{CHEST}")
    take_brush(page)
    page.get_by_text("How deep, and when?").click()
    page.locator(".painter__brush").get_by_label("deep", exact=True).check()
    page.locator(".painter__brush").get_by_label("at night").check()
    drag(page, place_in(page, CHEST), 60, 0)
    painted = box_of_paint(page)
    draft = "() => Object.keys(sessionStorage).filter(key => key.startsWith('filiform-'))"
    kept = page.evaluate(draft)

    page.click("text=Save the drawing")
    page.wait_for_selector(".viewer .paint .painted")

    again: list[float] = page.locator(".viewer .paint .painted").first.evaluate(
        "path => { const b = path.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; }"
    )
    assert again == pytest.approx(painted, abs=1)
    expect(page.locator("li", has_text="Breastbone")).to_contain_text("deepat night")
    assert len(kept) == 1
    assert page.evaluate(draft) == []


def test_an_unsent_stroke_survives_a_reload(chart: Page) -> None:
    drag(chart, place_in(chart, CHEST), 60, 0)
    painted, seen = strokes(chart), box_of_paint(chart)

    chart.reload()
    chart.wait_for_selector(".painter__chart .paint .painted")

    assert strokes(chart) == painted
    assert box_of_paint(chart) == seen


def test_a_drawing_that_did_not_arrive_is_still_there(window: Callable[..., Window]) -> None:
    opened = window("desk")
    page = open_painter(opened)
    take_brush(page)
    drag(page, place_in(page, CHEST), 60, 0)
    painted, address = strokes(page), page.url
    opened.context.route(
        address,
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )

    page.click("text=Save the drawing")
    page.wait_for_url("chrome-error://**")
    opened.faults.clear()
    page.goto(address)
    page.wait_for_selector(".painter__chart .paint .painted")

    assert strokes(page) == painted
    opened.faults.clear()


def test_a_brush_that_cannot_be_fetched_leaves_whole_areas(window: Callable[..., Window]) -> None:
    opened = window("desk")
    opened.context.route("**/charts/*.places*.json", lambda route: route.abort())
    page = open_painter(opened)

    page.get_by_role("button", name="Brush", exact=True).click()

    expect(page.locator(".painter__note", has_text="brush could not be loaded")).to_be_visible()
    page.mouse.click(*place_in(page, CHEST))
    assert [mark["area"] for mark in document(page)["marks"]] == ["sternum"]
    opened.faults.clear()


def test_removing_a_mark_leads_to_the_next_one(chart: Page) -> None:
    drag(chart, place_in(chart, CHEST), 60, 0)
    rows = chart.locator(".painter__marked li")
    second = rows.nth(1).get_attribute("data-key")

    rows.nth(0).get_by_role("button").focus()
    chart.keyboard.press("Enter")

    focused = chart.evaluate("document.activeElement.closest('li').dataset.key")
    assert focused == second
    for _ in range(rows.count()):
        chart.keyboard.press("Enter")
    assert chart.evaluate("document.activeElement.tagName") == "H2"


@pytest.mark.parametrize(("page_size", "theme"), LOOKS)
def test_the_brush_has_no_barrier_at_any_size(
    window: Callable[..., Window], page_size: str, theme: str
) -> None:
    opened = window(page_size, theme=theme)
    page = open_painter(opened)
    take_brush(page)
    page.get_by_label("7, severe").check()
    page.get_by_label("sharp").check()
    drag(page, place_in(page, CHEST), 30, 6)
    page.get_by_label("4, moderate").check()
    page.get_by_label("sharp").uncheck()
    drag(page, place_in(page, "front-thigh_anterior_mid-left"), 0, 40)
    if (page_size, theme) == ("phone", "light"):
        page.locator(".painter__ways").evaluate("ways => ways.scrollIntoView()")
        opened.shot("brush-phone")
    page.get_by_text("How deep, and when?").click()
    page.locator(".painter__marked summary").first.click()

    assert problems_of(page, SIZES[page_size][0]) == []
