"""Signing a consent in the browser, by pen or with the keyboard alone."""

from playwright.sync_api import Page, expect


def ask_for_consent(page: Page) -> None:
    """From the visit to the text, with everything covered."""
    page.click("text=Ask for consent")
    page.wait_for_selector("[name=classes]")
    for box in page.locator("[name=classes]").all():
        box.check()
    page.click("text=Show the text")
    page.wait_for_selector("ff-signature canvas[width]")


def sign_with_the_pen(page: Page, name: str) -> None:
    """Draw across the pad, as with a mouse, and agree."""
    page.fill("#signer", name)
    pad = page.locator(".signature__pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 30 + 20 * step, box["y"] + 40 + 50 * (step % 2))
    page.mouse.up()
    expect(page.locator("[name=strokes]")).not_to_have_value("")
    page.check("[name=agreed]")
    page.get_by_role("button", name="I agree").click()


def sign_with_the_keyboard(page: Page, name: str) -> None:
    """Sign without a mouse: type the name, mark, agree."""
    page.focus("#signer")
    page.keyboard.type(name)
    for target in ("[name=typed]", "[name=agreed]"):
        while not page.locator(target).evaluate("box => box === document.activeElement"):
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
