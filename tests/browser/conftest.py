"""A demo clinic on a real server, and Chromium to look at it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.server.running import RunningServer, server

PASSWORD = "filiform-demo"
INES = "ines@tidewater.example"
OLU = "olu@tidewater.example"
MIRA = "mira@patient.example"
SIZES = {"phone": (360, 740), "tablet": (820, 1180), "wide": (1180, 820), "desk": (1440, 900)}
HOME = re.compile(r"/(patients|staff|me)/$")
LOOKS = [("phone", "light"), ("tablet", "light"), ("desk", "light"), ("tablet", "dark")]
"""Every size and both themes; colours hang on the theme alone, so one size will do in the dark."""
PATIENCE_MS = 15_000
# Without the latter Chromium asks its maker's servers at each start.
QUIET = ["--no-sandbox", "--disable-background-networking"]
SOFTWARE_GRAPHICS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


@dataclass
class Window:
    """One browser window; it keeps what it asked for elsewhere, and what went wrong in it."""

    context: BrowserContext
    page: Page
    address: str
    sessions: dict[str, Any] = field(default_factory=dict)
    """The cookie of whoever signed in at this server before, by address."""
    outside: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, email: str) -> None:
        """Go to the first page of a person; the password is asked for once, not in each window."""
        if email in self.sessions:
            self.context.add_cookies([self.sessions[email]])
            self.go("/")
        if not HOME.search(self.page.url):
            self._sign_in_anew(email)

    def _sign_in_anew(self, email: str) -> None:
        self.go("/accounts/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_url(HOME)
        cookies: list[Any] = self.context.cookies()
        self.sessions[email] = next(each for each in cookies if each["name"] == "filiform-session")

    def expect_refusal(self, status: int) -> None:
        """Take the one refusal that was provoked out of the faults."""
        refusal = next(fault for fault in self.faults if f"status of {status}" in fault)
        self.faults.remove(refusal)

    def shot(self, name: str, *, full_page: bool = False) -> None:
        """Keep a picture for the docs if they are being made."""
        folder = os.environ.get("FILIFORM_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            path = Path(folder) / f"{name}.png"
            # Hiding the caret would write a style into the page, which its policy forbids.
            self.page.screenshot(path=path, full_page=full_page, caret="initial")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with server(tmp_path_factory.mktemp("demo"), demo=True) as running:
        yield running


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[..., Browser]]:
    """Start Chromium, once for each choice of graphics; ``graphics`` draws WebGL in software."""
    started: dict[bool, Browser] = {}
    with sync_playwright() as playwright:

        def start(*, graphics: bool) -> Browser:
            if graphics not in started:
                started[graphics] = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"),
                    args=[*QUIET, *(SOFTWARE_GRAPHICS if graphics else ["--disable-gpu"])],
                )
            return started[graphics]

        yield start
        for browser in started.values():
            browser.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    return {}


@pytest.fixture
def window(
    browsers: Callable[..., Browser], demo: RunningServer, sessions: dict[str, Any]
) -> Iterator[Callable[..., Window]]:
    """Open windows; at the end none has asked anybody else, and none has an error to report."""
    opened: list[Window] = []

    def make(
        size: str = "desk", *, theme: Any = "light", graphics: bool = False, **more: Any
    ) -> Window:
        width, height = SIZES[size]
        context = browsers(graphics=graphics).new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, **more
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        made = Window(context, page, demo.address, sessions)
        context.on("request", lambda asked: _note_outside(made, asked.url))
        page.on("pageerror", lambda error: made.faults.append(str(error)))
        page.on(
            "console",
            lambda said: made.faults.append(said.text) if said.type == "error" else None,
        )
        opened.append(made)
        return made

    yield make
    for each in opened:
        each.context.close()
    assert [url for each in opened for url in each.outside] == []
    assert [fault for each in opened for fault in each.faults] == []


def _note_outside(made: Window, url: str) -> None:
    if not url.startswith((made.address, "data:", "blob:")):
        made.outside.append(url)
