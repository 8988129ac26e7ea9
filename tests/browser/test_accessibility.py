"""Every page at every size and in both themes: no barrier, nothing that runs off the side."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import INES, MIRA, OLU, SIZES, Window

pytestmark = pytest.mark.browser

SERIOUS = ("serious", "critical")
STILL = """new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  .then(() => Promise.allSettled(document.getAnimations().map((each) => each.finished)))
  .then(() => true)"""
EPISODE = "main .list a[href*='/episodes/']"
Visitor = Callable[[Window], None]


def at(path: str) -> Visitor:
    return lambda window: window.go(path)


def pressed(*selectors: str) -> Visitor:
    def visit(window: Window) -> None:
        window.go("/patients/")
        window.page.fill("#search", "Lanternfield")
        window.page.locator("text=Lanternfield, Mira").click()
        for selector in selectors:
            window.page.locator(selector).first.click()

    return visit


def ranking(window: Window) -> None:
    pressed(EPISODE, "text=Ranking")(window)
    window.page.wait_for_selector("svg.body-chart")
    window.page.wait_for_selector(".tests", state="attached")


def painter(window: Window) -> None:
    pressed(EPISODE, "text=New drawing")(window)
    window.page.wait_for_selector("svg.body-chart")


def drawing(window: Window) -> None:
    pressed(EPISODE, "main .list a[href*='/drawings/']")(window)
    window.page.wait_for_selector("svg.body-chart")


def sheet(window: Window) -> None:
    drawing(window)
    window.page.click("text=Print or export")


def over_time(window: Window) -> None:
    pressed(EPISODE, "text=Over time")(window)
    window.page.wait_for_selector(".film__bar")


def open_visit(window: Window) -> None:
    window.go("/patients/")
    window.page.locator("main .list a[href*='/visits/']").last.click()


def guidance(window: Window) -> None:
    open_visit(window)
    window.page.goto(f"{window.page.url}guidance/quadratus_lumborum.trp3/left/")
    window.page.wait_for_selector("svg.body-chart")


def emergency(window: Window) -> None:
    open_visit(window)
    window.page.locator(".sticky-foot a", has_text="Emergency").click()


def adverse_event(window: Window) -> None:
    open_visit(window)
    window.page.locator("a[href$='/adverse-event/']").first.click()


def aftercare(window: Window) -> None:
    open_visit(window)
    window.page.locator("a[href$='/aftercare/de/']").first.click()


def asking_for_consent(window: Window) -> None:
    open_visit(window)
    window.page.locator("[aria-labelledby=consent-heading] a").click()


def consent_text(window: Window) -> None:
    asking_for_consent(window)
    window.page.click("text=Show the text")
    window.page.wait_for_selector("ff-signature canvas[width]")


def signed_consent(window: Window) -> None:
    pressed("main .list a[href*='/consents/']")(window)


def questions_on_the_phone(window: Window) -> None:
    pressed(EPISODE, "text=Questions on the patient's phone")(window)
    address = window.page.input_value("#link-address")
    window.context.clear_cookies()
    window.page.goto(address)
    window.page.click("text=Start")
    window.page.click("text=Send the answers")
    window.page.wait_for_selector(".field__error")
    window.expect_refusal(400)


def check_in(window: Window) -> None:
    window.go("/me/")
    window.page.locator("a[href$='/check-in/']").first.click()


def own_painter(window: Window) -> None:
    window.go("/me/")
    window.page.locator("text=New pain drawing").first.click()
    window.page.wait_for_selector("svg.body-chart")


def own_consent(window: Window) -> None:
    window.go("/me/")
    window.page.locator("a[href*='/me/consents/']").first.click()


def own_drawings(window: Window) -> None:
    window.go("/me/")
    window.page.locator("text=See your drawings over time").first.click()
    window.page.wait_for_selector(".film__bar")


PAGES: dict[str, tuple[str | None, Visitor]] = {
    "sign-in": (None, at("/accounts/login/")),
    "style guide": (None, at("/styleguide/")),
    "site guidance": (INES, guidance),
    "patients": (INES, at("/patients/")),
    "new patient": (INES, at("/patients/new/")),
    "patient": (INES, pressed()),
    "emergency card": (None, at("/emergency/")),
    "emergency in a visit": (INES, emergency),
    "adverse event": (INES, adverse_event),
    "aftercare sheet": (INES, aftercare),
    "follow-ups": (INES, at("/follow-ups/")),
    "near misses": (OLU, at("/near-misses/")),
    "adverse events": (OLU, at("/adverse-events/")),
    "episode": (INES, pressed(EPISODE)),
    "new drawing": (INES, painter),
    "drawing": (INES, drawing),
    "drawing on paper": (INES, sheet),
    "drawings over time": (INES, over_time),
    "ranking": (INES, ranking),
    "painting link": (INES, pressed(EPISODE, "text=Paint on the patient's phone")),
    "open visit": (INES, open_visit),
    "asking for consent": (INES, asking_for_consent),
    "consent to sign": (INES, consent_text),
    "signed consent": (INES, signed_consent),
    "measures": (INES, pressed(EPISODE, "text=All measures")),
    "measuring": (INES, pressed(EPISODE, "main a[href$='/measures/record/']")),
    "import of readings": (INES, pressed(EPISODE, "text=All measures", "text=Import")),
    "what is known": (INES, at("/evidence/")),
    "one promise": (INES, at("/evidence/pain/")),
    "questions on the phone": (INES, questions_on_the_phone),
    "signed visit": (INES, pressed(EPISODE, "main .list a[href*='/visits/']")),
    "password": (INES, at("/accounts/password/change/")),
    "staff": (OLU, at("/staff/")),
    "drawing map": (OLU, at("/drawings/map/")),
    "audit trail": (OLU, at("/audit/")),
    "devices": (OLU, at("/devices/")),
    "clinic outcomes": (OLU, at("/outcomes/")),
    "check-in": (MIRA, check_in),
    "own page": (MIRA, at("/me/")),
    "own consent": (MIRA, own_consent),
    "own drawing": (MIRA, own_painter),
    "own drawings over time": (MIRA, own_drawings),
}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_barrier_or_runs_off_the_side(
    window: Callable[..., Window], name: str
) -> None:
    who, visit = PAGES[name]
    # In motion, a colour would be on its way from one theme to the other.
    opened = window("phone", reduced_motion="reduce")
    if who is not None:
        opened.sign_in(who)
    visit(opened)
    found: list[str] = []

    for size, (width, height) in SIZES.items():
        opened.page.set_viewport_size({"width": width, "height": height})
        found += [f"{size}: {each}" for each in problems_of(opened.page, width)]
    # Colours hang on the theme and not on the size: in the dark one size will do.
    width, height = SIZES["tablet"]
    opened.page.set_viewport_size({"width": width, "height": height})
    opened.page.emulate_media(color_scheme="dark")
    opened.page.evaluate(STILL)
    found += [f"dark: {each}" for each in problems_of(opened.page, width)]

    assert not found, "\n".join(found)


def problems_of(page: Page, width: int) -> list[str]:
    """Return the serious barriers that axe finds, and how far the page runs off the side."""
    page.evaluate("document.fonts.ready")
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    violations = page.evaluate("axe.run({resultTypes: ['violations']}).then((r) => r.violations)")
    problems = [
        f"{violation['id']} at {node['target']}: {' '.join(node['failureSummary'].split())[:300]}"
        for violation in violations
        if violation["impact"] in SERIOUS
        for node in violation["nodes"][:3]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*problems, *([f"is {wide} px wide on {width}"] if wide > width else [])]
