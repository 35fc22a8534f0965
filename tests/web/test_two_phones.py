"""What two people see on two phones."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Phone, Running

pytestmark = pytest.mark.browser


def test_who_joins_while_the_other_looks_at_the_invite_finds_her_name_at_once(
    phone: Callable[[str], Phone],
) -> None:
    aiko, ben = phone("Aiko").sign_up(), phone("Ben").sign_up()
    path = aiko.invite()
    expect(aiko.page.get_by_text("An invite is out")).to_be_visible()
    ben.join(path)
    expect(ben.page.get_by_text("You two are linked.")).to_be_visible()
    expect(aiko.page.get_by_role("heading", name="You and Ben")).to_be_visible()
    expect(aiko.page.locator(".copyable")).to_be_visible()
    ben.page.get_by_role("link", name="Not now").click()
    expect(ben.go("/link").get_by_role("heading", name="You and Aiko")).to_be_visible()


def test_an_entry_sent_now_is_on_the_other_phone_without_a_reload(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    ben.go("/together")
    page = aiko.go("/journal/new?form=appreciation&share=yes")
    page.get_by_label("In your words").fill("You warmed the car for me.")
    page.get_by_role("button", name="Into the outbox").click()
    page.wait_for_url("**/together")
    expect(ben.page.get_by_text("You warmed the car for me.")).to_have_count(0)
    page.get_by_role("button", name="Send now").click()
    expect(ben.page.get_by_text("You warmed the car for me.")).to_be_visible()


def test_what_is_taken_back_from_the_outbox_never_reaches_the_other_phone(
    couple: tuple[Phone, Phone], server: Running
) -> None:
    aiko, ben = couple
    page = aiko.go("/journal/new?form=struggle&share=yes")
    page.get_by_label("In your words").fill("I am not sure about this.")
    page.get_by_role("button", name="Into the outbox").click()
    page.get_by_role("button", name="Take it back").first.click()
    page.wait_for_url("**/entry/*")
    expect(page.get_by_text("Only you can read this.").first).to_be_visible()
    server.clock.go(minutes=11)
    page = ben.sign_in().go("/together")
    expect(page.get_by_text("Nothing shared yet")).to_be_visible()


def test_ben_answers_and_says_that_he_is_with_her(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    page = aiko.go("/journal/new?form=feeling&share=yes")
    page.get_by_label("In your words").fill("Flat today.")
    page.get_by_role("button", name="Into the outbox").click()
    page.get_by_role("button", name="Send now").click()
    theirs = ben.go("/together")
    theirs.get_by_role("link", name="A feeling").click()
    aiko.page.get_by_role("link", name="A feeling").click()
    theirs.get_by_role("button", name="I read this, and I’m with you").click()
    expect(aiko.page.get_by_text("Ben read this, and is with you.")).to_be_visible()
    theirs.get_by_label("Answer").fill("Shall I come and sit with you?")
    theirs.get_by_role("button", name="Send the answer").click()
    expect(aiko.page.get_by_text("Shall I come and sit with you?")).to_be_visible()


def test_the_pen_passes_with_each_turn(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    page = aiko.go("/journal/new?form=pen")
    page.get_by_label("In your words").fill("Our first flat had a")
    page.get_by_role("button", name="Into the outbox").click()
    page.get_by_role("button", name="Send now").click()
    page.get_by_role("link", name="Written together").click()
    expect(page.get_by_text("The pen is with Ben.")).to_be_visible()
    theirs = ben.go("/together")
    theirs.get_by_role("link", name="Written together").click()
    theirs.get_by_label("Your turn").fill("leaking balcony and a cat.")
    theirs.get_by_role("button", name="Write it, and pass the pen").click()
    expect(page.get_by_text("leaking balcony and a cat.")).to_be_visible()
    expect(page.get_by_text("The pen is with you.")).to_be_visible()


def test_a_half_written_text_survives_the_lock_and_reopens_after_the_pin(
    phone: Callable[[str], Phone], server: Running
) -> None:
    aiko = phone("Aiko").sign_up().set_pin("4071")
    page = aiko.go("/journal/new?form=free")
    page.get_by_label("In your words").fill("The thing I wanted to say is")
    expect(page.locator("[data-draft-state=new-free][data-state=saved]")).to_have_count(1)
    server.clock.go(minutes=30)
    page = aiko.go("/journal/new?form=free")
    page.get_by_label("PIN of this phone").fill("4071")
    page.get_by_role("button", name="Open again").click()
    expect(page.get_by_label("In your words")).to_have_value("The thing I wanted to say is")


def test_a_form_sent_to_a_locked_notebook_is_kept_after_the_pin(
    phone: Callable[[str], Phone], server: Running
) -> None:
    aiko = phone("Aiko").sign_up().set_pin("4071")
    page = aiko.go("/journal/new?form=free")
    page.get_by_label("In your words").fill("Written slowly, over tea.")
    server.clock.go(minutes=30)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_label("PIN of this phone").fill("4071")
    page.get_by_role("button", name="Open again").click()
    expect(page.get_by_text("Written slowly, over tea.")).to_be_visible()
