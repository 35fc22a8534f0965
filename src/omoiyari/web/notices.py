"""Notices: one neutral mail a day at most, off by default, and a calendar feed with neutral words."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.post import Quiet, feed, parse_mailbox, parse_quiet
from omoiyari.post.office import CALENDAR, MAIL
from omoiyari.post.words import BODY, EVENT, SENDER, SUBJECT, TRIAL
from omoiyari.store.errors import NotThere
from omoiyari.store.limits import count_try
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.house import house_of
from omoiyari.web.pages import Context, page
from omoiyari.web.speak import say, speaking
from omoiyari.web.visit import Here, Visit

router = APIRouter()
Sent = Depends(fields)

_TRIALS = 5


async def _context(visit: Visit) -> Context:
    mailbox = await visit.house.office.mailbox(visit.person)
    quiet = await visit.house.office.quiet(visit.person)
    return {
        "page": "me",
        "mailbox": mailbox,
        "quiet": quiet,
        "feed": "",
        "values": {**_mail_values(mailbox), **_quiet_values(quiet)},
    }


def _mail_values(mailbox: object) -> dict[str, str]:
    """What stands in the form; the password is never shown again."""
    names = ("host", "port", "safety", "user", "address", "earliest", "latest")
    return {name: str(getattr(mailbox, name)) for name in names} if mailbox is not None else {}


def _quiet_values(quiet: Quiet | None) -> dict[str, str]:
    if quiet is None:
        return {}
    return {"weekday": str(quiet.weekday), "time": f"{quiet.hour:02}:{quiet.minute:02}"}


@router.get("/me/notices")
async def notices_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "notices.html", **await _context(visit))


@router.post("/me/notices/mail")
async def keep_mail(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    comes_back(request, "notices.html", **await _context(visit))
    old = await visit.house.office.mailbox(visit.person)
    mailbox = parse_mailbox(form, (say(SENDER), say(SUBJECT), say(BODY)), old, speaking.get().zone_name)
    await visit.house.office.keep_mailbox(visit.person, mailbox)
    return RedirectResponse("/me/notices", 303)


@router.post("/me/notices/mail/try")
async def try_mail(request: Request, visit: Visit = Here) -> Response:
    """Send one note now, to see that it comes."""
    context = await _context(visit)
    comes_back(request, "notices.html", **context)
    if context["mailbox"] is None:
        raise NotThere
    await count_try(visit.house.cellar, f"note:{visit.person}", visit.now, _TRIALS)
    await visit.house.office.try_mailbox(visit.person, say(TRIAL), visit.now)
    return RedirectResponse("/me/notices", 303)


@router.post("/me/notices/mail/off")
async def drop_mail(visit: Visit = Here) -> Response:
    await visit.house.office.drop(visit.person, MAIL)
    return RedirectResponse("/me/notices", 303)


@router.post("/me/notices/calendar")
async def make_feed(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Make the feed, and show its address once; an older address leads nowhere any more."""
    context = await _context(visit)
    comes_back(request, "notices.html", **context)
    token, mark = visit.house.office.new_token()
    quiet = parse_quiet(form, mark, say(EVENT))
    await visit.house.office.keep_quiet(visit.person, quiet)
    address = f"{str(request.base_url).rstrip('/')}/calendar/{token}.ics"
    values = {**context["values"], **_quiet_values(quiet)}
    return page(request, "notices.html", **{**context, "quiet": quiet, "feed": address, "values": values})


@router.post("/me/notices/calendar/off")
async def drop_feed(visit: Visit = Here) -> Response:
    await visit.house.office.drop(visit.person, CALENDAR)
    return RedirectResponse("/me/notices", 303)


@router.get("/calendar/{token}.ics")
async def calendar(request: Request, token: str) -> Response:
    """The feed, for whoever has its address."""
    quiet = await house_of(request).office.quiet_by_token(token)
    if quiet is None:
        raise NotThere
    return Response(feed(quiet), media_type="text/calendar")
