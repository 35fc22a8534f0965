"""Rate limits as table rows: so many tries in so many seconds, per thing tried."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.sqlite import insert as upsert

from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import TooManyTries
from omoiyari.store.tables import limits

WINDOW_SECONDS = 900


async def count_try(cellar: Cellar, what: str, now: datetime, allowed: int) -> None:
    """Count one try of `what`. Raises TooManyTries past `allowed` in fifteen minutes.

    Older counts are forgotten here. A clock that was set back starts the fifteen minutes anew, so that it cannot
    lock anyone out for long.
    """
    seconds = int(now.timestamp())
    running = limits.c.since.between(seconds - WINDOW_SECONDS + 1, seconds)
    first = upsert(limits).values(what=what, tries=1, since=seconds)
    one_more = {"tries": limits.c.tries + 1}
    counted = first.on_conflict_do_update(index_elements=["what"], set_=one_more).returning(limits.c.tries)
    async with cellar.notebook.write() as connection:
        await connection.execute(delete(limits).where(~running))
        tries = (await connection.execute(counted)).scalar_one()
    if tries > allowed:
        raise TooManyTries


async def forget_tries(cellar: Cellar, what: str) -> None:
    """Start anew after a success."""
    async with cellar.notebook.write() as connection:
        await connection.execute(delete(limits).where(limits.c.what == what))
