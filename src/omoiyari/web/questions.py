"""Questions of somebody's own, for themself or for both: they come up among the library's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, Notebook, Record, RoundId
from omoiyari.journal import parse_text
from omoiyari.library import Topic, prompts, questions
from omoiyari.practice import day_of
from omoiyari.practice.asked import KIND, LONGEST, Own, first_free_day, own_questions, question_body
from omoiyari.practice.evening import YES, deal, evening_of, lighter, of_the_day, of_the_week, said_yes
from omoiyari.store import log
from omoiyari.vault import fingerprint
from omoiyari.web.capacity import Door, own_capacity, shared_capacity
from omoiyari.web.drafts import forget_draft, half_written
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.loop import zone_of
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)
TOPICS = {
    Topic.SEX: N_("Sex"),
    Topic.PARENTING: N_("Children, your own or others'"),
    Topic.GRIEF: N_("Whom and what we have lost"),
}


class TooLongToAsk(FormError):
    """More than 200 characters."""

    sentence = N_("That is longer than 200 characters. A short question is easier to answer.")


@dataclass(frozen=True, slots=True)
class ForToday:
    """The question of the day as it is shown: `owner` is empty where it is the library's, and `lighter` is the
    library's light one of that day where this one asks for more."""

    text: str
    owner: str = ""
    shared: bool = False
    lighter: str = ""


def _today(book: Notebook, visit: Visit) -> date:
    return day_of(visit.now, zone_of(book, visit.person))


def todays_question(book: Notebook, visit: Visit) -> ForToday | None:
    """The question of the day: the same for both, but where one of my own comes up; the light one behind a door that
    is not quite open."""
    evening = evening_of(book, visit.now, zone_of(book, visit.person))
    dealt = deal(evening, prompts())
    found, light = of_the_day(evening, dealt, own_questions(book)), lighter(evening, dealt)
    if isinstance(found, Own):
        return ForToday(found.text, found.owner, found.shared)
    found = light if light is not None and _is_door_half_open(book, visit) else found
    if found is None:
        return None
    return ForToday(found.text, lighter=light.text if light is not None and not found.is_light else "")


def _is_door_half_open(book: Notebook, visit: Visit) -> bool:
    doors = own_capacity(book, visit.now), shared_capacity(book, visit.now)
    return any(one is not None and one.door is not Door.OPEN for one in doors)


def _free_day(book: Notebook, visit: Visit, *, for_both: bool) -> date:
    """The first day that is free; for both among what both know, or it would tell how many I keep for myself."""
    counted = [one for one in own_questions(book) if one.shared or not for_both]
    return first_free_day(counted, _today(book, visit))


def _context(book: Notebook, visit: Visit) -> Context:
    today, evening = _today(book, visit), evening_of(book, visit.now, zone_of(book, visit.person))
    said = said_yes(book, visit.person)
    return {
        "page": "practise",
        "topics": [(topic.value, name, topic in said) for topic, name in TOPICS.items()],
        "long_one": of_the_week(evening, questions()),
        "own": [(one, one.next_day(today)) for one in reversed(own_questions(book))],
        "longest": LONGEST,
        "me": visit.person,
        "partner": partner_name(book),
        "together": book.partner is not None,
    }


@router.get("/practise/questions")
async def questions_page(request: Request, visit: Visit = Here) -> Response:
    begun = await half_written(request, visit, "question")
    return page(request, "questions.html", **_context(await visit.notebook(), visit), values=begun)


@router.post("/practise/questions")
async def add(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Add a question: for me alone, or for both by a button that says so."""
    book = await visit.notebook()
    comes_back(request, "questions.html", **_context(book, visit))
    text = " ".join(parse_text(form.get("text", "")).split())
    if len(text) > LONGEST:
        raise TooLongToAsk
    for_both = form.get("for") == "both"
    body = question_body(text, _free_day(book, visit, for_both=for_both))
    if for_both:
        await visit.keep_for_both(KIND, book, body)
    else:
        await visit.keep(KIND, body)
    await forget_draft(visit, "question")
    return RedirectResponse("/practise/questions", 303)


@router.post("/practise/questions/{id}/share")
async def share(id: str, visit: Visit = Here) -> Response:
    """Add a question of mine for both; one that is already for both stays as it is."""
    book = await visit.notebook()
    record = await visit.own(id, KIND)
    if record.audience is Audience.MINE:
        body = question_body(record.body["text"], _free_day(book, visit, for_both=True))
        await visit.keep_for_both(KIND, book, body, record)
    return RedirectResponse("/practise/questions", 303)


@router.post("/practise/questions/{id}/remove")
async def remove(id: str, visit: Visit = Here) -> Response:
    """Take a question of mine out; its words are deleted, for both."""
    record = await visit.own(id, KIND)
    await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
    return RedirectResponse("/practise/questions", 303)


# --- topics that wait for a yes -------------------------------------------------------------------------


@router.post("/practise/questions/topics")
async def topics(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Say yes to the topics that are ticked and take back the others; a partner finds no trace of either."""
    book = await visit.notebook()
    for topic in TOPICS:
        mine, wanted = list(_my_yes(book, topic)), form.get(topic) == "yes"
        if wanted and not mine:
            await _say_yes(visit, book, topic)
        for record in [] if wanted else mine:
            await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
    return RedirectResponse("/practise/questions", 303)


def _my_yes(book: Notebook, topic: Topic) -> Iterator[Record]:
    bond = book.bond.id if book.partner is not None and book.bond is not None else None
    own = (r for r in book.of_kind(YES) if r.owner == book.reader and r.bond == bond)
    return (r for r in own if r.body["topic"] == topic)


async def _say_yes(visit: Visit, book: Notebook, topic: Topic) -> None:
    """For two it is an answer to a round that neither opens before both have said yes, and that only the two name."""
    body: dict[str, object] = {"topic": topic.value}
    if book.partner is None or book.bond is None:
        await visit.keep(YES, body)
        return
    key = visit.keys.must_hold(Audience.ROUND, book.bond.id)
    round_ = RoundId(fingerprint(key + topic.encode(), YES))
    await visit.keep(YES, body, Audience.ROUND, bond=book.bond.id, round=round_)
