"""Every page that a page of the documentation names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PICTURE = re.compile(r'\b(?:src|srcset)="([^"]+)"')


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [t for t in LINK.findall(text) + PICTURE.findall(text) if "://" not in t]

    missing = [target for target in targets if not (page.parent / target).exists()]

    assert missing == []


def test_every_page_is_reached_from_the_index() -> None:
    index = ROOT / "docs" / "index.md"
    named = {(index.parent / target).resolve() for target in LINK.findall(index.read_text("utf-8"))}
    folders = {path for path in named if path.is_dir()}

    lost = [
        str(page.relative_to(ROOT))
        for page in PAGES[1:]
        if page != index and page not in named and page.parent not in folders
    ]

    assert lost == []
