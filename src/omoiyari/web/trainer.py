"""The listening trainer: an invented person speaks, the reader answers, and hears what the words seemed to do."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Notebook
from omoiyari.journal import parse_text
from omoiyari.library import Disclosure, disclosures, exercises
from omoiyari.practice.trainer import landed, next_disclosure
from omoiyari.store.errors import NotThere
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.hearing import heard_in
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit

router = APIRouter()
EXERCISE = "listening-trainer"
Sent = Depends(fields)


def _heard(book: Notebook) -> list[str]:
    return [str(r.body["of"]) for r in book.of_kind("trained")]


def _find(id: str) -> Disclosure:
    for one in disclosures():
        if one.id == id:
            return one
    raise NotThere


def _context(book: Notebook, one: Disclosure) -> Context:
    return {"page": "practise", "one": one, "partner": partner_name(book), "answer": "", "feedback": None}


async def _note_today(visit: Visit, book: Notebook) -> None:
    """That somebody practised counts once a day, without a word of what they said."""
    id = visit.keyed_id(f"{EXERCISE} {visit.today}", "practised")
    if id not in book.latest:
        minutes = exercises()[EXERCISE].minutes
        await visit.keep("practised", {"exercise": EXERCISE, "minutes": minutes}, id=id)


@router.get("/practise/trainer")
async def trainer(request: Request, visit: Visit = Here, after: str = "") -> Response:
    """Somebody who has not spoken yet. Nothing is kept of it."""
    book = await visit.notebook()
    seed, day = visit.keyed_id("", "invented people"), visit.today.toordinal()
    one = next_disclosure(disclosures(), _heard(book), seed, after, day)
    return page(request, "trainer.html", **_context(book, one))


@router.post("/practise/trainer")
async def answer(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """What the answer seemed to do, what landed first; kept only where the person says so."""
    book = await visit.notebook()
    one = _find(form.get("of", ""))
    comes_back(request, "trainer.html", **_context(book, one))
    text = parse_text(form.get("text", ""))[:4000]
    await _note_today(visit, book)
    if form.get("keep") == "yes":
        await visit.keep("trained", {"of": one.id, "text": text})
        return RedirectResponse(f"/practise/trainer?after={one.id}", 303)
    feedback = heard_in(text, one.says)
    word = landed(len(feedback.well), len(feedback.hard)) if feedback is not None else None
    context = {**_context(book, one), "answer": text, "feedback": feedback, "landed": word, "answered": True}
    return page(request, "trainer.html", **context)
