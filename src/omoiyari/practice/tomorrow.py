"""The door that was taken when something went wrong: the others stay shut for the day, and tomorrow one question."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from omoiyari.couple import Notebook, RecordId
from omoiyari.practice.kept import HeldRun, play
from omoiyari.practice.round import day_of

INTERACTION = "four-doors"
KIND = "helped"
ANSWERS = ("yes", "a_little", "no", "pass")
ASKED_FOR = 3  # days after the first, the question may be asked


@dataclass(frozen=True, slots=True)
class Taken:
    """A door that the reader took, the smallest step behind it, and on which day."""

    run: RecordId
    door: str
    step: str
    day: date


def _taken(book: Notebook, now: datetime, zone: tzinfo) -> Iterator[Taken]:
    fresh = [r for r in book.of_kind("run") if r.owner == book.reader and r.at > now - timedelta(days=8)]
    for held in play(book, fresh, now):
        if held.run.exercise.interaction == INTERACTION and held.run.is_done and held.run.keeps:
            yield _door(held, zone)


def _door(held: HeldRun, zone: tzinfo) -> Taken:
    told = {name: text for said in held.run.said for name, text in said.fields.items()}
    assert held.run.since is not None
    day = day_of(held.run.since, zone)
    return Taken(held.id, told.get("door", ""), told.get("smallest", ""), day)


def taken_today(book: Notebook, now: datetime, zone: tzinfo) -> Taken | None:
    """The door of today: the others are shut until tomorrow."""
    today = day_of(now, zone)
    return next((taken for taken in _taken(book, now, zone) if taken.day == today), None)


def to_ask(book: Notebook, now: datetime, zone: tzinfo) -> Taken | None:
    """The door of which it is to be asked whether it helped: from the next day on, once, for a few days."""
    today = day_of(now, zone)
    told = {str(r.body["run"]) for r in book.of_kind(KIND) if r.owner == book.reader}
    due = [t for t in _taken(book, now, zone) if 1 <= (today - t.day).days <= ASKED_FOR and t.run not in told]
    return due[-1] if due else None
