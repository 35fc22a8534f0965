"""What happens to one's keys is told inside the private area, and whoever did it elsewhere cannot hide it."""

import asyncio
import html
import re
from dataclasses import replace

import httpx
import pyotp
import pytest

from omoiyari.store.backup import backup_key, make_backup, new_backup_key
from omoiyari.store.cellar import Cellar
from omoiyari.store.restore import restore
from tests.conftest import PASSPHRASES, Clock
from tests.web.test_bad_input import in_the_form
from tests.web.visitors import PIN, Street, Visitor

AIKO = PASSPHRASES["Aiko"]
FRESH = "nine loud geese fly south"
NEW_PHONE = "A new phone signed in"


def words(answer: httpx.Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


async def told(who: Visitor) -> str:
    """What stands under "About your keys"."""
    card = re.search(r"<h2>About your keys</h2>.*?</section>", (await who.get("/me")).text, re.S)
    return words(httpx.Response(200, text=card[0])) if card else ""


async def sign_in(street: Street, passphrase: str = AIKO) -> Visitor:
    """Somebody with Aiko's passphrase on another phone."""
    other = street.visitor("Aiko")
    assert (await other.post("/sign-in", {"name": "Aiko", "passphrase": passphrase})).status_code == 303
    return other


@pytest.fixture
async def aiko(street: Street) -> Visitor:
    return await (await street.visitor("Aiko").sign_up()).set_pin()


async def test_a_new_notebook_with_its_first_pin_begins_without_a_notice(aiko: Visitor) -> None:
    assert await told(aiko) == ""


async def test_whoever_signed_in_on_a_new_phone_cannot_put_the_notice_away(
    street: Street, aiko: Visitor
) -> None:
    thief, helper = await sign_in(street), await sign_in(street)
    for one in (thief, helper, thief):
        assert "It was me" not in await told(one)
        await one.post("/me/seen")
        street.clock.go(hours=11)
        await one.post("/sign-in", {"name": "Aiko", "passphrase": AIKO})
    await aiko.post("/unlock", {"_pin": PIN})
    assert (await told(aiko)).count(NEW_PHONE) == 2
    assert "It was me" in await told(aiko)
    await aiko.post("/me/seen")
    assert await told(aiko) == await told(thief) == ""


async def test_a_phone_that_changed_something_itself_still_speaks_against_a_newer_one(
    street: Street, aiko: Visitor, clock: Clock
) -> None:
    second = await sign_in(street)
    await aiko.post("/me/seen")
    await aiko.post("/me/recovery", {"passphrase": AIKO})
    thief = await sign_in(street)
    clock.go(hours=25)
    await thief.post("/sign-in", {"name": "Aiko", "passphrase": AIKO})
    await thief.post("/me/seen")
    assert NEW_PHONE in await told(thief)
    await second.post("/sign-in", {"name": "Aiko", "passphrase": AIKO})
    await second.post("/me/seen")
    assert await told(thief) == ""


async def test_where_no_other_phone_is_left_a_notice_stays_for_a_day(
    street: Street, aiko: Visitor, clock: Clock
) -> None:
    new = await sign_in(street)
    await new.post("/me/everywhere")
    for _ in range(2):
        await new.post("/me/seen")
        assert NEW_PHONE in await told(new)
        clock.go(hours=11)
        await new.post("/sign-in", {"name": "Aiko", "passphrase": AIKO})
    clock.go(hours=3)
    await new.post("/sign-in", {"name": "Aiko", "passphrase": AIKO})
    assert "It was me" in await told(new)
    await new.post("/me/seen")
    assert await told(new) == ""


async def test_each_change_of_a_lock_is_told_on_the_other_phones(street: Street, clock: Clock) -> None:
    aiko, new = await street.visitor("Aiko").sign_up(), await sign_in(street)
    await aiko.post("/me/seen")
    await new.post("/me/pin", {"pin": PIN, "again": PIN, "passphrase": AIKO})
    await new.post("/me/recovery", {"passphrase": AIKO})
    await new.post("/me/recovery/off", {"passphrase": AIKO})
    secret = in_the_form(await new.get("/me/second-factor"))["secret"]
    code = pyotp.TOTP(secret).at(clock())
    await new.post("/me/second-factor", {"secret": secret, "code": code, "passphrase": AIKO})
    await new.post("/me/second-factor/off", {"passphrase": AIKO})
    seen = await told(aiko)
    for sentence in (
        "A PIN was set",
        "A recovery code was made",
        "The recovery code was made worthless",
        "A six-digit code is asked for at sign-in",
        "The six-digit code was switched off",
    ):
        assert sentence in seen, sentence
    await new.post("/me/seen")
    assert await told(aiko) == seen
    await new.post("/me/passphrase", {"passphrase": AIKO, "fresh": FRESH})
    assert (await aiko.get("/me")).status_code == 303, "all others are signed out"
    again = await sign_in(street, FRESH)
    assert "The passphrase was changed" in await told(again)


async def test_signing_the_others_out_is_told_too(street: Street, aiko: Visitor) -> None:
    thief = await sign_in(street)
    await thief.post("/me/everywhere")
    assert "All other phones were signed out" in await told(await sign_in(street))


async def recovery_code(aiko: Visitor) -> str:
    page = await aiko.post("/me/recovery", {"passphrase": AIKO})
    found = re.search(r'class="copyable"[^>]*>([^<]+)<', page.text)
    assert found is not None
    return found[1]


async def test_a_recovery_ends_every_other_session_and_every_pin(street: Street, aiko: Visitor) -> None:
    code = await recovery_code(aiko)
    thief = await (await sign_in(street)).set_pin()
    closed: list[str] = []
    street.house.hub.close = lambda person, session=None: closed.append(person)  # type: ignore[method-assign]
    new = street.visitor("Aiko")
    assert (
        await new.post("/recover", {"name": "Aiko", "code": code, "passphrase": FRESH})
    ).status_code == 303
    assert closed
    for old in (thief, aiko):
        assert (await old.get("/journal")).headers["location"].startswith("/sign-in")
        assert (await old.post("/unlock", {"_pin": PIN})).status_code == 422
    assert "The recovery code was used" in await told(new)
    assert (await new.get("/journal")).status_code == 200


async def test_a_name_or_a_recovery_code_that_opens_nothing_gets_one_and_the_same_answer(
    street: Street, aiko: Visitor
) -> None:
    code = await recovery_code(aiko)
    tries = [("Aika", code), ("Aiko", "0" * 27)]
    await street.visitor().post("/recover", {"name": "Aiko", "code": code, "passphrase": FRESH})
    for name, typed in [*tries, ("Aiko", code)]:
        answer = await street.visitor().post("/recover", {"name": name, "code": typed, "passphrase": FRESH})
        assert "That name and code open nothing together." in answer.text
        assert "Wait for the next one" not in answer.text


async def test_six_digits_are_guessed_twenty_times_in_a_quarter_of_an_hour_at_most_by_whoever_has_the_passphrase(
    aiko: Visitor, clock: Clock
) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    form = {"secret": secret, "code": pyotp.TOTP(secret).at(clock()), "passphrase": AIKO}
    assert (await aiko.post("/me/second-factor", form)).status_code == 303

    async def unlocked(code: str) -> int:
        await aiko.get("/locked")
        return (await aiko.post("/unlock", {"_passphrase": AIKO, "_code": code})).status_code

    clock.go(minutes=2)
    assert [await unlocked("000000") for _ in range(19)] == [401] * 19
    assert await unlocked(pyotp.TOTP(secret).at(clock())) == 303, "and the count begins anew"
    assert [await unlocked("000000") for _ in range(21)] == [401] * 20 + [429]
    assert await unlocked(pyotp.TOTP(secret).at(clock.go(minutes=2))) == 429
    assert await unlocked(pyotp.TOTP(secret).at(clock.go(minutes=15))) == 303


# --- where one is signed in ---------------------------------------------------------------------------


def card(answer: httpx.Response, title: str) -> str:
    found = re.search(rf"<h2>{title}</h2>.*?</section>", answer.text, re.S)
    assert found is not None, answer.text
    return found[0]


async def test_every_open_session_is_listed_and_each_can_be_signed_out(
    street: Street, aiko: Visitor, clock: Clock
) -> None:
    clock.go(minutes=5)
    other = street.visitor("Aiko")
    form = {"name": "Aiko", "passphrase": AIKO}
    await other.client.post(
        "/sign-in",
        data=form,
        headers={"Origin": "https://omoiyari.test", "User-Agent": "Mozilla (iPhone) Safari/1"},
    )
    listed = card(await aiko.get("/me/keys"), "Where you are signed in")
    assert listed.count("<li>") == 2
    assert "iPhone, Safari" in listed
    assert "since 2 Mar, 20:05" in listed
    assert listed.count("this one") == 1
    (theirs,) = re.findall(
        r"/me/sessions/(\w+)/", next(item for item in listed.split("<li>") if "iPhone" in item)
    )
    assert (await aiko.post(f"/me/sessions/{theirs}/sign-out")).headers["location"] == "/me/keys"
    assert (await other.get("/journal")).headers["location"].startswith("/sign-in")
    page = await aiko.get("/me/keys")
    assert card(page, "Where you are signed in").count("<li>") == 1
    assert "iPhone, Safari" in card(page, "Phones that you have used"), "the phone itself stays known"


async def test_ones_own_session_ends_as_a_sign_out_does(aiko: Visitor) -> None:
    listed = card(await aiko.get("/me/keys"), "Where you are signed in")
    (mine,) = re.findall(r"/me/sessions/(\w+)/sign-out", listed)
    assert (await aiko.post(f"/me/sessions/{mine}/sign-out")).headers["location"] == "/"
    assert "__Host-session" not in aiko.client.cookies
    assert (await aiko.get("/journal")).headers["location"].startswith("/locked")


async def test_a_locked_session_says_so_and_a_signed_out_one_is_gone(
    street: Street, aiko: Visitor, clock: Clock
) -> None:
    other = await sign_in(street)
    await other.get("/locked")
    assert "· locked" in words(await aiko.get("/me/keys"))
    await other.post("/sign-out")
    assert card(await aiko.get("/me/keys"), "Where you are signed in").count("<li>") == 1


async def test_nobody_signs_out_the_session_of_another(street: Street, aiko: Visitor) -> None:
    chidi = await street.visitor("Chidi").sign_up()
    (mine,) = re.findall(r"/me/sessions/(\w+)/sign-out", (await aiko.get("/me/keys")).text)
    await chidi.post(f"/me/sessions/{mine}/sign-out")
    assert (await aiko.get("/journal")).status_code == 200


async def test_whose_key_of_the_link_was_lost_with_older_keys_still_reads_their_own_pages(
    street: Street, clock: Clock
) -> None:
    aiko, ben = await street.visitor("Aiko").sign_up(), await street.visitor("Ben").sign_up()
    folder, own = street.house.cellar.folder, await aiko.write("before we met")
    passphrase, key = new_backup_key(folder), backup_key(folder)
    assert key is not None
    _notebooks, keys = make_backup(folder, folder / "backups", key, clock())
    await ben.post(await aiko.invite())
    for one in (aiko, ben):
        assert (await one.get("/today")).status_code == 200
    await street.house.cellar.close()
    await asyncio.to_thread(restore, folder, [keys.path], passphrase, clock.go(days=1))
    street.house = street.app.state.house = replace(street.house, cellar=await Cellar.open(folder))
    aiko = await sign_in(street)
    for path in ("/today", "/together", "/journal", "/me", f"/entry/{own}"):
        assert (await aiko.get(path)).status_code == 200, path
