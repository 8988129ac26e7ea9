"""Measure the 3D body in Chromium with software graphics, at full speed and slowed six times.

    .venv/bin/python -m benchmarks.body.island [--slow 6]

It starts a demo server of its own and prints: size of the scripts, time from the press of the
button to the first frame, the brush step (ray, spread, colours; without drawing), and the longest
frame and longest task of a scripted drawing of twenty strokes. A frame includes the drawing
itself, which a graphics card does and here the processor; a task is the work of the page alone.
Numbers hold for the machine they were taken on.
"""

import argparse
import gzip
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from tests.server.running import server

ISLANDS = Path(__file__).parents[2] / "src/filiform/clinic/static/islands"
GRAPHICS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]
STROKES, STEPS = 20, 24

# Measured inside the page: what one pointer event costs, and how long each frame lasts.
WATCH = """() => {
  window.measured = { steps: [], frames: [], tasks: [] };
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.measured.tasks.push(task.duration);
  }).observe({ entryTypes: ["longtask"] });
  const stage = document.querySelector(".body3d__stage");
  let begun = 0;
  stage.addEventListener("pointermove", () => { begun = performance.now(); }, { capture: true });
  stage.addEventListener("pointermove", (event) => {
    if (event.buttons) window.measured.steps.push(performance.now() - begun);
  });
  let last = performance.now();
  const tick = (now) => { window.measured.frames.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""  # noqa: E501


def measure(page: Page, address: str) -> dict[str, float]:
    page.goto(address + "/me/")
    page.locator("text=New pain drawing").first.click()
    page.wait_for_selector("#front-sternum-midline")
    page.evaluate("localStorage.clear()")
    begun = time.perf_counter()
    page.get_by_role("button", name="3D body").click()
    page.wait_for_selector("ff-body[data-drawn]")
    first_frame_ms = 1000 * (time.perf_counter() - begun)
    page.locator(".body3d__stage").scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    box: Any = page.locator(".body3d__stage").bounding_box()
    page.evaluate(WATCH)
    for stroke in range(STROKES):
        x = box["x"] + box["width"] * (0.46 + 0.004 * stroke)
        page.mouse.move(x, box["y"] + box["height"] * 0.22)
        page.mouse.down()
        page.mouse.move(x, box["y"] + box["height"] * 0.42, steps=STEPS)
        page.mouse.up()
    measured = page.evaluate("window.measured")
    strokes = json.loads(page.locator("input[name=marks]").input_value())["strokes"]
    assert len(strokes) == STROKES, len(strokes)
    frames = sorted(measured["frames"])
    return {
        "first frame, ms": first_frame_ms,
        "brush step, median ms": statistics.median(measured["steps"]),
        "brush step, longest ms": max(measured["steps"]),
        "frame, median ms": statistics.median(frames),
        "frame, 95th percentile ms": frames[int(0.95 * len(frames))],
        "frame, longest ms": frames[-1],
        "frames over 50 ms": sum(frame > 50 for frame in frames),
        "frames": len(frames),
        "tasks of the page over 50 ms": len(measured["tasks"]),
        "task, longest ms": max(measured["tasks"], default=0),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--slow", type=float, default=6, help="how many times slower (CPU)")
    slow = parser.parse_args().slow
    for script in ("islands.js", "body3d.js"):
        raw = (ISLANDS / script).read_bytes()
        print(
            f"{script}: {len(raw) / 1000:.0f} kB, gzip {len(gzip.compress(raw, 9)) / 1000:.0f} kB"
        )
    with (
        tempfile.TemporaryDirectory() as state,
        server(Path(state), demo=True) as running,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=GRAPHICS
        )
        for rate in (1, slow):
            page = browser.new_context(viewport={"width": 1180, "height": 820}).new_page()
            page.goto(running.address + "/accounts/login/")
            page.fill("[name=login]", "mira@patient.example")
            page.fill("[name=password]", "filiform-demo")
            page.click("main button")
            page.wait_for_url("**/me/")
            session = page.context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            print(f"\nslowed {rate:g} times")
            for name, value in measure(page, running.address).items():
                print(f"  {name}: {value:.1f}")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
