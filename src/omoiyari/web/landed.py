"""Does what the app counts in my answers go with how they landed? The partner's word counts."""

import asyncio
from collections.abc import Iterable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from omoiyari.practice.landing import ENOUGH, Counted, goes_with, rated_by_partner
from omoiyari.practice.trainer import Rated
from omoiyari.web.hearing import heard_in
from omoiyari.web.pages import page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit

router = APIRouter()


def _counted(answers: Iterable[Rated]) -> list[Counted] | None:
    """Each answer with the moves that help in it; None where no reader of words is installed."""
    found = []
    for rated in answers:
        heard = heard_in(rated.answer, rated.told)
        if heard is None:
            return None
        found.append(Counted(len(heard.well), rated.word))
    return found


@router.get("/practise/landed")
async def landed_page(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    answers = rated_by_partner(book, visit.now)
    counted = await asyncio.to_thread(_counted, answers if len(answers) >= ENOUGH else ())
    return page(
        request,
        "landed.html",
        page="practise",
        more=max(0, ENOUGH - len(answers)),
        found=goes_with(counted) if counted else None,
        unread=counted is None,
        partner=partner_name(book),
    )
