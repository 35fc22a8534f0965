"""A phone that is closed opens again: with what it has, by whoever it knows, and never in a circle."""

import html
import re
from collections.abc import Callable

import httpx
import pyotp
import pytest
from playwright.sync_api import expect
from starlette.routing import Route

from omoiyari.store.devices import WRONG_PINS
from tests.conftest import PASSPHRASES, Clock
from tests.web.conftest import Phone, Running
from tests.web.test_bad_input import in_the_form
from tests.web.visitors import PIN, Street, Visitor

AIKO = PASSPHRASES["Aiko"]


def words(answer: httpx.Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


async def left(street: Street, how: str) -> Visitor:
    """Aiko's phone, remembered with a PIN, after she left it in one of three ways."""
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    if how == "left in a hurry":
        await aiko.post("/leave")
    else:
        street.clock.go(hours=12 if how == "twelve hours" else 0, minutes=11)
    return aiko


@pytest.mark.parametrize("how", ["left in a hurry", "twelve hours", "ten idle minutes"])
async def test_a_remembered_phone_opens_by_pin_and_by_passphrase(street: Street, how: str) -> None:
    for form in ({"_pin": PIN}, {"_passphrase": AIKO, "_pin": ""}):
        aiko = await left(street, how)
        assert (await aiko.get("/")).headers["location"] == "/locked"
        page = await aiko.get("/locked")
        assert {"_pin", "_passphrase"} <= set(in_the_form(page))
        assert (await aiko.post("/unlock", form)).headers["location"] == "/today"
        assert (await aiko.get("/journal")).status_code == 200
        await aiko.post("/me/data/erase", {"sure": "yes", "passphrase": AIKO})


@pytest.mark.parametrize(
    ("how", "says"),
    [("left in a hurry", "You are signed out"), ("ten idle minutes", "Closed for a while")],
)
async def test_the_locked_page_tells_a_sign_out_from_a_pause(street: Street, how: str, says: str) -> None:
    aiko = await left(street, how)
    page = (await aiko.get("/locked")).text
    assert f"<h1>{says}</h1>" in page
    assert "What was kept is safe." in page
    assert "Nothing you wrote is lost." not in page, "what was typed and not kept may be"


async def test_nothing_is_lost_is_said_only_where_the_words_are_in_the_page(street: Street) -> None:
    aiko = await left(street, "ten idle minutes")
    sent = await aiko.post("/journal", {"form": "free", "text": "sent a little late", "id": "c" * 32})
    assert "Nothing you wrote is lost." in sent.text
    wrong = await aiko.post("/unlock", {"next": "/journal", "_pin": "000000"})
    assert "Nothing you wrote is lost." not in wrong.text


async def test_a_page_that_answers_a_form_says_so_for_its_words_are_nowhere_else(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    guide = await aiko.post("/practise/guide", {"when": "the bills come", "hope": "heard"})
    assert "data-of-a-form" in guide.text
    assert "data-of-a-form" not in (await aiko.get("/practise/guide")).text


def forms_alone(street: Street) -> list[str]:
    """Addresses that a form is sent to and where no page stands."""
    routes = [route for route in street.app.routes if isinstance(route, Route)]
    pages = {route.path for route in routes if "GET" in (route.methods or ())}
    taken = {route.path for route in routes if "POST" in (route.methods or ())}
    return [re.sub(r"{\w+}", "0" * 32, path) for path in sorted(taken - pages)]


async def test_a_phone_that_comes_back_to_the_answer_of_a_form_is_led_on_to_today(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    alone = forms_alone(street)
    assert {"/link/invite", "/practise/search", f"/entry/{'0' * 32}/reply"} <= set(alone)
    for path in alone:
        assert (await aiko.get(path)).headers["location"] == "/today", path
    street.clock.go(minutes=11)
    opened = await aiko.post("/unlock", {"_pin": PIN, "next": "/link/invite"})
    assert (await aiko.get(opened.headers["location"])).headers["location"] == "/today"


async def test_being_led_on_tells_nobody_what_is_there(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    hers = await aiko.write("for nobody else")
    chidi = await street.visitor("Chidi").sign_up()
    answers = set()
    for who in (aiko, ben, chidi, street.visitor()):
        for id in (hers, "0" * 32):
            answer = await who.get(f"/entry/{id}/reply")
            answers.add((answer.status_code, answer.headers["location"], answer.content))
    assert answers == {(303, "/today", b"")}
    assert (await ben.get(f"/entry/{hers}")).content == (await ben.get("/never-was")).content


async def test_from_the_locked_page_one_can_always_sign_in_with_a_name(street: Street) -> None:
    aiko = await left(street, "left in a hurry")
    page = await aiko.get("/locked?next=/journal")
    assert 'href="/sign-in?next=/journal"' in page.text
    assert "Sign in" in (await aiko.get("/sign-in?next=/journal")).text


async def test_signing_out_of_a_locked_phone_forgets_it_here_and_on_the_server(street: Street) -> None:
    for how in ("left in a hurry", "ten idle minutes"):
        aiko = await left(street, how)
        stolen = dict(aiko.client.cookies)
        form = re.search(
            r'<form method="post" action="/sign-out".*?</form>', (await aiko.get("/locked")).text
        )
        assert form is not None
        assert 'name="forget" value="yes"' in form[0]
        await aiko.post("/sign-out", {"forget": "yes"})
        assert "Make your own notebook" in (await aiko.get("/")).text, "no way back into a circle"
        assert (await aiko.get("/locked")).headers["location"] == "/sign-in"
        thief = street.visitor()
        thief.client.cookies.update(stolen)
        assert (await thief.post("/unlock", {"_pin": PIN})).status_code == 422
        await aiko.post("/sign-in", {"name": "Aiko", "passphrase": AIKO})
        await aiko.post("/me/data/erase", {"sure": "yes", "passphrase": AIKO})


async def test_where_no_pin_was_set_none_is_asked_for(street: Street, clock: Clock) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    dialog = (await aiko.get("/me")).text.split('<dialog id="unlock"')[1].split("</dialog>")[0]
    assert 'name="_passphrase"' in dialog
    assert "PIN" not in dialog
    clock.go(minutes=11)
    page = await aiko.get("/locked")
    assert "_pin" not in in_the_form(page)
    assert "PIN" not in words(page)
    assert (await aiko.post("/unlock", {"_passphrase": AIKO})).headers["location"] == "/today"


async def test_with_a_pin_the_dialog_asks_for_it(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    dialog = (await aiko.get("/me")).text.split('<dialog id="unlock"')[1].split("</dialog>")[0]
    assert 'name="_pin"' in dialog
    json = {"Accept": "application/json"}
    street.clock.go(minutes=11)
    assert (await aiko.post("/unlock", {"_pin": "000000"}, **json)).status_code == 401
    assert (await aiko.post("/unlock", {"_pin": PIN}, **json)).json() == {"open": True}


async def test_a_form_sent_after_twelve_hours_from_a_phone_without_a_pin_is_not_lost(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    form = {"form": "free", "text": "written over a long day", "id": "a" * 32}
    street.clock.go(hours=13)
    assert (await aiko.get("/journal")).headers["location"] == "/sign-in?next=/journal"
    answer = await aiko.post("/journal", form)
    assert answer.status_code == 423
    assert in_the_form(answer)["text"] == "written over a long day"
    again = await aiko.post("/journal", {**in_the_form(answer), "_passphrase": AIKO})
    assert again.headers["location"] == f"/entry/{'a' * 32}"


async def test_after_ten_wrong_pins_the_words_are_there_still_and_the_passphrase_is_asked_for(
    street: Street,
) -> None:
    aiko = await left(street, "left in a hurry")
    form = {"form": "free", "text": "typed with cold hands", "id": "b" * 32}
    for _ in range(WRONG_PINS + 1):
        answer = await aiko.post("/journal", {**form, "_pin": "000000"})
    assert in_the_form(answer)["text"] == "typed with cold hands"
    assert "_pin" not in in_the_form(answer)
    assert (await aiko.post("/journal", {**form, "_passphrase": AIKO})).status_code == 303


async def test_with_a_second_factor_the_passphrase_alone_opens_no_closed_phone(
    street: Street, clock: Clock
) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    assert "_code" not in (await aiko.get("/me")).text
    secret = in_the_form(await aiko.get("/me/second-factor"))["secret"]
    code = pyotp.TOTP(secret).at(clock())
    assert (
        await aiko.post("/me/second-factor", {"secret": secret, "code": code, "passphrase": AIKO})
    ).status_code == 303
    assert 'name="_code"' in (await aiko.get("/me")).text
    for how in ("/leave", "/locked"):
        clock.go(minutes=2)
        await aiko.get(how)
        assert "_code" in in_the_form(await aiko.get("/locked"))
        assert (await aiko.post("/unlock", {"_passphrase": AIKO})).status_code == 401
        fresh = {"_passphrase": AIKO, "_code": pyotp.TOTP(secret).at(clock())}
        assert (await aiko.post("/unlock", fresh)).headers["location"] == "/today"
    await aiko.get("/leave")
    assert (await aiko.post("/unlock", {"_pin": PIN})).status_code == 303, "the PIN is for this phone alone"


async def test_a_made_up_phone_opens_nothing_and_is_nobody(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    person, _device, secret = aiko.client.cookies["__Host-phone"].split(".")
    thief = street.visitor()
    thief.client.cookies.set("__Host-phone", f"{person}.{'0' * 32}.{secret}", domain="omoiyari.test")
    assert (await thief.get("/locked")).headers["location"] == "/sign-in"
    assert (await thief.post("/unlock", {"_passphrase": AIKO})).status_code == 422
    assert (await thief.post("/journal", {"text": "x", "_passphrase": AIKO})).status_code in (303, 422)
    assert (await thief.get("/journal")).headers["location"].startswith("/sign-in")


@pytest.mark.browser
def test_a_page_without_a_pin_locks_under_the_hand_and_opens_with_the_passphrase(
    phone: Callable[[str], Phone], server: Running
) -> None:
    page = phone("Aiko").sign_up().go("/journal/new?form=free")
    page.get_by_label("In your words").fill("Half a")
    expect(page.locator("[data-draft-state=new-free][data-state=saved]")).to_have_count(1)
    server.clock.go(minutes=30)
    page.get_by_label("In your words").press_sequentially(" sentence")
    dialog = page.get_by_role("dialog", name="Your pages have closed for a while")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("PIN")).to_have_count(0)
    dialog.get_by_label("Passphrase").fill("not the right one at all")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text(
        "That passphrase is not right. Try again; nothing is lost."
    )
    dialog.get_by_label("Passphrase").fill(AIKO)
    page.keyboard.press("Enter")
    expect(page.locator("[data-draft-state=new-free][data-state=saved]")).to_have_count(1)
    expect(page.get_by_label("In your words")).to_have_value("Half a sentence")


@pytest.mark.browser
def test_a_form_without_a_draft_has_its_words_still_after_ten_idle_minutes(
    phone: Callable[[str], Phone], server: Running
) -> None:
    aiko = phone("Aiko").sign_up().set_pin(PIN)
    aiko.page.clock.install()
    page = aiko.go("/practise/guide")
    field = page.get_by_label("It is about moments when…")
    field.fill("What I would want to say first")
    server.clock.go(minutes=11)
    page.clock.run_for("11:00")
    dialog = page.get_by_role("dialog", name="Your pages have closed for a while")
    expect(dialog).to_be_visible()
    expect(page.locator("main")).to_be_hidden()
    dialog.get_by_label("PIN of this phone").fill(PIN)
    page.keyboard.press("Enter")
    expect(field).to_be_visible()
    expect(field).to_have_value("What I would want to say first")
