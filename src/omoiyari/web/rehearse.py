"""Rehearsal: what a message may do before it is sent. Nothing typed here is kept, logged or sent."""

import asyncio

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from omoiyari.journal.model import MAX_CHARACTERS
from omoiyari.web.forms import fields
from omoiyari.web.hearing import filled
from omoiyari.web.pages import Context, page
from omoiyari.web.speak import say
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)

_PIECES = {"feeling": N_("What I feel"), "event": N_("What happened"), "wish": N_("What I wish for")}


@router.get("/practise/rehearse")
async def rehearse_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "rehearse.html", page="practise", told=None)


@router.post("/practise/rehearse")
async def rehearse_text(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """The reading of what is being typed: as JSON while typing, as a page without a script."""
    text = form.get("text", "")[:MAX_CHARACTERS]
    context = form.get("context", "")[:MAX_CHARACTERS]
    told = await asyncio.to_thread(tell, text, context) if text.strip() else None
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(told or {})
    return page(request, "rehearse.html", page="practise", told=told, values=form)


def tell(text: str, context: str) -> Context:
    """What the page says about a text, in the language of the request; offsets count UTF-16 units, as browsers do.

    What I answer to stands in `context`: with it this is a reply, without it an opening.
    """
    from omoiyari.language import rehearse

    setting = "reply" if context.strip() else "opening"
    found = rehearse(text, setting=setting, context=context)
    units = _units(text)
    return {
        "readable": found.tongue.readable,
        "language": found.tongue.name,
        "well": [{"words": text[w.start : w.end], "does": say(w.does)} for w in found.well],
        "hard": [
            {
                "start": units[h.start],
                "end": units[h.end],
                "words": text[h.start : h.end],
                "does": say(h.does),
                "change": filled(say(h.change), h.words),
            }
            for h in found.hard
        ],
        "draft": filled(
            say(found.draft.frame), {str(piece): words for piece, words in found.draft.pieces.items()}
        )
        if found.draft.frame
        else "",
        "asks": [{"piece": say(_PIECES[p]), "ask": say(ask)} for p, ask in found.draft.asks.items()],
        "hot": found.hot,
        "question": say(found.question),
        "care": found.care,
    }


def _units(text: str) -> list[int]:
    """Where each character begins when counted in UTF-16 units, and where the text ends."""
    places, at = [], 0
    for character in text:
        places.append(at)
        at += 2 if character > "\uffff" else 1
    return [*places, at]
