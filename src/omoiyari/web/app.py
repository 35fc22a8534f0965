"""The whole door: routes, headers, errors, and what runs while the server runs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import partial

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
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
from omoiyari.web.static import STATIC
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
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
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
    at_work = [asyncio.create_task(keep_at(partial(work, house), every)) for work, every in _ALL_THE_TIME]
    try:
        yield
    finally:
        house.hub.close_all()
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)


async def _let_out(house: House) -> None:
    """Send what has been in the outbox for its ten minutes."""
    for bond_id, ids in (await log.due(house.cellar, house.now())).items():
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


#: What is done beside the requests, and every how many seconds.
_ALL_THE_TIME = ((_let_out, 1.0), (_lock_idle, 1.0), (_send_what_waited, 60.0), (_tidy, 600.0))
