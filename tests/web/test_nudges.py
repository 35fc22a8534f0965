"""What one may ask of the other, how often, and how it is declined without a trace; and two before one screen."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Phone, Running
from tests.web.pages import write
from tests.web.test_loop import CALM_AND_LONELY, ask, check_in, look, without_ids

pytestmark = pytest.mark.browser


def after_a_round(aiko: Phone, ben: Phone) -> None:
    check_in(aiko, *CALM_AND_LONELY)
    check_in(ben, *CALM_AND_LONELY)
    look(aiko)
    look(ben)


def test_the_question_can_be_asked_once_a_day(couple: tuple[Phone, Phone], server: Running) -> None:
    aiko, ben = couple
    after_a_round(aiko, ben)
    ask(aiko)
    for _ in range(2):  # the page offers it no more; somebody who sends it all the same is not heard twice
        assert aiko.page.evaluate("fetch('/felt/ask', { method: 'POST' }).then((answer) => answer.ok)")
    page = ben.go("/today")
    expect(page.get_by_text("Aiko would like to know.")).to_be_visible()
    page.locator("form[action='/felt']").get_by_role("button", name="Not tonight").click()
    expect(page.get_by_text("Aiko would like to know.")).to_have_count(0)


def test_questions_can_be_muted_for_good_and_the_asker_sees_no_difference(
    couple: tuple[Phone, Phone],
) -> None:
    aiko, ben = couple
    after_a_round(aiko, ben)
    ask(aiko)
    before = without_ids(aiko.go("/today"))
    ben.go("/today").get_by_role("button", name="Do not ask me this again").click()
    expect(ben.page.get_by_text("Aiko would like to know.")).to_have_count(0)
    assert without_ids(aiko.go("/today")) == before


def test_two_before_one_screen_reach_nothing_of_one_alone_without_the_pin(
    couple: tuple[Phone, Phone],
) -> None:
    aiko, _ = couple
    aiko.set_pin("4071")
    private = write(aiko, "struggle", "mine and nobody else's", share=False).url.removeprefix(aiko.address)
    aiko.go("/together").get_by_role("button", name="We sit before one screen").click()
    expect(aiko.page.get_by_text("You sit together")).to_be_visible()
    assert "mine and nobody else's" not in aiko.go(private).content()
    for path in ("/journal", "/today", "/insights", "/me", "/me/keys", "/me/data"):
        expect(aiko.go(path).get_by_role("heading", level=1)).to_have_text("Closed for a while")
    page = aiko.page
    page.get_by_label("PIN of this phone").fill("4071")
    page.get_by_role("button", name="Open again").click()
    page.wait_for_url("**/me/data")
    expect(aiko.go("/journal").get_by_text("mine and nobody else's")).to_be_visible()
