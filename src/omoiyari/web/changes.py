"""What has changed: a move, a child, a loss. A note for me alone, after which a fresh look is suggested to me."""

from datetime import date

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Notebook
from omoiyari.library import exercises
from omoiyari.practice import fresh
from omoiyari.practice.answer import MAX_LINE
from omoiyari.web.drafts import forget_draft, half_written
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.heed import delete_heeded, heed
from omoiyari.web.pages import Context, page
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)

NAMES = {
    "move": N_("A move"),
    "job": N_("A job, found or lost"),
    "child": N_("A child"),
    "loss": N_("A loss"),
    "illness": N_("An illness"),
    "other": N_("Something else"),
}


class WhatAndWhen(FormError):
    """No kind of change, or no day."""

    sentence = N_("Choose what has changed, and a day. About the day is good enough.")


def _context(book: Notebook, visit: Visit) -> Context:
    notes = sorted(book.of_kind(fresh.KIND), key=lambda note: str(note.body["day"]), reverse=True)
    return {
        "page": "me",
        "names": NAMES,
        "notes": [(note, date.fromisoformat(note.body["day"])) for note in notes],
        "today": visit.today.isoformat(),
        "exercise": exercises()[fresh.EXERCISE],
    }


@router.get("/me/changes")
async def changes_page(request: Request, visit: Visit = Here) -> Response:
    begun = await half_written(request, visit, "change")
    return page(request, "changes.html", **_context(await visit.notebook(), visit), values=begun)


@router.post("/me/changes")
async def note_change(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Something big has changed: what, when, and a line about it if I like."""
    book = await visit.notebook()
    comes_back(request, "changes.html", **_context(book, visit))
    line = form.get("line", "").strip()[:MAX_LINE]
    id = await visit.keep(fresh.KIND, {"what": _what(form), "day": _day(form), "line": line})
    await heed(visit, book, id, line)
    await forget_draft(visit, "change")
    return RedirectResponse("/me/changes", 303)


def _what(form: dict[str, str]) -> str:
    if form.get("what") not in fresh.CHANGES:
        raise WhatAndWhen
    return form["what"]


def _day(form: dict[str, str]) -> str:
    try:
        return date.fromisoformat(form.get("day", "")).isoformat()
    except ValueError as error:
        raise WhatAndWhen from error


@router.post("/me/changes/{id}/remove")
async def remove(id: str, visit: Visit = Here) -> Response:
    """Delete a note of mine."""
    record = await visit.own(id, fresh.KIND)
    book = await visit.notebook()
    await delete_heeded(visit, book, record)
    return RedirectResponse("/me/changes", 303)
