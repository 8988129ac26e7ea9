"""Time a tap at the table, from the finger to the frame that shows it as saved on the device.

    .venv/bin/python -m benchmarks.clinic.table_taps [--taps 200] [--slower 4]

It starts a demo server of its own and Chromium with its processor slowed down. What is timed
includes the write to disk: a tap is never shown before it is kept. Twitches are tapped at a site
that already has many, so each frame shows a long record. The load stands with the figures.
"""

import argparse
import os
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.browser.conftest import QUIET, Window
from tests.browser.table import POINTS, Hand, Recorded, go_to_table, open_visit, steps_of
from tests.server.running import server

WANTED_MS = 100
WATCH = """() => {
  window.tapsMs = [];
  let began = 0;
  addEventListener("click", (event) => { began = event.timeStamp; }, { capture: true });
  addEventListener("ff-table-saved", () => {
    const from = began;
    requestAnimationFrame(() => setTimeout(() => tapsMs.push(performance.now() - from)));
  });
}"""


def main() -> None:
    """Print the percentiles of the taps and how many were within the wanted time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--taps", type=int, default=200)
    parser.add_argument("--slower", type=float, default=4)
    words = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as state,
        server(Path(state), demo=True) as running,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*QUIET, "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 820, "height": 1180})
        window = Window(context, context.new_page(), running.address)
        go_to_table(window, open_visit(window))
        taps_ms = measured(window.page, taps=words.taps, slower=words.slower)
        browser.close()
    within = sum(ms <= WANTED_MS for ms in taps_ms) / len(taps_ms)
    centiles = statistics.quantiles(taps_ms, n=100)
    print(f"{len(taps_ms)} taps, processor {words.slower:g} times slower")
    print(f"median {statistics.median(taps_ms):.0f} ms, 95 % within {centiles[94]:.0f} ms")
    print(f"{100 * within:.1f} % within {WANTED_MS} ms; load {os.getloadavg()[0]:.1f}")


def measured(page: Page, *, taps: int, slower: float) -> list[float]:
    hand, recorded = Hand(page), Recorded()
    for step in steps_of(POINTS[:3])[:-1]:
        step(hand, recorded)
    page.evaluate(WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    pad = page.locator("[data-key=twitch]")
    for number in range(taps):
        pad.click()
        while page.evaluate("tapsMs.length") <= number:
            page.wait_for_timeout(20)
        page.wait_for_timeout(150)  # a hand does not tap faster
    times: list[float] = page.evaluate("tapsMs")
    return times


if __name__ == "__main__":
    main()
