"""Sessions: who is signed in where, and when a notebook locks.

A session's cookie holds a secret; the key file holds the person's key wrapped under it. Locking destroys that wrap.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from omoiyari.couple import BondId, PersonId
from omoiyari.store import wraps
from omoiyari.store.accounts import Opened
from omoiyari.store.cellar import Cellar
from omoiyari.store.keys import OpenKeys
from omoiyari.store.tables import devices, sessions
from omoiyari.vault import Key, Secret, derive, fingerprint, new_secret

IDLE_SECONDS = 600
ABSOLUTE_SECONDS = 12 * 3600
_CLOCK_SLACK_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; `keys` is None while it is locked."""

    fingerprint: str
    person: PersonId
    device: str | None
    keys: OpenKeys | None


def _session_lock(mark: str) -> str:
    return f"session:{mark}"


def _safety_lock(mark: str) -> str:
    return f"safety:{mark}"


def device_lock(device: str) -> str:
    """The lock that a PIN opens on one remembered device."""
    return f"device:{device}"


def _bond_lock(bond: str) -> str:
    return f"bond:{bond}"


# --- sessions -------------------------------------------------------------------------------------


async def begin(cellar: Cellar, opened: Opened, device: str | None, now: datetime) -> Secret:
    """Begin a session; hands back the secret for its cookie."""
    secret = new_secret()
    mark = fingerprint(secret, "session")
    seconds = int(now.timestamp())
    async with cellar.notebook.write() as connection:
        await connection.execute(
            insert(sessions).values(
                fingerprint=mark, owner=opened.person, device=device, began=seconds, used=seconds
            )
        )
    await wraps.put(
        cellar, opened.person, _session_lock(mark), opened.keyring.mine, derive(secret, "session")
    )
    return secret


async def find(cellar: Cellar, secret: Secret, now: datetime) -> Session | None:
    """The session of a cookie, with its keys unless it is locked; None where it has ended.

    Ten idle minutes lock it, and so does a clock that was set back; twelve hours end it.
    """
    mark = fingerprint(secret, "session")
    async with cellar.notebook.read() as connection:
        row = (await connection.execute(select(sessions).where(sessions.c.fingerprint == mark))).first()
    if row is None:
        return None
    seconds = int(now.timestamp())
    if seconds - row.began >= ABSOLUTE_SECONDS:
        await end(cellar, row.owner, mark)
        return None
    if not -_CLOCK_SLACK_SECONDS <= seconds - row.used < IDLE_SECONDS:
        await lock(cellar, row.owner, mark)
        return Session(mark, row.owner, row.device, None)
    await _touch(cellar, row, seconds)
    keys = await _open_keys(cellar, row.owner, mark, secret)
    return Session(mark, row.owner, row.device, keys)


async def _touch(cellar: Cellar, row: Row[Any], seconds: int) -> None:
    """Remember the use to the minute only: a file should not tell a person's evening by the second."""
    if seconds - row.used < 60:
        return
    async with cellar.notebook.write() as connection:
        here = sessions.c.fingerprint == row.fingerprint
        await connection.execute(update(sessions).where(here).values(used=seconds - seconds % 60))


async def _open_keys(cellar: Cellar, person: PersonId, mark: str, secret: Secret) -> OpenKeys | None:
    under = derive(secret, "session")
    mine = await wraps.open_wrap(cellar, person, _session_lock(mark), under)
    if mine is None:
        return None
    safety = await wraps.open_wrap(cellar, person, _safety_lock(mark), under)
    bonds = await wraps.open_like(cellar, person, _bond_lock(""), bond_wrapping_key(Key(mine)))
    return OpenKeys(
        person,
        Key(mine),
        {BondId(bond): Key(key) for bond, key in bonds.items()},
        Key(safety) if safety is not None else None,
    )


def bond_wrapping_key(mine: Key) -> Key:
    """The key under which a person keeps the keys of their bonds."""
    return derive(mine, "bonds")


async def keep_bond_key(cellar: Cellar, keys: OpenKeys, bond: BondId, key: Key) -> None:
    """Keep a bond's key under one's own."""
    await wraps.put(cellar, keys.person, _bond_lock(bond), key, bond_wrapping_key(keys.mine))


async def open_safety(cellar: Cellar, opened: Opened, session: Session, secret: Secret) -> None:
    """Open the safety area for this session, after the PIN or passphrase was asked again."""
    under = derive(secret, "session")
    await wraps.put(cellar, opened.person, _safety_lock(session.fingerprint), opened.keyring.safety, under)


async def close_safety(cellar: Cellar, session: Session) -> None:
    """Lock the safety area."""
    await wraps.drop(cellar, session.person, _safety_lock(session.fingerprint))


async def lock(cellar: Cellar, person: PersonId, mark: str) -> None:
    """Lock a session: its keys are destroyed, the person stays known."""
    await wraps.drop(cellar, person, _session_lock(mark), _safety_lock(mark))


async def end(cellar: Cellar, person: PersonId, mark: str) -> None:
    """Sign a session out."""
    await lock(cellar, person, mark)
    async with cellar.notebook.write() as connection:
        here = (sessions.c.fingerprint == mark, sessions.c.owner == person)
        await connection.execute(delete(sessions).where(*here))


async def end_all(cellar: Cellar, person: PersonId, *, but: str = "") -> None:
    """Sign out everywhere, and forget every device, all but the session and device in hand."""
    async with cellar.notebook.read() as connection:
        query = select(sessions.c.device).where(sessions.c.fingerprint == but)
        device = (await connection.execute(query)).scalar() or ""
    await wraps.drop_like(cellar, person, _session_lock(""), but=_session_lock(but))
    await wraps.drop_like(cellar, person, _safety_lock(""), but=_safety_lock(but))
    await wraps.drop_like(cellar, person, device_lock(""), but=device_lock(device))
    async with cellar.notebook.write() as connection:
        await connection.execute(
            delete(sessions).where(sessions.c.owner == person, sessions.c.fingerprint != but)
        )
        await connection.execute(delete(devices).where(devices.c.owner == person, devices.c.id != device))


async def sweep(cellar: Cellar, now: datetime) -> None:
    """Lock all sessions that nobody has used for ten minutes."""
    async with cellar.notebook.read() as connection:
        query = select(sessions).where(sessions.c.used <= int(now.timestamp()) - IDLE_SECONDS)
        idle = (await connection.execute(query)).all()
    for row in idle:
        await lock(cellar, row.owner, row.fingerprint)
