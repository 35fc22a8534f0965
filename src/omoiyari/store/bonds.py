"""The bond: an invite that works once within a day, the second person, and either one's leaving."""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

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
from omoiyari.store.errors import NotThere
from omoiyari.store.keys import OpenKeys
from omoiyari.store.sessions import drop_bond_key, keep_bond_key
from omoiyari.store.tables import bonds, invites
from omoiyari.vault import Key, Secret, derive, fingerprint, new_key, new_secret

INVITE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Invite:
    """What an invite leads to, before it is accepted."""

    bond: Bond
    expires: int


def _invite_lock(mark: str) -> str:
    return f"invite:{mark}"


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

    A new invite takes the place of an older one that nobody used.
    """
    mine = await bonds_of(cellar, keys.person)
    if any(bond.state is BondState.TOGETHER for bond in mine):
        raise AlreadyTogether
    waiting = [bond for bond in mine if bond.state is BondState.WAITING]
    bond = waiting[0].id if waiting else BondId(secrets.token_hex(16))
    key = keys.bonds.get(bond) or new_key()
    secret = new_secret()
    mark = fingerprint(secret, "invite")
    await keep_bond_key(cellar, keys, bond, key)
    await wraps.drop_like(cellar, bond, "invite:")
    await wraps.put(cellar, bond, _invite_lock(mark), key, derive(secret, "invite"))
    async with cellar.notebook.write() as connection:
        if not waiting:
            values = {"id": bond, "first": keys.person, "state": BondState.WAITING.value}
            await connection.execute(insert(bonds).values(values))
        await connection.execute(delete(invites).where(invites.c.bond == bond))
        expires = int(now.timestamp()) + INVITE_SECONDS
        await connection.execute(insert(invites).values(fingerprint=mark, bond=bond, expires=expires))
    return secret


async def look_at_invite(cellar: Cellar, secret: Secret, now: datetime) -> Invite:
    """The bond that an invite leads to. Raises InviteGone."""
    query = (
        select(bonds, invites.c.expires)
        .join(invites, invites.c.bond == bonds.c.id)
        .where(invites.c.fingerprint == fingerprint(secret, "invite"))
    )
    async with cellar.notebook.read() as connection:
        row = (await connection.execute(query)).first()
    if row is None or not 0 <= row.expires - int(now.timestamp()) <= INVITE_SECONDS:
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
    mark = fingerprint(secret, "invite")
    key = await wraps.open_wrap(cellar, bond.id, _invite_lock(mark), derive(secret, "invite"))
    if key is None:
        raise InviteGone
    await keep_bond_key(cellar, keys, bond.id, Key(key))
    try:
        await _join(cellar, bond, keys.person)
    except (BondFull, AlreadyTogether):  # someone was quicker: this bond's key is not mine to keep
        if (await bond_by_id(cellar, bond.id)).second != keys.person:  # unless it was I, on a second tap
            await drop_bond_key(cellar, keys.person, bond.id)
            raise
    await wraps.drop(cellar, bond.id, _invite_lock(mark))
    return Bond(bond.id, bond.first, keys.person, BondState.TOGETHER)


async def _join(cellar: Cellar, bond: Bond, person: PersonId) -> None:
    """Take the second place, if it is still free at this very moment and neither of the two has another bond."""
    two = (bond.first, person)
    held = select(bonds.c.id).where(
        or_(bonds.c.first.in_(two), bonds.c.second.in_(two)), bonds.c.state == BondState.TOGETHER.value
    )
    async with cellar.notebook.write() as connection:
        if any(other != bond.id for other in (await connection.execute(held)).scalars()):
            raise AlreadyTogether
        free = (bonds.c.id == bond.id, bonds.c.state == BondState.WAITING.value, bonds.c.second.is_(None))
        values = {"second": person, "state": BondState.TOGETHER.value}
        taken = await connection.execute(update(bonds).where(*free).values(values))
        if taken.rowcount != 1:
            raise BondFull
        await connection.execute(delete(invites).where(invites.c.bond == bond.id))
        # an invite of one's own that nobody used is withdrawn
        own = (bonds.c.first == person, bonds.c.state == BondState.WAITING.value)
        await connection.execute(update(bonds).where(*own).values(state=BondState.ENDED.value))


async def unlink(cellar: Cellar, person: PersonId) -> Bond:
    """End the bond that holds or waits: one step, no approval. Raises NotTogether."""
    living = [bond for bond in await bonds_of(cellar, person) if bond.state is not BondState.ENDED]
    if not living:
        raise NotTogether
    async with cellar.notebook.write() as connection:
        here = bonds.c.id.in_([bond.id for bond in living])
        await connection.execute(update(bonds).where(here).values(state=BondState.ENDED.value))
        await connection.execute(delete(invites).where(invites.c.bond.in_([bond.id for bond in living])))
    for bond in living:
        await wraps.drop_like(cellar, bond.id, "invite:")
        await wraps.drop_like(cellar, bond.id, "older:")
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
    await wraps.put(cellar, now_bond.id, f"older:{older}", keys.bonds[older], under)


async def take_over_older(cellar: Cellar, keys: OpenKeys) -> OpenKeys:
    """Take over the older keys that a partner has handed over; hands back the keys with them."""
    found = dict(keys.bonds)
    for bond, key in keys.bonds.items():
        for older, secret in (await wraps.open_like(cellar, bond, "older:", derive(key, "older"))).items():
            if BondId(older) not in found:
                found[BondId(older)] = Key(secret)
                await keep_bond_key(cellar, keys, BondId(older), Key(secret))
    return OpenKeys(keys.person, keys.mine, found, keys.safety)
