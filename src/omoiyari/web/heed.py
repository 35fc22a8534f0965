"""What a person keeps is read for danger, for that person alone: nobody else can tell, and nothing is sent."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Notebook, Record
from omoiyari.language import Level, Safety
from omoiyari.practice import signs
from omoiyari.store import log
from omoiyari.web.visit import Here, Visit, is_sitting

router = APIRouter()


def danger_in(text: str) -> Safety:
    """What one's own words hold of danger; nothing is kept of it."""
    from omoiyari.language import read

    try:
        return read(text, setting="opening").safety
    except FileNotFoundError:  # no model is installed
        return Safety(Level.NONE, (), checked=False)


async def heed(visit: Visit, book: Notebook, of: str, text: str) -> None:
    """Read one's own words that were just kept, and keep beside them what was read; `book` as it was before.

    A sign is kept of harmless words too: otherwise the number of records would tell of the others.
    """
    found = await asyncio.to_thread(danger_in, text)
    id = visit.keyed_id(of, signs.KIND)
    old = book.latest.get(id)
    body = signs.sign_body(of, visit.today, found)
    await visit.keep(signs.KIND, body, id=id, version=old.version + 1 if old else 1)


async def delete_heeded(visit: Visit, book: Notebook, record: Record) -> None:
    """Delete the words of a record of mine, and what was read in them. `book` as it was before."""
    await log.redact(visit.house.cellar, visit.keys, record.id, visit.now, was=record.kind)
    sign = visit.keyed_id(record.id, signs.KIND)
    if sign in book.latest:
        await log.redact(visit.house.cellar, visit.keys, sign, visit.now)


def held_out(request: Request, book: Notebook, visit: Visit) -> Record | None:
    """The sign for which the help page is held out here; never while two look at one screen."""
    return None if is_sitting(request) else signs.offered(book, visit.today)


@router.post("/me/not-this/{id}")
async def not_this(id: str, visit: Visit = Here) -> Response:
    """It was not meant that way: what was read is put aside, and less is made of it."""
    record = await visit.own(id, signs.KIND)
    await visit.keep(signs.KIND, {**record.body, "dismissed": True}, id=record.id, version=record.version + 1)
    return RedirectResponse("/today", 303)
