"""Today: one card at a time."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from omoiyari.couple import Notebook
from omoiyari.journal import outbox
from omoiyari.web.capacity import own_capacity, shared_capacity
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit

router = APIRouter()


@router.get("/today")
async def today(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    return page(request, "today.html", page="today", **today_context(book, visit))


def today_context(book: Notebook, visit: Visit) -> Context:
    """What today's page shows."""
    return {
        "partner": partner_name(book),
        "together": book.partner is not None,
        "bond": book.bond,
        "name": book.names.get(visit.person, ""),
        "mine": own_capacity(book, visit.now),
        "theirs": shared_capacity(book, visit.now),
        "outbox": outbox(book),
    }
