"""Insights: my own patterns, in words first, each with how sure we are and how it was worked out.

Five at most, about the reader alone, each with its numbers on a page of its own. "Not enough yet" and "cannot tell"
are ordinary answers. The numbers are loaded when somebody first asks for them.
"""

from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING, TypeVar

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from omoiyari.couple import Notebook
from omoiyari.measures import NotEnoughYet
from omoiyari.practice import Noticed, noticed
from omoiyari.practice.missed import MissedOverTime, missed_cues, over_time
from omoiyari.practice.noticed import KINDS
from omoiyari.store.errors import NotThere
from omoiyari.store.findings import Asked
from omoiyari.web.leaves import leaf_of
from omoiyari.web.loop import zone_of
from omoiyari.web.not_yet import missing_words
from omoiyari.web.pages import page
from omoiyari.web.partner import partner_name
from omoiyari.web.speak import say, speaking
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

if TYPE_CHECKING:
    from omoiyari.web.patterns import Insight

router = APIRouter()
Told = TypeVar("Told")
ALL = "all"


@router.get("/insights")
async def insights(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    return page(
        request,
        "insights.html",
        page="insights",
        insights=_all(visit, book),
        partner=partner_name(book),
    )


def renewal(visit: Visit, book: Notebook) -> BackgroundTask | None:
    """What was told before and is no longer so is told anew, while the page that was asked for is read."""
    asked = _asked(ALL, zone_of(book, visit.person))
    aged = visit.house.cellar.findings.has_aged(visit.keys, book, asked)
    return BackgroundTask(_all, visit, book) if aged else None


def _all(visit: Visit, book: Notebook) -> tuple["Insight", ...]:
    from omoiyari.web.patterns import tell

    return _once(visit, book, ALL, tell)


def _asked(which: str, zone: tzinfo) -> Asked:
    """All that the answer hangs on: what is noticed in a notebook, the language and the zone."""
    return Asked(f"insights {which}", KINDS, f"{speaking.get().tag} {zone}")


def _once(visit: Visit, book: Notebook, which: str, told: Callable[[Noticed], Told]) -> Told:
    """What is told of a notebook, worked out once for each state of it."""
    zone = zone_of(book, visit.person)
    return visit.once(book, _asked(which, zone), lambda: told(noticed(book, zone)))


# --- the cues I missed ------------------------------------------------------------------------------


def _how_often(told: MissedOverTime) -> str:
    """Since when and how often, as a friend would say it."""
    since = speaking.get().date(told.since)
    return say(N_("Since {since} you have noted {count}."), since=since, count=told.count)


def _change(told: MissedOverTime) -> str:
    """The last four weeks beside the four before them."""
    if told.before is None:
        return say(N_("{lately} of them in the last four weeks."), lately=told.lately)
    words = N_("{lately} of them in the last four weeks, {before} in the four before.")
    return say(words, lately=told.lately, before=told.before)


@router.get("/insights/missed")
async def missed(request: Request, visit: Visit = Here, leaf: int = 1) -> Response:
    """The cues I missed, over time: which, what I'd try, how often since when."""
    book = await visit.notebook()
    found = missed_cues(book, visit.now)
    told = over_time(found, visit.now, zone_of(book, visit.person))
    shown, leaves = leaf_of(found, leaf)
    enough = told if isinstance(told, MissedOverTime) else None
    return page(
        request,
        "missed.html",
        page="insights",
        partner=partner_name(book),
        notes=shown,
        leaves=leaves,
        told=enough,
        sentence=missing_words(told) if isinstance(told, NotEnoughYet) else _how_often(told),
        change=_change(enough) if enough else "",
    )


# --- one pattern, whole ------------------------------------------------------------------------------


@router.get("/insights/{pattern}")
async def whole(request: Request, pattern: str, visit: Visit = Here) -> Response:
    """One pattern with all its numbers, its table, and how they were worked out. Raises NotThere."""
    from omoiyari.web.patterns import PATTERNS, tell_whole
    from omoiyari.web.plainly import plainly

    if pattern not in PATTERNS:
        raise NotThere
    book = await visit.notebook()
    return page(
        request,
        "pattern.html",
        page="insights",
        whole=_once(visit, book, pattern, lambda seen: tell_whole(seen, pattern)),
        plainly=plainly,
        missing_words=missing_words,
        partner=partner_name(book),
    )
