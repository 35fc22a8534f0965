"""Questions of somebody's own, for themself or for both: they come up among the library's."""

from datetime import date

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, Notebook, NotTogether, Record
from omoiyari.journal import parse_text
from omoiyari.library import Prompt, prompts
from omoiyari.practice.asked import (
    KIND,
    LONGEST,
    Own,
    first_free_day,
    of_the_day,
    own_questions,
    question_body,
)
from omoiyari.store import log
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.loop import zone_of
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)


class TooLongToAsk(FormError):
    """More than 200 characters."""

    sentence = N_("That is longer than 200 characters. A short question is easier to answer.")


def _today(book: Notebook, visit: Visit) -> date:
    return visit.now.astimezone(zone_of(book, visit.person)).date()


def todays_question(book: Notebook, visit: Visit) -> Own | Prompt | None:
    """The question of the day: the same for both, but where one of my own comes up."""
    lot = book.bond.id if book.partner is not None and book.bond is not None else visit.person
    return of_the_day(_today(book, visit), lot, prompts(), own_questions(book))


def _context(book: Notebook, visit: Visit) -> Context:
    today = _today(book, visit)
    return {
        "page": "practise",
        "own": [(one, one.next_day(today)) for one in reversed(own_questions(book))],
        "longest": LONGEST,
        "me": visit.person,
        "partner": partner_name(book),
        "together": book.partner is not None,
    }


@router.get("/practise/questions")
async def questions_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "questions.html", **_context(await visit.notebook(), visit))


@router.post("/practise/questions")
async def add(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Add a question: for me alone, or for both by a button that says so."""
    book = await visit.notebook()
    comes_back(request, "questions.html", **_context(book, visit))
    text = " ".join(parse_text(form.get("text", "")).split())
    if len(text) > LONGEST:
        raise TooLongToAsk
    body = question_body(text, first_free_day(own_questions(book), _today(book, visit)))
    if form.get("for") == "both":
        await _keep_for_both(visit, book, body)
    else:
        await visit.keep(KIND, body)
    return RedirectResponse("/practise/questions", 303)


async def _keep_for_both(
    visit: Visit, book: Notebook, body: dict[str, object], record: Record | None = None
) -> None:
    """Raises NotTogether."""
    if book.partner is None or book.bond is None:
        raise NotTogether
    id, version = (record.id, record.version + 1) if record is not None else (None, 1)
    await visit.keep(KIND, body, Audience.OURS, id=id, version=version, bond=book.bond.id)


@router.post("/practise/questions/{id}/share")
async def share(id: str, visit: Visit = Here) -> Response:
    """Add a question of mine for both; one that is already for both stays as it is."""
    book = await visit.notebook()
    record = await visit.own(id, KIND)
    if record.audience is Audience.MINE:
        await _keep_for_both(visit, book, dict(record.body), record)
    return RedirectResponse("/practise/questions", 303)


@router.post("/practise/questions/{id}/remove")
async def remove(id: str, visit: Visit = Here) -> Response:
    """Take a question of mine out; its words are deleted, for both."""
    record = await visit.own(id, KIND)
    await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
    return RedirectResponse("/practise/questions", 303)
