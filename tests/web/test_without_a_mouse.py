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


def tab_into(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until the focus is in there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => !!document.activeElement.closest(selector)", selector):
            assert page.evaluate(_HAS_FOCUS_RING), f"no visible focus in {selector}"
            return
    raise AssertionError(f"Tab never came into {selector}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def check_in_by_keyboard(phone: Phone) -> None:
    """Tab from control to control; arrows move on the grid and among the words."""
    page = phone.go("/today")
    tab_to(page, "Check in")
    press(page, "Enter")
    page.wait_for_url("**/check-in")
    for who in [part.get_attribute("data-part") for part in page.locator("[data-part]").all()]:
        tab_into(page, f"[data-part={who}] .cells")
        press(page, "Space", "ArrowRight", "ArrowDown")
        tab_into(page, f"[data-part={who}] .nearby")
        press(page, "Space", "ArrowRight")
        expect(page.locator(f"[data-part={who}] .nearby input:checked")).to_have_count(1)
        expect(page.locator(f"[data-part={who}] .cells input:checked")).to_have_value("-2,2")
    tab_to(page, "That is it")
    press(page, "Enter")
    page.wait_for_url("**/round/*")


def test_the_whole_loop_by_keyboard_alone(couple: tuple[Phone, Phone]) -> None:
    """Check in, look, correct, ask: no pointer, and no focus but by Tab and arrows."""
    aiko, ben = couple
    check_in_by_keyboard(aiko)
    check_in_by_keyboard(ben)
    page = aiko.go("/today")
    tab_to(page, "Look")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="What was true")).to_be_visible()
    tab_into(page, "#f-mark")
    press(page, "Space", "ArrowDown")
    expect(page.get_by_role("radio", name="Partly")).to_be_checked()
    tab_to(page, "What I’d add")
    page.keyboard.type("It was about Monday.")
    tab_to(page, "Give it")
    press(page, "Enter")
    expect(page.get_by_role("paragraph").filter(has_text="It was about Monday.")).to_be_visible()
    page = aiko.go("/today")
    tab_to(page, "Ask Ben if they felt understood")
    press(page, "Enter")
    tab_into(page, "#f-read")
    press(page, "Space", "ArrowRight", "ArrowRight")
    tab_to(page, "Ask Ben")
    press(page, "Enter")
    expect(page.get_by_text("You asked Ben whether they felt understood.")).to_be_visible()


def test_a_need_and_the_door_by_keyboard_alone(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    ben.go("/today")
    page = aiko.go("/today")
    tab_to(page, "a hug")
    press(page, "Enter")
    expect(ben.page.get_by_text("Aiko could use a hug.")).to_be_visible()
    expect(page.get_by_text("You said: a hug.")).to_be_visible()
    tab_to(page, "How far is my door open?")
    press(page, "Enter")
    tab_into(page, "#f-door")
    press(page, "Space", "ArrowRight")
    tab_to(page, "Let Ben see it")
    press(page, "Space")
    tab_to(page, "Set the door")
    press(page, "Enter")
    expect(ben.page.get_by_text("Aiko can take in a little just now.")).to_be_visible()


def test_a_check_in_without_a_script_shows_every_word_and_is_sent_by_its_button(
    phone: Callable[[str], Phone],
) -> None:
    aiko = phone("Aiko", java_script_enabled=False).sign_up()
    page = aiko.go("/check-in")
    page.locator("[data-part=self] .cells label:has(input[value='-2,1'])").click()
    page.locator("[data-part=self] label.chip", has=page.get_by_text("worried", exact=True)).click()
    page.get_by_role("button", name="That is it").click()
    page.wait_for_url("**/today")
    expect(page.get_by_text("You have looked in on yourself today")).to_be_visible()


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


def test_sharing_reads_in_order_from_the_outbox_to_the_answer(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    page = aiko.go("/journal/new?form=appreciation&share=yes")
    page.get_by_label("In your words").fill("You warmed the car for me.")
    page.get_by_role("button", name="Into the outbox").click()
    page.wait_for_url("**/together")
    expect(page.get_by_role("article")).to_match_aria_snapshot(
        """
        - article:
          - heading "On its way" [level=2]
          - paragraph: /Leaves at \\d\\d:\\d\\d/
          - paragraph: You warmed the car for me.
          - button "Take it back"
          - button "Send now"
        """
    )
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("article")).to_match_aria_snapshot(
        """
        - article:
          - heading "Thanks" [level=2]:
            - link "Thanks"
          - paragraph:
            - text: You,
            - time: /\\d+ Mar, \\d\\d:\\d\\d/
          - paragraph: You warmed the car for me.
          - paragraph: You and Ben can read this.
        """
    )
    page = ben.go("/together")
    page.get_by_role("link", name="Thanks", exact=True).click()
    page.wait_for_url("**/entry/*")
    expect(page.locator("main")).to_match_aria_snapshot(
        """
        - heading "Thanks" [level=1]
        - article:
          - paragraph:
            - text: Aiko,
            - time: /\\d+ Mar, \\d\\d:\\d\\d/
          - paragraph: You warmed the car for me.
          - paragraph: You and Aiko can read this.
        - button "I read this, and I’m with you"
        - paragraph: It goes at once, and stays.
        - textbox "Answer"
        - button "Send the answer"
        - paragraph: /It goes at once, and not through the outbox/
        """
    )
    expect(page.get_by_label("Answer")).to_have_accessible_description(
        "You and Aiko can read this. Not sure what to say? Ask a question."
    )
