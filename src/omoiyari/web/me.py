"""Me: what is mine, and the doors to it."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, Notebook, PersonId, sealed_for
from omoiyari.journal import parse_text
from omoiyari.store import log
from omoiyari.web.about_keys import put_away, told
from omoiyari.web.capacity import own_capacity
from omoiyari.web.copies import copies_of
from omoiyari.web.drafts import forget_draft, half_written
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.held_out import from_outside
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit

router = APIRouter()
Sent = Depends(fields)

#: What the same sign can mean to different people (K6), each told in one's own words.
SIGNS = ("silence", "tears", "laughter", "touch", "talking", "space")


@router.get("/me")
async def me(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    mailbox = await visit.house.office.mailbox(visit.person)
    return page(
        request,
        "me.html",
        page="me",
        name=book.names.get(visit.person, ""),
        partner=partner_name(book),
        together=book.partner is not None,
        told=await told(visit, book),
        mine=own_capacity(book, visit.now),
        missing=book.missing,
        held_out=from_outside(book, visit),
        copies=await copies_of(visit.house),
        note_failed=mailbox is not None and mailbox.failed,
    )


@router.post("/me/seen")
async def seen(visit: Visit = Here) -> Response:
    """It was me who changed my keys or signed in anew."""
    await put_away(visit, await visit.notebook())
    return RedirectResponse("/me", 303)


def meanings_of(book: Notebook, person: PersonId) -> dict[str, str]:
    """What signs mean for a person, in their own words, as far as the reader may see."""
    record = book.last("meanings", person)
    return {sign: str(record.body.get(sign, "")) for sign in SIGNS} if record else {}


@router.get("/me/meanings")
async def meanings_page(request: Request, visit: Visit = Here) -> Response:
    context = await _meanings_context(visit)
    begun = await half_written(request, visit, "meanings", context["values"])
    return page(request, "meanings.html", **context | {"values": begun})


async def _meanings_context(visit: Visit) -> Context:
    book = await visit.notebook()
    record = book.last("meanings", visit.person)
    mine = meanings_of(book, visit.person)
    return {
        "page": "me",
        "signs": SIGNS,
        "values": mine,
        "shared": record is not None and book.takes_more(record.bond),
        "any": record is not None,
        "theirs": meanings_of(book, book.partner) if book.partner else {},
        "partner": partner_name(book),
        "together": book.partner is not None,
    }


@router.post("/me/meanings/delete")
async def delete_meanings(visit: Visit = Here) -> Response:
    """Delete all that I ever said here; of what was shared a mark stays."""
    book = await visit.notebook()
    mine = [r for r in book.of_kind("meanings") if r.owner == visit.person]
    for record in mine:
        await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
    if any(book.takes_more(record.bond) for record in mine):
        visit.tell_partner(book, "bond")
    return RedirectResponse("/me/meanings", 303)


@router.post("/me/meanings")
async def save_meanings(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    context = await _meanings_context(visit)
    comes_back(request, "meanings.html", **context)
    body: dict[str, object] = {sign: form.get(sign, "").strip() for sign in SIGNS}
    parse_text("".join(str(text) for text in body.values()))
    book = await visit.notebook()
    wanted = Audience.OURS if form.get("share") == "yes" else Audience.MINE
    audience, bond = sealed_for(wanted, book.bond)
    await visit.keep("meanings", body, audience, bond=bond)
    await forget_draft(visit, "meanings")
    if audience.is_shared:
        visit.tell_partner(book, "bond")
    return RedirectResponse("/me/meanings", 303)
