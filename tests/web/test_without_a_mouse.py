"""Whole flows by keyboard alone, and what a screen reader is told."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import PASSPHRASES
from tests.web.conftest import Phone

pytestmark = pytest.mark.browser


def tab_to(page: Page, name: str, most: int = 80) -> None:
    """Press Tab until the control with this accessible name has the focus, and can be seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED_NAME).startswith(name):
            assert page.evaluate(_HAS_FOCUS_RING), f"no visible focus on {name}"
            return
    raise AssertionError(f"Tab never came to {name}")


_FOCUSED_NAME = """() => {
  const e = document.activeElement;
  const label = e.labels && e.labels[0] && e.labels[0].innerText;
  return (e.getAttribute('aria-label') || label || e.innerText || '').trim();
}"""
_HAS_FOCUS_RING = """() => {
  const rings = e => {
    const s = getComputedStyle(e);
    return s.outlineStyle !== 'none' && s.outlineWidth !== '0px' || s.boxShadow !== 'none';
  };
  const e = document.activeElement;
  return rings(e) || rings(e.parentElement) || [...e.parentElement.children].some(rings);
}"""


def test_signing_up_writing_and_sharing_by_keyboard_alone(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    ben.go("/together")
    page = aiko.go("/together")
    tab_to(page, "Thank them for something")
    page.keyboard.press("Enter")
    page.wait_for_url("**/journal/new*")
    tab_to(page, "In your words")
    page.keyboard.type("You fixed the lamp without a word.")
    tab_to(page, "Into the outbox")
    page.keyboard.press("Enter")
    page.wait_for_url("**/together")
    tab_to(page, "Send now")
    page.keyboard.press("Enter")
    expect(ben.page.get_by_text("You fixed the lamp without a word.")).to_be_visible()


def test_signing_up_by_keyboard_alone(phone: Callable[[str], Phone]) -> None:
    page = phone("Aiko").go("/")
    tab_to(page, "Make your own notebook")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-up")
    tab_to(page, "Your name here")
    page.keyboard.type("Aiko")
    tab_to(page, "Passphrase")
    page.keyboard.type(PASSPHRASES["Aiko"])
    for tick in ("I have read this.", "I am an adult."):
        tab_to(page, tick)
        page.keyboard.press("Space")
    tab_to(page, "Open my notebook")
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/pin")


def test_checking_in_by_keyboard_alone(couple: tuple[Phone, Phone]) -> None:
    aiko, _ = couple
    page = aiko.go("/check-in")
    for who in [part.get_attribute("data-part") for part in page.locator("[data-part]").all()]:
        page.locator(f"[data-part={who}] .cells input").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        words = page.locator(f"[data-part={who}] .nearby input")
        words.first.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="That is it").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/round/*")


def test_a_screen_reader_is_told_what_a_form_is_and_who_can_read_it(couple: tuple[Phone, Phone]) -> None:
    aiko, _ = couple
    page = aiko.go("/journal/new?form=appreciation&share=yes")
    expect(page.locator("main")).to_match_aria_snapshot(
        """
        - heading "Thanks" [level=1]
        - navigation "Kinds of page"
        - textbox "In your words"
        - textbox "Tags"
        - button "Into the outbox"
        - button "Keep it for me"
        """
    )
    expect(page.get_by_label("In your words")).to_have_accessible_description(
        "You and Ben can read this. What did they do, and what did it do to you? The smaller, the better."
    )


def test_a_screen_reader_is_told_what_went_wrong(phone: Callable[[str], Phone]) -> None:
    page = phone("Chidi").go("/sign-in")
    page.get_by_label("Your name here").fill("Chidi")
    page.get_by_label("Passphrase", exact=True).fill("nobody has this one here")
    page.get_by_role("button", name="Sign in").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("do not fit together")
    expect(alert).to_be_focused()
    expect(page.get_by_label("Your name here")).to_have_value("Chidi")


def test_sign_up_reads_in_order(phone: Callable[[str], Phone]) -> None:
    page = phone("Aiko").go("/sign-up")
    expect(page.locator("main")).to_match_aria_snapshot(
        """
        - heading "Your own notebook" [level=1]
        - textbox "Your name here"
        - textbox "Passphrase"
        - checkbox "I have read this."
        - checkbox /I am an adult/
        - button "Open my notebook"
        """
    )
