"""The record at the table in a real browser: no network, killed tabs, two tablets, few taps."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import LOOKS, Window
from tests.browser.table import (
    POINTS,
    Hand,
    Recorded,
    begin_visit,
    go_on,
    go_to_table,
    left_on_device,
    open_visit,
    run_visit_with_a_cut,
    steps_of,
    swallow_network_noise,
)
from tests.server.conftest import _django
from tests.server.running import RunningServer

READ = """
import json, sys
import django
django.setup()
from filiform.clinic.needling.models import JournalEntryRecord, SessionRecord
session = SessionRecord.objects.get(pk=sys.argv[1])
print(json.dumps({
    "signed": session.is_signed,
    "entries": session.journal.count(),
    "sites": [
        {"point": n.trigger_point, "side": n.side, "twitches": n.twitches, "in": n.needles_in,
         "out": n.needles_out, "times": len(n.detail.twitches_at)}
        for n in session.needlings.all()
    ],
}))
"""
MOST_TAPS = 40
FIRST_LOAD_KB = 200
RUNS_IN_TESTS = 3
RUNS_IN_SOAK = int(os.environ.get("FILIFORM_RUNS", "100"))


def at_clinic(demo: RunningServer, visit: str) -> Any:
    return _django(demo, READ, visit)


def require_nothing_lost_or_doubled(stored: Any, recorded: Recorded) -> None:
    twitches = {f"{site['point']}|{site['side']}": site["twitches"] for site in stored["sites"]}
    assert twitches == recorded.twitches
    assert all(site["times"] == site["twitches"] for site in stored["sites"])
    assert sum(site["in"] for site in stored["sites"]) == recorded.needles_in
    assert sum(site["out"] for site in stored["sites"]) == recorded.needles_out
    assert stored["signed"]


@pytest.fixture(scope="module")
def episodes() -> list[str]:
    """The episode whose visits follow each other, once the first has begun it."""
    return []


def run_and_check(
    window: Callable[..., Window], demo: RunningServer, seed: int, episodes: list[str]
) -> None:
    tablet = window("tablet")
    visit = go_on(tablet, episodes[0]) if episodes else open_visit(tablet)
    if not episodes:
        episodes.append(tablet.page.locator(".crumbs a").get_attribute("href") or "")
    told = run_visit_with_a_cut(tablet, seed, visit)
    require_nothing_lost_or_doubled(at_clinic(demo, told["visit"]), told["recorded"])
    swallow_network_noise(tablet)
    tablet.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("seed", range(RUNS_IN_TESTS))
def test_a_cut_network_and_a_killed_tab_lose_and_double_nothing(
    window: Callable[..., Window], demo: RunningServer, seed: int, episodes: list[str]
) -> None:
    run_and_check(window, demo, seed, episodes)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 1000 + RUNS_IN_SOAK))
def test_one_of_a_hundred_visits_with_a_cut_network_and_a_killed_tab(
    window: Callable[..., Window], demo: RunningServer, seed: int, episodes: list[str]
) -> None:
    run_and_check(window, demo, seed, episodes)


@pytest.mark.browser
def test_a_visit_of_six_new_sites_takes_at_most_forty_taps_and_no_typing(
    window: Callable[..., Window], demo: RunningServer
) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    go_to_table(tablet, visit)
    hand, recorded = Hand(tablet.page), Recorded()

    for step in steps_of(POINTS):
        step(hand, recorded)
    hand.tap("finish")
    hand.tap("sign")

    expect(tablet.page.locator("h1")).to_have_text("Signed")
    assert hand.taps <= MOST_TAPS
    require_nothing_lost_or_doubled(at_clinic(demo, visit), recorded)
    assert all("Tafelblatt" not in kept for kept in left_on_device(tablet.page))
    assert all('infraspinatus.trp1","side' not in kept for kept in left_on_device(tablet.page))


@pytest.mark.browser
def test_last_visits_site_is_repeated_with_two_taps(window: Callable[..., Window]) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    episode = tablet.page.locator(".crumbs a").get_attribute("href") or ""
    go_to_table(tablet, visit)
    hand, recorded = Hand(tablet.page), Recorded()
    for step in steps_of(POINTS[:1]):
        step(hand, recorded)
    hand.tap("finish")
    hand.tap("sign")
    expect(tablet.page.locator("h1")).to_have_text("Signed")
    tablet.go(episode)
    again = begin_visit(tablet.page)
    go_to_table(tablet, again)
    hand = Hand(tablet.page)

    hand.tap("again-infraspinatus.trp1-right")
    hand.tap("needle-in")

    hand.expect_count(1, 0)
    assert hand.taps == 2


@pytest.mark.browser
def test_two_tablets_that_disagree_are_asked_and_the_answer_reaches_both(
    window: Callable[..., Window],
) -> None:
    one = window("tablet")
    visit = open_visit(one)
    go_to_table(one, visit)
    hand, recorded = Hand(one.page), Recorded()
    for step in steps_of(POINTS[:1])[:2]:
        step(hand, recorded)
    expect(one.page.locator(".table-top__state")).to_have_attribute("data-waiting", "0")
    two = window("tablet")
    two.sign_in("ines@tidewater.example")
    go_to_table(two, visit)
    two.page.locator("[data-key^=site-]").click()
    for each in (one, two):
        each.context.set_offline(True)

    one.page.click("[data-key=pain-4]")
    two.page.click("[data-key=pain-7]")
    for each in (one, two):
        expect(each.page.locator(".table-top__state")).to_have_attribute("data-waiting", "1")
        each.context.set_offline(False)
        expect(each.page.locator(".table-top__state")).to_have_attribute("data-waiting", "0")

    conflict = two.page.locator("[aria-label='Two devices disagree']")
    expect(conflict).to_contain_text("pain during, Infraspinatus 1 RIGHT")
    conflict.get_by_role("button", name="7").click()
    expect(conflict).to_have_count(0)
    expect(two.page.locator(".table-top__state")).to_have_attribute("data-waiting", "0")
    one.page.reload()
    one.page.locator("[data-key^=site-]").click()
    expect(one.page.locator("[data-key=pain-7]")).to_have_attribute("aria-pressed", "true")
    expect(one.page.locator("[aria-label='Two devices disagree']")).to_have_count(0)
    for each in (one, two):
        swallow_network_noise(each)


@pytest.mark.browser
def test_a_tablet_without_a_signed_screening_puts_no_needle_in(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    tablet.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    tablet.page.locator("[name=A01][value=yes]").check(force=True)
    tablet.page.click("text=Save the answers")

    go_to_table(tablet, visit)

    expect(tablet.page.locator("main")).to_contain_text("No needle goes in")
    expect(tablet.page.locator("[data-key=another]")).to_have_count(0)


@pytest.mark.browser
def test_every_tap_is_taken_back_and_a_needle_in_blocks_signing(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    go_to_table(tablet, open_visit(tablet))
    hand, recorded = Hand(tablet.page), Recorded()
    for step in steps_of(POINTS[:1], twitches=20)[:-1]:
        step(hand, recorded)

    hand.tap("finish")
    expect(tablet.page.locator("[data-key=sign]")).to_be_disabled()
    for left in range(20, -1, -1):
        expect(tablet.page.locator("[data-key=undo]")).to_have_text(
            "Undo: twitch" if left else "Undo: needle in"
        )
        hand.tap("undo")

    hand.expect_count(0, 0)
    expect(tablet.page.locator("[data-key=undo]")).to_be_disabled()


@pytest.mark.browser
def test_two_quick_undos_take_back_two_touches(window: Callable[..., Window]) -> None:
    tablet = window("tablet")
    go_to_table(tablet, open_visit(tablet))
    hand, recorded = Hand(tablet.page), Recorded()
    for step in steps_of(POINTS[:1], twitches=3)[:-1]:
        step(hand, recorded)

    tablet.page.evaluate(
        "for (let n = 0; n < 2; n += 1) document.querySelector('[data-key=undo]').click()"
    )

    expect(tablet.page.locator("[data-key=twitch] .tap__figure")).to_have_text("1")
    expect(tablet.page.locator(".table-top__state")).to_have_text("Saved and sent")
    expect(tablet.page.locator("[data-key=twitch] .tap__figure")).to_have_text("1")


@pytest.mark.browser
def test_the_lock_hides_the_patient_and_keeps_the_draft_over_a_restart(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    go_to_table(tablet, visit)
    hand, recorded = Hand(tablet.page), Recorded()
    for step in steps_of(POINTS[:1])[:2]:
        step(hand, recorded)
    hand.tap("lock")
    for digit in "4711":
        hand.tap(f"pin-{digit}")
    hand.tap("pin-go")
    expect(tablet.page.locator("h1")).to_have_text("Locked")
    tablet.page.reload()

    expect(tablet.page.locator("h1")).to_have_text("Locked")
    expect(tablet.page.locator("body")).not_to_contain_text("Tafelblatt")
    expect(tablet.page.locator("body")).to_contain_text("1 needle still in")
    for pin in ("4712", "4711"):
        for digit in pin:
            hand.tap(f"pin-{digit}")
        hand.tap("pin-go")

    hand.expect_count(1, 0)


@pytest.mark.browser
def test_signing_out_clears_the_device_and_warns_while_something_is_unsent(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    go_to_table(tablet, visit)
    hand, recorded = Hand(tablet.page), Recorded()
    steps = steps_of(POINTS[:1])
    for step in steps[:2]:
        step(hand, recorded)
    expect(tablet.page.locator(".table-top__state")).to_have_attribute("data-waiting", "0")
    tablet.context.route("**/journal/", lambda route: route.abort())
    steps[2](hand, recorded)
    tablet.go("/patients/")

    tablet.page.locator(".menu summary").click()
    tablet.page.click("text=Sign out")
    expect(tablet.page.locator("dialog")).to_contain_text("not sent yet")
    tablet.page.click("text=Cancel")
    tablet.context.unroute("**/journal/")
    tablet.go(f"/visits/{visit}/table/")
    expect(tablet.page.locator(".table-top__state")).to_have_attribute("data-waiting", "0")
    tablet.go("/patients/")
    tablet.page.locator(".menu summary").click()
    tablet.page.click("text=Sign out")
    tablet.page.wait_for_url("**/accounts/login/**")

    assert all("Tafelblatt" not in kept for kept in left_on_device(tablet.page))
    swallow_network_noise(tablet)


@pytest.mark.browser
def test_a_full_disk_is_said_and_what_was_saved_stays(window: Callable[..., Window]) -> None:
    tablet = window("tablet")
    go_to_table(tablet, open_visit(tablet))
    hand, recorded = Hand(tablet.page), Recorded()
    for step in steps_of(POINTS[:1])[:3]:
        step(hand, recorded)
    tablet.page.evaluate(
        """() => { IDBObjectStore.prototype.add = () => {
          throw new DOMException("full", "QuotaExceededError"); }; }"""
    )

    hand.tap("twitch")

    expect(tablet.page.get_by_role("alert").first).to_contain_text("NOT SAVED: twitch")
    expect(tablet.page.get_by_role("alert").first).to_contain_text("storage is full")
    expect(tablet.page.locator("[data-key=twitch] .tap__figure")).to_have_text("1")


@pytest.mark.browser
def test_the_first_load_is_small(window: Callable[..., Window]) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    tablet.page.goto("about:blank")  # what the page before still loads is not counted
    client = tablet.context.new_cdp_session(tablet.page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    received: list[float] = []
    client.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))

    go_to_table(tablet, visit)

    assert sum(received) / 1000 <= FIRST_LOAD_KB
    assert len(received) >= 8, "too few files were seen to be the whole load"


@pytest.mark.browser
@pytest.mark.parametrize(("size", "theme"), [*LOOKS, ("wide", "light")])
def test_every_screen_has_large_targets_and_no_barrier(
    window: Callable[..., Window], size: str, theme: str
) -> None:
    # In motion, the colour of a tap under the pointer would be on its way to another.
    tablet = window(size, theme=theme, reduced_motion="reduce")
    go_to_table(tablet, open_visit(tablet))
    hand, recorded = Hand(tablet.page), Recorded()
    steps = steps_of(POINTS[:1])

    require_usable(tablet)
    hand.tap("another")
    require_usable(tablet)
    hand.tap("region-shoulder")
    require_usable(tablet)
    hand.tap("back")
    hand.tap("back")
    steps[0](hand, recorded)
    require_usable(tablet)
    head = tablet.page.locator(".table-top").bounding_box()
    side = tablet.page.locator(".read-back .side-sign").bounding_box()
    assert head
    assert side
    assert side["y"] >= head["y"] + head["height"], "the side is hidden beneath the head"
    for step in steps[1:3]:
        step(hand, recorded)
    hand.tap("technique-E_STIM")
    hand.tap("open-needle")
    hand.tap("open-how")
    hand.tap("open-depth")
    hand.tap("open-ultrasound")
    hand.tap("open-guidance")
    expect(tablet.page.locator("[data-key=frequency_hz1]")).to_be_visible()
    require_usable(tablet)
    hand.tap("finish")
    require_usable(tablet)
    hand.tap("lock")
    require_usable(tablet)


def require_usable(tablet: Window) -> None:
    results = Axe().run(tablet.page)
    serious = [
        f"{v['id']}: {v['nodes'][0]['target']}"
        for v in results.response["violations"]
        if v["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    small = tablet.page.evaluate(
        """() => [...document.querySelectorAll(".tap")].filter((tap) => tap.checkVisibility())
          .filter((tap) => tap.offsetWidth < 56 || tap.offsetHeight < 56)
          .map((tap) => tap.textContent)"""
    )
    assert small == []
    assert tablet.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tiny = tablet.page.evaluate(
        """() => [...document.querySelectorAll(".table-screen *")]
          .filter((each) => [...each.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
          .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 20)
          .map((each) => each.textContent)"""
    )
    assert tiny == []
    tight = tablet.page.evaluate(TOO_CLOSE)
    assert tight == []


TOO_CLOSE = """() => {
  const taps = [...document.querySelectorAll("main .tap")].filter((tap) => tap.checkVisibility());
  const boxes = taps.map((tap) => [tap.textContent, tap.getBoundingClientRect()]);
  const near = [];
  boxes.forEach(([name, a], place) => boxes.slice(place + 1).forEach(([other, b]) => {
    const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
    const down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
    if (Math.max(across, down) < 7.9) near.push(`${name} / ${other}`);
  }));
  return near;
}"""


@pytest.mark.browser
def test_the_emergency_card_lies_one_tap_away_without_a_network_and_the_count_stays(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    go_to_table(tablet, open_visit(tablet))
    hand, page = Hand(tablet.page), tablet.page
    tablet.context.set_offline(True)

    hand.tap("emergency")

    expect(page.locator("dialog")).to_contain_text("pneumothorax")
    expect(page.locator(".table-foot__count")).to_be_in_viewport()
    tablet.shot("table-emergency")
    assert page.locator("main").count() == 1
    hand.tap("close-card")
    expect(page.locator("[data-key=emergency]")).to_be_focused()
    tablet.context.set_offline(False)
