"""Does what the app counts in my answers go with how they landed, and what was in them? The partner's word counts."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from omoiyari.practice.facets import ENOUGH as ENOUGH_TAPPED
from omoiyari.practice.facets import NAMES, Pair, agreements, heard_facets
from omoiyari.practice.landing import ENOUGH, Counted, goes_with, rated_by_partner
from omoiyari.practice.trainer import Rated
from omoiyari.web.hearing import heard_in
from omoiyari.web.pages import page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit

if TYPE_CHECKING:
    from omoiyari.language import Rehearsal

router = APIRouter()


def _heard(answers: Iterable[Rated]) -> "list[tuple[Rated, Rehearsal]] | None":
    """Each answer with what was heard in it; None where no reader of words is installed."""
    found = []
    for rated in answers:
        heard = heard_in(rated.answer, rated.told)
        if heard is None:
            return None
        found.append((rated, heard))
    return found


def _counted(heard: "Iterable[tuple[Rated, Rehearsal]]") -> list[Counted]:
    """Each answer with the number of moves that help in it."""
    return [Counted(len(found.well), rated.word) for rated, found in heard]


def _pairs(heard: "Iterable[tuple[Rated, Rehearsal]]") -> list[Pair]:
    """The answers of which a side was tapped, where the machine could read them and nothing graver was in them."""
    return [
        Pair(heard_facets({m.label for m in found.well} | {m.label for m in found.hard}), rated.facets)
        for rated, found in heard
        if rated.facets and found.tongue.readable and not found.care
    ]


@router.get("/practise/landed")
async def landed_page(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    answers = rated_by_partner(book, visit.now)
    heard = await asyncio.to_thread(_heard, answers if len(answers) >= ENOUGH else ())
    pairs = _pairs(heard or [])
    return page(
        request,
        "landed.html",
        page="practise",
        more=max(0, ENOUGH - len(answers)),
        found=goes_with(_counted(heard)) if heard else None,
        unread=heard is None,
        sides=agreements(pairs),
        side_names=NAMES,
        more_tapped=max(0, ENOUGH_TAPPED - len(pairs)),
        partner=partner_name(book),
    )
