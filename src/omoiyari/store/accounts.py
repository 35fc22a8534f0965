"""People: signing up, opening one's keys, changing the passphrase, the second factor, the recovery code."""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import ColumnElement, insert, select, update

from omoiyari.couple import PersonId
from omoiyari.store import wraps
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import (
    CannotWrite,
    NameTaken,
    NotSignedIn,
    TooManyTries,
    WrongCode,
    WrongPassphrase,
    WrongRecoveryCode,
)
from omoiyari.store.limits import count_try, forget_tries
from omoiyari.store.slow import STRANGERS
from omoiyari.store.tables import devices, heads, house, people
from omoiyari.vault import (
    Key,
    Keyring,
    WrongKey,
    check_passphrase,
    derive,
    fingerprint,
    key_from_code,
    key_from_passphrase,
    new_code,
    new_salt,
    parse_code,
    unwrap,
)

PASSPHRASE = "passphrase"
RECOVERY = "recovery"
TOTP = "totp"
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A person whose keys were just opened."""

    person: PersonId
    keyring: Keyring


def _spoken(name: str) -> bytes:
    """Capitals and spaces around a name do not matter."""
    return " ".join(name.casefold().split()).encode()


async def sign_in_name(cellar: Cellar, name: str) -> str:
    """The fingerprint that a name is found by; whoever has the notebook file alone cannot test names with it."""
    async with cellar.keys.read() as connection:
        query = select(house.c.secret).where(house.c.what == "names")
        secret: bytes = (await connection.execute(query)).scalar_one()
    return fingerprint(secret + _spoken(name), "sign-in name")


def _first_sign_in_name(name: str) -> str:
    """The fingerprint of rows that were written before there was a house secret."""
    return fingerprint(_spoken(name), "sign-in name")


async def _goes_by(cellar: Cellar, name: str) -> ColumnElement[bool]:
    return people.c.sign_in.in_((await sign_in_name(cellar, name), _first_sign_in_name(name)))


async def _renew_sign_in_name(cellar: Cellar, person: PersonId, name: str) -> None:
    """Write a first fingerprint anew, now that the name is known."""
    fresh = await sign_in_name(cellar, name)
    first = (people.c.id == person, people.c.sign_in == _first_sign_in_name(name))
    async with cellar.notebook.write() as connection:
        renewed = await connection.execute(update(people).where(*first).values(sign_in=fresh))
    if renewed.rowcount:
        await cellar.notebook.wipe()


async def _slow_key(cellar: Cellar, caller: str, passphrase: str, salt: bytes) -> Key:
    async with cellar.slow.turn(caller):
        return await asyncio.to_thread(key_from_passphrase, passphrase, salt)


@dataclass(frozen=True, slots=True)
class NewPassphrase:
    """A passphrase that may be taken: the key that it leads to, and the salt on the way there."""

    key: Key
    salt: bytes


async def new_passphrase(cellar: Cellar, caller: str, name: str, passphrase: str) -> NewPassphrase:
    """Look whether a passphrase may be taken; nothing is kept yet. Raises WeakPassphrase, TooManyKnocking."""
    check_passphrase(passphrase, name)
    salt = new_salt()
    return NewPassphrase(await _slow_key(cellar, caller, passphrase, salt), salt)


async def sign_up(cellar: Cellar, name: str, passphrase: str) -> Opened:
    """Make a person with fresh keys. Raises WeakPassphrase, NameTaken, TooManyKnocking."""
    fresh = await new_passphrase(cellar, STRANGERS, name, passphrase)
    person, keyring = PersonId(secrets.token_hex(16)), Keyring.new()
    mark, taken = await sign_in_name(cellar, name), await _goes_by(cellar, name)
    async with wraps.beside_rows(cellar, (person, PASSPHRASE)) as connection:
        if (await connection.execute(select(people.c.id).where(taken))).first() is not None:
            raise NameTaken
        await connection.execute(insert(people).values(id=person, sign_in=mark))
        await wraps.put(cellar, person, PASSPHRASE, keyring.to_bytes(), fresh.key, fresh.salt)
    return Opened(person, keyring)


async def finish_sign_up(cellar: Cellar, name: str, passphrase: str) -> Opened:
    """Open the keys of somebody whose sign-up was cut off before their first record was kept.

    Raises NameTaken where the name is anybody else's, TooManyKnocking.
    """
    person = await find_person(cellar, name)
    async with cellar.notebook.read() as connection:
        begun = (await connection.execute(select(heads.c.owner).where(heads.c.owner == person))).first()
    if begun is not None:
        raise NameTaken
    try:
        return await open_with_passphrase(cellar, person, passphrase, STRANGERS)
    except NotSignedIn as error:
        raise NameTaken from error


async def find_person(cellar: Cellar, name: str) -> PersonId | None:
    """Who signs in with this name."""
    query = select(people.c.id).where(await _goes_by(cellar, name))
    async with cellar.notebook.read() as connection:
        return (await connection.execute(query)).scalar()


async def is_known(cellar: Cellar, person: PersonId | None, device: str | None) -> bool:
    """Whether this browser is on the person's list."""
    async with cellar.notebook.read() as connection:
        query = select(devices.c.id).where(devices.c.id == device, devices.c.owner == person)
        return (await connection.execute(query)).first() is not None


async def open_with_passphrase(
    cellar: Cellar, person: PersonId | None, passphrase: str, caller: str
) -> Opened:
    """Open a person's keys; an unknown person costs the same time. Raises NotSignedIn, TooManyKnocking."""
    row = await wraps.find(cellar, person, PASSPHRASE) if person else None
    key = await _slow_key(cellar, caller, passphrase, row.salt if row and row.salt else bytes(16))
    if row is None or person is None:
        raise NotSignedIn
    try:
        return Opened(person, Keyring.from_bytes(unwrap(row.wrapped, key, person, PASSPHRASE)))
    except WrongKey as error:
        raise NotSignedIn from error


async def sign_in(
    cellar: Cellar, name: str, passphrase: str, code: str, now: datetime, device: str | None = None
) -> Opened:
    """Open one's keys by name, passphrase and, where one was set up, a six-digit code.

    Twenty tries in fifteen minutes for one name. A `device` that is on the person's list has twenty of its own and
    waits in the person's own queue, so that no stranger shuts it out.
    Raises NotSignedIn, WrongCode, TooManyTries, TooManyKnocking.
    """
    person = await find_person(cellar, name)
    known = await is_known(cellar, person, device)
    what = f"sign-in:{device if known else await sign_in_name(cellar, name)}"
    await count_try(cellar, what, now, _TRIES)
    caller = person if known and person else STRANGERS
    opened = await open_with_passphrase(cellar, person, passphrase, caller)
    await check_second_factor(cellar, opened, code, now)
    await forget_tries(cellar, what)
    await _renew_sign_in_name(cellar, opened.person, name)
    return opened


async def change_passphrase(
    cellar: Cellar, opened: Opened, fresh: NewPassphrase, *, ending: ColumnElement[bool] | None = None
) -> None:
    """Keep the same keys under a new passphrase, `ending` other wraps in the same step; no trace of the old stays."""
    secret = opened.keyring.to_bytes()
    await wraps.put(cellar, opened.person, PASSPHRASE, secret, fresh.key, fresh.salt, ending=ending)
    await cellar.keys.wipe()


# --- the second factor: its secret is kept under the person's own key, so no file holds it open ---


def new_second_factor() -> str:
    """A fresh secret for an authenticator app (RFC 6238, base 32)."""
    return pyotp.random_base32()


def _digits(code: str) -> str:
    """The one spelling of a code: six plain digits, spaces left out. Raises WrongCode.

    Whatever compares codes may take other digits for the same; what has been used is known by this spelling.
    """
    plain = "".join(code.split())
    if len(plain) != 6 or not (plain.isascii() and plain.isdigit()):
        raise WrongCode
    return plain


def _fits(secret: str, digits: str, now: datetime) -> bool:
    """Whether six digits are those of this half minute or a neighbour; never for what is no secret."""
    try:
        return bool(secret) and pyotp.TOTP(secret).verify(digits, for_time=now, valid_window=1)
    except ValueError:
        return False


def prove_second_factor(secret: str, code: str, now: datetime) -> None:
    """Raises WrongCode unless `code` shows that the app is set up."""
    if not _fits(secret, _digits(code), now):
        raise WrongCode


async def set_second_factor(cellar: Cellar, opened: Opened, secret: str) -> None:
    """Ask for six digits at sign-in from now on, once they were proved."""
    await wraps.put(cellar, opened.person, TOTP, secret.encode(), derive(opened.keyring.mine, TOTP))


async def drop_second_factor(cellar: Cellar, person: PersonId) -> None:
    """Ask for the passphrase alone again."""
    await wraps.drop(cellar, person, TOTP)


async def has_lock(cellar: Cellar, person: PersonId, lock: str) -> bool:
    """Whether a second factor or a recovery code is set up."""
    return await wraps.find(cellar, person, lock) is not None


async def check_second_factor(cellar: Cellar, opened: Opened, code: str, now: datetime) -> None:
    """Where a second factor is set up: raises WrongCode for a code that does not fit, TooManyTries past twenty."""
    secret = await wraps.open_wrap(cellar, opened.person, TOTP, derive(opened.keyring.mine, TOTP))
    if secret is None:
        return
    what = f"code:{opened.person}"
    await count_try(cellar, what, now, _TRIES)
    digits = _digits(code)
    if not _fits(secret.decode(), digits, now):
        raise WrongCode
    try:  # a code opens once (RFC 6238, 5.2)
        await count_try(cellar, f"totp:{opened.person}:{digits}", now, 1)
    except TooManyTries as error:
        raise WrongCode from error
    with suppress(CannotWrite):  # the code was right, and is used up
        await forget_tries(cellar, what)


async def ask_passphrase(cellar: Cellar, person: PersonId, passphrase: str, now: datetime) -> Opened:
    """Ask somebody who is known here for the passphrase again.

    Raises WrongPassphrase, TooManyTries, TooManyKnocking.
    """
    what = f"ask:{person}"
    await count_try(cellar, what, now, _TRIES)
    try:
        opened = await open_with_passphrase(cellar, person, passphrase, caller=person)
    except NotSignedIn as error:
        raise WrongPassphrase from error
    await forget_tries(cellar, what)
    return opened


# --- the recovery code ----------------------------------------------------------------------------


async def new_recovery_code(cellar: Cellar, opened: Opened) -> str:
    """Make a code that opens one's keys; an older code opens nothing any more."""
    code = new_code()
    await wraps.put(cellar, opened.person, RECOVERY, opened.keyring.to_bytes(), key_from_code(code))
    await cellar.keys.wipe()
    return code


async def drop_recovery_code(cellar: Cellar, person: PersonId) -> None:
    """The code opens nothing any more."""
    await wraps.drop(cellar, person, RECOVERY)


async def open_with_code(cellar: Cellar, name: str, typed: str, now: datetime) -> Opened:
    """Open one's keys with a recovery code. Raises CodeMistyped, WrongRecoveryCode, TooManyTries."""
    await count_try(cellar, f"recover:{await sign_in_name(cellar, name)}", now, _TRIES)
    code = parse_code(typed)
    person = await find_person(cellar, name)
    try:
        secret = await wraps.open_wrap(cellar, person or "", RECOVERY, key_from_code(code))
    except WrongKey as error:
        raise WrongRecoveryCode from error
    if secret is None or person is None:
        raise WrongRecoveryCode
    return Opened(person, Keyring.from_bytes(secret))
