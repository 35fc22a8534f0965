"""Half-written texts, kept as they are typed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from omoiyari.couple import Audience
from omoiyari.journal.model import MAX_CHARACTERS
from omoiyari.store import log
from omoiyari.store.drafts import read_draft, save_draft
from omoiyari.store.errors import NotThere, StaleVersion
from omoiyari.web.forms import fields
from omoiyari.web.visit import Here, Visit, is_sitting

router = APIRouter()
Sent = Depends(fields)

MOST = 14 * MAX_CHARACTERS  # characters of one half-written text as a form is sent: up to twelve for each
_SLOT_CHARACTERS = 80


@router.post("/drafts/{slot}")
async def save(slot: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Keep what is in a field now. 204 when kept; the safety area's drafts are kept under its own key."""
    text = form.get("text", "")
    if len(slot) > _SLOT_CHARACTERS or len(text) > MOST:
        raise NotThere
    audience = Audience.SAFETY if slot.startswith("safe-") else Audience.MINE
    await save_draft(visit.house.cellar, visit.keys, slot, text, audience)
    return Response(status_code=204)


async def form_values(visit: Visit, slot: str, start: Mapping[str, str]) -> dict[str, str]:
    """What stands in a form: the half-written draft where there is one, else `start`."""
    draft = await read_draft(visit.house.cellar, visit.keys, slot)
    return {**start, **dict(parse_qsl(draft, keep_blank_values=True))} if draft else dict(start)


async def half_written(
    request: Request, visit: Visit, slot: str, start: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The same for a page that two may look at: before one screen, what one of them had begun is not shown."""
    return dict(start or {}) if is_sitting(request) else await form_values(visit, slot, start or {})


@contextmanager
def sent_anew(request: Request) -> Iterator[None]:
    """Where other words were kept under the id of a new text, its form comes back with another id: sent once more, it
    is kept beside them."""
    try:
        yield
    except StaleVersion:
        request.state.form["id"] = log.new_record_id()
        raise


async def forget_draft(visit: Visit, slot: str) -> None:
    """What was half written is sent, or nothing shall be kept of it."""
    await save_draft(visit.house.cellar, visit.keys, slot, "", Audience.MINE)
