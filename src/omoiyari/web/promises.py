"""Promises: mine to write, the receiver's to say whether it felt kept. Nothing counts them."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, LinkEnded, Notebook, NotTogether, PersonId, Record, RecordId
from omoiyari.journal import parse_text
from omoiyari.store import log
from omoiyari.store.errors import NotThere
from omoiyari.web.drafts import forget_draft, half_written
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)

ANSWERS = ("yes", "partly", "not_yet")


class NoDay(FormError):
    """No day."""

    sentence = N_("Choose the day by which you want to have done it.")


@dataclass(frozen=True, slots=True)
class Promise:
    """A small thing that one promised, and whether it felt kept to the other."""

    id: RecordId
    owner: PersonId
    text: str
    by: date
    felt: str
    takes_more: bool


def promises(book: Notebook) -> tuple[Promise, ...]:
    """All promises: those still open by their day, then those that were answered, the newest first."""
    felt = {r.body["of"]: str(r.body["felt"]) for r in book.of_kind("kept")}
    found = [
        Promise(
            r.id,
            r.owner,
            r.body["text"],
            date.fromisoformat(r.body["by"]),
            felt.get(r.id, ""),
            book.takes_more(r.bond),
        )
        for r in book.of_kind("promise")
    ]
    open_ones = sorted((p for p in found if p.felt != "yes"), key=attrgetter("by"))
    return (*open_ones, *sorted((p for p in found if p.felt == "yes"), key=attrgetter("by"), reverse=True))


def _context(visit: Visit, book: Notebook) -> Context:
    return {
        "page": "together",
        "promises": promises(book),
        "today": visit.today,
        "me": visit.person,
        "names": book.names,
        "partner": partner_name(book),
        "together": book.partner is not None,
    }


@router.get("/promises")
async def promises_page(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    begun = await half_written(request, visit, "promise")
    return page(request, "promises.html", **_context(visit, book), values=begun)


@router.post("/promises")
async def promise(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    book = await visit.notebook()
    comes_back(request, "promises.html", **_context(visit, book))
    if book.bond is None or book.partner is None:
        raise NotTogether
    text = parse_text(form.get("text", ""))
    try:
        by = date.fromisoformat(form.get("by", ""))
    except ValueError as error:
        raise NoDay from error
    body: dict[str, object] = {"text": text, "by": by.isoformat()}
    await visit.keep_once(form, "promise", body, Audience.OURS, bond=book.bond.id)
    await forget_draft(visit, "promise")
    visit.tell_partner(book, "promise")
    return RedirectResponse("/promises", 303)


@router.post("/promises/{id}/let-go")
async def let_go(id: str, visit: Visit = Here) -> Response:
    """One's own promise is taken back; a mark stays that something stood there."""
    book = await visit.notebook()
    record = await visit.own(id, "promise")
    await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
    if book.takes_more(record.bond):
        visit.tell_partner(book, "promise")
    return RedirectResponse("/promises", 303)


@router.post("/promises/{id}/take-back")
async def take_back(id: str, visit: Visit = Here) -> Response:
    """The receiver takes back what they said of it: it is open again, in a new version that both can see."""
    book = await visit.notebook()
    said = _said_of(book, id, visit.person)
    if said is None:
        raise NotThere
    if not book.takes_more(said.bond):
        raise LinkEnded
    body = {**said.body, "felt": ""}
    await visit.keep("kept", body, Audience.OURS, id=said.id, version=said.version + 1, bond=said.bond)
    visit.tell_partner(book, "promise")
    return RedirectResponse("/promises", 303)


def _said_of(book: Notebook, id: str, person: PersonId) -> Record | None:
    said = [r for r in book.under.get(id, ()) if r.kind == "kept" and r.owner == person]
    return said[-1] if said else None


@router.post("/promises/{id}/felt")
async def felt_kept(id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """The receiver says whether it felt kept; nobody else can. Raises LinkEnded."""
    book = await visit.notebook()
    record = book.latest.get(RecordId(id))
    if record is None or record.kind != "promise" or record.owner == visit.person or record.bond is None:
        raise NotThere
    if form.get("felt") not in ANSWERS:
        raise NotThere
    if not book.takes_more(record.bond):
        raise LinkEnded
    said = _said_of(book, record.id, visit.person)
    body: dict[str, object] = {"of": record.id, "felt": form["felt"]}
    kept, version = (said.id, said.version + 1) if said is not None else (None, 1)
    await visit.keep("kept", body, Audience.OURS, id=kept, version=version, bond=record.bond)
    visit.tell_partner(book, "promise")
    return RedirectResponse("/promises", 303)
