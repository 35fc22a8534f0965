"""Erasing a person: their keys are destroyed, their words deleted, and a list remembers it for older backups.

Copies that someone made by hand cannot be recalled.
"""

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import and_, delete, or_, select, union, update
from sqlalchemy.dialects.sqlite import insert as upsert

from omoiyari.couple import BondState, PersonId
from omoiyari.store.cellar import KEY_FILE, NOTEBOOK_FILE, Cellar
from omoiyari.store.errors import CannotWrite
from omoiyari.store.tables import (
    bonds,
    devices,
    drafts,
    erased,
    heads,
    invites,
    limits,
    people,
    post,
    records,
    sessions,
    wraps,
)

_OWNED = (heads, drafts, devices, sessions, post)
_WAITING = or_(wraps.c.lock.startswith("invite:"), wraps.c.lock.startswith("older:"))


async def erase(cellar: Cellar, person: PersonId) -> None:
    """Destroy one person's keys and words. What the other wrote stays with the other. Raises DiskTrouble, Busy.

    The keys go first: after that, whatever a crash or a full disk leaves of the words can be read by nobody, and
    goes with `finish_erasures`.
    """
    async with cellar.notebook.read() as connection:
        invited = select(bonds.c.id).where(or_(bonds.c.first == person, bonds.c.second == person))
        own_bonds = (await connection.execute(invited)).scalars().all()
    async with cellar.keys.write() as connection:
        await connection.execute(upsert(erased).values(person=person).on_conflict_do_nothing())
        await connection.execute(delete(wraps).where(wraps.c.holder == person))
        await connection.execute(delete(wraps).where(wraps.c.holder.in_(own_bonds), _WAITING))
    with suppress(CannotWrite):
        await _delete_rows(cellar, person)
    cellar.snapshots.drop(person, own_bonds)
    cellar.findings.clear(erased=person)
    await asyncio.to_thread(_empty_journals, cellar.folder)


async def _delete_rows(cellar: Cellar, person: PersonId) -> None:
    """The words go; of what was shared, empty rows remain, so that the other's count still fits."""
    async with cellar.notebook.write() as connection:
        shared = records.c.bond.is_not(None)
        own = records.c.owner == person
        await connection.execute(delete(records).where(own, ~shared))
        await connection.execute(update(records).where(own, shared).values(sealed=None, held_until=None))
        mine = or_(bonds.c.first == person, bonds.c.second == person)
        await connection.execute(
            delete(invites).where(invites.c.bond.in_(select(bonds.c.id).where(bonds.c.first == person)))
        )
        await connection.execute(update(bonds).where(mine).values(state=BondState.ENDED.value))
        name = select(people.c.sign_in).where(people.c.id == person)
        name_and_phones = name.union(select(devices.c.id).where(devices.c.owner == person))
        marks = [person, *(await connection.execute(name_and_phones)).scalars()]
        counted = or_(*(limits.c.what.contains(f":{mark}") for mark in marks))
        await connection.execute(delete(limits).where(counted))
        for table in _OWNED:
            await connection.execute(delete(table).where(table.c.owner == person))
        await connection.execute(delete(people).where(people.c.id == person))


def _empty_journals(folder: Path) -> None:
    """What was deleted may still lie in the write-ahead files: fold them in. A busy file is folded in later."""
    for name in (KEY_FILE, NOTEBOOK_FILE):
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(folder / name)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def erased_people(cellar: Cellar) -> frozenset[PersonId]:
    """Everybody who was ever erased here."""
    async with cellar.keys.read() as connection:
        return frozenset((await connection.execute(select(erased.c.person))).scalars())


async def apply_erasures(cellar: Cellar, people_erased: frozenset[PersonId]) -> None:
    """Erase again, after a restore, everybody who had been erased since the backup."""
    for person in sorted(people_erased):
        await erase(cellar, person)


async def finish_erasures(cellar: Cellar) -> None:
    """Finish what a crash left half done, and what was under way meanwhile and came to its end after it."""
    listed = await erased_people(cellar)
    await apply_erasures(cellar, await _with_rows(cellar, listed) | await _with_wraps(cellar, listed))


async def _with_rows(cellar: Cellar, listed: frozenset[PersonId]) -> frozenset[PersonId]:
    """Of whom the notebook file holds more than the empty rows of what was shared."""
    whole = or_(records.c.bond.is_(None), records.c.sealed.is_not(None))
    places = (
        select(people.c.id).where(people.c.id.in_(listed)),
        select(records.c.owner).where(records.c.owner.in_(listed), whole),
        *(select(table.c.owner).where(table.c.owner.in_(listed)) for table in _OWNED),
    )
    async with cellar.notebook.read() as connection:
        return frozenset((await connection.execute(union(*places))).scalars())


async def _with_wraps(cellar: Cellar, listed: frozenset[PersonId]) -> frozenset[PersonId]:
    """Of whom the key file holds a wrap, or one that waits in a bond of theirs."""
    async with cellar.notebook.read() as connection:
        theirs = select(bonds).where(or_(bonds.c.first.in_(listed), bonds.c.second.in_(listed)))
        rows = (await connection.execute(theirs)).all()
    waits = and_(wraps.c.holder.in_([row.id for row in rows]), _WAITING)
    async with cellar.keys.read() as connection:
        held = select(wraps.c.holder).where(or_(wraps.c.holder.in_(listed), waits))
        holders = set((await connection.execute(held)).scalars())
    holders.update(*((row.first, row.second) for row in rows if row.id in holders))
    return listed & holders
