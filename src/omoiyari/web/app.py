"""The whole door: routes, headers, errors, and what runs while the server runs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from omoiyari.store import log, sessions
from omoiyari.store.bonds import bond_by_id
from omoiyari.store.tidy import tidy
from omoiyari.web import (
    changes,
    check_ins,
    conflicts,
    data,
    demo,
    door,
    drafts,
    enough,
    errors,
    events,
    guide,
    heed,
    help,
    insights,
    journal,
    kept,
    keys,
    landed,
    lessons,
    link,
    loop,
    made,
    me,
    notices,
    outside,
    photo,
    practise,
    promises,
    questions,
    rehearse,
    rounds,
    run,
    safe,
    talk,
    today,
    together,
    trainer,
    trial,
    trust,
    welcome,
)
from omoiyari.web.forms import FormError, Stranger, TooMuch, WrongHouse
from omoiyari.web.headers import Headers, Layer, SmallEnough, is_ours, is_too_much
from omoiyari.web.hosts import leads_here
from omoiyari.web.house import House, house_of
from omoiyari.web.softly import knock
from omoiyari.web.static import STATIC, Editions
from omoiyari.web.steady import keep_at

ROUTERS = (
    welcome.router,
    today.router,
    together.router,
    journal.router,
    link.router,
    loop.router,
    rounds.router,
    talk.router,
    check_ins.router,
    promises.router,
    insights.router,
    rehearse.router,
    heed.router,
    me.router,
    enough.router,
    changes.router,
    conflicts.router,
    outside.router,
    door.router,
    keys.router,
    safe.router,
    data.router,
    notices.router,
    trust.router,
    help.router,
    demo.router,
    drafts.router,
    events.router,
    trainer.router,
    trial.router,
    questions.router,
    lessons.router,
    made.router,
    kept.router,
    landed.router,
    guide.router,
    practise.router,
    photo.router,
    run.router,  # last: /practise/{id} takes whatever no other room has named
)


_GAP = timedelta(seconds=30)
"""So long without a look at the outbox, and the house was not there."""


class Forgetful(FastAPI):
    """Lets go of what a request opened once all is done: the server keeps its scope until the next one comes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and leave nothing of the visit or its form behind."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            if scope["type"] == "http":
                scope.get("state", {}).clear()


def create_app(house: House) -> FastAPI:
    """The app over an open house. Nothing is served before the house is open."""
    app = Forgetful(lifespan=_lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house = house
    for router in ROUTERS:
        app.router.routes.extend(router.routes)  # side by side: a router within a router is asked twice
    app.mount("/static", Editions(directory=STATIC), name="static")
    app.add_middleware(SmallEnough)  # innermost, so that the place for errors hears of it
    app.add_middleware(OurForms)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    app.add_middleware(Headers)
    errors.install(app)
    return app


class OurForms(Layer):
    """Refuses other names than ours and forms from other sites, and sets the cookies that the visit earned."""

    async def before(self, request: Request) -> Response | None:
        refusal = _refusal(request)
        return await errors.refused(request, refusal) if refusal else None

    def begin(self, message: Message, request: Request) -> None:
        answer = Response()
        answer.raw_headers = list(message["headers"])
        welcome.add_cookies(request, answer)
        message["headers"] = answer.raw_headers


def _refusal(request: Request) -> FormError | None:
    if not leads_here(request, house_of(request).hosts):
        return WrongHouse()
    if not is_ours(request):
        return Stranger()
    return TooMuch() if is_too_much(request) else None


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    house: House = app.state.house
    at_work = [asyncio.create_task(keep_at(work, every)) for work, every in _all_the_time(house)]
    try:
        yield
    finally:
        house.hub.close_all()
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)


@dataclass
class _Outbox:
    """Looks every second for what has waited its ten minutes, and lets it out.

    Where the house was stopped or asleep, nobody could take anything back: all that waits begins anew.
    """

    house: House
    looked: datetime | None = None

    async def look(self) -> None:
        """Let out what is due; after a gap, hold all that waits for ten minutes from now."""
        cellar, now = self.house.cellar, self.house.now()
        until = now + journal.OUTBOX
        held = await log.hold_for_seen(cellar, until)
        if self.looked is None or now - self.looked > _GAP:
            held |= await log.hold_anew(cellar, until)
        else:
            await _let_out(self.house, now)
        self.looked = now
        self.house.hub.publish(held, "outbox")


async def _let_out(house: House, now: datetime) -> None:
    for bond_id, ids in (await log.due(house.cellar, now)).items():
        bond = await bond_by_id(house.cellar, bond_id)
        people = [person for person in (bond.first, bond.second) if person is not None]
        for record_id in ids:
            author = await house.office.author_of(record_id)
            for person in people:
                if person != author:
                    knock(house, person, "journal")
            house.hub.publish(people, "journal", record_id)


async def _lock_idle(house: House) -> None:
    """A page that lies open on a locked phone hears nothing more."""
    for person, mark in await sessions.sweep(house.cellar, house.now()):
        house.hub.close(person, mark)


async def _send_what_waited(house: House) -> None:
    """A note that came in somebody's quiet hours goes out when they are over."""
    await house.office.tell_what_waited(house.now(), house.hub.is_open)


async def _tidy(house: House) -> None:
    """Finish what a kill or a full disk left half done."""
    await tidy(house.cellar)


def _all_the_time(house: House) -> tuple[tuple[Callable[[], Awaitable[None]], float], ...]:
    """What is done beside the requests, and every how many seconds."""
    return (
        (_Outbox(house).look, 1.0),
        (partial(_lock_idle, house), 1.0),
        (partial(_send_what_waited, house), 60.0),
        (partial(_tidy, house), 600.0),
    )
