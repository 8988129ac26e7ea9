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
    pressed(EPISODE, "text=On the patient's phone")(clinic)
    return clinic.page.input_value("#link-address")


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
