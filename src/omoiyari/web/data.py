"""My data: take it with me, or erase it."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.store.accounts import ask_passphrase
from omoiyari.store.erase import erase
from omoiyari.store.export import archive
from omoiyari.web.again import asked_again
from omoiyari.web.cookies import drop_phone, drop_session
from omoiyari.web.copies import copies_of
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.pages import page
from omoiyari.web.speak import say
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)


class TickFirst(FormError):
    """The box on what erasing means was not ticked."""

    sentence = N_("Tick that you know this cannot be undone. Nothing has been erased.")


@router.get("/me/data")
async def data_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "data.html", page="me", copies=await copies_of(visit.house))


@router.post("/me/data/export")
async def export(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """The archive, after PIN or passphrase was asked again: it holds everything, opened.

    The PIN is enough, so that whoever has forgotten the passphrase can still take along what is theirs.
    """
    comes_back(request, "data.html", page="me", copies=await copies_of(visit.house))
    await asked_again(request, visit, form)
    content = archive(await visit.notebook(), say, locked_area=visit.keys.safety is not None)
    headers = {"Content-Disposition": 'attachment; filename="notebook.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


@router.post("/me/data/erase")
async def erase_me(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    comes_back(request, "data.html", page="me", copies=await copies_of(visit.house))
    if form.get("sure") != "yes":
        raise TickFirst
    await ask_passphrase(visit.house.cellar, visit.person, form.get("passphrase", ""), visit.now)
    book = await visit.notebook()
    await erase(visit.house.cellar, visit.person)
    for person in (visit.person, book.partner):
        if person is not None:
            visit.house.hub.close(person)
    response = RedirectResponse("/", 303)
    drop_session(request, response)
    drop_phone(request, response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
