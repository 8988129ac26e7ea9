"""Where on the screen an area of a chart can be touched."""

from playwright.sync_api import Page

FIND = """([id, block]) => {
  const path = document.getElementById(id);
  path.scrollIntoView({ block });
  const box = path.getBoundingClientRect();
  for (let i = 0; i < 20; i += 1) for (let j = 0; j < 20; j += 1) {
    const x = box.x + box.width * (0.5 + (j % 2 ? j : -j) / 42);
    const y = box.y + box.height * (0.5 + (i % 2 ? i : -i) / 42);
    if (document.elementFromPoint(x, y) === path) return [x, y];
  }
  throw new Error(`${id} cannot be touched`);
}"""


def place_in(page: Page, area: str, *, block: str = "center") -> tuple[float, float]:
    """Return a point of the screen inside an area; its middle may lie outside a bent shape."""
    page.wait_for_selector(f"#{area}")
    x, y = page.evaluate(FIND, [area, block])
    return x, y
