"""Today: one card at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from omoiyari.couple import BondState, Notebook, PersonId, Record
from omoiyari.journal import outbox
from omoiyari.library import Start, starts, starts_after
from omoiyari.practice import (
    Held,
    Phase,
    current,
    day_of,
    kept_for_later,
    last_check_in,
    looked_at,
    next_local_four,
    rounds_of_today,
)
from omoiyari.practice.enough import is_asked, may_check
from omoiyari.practice.kept import open_runs
from omoiyari.practice.noticed import needs_met
from omoiyari.web.capacity import own_capacity, shared_capacity, still_shown
from omoiyari.web.heed import held_out
from omoiyari.web.held_out import from_outside
from omoiyari.web.insights import renewal
from omoiyari.web.loop import my_answer, other_clock, zone_of
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.practise import todays_suggestion
from omoiyari.web.questions import todays_question
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()

NEEDS = ("listen", "ideas", "hug", "space", "nothing")
#: Right after a reveal nobody can have talked yet.
_TIME_TO_TALK = timedelta(minutes=15)
_TWO_DAYS = timedelta(days=2)
_ENOUGH_NEEDS = 4


@router.get("/today")
async def today(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    context = today_context(book, visit)
    answer = page(request, "today.html", page="today", **context, held_out=held_out(request, book, visit))
    answer.background = renewal(visit, book)
    return answer


# --- the one card on top ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one card that stands on top: `check_in`, `round_waits`, `wait`, `reveal`, `kept`, `talk` or `done`."""

    kind: str
    round: str = ""


def next_step(book: Notebook, visit: Visit) -> NextStep:
    """What the loop asks for next, if anything."""
    held = current(book, visit.now)
    if held is None:
        alone = book.partner is None and my_answer(book, visit) is not None
        return NextStep("done" if alone else "check_in")
    where = held.phase(visit.person, visit.now)
    if where is Phase.REVEALED:
        round_ = held.round.id
        kept = round_ in kept_for_later(book, visit.now)
        return NextStep("talk" if round_ in looked_at(book) else "kept" if kept else "reveal", round_)
    kinds = {Phase.ANSWER: "round_waits", Phase.WAIT: "wait"}
    return NextStep(kinds.get(where, "done"), held.round.id)


def older_reveal(book: Notebook, now: datetime) -> Held | None:
    """The newest reveal of an earlier day that I have not looked at: it keeps, until I look or let it rest."""
    rest = looked_at(book) | kept_for_later(book, now)
    past = [h for h in rounds_of_today(book) if h.round.is_revealed and h.round.is_closed(now)]
    return next((held for held in reversed(past) if held.round.id not in rest), None)


def welcome_back(book: Notebook, now: datetime) -> Start | None:
    """A card for coming back after some days; nothing for a first visit. On one's own it speaks of no partner."""
    last = last_check_in(book)
    together = book.partner is not None
    cards = starts_after(starts(), (now - last).days, together=together) if last else ()
    return cards[now.toordinal() % len(cards)] if cards else None


# --- what I need ------------------------------------------------------------------------------------


def _lasting(book: Notebook, need: Record | None, now: datetime) -> Record | None:
    """A need whose day is not over, said in today's link."""
    if need is None or not book.takes_more(need.bond):
        return None
    return need if datetime.fromisoformat(need.body["until"]) > now else None


def _need_to_look_back_on(book: Notebook, now: datetime) -> Record | None:
    """What I last said I needed, once its day is over: was it that? Asked for two days, and answered once."""
    need = book.last("need", book.reader)
    if need is None or need.body["need"] == "nothing" or need.body.get("taken_back"):
        return None
    over = now - datetime.fromisoformat(need.body["until"])
    asked = any(r.kind == "need_met" for r in book.under.get(need.id, ()))
    return need if timedelta(0) <= over < _TWO_DAYS and not asked else None


_NEED_STORIES = (
    N_("What you ask for is mostly what you needed."),
    N_("About half the time, what you ask for is what you needed. Needs are found by trying."),
    N_("What you ask for is seldom quite it. Needs are hard to guess, even one’s own."),
)


def _need_story(book: Notebook, zone: tzinfo) -> str:
    """In words, for me alone, from four looks back: whether what I ask for turns out to be what I needed."""
    met = [one.met for one in needs_met(book, zone)]
    if len(met) < _ENOUGH_NEEDS:
        return ""
    share = sum(met) / len(met)
    return _NEED_STORIES[0 if share >= 2 / 3 else 1 if share > 1 / 3 else 2]


# --- after a talk -----------------------------------------------------------------------------------


def open_question(book: Notebook) -> Record | None:
    """The other's question whether I felt understood, while I have neither answered nor passed since."""
    asked = book.last("ask", book.partner) if book.partner else None
    if asked is None or book.last("muted") is not None:
        return None
    passed = any(r.body.get("of") == asked.id for r in book.of_kind("passed"))
    felt = book.last("felt", book.reader)
    return None if passed or (felt is not None and felt.at >= asked.at) else asked


def told_lately(book: Notebook, person: PersonId | None, now: datetime) -> Record | None:
    """What a person told the other within a day of how understood they felt."""
    told = [
        r
        for r in book.of_kind("felt")
        if r.owner == person and r.body.get("told") and book.takes_more(r.bond)
    ]
    return told[-1] if told and now - told[-1].at < timedelta(days=1) else None


def _kept_today(book: Notebook, kind: str, now: datetime, zone: tzinfo) -> datetime | None:
    """When I last kept a tap of this kind, if that was today: a page that shows it needs no other sign."""
    last = book.last(kind, book.reader)
    return last.at if last is not None and now < next_local_four(last.at, zone) else None


def _my_question(book: Notebook, now: datetime, zone: tzinfo) -> str:
    """My question whether the other felt understood: it `waits` for the rest of the day, or was `answered` by what
    they chose to tell; any other answer leaves no trace."""
    asked = book.last("ask", book.reader)
    if asked is None or now >= next_local_four(asked.at, zone):
        return ""
    told = (r for r in book.of_kind("felt") if r.owner == book.partner and r.body.get("told"))
    return "answered" if any(r.at >= asked.at for r in told) else "waits"


def _talked_about(book: Notebook, now: datetime) -> str:
    """The round after which I may be asked, once, whether we talked."""
    seen = book.last("seen", book.reader)
    if seen is None or not _TIME_TO_TALK <= now - seen.at < _TWO_DAYS or book.partner is None:
        return ""
    round_ = str(seen.body["round"])
    return "" if any(r.body["round"] == round_ for r in book.of_kind("talked")) else round_


def _talked_today(book: Notebook, now: datetime, zone: tzinfo) -> str:
    said = book.last("talked", book.reader)
    return str(said.body["talked"]) if said is not None and now < next_local_four(said.at, zone) else ""


def week_is_due(book: Notebook, now: datetime, zone: tzinfo) -> bool:
    """On one day in seven, counted from my first page; a day that goes by leaves nothing behind."""
    first = next((r for r in book.records if r.owner == book.reader), None)
    if book.partner is None or first is None:
        return False
    since = (day_of(now, zone) - day_of(first.at, zone)).days
    last = book.last("weekly", book.reader)
    fresh = last is not None and (day_of(now, zone) - day_of(last.at, zone)).days < 6
    return since >= 7 and since % 7 == 0 and not fresh


# --- the page ---------------------------------------------------------------------------------------


def today_context(book: Notebook, visit: Visit) -> Context:
    """What today's page shows."""
    now, partner, zone = visit.now, book.partner, zone_of(book, visit.person)
    return {
        "partner": partner_name(book),
        "together": partner is not None,
        "bond": book.bond,
        "parted": any(bond.state is BondState.ENDED and bond.second for bond in book.bonds),
        "name": book.names.get(visit.person, ""),
        "outbox": outbox(book),
        "step": next_step(book, visit),
        "older": older_reveal(book, now),
        "start": welcome_back(book, now),
        "me": visit.person,
        "runs": open_runs(book, now)[:2],
        "suggestion": todays_suggestion(book, visit),
        "question": todays_question(book, visit),
        "from_outside": from_outside(book, visit),
        "zone": other_clock(book, visit),
        "wrong": "self_place",
        **_doors(book, now),
        **_needs(book, now, zone),
        **_talks(book, now, zone),
    }


def _doors(book: Notebook, now: datetime) -> Context:
    return {
        "mine": own_capacity(book, now),
        "theirs": shared_capacity(book, now),
        "still_shown": still_shown(book, now),
    }


def _needs(book: Notebook, now: datetime, zone: tzinfo) -> Context:
    return {
        "their_need": _lasting(book, book.last("need", book.partner) if book.partner else None, now),
        "my_need": _lasting(book, book.last("need", book.reader), now),
        "need_was": _need_to_look_back_on(book, now),
        "need_story": _need_story(book, zone),
    }


def _talks(book: Notebook, now: datetime, zone: tzinfo) -> Context:
    return {
        "asked": open_question(book) is not None,
        "i_asked": _my_question(book, now, zone),
        "felt_kept": _kept_today(book, "felt", now, zone),
        "week_kept": _kept_today(book, "weekly", now, zone),
        "muted": book.last("muted") is not None,
        "felt_told": told_lately(book, book.partner, now) if book.partner else None,
        "my_told": told_lately(book, book.reader, now) if book.partner else None,
        "talked_about": _talked_about(book, now),
        "talked": _talked_today(book, now, zone),
        "week_due": week_is_due(book, now, zone),
        "check_due": is_asked(book) and may_check(book, day_of(now, zone), zone),
    }
