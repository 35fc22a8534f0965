"""Devices: the browsers a person signed in from, and the PIN that opens a remembered one.

A remembered device's cookie holds a 32-byte secret; PIN and secret together unwrap the person's keys, so a PIN
alone or a file alone opens nothing. The tenth wrong PIN destroys the wrap.
"""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, insert, select

from omoiyari.couple import PersonId
from omoiyari.store import wraps
from omoiyari.store.accounts import Opened
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import CannotWrite, PhoneForgotten, WrongPin
from omoiyari.store.keys import OpenKeys
from omoiyari.store.sessions import device_lock, locks_of
from omoiyari.store.tables import devices, sessions
from omoiyari.vault import (
    About,
    Keyring,
    Secret,
    WrongKey,
    check_new_pin,
    check_pin,
    from_text,
    key_from_pin,
    new_salt,
    new_secret,
    seal,
    to_text,
    unseal,
    unwrap,
)

WRONG_PINS = 10


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that a person signed in from, as they see it in their list."""

    id: str
    label: str
    remembered: bool


def _label_about(device: str, person: str) -> About:
    return About(device, person, "device", 1)


async def know_device(cellar: Cellar, opened: Opened, label: str) -> tuple[str, str]:
    """Put a browser on the person's list; hands back its id and the text for its cookie."""
    device = secrets.token_hex(16)
    sealed = seal(opened.keyring.mine, label.encode(), _label_about(device, opened.person))
    async with cellar.notebook.write() as connection:
        await connection.execute(insert(devices).values(id=device, owner=opened.person, label=sealed))
    return device, f"{opened.person}.{device}.{to_text(new_secret())}"


async def remember(cellar: Cellar, opened: Opened, device: str, pin: str) -> str:
    """Let a PIN open the keys on this device. Hands back the text for its cookie.

    Raises PinWrongForm, PinTriedFirst, TooManyKnocking.
    """
    check_new_pin(pin)
    secret, salt = new_secret(), new_salt()
    async with cellar.slow.turn(opened.person):
        key = await asyncio.to_thread(key_from_pin, pin, secret, salt)
    await wraps.put(cellar, opened.person, device_lock(device), opened.keyring.to_bytes(), key, salt)
    return f"{opened.person}.{device}.{to_text(secret)}"


@dataclass(frozen=True, slots=True)
class DeviceCookie:
    """What the cookie of a remembered device says."""

    person: PersonId
    device: str
    secret: Secret


def parse_device_cookie(text: str) -> DeviceCookie | None:
    """The parsed cookie, or None for anything else."""
    parts = text.split(".")
    secret = from_text(parts[2]) if len(parts) == 3 else None
    return DeviceCookie(PersonId(parts[0]), parts[1], secret) if secret is not None else None


async def is_remembered(cellar: Cellar, cookie: DeviceCookie | None) -> bool:
    """Whether a PIN can open the keys on this device."""
    return (
        cookie is not None and await wraps.find(cellar, cookie.person, device_lock(cookie.device)) is not None
    )


async def open_with_pin(cellar: Cellar, cookie: DeviceCookie | None, pin: str) -> Opened:
    """Open one's keys by PIN; the tenth wrong PIN wipes the device.

    Raises PinWrongForm, WrongPin, PhoneForgotten, TooManyKnocking (which is no try).
    """
    row = await wraps.find(cellar, cookie.person, device_lock(cookie.device)) if cookie else None
    if row is None or cookie is None or row.salt is None:
        raise PhoneForgotten
    check_pin(pin)
    lock_name = device_lock(cookie.device)
    async with cellar.slow.turn(cookie.person):
        if not await wraps.take_try(cellar, cookie.person, lock_name, WRONG_PINS):
            raise PhoneForgotten
        key = await asyncio.to_thread(key_from_pin, pin, cookie.secret, row.salt)
    try:
        keyring = Keyring.from_bytes(unwrap(row.wrapped, key, cookie.person, lock_name))
    except WrongKey as error:
        await wraps.wipe_tried(cellar, cookie.person, lock_name, WRONG_PINS)
        raise WrongPin from error
    with suppress(CannotWrite):  # the PIN was right; the count begins anew the next time
        await wraps.forgive(cellar, cookie.person, lock_name)
    return Opened(cookie.person, keyring)


async def forget_device(cellar: Cellar, person: PersonId, device: str) -> None:
    """Sign a device out and take it off the list."""
    here = (sessions.c.owner == person, sessions.c.device == device)
    async with cellar.notebook.read() as connection:
        marks = (await connection.execute(select(sessions.c.fingerprint).where(*here))).scalars().all()
    await wraps.drop(cellar, person, device_lock(device), *locks_of(marks))
    async with cellar.notebook.write() as connection:
        await connection.execute(delete(sessions).where(*here))
        await connection.execute(delete(devices).where(devices.c.id == device, devices.c.owner == person))


async def known(cellar: Cellar, person: PersonId) -> tuple[str, ...]:
    """The ids of all browsers on the person's list."""
    async with cellar.notebook.read() as connection:
        query = select(devices.c.id).where(devices.c.owner == person)
        return tuple((await connection.execute(query)).scalars())


async def list_devices(cellar: Cellar, keys: OpenKeys) -> tuple[Device, ...]:
    """The person's own list of browsers."""
    async with cellar.notebook.read() as connection:
        rows = (await connection.execute(select(devices).where(devices.c.owner == keys.person))).all()
    return tuple([await _device(cellar, keys, row) for row in rows])


async def _device(cellar: Cellar, keys: OpenKeys, row: Row[Any]) -> Device:
    label = unseal(keys.mine, row.label, _label_about(row.id, keys.person)).decode()
    remembered = await wraps.find(cellar, keys.person, device_lock(row.id)) is not None
    return Device(row.id, label, remembered)
