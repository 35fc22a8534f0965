"""The loop on two phones: guess, reveal, correct, talk, and see whether it helped."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Phone, Running

pytestmark = pytest.mark.browser


CALM_AND_LONELY = (("2,-1", "content"), ("-2,-1", "lonely"))


def tap(page: Page, who: str, place: str, word: str) -> None:
    """One tap on the grid, one on a word."""
    part = page.locator(f"[data-part={who}]")
    part.locator(f".cells label:has(input[value='{place}'])").click()
    part.locator("label.chip:visible", has=page.get_by_text(word, exact=True)).click()


def check_in(phone: Phone, own: tuple[str, str], guess: tuple[str, str]) -> Page:
    """Four taps, in the order that the page asks for them."""
    page = phone.go("/check-in")
    first = page.locator("[data-part]").first.get_attribute("data-part")
    for who in ("self", "guess") if first == "self" else ("guess", "self"):
        tap(page, who, *(own if who == "self" else guess))
    page.wait_for_url("**/round/*")
    return page


def look(phone: Phone) -> Page:
    """Ask to see what was true."""
    phone.page.get_by_role("button", name="Look").click()
    expect(phone.page.get_by_role("heading", name="What was true")).to_be_visible()
    return phone.page


def test_nobody_sees_an_answer_before_both_are_in_and_then_both_see_both(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    ben.go("/today")
    check_in(aiko, ("-2,1", "worried"), ("2,-1", "content"))
    expect(aiko.page.get_by_text("Nothing to do now")).to_be_visible()
    expect(ben.page.get_by_text("A round waits for you")).to_be_visible()
    assert "worried" not in ben.page.content()
    check_in(ben, ("2,-1", "content"), ("-2,-1", "lonely"))
    look(ben)
    look(aiko)
    expect(ben.page.get_by_text("Aiko felt")).to_be_visible()
    expect(ben.page.get_by_text("worried")).to_be_visible()
    expect(aiko.page.get_by_text("Ben felt")).to_be_visible()
    expect(aiko.page.get_by_text("You had the very word.")).to_be_visible()


def test_a_correction_is_a_gift_that_reaches_the_other(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    check_in(aiko, ("-2,1", "worried"), ("2,-1", "content"))
    check_in(ben, ("2,-1", "content"), ("-2,-1", "lonely"))
    look(ben)
    page = look(aiko)
    page.get_by_role("radio", name="Partly").check()
    page.get_by_label("What I’d add").fill("It was about Monday, not about us.")
    page.get_by_role("button", name="Give it").click()
    expect(ben.page.get_by_text("It was about Monday, not about us.")).to_be_visible()


def test_an_answer_that_nobody_matched_stays_its_authors_own(
    couple: tuple[Phone, Phone], server: Running
) -> None:
    aiko, ben = couple
    check_in(aiko, ("-2,1", "worried"), ("2,-1", "content"))
    server.clock.go(hours=20)
    ben.sign_in()
    expect(ben.page.get_by_text("How are you, and how are they?")).to_be_visible()
    assert "worried" not in ben.go("/together").content()
    aiko.sign_in()
    expect(aiko.page.get_by_text("How are you, and how are they?")).to_be_visible()


def test_a_need_reaches_the_other_at_once(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    ben.go("/today")
    aiko.go("/today").get_by_role("button", name="a hug").click()
    expect(ben.page.get_by_text("Aiko could use a hug.")).to_be_visible()


def test_the_partners_question_can_be_passed_on_without_a_trace(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    check_in(aiko, ("-2,1", "worried"), ("2,-1", "content"))
    check_in(ben, ("2,-1", "content"), ("-2,-1", "lonely"))
    look(ben)
    look(aiko)
    aiko.go("/today").get_by_role("button", name="Ask Ben if they felt understood").click()
    before = aiko.go("/today").content()
    page = ben.go("/today")
    page.locator("form[action='/felt']").get_by_role("button", name="Not tonight").click()
    expect(page.get_by_text("Aiko would like to know.")).to_have_count(0)
    assert aiko.go("/today").content() == before
