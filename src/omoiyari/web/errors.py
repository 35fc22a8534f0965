"""The one place where errors become pages."""

from contextlib import suppress
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Match, Route

from omoiyari.couple import CoupleError, InviteGone
from omoiyari.journal import JournalError
from omoiyari.post import PostError
from omoiyari.practice import AnswerError
from omoiyari.store.errors import (
    Busy,
    DiskTrouble,
    FileDamaged,
    NotSignedIn,
    NotThere,
    StaleVersion,
    StoreError,
    TooManyKnocking,
    TooManyTries,
    WrongCode,
    WrongPassphrase,
    WrongPin,
    WrongRecoveryCode,
)
from omoiyari.vault import VaultError
from omoiyari.web.forms import FormError, Stranger, TooMuch, WrongHouse
from omoiyari.web.headers import complete
from omoiyari.web.pages import Context, page
from omoiyari.web.speak import say
from omoiyari.web.visit import Locked, SignInFirst, find_door, find_visit
from omoiyari.words import N_

_STATUS: dict[type[Exception], int] = {
    NotThere: 404,
    InviteGone: 410,
    StaleVersion: 409,
    TooManyTries: 429,
    TooManyKnocking: 503,
    Busy: 503,
    DiskTrouble: 507,
    NotSignedIn: 401,
    WrongPassphrase: 401,
    WrongPin: 401,
    WrongCode: 401,
    WrongRecoveryCode: 401,
    FileDamaged: 500,
    Stranger: 403,
    TooMuch: 413,
    WrongHouse: 421,
}

_SOMETHING = N_("Something went wrong on our side. Your saved words are safe. Go back, and try once more.")


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


async def refused(request: Request, error: Exception) -> Response:
    """A room said no: the form comes back filled, with one clear sentence."""
    sentence = say(getattr(error, "sentence", _SOMETHING))
    status = _STATUS.get(type(error), 422)
    if status == 404:
        return await _not_there(request, error)
    if _wants_json(request):
        return JSONResponse({"sentence": sentence}, status)
    if _was_unlocking(request):
        return await _locked_page(request, sentence, status)
    template, values = getattr(request.state, "comes_back", ("refused.html", {}))
    form = getattr(request.state, "form", {})
    return page(request, template, status=status, **{**values, "values": form, "error": sentence})


def _was_unlocking(request: Request) -> bool:
    form = getattr(request.state, "form", {})
    unlocks = "_pin" in form or "_passphrase" in form or request.url.path == "/unlock"
    return unlocks and getattr(request.state, "visit", None) is None


async def _not_there(request: Request, _error: Exception) -> Response:
    """Not there, not yours, and an address that nobody could mean are one and the same answer."""
    if request.method == "GET" and _takes_forms_alone(request):
        return RedirectResponse("/today", 303)
    if getattr(request.state, "visit", None) is None:
        with suppress(StoreError):  # nor does this wait for a disk
            request.state.visit = await find_visit(request)
    return page(request, "not_there.html", status=404)


def _takes_forms_alone(request: Request) -> bool:
    """Whether this address shows no page of its own, told by its shape alone and never by what is there.

    A phone that opens again comes back to where it was, and that may be the answer to a form.
    """
    routes = [route for route in request.app.routes if isinstance(route, Route)]
    sent = {**request.scope, "method": "POST"}
    taker = next((route for route in routes if route.matches(sent)[0] is Match.FULL), None)
    return taker is not None and taker.path not in {r.path for r in routes if "GET" in (r.methods or ())}


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in (404, 405):
        return await _not_there(request, error)
    return page(request, "refused.html", status=status, error=say(_SOMETHING))


async def _sign_in_first(request: Request, _error: Exception) -> Response:
    if _wants_json(request):
        return JSONResponse({"sentence": say(SignInFirst.sentence)}, 401)
    return RedirectResponse(f"/sign-in?next={quote(_next(request))}", 303)


def _next(request: Request) -> str:
    return request.url.path if request.method == "GET" else "/today"


async def _locked(request: Request, error: Exception) -> Response:
    if _wants_json(request):
        return JSONResponse({"sentence": say(Locked.sentence)}, 423)
    if request.method == "GET":
        return RedirectResponse(f"/locked?next={quote(_next(request))}", 303)
    return await _locked_page(request, "", 423)


#: What opens something is never handed back in a page: whoever holds a locked phone could read it there.
_LOCKS = frozenset(
    {"_pin", "_passphrase", "_code", "passphrase", "fresh", "pin", "again", "code", "secret", "password"}
)


async def _locked_page(request: Request, sentence: str, status: int) -> Response:
    """The unlock page with what was sent inside it, to be sent again with what opens it."""
    form = getattr(request.state, "form", {})
    kept = {name: value for name, value in form.items() if name not in _LOCKS}
    door = None
    with suppress(StoreError):  # what could not be read a moment ago is not asked for twice
        door = await find_door(request)
    values: Context = {"action": request.url.path, "kept": kept, "error": sentence, "next": "", "lock": door}
    return page(request, "locked.html", status=status, **values)


async def _anything(request: Request, _error: Exception) -> Response:
    """The outermost page: it leaves from outside the headers' own place, so they are put on here."""
    answer = page(request, "refused.html", status=500, error=say(_SOMETHING))
    complete(answer.headers, request)
    return answer


def install(app: FastAPI) -> None:
    """Give every error its page."""
    for family in (VaultError, StoreError, CoupleError, JournalError, AnswerError, PostError, FormError):
        app.add_exception_handler(family, refused)
    app.add_exception_handler(SignInFirst, _sign_in_first)
    app.add_exception_handler(Locked, _locked)
    app.add_exception_handler(RequestValidationError, _not_there)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _anything)
