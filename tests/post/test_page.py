"""The page of notices, and the note that it leads to."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from omoiyari.post.mail import Safety
from omoiyari.web.app import _Outbox
from tests.cli.conftest import free_port
from tests.conftest import PASSPHRASES, Clock
from tests.post.conftest import Postbox, slow_postbox
from tests.web.visitors import ADDRESS, Street, Visitor, open_street

Ways = Callable[[Safety], Postbox]


@pytest.fixture
async def street(tmp_path: Path, clock: Clock) -> AsyncIterator[Street]:
    street = await open_street(tmp_path, clock)
    yield street
    await street.close()


def mail_form(port: int) -> dict[str, str]:
    return {
        "host": "localhost",
        "port": str(port),
        "safety": "plain",
        "user": "ben",
        "password": "mail-secret",
        "address": "ben@example.org",
    }


async def done(street: Street) -> None:
    """Let the errands come to their end."""
    await asyncio.gather(*street.house.errands)


async def switch_on(who: Visitor, port: int) -> None:
    assert (await who.post("/me/notices/mail", mail_form(port))).status_code == 303


async def test_an_entry_sent_now_knocks_once_and_says_nothing(street: Street, open_postbox: Ways) -> None:
    box, (aiko, ben) = open_postbox(Safety.PLAIN), await street.couple()
    await switch_on(ben, box.port)
    for text in ("canary-one", "canary-two"):
        await aiko.write(text, share=True)
        await done(street)
    (mail,) = box.mails
    assert mail["To"] == "ben@example.org"
    assert not re.search("canary|aiko|omoiyari|http", mail.as_string(), re.IGNORECASE)


async def test_what_leaves_the_outbox_by_itself_knocks_at_the_other_and_not_at_its_author(
    street: Street, open_postbox: Ways
) -> None:
    box, (aiko, ben) = open_postbox(Safety.PLAIN), await street.couple()
    await switch_on(ben, box.port)
    await switch_on(aiko, box.port)
    await aiko.write("later", share=True, send=False)
    assert box.mails == []
    await awake(street, _Outbox(street.house), 10 * 60)
    assert len(box.mails) == 1


async def awake(street: Street, outbox: _Outbox, seconds: int) -> None:
    """So many seconds with a look at the outbox before them, and every few on the way."""
    await outbox.look()
    for _ in range(seconds // 5):
        street.clock.go(seconds=5)
        await outbox.look()
    await done(street)


@pytest.mark.parametrize("how", ["slept", "stopped"])
async def test_an_entry_that_was_nearly_due_when_the_house_woke_waits_ten_minutes_anew(
    street: Street, open_postbox: Ways, how: str
) -> None:
    box, (aiko, ben) = open_postbox(Safety.PLAIN), await street.couple()
    await switch_on(ben, box.port)
    entry = await aiko.write("better not", share=True, send=False)
    outbox = _Outbox(street.house)
    await outbox.look()
    street.clock.go(minutes=9, seconds=57)
    if how == "stopped":
        outbox = _Outbox(street.house)
    await awake(street, outbox, 5)
    assert box.mails == []
    await awake(street, outbox, 9 * 60 + 50)
    assert box.mails == []
    await awake(street, outbox, 5)
    assert len(box.mails) == 1
    await ben.post("/sign-in", {"name": "Ben", "passphrase": PASSPHRASES["Ben"]})
    assert "better not" in (await ben.get(f"/entry/{entry}")).text


async def test_a_round_that_opens_knocks(street: Street, open_postbox: Ways) -> None:
    box, (aiko, ben) = open_postbox(Safety.PLAIN), await street.couple()
    await switch_on(ben, box.port)
    await aiko.check_in()
    await done(street)
    assert len(box.mails) == 1


async def test_nothing_private_knocks(street: Street, open_postbox: Ways) -> None:
    box, (aiko, ben) = open_postbox(Safety.PLAIN), await street.couple()
    await switch_on(ben, box.port)
    await aiko.write("mine")
    await aiko.post("/me/capacity", {"door": "half", "hours": "3", "share": "yes"})
    await done(street)
    assert box.mails == []


async def test_a_note_that_failed_is_told_on_ones_own_page_alone(street: Street) -> None:
    aiko, ben = await street.couple()
    await switch_on(ben, free_port())
    await aiko.write("x", share=True)
    await done(street)
    assert "last note could not be sent" in (await ben.get("/me")).text
    assert "last note could not be sent" in (await ben.get("/me/notices")).text
    assert "last note" not in (await aiko.get("/me")).text


async def test_the_password_is_never_shown_again(street: Street) -> None:
    aiko, _ = await street.couple()
    await switch_on(aiko, 465)
    assert "mail-secret" not in (await aiko.get("/me/notices")).text
    refused = await aiko.post("/me/notices/mail", mail_form(465) | {"port": "none"})
    assert refused.status_code == 422
    assert "mail-secret" not in refused.text
    assert "ben@example.org" in refused.text


async def test_the_page_says_who_can_read_the_settings(street: Street) -> None:
    aiko, _ = await street.couple()
    assert "can be read by whoever runs this server" in (await aiko.get("/me/notices")).text


async def test_a_trial_note_says_that_it_is_one(street: Street, open_postbox: Ways) -> None:
    box, (aiko, _) = open_postbox(Safety.PLAIN), await street.couple()
    await switch_on(aiko, box.port)
    assert (await aiko.post("/me/notices/mail/try")).status_code == 303
    assert "This is how a note will look" in str(box.mails[0].get_payload())
    for _again in range(4):
        await aiko.post("/me/notices/mail/try")
    assert (await aiko.post("/me/notices/mail/try")).status_code == 429


async def test_switched_off_during_a_trial_is_off(street: Street) -> None:
    aiko, _ = await street.couple()
    async with slow_postbox(lambda: aiko.post("/me/notices/mail/off")) as slow:
        await switch_on(aiko, slow.port)
        refused = await aiko.post("/me/notices/mail/try")
    assert (slow.knocks, refused.status_code) == (1, 422)
    assert (await aiko.post("/me/notices/mail/try")).status_code == 404


async def test_switched_off_is_off(street: Street, open_postbox: Ways) -> None:
    box, (aiko, ben) = open_postbox(Safety.PLAIN), await street.couple()
    await switch_on(ben, box.port)
    assert (await ben.post("/me/notices/mail/off")).status_code == 303
    await aiko.write("x", share=True)
    await done(street)
    assert box.mails == []


async def test_the_feed_is_shown_once_and_read_without_signing_in(street: Street) -> None:
    aiko, _ = await street.couple()
    made = await aiko.post("/me/notices/calendar", {"weekday": "2", "time": "21:15"})
    found = re.search(ADDRESS + r"(/calendar/[\w-]{43}\.ics)", made.text)
    assert found is not None
    feed = await street.visitor().get(found[1])
    assert feed.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:Ten quiet minutes" in feed.text
    assert found[1] not in (await aiko.get("/me/notices")).text
    await aiko.post("/me/notices/calendar/off")
    gone = await street.visitor().get(found[1])
    nowhere = await street.visitor().get("/nowhere")
    assert (gone.status_code, gone.content) == (404, nowhere.content)
