"""The one note a day: its words, its way, and what happens when it cannot go."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.post import Mailbox, MailNotSent, Office, parse_mailbox, send
from omoiyari.post.errors import AddressWrong, HoursWrong, MailServerMissing
from omoiyari.post.mail import Safety, is_quiet, note
from omoiyari.post.office import MAIL
from omoiyari.post.words import BODY, SENDER, SUBJECT
from omoiyari.store.cellar import Cellar
from omoiyari.store.erase import erase
from omoiyari.store.errors import DiskTrouble
from omoiyari.web.house import House
from omoiyari.web.softly import knock
from tests.cli.conftest import free_port
from tests.conftest import Clock, Someone
from tests.post.conftest import Postbox, slow_postbox
from tests.store.test_durability import room_for

WORDS = (SENDER, SUBJECT, BODY)
NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
FORM = {
    "host": "localhost",
    "port": "465",
    "safety": "tls",
    "user": "aiko",
    "password": "mail-secret",
    "address": "aiko@example.org",
}


def mailbox(box: Postbox, safety: Safety = Safety.PLAIN) -> Mailbox:
    return parse_mailbox(FORM | {"port": str(box.port), "safety": safety.value}, WORDS, None)


def test_the_whole_mail_is_this_and_nothing_else() -> None:
    message = note(parse_mailbox(FORM, WORDS, None), BODY, NOW)
    del message["Message-ID"]
    assert message.as_string() == (
        "From: A note <aiko@example.org>\n"
        "To: aiko@example.org\n"
        "Subject: A note\n"
        "Date: Mon, 02 Mar 2026 20:00:00 +0000\n"
        'Content-Type: text/plain; charset="utf-8"\n'
        "Content-Transfer-Encoding: 7bit\n"
        "MIME-Version: 1.0\n"
        "\n"
        "There is something for you, whenever you have a quiet moment.\n"
    )


def test_no_line_of_it_names_this_computer_or_the_app() -> None:
    text = note(parse_mailbox(FORM, WORDS, None), BODY, NOW).as_string().casefold()
    assert "omoiyari" not in text
    assert f"@{socket.gethostname().casefold()}" not in text
    assert text.count("@example.org") == 3


@pytest.mark.parametrize("safety", list(Safety))
async def test_a_note_arrives_by_every_way(open_postbox: Callable[[Safety], Postbox], safety: Safety) -> None:
    box = open_postbox(safety)
    await send(mailbox(box, safety), BODY, NOW, box.context)
    (mail,) = box.mails
    assert (mail["Subject"], mail.get_payload().strip()) == ("A note", BODY)  # type: ignore[union-attr]
    assert box.users == [b"aiko"]
    assert box.greetings == ["example.org"]


async def test_a_mail_server_with_a_strange_certificate_gets_nothing(
    open_postbox: Callable[[Safety], Postbox],
) -> None:
    box = open_postbox(Safety.TLS)
    with pytest.raises(MailNotSent):
        await send(mailbox(box, Safety.TLS), BODY, NOW)
    assert box.mails == []


async def test_a_wrong_password_or_a_silent_port_is_one_error(
    open_postbox: Callable[[Safety], Postbox],
) -> None:
    box = open_postbox(Safety.PLAIN)
    for wrong in (replace(mailbox(box), password="no"), replace(mailbox(box), port=free_port())):
        with pytest.raises(MailNotSent):
            await send(wrong, BODY, NOW)


# --- the office -----------------------------------------------------------------------------------


async def test_notices_are_off_until_somebody_wants_them(cellar: Cellar, clock: Clock, aiko: Someone) -> None:
    assert await Office(cellar).tell(aiko.opened.person, clock()) is False


async def test_one_note_a_day_however_much_is_new(
    cellar: Cellar, clock: Clock, aiko: Someone, open_postbox: Callable[[Safety], Postbox]
) -> None:
    box, office = open_postbox(Safety.PLAIN), Office(cellar)
    await office.keep_mailbox(aiko.opened.person, mailbox(box))
    told = await asyncio.gather(*(office.tell(aiko.opened.person, clock()) for _ in range(5)))
    assert sorted(told) == [False] * 4 + [True]
    clock.go(hours=3)
    assert await office.tell(aiko.opened.person, clock()) is False
    clock.go(hours=2)
    assert await office.tell(aiko.opened.person, clock()) is True
    assert len(box.mails) == 2


async def test_the_day_is_the_persons_own(
    cellar: Cellar, clock: Clock, aiko: Someone, open_postbox: Callable[[Safety], Postbox]
) -> None:
    box, office = open_postbox(Safety.PLAIN), Office(cellar)
    await office.keep_mailbox(aiko.opened.person, replace(mailbox(box), zone="Asia/Tokyo"))
    assert await office.tell(aiko.opened.person, clock()) is True
    clock.go(hours=5)
    assert await office.tell(aiko.opened.person, clock()) is False


async def test_saving_the_settings_again_does_not_give_a_second_note(
    cellar: Cellar, clock: Clock, aiko: Someone, open_postbox: Callable[[Safety], Postbox]
) -> None:
    box, office = open_postbox(Safety.PLAIN), Office(cellar)
    await office.keep_mailbox(aiko.opened.person, mailbox(box))
    await office.tell(aiko.opened.person, clock())
    await office.keep_mailbox(aiko.opened.person, mailbox(box))
    assert await office.tell(aiko.opened.person, clock()) is False


async def test_a_clock_that_was_far_ahead_does_not_silence_notes_for_long(
    cellar: Cellar, clock: Clock, aiko: Someone, open_postbox: Callable[[Safety], Postbox]
) -> None:
    box, office = open_postbox(Safety.PLAIN), Office(cellar)
    await office.keep_mailbox(aiko.opened.person, mailbox(box))
    assert await office.tell(aiko.opened.person, clock.go(days=4000)) is True
    assert await office.tell(aiko.opened.person, clock.go(days=-4000)) is True


async def test_a_note_that_cannot_go_leaves_a_flag_and_is_not_tried_again(
    cellar: Cellar, clock: Clock, aiko: Someone, open_postbox: Callable[[Safety], Postbox]
) -> None:
    box, office, person = open_postbox(Safety.PLAIN), Office(cellar), aiko.opened.person
    await office.keep_mailbox(person, replace(mailbox(box), port=free_port()))
    assert await office.tell(person, clock()) is False
    held = await office.mailbox(person)
    assert held is not None
    assert held.failed
    await office.keep_mailbox(person, replace(held, port=box.port))
    assert await office.tell(person, clock()) is False
    assert await office.tell(person, clock.go(days=1)) is True
    mended = await office.mailbox(person)
    assert mended is not None
    assert not mended.failed


# --- what happens while a mail is under way -------------------------------------------------------

Sends = Callable[[Office, Someone, Clock], Awaitable[object]]
NEW = parse_mailbox(FORM | {"address": "new@example.org"}, WORDS, None)


async def a_note(office: Office, who: Someone, clock: Clock) -> None:
    assert await office.tell(who.opened.person, clock()) is False


async def a_trial(office: Office, who: Someone, clock: Clock) -> None:
    with pytest.raises(MailNotSent):
        await office.try_mailbox(who.opened.person, BODY, clock())


async def meanwhile(
    office: Office, who: Someone, clock: Clock, sent: Sends, happens: Callable[[], Awaitable[object]]
) -> None:
    """What happens while a mail of theirs is under way to a server that hangs until then."""
    async with slow_postbox(happens) as slow:
        await office.keep_mailbox(who.opened.person, replace(NEW, port=slow.port, safety=Safety.PLAIN))
        await sent(office, who, clock)
    assert slow.knocks == 1


@pytest.mark.parametrize("sent", [a_note, a_trial])
async def test_settings_that_are_saved_while_a_mail_is_under_way_stay_as_they_were_saved(
    cellar: Cellar, clock: Clock, aiko: Someone, sent: Sends
) -> None:
    office, person = Office(cellar), aiko.opened.person
    await meanwhile(office, aiko, clock, sent, lambda: office.keep_mailbox(person, NEW))
    assert await office.mailbox(person) == NEW


@pytest.mark.parametrize("sent", [a_note, a_trial])
async def test_notices_that_are_switched_off_while_a_mail_is_under_way_stay_off(
    cellar: Cellar, clock: Clock, aiko: Someone, sent: Sends
) -> None:
    office, person = Office(cellar), aiko.opened.person
    await meanwhile(office, aiko, clock, sent, lambda: office.drop(person, MAIL))
    assert await office.mailbox(person) is None


@pytest.mark.parametrize("sent", [a_note, a_trial])
async def test_the_address_of_somebody_who_is_erased_while_a_mail_is_under_way_does_not_come_back(
    cellar: Cellar, clock: Clock, aiko: Someone, sent: Sends
) -> None:
    office, person = Office(cellar), aiko.opened.person
    await meanwhile(office, aiko, clock, sent, lambda: erase(cellar, person))
    assert await cellar.notebook.ask(lambda file: file.execute("SELECT count(*) FROM post").fetchone()) == (
        0,
    )


async def test_what_others_change_while_one_mail_hangs_stays_so(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone
) -> None:
    office, both = Office(cellar), [aiko.opened.person, ben.opened.person]

    async def switch_off() -> None:
        for person in both:
            await office.drop(person, MAIL)

    async with slow_postbox(switch_off) as slow:
        for person in both:
            waits = replace(NEW, port=slow.port, safety=Safety.PLAIN, waiting=True)
            await office.keep_mailbox(person, waits)
        await office.tell_what_waited(clock(), lambda _: False)
    assert slow.knocks == 1
    assert [await office.mailbox(person) for person in both] == [None, None]


async def test_the_file_holds_no_password_and_the_key_is_for_its_owner_alone(
    cellar: Cellar, clock: Clock, aiko: Someone
) -> None:
    office = Office(cellar)
    await office.keep_mailbox(aiko.opened.person, parse_mailbox(FORM, WORDS, None))
    await cellar.close()
    for path in cellar.folder.iterdir():
        content = path.read_bytes()
        assert b"mail-secret" not in content
        assert b"example.org" not in content
    assert (cellar.folder / "server.key").stat().st_mode & 0o777 == 0o600


async def test_with_another_server_key_notices_are_off(cellar: Cellar, clock: Clock, aiko: Someone) -> None:
    await Office(cellar).keep_mailbox(aiko.opened.person, parse_mailbox(FORM, WORDS, None))
    (cellar.folder / "server.key").unlink()
    assert await Office(cellar).mailbox(aiko.opened.person) is None


# --- when a note is sent --------------------------------------------------------------------------


async def knocked(house: House, person: Any, topic: str) -> None:
    knock(house, person, topic)
    await asyncio.gather(*house.errands)


async def test_a_note_goes_only_for_what_waits_and_only_to_who_has_no_page_open(
    cellar: Cellar, clock: Clock, aiko: Someone, open_postbox: Callable[[Safety], Postbox]
) -> None:
    box, house, person = open_postbox(Safety.PLAIN), House(cellar, now=clock), aiko.opened.person
    await house.office.keep_mailbox(person, mailbox(box))
    await knocked(house, person, "capacity")
    assert box.mails == []
    stream = house.hub.listen(person, "session", None, 60)
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    await knocked(house, person, "journal")
    assert box.mails == []
    house.hub.close(person)
    with pytest.raises(StopAsyncIteration):
        await waiting
    await knocked(house, person, "journal")
    assert len(box.mails) == 1


# --- what is typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": ""},
        {"host": "a b"},
        {"port": "0"},
        {"port": "65536"},
        {"port": "x"},
        {"port": "٣"},
        {"port": "1" * 5000},
    ],
)
def test_a_mail_server_has_a_name_and_a_port(wrong: dict[str, str]) -> None:
    with pytest.raises(MailServerMissing):
        parse_mailbox(FORM | wrong, WORDS, None)


@pytest.mark.parametrize(
    "address",
    ["", "aiko", "@example.org", "aiko@localhost", "a@b.c\r\nBcc: d@e.f", "a b@c.de", "a@b.c,d@e.f"],
)
def test_a_mail_address_is_one_plain_address(address: str) -> None:
    with pytest.raises(AddressWrong):
        parse_mailbox(FORM | {"address": address}, WORDS, None)


@given(st.text(max_size=60))
def test_no_address_can_bring_a_second_header(text: str) -> None:
    try:
        held = parse_mailbox(FORM | {"address": text + "@example.org"}, WORDS, None)
    except AddressWrong:
        return
    headers = note(held, BODY, NOW).keys()
    assert len(headers) == len(set(headers)) == 8


def test_an_empty_password_keeps_the_old_one_for_the_same_server_only() -> None:
    old = parse_mailbox(FORM, WORDS, None)
    assert parse_mailbox(FORM | {"password": ""}, WORDS, old).password == "mail-secret"
    other = parse_mailbox(FORM | {"password": "", "host": "evil.example"}, WORDS, old)
    assert other.password == ""


def test_nothing_heavy_is_loaded_before_a_mail_is_sent() -> None:
    import subprocess
    import sys

    code = "import sys, omoiyari.post; print({'aiosmtplib', 'icalendar'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "set()"
    assert Path(__file__).exists()


# --- quiet hours ----------------------------------------------------------------------------------


def day_hours(box: Postbox, earliest: str = "8", latest: str = "21") -> Mailbox:
    form = FORM | {"port": str(box.port), "safety": "plain", "earliest": earliest, "latest": latest}
    return parse_mailbox(form, WORDS, None, "Europe/Berlin")


async def test_a_note_in_the_quiet_hours_waits_until_they_are_over_and_goes_once(
    cellar: Cellar, clock: Clock, aiko: Someone, open_postbox: Callable[[Safety], Postbox]
) -> None:
    box, office, person = open_postbox(Safety.PLAIN), Office(cellar), aiko.opened.person
    await office.keep_mailbox(person, day_hours(box))
    clock.go(hours=2)  # 23:00 in Berlin
    assert [await office.tell(person, clock()) for _ in range(2)] == [False, False]
    clock.go(hours=8)  # 07:00
    await office.tell_what_waited(clock(), lambda _: False)
    assert box.mails == []
    clock.go(hours=1)
    for _ in range(2):
        await office.tell_what_waited(clock(), lambda _: False)
    assert len(box.mails) == 1
    assert await office.tell(person, clock()) is False, "one a day, as ever"


async def test_who_has_looked_by_the_morning_gets_no_note_of_the_night(
    cellar: Cellar, clock: Clock, aiko: Someone, open_postbox: Callable[[Safety], Postbox]
) -> None:
    box, office, person = open_postbox(Safety.PLAIN), Office(cellar), aiko.opened.person
    await office.keep_mailbox(person, day_hours(box))
    await office.tell(person, clock.go(hours=2))
    await office.tell_what_waited(clock.go(hours=9), lambda who: who == person)
    await office.tell_what_waited(clock.go(hours=1), lambda _: False)
    assert box.mails == []
    assert await office.tell(person, clock()) is True, "the day's one note is still there for what comes next"


@given(st.integers(0, 23), st.integers(1, 24), st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))
def test_no_note_goes_out_in_an_hour_that_was_not_chosen(earliest: int, latest: int, at: datetime) -> None:
    form = FORM | {"earliest": str(earliest), "latest": str(latest)}
    if earliest >= latest:
        with pytest.raises(HoursWrong):
            parse_mailbox(form, WORDS, None)
        return
    box = parse_mailbox(form, WORDS, None, "Asia/Kolkata")
    here = at.replace(tzinfo=UTC) + timedelta(hours=5, minutes=30)
    assert is_quiet(box, at.replace(tzinfo=UTC)) == (not earliest <= here.hour < latest)


@pytest.mark.parametrize("wrong", [{"earliest": "21", "latest": "8"}, {"latest": "25"}, {"earliest": "soon"}])
def test_hours_that_are_none_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(HoursWrong):
        parse_mailbox(FORM | wrong, WORDS, None)


# --- the server's own key -------------------------------------------------------------------------


async def test_a_full_disk_leaves_no_half_of_the_servers_key_and_settings_are_kept_once_there_is_room(
    cellar: Cellar, clock: Clock, aiko: Someone
) -> None:
    office, settings = Office(cellar), parse_mailbox(FORM, WORDS, None)
    for _ in range(2):
        with room_for(0), pytest.raises(DiskTrouble):
            await office.keep_mailbox(aiko.opened.person, settings)
        assert not list(cellar.folder.glob("server.key*"))
    await office.keep_mailbox(aiko.opened.person, settings)
    assert await Office(cellar).mailbox(aiko.opened.person) == settings


@pytest.mark.parametrize("left", [b"", b"half a key"])
async def test_a_server_key_that_was_cut_off_is_made_anew(
    cellar: Cellar, clock: Clock, aiko: Someone, left: bytes
) -> None:
    (cellar.folder / "server.key").write_bytes(left)
    settings = parse_mailbox(FORM, WORDS, None)
    await Office(cellar).keep_mailbox(aiko.opened.person, settings)
    assert await Office(cellar).mailbox(aiko.opened.person) == settings
    assert (cellar.folder / "server.key").stat().st_mode & 0o777 == 0o600
