"""Exercises of our own: made, shared, taken out again; they stand on the shelf and run like any other."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, Notebook
from omoiyari.library import People
from omoiyari.practice.made import (
    KIND,
    LONGEST_LINE,
    LONGEST_TITLE,
    MOST_STEPS,
    BadTime,
    MadeError,
    body_of,
    made,
)
from omoiyari.store import log
from omoiyari.web.drafts import forget_draft, half_written
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.speak import say
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_, is_number

router = APIRouter()
OURS, MINE = N_("ours"), N_("mine")
Sent = Depends(fields)


class CannotBeMade(FormError):
    """What is wrong with it, in one sentence."""

    def __init__(self, error: MadeError) -> None:
        super().__init__()
        self.sentence = error.sentence


def _context(book: Notebook, visit: Visit) -> Context:
    return {
        "page": "practise",
        "made": tuple(reversed(made(book))),
        "steps": range(1, MOST_STEPS + 1),
        "longest_title": LONGEST_TITLE,
        "longest_line": LONGEST_LINE,
        "me": visit.person,
        "partner": partner_name(book),
        "together": book.partner is not None,
    }


@router.get("/practise/made")
async def made_page(request: Request, visit: Visit = Here) -> Response:
    begun = await half_written(request, visit, "made")
    return page(request, "made.html", **_context(await visit.notebook(), visit), values=begun)


def _minutes(form: Mapping[str, str], name: str) -> int:
    text = form.get(name, "").strip()
    if text and not is_number(text):
        raise BadTime
    return int(text or 0)


def _read(form: Mapping[str, str]) -> dict[str, Any]:
    """Raises CannotBeMade."""
    line = {name: " ".join(text.split()) for name, text in form.items()}
    people = People.TWO if form.get("people") == People.TWO else People.ALONE
    try:
        steps = [(line.get(f"step_{n}", ""), _minutes(form, f"timer_{n}")) for n in range(1, MOST_STEPS + 1)]
        return body_of(
            line.get("title", ""), line.get("promise", ""), people, _minutes(form, "minutes"), steps
        )
    except MadeError as error:
        raise CannotBeMade(error) from error


@router.post("/practise/made")
async def make(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Make one: for me alone, or for both by a button that says so."""
    book = await visit.notebook()
    comes_back(request, "made.html", **_context(book, visit))
    body = _read(form)
    if form.get("for") == "both":
        await visit.keep_for_both(KIND, book, body)
    else:
        await visit.keep(KIND, body)
    await forget_draft(visit, "made")
    return RedirectResponse("/practise/made", 303)


@router.post("/practise/made/{id}/share")
async def share(id: str, visit: Visit = Here) -> Response:
    """Put one of mine on both shelves; one that is there already stays as it is."""
    book = await visit.notebook()
    record = await visit.own(id, KIND)
    if record.audience is Audience.MINE:
        await visit.keep_for_both(KIND, book, dict(record.body), record)
    return RedirectResponse("/practise/made", 303)


@router.post("/practise/made/{id}/remove")
async def remove(id: str, visit: Visit = Here) -> Response:
    """Take one of mine out; its words are deleted, for both."""
    record = await visit.own(id, KIND)
    await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
    return RedirectResponse("/practise/made", 303)


def whose(book: Notebook) -> dict[str, str]:
    """The exercises that were made, by their id, with the word that the shelf has for them."""
    return {one.exercise.id: say(OURS if one.shared else MINE) for one in made(book)}
