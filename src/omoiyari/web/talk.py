"""Around the talk away from the screen: what I need, did you two talk, did you feel understood, and once a week."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, BondId, Notebook, NotTogether
from omoiyari.practice import AnswerError, next_local_four
from omoiyari.store import log
from omoiyari.store.errors import NotThere
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.heed import held_out
from omoiyari.web.loop import zone_of
from omoiyari.web.today import NEEDS, open_question, today_context, told_lately
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)

SCALE = frozenset("0123456")
WEEK = ("safe", "deep", "satisfying")


class NotOnScale(AnswerError):
    """No value from 0 to 6."""

    sentence = N_("Tap one of the seven numbers first. Any of them is a good answer.")


class NotAllThree(AnswerError):
    """A week with a tap missing."""

    sentence = N_("One tap for each of the three, please; or leave it be, that is fine too.")


def _together(book: Notebook) -> BondId:
    if book.bond is None or book.partner is None:
        raise NotTogether
    return book.bond.id


def _today_comes_back(request: Request, visit: Visit, book: Notebook, wrong: str) -> None:
    """A refusal shows today's page again, filled; `wrong` names the field."""
    context = {**today_context(book, visit), "page": "today", "wrong": wrong}
    comes_back(request, "today.html", **context, held_out=held_out(request, book, visit))


def _on_scale(form: dict[str, str], name: str) -> int:
    if form.get(name) not in SCALE:
        raise NotOnScale
    return int(form[name])


# --- what I need ----------------------------------------------------------------------------------


@router.post("/need")
async def share_need(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """What I need reaches the other at once, whether or not they check in."""
    book = await visit.notebook()
    bond = _together(book)
    if form.get("need") not in NEEDS:
        raise NotThere
    until = next_local_four(visit.now, zone_of(book, visit.person))
    body: dict[str, object] = {"need": form["need"], "until": until.isoformat()}
    await visit.keep("need", body, Audience.OURS, bond=bond)
    visit.tell_partner(book, "need")
    return RedirectResponse("/today", 303)


@router.post("/need/take-back")
async def take_back_need(visit: Visit = Here) -> Response:
    """What I said I need holds no longer: a new version that both can see, over at this moment."""
    book = await visit.notebook()
    bond, last = _together(book), book.last("need", visit.person)
    if last is not None and last.bond == bond:
        body = {**last.body, "until": visit.now.isoformat(), "taken_back": True}
        await visit.keep("need", body, Audience.OURS, id=last.id, version=last.version + 1, bond=bond)
        visit.tell_partner(book, "need")
    return RedirectResponse("/today", 303)


@router.post("/need/was")
async def look_back_on_need(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Was it what I needed? For me alone, and about my asking; nothing is counted about who gave."""
    record = await visit.own(form.get("of", ""), "need")
    if form.get("met") not in ("yes", "no"):
        raise NotThere
    id = visit.keyed_id(record.id, "need met")
    if id not in (await visit.notebook()).latest:
        await visit.keep("need_met", {"of": record.id, "met": form["met"] == "yes"}, id=id)
    return RedirectResponse("/today", 303)


# --- did you two talk? ----------------------------------------------------------------------------


@router.post("/talked")
async def did_you_talk(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Asked once after a reveal, for me alone: did we talk, away from the screen?"""
    if form.get("talked") not in ("yes", "not_yet"):
        raise NotThere
    book, round_ = await visit.notebook(), form.get("round", "")
    if all(r.body.get("round") != round_ for r in book.of_kind("seen")):
        raise NotThere
    id = visit.keyed_id(round_, "talked")
    if id not in book.latest:
        await visit.keep("talked", {"round": round_, "talked": form["talked"]}, id=id)
    return RedirectResponse("/today", 303)


# --- did you feel understood? ---------------------------------------------------------------------


@router.post("/felt")
async def felt_understood(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """After a talk: did you feel understood? Mine, unless I tell them. How safe it was to speak is told to nobody."""
    book = await visit.notebook()
    _today_comes_back(request, visit, book, "felt")
    value, told = _on_scale(form, "felt"), ""
    if form.get("tell") == "yes" and book.bond is not None and book.partner is not None:
        asked = open_question(book)
        body: dict[str, object] = {"value": value, "told": True, "of": asked.id if asked is not None else ""}
        told = await visit.keep_once(form, "felt", body, Audience.OURS, bond=book.bond.id)
        visit.tell_partner(book, "felt")
    safe = {"safe": int(form["spoke"])} if form.get("spoke") in SCALE else {}
    await visit.keep_once(form, "felt", {"value": value, "of": told, **safe})
    return RedirectResponse("/today", 303)


@router.post("/felt/told")
async def change_what_i_told(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """What I told today, said anew: a new version that both can see."""
    book = await visit.notebook()
    _today_comes_back(request, visit, book, "anew")
    bond, told = _together(book), told_lately(book, visit.person, visit.now)
    if told is None:
        raise NotThere
    value = _on_scale(form, "anew")
    body = {**told.body, "value": value}
    await visit.keep("felt", body, Audience.OURS, id=told.id, version=told.version + 1, bond=bond)
    for mine in [r for r in book.of_kind("felt") if r.body.get("of") == told.id]:
        await visit.keep("felt", {**mine.body, "value": value}, id=mine.id, version=mine.version + 1)
    visit.tell_partner(book, "felt")
    return RedirectResponse("/today", 303)


@router.post("/felt/ask")
async def ask_if_understood(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Ask the other whether they felt understood: at most once a day, and one question open at a time.

    How well I think I read them goes beside it, for me alone, before I can know.
    """
    async with visit.house.commits:
        book = await visit.reread()
        bond, last = _together(book), book.last("ask", visit.person)
        if last is None or visit.now >= next_local_four(last.at, zone_of(book, visit.person)):
            asked = await visit.keep("ask", {"what": "felt"}, Audience.OURS, bond=bond)
            if form.get("read") in SCALE:
                await visit.keep("reading", {"of": asked, "value": int(form["read"])})
            visit.tell_partner(book, "ask")
    return RedirectResponse("/today", 303)


@router.post("/felt/pass")
async def pass_on_question(visit: Visit = Here) -> Response:
    """Not tonight: the question goes away, and nobody is told."""
    book = await visit.notebook()
    asked = book.last("ask", book.partner) if book.partner else None
    if asked is not None:
        await visit.keep("passed", {"of": asked.id})
    return RedirectResponse("/today", 303)


@router.post("/felt/mute")
async def mute_questions(visit: Visit = Here) -> Response:
    """No such questions for me any more; nobody is told."""
    await visit.keep("muted", {"what": "felt"})
    return RedirectResponse("/today", 303)


@router.post("/felt/unmute")
async def hear_questions_again(visit: Visit = Here) -> Response:
    """Such questions may come again; nobody is told of that either."""
    for record in list((await visit.notebook()).of_kind("muted")):
        await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
    return RedirectResponse("/today", 303)


# --- once a week ----------------------------------------------------------------------------------


@router.post("/week")
async def rate_week(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Three taps about a week of talking (M12), for me alone."""
    book = await visit.notebook()
    _today_comes_back(request, visit, book, "safe")
    if any(form.get(name) not in SCALE for name in WEEK):
        raise NotAllThree
    id = visit.keyed_id(visit.today.isoformat(), "weekly")
    if id not in book.latest:
        await visit.keep("weekly", {name: int(form[name]) for name in WEEK}, id=id)
    return RedirectResponse("/today", 303)
