"""Erasing a person: their keys are destroyed, their words deleted, and a list remembers it for older backups.

Copies that someone made by hand cannot be recalled.
"""

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from omoiyari.couple import BondState, PersonId
from omoiyari.store.cellar import Cellar
from omoiyari.store.tables import (
    bonds,
    devices,
    drafts,
    erased,
    heads,
    invites,
    people,
    post,
    records,
    sessions,
    wraps,
)


async def erase(cellar: Cellar, person: PersonId) -> None:
    """Destroy one person's keys and words. What the other wrote stays with the other."""
    async with cellar.keys.write() as connection:
        await connection.execute(upsert(erased).values(person=person).on_conflict_do_nothing())
        await connection.execute(delete(wraps).where(wraps.c.holder == person))
    await _delete_rows(cellar, person)


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
        for table in (heads, drafts, devices, sessions, post):
            await connection.execute(delete(table).where(table.c.owner == person))
        await connection.execute(delete(people).where(people.c.id == person))


async def erased_people(cellar: Cellar) -> frozenset[PersonId]:
    """Everybody who was ever erased here."""
    async with cellar.keys.read() as connection:
        return frozenset((await connection.execute(select(erased.c.person))).scalars())


async def apply_erasures(cellar: Cellar, people_erased: frozenset[PersonId]) -> None:
    """Erase again, after a restore, everybody who had been erased since the backup."""
    for person in sorted(people_erased):
        await erase(cellar, person)
