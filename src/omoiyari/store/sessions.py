"""Sessions: who is signed in where, and when a notebook locks.

A session's cookie holds a secret; the key file holds the person's key wrapped under it. Locking destroys that wrap.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, or_, select, update

from omoiyari.couple import BondId, PersonId
from omoiyari.store import accounts, wraps
from omoiyari.store.accounts import TOTP, NewPassphrase, Opened
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import CannotWrite
from omoiyari.store.keys import OpenKeys
from omoiyari.store.tables import devices, sessions
from omoiyari.vault import Key, Secret, derive, fingerprint, new_secret, unwrap

IDLE_SECONDS = 600
ABSOLUTE_SECONDS = 12 * 3600
_CLOCK_SLACK_SECONDS = 120
_SESSION = "SELECT owner, device, began, used, sitting FROM sessions WHERE fingerprint = ?"


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; `keys` is None while it is locked.

    Once it locks, a PIN opens it again if it is `remembered`, or the passphrase, with a six-digit code if it
    `asks_code`; both are told of an open session only. `sitting`: two are before this screen, until it ends.
    """

    fingerprint: str
    person: PersonId
    device: str | None
    keys: OpenKeys | None
    sitting: bool = False
    remembered: bool = False
    asks_code: bool = False


def _session_lock(mark: str) -> str:
    return f"session:{mark}"


def _safety_lock(mark: str) -> str:
    return f"safety:{mark}"


def locks_of(marks: Iterable[str]) -> list[str]:
    """The locks of the wraps that these sessions hold open."""
    return [lock(mark) for mark in marks for lock in (_session_lock, _safety_lock)]


def device_lock(device: str) -> str:
    """The lock that a PIN opens on one remembered device."""
    return f"device:{device}"


# --- sessions -------------------------------------------------------------------------------------


async def begin(cellar: Cellar, opened: Opened, device: str | None, now: datetime) -> Secret:
    """Begin a session; hands back the secret for its cookie."""
    secret = new_secret()
    mark = fingerprint(secret, "session")
    seconds = int(now.timestamp())
    async with wraps.beside_rows(cellar, (opened.person, _session_lock(mark))) as connection:
        await connection.execute(
            insert(sessions).values(
                fingerprint=mark, owner=opened.person, device=device, began=seconds, used=seconds
            )
        )
        await wraps.put(
            cellar, opened.person, _session_lock(mark), opened.keyring.mine, derive(secret, "session")
        )
    return secret


async def find(cellar: Cellar, secret: Secret, now: datetime, *, counts: bool = True) -> Session | None:
    """The session of a cookie, with its keys unless it is locked; None where it has ended.

    Ten idle minutes lock it, and so does a clock that was set back; twelve hours end it. A question that does not
    count leaves it as idle as it was. None of it waits for the disk: where it takes nothing, the keys stay closed
    by the time alone, and are destroyed at the next sweep.
    """
    mark = fingerprint(secret, "session")
    row = await cellar.notebook.ask(lambda connection: connection.execute(_SESSION, (mark,)).fetchone())
    if row is None:
        return None
    owner, device, began, used, sitting = row
    closed = Session(mark, owner, device, None, bool(sitting))
    seconds = int(now.timestamp())
    if seconds - began >= ABSOLUTE_SECONDS:
        with suppress(CannotWrite):
            await end(cellar, owner, mark)
        return None
    if not -_CLOCK_SLACK_SECONDS <= seconds - used < IDLE_SECONDS:
        with suppress(CannotWrite):
            await lock(cellar, owner, mark)
        return closed
    if counts and seconds - used >= 60:
        with suppress(CannotWrite):
            await _touch(cellar, mark, seconds)
    return await _opened(cellar, closed, secret)


async def stay(cellar: Cellar, session: Session, now: datetime) -> None:
    """A page that is open and alive counts as being here, and never for the safety area: that is closed."""
    await close_safety(cellar, session)
    await _touch(cellar, session.fingerprint, int(now.timestamp()))


async def _touch(cellar: Cellar, mark: str, seconds: int) -> None:
    """Remember the use to the minute only: a file should not tell a person's evening by the second."""
    async with cellar.notebook.write() as connection:
        here = sessions.c.fingerprint == mark
        await connection.execute(update(sessions).where(here).values(used=seconds - seconds % 60))


async def _opened(cellar: Cellar, session: Session, secret: Secret) -> Session:
    person, under = session.person, derive(secret, "session")
    locks = (
        _session_lock(session.fingerprint),
        _safety_lock(session.fingerprint),
        device_lock(session.device or ""),
        TOTP,
    )
    held = await wraps.find_some(cellar, person, locks, wraps.bond_lock(""))
    own, safe, pin, code = (held.pop(lock, None) for lock in locks)
    if own is None:
        return session
    mine = Key(unwrap(own, under, person, locks[0]))
    safety = Key(unwrap(safe, under, person, locks[1])) if safe is not None else None
    keys = OpenKeys(person, mine, _bond_keys(person, mine, held), safety)
    return replace(session, keys=keys, remembered=pin is not None, asks_code=code is not None)


def _bond_keys(person: PersonId, mine: Key, held: Mapping[str, bytes]) -> dict[BondId, Key]:
    under = bond_wrapping_key(mine)
    return {
        BondId(lock.removeprefix(wraps.bond_lock(""))): Key(unwrap(wrapped, under, person, lock))
        for lock, wrapped in held.items()
    }


def bond_wrapping_key(mine: Key) -> Key:
    """The key under which a person keeps the keys of their bonds."""
    return derive(mine, "bonds")


async def keep_bond_key(cellar: Cellar, keys: OpenKeys, bond: BondId, key: Key) -> None:
    """Keep a bond's key under one's own."""
    await wraps.put(cellar, keys.person, wraps.bond_lock(bond), key, bond_wrapping_key(keys.mine))


async def open_safety(cellar: Cellar, opened: Opened, session: Session, secret: Secret) -> None:
    """Open the safety area for this session, after the PIN or passphrase was asked again."""
    under = derive(secret, "session")
    await wraps.put(cellar, opened.person, _safety_lock(session.fingerprint), opened.keyring.safety, under)


async def close_safety(cellar: Cellar, session: Session) -> None:
    """Lock the safety area."""
    await wraps.drop(cellar, session.person, _safety_lock(session.fingerprint))


async def sit_down(cellar: Cellar, session: Session) -> None:
    """Two are before this screen from now on; only a session begun anew, by PIN or passphrase, is one person's."""
    await close_safety(cellar, session)
    async with cellar.notebook.write() as connection:
        here = sessions.c.fingerprint == session.fingerprint
        await connection.execute(update(sessions).where(here).values(sitting=1))


async def lock(cellar: Cellar, person: PersonId, mark: str) -> None:
    """Lock a session: its keys are destroyed, the person stays known."""
    await wraps.drop(cellar, person, *locks_of([mark]))


async def end(cellar: Cellar, person: PersonId, mark: str) -> None:
    """Sign a session out."""
    await lock(cellar, person, mark)
    async with cellar.notebook.write() as connection:
        here = (sessions.c.fingerprint == mark, sessions.c.owner == person)
        await connection.execute(delete(sessions).where(*here))


@dataclass(frozen=True, slots=True)
class Listed:
    """A browser that is signed in, as its owner sees it in their list; `used` is to the minute (UTC)."""

    fingerprint: str
    device: str | None
    began: datetime
    used: datetime
    locked: bool


async def list_sessions(cellar: Cellar, person: PersonId) -> tuple[Listed, ...]:
    """Where a person is signed in now, the newest first."""
    async with cellar.notebook.read() as connection:
        query = select(sessions).where(sessions.c.owner == person).order_by(sessions.c.began.desc())
        rows = (await connection.execute(query)).all()
    return tuple([await _listed(cellar, row) for row in rows])


async def _listed(cellar: Cellar, row: Row[Any]) -> Listed:
    locked = await wraps.find(cellar, row.owner, _session_lock(row.fingerprint)) is None
    began, used = (datetime.fromtimestamp(seconds, UTC) for seconds in (row.began, row.used))
    return Listed(row.fingerprint, row.device, began, used, locked)


async def end_all(cellar: Cellar, person: PersonId, *, but: str = "") -> None:
    """Sign out everywhere, and forget every device, all but the session and device in hand."""
    await wraps.destroy(cellar, await _locks_elsewhere(cellar, person, but))
    await _forget_elsewhere(cellar, person, but)


async def take_passphrase(
    cellar: Cellar, opened: Opened, fresh: NewPassphrase, here: str, *ending: str
) -> None:
    """Take a new passphrase, and end every other session, every other phone's PIN and these locks in the same step.

    What is left of them on the lists opens nothing; where the disk is full, it stays there for a while.
    """
    elsewhere = await _locks_elsewhere(cellar, opened.person, here)
    ended = or_(elsewhere, wraps.these(opened.person, *ending))
    await accounts.change_passphrase(cellar, opened, fresh, ending=ended)
    with suppress(CannotWrite):
        await _forget_elsewhere(cellar, opened.person, here)


async def _device_of(cellar: Cellar, mark: str) -> str:
    async with cellar.notebook.read() as connection:
        query = select(sessions.c.device).where(sessions.c.fingerprint == mark)
        return (await connection.execute(query)).scalar() or ""


async def _locks_elsewhere(cellar: Cellar, person: PersonId, but: str) -> ColumnElement[bool]:
    """The wraps of all other sessions and devices."""
    device = await _device_of(cellar, but)
    return or_(
        wraps.like(person, _session_lock(""), but=_session_lock(but)),
        wraps.like(person, _safety_lock(""), but=_safety_lock(but)),
        wraps.like(person, device_lock(""), but=device_lock(device)),
    )


async def _forget_elsewhere(cellar: Cellar, person: PersonId, but: str) -> None:
    device = await _device_of(cellar, but)
    async with cellar.notebook.write() as connection:
        await connection.execute(
            delete(sessions).where(sessions.c.owner == person, sessions.c.fingerprint != but)
        )
        await connection.execute(delete(devices).where(devices.c.owner == person, devices.c.id != device))


async def sweep(cellar: Cellar, now: datetime) -> list[tuple[PersonId, str]]:
    """Lock all sessions that nobody has used for ten minutes, and forget those older than twelve hours.

    A clock that was set back locks too. Hands back whose and which these are, so that their open pages can be told.
    """
    seconds = int(now.timestamp())
    old = sessions.c.began <= seconds - ABSOLUTE_SECONDS
    query = select(sessions.c.owner, sessions.c.fingerprint, old)
    async with cellar.notebook.read() as connection:
        idle = sessions.c.used <= seconds - IDLE_SECONDS
        ahead = sessions.c.used > seconds + _CLOCK_SLACK_SECONDS
        rows = (await connection.execute(query.where(or_(idle, ahead, old)))).all()
    if not rows:
        return []
    await wraps.drop_locks(cellar, locks_of(row[1] for row in rows))
    if any(row[2] for row in rows):
        async with cellar.notebook.write() as connection:
            await connection.execute(delete(sessions).where(old))
    return [(PersonId(row[0]), row[1]) for row in rows]
