"""A visit at the table, tapped by a script that counts its taps and knows what it recorded."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, Window
from tests.browser.signing import ask_for_consent, sign_with_the_pen

POINTS = [
    ("shoulder", "infraspinatus.trp1", "right"),
    ("shoulder", "deltoid_middle.trp1", "right"),
    ("buttock", "gluteus_maximus.trp1", "left"),
    ("buttock", "gluteus_maximus.trp2", "right"),
    ("leg_posterior", "gastrocnemius.trp1", "right"),
    ("leg_posterior", "soleus.trp1", "left"),
]


@dataclass
class Recorded:
    """What was tapped and shown as saved: what must be found at the end."""

    needles_in: int = 0
    needles_out: int = 0
    twitches: dict[str, int] = field(default_factory=dict)


def open_visit(window: Window) -> str:
    """Make a patient with a screened visit; return the visit's id."""
    page = window.page
    window.sign_in(INES)
    page.click("text=New patient")
    page.fill("[name=given_name]", "Cleo")
    page.fill("[name=family_name]", f"Tafelblatt {uuid4().hex[:6]}")
    page.fill("[name=birth_date]", "1991-04-03")
    page.click("text=Save")
    page.click("text=New episode")
    page.fill("[name=complaint]", "Right shoulder pain")
    page.click("text=Begin")
    return begin_visit(page)


def begin_visit(page: Page) -> str:
    page.click("text=Start a visit")
    page.wait_for_url("**/visits/**")
    page.wait_for_load_state()  # the buttons below work once the scripts are there
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for press in page.locator("[data-answer-rest]").all():
        press.click()
    page.click("text=Save the answers")
    expect(page.locator("[aria-labelledby=screening-heading] .badge--stop")).to_have_count(0)
    if page.locator("text=no needling without consent").count():
        here = page.url
        ask_for_consent(page)
        sign_with_the_pen(page, "Cleo Tafelblatt")
        page.goto(here)
    expect(page.locator("main .badge--stop")).to_have_count(0)
    visit = re.search(r"/visits/([0-9a-f-]{36})/", page.url)
    assert visit
    return visit[1]


def go_to_table(window: Window, visit: str) -> None:
    """Open the table's page and wait until it is kept on this device."""
    window.go(f"/visits/{visit}/table/")
    expect(window.page.locator("[data-key=finish]")).to_be_visible()
    window.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    while not window.page.evaluate("navigator.serviceWorker.controller !== null"):
        window.page.wait_for_timeout(20)


@dataclass
class Hand:
    """One gloved finger: taps by key and waits until the tap is shown as saved."""

    page: Page
    taps: int = 0

    def tap(self, key: str) -> None:
        self.page.locator(f'[data-key="{key}"]').first.click()
        self.taps += 1

    def counted(self) -> tuple[int, int]:
        foot = self.page.locator(".table-foot__count")
        return int(foot.get_attribute("data-in") or 0), int(foot.get_attribute("data-out") or 0)

    def expect_count(self, needles_in: int, needles_out: int) -> None:
        foot = self.page.locator(".table-foot__count")
        expect(foot).to_have_attribute("data-in", str(needles_in))
        expect(foot).to_have_attribute("data-out", str(needles_out))


Step = Callable[[Hand, Recorded], None]


def steps_of(points: list[tuple[str, str, str]], *, twitches: int = 1) -> list[Step]:
    """Return a visit as single steps, each of them done when its effect is on screen."""
    return [step for place in points for step in _site_steps(*place, twitches=twitches)]


def _site_steps(region: str, point: str, side: str, *, twitches: int) -> list[Step]:
    def choose(hand: Hand, recorded: Recorded) -> None:
        hand.tap("another")
        hand.tap(f"region-{region}")
        hand.tap(f"pick-{point}-{side}")
        expect(hand.page.locator(".read-back .side-sign").first).to_have_text(side.upper())

    def needle_in(hand: Hand, recorded: Recorded) -> None:
        hand.tap("needle-in")
        recorded.needles_in += 1
        hand.expect_count(recorded.needles_in, recorded.needles_out)

    def twitch(hand: Hand, recorded: Recorded) -> None:
        hand.tap("twitch")
        recorded.twitches[f"{point}|{side}"] = recorded.twitches.get(f"{point}|{side}", 0) + 1
        shown = hand.page.locator("[data-key=twitch] .tap__figure")
        expect(shown).to_have_text(str(recorded.twitches[f"{point}|{side}"]))

    def needle_out(hand: Hand, recorded: Recorded) -> None:
        hand.tap("needle-out")
        recorded.needles_out += 1
        hand.expect_count(recorded.needles_in, recorded.needles_out)

    return [choose, needle_in, *[twitch] * twitches, needle_out]


def come_back(window: Window, visit: str, step: Step, recorded: Recorded) -> Hand:
    """Open the table again in a new tab, at the site that was being worked on."""
    window.page.close()
    window.page = window.context.new_page()
    window.page.set_default_timeout(15_000)
    window.go(f"/visits/{visit}/table/")
    hand = Hand(window.page)
    hand.expect_count(recorded.needles_in, recorded.needles_out)
    sites = window.page.locator("[data-key^=site-]")
    if recorded.needles_in and step.__name__ != "choose":
        sites.last.click()
    return hand


def go_on(window: Window, episode: str) -> str:
    """Begin the next visit of an episode, as the person who began the first; return its id."""
    window.sign_in(INES)
    window.go(episode)
    return begin_visit(window.page)


def run_visit_with_a_cut(window: Window, seed: int, visit: str) -> dict[str, Any]:
    """Cut the network at one of 30 steps, kill the tab at another, then sync and sign."""
    rng = random.Random(seed)
    go_to_table(window, visit)
    steps = steps_of(POINTS, twitches=2)
    assert len(steps) == 30
    cut_at = rng.randrange(30)
    killed_at = rng.randrange(cut_at, 30)
    recorded, hand = Recorded(), Hand(window.page)
    for number, step in enumerate(steps):
        if number == cut_at:
            window.context.set_offline(True)
        if number == killed_at:
            # What only was chosen is not recorded yet, so the kill comes before a choice or after.
            again = step if step.__name__ != "needle_in" else steps[number - 1]
            hand = come_back(window, visit, again, recorded)
            if again is not step:
                again(hand, recorded)
        step(hand, recorded)
    hand.tap("finish")
    hand.tap("sign")
    expect(window.page.locator("main")).to_contain_text("signature waits")
    window.context.set_offline(False)
    expect(window.page.locator("h1")).to_have_text("Signed", timeout=30_000)
    return {"visit": visit, "cut_at": cut_at, "killed_at": killed_at, "recorded": recorded}


def left_on_device(page: Page) -> list[str]:
    """Return everything that the browser keeps for the page, as text."""
    return page.evaluate(
        """async () => {
          const kept = [];
          for (const { name } of await indexedDB.databases()) {
            const database = await new Promise((resolve) => {
              const opening = indexedDB.open(name);
              opening.onsuccess = () => resolve(opening.result);
            });
            for (const store of database.objectStoreNames) {
              const rows = await new Promise((resolve) => {
                const asked = database.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => resolve(asked.result);
              });
              kept.push(JSON.stringify(rows));
            }
            database.close();
          }
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              const answer = await cache.match(request);
              if ((answer.headers.get("Content-Type") ?? "").startsWith("text/html")) {
                kept.push(await answer.text());
              }
            }
          }
          kept.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }));
          return kept;
        }"""
    )


def swallow_network_noise(window: Window) -> None:
    """A cut network is written to the console by the browser itself; that is no fault of ours."""
    noise = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "net::ERR")
    window.faults[:] = [f for f in window.faults if not any(word in f for word in noise)]
