"""Somebody from outside: the kinds of help there are, how to bring it up, and why it may be worth a thought."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Notebook
from omoiyari.practice import outside
from omoiyari.practice.fear import is_afraid
from omoiyari.practice.outside import Reason, hot_topic
from omoiyari.web.conflicts import topic_name
from omoiyari.web.held_out import from_outside
from omoiyari.web.loop import zone_of
from omoiyari.web.pages import page
from omoiyari.web.partner import partner_name
from omoiyari.web.speak import say
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()

WHY = {
    Reason.AFRAID: N_(
        "By what you keep in here, some things may not feel safe just now. Then somebody for you alone comes first."
    ),
    Reason.TOPIC: N_("“{topic}” got hot three times or more within six weeks, by your own notes."),
    Reason.UNHEARD: N_("For four weeks you have seldom felt understood after talks, by your own taps."),
    Reason.MINDING: N_(
        "You practise, and lately you mind being asked for support more than before, by your weekly taps. "
        "Trying harder may not be what is missing."
    ),
}


def _why(reason: Reason, book: Notebook, visit: Visit) -> str:
    newest = hot_topic(book, visit.now) if reason is Reason.TOPIC else None
    return say(WHY[reason], topic=topic_name(newest) if newest else "")


@router.get("/me/outside")
async def outside_page(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    shown = from_outside(book, visit)
    afraid = is_afraid(book, visit.now, zone_of(book, visit.person))
    return page(
        request,
        "outside.html",
        page="me",
        partner=partner_name(book),
        reasons=[_why(reason, book, visit) for reason in shown],
        for_two=book.partner is not None and not afraid,
        months=outside.RESTS.days // 30,
    )


@router.post("/me/outside/not-now")
async def not_now(visit: Visit = Here) -> Response:
    """Put what is held out aside, for months; where nothing is, nothing is kept that would hush what comes."""
    found = from_outside(await visit.notebook(), visit)
    if found:
        await visit.keep(outside.KIND, {"reasons": [reason.value for reason in found]})
    return RedirectResponse("/me", 303)
