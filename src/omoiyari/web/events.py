"""The stream of events to one page: a topic and an id, never text."""

import json
from collections.abc import AsyncIterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from omoiyari.couple import PersonId
from omoiyari.live import Event
from omoiyari.practice.kept import find_run
from omoiyari.web.house import House
from omoiyari.web.scene import meet
from omoiyari.web.visit import Visit, find_visit
from omoiyari.words import is_number

router = APIRouter()
HEARTBEAT_SECONDS = 15.0


def _line(event: Event | None) -> str:
    if event is None:
        return ": still here\n\n"
    return f"id: {event.number}\ndata: {json.dumps({'topic': event.topic, 'id': event.id})}\n\n"


async def _stream(
    house: House, person: PersonId, session: str, last: int | None, place: str
) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    async for event in house.hub.listen(person, session, last, HEARTBEAT_SECONDS, place):
        yield _line(event)


async def _meet(visit: Visit, run: str) -> None:
    book = await visit.notebook()
    held = find_run(book, run, visit.now)
    if held is not None:
        meet(visit, book, held)


@router.get("/events")
async def events(request: Request, run: str = "") -> Response:
    """`run` is told by the page of an exercise for two, and by no other."""
    visit = await find_visit(request)
    if visit is None:
        return Response(status_code=204)  # tells EventSource not to come back
    text = request.headers.get("last-event-id", "")
    last = int(text) if is_number(text) else None
    if run:
        await _meet(visit, run[:32])
    stream = _stream(visit.house, visit.person, visit.session.fingerprint, last, run[:32])
    return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
