"""The drawings of an episode: played with the keyboard, two of them compared."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, Window

pytestmark = pytest.mark.browser


def open_page(opened: Window) -> Page:
    opened.sign_in(INES)
    page = opened.page
    page.fill("#search", "Lanternfield")
    page.click("text=Lanternfield, Mira")
    page.locator("main .list a[href*='/episodes/']").first.click()
    page.click("text=Over time")
    expect(page.locator("h1")).to_have_text("Pain drawings over time")
    return page


def test_the_film_is_played_with_the_keyboard_and_two_visits_are_compared(
    window: Callable[..., Window],
) -> None:
    opened = window("desk")
    page = open_page(opened)
    frames = page.locator("[data-frame]")
    last = frames.count() - 1
    caption, slider = page.locator(".film__caption"), page.get_by_role("slider", name="Drawing")

    slider.focus()
    page.keyboard.press("End")
    expect(caption).to_contain_text(f"drawing {last + 1} of {last + 1}")
    page.keyboard.press("Home")
    expect(caption).to_contain_text("drawing 1 of")
    page.keyboard.press("Space")
    expect(caption).to_contain_text("drawing 2 of")
    heights = page.locator(".film__stage .body-chart").evaluate_all(
        "charts => charts.map((chart) => Math.round(chart.getBoundingClientRect().height))"
    )
    assert len(set(heights)) == 1, heights
    slider.blur()
    page.evaluate("scrollTo(0, document.querySelector('.film').offsetTop - 16)")
    opened.shot("drawings-over-time")

    before = page.get_by_label("Earlier drawing")
    before.select_option(index=last)
    changed = page.locator("#comparison .change")
    expect(changed.first).to_have_text("the same")
    expect(page.locator("#comparison .change:not([data-change=same])")).to_have_count(0)
    before.select_option(index=0)
    expect(page.locator("#comparison .change:not([data-change=same])")).not_to_have_count(0)


def test_where_less_motion_is_asked_for_the_film_has_steps_and_no_play(
    window: Callable[..., Window],
) -> None:
    page = open_page(window("phone", reduced_motion="reduce"))

    expect(page.get_by_role("button", name="Play")).to_have_count(0)
    page.get_by_role("button", name="Later").click()

    expect(page.locator(".film__caption")).to_contain_text("drawing 2 of")


def test_without_scripts_the_row_and_the_comparison_are_enough(
    window: Callable[..., Window],
) -> None:
    plain = window("desk", java_script_enabled=False)
    plain.sign_in(INES)
    page = plain.page
    page.fill("#search", "Lanternfield")
    page.press("#search", "Enter")
    page.click("text=Lanternfield, Mira")
    page.locator("main .list a[href*='/episodes/']").first.click()
    page.click("text=Over time")

    page.get_by_label("Earlier drawing").select_option(index=0)
    page.get_by_label("Later drawing").select_option(index=0)
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**before=**")

    expect(page.locator("[data-frame]").first).to_be_visible()
    expect(page.locator(".film")).to_be_hidden()
    expect(page.locator("#comparison")).to_contain_text("100 % in both")
