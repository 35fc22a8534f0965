"""A guide for a tough talk: made from what I say, shown to me, kept if I wish; none where a talk is not safe."""

import asyncio

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Notebook
from omoiyari.language import Level
from omoiyari.library import talks
from omoiyari.practice.fear import is_afraid
from omoiyari.practice.guide import (
    BACK,
    KIND,
    LONGEST,
    SOFT,
    Guide,
    Said,
    UnknownChoice,
    body_of,
    guide,
    own_guides,
    parse_said,
    said_in,
    usual_manner,
)
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.heed import danger_in, delete_heeded, heed
from omoiyari.web.loop import zone_of
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.speak import say
from omoiyari.web.visit import Here, Visit

router = APIRouter()
Sent = Depends(fields)


def _context(book: Notebook, visit: Visit) -> Context:
    names = {topic.id: topic.name for topic in talks().topics}
    usual = usual_manner(book, visit.now)
    return {
        "page": "practise",
        "talks": talks(),
        "back": BACK,
        "longest": LONGEST,
        "usual": usual,
        "manner": usual or SOFT,
        "kept": [(one.id, names.get(one.body["topic"], ""), one.at) for one in own_guides(book)],
        "partner": partner_name(book),
        "together": book.partner is not None,
        "not_now": is_afraid(book, visit.now, zone_of(book, visit.person)),
        "told": None,
        "record": "",
    }


def _told(made: Guide) -> Context:
    """A guide as its page says it."""
    return {
        "topic": made.topic.name,
        "said": made.said,
        "opener": [say(sentence, **words) if words else say(sentence) for sentence, words in made.opener],
        "left_out": made.left_out,
        "questions": made.questions,
        "repairs": made.repairs,
        "rule": talks().stop.rule,
        "back": talks().stop.back.format(back=say(BACK[made.said.back])),
        "next_day": made.next_day,
    }


def _own_words(said: Said) -> str:
    return "\n".join(filter(None, (said.when, said.feel, said.wish, said.theirs)))


@router.get("/practise/guide")
async def guide_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "guide.html", **_context(await visit.notebook(), visit))


@router.post("/practise/guide")
async def build(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Put it together and show it; kept only where the person says so. Words of danger lead elsewhere."""
    book = await visit.notebook()
    context = _context(book, visit)
    comes_back(request, "guide.html", **context)
    said = parse_said(form, talks())
    found = await asyncio.to_thread(danger_in, _own_words(said))
    if context["not_now"] or found.level > Level.NONE:
        return page(request, "guide.html", **{**context, "not_now": True})
    if form.get("keep") == "yes":
        id = await visit.keep(KIND, body_of(said))
        await heed(visit, book, id, _own_words(said))
        return RedirectResponse(f"/practise/guide/{id}", 303)
    return page(request, "guide.html", **{**context, "told": _told(guide(said, talks())), "values": form})


@router.get("/practise/guide/{id}")
async def kept_guide(request: Request, id: str, visit: Visit = Here) -> Response:
    """A guide that I kept, put together anew."""
    record = await visit.own(id, KIND)
    context = _context(await visit.notebook(), visit)
    said = said_in(record)
    told = None if context["not_now"] else _told_of(said)
    return page(
        request, "guide.html", **{**context, "told": told, "values": body_of(said), "record": record.id}
    )


def _told_of(said: Said) -> Context | None:
    """None where the library has lost what it was about."""
    try:
        return _told(guide(said, talks()))
    except UnknownChoice:
        return None


@router.post("/practise/guide/{id}/remove")
async def remove(id: str, visit: Visit = Here) -> Response:
    """Delete a guide of mine, and what was read in it."""
    record = await visit.own(id, KIND)
    book = await visit.notebook()
    await delete_heeded(visit, book, record)
    return RedirectResponse("/practise/guide", 303)
