"""What stands against a site is said at the table, with and without a network, and asked about."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.table import Hand, go_to_table, open_visit, swallow_network_noise
from tests.browser.test_table import at_clinic
from tests.server.running import RunningServer


def choose(hand: Hand, region: str, point: str, side: str) -> None:
    for key in ("another", f"region-{region}", f"pick-{point}-{side}"):
        hand.tap(key)


def site_at(demo: RunningServer, visit: str) -> Any:
    return at_clinic(demo, visit)["sites"]


@pytest.mark.browser
def test_a_refused_site_says_why_and_what_was_done_is_recorded_and_explained_without_a_network(
    window: Callable[..., Window], demo: RunningServer
) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    go_to_table(tablet, visit)
    page, hand = tablet.page, Hand(tablet.page)
    tablet.context.set_offline(True)
    choose(hand, "shoulder_girdle", "trapezius_upper.trp1", "right")
    expect(page.locator("[data-key=needle-in]")).to_be_enabled()
    expect(page.locator("main")).to_contain_text("Beside it: lung and its lining")
    hand.tap("open-needle")
    hand.tap("length_mm-40")
    expect(page.locator("[data-key=needle-in]")).to_be_disabled()
    expect(page.get_by_role("alert").filter(has_text="Refused.")).to_contain_text("S05")

    hand.tap("done")
    hand.expect_count(1, 0)
    for code in ("S05", "S10"):
        page.locator(f"[data-key=why-{code}]").fill("wrong tray; held at 20 mm")
        hand.tap(f"save-{code}")
        expect(page.locator("main")).to_contain_text("wrong tray; held at 20 mm")
    hand.tap("needle-out")
    hand.tap("finish")
    hand.tap("sign")
    tablet.context.set_offline(False)

    expect(page.locator("h1")).to_have_text("Signed", timeout=30_000)
    assert site_at(demo, visit)[0]["point"] == "trapezius_upper.trp1"
    swallow_network_noise(tablet)


@pytest.mark.browser
def test_a_depth_past_the_limit_hinders_the_signature_until_it_is_explained_at_the_site(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    go_to_table(tablet, open_visit(tablet))
    page, hand = tablet.page, Hand(tablet.page)
    choose(hand, "leg_posterior", "soleus.trp1", "left")
    hand.tap("needle-in")
    hand.tap("open-depth")
    hand.tap("depth-40")
    hand.tap("needle-out")
    hand.tap("finish")
    expect(page.locator("main")).to_contain_text("S04 Deeper than the limit")
    hand.tap("sign")
    expect(page.locator("main")).to_contain_text("signature waits")
    expect(page.locator(".table-top__state")).to_have_text("Saved and sent")
    expect(page.locator("main")).to_contain_text("S04 Deeper than the limit")
    expect(page.locator("[data-key=sign]")).to_be_enabled()

    page.locator("[data-key^=obstacle-]").click()
    page.locator("[data-key=why-S04]").fill("large calf")
    page.locator("[data-key=confirm-S04]").check()
    hand.tap("save-S04")
    hand.tap("finish")
    expect(page.locator("[data-key^=obstacle-]")).to_have_count(0)
    hand.tap("sign")

    expect(page.locator("h1")).to_have_text("Signed")


@pytest.mark.browser
def test_the_second_side_of_the_chest_wall_is_refused_before_its_needle_goes_in(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    go_to_table(tablet, open_visit(tablet))
    page, hand = tablet.page, Hand(tablet.page)
    choose(hand, "shoulder", "infraspinatus.trp1", "right")
    hand.tap("needle-in")
    hand.expect_count(1, 0)
    hand.tap("needle-out")
    tablet.context.set_offline(True)

    choose(hand, "shoulder", "infraspinatus.trp1", "left")

    expect(page.locator("[data-key=needle-in]")).to_be_disabled()
    expect(page.get_by_role("alert").filter(has_text="Refused.")).to_contain_text("A17")
    swallow_network_noise(tablet)


@pytest.mark.browser
def test_a_muscle_that_is_not_offered_can_still_be_recorded_as_done(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    go_to_table(tablet, open_visit(tablet))
    page, hand = tablet.page, Hand(tablet.page)
    hand.tap("another")
    hand.tap("region-chest")
    expect(page.locator("[data-key='pick-diaphragm.trp1-right']")).to_have_count(0)
    hand.tap("open-not-offered")
    hand.tap("pick-diaphragm.trp1-right")
    expect(page.locator("[data-key=needle-in]")).to_be_disabled()

    hand.tap("done")

    hand.expect_count(1, 0)
    expect(page.locator("[data-key=why-S02]")).to_be_visible()


@pytest.mark.browser
def test_position_grip_and_direction_are_read_back_and_changed_with_one_tap_each(
    window: Callable[..., Window],
) -> None:
    tablet = window("tablet")
    visit = open_visit(tablet)
    go_to_table(tablet, visit)
    page, hand = tablet.page, Hand(tablet.page)
    choose(hand, "shoulder_girdle", "trapezius_upper.trp1", "right")
    how = page.locator("[data-key=open-how]")
    expect(how).to_have_text("prone · pincer grip · in fold")

    hand.tap("open-how")
    hand.tap("position-side_lying")
    expect(how).to_have_text("side lying · pincer grip · in fold")
    hand.tap("needle-in")
    hand.tap("needle-out")
    choose(hand, "shoulder_girdle", "trapezius_upper.trp2", "right")

    expect(how).to_have_text("side lying · pincer grip · in fold")
    expect(page.locator(".table-top__state")).to_have_text("Saved and sent")
    tablet.go(f"/visits/{visit}/")
    expect(page.locator("article.site").first).to_contain_text("side lying")
