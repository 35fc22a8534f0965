"""Today: one card at a time."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from omoiyari.couple import Notebook, PersonId, Record
from omoiyari.journal import outbox
from omoiyari.library import Start, starts, starts_after
from omoiyari.practice import Held, Phase, current, last_check_in, rounds_of_today
from omoiyari.practice.kept import open_runs
from omoiyari.web.capacity import own_capacity, shared_capacity
from omoiyari.web.heed import held_out
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.practise import todays_suggestion
from omoiyari.web.questions import todays_question
from omoiyari.web.visit import Here, Visit

router = APIRouter()


@router.get("/today")
async def today(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    context = today_context(book, visit)
    return page(request, "today.html", page="today", **context, held_out=held_out(request, book, visit))


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one card that stands on top: `check_in`, `round_waits`, `wait`, `reveal`, `talk` or `done`."""

    kind: str
    round: str = ""


def next_step(book: Notebook, visit: Visit) -> NextStep:
    """What the loop asks for next, if anything."""
    held, ready = current(book, visit.now), _to_be_looked_at(book, visit.now)
    if ready:
        return NextStep("reveal", ready[-1].round.id)
    if held is None:
        return NextStep("done" if book.partner is None and _checked_in_today(book, visit.now) else "check_in")
    where = held.phase(visit.person, visit.now)
    if where is Phase.ANSWER:
        return NextStep("round_waits", held.round.id)
    if where is Phase.WAIT:
        return NextStep("wait", held.round.id)
    return NextStep("talk", held.round.id)


def _to_be_looked_at(book: Notebook, now: datetime) -> list[Held]:
    """The revealed rounds that the reader has not looked at and does not keep for later, the oldest first."""
    revealed = [held for held in rounds_of_today(book) if held.round.is_revealed]
    return [held for held in revealed if not (_done(book, "seen", held) or _postponed(book, held, now))]


def may_check_in(book: Notebook, now: datetime) -> bool:
    """Whether my answer of today is still open; true too while an older reveal waits to be looked at."""
    held = current(book, now)
    return held is None or held.phase(book.reader, now) is Phase.ANSWER


def _done(book: Notebook, kind: str, held: Held) -> bool:
    return any(r.body.get("round") == held.round.id for r in book.of_kind(kind))


def _postponed(book: Notebook, held: Held, now: datetime) -> bool:
    until = [r.body["until"] for r in book.of_kind("later") if r.body.get("round") == held.round.id]
    return any(datetime.fromisoformat(moment) > now for moment in until)


def _checked_in_today(book: Notebook, now: datetime) -> bool:
    last = last_check_in(book)
    return last is not None and (now - last).total_seconds() < 12 * 3600


def welcome_back(book: Notebook, now: datetime) -> Start | None:
    """A card for coming back after some days; nothing for a first visit."""
    last = last_check_in(book)
    cards = starts_after(starts(), (now - last).days) if last else ()
    return cards[now.toordinal() % len(cards)] if cards else None


def _lasting(record: Record | None, now: datetime) -> Record | None:
    return record if record is not None and datetime.fromisoformat(record.body["until"]) > now else None


def _open_question(book: Notebook, partner: PersonId | None) -> bool:
    """The other has asked whether I felt understood, and I neither answered nor passed since."""
    asked = book.last("ask", partner) if partner else None
    if asked is None:
        return False
    if book.last("muted") is not None:
        return False
    passed = any(r.body.get("of") == asked.id for r in book.of_kind("passed"))
    felt = book.last("felt", book.reader)
    return not passed and (felt is None or felt.at < asked.at)


def today_context(book: Notebook, visit: Visit) -> Context:
    """What today's page shows."""
    now, partner = visit.now, book.partner
    felt = book.last("felt", partner) if partner else None
    return {
        "partner": partner_name(book),
        "together": partner is not None,
        "bond": book.bond,
        "name": book.names.get(visit.person, ""),
        "mine": own_capacity(book, now),
        "theirs": shared_capacity(book, now),
        "outbox": outbox(book),
        "step": next_step(book, visit),
        "may_check_in": may_check_in(book, now),
        "start": welcome_back(book, now),
        "their_need": _lasting(book.last("need", partner) if partner else None, now),
        "my_need": _lasting(book.last("need", visit.person), now),
        "asked": _open_question(book, partner),
        "me": visit.person,
        "runs": open_runs(book, now)[:2],
        "suggestion": todays_suggestion(book, visit),
        "question": todays_question(book, visit),
        "felt_told": felt if felt is not None and (now - felt.at).days < 1 else None,
    }
