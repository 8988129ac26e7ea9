"""The style guide shows what the product shows."""

import re
from pathlib import Path

import pytest
from django.test import Client

from filiform.clinic import styleguide

CLINIC = Path(styleguide.__file__).parent
ISLAND_MADE = (
    "painter__choices", "painter__switch", "painter__hand", "painter__views", "body3d__tools",
    "body3d__views", "body3d__figure",
)  # fmt: skip


@pytest.fixture
def page(client: Client, db: None) -> str:
    return client.get("/styleguide/").content.decode()


def test_components_of_the_server_come_from_the_product_itself(page: str) -> None:
    assert page.count("data-frame") == 2
    assert '<details class="menu languages">' in page
    for change in ("new", "stronger", "same", "weaker", "gone"):
        assert f'url(#ff-change-{change})"' in page
    assert "counted for the region or part as a whole" in page
    assert page.count("Female,") == page.count("Male,") == 3


def test_what_islands_make_is_shown_with_the_classes_that_they_give(page: str) -> None:
    """The page repeats their markup by hand: a class that they drop must go from it."""
    made = "".join(path.read_text("utf-8") for path in (CLINIC / "islands").glob("*.ts"))

    assert [name for name in ISLAND_MADE if f'class: "{name}"' not in made] == []
    assert [name for name in ISLAND_MADE if f'class="{name}"' not in page] == []


def test_every_pattern_that_the_page_uses_is_on_it(page: str) -> None:
    used = set(re.findall(r"url\(#([\w-]+)\)", page))

    assert used
    assert [name for name in sorted(used) if f'<pattern id="{name}"' not in page] == []
