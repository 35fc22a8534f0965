"""The front door: signing up, signing in, unlocking, signing out, coming back with a recovery code."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from omoiyari.store import accounts, devices, sessions
from omoiyari.store.accounts import Opened
from omoiyari.store.errors import NameTaken, StoreError
from omoiyari.store.limits import count_try
from omoiyari.web.about_keys import tell, telling
from omoiyari.web.cookies import (
    drop_phone,
    drop_session,
    phone_text,
    set_phone,
    set_session,
)
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.house import House, house_of
from omoiyari.web.pages import page
from omoiyari.web.phones import phone_label
from omoiyari.web.visit import Visit, begin_visit, closing_here, end_session, find_door, find_visit, unlock
from omoiyari.words import N_

router = APIRouter()
Form = Depends(fields)

MAX_NAME = 60
SIGN_UPS = 20  # in a quarter of an hour, in the whole house


class NameMissing(FormError):
    """No name."""

    sentence = N_("Write the name you want to go by here: 1 to 60 characters.")


class NotTwiceTheSame(FormError):
    """The passphrase and its repetition differ."""

    sentence = N_("The two passphrases differ. Type them once more.")


class NotUnderstood(FormError):
    """The note on forgotten passphrases was not ticked."""

    sentence = N_(
        "Tick that you have read what a forgotten passphrase means. It cannot be mended afterwards."
    )


def safe_next(text: str) -> str:
    """A path on this site to go on to, or today's page."""
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) else "/today"


@router.get("/")
async def front(request: Request) -> Response:
    if house_of(request).demo:
        return page(request, "welcome.html")
    if await find_visit(request) is not None:
        return RedirectResponse("/today", 303)
    door = await find_door(request)
    if door is not None and door.is_locked:
        return RedirectResponse("/locked", 303)
    return page(request, "welcome.html")


@router.get("/sign-up")
async def sign_up_page(request: Request, next: str = "/today") -> Response:
    return page(request, "sign_up.html", next=safe_next(next))


@router.post("/sign-up")
async def sign_up(request: Request, form: dict[str, str] = Form) -> Response:
    onward = safe_next(form.get("next", ""))
    comes_back(request, "sign_up.html", next=onward)
    name = " ".join(form.get("name", "").split())
    if not 1 <= len(name) <= MAX_NAME:
        raise NameMissing
    if form.get("understood") != "yes":
        raise NotUnderstood
    house = house_of(request)
    await count_try(house.cellar, "sign-up", house.now(), SIGN_UPS)
    opened = await _sign_up(house, name, form.get("passphrase", ""))
    device = await _know_this_phone(request, house, opened)
    visit = await begin_visit(request, opened, device)
    await visit.keep("name", {"name": name})
    return RedirectResponse("/me/pin" if onward == "/today" else onward, 303)


async def _sign_up(house: House, name: str, passphrase: str) -> Opened:
    """Somebody new, or whoever sends the form again because a full disk had cut it off. Raises NameTaken."""
    try:
        return await accounts.sign_up(house.cellar, name, passphrase)
    except NameTaken:
        return await accounts.finish_sign_up(house.cellar, name, passphrase)


async def _know_this_phone(request: Request, house: House, opened: Opened) -> str:
    """Put this browser on the person's list, unless it is there; hands back its id."""
    cookie = devices.parse_device_cookie(phone_text(request))
    if (
        cookie is not None
        and cookie.person == opened.person
        and await accounts.is_known(house.cellar, opened.person, cookie.device)
    ):
        return cookie.device
    return await _put_on_list(request, house, opened)


async def _put_on_list(request: Request, house: House, opened: Opened) -> str:
    """Take this browser for a new phone; hands back its id."""
    label = phone_label(request.headers.get("user-agent", ""))
    device, text = await devices.know_device(house.cellar, opened, label)
    request.state.new_phone = text
    return device


@router.get("/sign-in")
async def sign_in_page(request: Request, next: str = "/today") -> Response:
    return page(request, "sign_in.html", next=safe_next(next))


@router.post("/sign-in")
async def sign_in(request: Request, form: dict[str, str] = Form) -> Response:
    onward = safe_next(form.get("next", ""))
    comes_back(request, "sign_in.html", next=onward)
    house = house_of(request)
    cookie = devices.parse_device_cookie(phone_text(request))
    opened = await accounts.sign_in(
        house.cellar,
        form.get("name", ""),
        form.get("passphrase", ""),
        form.get("code", ""),
        house.now(),
        cookie.device if cookie is not None else None,
    )
    await _let_in(request, house, opened, form["name"])
    return RedirectResponse(onward, 303)


async def _let_in(request: Request, house: House, opened: Opened, name: str) -> None:
    """Sign in, and tell the person inside their private area when the phone is new."""
    device = await _know_this_phone(request, house, opened)
    is_new = hasattr(request.state, "new_phone")
    visit = await _begin_named(request, opened, device, name)
    if is_new:
        await tell(request, visit, "new_phone")


async def _begin_named(request: Request, opened: Opened, device: str, name: str) -> Visit:
    """Sign in; `name` is what they typed: that of somebody whose sign-up was cut off before it was kept."""
    visit = await begin_visit(request, opened, device)
    if visit.person not in (await visit.notebook()).names:
        await visit.keep("name", {"name": " ".join(name.split())})
    return visit


@router.get("/recover")
async def recover_page(request: Request) -> Response:
    return page(request, "recover.html")


@router.post("/recover")
async def recover(request: Request, form: dict[str, str] = Form) -> Response:
    comes_back(request, "recover.html")
    house = house_of(request)
    cellar, name = house.cellar, form.get("name", "")
    opened = await accounts.open_with_code(cellar, name, form.get("code", ""), house.now())
    fresh = await accounts.new_passphrase(cellar, opened.person, name, form.get("passphrase", ""))
    async with _coming_back(request, house, opened, name) as visit:
        here = visit.session.fingerprint
        await sessions.take_passphrase(cellar, opened, fresh, here, accounts.RECOVERY)
    house.hub.close(opened.person)
    return RedirectResponse("/me/keys", 303)


@asynccontextmanager
async def _coming_back(request: Request, house: House, opened: Opened, name: str) -> AsyncIterator[Visit]:
    """Sign in on a new phone and tell of the code, before the locks change. Where they do not, nobody has come in."""
    device = await _put_on_list(request, house, opened)
    try:
        visit = await _begin_named(request, opened, device, name)
        async with telling(request, visit, "code_used"):
            yield visit
    except StoreError:
        request.state.visit = request.state.new_session = request.state.new_phone = None
        with suppress(StoreError):
            await devices.forget_device(house.cellar, opened.person, device)
        raise


@router.get("/locked")
async def locked_page(request: Request, next: str = "/today") -> Response:
    visit = await find_visit(request)
    if visit is not None:  # this page was asked for by an idle phone: lock now
        with closing_here(request):
            await sessions.lock(visit.house.cellar, visit.person, visit.session.fingerprint)
        visit.house.hub.close(visit.person, visit.session.fingerprint)
    door = await find_door(request)
    if door is None or not door.is_locked:
        return RedirectResponse("/sign-in", 303)
    return page(request, "locked.html", action="/unlock", kept={}, next=safe_next(next), lock=door)


@router.post("/unlock")
async def unlock_now(request: Request, form: dict[str, str] = Form) -> Response:
    onward = safe_next(form.get("next", ""))
    await unlock(request, form)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"open": True})
    return RedirectResponse(onward, 303)


@router.post("/sign-out")
async def sign_out(request: Request, form: dict[str, str] = Form) -> Response:
    await end_session(request)
    response = RedirectResponse("/", 303)
    drop_session(request, response)
    cookie = devices.parse_device_cookie(phone_text(request))
    if form.get("forget") == "yes" and cookie is not None:
        with suppress(StoreError):  # the PIN opens nothing without the cookie that goes now
            await devices.forget_device(house_of(request).cellar, cookie.person, cookie.device)
        drop_phone(request, response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def add_cookies(request: Request, response: Response) -> None:
    """Set the cookies that a visit of this request earned, and drop what it must not keep."""
    if getattr(request.state, "session_goes", False):
        drop_session(request, response)
    secret = getattr(request.state, "new_session", None)
    if secret is not None:
        set_session(request, response, secret)
    text = getattr(request.state, "new_phone", None)
    if text is not None:
        set_phone(request, response, text)
