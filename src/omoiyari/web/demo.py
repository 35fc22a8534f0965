"""The demo's own door: enter as either of the two, without typing anything."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.store import accounts
from omoiyari.store.errors import NotThere
from omoiyari.web.forms import fields
from omoiyari.web.house import house_of
from omoiyari.web.visit import begin_visit

router = APIRouter()
Sent = Depends(fields)


@router.post("/demo")
async def enter(request: Request, form: dict[str, str] = Sent) -> Response:
    """Sign in as one of the made-up two; there is no such door outside the demo."""
    house = house_of(request)
    name = form.get("name", "")
    if name not in house.demo:
        raise NotThere
    opened = await accounts.sign_in(house.cellar, name, house.demo[name], "", house.now())
    await begin_visit(request, opened, None)
    return RedirectResponse("/today", 303)
