"""Measure the 3D body in Chromium with software graphics, at full speed and slowed six times.

    .venv/bin/python -m benchmarks.body.island [--slow 6] [--rounds 3] [--against http://…]

It starts a demo server of its own. With ``--against``, the address of another demo server (an older
Filiform, say), both are measured in turn, so that what else runs on the machine hits both alike.

- *First frame*: in the page, from the press of the button until the pixels of the body exist
  (``readPixels`` waits for them). A fresh browser each time; only its main thread is slowed.
- *Brush step*: one pointer event of a stroke: ray, spread, colours; without drawing.
- *Frames*: from one to the next, while twenty strokes are drawn. In them the graphics are drawn by
  the processor, which a graphics card does elsewhere.
- *Tasks*: work of the page's main thread of more than 50 ms meanwhile.
- *Graphics*: processor time of Chromium's graphics process in each frame of the strokes; other
  work on the machine changes it little. *Bare graphics* is that of frames which only wipe a canvas
  of the same size: what no drawing can go below.

A machine that is busy before the run says so in the table, and its times prove nothing.
"""

import argparse
import gzip
import json
import os
import platform
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from tests.server.running import server

ISLANDS = Path(__file__).parents[2] / "src/filiform/clinic/static/islands"
GRAPHICS = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--no-sandbox",
    "--disable-background-networking",
]
STROKES, STEPS = 20, 24
DROPPED_MS = 50
BUSY_LOAD = 0.5
"""A load average from which on the machine counts as busy before the run."""

FIRST_FRAME = """() => new Promise((tell) => {
  let pressed = 0;
  document.addEventListener("pointerdown", (event) => { pressed = event.timeStamp; }, { capture: true, once: true });
  window.firstFrame = new Promise((tell, fail) => {
    new MutationObserver((_, observer) => {
      const canvas = document.querySelector("ff-body[data-drawn] canvas");
      if (!canvas) return;
      observer.disconnect();
      const graphics = canvas.getContext("webgl2");
      graphics.readPixels(0, 0, 1, 1, graphics.RGBA, graphics.UNSIGNED_BYTE, new Uint8Array(4));
      tell(performance.now() - pressed);
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-drawn"] });
    setTimeout(fail, 60000, new Error("no first frame within a minute"));
  });
  tell();
})"""  # noqa: E501

WATCH = """() => {
  const measured = window.measured = { steps: [], frames: [], tasks: [] };
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) measured.tasks.push(task.duration);
  }).observe({ entryTypes: ["longtask"] });
  const stage = document.querySelector(".body3d__stage");
  let begun = 0;
  stage.addEventListener("pointermove", () => { begun = performance.now(); }, { capture: true });
  stage.addEventListener("pointermove", (event) => {
    if (event.buttons) measured.steps.push(performance.now() - begun);
  });
  let last = performance.now();
  const tick = (now) => { measured.frames.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""  # noqa: E501

WIPE = """([width, height]) => new Promise((tell) => {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  document.body.replaceChildren(canvas);
  const graphics = canvas.getContext("webgl2", { antialias: false });
  let left = 60;
  const tick = () => {
    graphics.clearColor(left / 60, 0.5, 0.5, 1);
    graphics.clear(graphics.COLOR_BUFFER_BIT | graphics.DEPTH_BUFFER_BIT);
    left -= 1;
    if (left) requestAnimationFrame(tick);
    else tell();
  };
  tick();
})"""


def graphics_ms(browser: Browser) -> float:
    """Return the processor time that the graphics process has taken, ms."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return 1000 * float(sum(each["cpuTime"] for each in processes if each["type"] == "GPU"))


@contextmanager
def painter(playwright: Playwright, address: str, slow: float) -> Iterator[tuple[Browser, Page]]:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=GRAPHICS)
    page = browser.new_context(viewport={"width": 1180, "height": 820}).new_page()
    page.goto(address + "/accounts/login/")
    page.fill("[name=login]", "mira@patient.example")
    page.fill("[name=password]", "filiform-demo")
    page.click("main button")
    page.wait_for_url("**/me/")
    page.locator("text=New pain drawing").first.click()
    page.wait_for_selector("#front-sternum-midline")
    page.evaluate("localStorage.clear()")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.wait_for_timeout(500)
    yield browser, page
    browser.close()


def measure(playwright: Playwright, address: str, slow: float) -> dict[str, float]:
    with painter(playwright, address, slow) as (browser, page):
        page.evaluate(FIRST_FRAME)
        page.get_by_role("button", name="3D body").click()
        page.wait_for_selector("ff-body[data-drawn]")
        first_frame_ms = page.evaluate("window.firstFrame")
        page.locator(".body3d__stage").scroll_into_view_if_needed()
        page.wait_for_timeout(3000)
        box: Any = page.locator(".body3d__stage").bounding_box()
        page.evaluate(WATCH)
        before_ms = graphics_ms(browser)
        for stroke in range(STROKES):
            x = box["x"] + box["width"] * (0.46 + 0.004 * stroke)
            page.mouse.move(x, box["y"] + box["height"] * 0.22)
            page.mouse.down()
            page.mouse.move(x, box["y"] + box["height"] * 0.42, steps=STEPS)
            page.mouse.up()
        taken_ms = graphics_ms(browser) - before_ms
        measured = page.evaluate("window.measured")
        strokes = json.loads(page.locator("input[name=marks]").input_value())["strokes"]
        assert len(strokes) == STROKES, len(strokes)
        page.goto("about:blank")
        before_ms = graphics_ms(browser)
        page.evaluate(WIPE, [box["width"], box["height"]])
        bare_ms = graphics_ms(browser) - before_ms
    frames = sorted(measured["frames"])
    return {
        "first frame, ms": first_frame_ms,
        "brush step, median ms": statistics.median(measured["steps"]),
        "frame, median ms": statistics.median(frames),
        "frame, 95th percentile ms": frames[int(0.95 * len(frames))],
        "frame, longest ms": frames[-1],
        f"frames over {DROPPED_MS} ms": sum(frame > DROPPED_MS for frame in frames),
        "frames": len(frames),
        f"tasks over {DROPPED_MS} ms": len(measured["tasks"]),
        "task, longest ms": max(measured["tasks"], default=0),
        "graphics, ms a step": taken_ms / (STROKES * STEPS),
        "bare graphics, ms a frame": bare_ms / 60,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--slow", type=float, default=6, help="how many times slower (CPU)")
    parser.add_argument("--rounds", type=int, default=3, help="each figure is their median")
    parser.add_argument("--against", help="address of another demo server, measured in turn")
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    busy = f"; machine was busy: load {load:.1f}" if load > BUSY_LOAD else f"; load {load:.1f}"
    print(f"{platform.machine()}, {os.cpu_count()} CPUs{busy}")
    for script in ("islands.js", "body3d.js"):
        raw = (ISLANDS / script).read_bytes()
        packed = len(gzip.compress(raw, 9))
        print(f"{script}: {len(raw) / 1000:.0f} kB, gzip {packed / 1000:.0f} kB")
    with (
        tempfile.TemporaryDirectory() as state,
        server(Path(state), demo=True) as running,
        sync_playwright() as playwright,
    ):
        addresses = [each for each in (chosen.against, running.address) if each]
        for rate in (1, chosen.slow):
            rounds = [
                [measure(playwright, address, rate) for address in addresses]
                for _ in range(chosen.rounds)
            ]
            print(f"\n| slowed {rate:g} times, load now {os.getloadavg()[0]:.1f} |", end="")
            print(" the other | this |" if chosen.against else " |")
            for name in rounds[0][0]:
                medians = [
                    statistics.median(taken[place][name] for taken in rounds)
                    for place in range(len(addresses))
                ]
                print(f"| {name} | " + " | ".join(f"{each:.1f}" for each in medians) + " |")


if __name__ == "__main__":
    main()
