"""The bond: an invite that works once within a day, the second person, and either one's leaving."""

import secrets
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from omoiyari.couple import (
    AlreadyTogether,
    Bond,
    BondFull,
    BondId,
    BondState,
    InviteGone,
    InviteToOneself,
    NotTogether,
    PersonId,
)
from omoiyari.store import wraps
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import CannotWrite, NotThere
from omoiyari.store.keys import OpenKeys
from omoiyari.store.sessions import keep_bond_key
from omoiyari.store.tables import bonds, invites
from omoiyari.vault import Key, Secret, derive, fingerprint, new_key, new_secret

INVITE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Invite:
    """What an invite leads to, before it is accepted."""

    bond: Bond
    expires: int


_INVITE = "invite:"
_OLDER = "older:"


def _invite_lock(mark: str) -> str:
    return _INVITE + mark


def _from_row(row: Row[Any]) -> Bond:
    return Bond(row.id, row.first, row.second, BondState(row.state))


def read_bonds(connection: sqlite3.Connection, person: PersonId) -> tuple[Bond, ...]:
    """All bonds of one person in this snapshot, the oldest first."""
    query = "SELECT id, first, second, state FROM bonds WHERE first = ? OR second = ? ORDER BY rowid"
    rows = connection.execute(query, (person, person)).fetchall()
    return tuple(Bond(id, first, second, BondState(state)) for id, first, second, state in rows)


async def bonds_of(cellar: Cellar, person: PersonId) -> tuple[Bond, ...]:
    """All bonds of one person, the oldest first."""
    return await cellar.notebook.ask(lambda connection: read_bonds(connection, person))


async def bond_by_id(cellar: Cellar, bond: BondId) -> Bond:
    """One bond. Raises NotThere."""
    async with cellar.notebook.read() as connection:
        row = (await connection.execute(select(bonds).where(bonds.c.id == bond))).first()
    if row is None:
        raise NotThere
    return _from_row(row)


async def invite(cellar: Cellar, keys: OpenKeys, now: datetime) -> Secret:
    """Make a bond that waits, and a secret that lets one other person in. Raises AlreadyTogether.

    A new invite, with a bond and a key of its own, takes the place of an older one that nobody used.
    """
    bond, key, secret = BondId(secrets.token_hex(16)), new_key(), new_secret()
    mark = fingerprint(secret, "invite")
    pairs = (bond, _invite_lock(mark)), (keys.person, wraps.bond_lock(bond))
    async with wraps.beside_rows(cellar, *pairs) as connection:
        older = await _no_longer_waiting(connection, keys.person)
        values = {"id": bond, "first": keys.person, "state": BondState.WAITING.value}
        await connection.execute(insert(bonds).values(values))
        expires = int(now.timestamp()) + INVITE_SECONDS
        await connection.execute(insert(invites).values(fingerprint=mark, bond=bond, expires=expires))
        await keep_bond_key(cellar, keys, bond, key)
        await wraps.put(cellar, bond, _invite_lock(mark), key, derive(secret, "invite"))
    await _drop_idle(cellar, older)
    with suppress(CannotWrite):
        await wraps.drop(cellar, keys.person, *map(wraps.bond_lock, older))
    return secret


async def _no_longer_waiting(connection: AsyncConnection, person: PersonId) -> list[BondId]:
    """Take back the bonds that nobody joined; nothing was ever shared in them. Raises AlreadyTogether."""
    own = or_(bonds.c.first == person, bonds.c.second == person)
    rows = (await connection.execute(select(bonds).where(own))).all()
    if any(row.state == BondState.TOGETHER.value for row in rows):
        raise AlreadyTogether
    waiting = [BondId(row.id) for row in rows if row.state == BondState.WAITING.value]
    await connection.execute(delete(invites).where(invites.c.bond.in_(waiting)))
    await connection.execute(delete(bonds).where(bonds.c.id.in_(waiting)))
    return waiting


async def _drop_idle(cellar: Cellar, ended: Sequence[BondId]) -> None:
    """Destroy the wraps that waited in these bonds. Where the disk refuses, they open nothing all the same."""
    with suppress(CannotWrite):
        for bond in ended:
            await wraps.drop_like(cellar, bond, _INVITE)
            await wraps.drop_like(cellar, bond, _OLDER)


async def drop_used_invites(cellar: Cellar) -> None:
    """Destroy the wraps of invites that stand no more: with the key file, such a link opens the shared key for good.

    Within a write, as an invite is put while its row is not there yet. Raises DiskTrouble, Busy.
    """
    if not await wraps.any_like(cellar, _INVITE):
        return
    async with cellar.notebook.write() as connection:
        standing = (await connection.execute(select(invites.c.fingerprint))).scalars()
        await wraps.drop_all_like(cellar, _INVITE, but=[_invite_lock(mark) for mark in standing])


async def look_at_invite(cellar: Cellar, secret: Secret, now: datetime) -> Invite:
    """The bond that an invite leads to. Raises InviteGone."""
    query = (
        select(bonds, invites.c.expires)
        .join(invites, invites.c.bond == bonds.c.id)
        .where(invites.c.fingerprint == fingerprint(secret, "invite"))
    )
    async with cellar.notebook.read() as connection:
        row = (await connection.execute(query)).first()
    withdrawn = row is not None and row.state == BondState.ENDED.value
    if row is None or withdrawn or not 0 <= row.expires - int(now.timestamp()) <= INVITE_SECONDS:
        raise InviteGone
    return Invite(_from_row(row), row.expires)


async def accept(cellar: Cellar, keys: OpenKeys, secret: Secret, now: datetime) -> Bond:
    """Become the second person. Raises InviteGone, InviteToOneself, BondFull, AlreadyTogether."""
    bond = (await look_at_invite(cellar, secret, now)).bond
    if bond.first == keys.person:
        raise InviteToOneself
    if bond.state is not BondState.WAITING:
        raise BondFull
    if any(held.state is BondState.TOGETHER for held in await bonds_of(cellar, keys.person)):
        raise AlreadyTogether
    withdrawn: list[BondId] = []
    try:
        withdrawn = await _join(cellar, keys, bond, secret)
    except (BondFull, AlreadyTogether):
        if all(held.id != bond.id for held in await bonds_of(cellar, keys.person)):
            raise  # unless it was I who was quicker, on a second tap
    await _drop_idle(cellar, [bond.id, *withdrawn])
    return Bond(bond.id, bond.first, keys.person, BondState.TOGETHER)


async def _join(cellar: Cellar, keys: OpenKeys, bond: Bond, secret: Secret) -> list[BondId]:
    """Take the second place, if it is still free at this very moment and neither of the two has another bond.

    Hands back the bonds of one's own that nobody joined; their invites are withdrawn.
    """
    person, two = keys.person, (bond.first, keys.person)
    held = select(bonds.c.id).where(
        or_(bonds.c.first.in_(two), bonds.c.second.in_(two)), bonds.c.state == BondState.TOGETHER.value
    )
    async with wraps.beside_rows(cellar, (person, wraps.bond_lock(bond.id))) as connection:
        if any(other != bond.id for other in (await connection.execute(held)).scalars()):
            raise AlreadyTogether
        free = (bonds.c.id == bond.id, bonds.c.state == BondState.WAITING.value, bonds.c.second.is_(None))
        values = {"second": person, "state": BondState.TOGETHER.value}
        taken = await connection.execute(update(bonds).where(*free).values(values))
        if taken.rowcount != 1:
            raise BondFull
        await connection.execute(delete(invites).where(invites.c.bond == bond.id))
        own = select(bonds.c.id).where(bonds.c.first == person, bonds.c.state == BondState.WAITING.value)
        withdrawn = [BondId(id) for id in (await connection.execute(own)).scalars()]
        await end(connection, withdrawn)
        await _take_key(cellar, keys, bond.id, secret)
    return withdrawn


async def end(connection: AsyncConnection, ended: Collection[BondId]) -> None:
    """From now on nobody comes into these bonds by an invite."""
    here = update(bonds).where(bonds.c.id.in_(ended))
    await connection.execute(here.values(state=BondState.ENDED.value))
    await connection.execute(delete(invites).where(invites.c.bond.in_(ended)))


async def _take_key(cellar: Cellar, keys: OpenKeys, bond: BondId, secret: Secret) -> None:
    """Keep the bond's key that the invite brought. Raises InviteGone."""
    lock = _invite_lock(fingerprint(secret, "invite"))
    key = await wraps.open_wrap(cellar, bond, lock, derive(secret, "invite"))
    if key is None:
        raise InviteGone
    await keep_bond_key(cellar, keys, bond, Key(key))


async def unlink(cellar: Cellar, person: PersonId) -> Bond:
    """End the bond that holds or waits: one step, no approval. Raises NotTogether.

    From then on nobody comes in by an invite or takes over older pages; the wraps that were for it can wait.
    """
    living = [bond for bond in await bonds_of(cellar, person) if bond.state is not BondState.ENDED]
    if not living:
        raise NotTogether
    ended = [bond.id for bond in living]
    async with cellar.notebook.write() as connection:
        await end(connection, ended)
    await _drop_idle(cellar, ended)
    return living[-1]


# --- older shared entries come back only by the other's explicit choice ---------------------------


async def bring_back(cellar: Cellar, keys: OpenKeys, older: BondId, now_bond: Bond) -> None:
    """Let the partner of today read what was shared in one's own older bond. Raises NotThere, NotTogether.

    The older key is kept under today's; the partner takes it over at their next visit. A key that was handed to
    somebody is not theirs to hand on.
    """
    own = {bond.id for bond in await bonds_of(cellar, keys.person)}
    if older not in own or older not in keys.bonds or older == now_bond.id:
        raise NotThere
    if not now_bond.takes_new_writes:
        raise NotTogether
    under = derive(keys.bonds[now_bond.id], "older")
    await wraps.put(cellar, now_bond.id, _OLDER + older, keys.bonds[older], under)


async def take_over_older(cellar: Cellar, keys: OpenKeys) -> OpenKeys:
    """Take over the older keys that the partner of today has handed over; hands back the keys with them."""
    found = dict(keys.bonds)
    for bond in await bonds_of(cellar, keys.person):
        if not bond.takes_new_writes or bond.id not in keys.bonds:
            continue
        under = derive(keys.bonds[bond.id], "older")
        for older, secret in (await wraps.open_like(cellar, bond.id, _OLDER, under)).items():
            if BondId(older) not in found:
                found[BondId(older)] = Key(secret)
                await keep_bond_key(cellar, keys, BondId(older), Key(secret))
    return OpenKeys(keys.person, keys.mine, found, keys.safety)
