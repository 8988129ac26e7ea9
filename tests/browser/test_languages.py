"""A patient whose phone speaks German or Spanish paints in that language."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, MIRA, SIZES, Window
from tests.browser.test_accessibility import EPISODE, pressed, problems_of
from tests.browser.touching import place_in

pytestmark = pytest.mark.browser


@pytest.fixture
def link(window: Callable[..., Window]) -> str:
    """A painting link, as the clinician sends it."""
    clinic = window("tablet")
    clinic.sign_in(INES)
    pressed(EPISODE, "text=Paint on the patient's phone")(clinic)
    return clinic.page.input_value("#link-address")


HEARD = """painter => {
  const texts = [];
  const walker = document.createTreeWalker(painter, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (!parentElement.closest("script")) texts.push(textContent.trim());
  }
  for (const named of painter.querySelectorAll("[aria-label]")) texts.push(named.ariaLabel);
  return texts.filter(text => (text.match(/\\p{L}/gu) ?? []).length > 3);
}"""
"""What a person reads or hears of a painter, in texts of more than three letters."""
THE_SAME = {"Hand", "Pelvis"}


def heard_while_painting(window: Callable[..., Window], locale: str) -> set[str]:
    """Paint on a chart and open the 3D body; return every text that was there."""
    opened = window("desk", locale=locale, graphics=True)
    opened.sign_in(MIRA)
    page = opened.page
    page.locator("main a[href$='/drawings/new/']").first.click()
    painter = page.locator("ff-body-painter")
    empty = place_in(page, "front-sternum-midline") and painter.evaluate(HEARD)
    page.locator(".painter__brush input[value=burning]").check(force=True)
    page.mouse.click(*place_in(page, "front-shoulder_anterior-right"))
    on_charts = painter.evaluate(HEARD)
    page.locator(".painter__switch button").nth(1).click()
    page.wait_for_selector("ff-body[data-drawn]")
    return {*empty, *on_charts, *painter.evaluate(HEARD)}


def phone_of(window: Callable[..., Window], locale: str) -> Window:
    opened: Window = window("phone", has_touch=True, is_mobile=True, locale=locale)
    return opened


def barriers(page: Page) -> list[str]:
    return problems_of(page, SIZES["phone"][0])


def test_a_german_phone_paints_by_touch_and_reads_german(
    window: Callable[..., Window], link: str
) -> None:
    page = phone_of(window, "de-DE").page
    found = []

    page.goto(link)
    found += barriers(page)
    page.tap("text=Beginnen")
    expect(page.locator(".painter__caption")).to_have_text("Von vorne")
    page.touchscreen.tap(*place_in(page, "front-shoulder_anterior-right"))
    marked = page.locator(".painter__marked li")
    expect(marked).to_contain_text("Schulter vorne, auch tief im Gelenk")
    expect(marked.locator(".side--right")).to_have_text("rechts")
    expect(page.locator("svg.body-chart .side-label")).to_have_text(["RECHTS", "LINKS"])
    expect(page.locator("#front-sternum-midline title")).to_have_text("Brustbein")
    found += barriers(page)
    page.tap("text=Zeichnung speichern")
    expect(page.locator("h1")).to_have_text("Vielen Dank")

    assert [*found, *barriers(page)] == []


def test_a_language_is_chosen_while_painting_and_the_drawing_stays(
    window: Callable[..., Window], link: str
) -> None:
    page = phone_of(window, "de-DE").page
    page.goto(link)
    page.tap("text=Beginnen")
    page.touchscreen.tap(*place_in(page, "front-sternum-midline"))
    expect(page.locator(".painter__marked li")).to_contain_text("Brustbein")

    page.tap(".languages summary")
    open_menu = barriers(page)
    page.get_by_role("button", name="Español").tap()

    expect(page.locator("h1")).to_have_text("¿Dónde le duele?")
    expect(page.locator(".painter__marked li")).to_contain_text("Esternón")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert open_menu == []
    assert barriers(page) == []


def test_without_scripts_the_language_is_chosen_and_the_list_paints_in_it(
    window: Callable[..., Window],
) -> None:
    page = window("desk", java_script_enabled=False, locale="en-US")
    page.sign_in(MIRA)
    plain = page.page

    plain.locator(".languages summary").click()
    plain.get_by_role("button", name="Deutsch").click()
    plain.get_by_role("link", name="Neue Schmerzzeichnung").first.click()
    plain.get_by_label("Kniekehle, links", exact=True).select_option("6")
    plain.click("text=Zeichnung speichern")

    expect(plain.locator(".alert")).to_contain_text("Ihre Zeichnung ist gespeichert")
    expect(plain.locator("h1")).to_have_text(re.compile("Guten Tag"))


def test_the_keyboard_is_told_the_names_of_the_language(window: Callable[..., Window]) -> None:
    spanish = window("desk", locale="es-ES")
    spanish.sign_in(MIRA)
    page = spanish.page
    page.get_by_role("link", name="Nuevo dibujo del dolor").first.click()
    page.wait_for_selector("#front-sternum-midline")

    sternum = page.get_by_role("button", name="Esternón", exact=True)
    sternum.focus()
    page.keyboard.press("Enter")

    expect(sternum).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[role=status].visually-hidden")).to_have_text("Marcado: Esternón.")
    expect(page.get_by_role("tablist", name="Vistas del cuerpo")).to_be_visible()
    assert problems_of(page, SIZES["desk"][0]) == []


def test_nothing_that_the_islands_say_is_left_in_english(window: Callable[..., Window]) -> None:
    english = heard_while_painting(window, "en-GB")

    left = {
        locale: (heard_while_painting(window, locale) & english) - THE_SAME
        for locale in ("de-DE", "es-ES")
    }

    assert {"Front of the shoulder (anterior deltoid, deep in the joint)", "LEFT"} <= english
    assert {"burning", "Left hand", "Female, average", "Charts"} <= english
    assert left == {"de-DE": set(), "es-ES": set()}


def test_the_3d_body_says_the_sides_in_the_language_of_the_page(
    window: Callable[..., Window],
) -> None:
    german = window("desk", locale="de-DE", graphics=True)
    german.sign_in(MIRA)
    page = german.page
    page.get_by_role("link", name="Neue Schmerzzeichnung").first.click()

    page.get_by_role("button", name="3D-Körper").click()
    page.wait_for_selector("ff-body[data-drawn]")

    expect(page.locator(".body3d__side")).to_have_text(["RECHTS", "", "LINKS"])
    page.get_by_role("button", name="Hinten", exact=True).click()
    expect(page.locator(".body3d__side")).to_have_text(["LINKS", "", "RECHTS"])
    assert problems_of(page, SIZES["desk"][0]) == []
