"""Signing up and in, the second factor, the recovery code, a remembered phone, and when a notebook locks."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select, update

from omoiyari.store import accounts, devices, limits, migrations, sessions, wraps
from omoiyari.store.accounts import Opened
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import (
    NameTaken,
    NotSignedIn,
    PhoneForgotten,
    TooManyKnocking,
    TooManyTries,
    WrongCode,
    WrongPin,
    WrongRecoveryCode,
)
from omoiyari.store.slow import MOST_WAITING, STRANGERS, Turns
from omoiyari.store.tables import people
from omoiyari.vault import (
    CodeMistyped,
    PassphraseTooShort,
    PinWrongForm,
    fingerprint,
    in_groups,
    new_secret,
    to_text,
)
from tests.conftest import PASSPHRASES, Clock, Someone, open_keys

RIGHT = PASSPHRASES["Aiko"]


# --- signing up and in ----------------------------------------------------------------------------


async def test_a_name_and_its_passphrase_open_the_same_keys(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    again = await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock())
    assert again == aiko.opened


async def test_capitals_and_spaces_around_a_name_do_not_matter(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    assert (await accounts.sign_in(cellar, "  aIKO ", RIGHT, "", clock())).person == aiko.person


@pytest.mark.parametrize("wrong", ["", "seven quiet herons wad", "Seven quiet herons wade", "x" * 5000])
async def test_a_wrong_passphrase_opens_nothing(
    cellar: Cellar, aiko: Someone, clock: Clock, wrong: str
) -> None:
    with pytest.raises(NotSignedIn):
        await accounts.sign_in(cellar, "Aiko", wrong, "", clock())


async def test_an_unknown_name_gets_the_same_answer_as_a_wrong_passphrase(
    cellar: Cellar, clock: Clock
) -> None:
    with pytest.raises(NotSignedIn):
        await accounts.sign_in(cellar, "Nobody", RIGHT, "", clock())


async def test_a_name_is_taken_once_and_the_first_keeps_it(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    with pytest.raises(NameTaken):
        await accounts.sign_up(cellar, "AIKO", "another long passphrase of mine")
    assert (await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock())).person == aiko.person


async def test_a_short_passphrase_makes_nobody(cellar: Cellar) -> None:
    with pytest.raises(PassphraseTooShort):
        await accounts.sign_up(cellar, "Aiko", "short")
    assert await accounts.find_person(cellar, "Aiko") is None


async def test_the_files_do_not_tell_a_name(cellar: Cellar, aiko: Someone) -> None:
    held = b"".join(path.read_bytes() for path in cellar.folder.iterdir())
    assert b"Aiko" not in held
    assert b"aiko" not in held


async def sign_in_of(cellar: Cellar, someone: Someone) -> str:
    async with cellar.notebook.read() as connection:
        query = select(people.c.sign_in).where(people.c.id == someone.person)
        mark: str = (await connection.execute(query)).scalar_one()
        return mark


async def as_it_was_before(cellar: Cellar, someone: Someone) -> str:
    """The row as it was written before there was a house secret."""
    mark = accounts._first_sign_in_name(someone.name)
    async with cellar.notebook.write() as connection:
        row = update(people).where(people.c.id == someone.person)
        await connection.execute(row.values(sign_in=mark))
    return mark


async def test_the_notebook_file_alone_lets_nobody_test_a_name(cellar: Cellar, aiko: Someone) -> None:
    def guesses(word: bytes) -> set[str]:
        return {fingerprint(word, purpose) for purpose in ("sign-in name", "names", "")}

    assert await sign_in_of(cellar, aiko) not in guesses(b"aiko") | guesses(b"Aiko")
    secret = await cellar.keys.ask(lambda file: file.execute("SELECT secret FROM house").fetchone()[0])
    assert await sign_in_of(cellar, aiko) in guesses(secret + b"aiko")
    held = b"".join(path.read_bytes() for path in cellar.folder.glob("notebook.db*"))
    assert secret not in held


async def test_two_houses_write_the_same_name_in_two_ways(tmp_path: Path) -> None:
    marks = set()
    for house in ("one", "other"):
        cellar = await Cellar.open(tmp_path / house)
        marks.add(await accounts.sign_in_name(cellar, "Aiko"))
        assert await accounts.sign_in_name(cellar, " AIKO ") in marks
        await cellar.close()
    assert len(marks) == 2


async def test_an_older_row_is_still_found_and_written_anew_at_the_next_sign_in(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    first = await as_it_was_before(cellar, aiko)
    with pytest.raises(NameTaken):
        await accounts.sign_up(cellar, "aiko", "another long passphrase of mine")
    with pytest.raises(NotSignedIn):
        await accounts.sign_in(cellar, "Aiko", "wrong wrong wrong", "", clock())
    assert await sign_in_of(cellar, aiko) == first, "only its owner is known to mean this name"
    for _ in range(2):
        assert await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock()) == aiko.opened
        assert await sign_in_of(cellar, aiko) == await accounts.sign_in_name(cellar, "Aiko")
    held = b"".join(path.read_bytes() for path in cellar.folder.iterdir())
    assert first.encode() not in held, "nor in the write-ahead log"
    assert (await accounts.sign_in(cellar, "Ben", PASSPHRASES["Ben"], "", clock())).person == ben.person


async def test_a_changed_passphrase_keeps_the_keys_and_the_old_one_opens_nothing(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    fresh = await accounts.new_passphrase(cellar, aiko.opened.person, "Aiko", "nine loud geese fly south")
    await accounts.change_passphrase(cellar, aiko.opened, fresh)
    assert await accounts.sign_in(cellar, "Aiko", "nine loud geese fly south", "", clock()) == aiko.opened
    with pytest.raises(NotSignedIn):
        await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock())


@pytest.mark.parametrize("lock", [accounts.PASSPHRASE, accounts.RECOVERY])
async def test_no_file_holds_what_an_older_passphrase_or_code_could_still_open(
    cellar: Cellar, aiko: Someone, lock: str
) -> None:
    async def renew() -> None:
        if lock == accounts.RECOVERY:
            await accounts.new_recovery_code(cellar, aiko.opened)
        else:
            fresh = await accounts.new_passphrase(cellar, aiko.person, "Aiko", "nine loud geese fly south")
            await accounts.change_passphrase(cellar, aiko.opened, fresh)

    await renew()
    old = await wraps.find(cellar, aiko.person, lock)
    await renew()
    fresh = await wraps.find(cellar, aiko.person, lock)
    assert old is not None
    assert fresh is not None
    held = b"".join(path.read_bytes() for path in cellar.folder.glob("keys.db*"))
    assert (old.wrapped in held, fresh.wrapped in held) == (False, True)


async def test_twenty_wrong_tries_in_a_quarter_of_an_hour_are_enough(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    for _ in range(20):
        with pytest.raises(NotSignedIn):
            await accounts.sign_in(cellar, "Aiko", "wrong wrong wrong", "", clock())
    with pytest.raises(TooManyTries):
        await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock())
    assert await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock.go(minutes=15)) == aiko.opened


async def test_a_stranger_who_tries_a_name_does_not_lock_out_a_phone_that_is_hers(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    hers, _ = await devices.know_device(cellar, aiko.opened, "iPhone, Safari")
    his, _ = await devices.know_device(cellar, ben.opened, "Android, Chrome")
    for _ in range(20):
        with pytest.raises(NotSignedIn):
            await accounts.sign_in(cellar, "Aiko", "wrong wrong wrong", "", clock())
    for device in (None, "", "0" * 32, his):
        with pytest.raises(TooManyTries):
            await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock(), device)
    assert await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock(), hers) == aiko.opened


async def test_a_known_phone_has_twenty_tries_too_and_they_do_not_count_for_the_name(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    hers, _ = await devices.know_device(cellar, aiko.opened, "iPhone, Safari")
    for _ in range(20):
        with pytest.raises(NotSignedIn):
            await accounts.sign_in(cellar, "Aiko", "wrong wrong wrong", "", clock(), hers)
    with pytest.raises(TooManyTries):
        await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock(), hers)
    assert await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock()) == aiko.opened


async def test_counts_that_are_over_leave_no_trace(cellar: Cellar, clock: Clock) -> None:
    await limits.count_try(cellar, "one", clock(), 5)
    await limits.count_try(cellar, "other", clock.go(minutes=15), 5)
    rows = await cellar.notebook.ask(lambda file: file.execute("SELECT what, tries FROM limits").fetchall())
    assert rows == [("other", 1)]


async def test_a_right_passphrase_starts_the_count_anew(cellar: Cellar, aiko: Someone, clock: Clock) -> None:
    for _ in range(3):
        for _ in range(15):
            with pytest.raises(NotSignedIn):
                await accounts.sign_in(cellar, "Aiko", "wrong wrong wrong", "", clock())
        await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock())


async def test_a_clock_set_back_locks_nobody_out_for_long(cellar: Cellar, clock: Clock) -> None:
    for _ in range(5):
        await limits.count_try(cellar, "door", clock(), 5)
    await limits.count_try(cellar, "door", clock.go(days=-400), 5)
    for _ in range(4):
        await limits.count_try(cellar, "door", clock(), 5)
    with pytest.raises(TooManyTries):
        await limits.count_try(cellar, "door", clock(), 5)


async def test_tries_of_one_thing_do_not_count_for_another(cellar: Cellar, clock: Clock) -> None:
    await limits.count_try(cellar, "one", clock(), 1)
    await limits.count_try(cellar, "other", clock(), 1)
    with pytest.raises(TooManyTries):
        await limits.count_try(cellar, "one", clock(), 1)
    await limits.forget_tries(cellar, "one")
    await limits.count_try(cellar, "one", clock(), 1)


# --- the second factor ----------------------------------------------------------------------------


@pytest.fixture
async def totp(cellar: Cellar, aiko: Someone, clock: Clock) -> pyotp.TOTP:
    secret = accounts.new_second_factor()
    code = pyotp.TOTP(secret).at(clock())
    accounts.prove_second_factor(secret, f"{code[:3]} {code[3:]}", clock())
    await accounts.set_second_factor(cellar, aiko.opened, secret)
    return pyotp.TOTP(secret)


async def test_with_a_second_factor_the_passphrase_alone_opens_nothing(
    cellar: Cellar, aiko: Someone, clock: Clock, totp: pyotp.TOTP
) -> None:
    for wrong in ("", "000000", totp.at(clock() - timedelta(minutes=5)), "abcdef"):
        with pytest.raises(WrongCode):
            await accounts.sign_in(cellar, "Aiko", RIGHT, wrong, clock())
    assert await accounts.sign_in(cellar, "Aiko", RIGHT, totp.at(clock()), clock()) == aiko.opened


async def test_a_wrong_passphrase_is_not_told_whether_the_code_was_right(
    cellar: Cellar, aiko: Someone, clock: Clock, totp: pyotp.TOTP
) -> None:
    with pytest.raises(NotSignedIn):
        await accounts.sign_in(cellar, "Aiko", "wrong wrong wrong", totp.at(clock()), clock())


async def test_a_six_digit_code_opens_once(
    cellar: Cellar, aiko: Someone, clock: Clock, totp: pyotp.TOTP
) -> None:
    clock.go(minutes=20)
    code = totp.at(clock())
    assert await accounts.sign_in(cellar, "Aiko", RIGHT, code, clock()) == aiko.opened
    with pytest.raises(WrongCode):
        await accounts.sign_in(cellar, "Aiko", RIGHT, code, clock())


FULL_WIDTH = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}


@pytest.mark.parametrize(
    "spelt",
    [
        lambda code: code.translate(FULL_WIDTH),
        lambda code: code[0] + code[1:].translate(FULL_WIDTH),
        lambda code: code[:3] + "\u200b" + code[3:],
        lambda code: code[:3] + "\u00a0" + code[3:],
        lambda code: f" {code[:3]} {code[3:]} ",
        lambda code: code.translate({ord(digit): chr(0x0660 + int(digit)) for digit in "0123456789"}),
        lambda code: f"{code}\n",
    ],
)
async def test_a_used_code_opens_nothing_however_it_is_spelt(
    cellar: Cellar, aiko: Someone, clock: Clock, totp: pyotp.TOTP, spelt: Callable[[str], str]
) -> None:
    clock.go(minutes=20)
    code = totp.at(clock())
    await accounts.check_second_factor(cellar, aiko.opened, code, clock())
    with pytest.raises(WrongCode):
        await accounts.check_second_factor(cellar, aiko.opened, spelt(code), clock())


async def test_a_code_is_six_plain_digits(
    cellar: Cellar, aiko: Someone, clock: Clock, totp: pyotp.TOTP
) -> None:
    code = totp.at(clock.go(minutes=20))
    for wrong in (code.translate(FULL_WIDTH), code[:5], code + "0", "", "\u00b2" * 6):
        with pytest.raises(WrongCode):
            await accounts.check_second_factor(cellar, aiko.opened, wrong, clock())
    await accounts.check_second_factor(cellar, aiko.opened, f"{code[:3]} {code[3:]}", clock())


async def test_the_passphrase_is_asked_for_again_twenty_times_in_a_quarter_of_an_hour_at_most(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    for _ in range(20):
        with pytest.raises(NotSignedIn):
            await accounts.ask_passphrase(cellar, aiko.opened.person, "not the right words here", clock())
    with pytest.raises(TooManyTries):
        await accounts.ask_passphrase(cellar, aiko.opened.person, RIGHT, clock())
    clock.go(minutes=16)
    assert await accounts.ask_passphrase(cellar, aiko.opened.person, RIGHT, clock()) == aiko.opened


def test_an_app_is_proved_only_by_a_code_that_fits(clock: Clock) -> None:
    for wrong in ("123456", ""):
        with pytest.raises(WrongCode):
            accounts.prove_second_factor(accounts.new_second_factor(), wrong, clock())


async def test_the_secret_of_the_second_factor_lies_open_in_no_file(cellar: Cellar, totp: pyotp.TOTP) -> None:
    held = b"".join(path.read_bytes() for path in cellar.folder.iterdir())
    assert totp.secret.encode() not in held
    assert totp.byte_secret() not in held


async def test_a_second_factor_can_be_dropped(
    cellar: Cellar, aiko: Someone, clock: Clock, totp: pyotp.TOTP
) -> None:
    await accounts.drop_second_factor(cellar, aiko.opened.person)
    assert await accounts.sign_in(cellar, "Aiko", RIGHT, "", clock()) == aiko.opened


# --- the recovery code ----------------------------------------------------------------------------


async def test_a_recovery_code_opens_the_same_keys(cellar: Cellar, aiko: Someone, clock: Clock) -> None:
    code = await accounts.new_recovery_code(cellar, aiko.opened)
    assert await accounts.open_with_code(cellar, "Aiko", in_groups(code).lower(), clock()) == aiko.opened


async def test_a_new_code_puts_the_old_one_out_of_use(cellar: Cellar, aiko: Someone, clock: Clock) -> None:
    old = await accounts.new_recovery_code(cellar, aiko.opened)
    new = await accounts.new_recovery_code(cellar, aiko.opened)
    with pytest.raises(WrongRecoveryCode):
        await accounts.open_with_code(cellar, "Aiko", old, clock())
    await accounts.drop_recovery_code(cellar, aiko.opened.person)
    with pytest.raises(WrongRecoveryCode):
        await accounts.open_with_code(cellar, "Aiko", new, clock())


async def test_a_code_of_another_person_or_of_nobody_opens_nothing(
    cellar: Cellar, aiko: Someone, chidi: Someone, clock: Clock
) -> None:
    code = await accounts.new_recovery_code(cellar, aiko.opened)
    await accounts.new_recovery_code(cellar, chidi.opened)
    for name in ("Chidi", "Nobody"):
        with pytest.raises(WrongRecoveryCode):
            await accounts.open_with_code(cellar, name, code, clock())
    with pytest.raises(CodeMistyped):
        await accounts.open_with_code(cellar, "Aiko", code[:-1], clock())


async def test_codes_can_be_tried_twenty_times_only(cellar: Cellar, aiko: Someone, clock: Clock) -> None:
    code = await accounts.new_recovery_code(cellar, aiko.opened)
    for _ in range(20):
        with pytest.raises(CodeMistyped):
            await accounts.open_with_code(cellar, "Aiko", "0", clock())
    with pytest.raises(TooManyTries):
        await accounts.open_with_code(cellar, "Aiko", code, clock())


# --- a remembered phone ---------------------------------------------------------------------------


@pytest.fixture
async def phone(cellar: Cellar, aiko: Someone) -> devices.DeviceCookie:
    device, _ = await devices.know_device(cellar, aiko.opened, "iPhone, Safari")
    cookie = devices.parse_device_cookie(await devices.remember(cellar, aiko.opened, device, "4071"))
    assert cookie is not None
    return cookie


async def test_a_pin_opens_a_remembered_phone(
    cellar: Cellar, aiko: Someone, phone: devices.DeviceCookie
) -> None:
    assert await devices.is_remembered(cellar, phone)
    assert await devices.open_with_pin(cellar, phone, "4071") == aiko.opened


async def test_ten_wrong_pins_forget_the_phone_and_the_tenth_wipes_its_wrap(
    cellar: Cellar, aiko: Someone, phone: devices.DeviceCookie
) -> None:
    from omoiyari.store import wraps

    row = await wraps.find(cellar, phone.person, sessions.device_lock(phone.device))
    assert row is not None
    for _ in range(10):
        with pytest.raises(WrongPin):
            await devices.open_with_pin(cellar, phone, "0000")
    with pytest.raises(PhoneForgotten):
        await devices.open_with_pin(cellar, phone, "4071")
    assert not await devices.is_remembered(cellar, phone)
    held = b"".join(path.read_bytes() for path in cellar.folder.iterdir())
    assert row.wrapped not in held


async def test_pins_tried_all_at_once_count_one_by_one(cellar: Cellar, phone: devices.DeviceCookie) -> None:
    """How many of a crowd are let in to try hangs on how fast the computer is; no more than ten tries count."""
    tries = [devices.open_with_pin(cellar, phone, "0000") for _ in range(20)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    wrong = sum(isinstance(x, WrongPin) for x in done)
    assert 1 <= wrong <= 10
    assert {type(x) for x in done} <= {WrongPin, TooManyKnocking, PhoneForgotten}
    for _ in range(10 - wrong):
        with pytest.raises(WrongPin):
            await devices.open_with_pin(cellar, phone, "0000")
    with pytest.raises(PhoneForgotten):
        await devices.open_with_pin(cellar, phone, "4071")


async def test_a_right_pin_starts_the_count_anew(
    cellar: Cellar, aiko: Someone, phone: devices.DeviceCookie
) -> None:
    for _ in range(3):
        for _ in range(9):
            with pytest.raises(WrongPin):
                await devices.open_with_pin(cellar, phone, "0000")
        assert await devices.open_with_pin(cellar, phone, "4071") == aiko.opened


async def test_a_pin_without_the_secret_of_its_phone_opens_nothing(
    cellar: Cellar, phone: devices.DeviceCookie
) -> None:
    stolen = devices.DeviceCookie(phone.person, phone.device, new_secret())
    with pytest.raises(WrongPin):
        await devices.open_with_pin(cellar, stolen, "4071")
    with pytest.raises(PinWrongForm):
        await devices.open_with_pin(cellar, phone, "12")
    with pytest.raises(PhoneForgotten):
        await devices.open_with_pin(cellar, None, "4071")


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "a.b.c.d", "..", "\0.\0.\0"])
def test_any_other_cookie_is_no_phone(text: str) -> None:
    assert devices.parse_device_cookie(text) is None


def test_a_cookie_is_read_as_it_was_written() -> None:
    secret = new_secret()
    assert devices.parse_device_cookie(f"p.d.{to_text(secret)}") == devices.DeviceCookie("p", "d", secret)  # type: ignore[arg-type]


async def test_the_list_of_phones_is_the_persons_own_and_sealed(
    cellar: Cellar, aiko: Someone, ben: Someone, phone: devices.DeviceCookie
) -> None:
    (listed,) = await devices.list_devices(cellar, aiko.keys)
    assert (listed.id, listed.label, listed.remembered) == (phone.device, "iPhone, Safari", True)
    assert await devices.list_devices(cellar, ben.keys) == ()
    assert await accounts.is_known(cellar, aiko.opened.person, phone.device)
    assert not await accounts.is_known(cellar, ben.opened.person, phone.device)
    held = b"".join(path.read_bytes() for path in cellar.folder.iterdir())
    assert b"iPhone" not in held


async def test_a_forgotten_phone_is_signed_out_and_its_pin_opens_nothing(
    cellar: Cellar, aiko: Someone, phone: devices.DeviceCookie, clock: Clock
) -> None:
    secret = await sessions.begin(cellar, aiko.opened, phone.device, clock())
    await devices.forget_device(cellar, aiko.opened.person, phone.device)
    assert await sessions.find(cellar, secret, clock()) is None
    assert await devices.list_devices(cellar, aiko.keys) == ()
    with pytest.raises(PhoneForgotten):
        await devices.open_with_pin(cellar, phone, "4071")
    assert await sessions.find(cellar, aiko.secret, clock()) is not None


async def test_nobody_can_sign_out_the_phone_of_another(
    cellar: Cellar, aiko: Someone, chidi: Someone, phone: devices.DeviceCookie
) -> None:
    await devices.forget_device(cellar, chidi.opened.person, phone.device)
    assert await devices.open_with_pin(cellar, phone, "4071") == aiko.opened


# --- sessions -------------------------------------------------------------------------------------


async def locked(cellar: Cellar, someone: Someone, clock: Clock) -> bool:
    session = await sessions.find(cellar, someone.secret, clock())
    assert session is not None
    return session.keys is None


async def test_a_notebook_stays_open_while_it_is_used_and_locks_after_ten_idle_minutes(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    for _ in range(10):
        clock.go(minutes=8)
        assert not await locked(cellar, aiko, clock)
    clock.go(minutes=10)
    assert await locked(cellar, aiko, clock)
    clock.go(minutes=-9)
    assert await locked(cellar, aiko, clock), "locked is locked: the key is gone"


async def test_the_keys_of_a_locked_session_are_destroyed_by_the_sweep(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    await sessions.sweep(cellar, clock.go(minutes=9))
    clock.go(minutes=-9)
    assert not await locked(cellar, aiko, clock)
    await sessions.sweep(cellar, clock.go(minutes=10))
    clock.go(minutes=-10)
    assert await locked(cellar, aiko, clock)


async def test_the_sweep_destroys_the_keys_of_a_session_that_a_clock_gone_wrong_dated_ahead(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    assert await sessions.sweep(cellar, clock.go(minutes=-2)) == [], "a clock may be a little off"
    assert not await locked(cellar, aiko, clock)
    (told,) = await sessions.sweep(cellar, clock.go(minutes=-1))
    assert told == (aiko.person, fingerprint(aiko.secret, "session"))
    clock.go(minutes=3)
    assert await locked(cellar, aiko, clock), "the key is gone, also when the clock goes wrong again"


async def test_the_sweep_forgets_sessions_that_nobody_came_back_to(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    await sessions.sweep(cellar, clock.go(hours=11))
    assert await sessions.find(cellar, aiko.secret, clock()) is not None
    await sessions.sweep(cellar, clock.go(hours=1))
    clock.go(hours=-12)
    assert await sessions.find(cellar, aiko.secret, clock()) is None


async def test_the_sweep_says_whose_sessions_it_closed(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    assert await sessions.sweep(cellar, clock.go(minutes=6)) == []
    assert not await locked(cellar, ben, clock)
    (told,) = await sessions.sweep(cellar, clock.go(minutes=6))
    assert told == (aiko.person, fingerprint(aiko.secret, "session"))
    assert await locked(cellar, aiko, clock)
    assert not await locked(cellar, ben, clock)


async def test_the_sweep_ends_a_session_after_twelve_hours_however_busy(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    begun = clock()
    for _ in range(80):
        assert not await locked(cellar, aiko, clock)
        clock.go(minutes=9)
        assert len(await sessions.sweep(cellar, clock())) == (clock() >= begun + timedelta(hours=12))
    assert await sessions.find(cellar, aiko.secret, clock()) is None
    left = await cellar.keys.ask(lambda file: file.execute("SELECT lock FROM wraps").fetchall())
    assert left == [("passphrase",)]


async def test_after_twelve_hours_a_session_ends_however_busy(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    for _ in range(90):
        clock.go(minutes=7.9)
        assert not await locked(cellar, aiko, clock)
    clock.go(minutes=9)
    assert await sessions.find(cellar, aiko.secret, clock()) is None
    clock.go(hours=-5)
    assert await sessions.find(cellar, aiko.secret, clock()) is None


async def test_a_clock_set_back_locks_and_does_not_lengthen(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    clock.go(minutes=-1)
    assert not await locked(cellar, aiko, clock)
    clock.go(hours=-1)
    assert await locked(cellar, aiko, clock)


async def test_what_the_file_tells_of_an_evening_is_the_minute(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    await sessions.find(cellar, aiko.secret, clock.go(minutes=3, seconds=17))
    used = await cellar.notebook.ask(lambda file: file.execute("SELECT used FROM sessions").fetchone())
    assert used[0] % 60 == 0


async def test_signing_out_everywhere_leaves_only_the_browser_in_hand(
    cellar: Cellar, aiko: Someone, ben: Someone, phone: devices.DeviceCookie, clock: Clock
) -> None:
    other = await sessions.begin(cellar, aiko.opened, phone.device, clock())
    mine = await sessions.find(cellar, aiko.secret, clock())
    assert mine is not None
    await sessions.end_all(cellar, aiko.opened.person, but=mine.fingerprint)
    assert await sessions.find(cellar, other, clock()) is None
    assert not await locked(cellar, aiko, clock)
    assert not await locked(cellar, ben, clock)
    assert not await devices.is_remembered(cellar, phone)
    assert await devices.list_devices(cellar, aiko.keys) == ()


async def test_a_secret_that_was_never_given_out_is_nobody(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    assert await sessions.find(cellar, new_secret(), clock()) is None


async def test_the_safety_area_opens_for_one_session_and_closes_at_once(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    session = await sessions.find(cellar, aiko.secret, clock())
    assert session is not None
    assert aiko.keys.safety is None
    await sessions.open_safety(cellar, aiko.opened, session, aiko.secret)
    assert (await open_keys(cellar, aiko.secret, clock())).safety == aiko.opened.keyring.safety
    elsewhere = await sessions.begin(cellar, aiko.opened, None, clock())
    assert (await open_keys(cellar, elsewhere, clock())).safety is None
    await sessions.close_safety(cellar, session)
    assert (await open_keys(cellar, aiko.secret, clock())).safety is None


async def test_locking_a_session_closes_its_safety_area_too(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    session = await sessions.find(cellar, aiko.secret, clock())
    assert session is not None
    await sessions.open_safety(cellar, aiko.opened, session, aiko.secret)
    await sessions.lock(cellar, session.person, session.fingerprint)
    left = await cellar.keys.ask(lambda file: file.execute("SELECT lock FROM wraps").fetchall())
    assert left == [("passphrase",)]


# --- what is slow -----------------------------------------------------------------------------------


async def test_at_most_two_slow_hashes_run_at_once() -> None:
    running, most, turns = 0, 0, Turns()

    async def work(caller: str) -> None:
        nonlocal running, most
        async with turns.turn(caller):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(work(caller) for caller in ("Aiko", "Ben", STRANGERS) for _ in range(4)))
    assert most == 2


async def queue(turns: Turns, caller: str, number: int) -> list[BaseException | None]:
    async def wait() -> None:
        async with turns.turn(caller):
            pass

    waiting = [asyncio.create_task(wait()) for _ in range(number)]
    await asyncio.sleep(0)
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_crowd_of_strangers_fills_its_own_queue_and_no_other() -> None:
    turns = Turns()
    async with turns.turn(), turns.turn():
        crowd = asyncio.create_task(queue(turns, STRANGERS, 20))
        await asyncio.sleep(0)
        aiko = asyncio.create_task(queue(turns, "Aiko", 1))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    told = await crowd
    assert sum(isinstance(said, TooManyKnocking) for said in told) == 20 - MOST_WAITING
    assert await aiko == [None]
    assert await queue(turns, STRANGERS, MOST_WAITING) == [None] * MOST_WAITING, "the queue empties"
    assert not turns._waiting, "no caller is remembered"


async def test_a_turn_that_was_given_up_or_went_wrong_is_free_again() -> None:
    turns = Turns()
    async with turns.turn(), turns.turn():
        tired = asyncio.create_task(queue(turns, "Aiko", 1))
        await asyncio.sleep(0)
        tired.cancel()
        await asyncio.gather(tired, return_exceptions=True)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            async with turns.turn("Aiko"):
                raise ZeroDivisionError
    assert await queue(turns, "Aiko", 1) == [None]


async def test_a_pin_that_found_no_turn_is_no_try(cellar: Cellar, phone: devices.DeviceCookie) -> None:
    async with cellar.slow.turn(), cellar.slow.turn():
        crowd = asyncio.create_task(queue(cellar.slow, phone.person, MOST_WAITING))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        for _ in range(12):
            with pytest.raises(TooManyKnocking):
                await devices.open_with_pin(cellar, phone, "0000")
    await crowd
    for _ in range(9):
        with pytest.raises(WrongPin):
            await devices.open_with_pin(cellar, phone, "0000")
    assert (await devices.open_with_pin(cellar, phone, "4071")).person == phone.person


def test_an_opened_person_is_a_person_with_keys() -> None:
    assert set(Opened.__slots__) == {"person", "keyring"}


async def test_a_file_from_before_keeps_its_sessions_and_nobody_sits(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from alembic import command

    before = command.upgrade
    with monkeypatch.context() as older:
        older.setattr(migrations, "HEADS", {"notebook": "0001", "keys": "0002"})
        older.setattr(
            command,
            "upgrade",
            lambda config, _: before(
                config, "0001" if "notebook" in str(config.get_main_option("script_location")) else "head"
            ),
        )
        migrations.upgrade(tmp_path / "notebook.db", tmp_path / "keys.db")
    file = sqlite3.connect(tmp_path / "notebook.db")
    file.execute("INSERT INTO sessions (fingerprint, owner, began, used) VALUES ('a', 'b', 1, 2)")
    file.commit()
    file.close()
    cellar = await Cellar.open(tmp_path)
    rows = await cellar.notebook.ask(lambda file: file.execute("SELECT * FROM sessions").fetchall())
    assert rows == [("a", "b", None, 1, 2, 0)]
    await cellar.close()
