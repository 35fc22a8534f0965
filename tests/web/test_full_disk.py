"""A full disk at the door: help and leaving need no room, the rest says so and loses nothing."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from dataclasses import dataclass
from itertools import count, product

import pyotp
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from omoiyari.couple import Audience
from omoiyari.store import accounts, devices
from omoiyari.store.cellar import NOTEBOOK_FILE, File
from omoiyari.store.errors import DiskTrouble, StoreError
from tests.conftest import PASSPHRASES
from tests.store.test_durability import room_for
from tests.web.evenings import notebook_of, sign_in
from tests.web.test_about_keys import FRESH, recovery_code, told
from tests.web.visitors import PIN, Street, Visitor
from tests.web.visitors import Couple as Files

AIKO = {"passphrase": PASSPHRASES["Aiko"]}
FULL = "The disk of this computer is full"
Couple = tuple[Visitor, Visitor]


def lets_go(answer: object, name: str = "session") -> bool:
    cookies = answer.headers.get_list("set-cookie")  # type: ignore[attr-defined]
    return any(f"__Host-{name}=" in one and "Max-Age=0" in one for one in cookies)


async def is_signed_in(visitor: Visitor) -> bool:
    return (await visitor.get("/journal")).status_code == 200


@pytest.mark.parametrize("minutes", [0, 2, 11, 13 * 60], ids=["fresh", "used", "idle", "old"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/leave"), ("POST", "/leave"), ("POST", "/sign-out")])
async def test_whoever_leaves_has_left(street: Street, method: str, path: str, minutes: int) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    street.clock.go(minutes=minutes)
    with room_for(0):
        answer = await aiko.send(method, path)
        assert answer.headers["location"] == ("/" if path == "/sign-out" else "/kitchen")
        assert lets_go(answer)
        assert "clear-site-data" in answer.headers
        assert not await is_signed_in(aiko)


async def test_a_phone_that_is_to_be_forgotten_lets_its_cookie_go(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    with room_for(0):
        answer = await aiko.post("/sign-out", {"forget": "yes"})
    assert (answer.headers["location"], lets_go(answer, "phone")) == ("/", True)
    assert (await aiko.get("/locked")).headers["location"] == "/sign-in"


@pytest.mark.parametrize("minutes", [0, 2, 11, 13 * 60], ids=["fresh", "used", "idle", "old"])
async def test_help_is_there(street: Street, minutes: int) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    street.clock.go(minutes=minutes)
    with room_for(0):
        assert (await aiko.get("/help")).status_code == 200
        assert (await aiko.get("/kitchen")).status_code == 200


async def test_what_was_written_can_be_read_and_an_idle_notebook_is_closed(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    entry = await aiko.write("Written before.")
    street.clock.go(minutes=5)
    with room_for(0):
        assert "Written before." in (await aiko.get(f"/entry/{entry}")).text
        street.clock.go(minutes=11)
        assert (await aiko.get(f"/entry/{entry}")).headers["location"].startswith("/locked")
    assert (await aiko.post("/unlock", {"_pin": PIN})).status_code == 303
    assert "Written before." in (await aiko.get(f"/entry/{entry}")).text


async def test_what_has_to_come_home_waits_for_room_and_the_pages_are_there(
    street: Street, linked: Couple
) -> None:
    aiko, _ = linked
    street.clock.go(hours=7, minutes=55)
    await sign_in(aiko)
    await aiko.check_in()
    street.clock.go(minutes=8)  # the day is over, and nobody matched it
    with room_for(0):
        for path in ("/today", "/journal", "/me/check-ins"):
            assert (await aiko.get(path)).status_code == 200, path
        assert "worried" in (await aiko.get("/me/check-ins")).text
    assert "No other answer stands beside it" in (await aiko.get("/me/check-ins")).text
    (answer,) = (await notebook_of(street, "Aiko")).of_kind("answer")
    assert answer.audience is Audience.MINE


async def test_a_phone_that_asks_to_be_locked_is_locked(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    with room_for(0):
        answer = await aiko.get("/locked")
        assert (answer.status_code, lets_go(answer)) == (200, True)
        assert not await is_signed_in(aiko)


async def test_the_area_that_locks_first_is_shut_when_it_is_hidden(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    await aiko.post("/me/safe/open", {"pin": PIN})
    await aiko.post("/me/safe", {"text": "For nobody else.", "id": await aiko.id_in("/me/safe")})
    with room_for(0):
        await aiko.post("/lock/safety")
        assert "For nobody else." not in (await aiko.get("/me/safe")).text
    await aiko.post("/unlock", {"_pin": PIN})
    assert "For nobody else." not in (await aiko.get("/me/safe")).text


async def _rows(street: Street) -> list[tuple[object, ...]]:
    """What people wrote and who they are; counts of tries and sessions come and go."""
    kept = ("records", "heads", "drafts", "people", "bonds", "invites", "devices", "post")
    found: list[tuple[object, ...]] = []
    for table in kept:
        found += await street.house.cellar.notebook.ask(
            lambda file, table=table: file.execute(f"SELECT '{table}', * FROM {table}").fetchall()  # type: ignore[misc]
        )
    return found


async def test_every_form_says_so_keeps_its_words_and_works_once_there_is_room(
    street: Street, linked: Couple
) -> None:
    aiko, ben = linked
    await aiko.set_pin()
    await street.visitor().post("/sign-in", {"name": "Aiko", **AIKO})
    held = await aiko.write("held", share=True, send=False)
    taken = await aiko.write("to be taken back", share=True, send=False)
    mine, shown = await aiko.write("mine"), await ben.write("from Ben", share=True)
    forms: list[tuple[str, dict[str, str]]] = [
        ("/journal", {"form": "free", "text": "words of a new page", "id": "a" * 32}),
        (f"/entry/{shown}/reply", {"text": "words of an answer", "id": "b" * 32}),
        (f"/entry/{held}/send", {}),
        (f"/entry/{taken}/take-back", {}),
        (f"/entry/{mine}/share", {}),
        (f"/entry/{mine}/delete", {}),
        ("/need", {"need": "hug"}),
        ("/promises", {"text": "words of a promise", "by": "2026-03-09"}),
        ("/me/notices/calendar", {"weekday": "2", "time": "20:00"}),
        ("/me/recovery", AIKO),
        ("/me/pin", {"pin": PIN, "again": PIN, **AIKO}),
        ("/me/safe/open", {"pin": PIN}),
        ("/me/everywhere", {}),
        ("/me/passphrase", {"fresh": "nine loud geese fly south", **AIKO}),
        ("/unlink", {}),
        ("/link/invite", {}),
        ("/me/data/erase", {"sure": "yes", "passphrase": "nine loud geese fly south"}),
    ]
    for path, form in forms:
        before = await _rows(street)
        with room_for(0):
            answer = await aiko.post(path, form)
        text = html.unescape(re.sub(r"<[^>]+>", " ", answer.text))
        assert (path, answer.status_code, FULL in text) == (path, 507, True)
        assert form.get("text", "") in html.unescape(answer.text), path
        assert await _rows(street) == before, path
        assert (await aiko.post(path, form)).status_code in (200, 303), path


async def test_whoever_was_cut_off_while_signing_up_sends_the_form_again_or_signs_in(street: Street) -> None:
    """Wherever the disk stopped it: nobody is shut out of their own name, and nobody stays without one."""
    log, cut_off = street.house.cellar.folder / f"{NOTEBOOK_FILE}-wal", 0
    await street.visitor("Ben").sign_up()
    for room in range(0, 40, 2):
        street.clock.go(hours=1)
        name = f"Aiko {room}"
        form = {"name": name, **AIKO, "understood": "yes", "adult": "yes"}
        with room_for(log.stat().st_size + 4096 * room):
            answer = await street.visitor().post("/sign-up", form)
        if answer.status_code == 303:
            break
        cut_off += 1
        assert (answer.status_code, FULL in answer.text) == (507, True)
        again = street.visitor()
        signed_in = room % 4 and (await again.post("/sign-in", form)).status_code == 303
        assert signed_in or (await again.post("/sign-up", form)).status_code == 303
        export = await again.post("/me/data/export", AIKO)
        assert name in zipfile.ZipFile(io.BytesIO(export.content)).read("notebook.txt").decode()
    assert cut_off >= 5


async def test_a_name_that_somebody_has_stays_taken(street: Street) -> None:
    await street.visitor("Aiko").sign_up()
    form = {"name": "Aiko", **AIKO, "understood": "yes", "adult": "yes"}
    answer = await street.visitor().post("/sign-up", form)
    assert (answer.status_code, "That name is taken here." in answer.text) == (422, True)


# --- a change of what opens one's keys ----------------------------------------------------------------


@contextmanager
def refusing(at: int, *, for_good: bool) -> Iterator[None]:
    """The write with this number finds no room, and neither does any after it where it is `for_good`."""
    real, numbers = File.write, count()

    def write(file: File) -> AbstractAsyncContextManager[AsyncConnection]:
        number = next(numbers)
        if number == at or (for_good and number > at):
            raise DiskTrouble
        return real(file)

    with pytest.MonkeyPatch.context() as full:
        full.setattr(File, "write", write)
        yield


@dataclass(frozen=True)
class Locks:
    """A house in which Aiko has a recovery code, and a PIN on two phones; it can be lived through again."""

    street: Street
    files: Files
    code: str
    phone: devices.DeviceCookie | None

    async def again(self) -> Visitor:
        """Aiko, with everything as it was at first."""
        cellar = self.street.house.cellar
        await cellar.close()
        for left in cellar.folder.glob("*.db*"):
            left.unlink()
        await self.street._move_in(self.files)
        return self.street.visitor("Aiko", self.files.cookies["Aiko"])

    async def that_open(self) -> set[str]:
        """Which of them open her keys."""
        cellar, now, found = self.street.house.cellar, self.street.clock(), set[str]()
        with suppress(StoreError):
            await accounts.sign_in(cellar, "Aiko", PASSPHRASES["Aiko"], "", now)
            found.add("passphrase alone")
        with suppress(StoreError):
            await accounts.open_with_code(cellar, "Aiko", self.code, now)
            found.add("code")
        with suppress(StoreError):
            await devices.open_with_pin(cellar, self.phone, PIN)
            found.add("PIN elsewhere")
        return found


@pytest.fixture
async def locks(street: Street) -> Locks:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    other = street.visitor("Aiko")
    await other.post("/sign-in", {"name": "Aiko", **AIKO})
    await other.set_pin()
    code = await recovery_code(aiko)
    folder = street.house.cellar.folder
    await street.house.cellar.close()
    files = {path.name: path.read_bytes() for path in folder.glob("*.db")}
    phone = devices.parse_device_cookie(other.client.cookies["__Host-phone"])
    return Locks(street, Files(files, {"Aiko": aiko.client.cookies}), code, phone)


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STAY = {"passphrase alone", "code", "PIN elsewhere"}


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("path", "form", "left"),
    [
        ("/me/recovery", AIKO, {"passphrase alone", "PIN elsewhere"}),
        ("/me/second-factor", {"secret": SECRET, **AIKO}, {"code", "PIN elsewhere"}),
        ("/me/passphrase", {"fresh": FRESH, **AIKO}, {"code"}),
        ("/recover", {"name": "Aiko", "passphrase": FRESH}, set()),
    ],
)
async def test_wherever_a_change_of_the_locks_is_refused_all_that_opened_before_still_does(
    street: Street, locks: Locks, path: str, form: dict[str, str], left: set[str]
) -> None:
    digits = pyotp.TOTP(SECRET).at(street.clock())
    form = {**form, "code": locks.code if path == "/recover" else digits}
    refused = 0
    for at, for_good in product(range(13), (False, True)):
        aiko = await locks.again()
        before = await told(aiko)
        who = street.visitor() if path == "/recover" else aiko
        with refusing(at, for_good=for_good):
            answer = await who.post(path, form)
        if answer.status_code == 507:
            refused += 1
            assert await locks.that_open() == STAY, (at, for_good)
            assert for_good or await told(aiko) == before, at
            assert who is aiko or not await is_signed_in(who)
            answer = await who.post(path, form)
        assert answer.status_code in (200, 303), (at, for_good)
        assert await locks.that_open() == left, (at, for_good)
        assert await told(who) != before
    assert refused >= 6
