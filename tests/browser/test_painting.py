"""Painting in every way that a hand, a pen, a keyboard or a list allows."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, MIRA, Window
from tests.browser.touching import place_in

pytestmark = pytest.mark.browser


@pytest.fixture
def painter(window: Callable[..., Window]) -> Window:
    opened = window("desk")
    open_painter(opened)
    return opened


def open_painter(opened: Window) -> None:
    opened.sign_in(MIRA)
    opened.page.locator("text=New pain drawing").first.click()
    opened.page.wait_for_selector("#front-sternum-midline")


def marks(page: Page) -> dict[str, Any]:
    document = json.loads(page.locator("input[name=marks]").input_value())
    return {f"{mark['area']}.{mark['side']}": mark for mark in document["marks"]}


def test_a_click_paints_with_the_chosen_strength_and_quality(painter: Window) -> None:
    page = painter.page
    page.get_by_label("9, severe").check()
    page.get_by_label("burning").check()

    page.mouse.click(*place_in(page, "front-sternum-midline"))

    assert marks(page) == {
        "sternum.midline": {
            "area": "sternum", "side": "midline", "intensity": 9, "quality": ["burning"],
        }
    }  # fmt: skip


def test_one_drag_is_one_stroke_and_one_undo(painter: Window) -> None:
    page = painter.page
    place_in(page, "front-thigh_anterior_mid-left")
    start = place_in(page, "front-thigh_anterior_upper-left", block="nearest")
    end = place_in(page, "front-thigh_anterior_lower-left", block="nearest")

    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=20)
    page.mouse.up()
    painted = marks(page)
    page.keyboard.press("Control+z")

    assert {f"thigh_anterior_{part}.left" for part in ("upper", "mid", "lower")} <= set(painted)
    assert marks(page) == {}


def test_the_keyboard_walks_the_areas_and_paints(painter: Window) -> None:
    page = painter.page
    page.locator(".painter__chart [tabindex='0']").focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    painted = marks(page)
    page.keyboard.press("Enter")

    assert len(painted) == 1
    assert marks(page) == {}


def test_the_keyboard_chooses_the_view_and_leads_on_to_its_picture(painter: Window) -> None:
    page = painter.page
    page.get_by_role("tab", name="Front", exact=True).focus()

    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Back", exact=True)).to_be_focused()
    page.wait_for_selector("#back-occiput-left")
    page.keyboard.press("Tab")

    expect(page.get_by_role("tabpanel", name="Back", exact=True)).to_be_visible()
    assert page.evaluate("document.activeElement.closest('[role=tabpanel]') !== null")


def test_the_list_paints_and_shows_what_is_painted(painter: Window) -> None:
    page = painter.page
    page.click("text=Mark areas from a list instead")

    page.get_by_label("Breastbone", exact=True).select_option("6")

    assert marks(page)["sternum.midline"]["intensity"] == 6
    expect(page.locator("#front-sternum-midline")).to_have_attribute("data-intensity", "6")
    expect(page.locator(".painter__marked li")).to_contain_text("Breastbone")


def test_a_finger_beside_the_body_scrolls_and_on_it_paints(
    window: Callable[..., Window],
) -> None:
    phone = window("phone", has_touch=True, is_mobile=True)
    open_painter(phone)
    page = phone.page

    touch = page.evaluate("""() => [
      getComputedStyle(document.querySelector("#front-sternum-midline")).touchAction,
      getComputedStyle(document.querySelector(".painter__chart")).touchAction,
    ]""")
    page.touchscreen.tap(*place_in(page, "front-sternum-midline"))

    assert touch == ["none", "auto"]
    assert set(marks(page)) == {"sternum.midline"}


def test_an_unsent_drawing_survives_a_reload(painter: Window) -> None:
    page = painter.page
    page.mouse.click(*place_in(page, "front-sternum-midline"))

    page.reload()
    page.wait_for_selector("#front-sternum-midline")

    assert set(marks(page)) == {"sternum.midline"}


def test_an_empty_drawing_is_asked_for_not_saved(painter: Window) -> None:
    painter.page.click("text=Save the drawing")

    expect(painter.page.locator(".alert--stop")).to_contain_text("Nothing is marked yet")
    painter.expect_refusal(400)


def test_without_scripts_the_list_paints(window: Callable[..., Window]) -> None:
    plain = window("desk", java_script_enabled=False)
    plain.sign_in(INES)
    page = plain.page
    page.fill("#search", "Lanternfield")
    page.press("#search", "Enter")
    page.click("text=Lanternfield, Mira")
    page.locator("main .list a").first.click()
    page.click("text=New drawing")

    page.get_by_label("Breastbone", exact=True).select_option("6")
    page.click("text=Save the drawing")

    expect(page.locator("h1")).to_have_text("Pain drawing")
    expect(page.locator(".list li")).to_contain_text("Breastbone")
