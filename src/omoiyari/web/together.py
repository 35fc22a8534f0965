"""Together: what both can read, and what is on its way."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Notebook
from omoiyari.journal import gone, left_under, outbox, shared_entries, thread
from omoiyari.store import sessions
from omoiyari.web.capacity import shared_capacity
from omoiyari.web.leaves import leaf_of
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit

router = APIRouter()


@router.get("/together")
async def together(request: Request, visit: Visit = Here, leaf: int = 1) -> Response:
    book = await visit.notebook()
    return page(
        request,
        "together.html",
        page="together",
        sitting=visit.sitting,
        **together_context(book, visit, leaf),
    )


@router.post("/sit")
async def sit_together(visit: Visit = Here) -> Response:
    """We sit together: what is my own asks for my PIN from now on."""
    await sessions.sit_down(visit.house.cellar, visit.session)
    return RedirectResponse("/together", 303)


def together_context(book: Notebook, visit: Visit, leaf: int) -> Context:
    """All that the page shows."""
    shown, leaves = leaf_of(shared_entries(book), leaf)
    return {
        "partner": partner_name(book),
        "together": book.partner is not None,
        "bond": book.bond,
        "had_bond": any(bond.second for bond in book.bonds),
        "threads": [t for e in shown if (t := thread(book, e.id)) is not None],
        "leaves": leaves,
        "gone": [(mark, left_under(book, mark.id)) for mark in gone(book)] if leaves.is_first else [],
        "outbox": outbox(book),
        "me": visit.person,
        "capacity": shared_capacity(book, visit.now),
    }
