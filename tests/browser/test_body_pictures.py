"""Every figure and every close view draws a body, in both themes; the docs show the pictures."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import Window
from tests.browser.test_body3d import STAGE, open_body, open_painter

pytestmark = [pytest.mark.browser, pytest.mark.pictures]

FIGURES = (
    "male_lean", "male_average", "male_heavy", "female_lean", "female_average", "female_heavy",
)  # fmt: skip
PARTS = ("Head", "Left hand", "Right hand", "Feet")
CALM_MS = 400
"""For the eye to come to rest after it was turned, and the picture to be drawn."""

FIGURE_PX, PART_PX = (290, 480), (330, 330)
WEBP_QUALITY = 80
LEAST_DRAWN = 0.04
"""Share of a picture that differs from its corner; an empty stage has a faint shade alone."""


def picture(page: Page, size: tuple[int, int]) -> Image.Image:
    """Return the middle of the stage, as large as fits the size's own shape."""
    page.wait_for_timeout(CALM_MS)
    shot = page.locator(f"{STAGE} canvas").screenshot(caret="initial")
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    width = min(image.width, round(image.height * size[0] / size[1]))
    left = (image.width - width) // 2
    return image.crop((left, 0, left + width, image.height)).resize(size, Image.Resampling.LANCZOS)


def drawn_share(image: Image.Image) -> float:
    pixels = np.asarray(image, dtype=np.int64)
    return float((np.abs(pixels - pixels[2, 2]).max(axis=2) > 24).mean())


def keep(pictures: list[Image.Image], name: str) -> None:
    """Put pictures side by side into the docs if they are being made."""
    folder = os.environ.get("FILIFORM_SCREENSHOTS")
    if not folder:
        return
    width, height = pictures[0].size
    sheet = Image.new("RGB", (width * len(pictures), height))
    for place, each in enumerate(pictures):
        sheet.paste(each, (place * width, 0))
    sheet.save(Path(folder) / f"{name}.webp", quality=WEBP_QUALITY, method=6)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_six_figures_and_four_close_views_are_drawn(
    window: Callable[..., Window], theme: str
) -> None:
    page = open_painter(window("desk", theme=theme, graphics=True))
    open_body(page)

    figures = []
    for figure in FIGURES:
        page.get_by_label("Figure to paint on").select_option(figure)
        page.wait_for_load_state("networkidle")
        figures.append(picture(page, FIGURE_PX))
    page.get_by_label("Figure to paint on").select_option("female_average")
    parts = []
    for part in PARTS:
        page.locator(".body3d__views").get_by_role("button", name=part, exact=True).click()
        parts.append(picture(page, PART_PX))

    keep(figures, f"body-figures-{theme}")
    keep(parts, f"body-parts-{theme}")
    assert [drawn_share(each) > LEAST_DRAWN for each in (*figures, *parts)] == [True] * 10
    assert len({each.tobytes() for each in (*figures, *parts)}) == 10
