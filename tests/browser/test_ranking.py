"""At the table: the next palpation is entered by keyboard, the list follows and says why."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, LOOKS, SIZES, Window
from tests.browser.test_accessibility import EPISODE, pressed, problems_of, ranking

pytestmark = pytest.mark.browser

WHY = "Why it stands here"


def first_ranking(window: Window) -> None:
    """Open the ranking of the oldest drawing: other tests add newer ones."""
    pressed(EPISODE)(window)
    window.page.locator("text=Ranking").last.click()
    window.page.wait_for_selector("svg.body-chart")


def figures(page: Page) -> list[str]:
    return page.locator(".point__name, .likely__figure").all_inner_texts()


@pytest.mark.parametrize("size", ["phone", "tablet", "desk"])
def test_a_result_from_what_next_is_entered_by_keyboard(
    window: Callable[..., Window], size: str
) -> None:
    clinic = window(size)
    clinic.sign_in(INES)
    first_ranking(clinic)
    page = clinic.page
    palpations = page.locator("#palpations + .list li")
    page.wait_for_selector(".tests")
    test = page.locator(".tests li:has([name=trigger_point])").first
    name = test.locator("b").first.inner_text()
    before, known = figures(page), palpations.count()

    test.locator("summary").focus()
    page.keyboard.press("Enter")
    answer = test.get_by_role("button", name="Yes", exact=True)
    for _ in range(6):
        page.keyboard.press("Tab")
        if answer.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")

    said = page.locator("#ranking > [role=status]")
    expect(said).to_contain_text("Ranked again.")
    expect(said).to_contain_text(name)
    expect(said).to_be_focused()
    expect(palpations).to_have_count(known + 1)
    assert figures(page) != before
    expect(page.locator(".tests")).to_be_visible()
    expect(page.locator(".tests li", has_text=name).filter(has_text="Palpate")).to_have_count(0)
    assert problems_of(page, SIZES[size][0]) == []
    take_back(page, name, known)


def take_back(page: Page, name: str, known: int) -> None:
    """Leave the sample patient as she was; the focus stays with what is said."""
    row = page.locator("#palpations + .list li", has_text=name)
    row.get_by_role("button", name="Take back").press("Enter")
    expect(page.locator("#palpations + .list li")).to_have_count(known)
    expect(page.locator("#ranking > [role=status]")).to_be_focused()


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_why_is_opened_by_keyboard_and_has_no_barrier(
    window: Callable[..., Window], size: str, theme: str
) -> None:
    clinic = window(size, theme=theme)
    clinic.sign_in(INES)
    ranking(clinic)
    page = clinic.page
    page.wait_for_selector(".tests")
    why = page.locator(".point").first.locator("details", has_text=WHY)
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/why/" in request.url else None
    )

    why.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(why.locator(".weights").first).to_be_visible()
    expect(why).to_contain_text("odds")
    page.locator(".tests summary").first.click()
    assert len(asked) == 1
    if (size, theme) == ("tablet", "light"):
        why.locator("summary").scroll_into_view_if_needed()
        clinic.shot("ranking-why")
    assert problems_of(page, SIZES[size][0]) == []


def test_without_scripts_why_and_next_are_pages(window: Callable[..., Window]) -> None:
    clinic = window("desk", java_script_enabled=False)
    clinic.sign_in(INES)
    page = clinic.page
    clinic.go("/patients/")
    page.locator("text=Lanternfield, Mira").click()
    page.locator("main .list a[href*='/episodes/']").first.click()
    page.locator("text=Ranking").first.click()

    page.click("text=What to palpate or test next")
    expect(page.locator("h1")).to_have_text("What to test next")
    expect(page.locator(".tests li").first).to_be_visible()
    page.click("text=Ranked trigger points")
    page.locator(".point summary", has_text=WHY).first.click()
    page.locator("text=on a page of its own").first.click()
    expect(page.locator(".weights").first).to_be_visible()
