"""The thread through the product: painted pain, ranked points, recorded needling, change.

With ``FILIFORM_SCREENSHOTS`` set to a folder it also takes the pictures of README and docs.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, MIRA, Window
from tests.browser.signing import ask_for_consent, sign_with_the_pen
from tests.browser.touching import place_in

pytestmark = pytest.mark.browser

GIVEN_NAME, FAMILY_NAME = "Cleo", "Pinselwiese"
COMPLAINT = "Right shoulder pain"


def test_from_a_painted_shoulder_to_a_signed_visit(window: Callable[..., Window]) -> None:
    clinic = window("tablet")
    clinic.sign_in(INES)

    link = send_a_painting_link(clinic)
    phone = window("phone", has_touch=True, is_mobile=True)
    paint_on_the_phone(phone, link)
    read_the_ranking(clinic)
    require_closed_to_patients(phone, window("desk"), clinic.page.url)
    record_a_visit(clinic)
    read_the_change(clinic)


def send_a_painting_link(clinic: Window) -> str:
    page = clinic.page
    page.click("text=New patient")
    page.fill("[name=given_name]", GIVEN_NAME)
    page.fill("[name=family_name]", FAMILY_NAME)
    page.fill("[name=birth_date]", "1991-04-03")
    page.click("text=Save")
    page.click("text=New episode")
    page.fill("[name=complaint]", COMPLAINT)
    page.click("text=Begin")
    page.click("text=Paint on the patient's phone")
    expect(page.locator("[aria-live=polite]")).to_contain_text("Waiting for the phone")
    return page.input_value("#link-address")


def paint_on_the_phone(phone: Window, link: str) -> None:
    page = phone.page
    page.goto(link)
    page.tap("text=Start")
    strength = page.locator(".scale--pain")
    strength.get_by_label("7, severe").check()
    page.get_by_label("aching").check()
    tap(page, "front-shoulder_anterior-right")
    strength.get_by_label("4, moderate").check()
    tap(page, "front-arm_lateral-right")
    tap(page, "front-sternum-midline")
    page.tap("text=Undo")
    expect(page.locator(".painter__marked li")).to_have_count(2)
    page.tap("text=Redo")
    expect(page.locator(".painter__marked li")).to_have_count(3)
    page.tap("text=Undo")
    page.get_by_role("tab", name="Back", exact=True).tap()
    tap(page, "back-scapula_body-right")
    page.locator(".painter__views").scroll_into_view_if_needed()
    phone.shot("painting-phone")
    page.tap("text=Save the drawing")
    expect(page.locator("h1")).to_have_text("Thank you")


def tap(page: Page, area: str) -> None:
    page.touchscreen.tap(*place_in(page, area))


def read_the_ranking(clinic: Window) -> None:
    page = clinic.page
    page.click("text=Open it")
    expect(page.locator(".list li")).to_have_count(3)
    page.click("text=Rank trigger points")
    first = page.locator(".point").first
    expect(first.locator(".point__name")).to_contain_text("Infraspinatus")
    before = first.locator(".likely__figure").inner_text()
    first.get_by_text("Enter the palpation").click()
    first.locator("input[name=recognised_pain][value=yes]").check()
    first.locator("input[name=taut_band][value=yes]").check()
    first.locator("text=Rank again").click()
    expect(page.locator(".point").first).to_contain_text("palpated")
    expect(page.locator(".point").first.locator(".likely__figure")).not_to_have_text(before)
    page.set_viewport_size({"width": 1180, "height": 820})
    page.wait_for_selector(".tests")
    page.locator("#ranking-heading").evaluate("heading => heading.scrollIntoView()")
    page.locator(".point").first.hover()
    expect(page.locator(".body-chart [data-level]").first).to_be_visible()
    clinic.shot("ranking-tablet")
    page.set_viewport_size({"width": 820, "height": 1180})


def require_closed_to_patients(phone: Window, other: Window, ranking: str) -> None:
    other.sign_in(MIRA)
    answers = [phone.page.request.get(ranking), other.page.request.get(ranking)]
    assert [answer.status for answer in answers] == [403, 403]
    assert all("Infraspinatus" not in answer.text() for answer in answers)


def record_a_visit(clinic: Window) -> None:
    page = clinic.page
    page.click("text=Start a visit")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("needling not permitted")
    answer_every_question_with_no(clinic)
    agree_to_everything(clinic)
    page.locator("[aria-labelledby=pain-before] label").nth(6).click()
    page.click("[aria-labelledby=pain-before] button")
    page.locator(".suggestion").first.click()
    site = page.locator(".site").first
    expect(site).to_contain_text("needle in")
    for count in ("1", "2", "3"):
        site.get_by_label("Twitches: one more").click()
        expect(site.locator("[name=twitches]:not([type=hidden])")).to_have_value(count)
    expect(site).not_to_contain_text("not looked for")
    expect(page.locator(".sticky-foot")).to_contain_text("1 still in")
    page.wait_for_load_state("networkidle")
    page.locator("#sites").scroll_into_view_if_needed()
    clinic.shot("visit-tablet")
    page.click("text=Sign the visit", force=True)  # it says that it is disabled, and why
    expect(page.locator("main")).to_contain_text("not accounted for")
    clinic.expect_refusal(409)
    page.locator(".site").first.get_by_role("button", name="Needle out").click()
    expect(page.locator(".sticky-foot")).to_contain_text("all out")
    page.locator("[aria-labelledby=pain-after] label").nth(4).click()
    page.click("[aria-labelledby=pain-after] button")
    page.click("text=Sign the visit")
    expect(page.get_by_role("status")).to_contain_text("The visit is signed")


def agree_to_everything(clinic: Window) -> None:
    visit = clinic.page.url
    ask_for_consent(clinic.page)
    clinic.shot("consent-tablet")
    sign_with_the_pen(clinic.page, f"{GIVEN_NAME} {FAMILY_NAME}")
    clinic.page.goto(visit)


def answer_every_question_with_no(clinic: Window) -> None:
    page = clinic.page
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for press in page.locator("[data-answer-rest]").all():
        press.click()
    page.click("text=Save the answers")
    expect(page.locator("main")).to_contain_text("permitted")
    expect(page.locator("[aria-labelledby=screening-heading] .badge--stop")).to_have_count(0)


def read_the_change(clinic: Window) -> None:
    page = clinic.page
    expect(page.locator("h1")).to_have_text(COMPLAINT)
    expect(page.locator(".course")).to_be_visible()
    expect(page.locator("main")).to_contain_text("the next visit makes a change that can be judged")
    page.goto(clinic.address + "/patients/")
    page.fill("#search", "Lanternfield")
    page.click("text=Lanternfield, Mira")
    page.locator("main .list a").first.click()
    expect(page.locator("main")).to_contain_text("Since the first visit")
    clinic.shot("episode-tablet")
