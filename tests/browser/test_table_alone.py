"""The table by itself: rings, stays awake, renews itself, goes by keys, keeps what it must."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, Window
from tests.browser.table import (
    POINTS,
    Hand,
    Recorded,
    go_to_table,
    open_visit,
    steps_of,
)

SOUND = """
window.rings = 0;
window.AudioContext = class {
  currentTime = 0;
  destination = {};
  createOscillator() {
    return { frequency: {}, connect: (to) => to, start: () => { window.rings += 1; }, stop() {} };
  }
  createGain() {
    return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} },
             connect: (to) => to };
  }
  close() { return Promise.resolve(); }
};
"""
AWAKE = """
window.asked = 0;
Object.defineProperty(navigator, "wakeLock", {
  value: { request: () => { window.asked += 1; return Promise.resolve({}); } },
});
"""
STATE = ".table-top__state"


def needled(window: Window, visit: str, *, upto: int = 2) -> Hand:
    go_to_table(window, visit)
    hand, recorded = Hand(window.page), Recorded()
    for step in steps_of(POINTS[:1])[:upto]:
        step(hand, recorded)
    return hand


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement?.tagName ?? ''")


def tab_to(page: Page, key: str, *, most: int = 400) -> None:
    """Go on with the tabulator until the thing with this key has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.getAttribute('data-key')") == key:
            return
    raise AssertionError(f"{key} is not reached with the keyboard")


@pytest.mark.browser
def test_a_needle_left_in_place_counts_down_then_rings_once_and_flashes(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    tablet.page.add_init_script(SOUND)
    visit = open_visit(tablet)
    tablet.page.clock.install()
    hand = needled(tablet, visit)
    hand.tap("dwell_min5")
    timer = tablet.page.locator("[role=timer]")
    expect(timer).to_contain_text("9:5")

    tablet.page.clock.run_for(9 * 60_000)
    assert tablet.page.evaluate("window.rings") == 0
    tablet.page.clock.run_for(2 * 60_000)

    expect(timer).to_contain_text("time is over")
    expect(tablet.page.locator("[role=status].visually-hidden")).to_have_text(
        "Time is over: Infraspinatus 1 right"
    )
    assert tablet.page.evaluate("window.rings") == 2, "two tones make one ring"
    flashing = "getComputedStyle(document.querySelector('.table-foot')).animationName"
    assert tablet.page.evaluate(flashing) == "table-flash"
    hand.tap("needle-out")
    tablet.page.clock.run_for(2_000)
    expect(tablet.page.locator("ff-table")).not_to_have_class("table--due")


@pytest.mark.browser
def test_the_screen_is_kept_awake_and_asked_again_when_the_page_comes_back(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    tablet.page.add_init_script(AWAKE)
    go_to_table(tablet, open_visit(tablet))
    assert tablet.page.evaluate("window.asked") == 1

    tablet.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    assert tablet.page.evaluate("window.asked") == 2


@pytest.mark.browser
def test_a_new_version_waits_for_the_person_and_keeps_the_draft(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    hand = needled(tablet, open_visit(tablet))
    tablet.page.evaluate("window.old = true")
    # The same worker under another address is a new version to the browser.
    tablet.page.evaluate("navigator.serviceWorker.register('/visits/table-worker.js?next')")
    renew = tablet.page.locator("[data-key=renew]")
    expect(renew).to_be_visible()
    hand.tap("twitch")
    expect(renew).to_be_visible()
    assert tablet.page.evaluate("window.old")

    with tablet.page.expect_event("load"):
        renew.click()

    assert tablet.page.evaluate("window.old === undefined")
    hand.expect_count(1, 0)


@pytest.mark.browser
def test_a_whole_site_is_recorded_and_signed_with_the_keyboard_and_focus_is_never_lost(
    window: Callable[..., Window],
) -> None:
    tablet = window("desk")
    go_to_table(tablet, open_visit(tablet))
    page, hand = tablet.page, Hand(tablet.page)
    keys = ["another", "region-shoulder", "pick-infraspinatus.trp1-right", "needle-in"]
    keys += ["twitch", "open-depth", "depth-20", "pain-3", "needle-out", "undo", "needle-out"]

    for key in keys:
        tab_to(page, key)
        page.keyboard.press("Enter")
        if key == "needle-in":
            hand.expect_count(1, 0)
        if key == "needle-out":
            hand.expect_count(1, 1)
        if key == "undo":
            hand.expect_count(1, 0)
        page.wait_for_timeout(150)
        assert focused(page) not in ("BODY", ""), key
    tab_to(page, "sites")
    page.keyboard.press("Enter")
    expect(page.locator("h2:focus")).to_have_text("Sites")
    tab_to(page, "finish")
    page.keyboard.press("Enter")
    expect(page.locator("h2:focus")).to_have_text("Sign the visit")
    tab_to(page, "sign")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Signed")


@pytest.mark.browser
def test_the_lock_is_set_and_opened_with_the_keyboard(window: Callable[..., Window]) -> None:
    tablet = window("desk")
    go_to_table(tablet, open_visit(tablet))
    page = tablet.page
    tab_to(page, "lock")
    page.keyboard.press("Enter")
    page.keyboard.type("4711")
    tab_to(page, "pin-go")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Locked")
    assert focused(page) != "BODY"

    tab_to(page, "pin-1")
    page.keyboard.type("4711")
    tab_to(page, "pin-go")
    page.keyboard.press("Enter")

    expect(page.locator("[data-key=finish]")).to_be_visible()
    assert focused(page) != "BODY"


@pytest.mark.browser
def test_a_clock_a_day_wrong_keeps_the_record_here_until_a_person_confirms_the_times(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    tablet.page.clock.set_system_time(datetime.now(UTC) + timedelta(hours=30))
    go_to_table(tablet, visit)
    hand = Hand(tablet.page)
    hand.tap("done-already")
    hand.tap("region-shoulder")
    hand.tap("pick-infraspinatus.trp1-right")
    hand.tap("done")
    expect(tablet.page.locator(STATE)).to_contain_text("refused, see Finish")
    hand.expect_count(1, 0)

    hand.tap("finish")
    expect(tablet.page.locator("main")).to_contain_text("30 hours ahead of the clinic's")
    hand.tap("confirm-clock")

    expect(tablet.page.locator(STATE)).to_have_text("Saved and sent")
    hand.expect_count(1, 0)


@pytest.mark.browser
def test_what_is_recorded_while_signed_out_stays_here_and_is_sent_after_signing_in(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    hand = needled(tablet, visit)
    expect(tablet.page.locator(STATE)).to_have_attribute("data-waiting", "0")
    tablet.context.clear_cookies(name="filiform-session")
    hand.tap("twitch")
    expect(tablet.page.locator(STATE)).to_contain_text("signed out: 1 wait")
    tablet.expect_refusal(403)

    tablet.sign_in(INES)
    go_to_table(tablet, visit)

    expect(tablet.page.locator(STATE)).to_have_text("Saved and sent")
    tablet.page.locator("[data-key^=site-]").click()
    expect(tablet.page.locator("[data-key=twitch] .tap__figure")).to_have_text("1")
    tablet.faults[:] = [fault for fault in tablet.faults if "403" not in fault]


@pytest.mark.browser
def test_a_full_disk_when_the_visit_is_opened_is_said_in_words(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    tablet.page.add_init_script(
        """IDBObjectStore.prototype.put = () => {
          throw new DOMException("full", "QuotaExceededError"); };"""
    )

    tablet.go(f"/visits/{visit}/table/")

    expect(tablet.page.get_by_role("alert").first).to_contain_text("cannot keep a record")
    expect(tablet.page.locator("main a")).to_have_text("The visit's page")
