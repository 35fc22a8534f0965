"""The loop on two phones: guess, reveal, correct, talk, and see whether it helped."""

import re

import pytest
from playwright.sync_api import Page, expect

from omoiyari.library import feelings
from tests.web.conftest import Phone, Running

pytestmark = pytest.mark.browser


CALM_AND_LONELY = (("2,-1", "content"), ("-2,-1", "lonely"))


def tap(page: Page, who: str, place: str, word: str) -> None:
    """One tap on the grid, one on a word."""
    part = page.locator(f"[data-part={who}]")
    part.locator(f".cells label:has(input[value='{place}'])").click()
    part.locator("label.chip:visible", has=page.get_by_text(word, exact=True)).click()


def four_taps(phone: Phone, own: tuple[str, str], guess: tuple[str, str]) -> Page:
    """Four taps, in the order that the page asks for them."""
    page = phone.go("/check-in")
    first = page.locator("[data-part]").first.get_attribute("data-part")
    for who in ("self", "guess") if first == "self" else ("guess", "self"):
        tap(page, who, *(own if who == "self" else guess))
    return page


def check_in(phone: Phone, own: tuple[str, str], guess: tuple[str, str]) -> Page:
    """Four taps, and the button, so that nobody has to wait three seconds."""
    page = four_taps(phone, own, guess)
    page.get_by_role("button", name="That is it").click()
    page.wait_for_url("**/round/*")
    return page


def ask(phone: Phone) -> None:
    """Aiko asks Ben whether they felt understood."""
    phone.go("/today").get_by_text("Ask Ben if they felt understood").click()
    phone.page.get_by_role("button", name="Ask Ben").click()
    expect(phone.page.get_by_text("You asked Ben whether they felt understood.")).to_be_visible()


def look(phone: Phone) -> Page:
    """Ask to see what was true."""
    phone.page.get_by_role("button", name="Look").click()
    expect(phone.page.get_by_role("heading", name="What was true")).to_be_visible()
    return phone.page


def without_ids(page: Page) -> str:
    """What a page holds, less the random name that each copy of a form has."""
    return re.sub(r"[0-9a-f]{32}", "", page.content())


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


def test_a_correction_without_its_tap_comes_back_and_keeps_its_words(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    check_in(aiko, ("-2,1", "worried"), ("2,-1", "content"))
    check_in(ben, ("2,-1", "content"), ("-2,-1", "lonely"))
    page = look(aiko)
    page.route("**/drafts/*", lambda route: route.abort())
    page.get_by_label("What I’d add").fill("It was about Monday, not about us.")
    page.get_by_role("button", name="Give it").click()
    expect(page.get_by_role("alert").get_by_text("Tap one of the three first")).to_be_visible()
    line = page.get_by_label("What I’d add")
    expect(line).to_have_js_property("defaultValue", "")  # a new copy of the part
    expect(line).to_have_value("It was about Monday, not about us.")


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
    ask(aiko)
    before = without_ids(aiko.go("/today"))
    page = ben.go("/today")
    page.locator("form[action='/felt']").get_by_role("button", name="Not tonight").click()
    expect(page.get_by_text("Aiko would like to know.")).to_have_count(0)
    assert without_ids(aiko.go("/today")) == before


def test_before_she_tells_she_reads_the_one_sentence_that_he_will_read(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    check_in(aiko, ("-2,1", "worried"), ("2,-1", "content"))
    check_in(ben, ("2,-1", "content"), ("-2,-1", "lonely"))
    look(ben)
    look(aiko)
    page = aiko.go("/today")
    sentences = page.locator("[data-reads] .own-words:visible")
    expect(page.get_by_text("If you tell it, Ben reads:")).to_be_hidden()
    for tap, degree in (("2", "a little"), ("5", "well")):
        page.locator("form[action='/felt'] label:has([name=felt])", has_text=tap).first.click()
        expect(sentences).to_have_text([f"“Aiko felt {degree} understood after your last talk.”"])
    page.get_by_label("Tell Ben").check()
    page.locator("form[action='/felt']").get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept at")).to_be_visible()
    expect(
        ben.go("/today").get_by_text("Aiko felt well understood after your last talk.").first
    ).to_be_visible()


# --- four taps, and a moment to take the last one back --------------------------------------------------


def test_after_the_fourth_tap_it_goes_off_by_itself(couple: tuple[Phone, Phone]) -> None:
    aiko, _ = couple
    page = four_taps(aiko, *CALM_AND_LONELY)
    expect(page.get_by_text("It is sent in a moment.")).to_be_visible()
    page.wait_for_url("**/round/*", timeout=10_000)


def test_without_a_connection_nothing_goes_off_by_itself(couple: tuple[Phone, Phone]) -> None:
    aiko, _ = couple
    page = four_taps(aiko, *CALM_AND_LONELY)
    aiko.context.set_offline(True)
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    expect(page.locator("[data-offline] > p")).to_be_focused()
    aiko.context.set_offline(False)
    page.get_by_role("button", name="That is it").click()
    page.wait_for_url("**/round/*")


def test_a_slip_of_the_thumb_is_taken_back_within_three_seconds(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    page = four_taps(aiko, ("2,-1", "content"), ("-2,-1", "lonely"))
    page.get_by_role("button", name="Wait, not yet").click()
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    page.wait_for_timeout(4_000)
    assert page.url.endswith("/check-in")
    tap(page, "self", "-2,1", "worried")
    page.get_by_role("button", name="Wait, not yet").click()
    page.get_by_text("More, if you like").click()
    page.get_by_label("A line for me").fill("I meant the other one")
    page.get_by_role("button", name="That is it").click()
    page.wait_for_url("**/round/*")
    check_in(ben, *CALM_AND_LONELY)
    expect(look(ben).get_by_text("worried")).to_be_visible()


def test_until_the_other_answers_the_answer_can_be_changed_on_the_phone(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    check_in(aiko, *CALM_AND_LONELY).get_by_role("link", name="Change my answer").click()
    page = aiko.page
    expect(page.get_by_role("heading", name="Change my answer")).to_be_visible()
    expect(page.locator("[data-part=self] input[value='2,-1']")).to_be_checked()
    tap(page, "self", "-2,1", "worried")
    expect(page.get_by_text("It is sent in a moment.")).to_have_count(1)
    expect(page.get_by_text("It is sent in a moment.")).to_be_hidden()
    page.get_by_role("button", name="That is it").click()
    page.wait_for_url("**/round/*")
    check_in(ben, *CALM_AND_LONELY)
    expect(look(ben).get_by_text("worried")).to_be_visible()


def test_a_phone_shows_what_the_chosen_word_means(couple: tuple[Phone, Phone]) -> None:
    aiko, _ = couple
    page = aiko.go("/check-in")
    gloss = page.locator("[data-part=self] [data-gloss]")
    expect(gloss).to_have_attribute("aria-live", "polite")
    tap(page, "self", "-2,1", "worried")
    meaning = next(word.gloss for word in feelings().feelings if word.id == "worried")
    expect(gloss).to_have_text(meaning)
    expect(gloss).to_be_visible()


def test_a_door_until_a_time_of_ones_own_is_set_on_the_phone(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    ben.go("/today")
    page = aiko.go("/today")
    page.get_by_text("How far is my door open?").click()
    page.get_by_role("radio", name="Closed").check()
    page.get_by_label("Or until").fill("2026-03-04T07:30")
    page.get_by_label("Let Ben see it").check()
    page.get_by_role("button", name="Set the door").click()
    expect(ben.page.get_by_text("Aiko needs the door closed for a while.")).to_be_visible()
    expect(ben.page.get_by_text("Until 4 Mar, 07:30.")).to_be_visible()
