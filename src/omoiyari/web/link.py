"""The link between two people: the invite, joining, leaving, and bringing back what was shared before."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import BondId, BondState, InviteGone, NotTogether
from omoiyari.store import bonds
from omoiyari.store.sessions import find
from omoiyari.vault import from_text, to_text
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.hosts import is_this_machine
from omoiyari.web.house import house_of
from omoiyari.web.pages import page
from omoiyari.web.partner import HANDED, partner_name
from omoiyari.web.visit import Here, Visit, find_visit

router = APIRouter()
Sent = Depends(fields)


@router.get("/link")
async def link_page(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    older = [b for b in book.bonds if b.state is BondState.ENDED and b.second and b.id in visit.keys.bonds]
    return page(
        request,
        "link.html",
        page="together",
        bond=book.bond,
        partner=partner_name(book),
        together=book.partner is not None,
        older=older,
        names=book.names,
        me=visit.person,
    )


@router.post("/link/invite")
async def invite(request: Request, visit: Visit = Here) -> Response:
    """Show the invite once: a link and a square code."""
    secret = await bonds.invite(visit.house.cellar, visit.keys, visit.now)
    address = f"{str(request.base_url).rstrip('/')}/join/{to_text(secret)}"
    here_only = is_this_machine(request.base_url.hostname or "")
    code = qr_code(address)
    return page(request, "invite.html", page="together", address=address, code=code, here_only=here_only)


def qr_code(text: str) -> str:
    """A QR code as a `data:` image."""
    import segno

    code: str = segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=2, dark="#22201c")
    return code


@router.get("/join/{token}")
async def join_page(request: Request, token: str) -> Response:
    house = house_of(request)
    secret = from_text(token)
    if secret is None:
        raise InviteGone
    await bonds.look_at_invite(house.cellar, secret, house.now())
    request.state.visit = visit = await find_visit(request)
    return page(request, "join.html", token=token, can_join=visit is not None)


@router.post("/join/{token}")
async def join(request: Request, token: str, visit: Visit = Here) -> Response:
    comes_back(request, "join.html", token=token, can_join=True)
    secret = from_text(token)
    if secret is None:
        raise InviteGone
    bond = await bonds.accept(visit.house.cellar, visit.keys, secret, visit.now)
    session = await find(visit.house.cellar, visit.secret, visit.now)
    if session is not None and session.keys is not None:
        visit.keys = session.keys
    await visit.notebook()
    visit.house.hub.publish([bond.first, visit.person], "bond")
    return RedirectResponse("/together" if visit.session.remembered else "/me/pin?linked=yes", 303)


@router.get("/unlink")
async def unlink_page(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    return page(request, "unlink.html", page="me", partner=partner_name(book), bond=book.bond)


@router.post("/unlink")
async def unlink(request: Request, visit: Visit = Here) -> Response:
    """One step, no approval: no new shared writes, and both streams end."""
    try:
        async with visit.house.commits:  # no answer slips into a round that has just ended
            bond = await bonds.unlink(visit.house.cellar, visit.person)
    except NotTogether:  # a second tap: it is done
        return RedirectResponse("/together", 303)
    two = [person for person in (bond.first, bond.second) if person is not None]
    visit.house.hub.part(two)  # first: a stream that ends would tell the other of a page
    for person in two:
        visit.house.hub.close(person)
    await visit.notebook()  # what I had answered and nobody matched comes home at once
    return RedirectResponse("/together", 303)


@router.post("/link/bring-back")
async def bring_back(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Let today's partner read what was shared in an older link: only by this explicit choice."""
    book = await visit.notebook()
    if book.bond is None:
        raise NotTogether
    older = BondId(form.get("bond", ""))
    await bonds.bring_back(visit.house.cellar, visit.keys, older, book.bond)
    await visit.keep(HANDED, {"bond": older, "to": book.partner})
    visit.tell_partner(book, "bond")
    return RedirectResponse("/link", 303)
