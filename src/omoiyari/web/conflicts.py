"""We fought: a few taps about a conflict, for oneself alone; and what one's own notes tell of them over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isinf

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Notebook
from omoiyari.library import Exercise, contraindications, exercises
from omoiyari.measures import NotEnoughYet, Result
from omoiyari.measures.recovery import WATCHED
from omoiyari.practice import conflicts as noted
from omoiyari.practice.conflicts import Conflict, conflict, conflicts, recovery
from omoiyari.practice.fear import is_afraid
from omoiyari.practice.loops import Loop, loops, to_try
from omoiyari.web.drafts import forget_draft, half_written
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.heed import delete_heeded, heed
from omoiyari.web.held_out import from_outside
from omoiyari.web.leaves import leaf_in, leaf_of
from omoiyari.web.loop import zone_of
from omoiyari.web.not_yet import missing_words
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.speak import say, speaking
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)

TOPICS = {
    "money": N_("Money"),
    "chores": N_("Chores"),
    "time": N_("Time for us"),
    "family": N_("Family and in-laws"),
    "children": N_("Children"),
    "closeness": N_("Touch and sex"),
    "trust": N_("Trust"),
    "work": N_("Work"),
    "phones": N_("Phones"),
    "tone": N_("How we talk"),
    "plans": N_("Plans"),
    "little": N_("Something little"),
}
ENDINGS = {
    "unfinished": N_("Unfinished"),
    "calmed": N_("We calmed down"),
    "mended": N_("Mended: it feels all right again"),
}
LONGEST_WORD = 40
_SLOW_CLOCK = timedelta(minutes=5)
_DAYS_FROM = 36  # hours
_FIRST_YEAR = 1900  # at the very beginning of the calendar a time cannot be told in every zone
_ASKED_FOR = timedelta(hours=WATCHED)


class AboutWhat(FormError):
    """Neither a topic nor an own word."""

    sentence = N_("Tap what it was about, or give it a word of your own.")


class WhenWasIt(FormError):
    """No time, or one that is still to come, or all right before it began."""

    sentence = N_("Choose when it was: about is good enough, and not later than now.")


# --- what is sent ---------------------------------------------------------------------------------


def _time(text: str, visit: Visit) -> datetime:
    """A time in the reader's own zone, not later than now. Raises WhenWasIt."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise WhenWasIt from error
    at = at if at.tzinfo is not None else at.replace(tzinfo=speaking.get().zone)
    if at.year < _FIRST_YEAR or at > visit.now + _SLOW_CLOCK:
        raise WhenWasIt
    return min(at.astimezone(visit.now.tzinfo), visit.now)


def _body(form: Mapping[str, str], visit: Visit) -> dict[str, object]:
    """What is kept of a form. Raises AboutWhat, WhenWasIt."""
    word, topic = form.get("word", "").strip()[:LONGEST_WORD], form.get("topic", "")
    if not word and topic not in noted.TOPICS:
        raise AboutWhat
    began, ended = _time(form.get("began", ""), visit), form.get("ended", "")
    right = _time(form["right"], visit) if form.get("right", "").strip() else None
    if right is None and ended == "mended":
        right = visit.now
    if right is not None and right < began:
        raise WhenWasIt
    heat = form.get("heat", "")
    return {
        "topic": "" if word else topic,
        "word": word,
        "began": began.isoformat(),
        "heat": int(heat) if heat in frozenset("0123456") else None,
        "ended": ended if ended in noted.ENDINGS else "unfinished",
        "afraid": form.get("afraid") == "yes",
        "right": right.isoformat() if right is not None else "",
    }


# --- what is told ---------------------------------------------------------------------------------


def topic_name(one: Conflict) -> str:
    """What it was about, in the reader's language or in their own word."""
    return say(TOPICS[one.topic]) if one.topic else one.word


def lasting(hours: float) -> str:
    """So many hours, as one would say it."""
    if hours < 1.5:
        return say(N_("an hour"))
    if hours < _DAYS_FROM:
        return say(N_("{count} hours"), count=round(hours))
    return say(N_("{count} days"), count=round(hours / 24))


@dataclass(frozen=True, slots=True)
class Recovery:
    """How long it takes until all is right again: the sentence, its doubt, and how it was worked out."""

    sentence: str
    doubt: str = ""
    worked_out: Result | None = None


def tell_recovery(found: Result | NotEnoughYet) -> Recovery:
    """The median in words, with its range."""
    if isinstance(found, NotEnoughYet):
        return Recovery(missing_words(found))
    if isinf(found.value):
        words = N_("Too many are still open, by your taps, to say how long it mostly takes.")
        return Recovery(say(words), worked_out=found)
    told = say(N_("Half of them felt all right again within {time}."), time=lasting(found.value))
    low, high = found.interval
    if isinf(high):
        doubt = say(N_("It may be {low}, or far longer; we cannot tell yet."), low=lasting(low))
    else:
        doubt = say(N_("It may lie between {low} and {high}."), low=lasting(low), high=lasting(high))
    return Recovery(told, doubt, found)


@dataclass(frozen=True, slots=True)
class Told:
    """One topic that came back: what, how often since when, how it went, on which days, and what to try."""

    topic: str
    sentence: str
    went: tuple[str, ...]
    days: tuple[datetime, ...]
    exercise: Exercise | None


_UNFINISHED = (
    N_("Each time it was left unfinished."),
    N_("Once it was left unfinished."),
    N_("{times} times it was left unfinished."),
)
_GOT_HOT = (N_("Each time it got hot."), N_("Once it got hot."), N_("{times} times it got hot."))


def _how_they_went(loop: Loop) -> tuple[str, ...]:
    count = len(loop.times)
    unfinished = _so_often(loop.unfinished, count, _UNFINISHED)
    hot = (
        say(N_("Each time it got hotter."))
        if loop.is_hotter_each_time
        else _so_often(loop.hot, count, _GOT_HOT)
    )
    return tuple(words for words in (unfinished, hot) if words)


def _so_often(times: int, of: int, words: tuple[str, str, str]) -> str:
    each, once, several = words
    return say(each if times == of else once if times == 1 else several, times=times) if times else ""


def _tell(loop: Loop, book: Notebook, *, alone: bool) -> Told:
    first = loop.times[0].began.astimezone(speaking.get().zone).date()
    words = N_("This came up {count} times since {since}.")
    return Told(
        topic_name(loop.times[-1]),
        say(words, count=len(loop.times), since=speaking.get().date(first)),
        _how_they_went(loop),
        tuple(one.began for one in loop.times),
        to_try(loop, book, exercises(), contraindications().values(), alone=alone),
    )


def _context(book: Notebook, visit: Visit, *, leaf: int = 1, about: str = "") -> Context:
    every = conflicts(book)
    shown, leaves = leaf_of([one for one in every if about in ("", one.about)], leaf)
    alone = is_afraid(book, visit.now, zone_of(book, visit.person))
    return {
        **_form_context(visit),
        "partner": partner_name(book),
        "conflicts": shown,
        "open": [one for one in every if one.is_open and visit.now - one.began < _ASKED_FOR][:3],
        "leaves": leaves,
        "about": about,
        "abouts": {one.about: topic_name(one) for one in every},
        "recovery": tell_recovery(recovery(every, visit.now)) if every else None,
        "loops": [_tell(loop, book, alone=alone) for loop in loops(every, visit.now)],
        "held_out": from_outside(book, visit),
    }


def _in_field(at: datetime) -> str:
    """As a field for day and hour has it, where the reader is."""
    return at.astimezone(speaking.get().zone).strftime("%Y-%m-%dT%H:%M")


def _form_context(visit: Visit) -> Context:
    return {
        "page": "me",
        "topics": TOPICS,
        "endings": ENDINGS,
        "topic_name": topic_name,
        "longest": LONGEST_WORD,
        "now_here": _in_field(visit.now),
    }


# --- the pages ------------------------------------------------------------------------------------


@router.get("/me/conflicts")
async def conflicts_page(request: Request, visit: Visit = Here, leaf: int = 1) -> Response:
    begun = await half_written(request, visit, "conflict")
    return page(request, "conflicts.html", **_context(await visit.notebook(), visit, leaf=leaf), values=begun)


@router.post("/me/conflicts/search")
async def search(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Only those about one thing; which, is sent in the form, so that no address bar keeps it."""
    leaf, about = leaf_in(form.get("leaf", "")), form.get("about", "")
    return page(request, "conflicts.html", **_context(await visit.notebook(), visit, leaf=leaf, about=about))


@router.post("/me/conflicts")
async def note_conflict(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    book = await visit.notebook()
    comes_back(request, "conflicts.html", **_context(book, visit))
    body = _body(form, visit)
    id = await visit.keep_once(form, noted.KIND, body)
    await heed(visit, book, id, str(body["word"]))
    await forget_draft(visit, "conflict")
    return RedirectResponse("/me/conflicts", 303)


@router.get("/me/conflicts/{id}")
async def conflict_page(request: Request, id: str, visit: Visit = Here) -> Response:
    return page(request, "conflict.html", **await _edit_context(id, visit))


async def _edit_context(id: str, visit: Visit) -> Context:
    one = conflict(await visit.own(id, noted.KIND))
    written = {
        "topic": one.topic,
        "word": one.word,
        "began": _in_field(one.began),
        "heat": "" if one.heat is None else str(one.heat),
        "ended": one.ended,
        "afraid": "yes" if one.afraid else "",
        "right": _in_field(one.right) if one.right else "",
    }
    return {**_form_context(visit), "one": one, "values": written}


@router.post("/me/conflicts/{id}")
async def change_conflict(
    request: Request, id: str, visit: Visit = Here, form: dict[str, str] = Sent
) -> Response:
    record, book = await visit.own(id, noted.KIND), await visit.notebook()
    comes_back(request, "conflict.html", **await _edit_context(id, visit))
    body = _body(form, visit)
    await visit.keep(noted.KIND, body, id=record.id, version=record.version + 1)
    await heed(visit, book, record.id, str(body["word"]))
    return RedirectResponse("/me/conflicts", 303)


@router.post("/me/conflicts/{id}/right")
async def all_right_again(id: str, visit: Visit = Here) -> Response:
    """It feels all right again, since now."""
    record = await visit.own(id, noted.KIND)
    if not record.body["right"]:
        body = {**record.body, "right": visit.now.isoformat()}
        await visit.keep(noted.KIND, body, id=record.id, version=record.version + 1)
    return RedirectResponse("/me/conflicts", 303)


@router.post("/me/conflicts/{id}/remove")
async def remove(id: str, visit: Visit = Here) -> Response:
    """Delete what I noted of it."""
    record, book = await visit.own(id, noted.KIND), await visit.notebook()
    await delete_heeded(visit, book, record)
    return RedirectResponse("/me/conflicts", 303)
