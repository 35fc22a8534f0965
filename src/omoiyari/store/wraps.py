"""The wraps of the key file: one secret kept under one key, by holder and lock."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress

from sqlalchemy import ColumnElement, Row, and_, delete, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import CannotWrite, NotThere
from omoiyari.store.tables import bonds, erased, wraps
from omoiyari.vault import Key, unwrap, wrap


def bond_lock(bond: str) -> str:
    """The lock of a bond's key among the wraps of a person."""
    return f"bond:{bond}"


def these(holder: str, *locks: str) -> ColumnElement[bool]:
    """The wraps of these locks of one holder."""
    return and_(wraps.c.holder == holder, wraps.c.lock.in_(locks))


def like(holder: str, prefix: str, *, but: str = "") -> ColumnElement[bool]:
    """All wraps of one holder whose lock starts with `prefix`, all but one."""
    return and_(wraps.c.holder == holder, _starts(prefix), wraps.c.lock != but)


def _starts(prefix: str) -> ColumnElement[bool]:
    return wraps.c.lock.startswith(prefix, autoescape=True)


async def put(
    cellar: Cellar,
    holder: str,
    lock: str,
    secret: bytes,
    under: Key,
    salt: bytes | None = None,
    *,
    ending: ColumnElement[bool] | None = None,
) -> None:
    """Keep `secret` under `under`; a wrap with the same holder and lock is replaced.

    The wraps that it is `ending` are deleted in the same step: all of it is done, or nothing.
    Raises NotThere for a holder who was erased while this was under way.
    """
    fresh = {"salt": salt, "wrapped": wrap(secret, under, holder, lock), "tries": 0}
    statement = upsert(wraps).values(holder=holder, lock=lock, **fresh)
    gone = select(erased.c.person).where(erased.c.person == holder)
    async with cellar.keys.write() as connection:
        if (await connection.execute(gone)).first() is not None:
            raise NotThere
        if ending is not None:
            await connection.execute(delete(wraps).where(ending))
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["holder", "lock"], set_=fresh)
        )


@asynccontextmanager
async def beside_rows(cellar: Cellar, *pairs: tuple[str, str]) -> AsyncIterator[AsyncConnection]:
    """A transaction of the notebook file in which these wraps are put too, each named by holder and lock.

    The two files cannot be written in one step: where the rows are refused, the wraps are destroyed, now or once
    there is room again. Where the transaction could not even begin, none was put.
    """
    begun = False
    try:
        async with cellar.notebook.write() as connection:
            begun = True
            yield connection
    except CannotWrite:
        if begun:
            cellar.owed.update(pairs)
            with suppress(CannotWrite):
                await drop_owed(cellar)
        raise
    cellar.owed.difference_update(pairs)


async def drop_owed(cellar: Cellar) -> None:
    """Destroy wraps whose rows were refused, while nobody is putting them anew. Raises DiskTrouble, Busy."""
    if not cellar.owed:
        return
    async with cellar.notebook.write() as connection:
        pairs = frozenset(cellar.owed)
        refused = pairs - await _with_rows(connection, pairs)
        await destroy(cellar, tuple_(wraps.c.holder, wraps.c.lock).in_(refused))
        cellar.owed.difference_update(pairs)


async def _with_rows(
    connection: AsyncConnection, pairs: Collection[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """The keys of bonds that name their holder: an earlier try kept them, whatever became of a later one."""
    owed = [lock.removeprefix(bond_lock("")) for _holder, lock in pairs if lock.startswith(bond_lock(""))]
    rows = (await connection.execute(select(bonds).where(bonds.c.id.in_(owed)))).all()
    return frozenset((holder, bond_lock(row.id)) for row in rows for holder in (row.first, row.second))


async def find(cellar: Cellar, holder: str, lock: str) -> Row[tuple[str, str, bytes, bytes, int]] | None:
    """The wrap, still closed."""
    query = select(wraps).where(wraps.c.holder == holder, wraps.c.lock == lock)
    async with cellar.keys.read() as connection:
        return (await connection.execute(query)).first()


async def open_wrap(cellar: Cellar, holder: str, lock: str, under: Key) -> bytes | None:
    """The secret, or None where no such wrap is kept. Raises WrongKey."""
    row = await find(cellar, holder, lock)
    return None if row is None else unwrap(row.wrapped, under, holder, lock)


async def open_like(cellar: Cellar, holder: str, prefix: str, under: Key) -> dict[str, bytes]:
    """All secrets of one holder whose lock starts with `prefix`, by the rest of the lock."""
    query = select(wraps).where(like(holder, prefix))
    async with cellar.keys.read() as connection:
        rows = (await connection.execute(query)).all()
    return {row.lock.removeprefix(prefix): unwrap(row.wrapped, under, holder, row.lock) for row in rows}


_SOME = "SELECT lock, wrapped FROM wraps WHERE holder = ? AND (lock IN (?, ?, ?, ?) OR lock BETWEEN ? AND ?)"


async def find_some(
    cellar: Cellar, holder: str, locks: tuple[str, str, str, str], prefix: str
) -> dict[str, bytes]:
    """The wraps of four locks and of all that start with `prefix`, still closed, in one look."""
    values = (holder, *locks, prefix, prefix + "\x7f")
    return dict(await cellar.keys.ask(lambda connection: connection.execute(_SOME, values).fetchall()))


async def take_try(cellar: Cellar, holder: str, lock: str, allowed: int) -> bool:
    """Count a try before it is made, so that many at once count as many; False once all are used up."""
    here = (wraps.c.holder == holder, wraps.c.lock == lock, wraps.c.tries < allowed)
    async with cellar.keys.write() as connection:
        taken = await connection.execute(update(wraps).where(*here).values(tries=wraps.c.tries + 1))
    return taken.rowcount == 1


async def wipe_tried(cellar: Cellar, holder: str, lock: str, allowed: int) -> None:
    """Destroy a wrap whose `allowed` tries are all used up."""
    await destroy(cellar, these(holder, lock), wraps.c.tries >= allowed)


async def forgive(cellar: Cellar, holder: str, lock: str) -> None:
    """Start the count of wrong tries anew."""
    here = (wraps.c.holder == holder, wraps.c.lock == lock, wraps.c.tries > 0)
    async with cellar.keys.write() as connection:
        await connection.execute(update(wraps).where(*here).values(tries=0))


async def drop(cellar: Cellar, holder: str, *locks: str) -> None:
    """Destroy wraps."""
    await destroy(cellar, these(holder, *locks))


async def drop_like(cellar: Cellar, holder: str, prefix: str, *, but: str = "") -> None:
    """Destroy all wraps of one holder whose lock starts with `prefix`, all but one."""
    await destroy(cellar, like(holder, prefix, but=but))


async def any_like(cellar: Cellar, prefix: str) -> bool:
    """Whether anybody holds a wrap whose lock starts with `prefix`."""
    query = select(wraps.c.lock).where(_starts(prefix)).limit(1)
    async with cellar.keys.read() as connection:
        return (await connection.execute(query)).first() is not None


async def drop_all_like(cellar: Cellar, prefix: str, *, but: Collection[str]) -> None:
    """Destroy all wraps whose lock starts with `prefix`, whoever holds them, all but some."""
    await destroy(cellar, _starts(prefix), wraps.c.lock.not_in(but))


async def drop_locks(cellar: Cellar, locks: Sequence[str]) -> None:
    """Destroy the wraps of these locks, whoever holds them."""
    await destroy(cellar, wraps.c.lock.in_(locks))


async def destroy(cellar: Cellar, *here: ColumnElement[bool]) -> None:
    """Delete, and empty the write-ahead log too: a wrap that lies there still could be opened. Nothing, if none."""
    async with cellar.keys.read() as connection:
        if (await connection.execute(select(wraps.c.lock).where(*here).limit(1))).first() is None:
            return
    async with cellar.keys.write() as connection:
        await connection.execute(delete(wraps).where(*here))
    await cellar.keys.wipe()
