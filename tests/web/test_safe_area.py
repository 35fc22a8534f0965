"""The area that locks first: it closes at once, and nothing half-written in it is lost or left behind."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from omoiyari.couple import Audience
from omoiyari.store.drafts import read_draft
from omoiyari.store.errors import NotThere
from omoiyari.vault import WrongKey, from_text
from tests.conftest import PASSPHRASES, Clock, open_keys
from tests.web.conftest import Phone
from tests.web.test_bad_input import in_the_form, says
from tests.web.visitors import PIN, Street, Visitor

NOTE = {"text": "half a secret", "id": "d" * 32}


@pytest.fixture
async def aiko(street: Street) -> Visitor:
    """Aiko, her phone remembered, with the area open."""
    one = await (await street.visitor("Aiko").sign_up()).set_pin()
    assert (await one.post("/me/safe/open", {"pin": PIN})).headers["location"] == "/me/safe"
    return one


async def drafts_in_the_file(street: Street) -> int:
    query = "SELECT count(*) FROM drafts"
    count: int = await street.house.cellar.notebook.ask(lambda file: file.execute(query).fetchone()[0])
    return count


async def stands_in_the_area(aiko: Visitor) -> str:
    return in_the_form(await aiko.get("/me/safe"))["text"].strip()


async def test_what_is_half_written_is_there_again_and_goes_once_it_is_kept(
    street: Street, aiko: Visitor
) -> None:
    assert (await aiko.post("/drafts/safe-note", {"text": "half a secret"})).status_code == 204
    await aiko.post("/lock/safety")
    assert "half a secret" not in (await aiko.get("/me/safe")).text
    await aiko.post("/me/safe/open", {"pin": PIN})
    assert await stands_in_the_area(aiko) == "half a secret"
    form = {"text": "half a secret, whole", "id": await aiko.id_in("/me/safe")}
    assert (await aiko.post("/me/safe", form)).status_code == 303
    assert await drafts_in_the_file(street) == 0
    assert await stands_in_the_area(aiko) == ""


async def test_the_hidden_page_hands_its_words_over_as_it_closes(street: Street, aiko: Visitor) -> None:
    assert (await aiko.post("/lock/safety", {"text": "not finished"})).status_code == 204
    secret = from_text(aiko.client.cookies["__Host-session"])
    assert secret is not None
    keys = await open_keys(street.house.cellar, secret, street.clock())
    assert keys.safety is None
    with pytest.raises(NotThere):  # the one key that this session no longer holds
        await read_draft(street.house.cellar, keys, "safe-note", Audience.SAFETY)
    with pytest.raises(WrongKey):
        await read_draft(street.house.cellar, keys, "safe-note", Audience.MINE)
    await aiko.post("/lock/safety", {"text": "sent once more after it closed"})
    await aiko.post("/me/safe/open", {"pin": PIN})
    assert await stands_in_the_area(aiko) == "not finished"
    await aiko.post("/lock/safety", {"text": ""})
    await aiko.post("/me/safe/open", {"pin": PIN})
    assert await stands_in_the_area(aiko) == "not finished", "a page with an empty field takes nothing away"


async def test_sent_to_the_closed_area_the_words_go_through_the_door_and_are_kept(aiko: Visitor) -> None:
    await aiko.post("/lock/safety")
    door = await aiko.post("/me/safe", NOTE)
    assert in_the_form(door) | NOTE == in_the_form(door)
    wrong = await aiko.post("/me/safe/open", {**in_the_form(door), "pin": "000000"})
    says(wrong, 401, "That PIN is not right.")
    assert in_the_form(wrong) | NOTE == in_the_form(wrong)
    opened = await aiko.post("/me/safe/open", {**in_the_form(wrong), "pin": PIN})
    assert opened.headers["location"] == "/me/safe"
    assert "half a secret" in (await aiko.get("/me/safe")).text.split("</form>")[1]


async def test_sent_to_a_closed_notebook_they_go_through_both_doors(aiko: Visitor, clock: Clock) -> None:
    clock.go(minutes=11)
    locked = await aiko.post("/me/safe", NOTE)
    assert locked.status_code == 423
    door = await aiko.post("/me/safe", {**in_the_form(locked), "_pin": PIN})
    assert in_the_form(door) | NOTE == in_the_form(door)
    assert (await aiko.post("/me/safe/open", {**in_the_form(door), "pin": PIN})).status_code == 303
    assert "half a secret" in (await aiko.get("/me/safe")).text


async def test_too_many_words_come_back_inside_the_open_area(aiko: Visitor) -> None:
    await aiko.post("/lock/safety")
    long = {"text": "words " * 3400, "id": "e" * 32}
    answer = await aiko.post("/me/safe/open", {**long, "pin": PIN})
    says(answer, 422, "longer than 20,000 characters")
    assert in_the_form(answer)["text"].strip() == long["text"].strip()
    assert (await aiko.post("/me/safe", {**long, "text": "fewer"})).status_code == 303


async def test_nobody_elses_area_opens_or_keeps_anything(street: Street, aiko: Visitor) -> None:
    chidi = await street.visitor("Chidi").sign_up()
    assert (await chidi.post("/me/safe/open", {**NOTE, "passphrase": PASSPHRASES["Aiko"]})).status_code == 401
    assert "half a secret" not in (await aiko.get("/me/safe")).text
    assert (await street.visitor().post("/lock/safety", NOTE)).status_code == 204


# --- in a browser -----------------------------------------------------------------------------------


def hide(page: Page) -> None:
    """What the phone does when another app comes to the front."""
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )


def show(page: Page) -> None:
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")


def open_area(page: Page) -> None:
    page.locator("main").get_by_label("PIN of this phone").fill("4071")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_label("A note")).to_be_visible()


@pytest.mark.browser
def test_a_hidden_page_is_empty_and_after_the_pin_the_text_is_there(phone: Callable[[str], Phone]) -> None:
    page = phone("Aiko").sign_up().set_pin("4071").go("/me/safe")
    open_area(page)
    page.get_by_label("A note").fill("What I saw on Tuesday")
    with page.expect_response("**/lock/safety"):
        hide(page)
    assert "What I saw on Tuesday" not in page.content()
    show(page)
    open_area(page)
    expect(page.get_by_label("A note")).to_have_value("What I saw on Tuesday")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("article.safety")).to_contain_text("What I saw on Tuesday")


@pytest.mark.browser
def test_two_notes_can_be_written_one_after_the_other_and_leaving_closes_the_area(
    phone: Callable[[str], Phone],
) -> None:
    page = phone("Aiko").sign_up().set_pin("4071").go("/me/safe")
    open_area(page)
    for number, note in enumerate(("The first", "The second"), 1):
        page.get_by_label("A note").fill(note)
        page.get_by_role("button", name="Keep it").click()
        expect(page.locator("article.safety")).to_have_count(number)
        expect(page.get_by_label("A note")).to_have_value("")
    page.get_by_role("link", name="Today", exact=True).click()
    page.wait_for_url("**/today")
    for _ in range(20):  # the page's last message travels beside the next page
        page.goto(page.url.replace("/today", "/me/safe"))
        if page.locator("main").get_by_label("PIN of this phone").is_visible():
            break
    expect(page.get_by_label("A note")).to_have_count(0)
