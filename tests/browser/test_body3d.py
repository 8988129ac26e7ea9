"""The 3D body: painted by mouse, pen and finger, one truth with the charts, never in the way."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, LOOKS, MIRA, SIZES, Window
from tests.browser.test_accessibility import problems_of, ranking
from tests.browser.touching import place_in

pytestmark = pytest.mark.browser

STAGE = ".body3d__stage"
# Shares of the stage: where the front view has these places.
CHEST = (0.5, 0.27)
BELLY = (0.5, 0.4)
BESIDE = (0.08, 0.5)


def open_painter(opened: Window) -> Page:
    opened.sign_in(MIRA)
    opened.page.locator("text=New pain drawing").first.click()
    opened.page.wait_for_selector("#front-sternum-midline")
    return opened.page


def open_body(page: Page) -> None:
    page.get_by_role("button", name="3D body").click()
    page.wait_for_selector("ff-body[data-drawn]")
    page.locator(STAGE).scroll_into_view_if_needed()


@pytest.fixture
def body(window: Callable[..., Window]) -> Page:
    page = open_painter(window("desk", graphics=True))
    open_body(page)
    return page


def at(page: Page, share: tuple[float, float]) -> tuple[float, float]:
    box = page.locator(STAGE).bounding_box()
    assert box is not None
    return box["x"] + share[0] * box["width"], box["y"] + share[1] * box["height"]


def document(page: Page) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(page.locator("input[name=marks]").input_value())
    return held


def strokes(page: Page) -> list[dict[str, Any]]:
    return list(document(page).get("strokes", []))


def marked(page: Page) -> list[str]:
    return [
        row.get_attribute("data-key") or "" for row in page.locator(".painter__marked li").all()
    ]


def picture(page: Page) -> str:
    """Return what the canvas shows, two frames later."""
    shown: str = page.evaluate(
        """() => new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(
          () => tell(document.querySelector("ff-body canvas").toDataURL()))))"""
    )
    return shown


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*at(page, start))
    page.mouse.down()
    page.mouse.move(*at(page, end), steps=12)
    page.mouse.up()


Finger = tuple[float, float]


def touching(page: Page) -> Callable[..., None]:
    """Return what puts fingers on the page, moves and lifts them."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *fingers: Finger) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(fingers)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def pen(page: Page, share: tuple[float, float], force: float) -> None:
    x, y = at(page, share)
    session = page.context.new_cdp_session(page)
    for kind in ("mousePressed", "mouseReleased"):
        session.send(
            "Input.dispatchMouseEvent",
            {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1, "force": force,
             "pointerType": "pen"},
        )  # fmt: skip
    session.detach()


def test_a_click_paints_the_skin_and_is_listed_at_once(body: Page) -> None:
    body.get_by_label("9, severe").check()
    body.get_by_label("burning").check()

    body.mouse.click(*at(body, CHEST))

    assert [(stroke["intensity"], stroke["quality"]) for stroke in strokes(body)] == [
        (9, ["burning"])
    ]
    assert document(body)["topology"] == "surface-1"
    assert "sternum.midline" in marked(body)
    expect(body.locator("[role=status][aria-live]").first).to_contain_text("Marked")


def test_one_drag_is_one_stroke_and_one_undo(body: Page) -> None:
    drag(body, CHEST, BELLY)
    painted = strokes(body)
    body.keyboard.press("Control+z")
    undone = document(body)
    body.get_by_role("button", name="Redo").click()

    assert len(painted) == 1
    assert undone == {"marks": []}
    assert strokes(body) == painted


def test_a_stroke_in_the_making_looks_as_if_all_were_drawn_anew(
    window: Callable[..., Window],
) -> None:
    body = open_painter(window("desk", graphics=True))
    with body.expect_response("**/borders*.json"):
        open_body(body)
    # Once rays and borders are prepared, only what changes is drawn.
    body.evaluate("new Promise((done) => setTimeout(() => requestIdleCallback(done), 500))")
    before = picture(body)
    body.mouse.move(*at(body, CHEST))
    body.mouse.down()
    body.mouse.move(*at(body, BELLY), steps=12)
    painted = picture(body)
    # A change of theme draws everything.
    body.evaluate("document.documentElement.toggleAttribute('data-theme')")
    whole = picture(body)
    body.mouse.up()

    assert painted != before
    assert painted == whole


def test_the_charts_show_what_was_painted_and_the_body_what_was_clicked(body: Page) -> None:
    body.mouse.click(*at(body, CHEST))

    body.get_by_role("button", name="Charts").click()
    expect(body.locator(".paint .painted[data-intensity='5']")).to_be_visible()
    expect(body.locator("#front-sternum-midline")).to_have_attribute("aria-pressed", "true")
    body.mouse.click(*place_in(body, "front-forehead_medial-left"))
    mixed = document(body)
    open_body(body)

    assert [mark["area"] for mark in mixed["marks"]] == ["forehead_medial"]
    assert len(mixed["strokes"]) == 1
    assert {"forehead_medial.left", "sternum.midline"} <= set(marked(body))


def test_beside_the_body_a_drag_turns_it_and_paints_nothing(body: Page) -> None:
    expect(body.locator(".body3d__side--start")).to_have_text("RIGHT")

    drag(body, BESIDE, (0.62, 0.5))

    expect(body.locator(".body3d__side--start")).not_to_have_text("RIGHT")
    assert document(body) == {"marks": []}


def test_every_view_says_which_side_is_which(body: Page) -> None:
    words = {}
    for view in ("Front", "Back", "Left", "Right", "Left hand", "Right hand"):
        body.locator(".body3d__views").get_by_text(view, exact=True).click()
        body.wait_for_timeout(700)
        words[view] = "|".join(body.locator(".body3d__side").all_inner_texts())

    assert words == {
        "Front": "RIGHT||LEFT", "Back": "LEFT||RIGHT", "Left": "|LEFT|", "Right": "|RIGHT|",
        "Left hand": "|LEFT|", "Right hand": "|RIGHT|",
    }  # fmt: skip


def test_a_pen_pressed_harder_paints_wider(body: Page) -> None:
    pen(body, CHEST, 0.1)
    light = len(strokes(body)[0]["vertices"])
    body.keyboard.press("Control+z")

    pen(body, CHEST, 1.0)

    assert len(strokes(body)[0]["vertices"]) > 1.5 * light


def test_the_eraser_takes_paint_away(body: Page) -> None:
    drag(body, CHEST, BELLY)
    before = len(strokes(body)[0]["vertices"])
    body.get_by_label("erase").check()

    body.mouse.click(*at(body, BELLY))
    rubbed = len(strokes(body)[0]["vertices"])
    drag(body, (0.5, 0.2), (0.5, 0.46))

    assert rubbed < before
    assert strokes(body) == []


def test_one_finger_paints_and_two_turn(window: Callable[..., Window]) -> None:
    page = open_painter(window("tablet", graphics=True, has_touch=True))
    open_body(page)

    touch = touching(page)
    touch("touchStart", at(page, CHEST))
    touch("touchEnd")
    painted = strokes(page)
    left, right = at(page, (0.45, 0.3)), at(page, (0.55, 0.3))
    touch("touchStart", left)
    touch("touchStart", left, right)
    for step in range(1, 12):
        touch("touchMove", (left[0] + 20 * step, left[1]), (right[0] + 20 * step, right[1]))
    touch("touchEnd")

    assert len(painted) == 1
    assert strokes(page) == painted
    expect(page.locator(".body3d__side--start")).not_to_have_text("RIGHT")


def test_the_keyboard_turns_the_body_and_the_list_paints_it(body: Page) -> None:
    body.locator(STAGE).focus()
    for _ in range(6):
        body.keyboard.press("ArrowRight")
    expect(body.locator(".body3d__side--middle")).to_have_text("LEFT")

    body.click("text=Mark areas from a list instead")
    body.get_by_label("Breastbone", exact=True).select_option("6")

    assert marked(body) == ["sternum.midline"]


def test_a_drawing_on_the_skin_is_saved_and_read_as_areas(body: Page) -> None:
    body.mouse.click(*at(body, CHEST))
    body.click("text=Save the drawing")

    expect(body.locator(".alert--success")).to_contain_text("saved")


def test_an_unsent_drawing_on_the_skin_survives_a_reload(body: Page) -> None:
    body.mouse.click(*at(body, CHEST))
    painted = strokes(body)

    body.reload()
    body.wait_for_selector("ff-body[data-drawn]")
    expect(body.locator(".painter__marked li").first).to_be_visible()

    assert strokes(body) == painted


def test_the_figure_and_the_hand_are_remembered_in_this_browser(body: Page) -> None:
    body.get_by_label("Figure to paint on").select_option("female_heavy")
    body.get_by_label("I paint with my left hand").check()

    body.reload()
    body.wait_for_selector("ff-body[data-drawn]")

    expect(body.get_by_label("Figure to paint on")).to_have_value("female_heavy")
    expect(body.locator(".painter")).to_have_attribute("data-hand", "left")


def test_without_webgl_there_are_the_charts_and_no_word_of_it(
    window: Callable[..., Window],
) -> None:
    opened = window("desk")
    opened.context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = open_painter(opened)

    page.mouse.click(*place_in(page, "front-sternum-midline"))

    assert marked(page) == ["sternum.midline"]
    assert page.get_by_role("button", name="3D body").count() == 0


def test_a_body_that_cannot_be_fetched_leaves_the_charts(window: Callable[..., Window]) -> None:
    opened = window("desk", graphics=True)
    opened.context.route("**/shapes/*.glb", lambda route: route.abort())
    page = open_painter(opened)

    page.get_by_role("button", name="3D body").click()

    expect(page.locator(".painter__note", has_text="could not be shown")).to_be_visible()
    expect(page.locator("#front-sternum-midline")).to_be_visible()
    opened.faults.clear()


def test_a_ranked_point_shows_on_the_body_where_it_is_felt(window: Callable[..., Window]) -> None:
    clinic = window("desk", graphics=True)
    clinic.sign_in(INES)
    ranking(clinic)
    page = clinic.page
    page.get_by_role("button", name="3D body").click()
    page.wait_for_selector("ff-body[data-drawn]")
    page.wait_for_timeout(500)
    before = page.locator(STAGE).screenshot(caret="initial")

    with page.expect_response("**/zones/**"):
        page.locator(".point").first.hover()
    page.wait_for_timeout(900)

    assert page.locator(STAGE).screenshot(caret="initial") != before
    clinic.shot("ranking-body3d")
    page.get_by_role("button", name="Charts").click()
    expect(page.locator("svg.body-chart").first).to_be_visible()


def test_on_a_phone_the_charts_come_first_whatever_was_chosen(
    window: Callable[..., Window],
) -> None:
    opened = window("phone", graphics=True, has_touch=True, is_mobile=True)
    opened.context.add_init_script("localStorage.setItem('filiform-body-view', '3d')")

    page = open_painter(opened)

    expect(page.locator("#front-sternum-midline")).to_be_visible()
    assert page.locator("ff-body").count() == 0


def test_paper_has_the_charts(body: Page) -> None:
    body.emulate_media(media="print")

    expect(body.locator(".painter__chart")).to_be_visible()
    expect(body.locator("ff-body")).to_be_hidden()


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_body_has_no_barrier_at_any_size(
    window: Callable[..., Window], size: str, theme: str
) -> None:
    opened = window(size, theme=theme, graphics=True)
    page = open_painter(opened)
    open_body(page)
    page.get_by_label("7, severe").check()
    drag(page, (0.5, 0.2), CHEST)

    if (size, theme) == ("tablet", "light"):
        page.locator(".painter__choices").scroll_into_view_if_needed()
        opened.shot("painting-body3d")

    assert problems_of(page, SIZES[size][0]) == []
