"""What is tried at the door: too much at once, a locked phone's page, one screen for two, an older link."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from omoiyari.couple import Audience
from omoiyari.store import drafts
from omoiyari.store.slow import MOST_WAITING
from omoiyari.store.visit import open_notebook
from omoiyari.vault import from_text
from omoiyari.web.forms import MAX_BODY
from omoiyari.web.static import edition
from tests.conftest import PASSPHRASES, Clock, open_keys
from tests.web.visitors import ADDRESS, PIN, Street, Visitor, open_street

FORM = {"Origin": ADDRESS, "Content-Type": "application/x-www-form-urlencoded"}


async def test_more_than_fits_is_refused_with_a_sentence(street: Street) -> None:
    whole = b"name=" + b"a" * MAX_BODY
    answer = await street.visitor().client.post("/sign-in", content=whole, headers=FORM)
    assert answer.status_code == 413
    assert "smaller parts" in answer.text
    assert "aaaa" not in answer.text


async def test_more_than_fits_is_refused_too_where_nobody_said_how_much_is_coming(street: Street) -> None:
    sent = 0

    async def without_end() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10 * MAX_BODY:
            sent += 100_000
            yield b"name=" + b"a" * 99_994 + b"&"

    answer = await street.visitor().client.post("/sign-in", content=without_end(), headers=FORM)
    assert answer.status_code == 413
    assert sent < 2 * MAX_BODY


async def test_the_longest_text_we_keep_fits_with_every_letter_escaped(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    id = await aiko.id_in("/journal/new")
    assert (
        await aiko.post("/journal", {"form": "free", "text": "\U0001f642" * 20_000, "id": id})
    ).status_code == 303


async def test_a_locked_page_hands_back_words_and_nothing_that_opens(street: Street, clock: Clock) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    clock.go(minutes=11)
    form = {"pin": "551907", "again": "551907", "passphrase": PASSPHRASES["Aiko"], "text": "my own words"}
    answer = await aiko.post("/me/pin", form)
    assert answer.status_code == 423
    assert "my own words" in answer.text
    assert PASSPHRASES["Aiko"] not in answer.text
    assert "551907" not in answer.text


async def test_before_one_screen_nothing_of_an_authors_own_entries_opens_without_the_pin(
    street: Street,
) -> None:
    aiko, _ben = await street.couple()
    await aiko.set_pin()
    mine = await aiko.write("only for me")
    held = await aiko.write("not sent yet", share=True, send=False)
    await aiko.post("/sit")
    for path in (f"/entry/{mine}", f"/entry/{mine}/edit", f"/entry/{held}", f"/entry/{held}/edit"):
        answer = await aiko.get(path)
        assert answer.status_code in (303, 404), path
        assert "only for me" not in answer.text
        assert "not sent yet" not in answer.text
    for act in ("share", "send", "take-back", "delete"):
        assert (await aiko.post(f"/entry/{mine}/{act}")).status_code == 423
    assert (
        await aiko.post(f"/entry/{mine}", {"form": "free", "text": "x", "version": "1"})
    ).status_code == 423


async def test_before_one_screen_a_form_sent_with_the_pin_goes_through(street: Street) -> None:
    aiko, _ben = await street.couple()
    await aiko.set_pin()
    await aiko.post("/sit")
    door = {"door": "half", "hours": "1"}
    assert (await aiko.post("/me/capacity", door)).status_code == 423
    assert (await aiko.post("/me/capacity", {**door, "_pin": PIN})).headers["location"] == "/today"


@pytest.mark.parametrize(
    ("path", "form", "kind"),
    [
        ("/me/capacity", {"door": "half", "hours": "1"}, "capacity"),
        ("/me/meanings", {"silence": "I am thinking"}, "meanings"),
    ],
)
async def test_what_is_shared_is_sealed_for_both_only_while_there_is_somebody_to_share_it_with(
    street: Street, path: str, form: dict[str, str], kind: str
) -> None:
    async def sealed() -> Audience:
        secret = from_text(aiko.client.cookies["__Host-session"])
        assert secret is not None
        keys = await open_keys(street.house.cellar, secret, street.clock())
        last = (await open_notebook(street.house.cellar, keys)).last(kind)
        assert last is not None
        return last.audience

    aiko, _ben = await street.couple()
    for share, audience in (("yes", Audience.OURS), ("no", Audience.MINE)):
        assert (await aiko.post(path, {**form, "share": share})).status_code == 303
        assert await sealed() is audience
    await aiko.post("/unlink")
    assert (await aiko.post(path, {**form, "share": "yes"})).status_code == 303
    assert await sealed() is Audience.MINE


async def test_what_is_deleted_of_an_older_link_is_not_told_to_whoever_came_after(street: Street) -> None:
    aiko, _ben = await street.couple()
    old = await aiko.write("for Ben", share=True)
    await aiko.post("/unlink")
    chidi = await street.visitor("Chidi").sign_up()
    await chidi.post(await aiko.invite())
    for one in (chidi, aiko, chidi):
        await one.get("/today")
    before = dict(street.house.hub._newest)
    await aiko.post(f"/entry/{old}/delete")
    after = street.house.hub._newest
    assert sum(after[person] != before.get(person) for person in after) == 1


async def test_before_older_pages_are_handed_over_the_page_says_whose_words_they_are(street: Street) -> None:
    aiko, ben = await street.couple()
    await aiko.write("her words", share=True)
    bens = await ben.write("his words", share=True)
    await aiko.post("/unlink")
    chidi = await street.visitor("Chidi").sign_up()
    await chidi.post(await aiko.invite())
    for one in (chidi, aiko, chidi):
        await one.get("/today")
    told = html.unescape((await aiko.get("/link")).text)
    assert "what Ben wrote as well as what you wrote" in told
    assert "Ben is not asked and not told" in told
    assert "What is handed over" not in (await chidi.get("/link")).text
    before = dict(street.house.hub._newest)
    older = re.search(r'name="bond" value="([0-9a-f]{32})"', told)
    assert older is not None
    assert (await aiko.post("/link/bring-back", {"bond": older[1]})).status_code == 303
    await chidi.post("/sign-out")
    await chidi.post("/sign-in", {"name": "Chidi", "passphrase": PASSPHRASES["Chidi"]})
    assert "his words" in (await chidi.get(f"/entry/{bens}")).text, "the page says what is true"
    assert sum(n != before.get(person) for person, n in street.house.hub._newest.items()) == 2, (
        "Ben heard nothing"
    )


async def test_a_changed_passphrase_closes_every_open_stream(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    closed: list[str] = []
    street.house.hub.close = lambda person, session=None: closed.append(person)  # type: ignore[method-assign]
    form = {"passphrase": PASSPHRASES["Aiko"], "fresh": "nine slow ferries cross"}
    assert (await aiko.post("/me/passphrase", form)).status_code == 303
    assert len(closed) == 1


async def test_with_a_deleted_entry_goes_what_was_half_written_in_it(street: Street) -> None:
    aiko, ben = await street.couple()
    gone, stays = await aiko.write("for both", share=True), await aiko.write("for me")
    for slot in (f"edit-{gone}", f"reply-{gone}", f"edit-{stays}", "new-free"):
        assert (await aiko.post(f"/drafts/{slot}", {"text": "text=half+written"})).status_code == 204
    await ben.post(f"/drafts/reply-{gone}", {"text": "his own words"})
    assert (await aiko.post(f"/entry/{gone}/delete")).status_code == 303

    async def left(one: Visitor) -> list[str]:
        secret = from_text(one.client.cookies["__Host-session"])
        assert secret is not None
        keys = await open_keys(street.house.cellar, secret, street.clock())
        slots = (f"edit-{gone}", f"reply-{gone}", f"edit-{stays}", "new-free")
        return [slot for slot in slots if await drafts.read_draft(street.house.cellar, keys, slot)]

    assert await left(aiko) == [f"edit-{stays}", "new-free"]
    assert await left(ben) == [f"reply-{gone}"], "what he had begun to write is his"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_quick_exit_clears_the_pages_and_leaves_the_phone_and_what_was_half_written(
    street: Street, method: str
) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    await aiko.post("/drafts/new-free", {"text": "text=half+written"})
    left = await aiko.send(method, "/leave")
    assert left.headers["location"] == "/kitchen"
    assert left.headers["clear-site-data"] == '"cache"'
    assert left.headers["cache-control"] == "no-store"
    assert [name for name in aiko.client.cookies if "session" in name] == []
    assert (await aiko.get("/journal")).headers["location"].startswith("/locked")
    assert (await aiko.post("/unlock", {"_pin": PIN})).status_code == 303
    assert "half written" in (await aiko.get("/journal/new?form=free")).text
    assert "clear-site-data" not in (await street.visitor().get("/kitchen")).headers


# --- a crowd at the door ----------------------------------------------------------------------------


WRONG = {"name": "Aiko", "passphrase": "not the right words at all"}


Task = asyncio.Task[httpx.Response]


async def turned_away(crowd: list[Task]) -> tuple[list[Task], list[Task]]:
    """Wait until all are told who find the queue full; hands back these, and who waits."""
    while sum(task.done() for task in crowd) < len(crowd) - MOST_WAITING:  # noqa: ASYNC110 - no event for it
        await asyncio.sleep(0.01)
    return [task for task in crowd if task.done()], [task for task in crowd if not task.done()]


async def test_a_crowd_at_the_door_is_told_so_calmly_and_nothing_typed_is_lost(street: Street) -> None:
    slow, chidi = street.house.cellar.slow, street.visitor("Chidi")
    async with slow.turn(), slow.turn():
        crowd = [asyncio.create_task(chidi.post("/sign-in", {**WRONG, "name": f"N{n}"})) for n in range(20)]
        done, waiting = await turned_away(crowd)
        form = {"name": "Chidi", "passphrase": PASSPHRASES["Chidi"], "understood": "yes", "adult": "yes"}
        newcomer = await chidi.post("/sign-up", form)
    for answer in (newcomer, *(task.result() for task in done)):
        assert answer.status_code == 503
        assert "Too many are knocking" in answer.text
    assert 'value="Chidi"' in newcomer.text
    assert PASSPHRASES["Chidi"] not in newcomer.text
    assert {(await task).status_code for task in waiting} == {401}


async def test_through_a_crowd_a_phone_that_is_known_gets_in(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    await aiko.post("/sign-out")
    slow, chidi = street.house.cellar.slow, street.visitor("Chidi")
    async with slow.turn(), slow.turn():
        crowd = [asyncio.create_task(chidi.post("/sign-in", {**WRONG, "name": f"N{n}"})) for n in range(20)]
        await turned_away(crowd)
        by_pin = asyncio.create_task(aiko.post("/unlock", {"_pin": PIN}))
        by_words = asyncio.create_task(
            aiko.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})
        )
        await asyncio.sleep(0.2)
    assert (await by_pin).headers["location"] == "/today"
    assert (await by_words).headers["location"] == "/today"
    await asyncio.gather(*crowd)


async def test_twenty_wrong_tries_of_a_stranger_leave_her_own_phone_open(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    await aiko.post("/sign-out")
    chidi = street.visitor("Chidi")
    answers = [(await chidi.post("/sign-in", WRONG)).status_code for _ in range(21)]
    assert answers == [401] * 20 + [429]
    right = {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]}
    assert (await chidi.post("/sign-in", right)).status_code == 429
    assert (await aiko.post("/sign-in", right)).headers["location"] == "/today"


async def test_new_notebooks_are_begun_twenty_times_in_a_quarter_of_an_hour_at_most(
    street: Street, clock: Clock
) -> None:
    aiko, chidi = await street.visitor("Aiko").sign_up(), street.visitor("Chidi")
    form = {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"], "understood": "yes", "adult": "yes"}
    answers = [(await chidi.post("/sign-up", form)).status_code for _ in range(20)]
    assert answers == [422] * 19 + [429]
    told = await chidi.post("/sign-up", {**form, "name": "Chidi"})
    assert told.status_code == 429
    assert 'value="Chidi"' in told.text
    assert (await aiko.get("/today")).status_code == 200, "who is in stays in"
    clock.go(minutes=15)
    assert (await chidi.post("/sign-up", {**form, "name": "Chidi"})).status_code == 303


# --- by which name they came ------------------------------------------------------------------------


OURS = [
    "192.168.1.20:8470",
    "127.0.0.1",
    "[::1]:8470",
    "[fe80::1]",
    "localhost",
    "LOCALHOST:8470",
    "dana-pc.local",
    "dana-pc.local.",
    "dana-pc.tail1234.ts.net",
    "omoiyari.test",
    "omoiyari.test:8470",
]
NOT_OURS = [
    "evil.example",
    "omoiyari.test.evil.example",
    "evil.example:8470",
    "local",
    "ts.net",
    "xlocalhost",
    "not-omoiyari.test",
    "127.0.0.1.evil.example",
    "evil.example@localhost",
    "localhost/evil.example",
    "[::1",
    "[",
    "256.1.1.1.1",
    "localhost:port",
    "localhost,evil.example",
]


@pytest.mark.parametrize("host", OURS)
async def test_the_house_answers_to_its_addresses_and_names(street: Street, host: str) -> None:
    assert (await street.visitor().get("/sign-in", Host=host)).status_code == 200


@pytest.mark.parametrize("host", ["", *NOT_OURS])
async def test_under_any_other_name_nothing_is_served_and_nothing_done(street: Street, host: str) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    for path in ("/today", "/sign-in", f"/static/{edition()}/css/omoiyari.css", "/nowhere"):
        answer = await aiko.get(path, Host=host)
        assert answer.status_code == 421, path
        assert "set-cookie" not in answer.headers
    assert "does not know the name in your address bar" in answer.text
    there = {"Host": host, "Origin": f"https://{host}"}
    assert (await aiko.post("/sign-out", **there)).status_code == 421
    assert (await aiko.get("/today")).status_code == 200


async def test_a_name_with_a_star_stands_for_any_beginning(tmp_path: Path, clock: Clock) -> None:
    street = await open_street(tmp_path, clock)
    house = replace(street.house, hosts=frozenset({"*.home.example"}))
    street.app.state.house = house
    assert (await street.visitor().get("/help", Host="tea.home.example")).status_code == 200
    assert (await street.visitor().get("/help", Host="home.example")).status_code == 421
    await street.close()


async def test_over_plain_http_both_spellings_of_our_own_origin_are_let_in(street: Street) -> None:
    """A proxy may not tell that the browser spoke HTTPS to it."""
    plain = httpx.AsyncClient(transport=httpx.ASGITransport(street.app), base_url="http://omoiyari.test")
    for origin, status in (
        ("http://omoiyari.test", 401),
        ("https://omoiyari.test", 401),
        ("http://omoiyari.test:81", 403),
        ("http://evil.example", 403),
    ):
        assert (await plain.post("/sign-in", data=WRONG, headers={"Origin": origin})).status_code == status
    await plain.aclose()
