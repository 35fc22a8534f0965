"""The area that locks first: pages only for oneself, opened by PIN or passphrase each time, closed when hidden."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, RecordId
from omoiyari.journal import parse_text
from omoiyari.store import devices, log, sessions
from omoiyari.store.accounts import ask_passphrase
from omoiyari.store.errors import NotThere
from omoiyari.web.cookies import phone_text
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.pages import Context, page
from omoiyari.web.visit import Here, Visit, find_visit

router = APIRouter()
Sent = Depends(fields)

#: What a page here can hold; only `note` is written by hand.
KINDS = ("note", "seen", "screen")


@router.get("/me/safe")
async def safe_page(request: Request, visit: Visit = Here) -> Response:
    if visit.keys.safety is None:
        return await _door(request, visit)
    return page(request, "safe.html", **await _context(visit))


async def _door(request: Request, visit: Visit) -> Response:
    return page(request, "safe_door.html", page="me", remembered=await _remembered(request, visit))


async def _remembered(request: Request, visit: Visit) -> bool:
    cookie = devices.parse_device_cookie(phone_text(request))
    return await devices.is_remembered(visit.house.cellar, cookie)


async def _context(visit: Visit) -> Context:
    book = await visit.notebook()
    notes = [r for r in book.of_kind("note") if r.audience is Audience.SAFETY]
    return {"page": "me", "notes": sorted(notes, key=lambda r: r.at, reverse=True), "id": log.new_record_id()}


@router.post("/me/safe/open")
async def open_safe(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    comes_back(request, "safe_door.html", page="me", remembered=await _remembered(request, visit))
    cellar = visit.house.cellar
    if form.get("passphrase"):
        opened = await ask_passphrase(cellar, visit.person, form["passphrase"], visit.now)
    else:
        cookie = devices.parse_device_cookie(phone_text(request))
        opened = await devices.open_with_pin(cellar, cookie, form.get("pin", ""))
    if opened.person != visit.person:
        raise NotThere
    await sessions.open_safety(cellar, opened, visit.session, visit.secret)
    return RedirectResponse("/me/safe", 303)


@router.post("/me/safe")
async def write_note(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    if visit.keys.safety is None:
        return await _door(request, visit)
    comes_back(request, "safe.html", **await _context(visit))
    entry_id = form.get("id", "")
    note_id = RecordId(entry_id) if len(entry_id) == 32 and entry_id.isalnum() else None
    await visit.keep("note", {"text": parse_text(form.get("text", ""))}, Audience.SAFETY, id=note_id)
    return RedirectResponse("/me/safe", 303)


@router.post("/me/safe/{note_id}/delete")
async def delete_note(note_id: str, visit: Visit = Here) -> Response:
    if visit.keys.safety is None:
        raise NotThere
    await log.redact(visit.house.cellar, visit.keys, RecordId(note_id), visit.now)
    return RedirectResponse("/me/safe", 303)


@router.post("/lock/safety")
async def lock_safety(request: Request) -> Response:
    """The page was hidden: close the area at once. Says nothing about whether it was open."""
    visit = await find_visit(request)
    if visit is not None:
        await sessions.close_safety(visit.house.cellar, visit.session)
    return Response(status_code=204)
