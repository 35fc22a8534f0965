"""The area that locks first: pages only for oneself, opened by PIN or passphrase each time, closed when hidden."""

from dataclasses import replace

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, RecordId
from omoiyari.journal import parse_text
from omoiyari.store import drafts, log, sessions
from omoiyari.store.errors import NotThere
from omoiyari.web.again import asked_again
from omoiyari.web.drafts import MOST, forget_draft, sent_anew
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.pages import Context, page
from omoiyari.web.visit import Here, Visit, closing_here, find_visit

router = APIRouter()
Sent = Depends(fields)

#: Where the half-written note is kept, under the key of this area.
SLOT = "safe-note"


@router.get("/me/safe")
async def safe_page(request: Request, visit: Visit = Here) -> Response:
    if visit.keys.safety is None:
        return _door(request, {})
    return page(request, "safe.html", **await _context(visit))


def _door(request: Request, form: dict[str, str]) -> Response:
    """What asks to open the area; a note that was sent to it closed goes along, and is kept once it opens."""
    return page(request, "safe_door.html", page="me", values=form)


async def _context(visit: Visit) -> Context:
    book = await visit.notebook()
    notes = [r for r in book.of_kind("note") if r.audience is Audience.SAFETY]
    return {
        "page": "me",
        "notes": sorted(notes, key=lambda r: r.at, reverse=True),
        "id": log.new_record_id(),
        "slot": SLOT,
        "draft": await drafts.read_draft(visit.house.cellar, visit.keys, SLOT, Audience.SAFETY),
    }


@router.post("/me/safe/open")
async def open_safe(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    comes_back(request, "safe_door.html", page="me")
    opened = await asked_again(request, visit, form)
    await sessions.open_safety(visit.house.cellar, opened, visit.session, visit.secret)
    if not form.get("text"):
        return RedirectResponse("/me/safe", 303)
    visit.keys = replace(visit.keys, safety=opened.keyring.safety)
    return await _keep(request, visit, form)


@router.post("/me/safe")
async def write_note(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    if visit.keys.safety is None:
        return _door(request, form)
    return await _keep(request, visit, form)


async def _keep(request: Request, visit: Visit, form: dict[str, str]) -> Response:
    comes_back(request, "safe.html", **await _context(visit))
    entry_id = form.get("id", "")
    note_id = RecordId(entry_id) if len(entry_id) == 32 and entry_id.isalnum() else None
    body: dict[str, object] = {"text": parse_text(form.get("text", ""))}
    with sent_anew(request):
        await visit.keep("note", body, Audience.SAFETY, id=note_id)
    await forget_draft(visit, SLOT)
    return RedirectResponse("/me/safe", 303)


@router.post("/me/safe/{note_id}/delete")
async def delete_note(note_id: str, visit: Visit = Here) -> Response:
    if visit.keys.safety is None:
        raise NotThere
    await log.redact(visit.house.cellar, visit.keys, RecordId(note_id), visit.now)
    return RedirectResponse("/me/safe", 303)


@router.post("/lock/safety")
async def lock_safety(request: Request, form: dict[str, str] = Sent) -> Response:
    """The page was hidden: close the area at once, and keep what was half written in it.

    Both in one message, because of two the later could arrive first. Says nothing about whether it was open.
    """
    visit = await find_visit(request)
    if visit is not None and visit.keys.safety is not None:
        with closing_here(request):
            await sessions.close_safety(visit.house.cellar, visit.session)
        text = form.get("text", "")
        if text and len(text) <= MOST:
            await drafts.save_draft(visit.house.cellar, visit.keys, SLOT, text, Audience.SAFETY)
    return Response(status_code=204)
