"""In the browser: the card and the sheet print on one page, the emergency needs one tap."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import INES, Window

pytestmark = pytest.mark.browser


def printed_pages(page: Page, folder: Path) -> int:
    """Print the page as its own style asks and count the sheets."""
    path = folder / "printed.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page[^s]", path.read_bytes()))


@pytest.mark.parametrize("language", ["English", "Deutsch", "Español"])
def test_the_emergency_card_prints_on_one_sheet(
    window: Callable[..., Window], tmp_path: Path, language: str
) -> None:
    opened = window("phone")
    opened.go("/emergency/")
    opened.page.click(".languages summary")
    opened.page.click(f".languages button:text-is('{language}')")

    assert opened.page.locator("[data-print]").is_visible()
    assert printed_pages(opened.page, tmp_path) == 1
    assert opened.outside == []


def test_the_aftercare_sheet_with_the_lung_prints_on_one_sheet(
    window: Callable[..., Window], tmp_path: Path
) -> None:
    opened = window("tablet")
    opened.sign_in(INES)
    opened.go("/follow-ups/")
    opened.page.locator("main a[href*='/visits/']").first.click()

    for language in ("de", "es"):
        opened.page.locator(f"a[href$='/aftercare/{language}/']").first.click()
        opened.page.wait_for_selector(f"html[lang={language}] .aftercare__lung")
        assert printed_pages(opened.page, tmp_path) == 1
        opened.page.go_back()


def test_needles_come_out_with_the_count_in_sight_on_a_phone(
    window: Callable[..., Window],
) -> None:
    opened = window("phone")
    opened.sign_in(INES)
    # The last is the demo's own; what other tests began stands before it.
    opened.page.locator("main .list a[href*='/visits/']").last.click()

    opened.page.locator(".sticky-foot a", has_text="Emergency").click()
    foot = opened.page.locator(".sticky-foot")
    before = foot.inner_text()
    opened.page.mouse.wheel(0, 4000)
    in_sight = foot.bounding_box()
    opened.page.click("text=One needle out")

    assert "1 still in or missing" in before
    assert in_sight is not None
    assert in_sight["y"] < 740
    assert "all out" in foot.inner_text()
