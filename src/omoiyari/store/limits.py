"""Rate limits as table rows: so many tries in so many seconds, per thing tried."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import TooManyTries
from omoiyari.store.tables import limits

WINDOW_SECONDS = 900


async def count_try(cellar: Cellar, what: str, now: datetime, allowed: int) -> None:
    """Count one try of `what`. Raises TooManyTries past `allowed` in fifteen minutes.

    A clock that was set back starts the fifteen minutes anew, so that it cannot lock anyone out for long.
    """
    seconds = int(now.timestamp())
    async with cellar.notebook.write() as connection:
        row = (await connection.execute(select(limits).where(limits.c.what == what))).first()
        running = row is not None and 0 <= seconds - row.since < WINDOW_SECONDS
        tries = row.tries + 1 if running and row else 1
        since = row.since if running and row else seconds
        fresh = {"tries": tries, "since": since}
        statement = upsert(limits).values(what=what, **fresh)
        await connection.execute(statement.on_conflict_do_update(index_elements=["what"], set_=fresh))
    if tries > allowed:
        raise TooManyTries


async def forget_tries(cellar: Cellar, what: str) -> None:
    """Start anew after a success."""
    async with cellar.notebook.write() as connection:
        await connection.execute(delete(limits).where(limits.c.what == what))
