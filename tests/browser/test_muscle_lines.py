"""Lines of muscles for a clinician: on the charts, through the skin of the 3D body, by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import INES, LOOKS, MIRA, SIZES, Window
from tests.browser.test_accessibility import drawing, own_painter, problems_of, ranking

pytestmark = pytest.mark.browser

STAGE = ".body3d__stage"
NOTE = "Schematic, not this patient"
SWITCH = "Muscle lines"


def asked_for_lines(opened: Window) -> list[str]:
    asked: list[str] = []
    opened.context.on(
        "request", lambda request: asked.append(request.url) if "/lines/" in request.url else None
    )
    return asked


def said(page: Page) -> str:
    return page.locator(".muscles [role=status]").inner_text()


def open_body(page: Page) -> None:
    page.get_by_role("button", name="3D body").click()
    page.wait_for_selector("ff-body[data-drawn]")
    page.locator(STAGE).scroll_into_view_if_needed()


def picture(page: Page) -> bytes:
    # Flights and fetched lines come to rest first.
    page.wait_for_timeout(900)
    return page.locator(f"{STAGE} canvas").screenshot(caret="initial")


def test_a_ranked_point_shows_muscle_zone_and_site_over_the_marks(
    window: Callable[..., Window],
) -> None:
    clinic = window("desk")
    clinic.sign_in(INES)
    ranking(clinic)
    page = clinic.page
    point = page.locator(".point[data-muscle]").first

    point.hover()

    expect(page.locator(".muscle-line").first).to_be_attached()
    expect(page.locator(".chart-zone__felt").first).to_be_attached()
    expect(page.locator(".chart-site__ring").first).to_be_attached()
    muscle, side = (point.get_attribute("data-muscle") or ".").split(".")
    assert said(page).endswith(f", {side}")
    assert {line.get_attribute("data-muscle") for line in page.locator(".muscle-line").all()} == {
        f"{muscle}.{side}"
    }
    expect(page.get_by_text(NOTE).first).to_be_visible()
    clinic.shot("ranking-muscle-lines")


def test_focus_shows_the_same_as_the_pointer(window: Callable[..., Window]) -> None:
    clinic = window("desk")
    clinic.sign_in(INES)
    ranking(clinic)
    page = clinic.page
    page.wait_for_selector(".muscles__chip", state="attached")

    page.locator(".point[data-muscle]").nth(2).focus()

    expect(page.locator(".muscle-line").first).to_be_attached()
    assert said(page)


def test_on_a_drawing_nothing_is_fetched_before_the_switch_and_the_choice_stays(
    window: Callable[..., Window],
) -> None:
    clinic = window("desk")
    asked = asked_for_lines(clinic)
    clinic.sign_in(INES)
    drawing(clinic)
    page = clinic.page
    before = list(asked)

    page.get_by_label(SWITCH).check()
    page.get_by_text("Choose muscles").click()
    page.get_by_label("Find a muscle").fill("infrasp")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Infraspinatus")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator('.muscle-line[data-muscle="infraspinatus.left"]').first).to_be_attached()
    assert said(page) == "Infraspinatus"
    assert (before, len(asked)) == ([], 1)
    page.reload()
    expect(page.get_by_label(SWITCH)).to_be_checked()
    page.get_by_label(SWITCH).uncheck()
    expect(page.get_by_text(NOTE).first).to_be_hidden()
    page.reload()
    expect(page.get_by_label(SWITCH)).not_to_be_checked()


def test_through_the_skin_of_the_body_lines_are_seen_and_named(
    window: Callable[..., Window],
) -> None:
    clinic = window("desk", graphics=True)
    asked = asked_for_lines(clinic)
    clinic.sign_in(INES)
    drawing(clinic)
    page = clinic.page
    open_body(page)
    whole = picture(page)

    page.get_by_label(SWITCH).check()
    expect(page.locator(f"{STAGE} .body3d__note")).to_contain_text(NOTE)
    through = picture(page)
    names = names_under_the_pointer(page)

    assert through != whole
    assert sorted(url.rsplit("/", 1)[1].split(".")[0] for url in asked) == [
        "charts", "male_average",
    ]  # fmt: skip
    assert len(names) > 2
    assert all(name.endswith((", left", ", right")) for name in names)
    page.mouse.move(5, 5)
    expect(page.locator(".muscles [role=status]")).to_have_text("")
    page.get_by_label(SWITCH).uncheck()
    expect(page.locator(f"{STAGE} .body3d__note")).to_be_hidden()
    assert picture(page) == whole


def names_under_the_pointer(page: Page) -> set[str]:
    box = page.locator(STAGE).bounding_box()
    assert box is not None
    names = set()
    for share in range(30, 71, 2):
        page.mouse.move(box["x"] + box["width"] * share / 100, box["y"] + box["height"] * 0.28)
        names.add(said(page))
    return names - {""}


def test_another_figure_has_its_own_lines(window: Callable[..., Window]) -> None:
    clinic = window("desk", graphics=True)
    asked = asked_for_lines(clinic)
    clinic.sign_in(INES)
    drawing(clinic)
    page = clinic.page
    page.get_by_label(SWITCH).check()
    open_body(page)

    with page.expect_response("**/lines/female_heavy*"):
        page.get_by_label("Figure to paint on").select_option("female_heavy")

    expect(page.locator(f"{STAGE} .body3d__note")).to_be_visible()
    assert len(asked) == 3


def test_a_ranked_point_stands_out_among_the_lines(window: Callable[..., Window]) -> None:
    clinic = window("desk", graphics=True)
    clinic.sign_in(INES)
    ranking(clinic)
    page = clinic.page
    open_body(page)
    faint = picture(page)

    page.locator(".point[data-muscle]").nth(1).hover()

    assert picture(page) != faint
    assert said(page)


def test_a_patient_is_never_sent_a_line(window: Callable[..., Window]) -> None:
    own = window("desk", graphics=True)
    asked = asked_for_lines(own)
    own.sign_in(MIRA)
    own_painter(own)
    open_body(own.page)

    assert own.page.get_by_label(SWITCH).count() == 0
    assert own.page.locator(".body3d__note").is_hidden()
    assert asked == []


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_lines_have_no_barrier_at_any_size(
    window: Callable[..., Window], size: str, theme: str
) -> None:
    clinic = window(size, theme=theme, graphics=True)
    clinic.sign_in(INES)
    ranking(clinic)
    page = clinic.page
    page.get_by_text("Choose muscles").click()
    page.get_by_role("button", name="Trapezius").first.click()
    on_charts = problems_of(page, SIZES[size][0])
    open_body(page)

    assert on_charts == []
    assert problems_of(page, SIZES[size][0]) == []
