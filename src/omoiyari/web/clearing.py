"""Clears up among the exercises at a visit: what nothing shall be kept of, and what was thrown away."""

from collections.abc import Mapping
from contextlib import suppress

from omoiyari.couple import Notebook, Record
from omoiyari.practice.clearing import blanked, to_blank, to_clear
from omoiyari.store import log
from omoiyari.store.errors import StaleVersion
from omoiyari.web.visit import Visit


async def clear_up(visit: Visit) -> Notebook:
    """Delete my records of runs that nothing shall be kept of, and the words I threw away in others; hands back the
    notebook as it is then."""
    book = await visit.notebook()
    for record in to_clear(book, visit.now):
        await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
        visit._notebook = None
    book = await visit.notebook()
    for record, fields_ in to_blank(book, visit.now):
        # an ended link takes nothing new
        then = None if book.is_parted(record) else _without(record, fields_)
        with suppress(StaleVersion):  # another phone of mine has just done it
            await log.redact(visit.house.cellar, visit.keys, record.id, visit.now, then=then)
        visit._notebook = None
    return await visit.notebook()


def _without(record: Record, told: Mapping[str, str]) -> log.Draft:
    """The record with no more than these words in it."""
    return log.Draft(
        record.kind,
        blanked(record, told),
        record.audience,
        record.at,
        record.id,
        version=record.version + 1,
        bond=record.bond,
        round=record.round,
    )
