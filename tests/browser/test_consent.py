"""A consent is signed by pen or with the keyboard, kept as drawn, and withdrawn."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, Window
from tests.browser.signing import ask_for_consent, sign_with_the_keyboard, sign_with_the_pen

pytestmark = pytest.mark.browser


def visit_of(page: Page, family_name: str) -> None:
    """Begin the first visit of a new patient, the screening answered with no."""
    page.click("text=New patient")
    page.fill("[name=given_name]", "Cleo")
    page.fill("[name=family_name]", family_name)
    page.fill("[name=birth_date]", "1991-04-03")
    page.click("text=Save")
    page.click("text=New episode")
    page.fill("[name=complaint]", "Right shoulder pain")
    page.click("text=Begin")
    page.click("text=Start a visit")
    page.wait_for_url("**/visits/**")
    page.wait_for_load_state()  # the buttons below work once the scripts are there
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for press in page.locator("[data-answer-rest]").all():
        press.click()
    page.click("text=Save the answers")
    expect(page.locator("main")).to_contain_text("no needling without consent")


def test_a_drawn_signature_opens_the_visit_until_it_is_withdrawn(
    window: Callable[..., Window],
) -> None:
    clinic = window("tablet")
    page = clinic.page
    clinic.sign_in(INES)
    visit_of(page, "Federstrich")
    visit = page.url

    ask_for_consent(page)
    sign_with_the_pen(page, "Cleo Federstrich")

    expect(page.locator("main")).to_contain_text("matches what is stored")
    expect(page.locator(".signature__drawn polyline")).to_have_count(1)
    signed = page.url
    page.goto(visit)
    expect(page.locator("#add-heading")).to_have_text("Add a site")
    page.goto(signed)
    page.click("text=The patient withdraws this consent")
    page.check("[name=sure]")
    page.click("text=Withdraw the consent")
    page.goto(visit)
    expect(page.locator("main")).to_contain_text("it was withdrawn. No needle goes in.")
    expect(page.locator("#add-heading")).to_have_text("No needle goes in without consent")


def test_a_cleared_signature_is_not_sent(window: Callable[..., Window]) -> None:
    clinic = window("phone")
    page = clinic.page
    clinic.sign_in(INES)
    visit_of(page, "Radierer")
    ask_for_consent(page)
    page.locator(".signature__pad").click(position={"x": 40, "y": 40})
    expect(page.locator("[name=strokes]")).not_to_have_value("")

    page.click("text=Clear the signature")

    expect(page.locator("[name=strokes]")).to_have_value("")


def test_whoever_cannot_draw_signs_with_the_keyboard(window: Callable[..., Window]) -> None:
    clinic = window("desk")
    page = clinic.page
    clinic.sign_in(INES)
    visit_of(page, "Tastenwerk")
    ask_for_consent(page)

    sign_with_the_keyboard(page, "Cleo Tastenwerk")

    expect(page.locator("main")).to_contain_text("by typing the name")
