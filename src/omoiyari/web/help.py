"""Help, and the pages that anyone may see: what to do when it is not safe to talk, who runs this, the kitchen."""

from contextlib import suppress

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from omoiyari.store.errors import StoreError
from omoiyari.web.cookies import drop_session
from omoiyari.web.pages import page
from omoiyari.web.static import STATIC
from omoiyari.web.visit import end_session, find_visit

router = APIRouter()


@router.get("/help")
async def help_page(request: Request, country: str = "") -> Response:
    from omoiyari.web.helplines import help_context

    with suppress(StoreError):  # help does not wait for a disk
        request.state.visit = await find_visit(request)
    return page(request, "help.html", **help_context(country))


@router.get("/about")
async def about(request: Request) -> Response:
    request.state.visit = await find_visit(request)
    return page(request, "about.html")


@router.get("/offline")
async def offline(request: Request) -> Response:
    return page(request, "offline.html")


@router.get("/kitchen")
async def kitchen(request: Request) -> Response:
    """The neutral page that quick exit leads to: how many millilitres are in a cup."""
    return page(request, "kitchen.html")


@router.get("/sw.js")
async def service_worker() -> Response:
    return FileResponse(
        STATIC / "js" / "sw.js", media_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


@router.get("/leave")
async def leave(request: Request) -> Response:
    """Quick exit without a script: sign out, then the kitchen."""
    return await _leave(request)


@router.post("/leave")
async def leave_beacon(request: Request) -> Response:
    """Quick exit's message from the page that has already gone blank."""
    return await _leave(request)


async def _leave(request: Request) -> Response:
    await end_session(request)
    response = RedirectResponse("/kitchen", 303)
    drop_session(request, response)
    response.headers["Clear-Site-Data"] = '"cache"'  # why no more than that: docs/why/look.md
    return response
