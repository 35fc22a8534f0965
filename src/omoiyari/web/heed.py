"""What a person keeps is read for danger, for that person alone: nobody else can tell, and nothing is sent."""

import asyncio
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Notebook, Record, RecordId
from omoiyari.language import Level, Safety
from omoiyari.practice import signs
from omoiyari.store import log
from omoiyari.store.errors import NotThere
from omoiyari.vault import fingerprint
from omoiyari.web.cookies import is_sitting
from omoiyari.web.speak import speaking
from omoiyari.web.visit import Here, Visit

router = APIRouter()


def sign_id(visit: Visit, of: str) -> RecordId:
    """One sign for each record that was read; whoever has only the file cannot tell which belong together."""
    return RecordId(fingerprint(visit.keys.mine + of.encode(), "sign"))


def _read(text: str) -> Safety:
    from omoiyari.language import read

    try:
        return read(text, setting="opening").safety
    except FileNotFoundError:  # no model is installed
        return Safety(Level.NONE, (), checked=False)


def today_of(visit: Visit) -> date:
    """The day that it is where the reader is."""
    return visit.now.astimezone(speaking.get().zone).date()


async def heed(visit: Visit, of: str, text: str) -> None:
    """Read one's own words that were just kept, and keep beside them what was read.

    A sign is kept of harmless words too: otherwise the number of records would tell of the others.
    """
    found = await asyncio.to_thread(_read, text)
    book = await visit.notebook()
    old = book.latest.get(sign_id(visit, of))
    body = signs.sign_body(of, today_of(visit), found)
    await visit.keep(signs.KIND, body, id=sign_id(visit, of), version=old.version + 1 if old else 1)


async def forget(visit: Visit, of: str) -> None:
    """The words are gone; so is what was read in them."""
    book = await visit.notebook()
    if sign_id(visit, of) in book.latest:
        await log.redact(visit.house.cellar, visit.keys, sign_id(visit, of), visit.now)


def held_out(request: Request, book: Notebook, visit: Visit) -> Record | None:
    """The sign for which the help page is held out here; never while two look at one screen."""
    return None if is_sitting(request) else signs.offered(book, today_of(visit))


@router.post("/me/not-this/{id}")
async def not_this(id: str, visit: Visit = Here) -> Response:
    """It was not meant that way: what was read is put aside, and less is made of it."""
    book = await visit.notebook()
    record = book.latest.get(RecordId(id))
    if record is None or record.kind != signs.KIND or record.owner != visit.person:
        raise NotThere
    await visit.keep(signs.KIND, {**record.body, "dismissed": True}, id=record.id, version=record.version + 1)
    return RedirectResponse("/today", 303)
