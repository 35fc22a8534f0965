"""Capacity: open, half or closed until a time I choose; shared only if I wish."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from omoiyari.couple import Notebook, PersonId, Record
from omoiyari.web.forms import FormError
from omoiyari.words import N_

HOURS = ("1", "3", "12", "24")
LONGEST = timedelta(days=14)


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


class ChooseATime(FormError):
    """No time, one that is over, or one too far away."""

    sentence = N_("Choose a time that is still to come, within two weeks.")


def _capacity(book: Notebook, record: Record, now: datetime) -> Capacity | None:
    if record.kind != "capacity":
        return None
    until = datetime.fromisoformat(record.body["until"])
    return Capacity(Door(record.body["door"]), until, book.takes_more(record.bond)) if until > now else None


def _latest(book: Notebook, owner: PersonId) -> Record | None:
    return book.last("capacity", owner)


def own_capacity(book: Notebook, now: datetime) -> Capacity | None:
    """My own door, while it lasts."""
    record = _latest(book, book.reader)
    return _capacity(book, record, now) if record else None


def shared_capacity(book: Notebook, now: datetime) -> Capacity | None:
    """My partner's door, where they share it and while it lasts."""
    record = _latest(book, book.partner) if book.partner else None
    return _capacity(book, record, now) if record and book.takes_more(record.bond) else None


def shown_record(book: Notebook, now: datetime) -> Record | None:
    """The door of mine that my partner sees, while it lasts."""
    shared = [r for r in book.of_kind("capacity") if r.owner == book.reader and r.audience.is_shared]
    here = [r for r in shared if book.bond is not None and r.bond == book.bond.id]
    return here[-1] if here and _capacity(book, here[-1], now) is not None else None


def still_shown(book: Notebook, now: datetime) -> Capacity | None:
    """What my partner still sees of my door, where I have set it anew for myself alone since."""
    shown, last = shown_record(book, now), _latest(book, book.reader)
    if shown is None or last is None or shown.id == last.id or book.partner is None:
        return None
    return _capacity(book, shown, now)


def parse_door(form: Mapping[str, str]) -> Door:
    """How far it is open. Raises ChooseADoor."""
    if form.get("door") not in set(Door):
        raise ChooseADoor
    return Door(form["door"])


def parse_until(form: Mapping[str, str], now: datetime, zone: tzinfo) -> datetime:
    """When it ends: the time that was written, in the reader's zone where it names none, or so many hours from now.

    Raises ChooseADoor, ChooseATime.
    """
    written = form.get("until", "").strip()
    if not written:
        if form.get("hours") not in HOURS:
            raise ChooseADoor
        return now + timedelta(hours=int(form["hours"]))
    try:
        until = datetime.fromisoformat(written)
    except ValueError as error:
        raise ChooseATime from error
    until = until if until.tzinfo is not None else until.replace(tzinfo=zone)
    if not now < until <= now + LONGEST:
        raise ChooseATime
    return until
