"""My door: set, shown, and taken back."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, sealed_for
from omoiyari.web.capacity import parse_door, parse_until, shown_record
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.heed import held_out
from omoiyari.web.speak import speaking
from omoiyari.web.today import today_context
from omoiyari.web.visit import Here, Visit

router = APIRouter()
Sent = Depends(fields)


@router.post("/me/capacity")
async def set_capacity(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    book = await visit.notebook()
    context = {**today_context(book, visit), "page": "today", "wrong": "door"}
    comes_back(request, "today.html", **context, held_out=held_out(request, book, visit))
    door, until = parse_door(form), parse_until(form, visit.now, speaking.get().zone)
    wanted = Audience.OURS if form.get("share") == "yes" else Audience.MINE
    body: dict[str, object] = {"door": door.value, "until": until.isoformat()}
    audience, bond = sealed_for(wanted, book.bond)
    await visit.keep("capacity", body, audience, bond=bond)
    if audience.is_shared:
        visit.tell_partner(book, "capacity")
    return RedirectResponse("/today", 303)


@router.post("/me/capacity/take-back")
async def take_back(visit: Visit = Here) -> Response:
    """My partner sees no door of mine any more: a new version that both can see, over at this moment."""
    book = await visit.notebook()
    shown = shown_record(book, visit.now)
    if shown is not None:
        body = {**shown.body, "until": visit.now.isoformat()}
        await visit.keep(
            "capacity", body, Audience.OURS, id=shown.id, version=shown.version + 1, bond=shown.bond
        )
        visit.tell_partner(book, "capacity")
    return RedirectResponse("/today", 303)
