"""Capacity: open, half or closed until a time I choose; shared only if I wish."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, Notebook, PersonId, Record, sealed_for
from omoiyari.web.forms import FormError, fields
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)


class Door(StrEnum):
    """How much of the other I can take in just now (B4)."""

    OPEN = "open"
    HALF = "half"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Capacity:
    """A door that stands as it is until a time."""

    door: Door
    until: datetime
    shared: bool


class ChooseADoor(FormError):
    """No door was chosen."""

    sentence = N_("Choose how far your door is open, and for how long.")


def _capacity(record: Record, now: datetime) -> Capacity | None:
    if record.kind != "capacity":
        return None
    until = datetime.fromisoformat(record.body["until"])
    return Capacity(Door(record.body["door"]), until, record.audience.is_shared) if until > now else None


def _latest(book: Notebook, owner: PersonId) -> Record | None:
    return book.last("capacity", owner)


def own_capacity(book: Notebook, now: datetime) -> Capacity | None:
    """My own door, while it lasts."""
    record = _latest(book, book.reader)
    return _capacity(record, now) if record else None


def shared_capacity(book: Notebook, now: datetime) -> Capacity | None:
    """My partner's door, where they share it and while it lasts."""
    record = _latest(book, book.partner) if book.partner else None
    return _capacity(record, now) if record else None


@router.post("/me/capacity")
async def set_capacity(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    book = await visit.notebook()
    door, hours = form.get("door", ""), form.get("hours", "")
    if door not in set(Door) or hours not in ("1", "3", "12", "24"):
        raise ChooseADoor
    wanted = Audience.OURS if form.get("share") == "yes" else Audience.MINE
    until = visit.now + timedelta(hours=int(hours))
    body: dict[str, object] = {"door": door, "until": until.isoformat()}
    audience, bond = sealed_for(wanted, book.bond)
    await visit.keep("capacity", body, audience, bond=bond)
    if audience.is_shared:
        visit.tell_partner(book, "capacity")
    return RedirectResponse("/today", 303)
