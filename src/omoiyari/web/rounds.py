"""A round's page: waiting, the reveal when I ask for it, and the correction, a gift and not a mark."""

from collections.abc import Iterator
from datetime import UTC, datetime

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, Notebook, NotTogether, PersonId, Record
from omoiyari.library import asks, feelings
from omoiyari.practice import (
    Answer,
    AnswerError,
    Held,
    Phase,
    Reveal,
    looked_at,
    next_local_four,
    one_question,
    reveal,
    rounds,
)
from omoiyari.practice.answer import MAX_LINE
from omoiyari.practice.noticed import CueStory, cue_stories
from omoiyari.store.errors import NotThere
from omoiyari.web.drafts import forget_draft, half_written
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.insights import renewal
from omoiyari.web.loop import zone_of
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.speak import say, speaking
from omoiyari.web.visit import Here, Locked, Visit, is_sitting
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)

MARKS = ("right", "partly", "not")
#: A reveal that is let rest is not offered again; its page stays.
_FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)


class NoMark(AnswerError):
    """A correction without its one tap."""

    sentence = N_("Tap one of the three first: rightly, partly, or not quite. Your line is still here.")


class NothingToCorrect(AnswerError):
    """Not revealed, or no guess was made."""

    sentence = N_("There is nothing to answer here yet. It opens once you have both checked in.")


def _find(book: Notebook, id: str) -> Held:
    for held in rounds(book):
        if held.round.id == id:
            return held
    raise NotThere


def _corrections(book: Notebook, id: str) -> dict[PersonId, Record]:
    return {r.owner: r for r in book.of_kind("correction") if r.body.get("round") == id}


def was_seen(book: Notebook, id: str) -> bool:
    """Whether the reader asked to see what was true."""
    return id in looked_at(book)


def word_names() -> dict[str, str]:
    """What each word of the wheel is called."""
    return {feeling.id: feeling.name for feeling in feelings().feelings}


def _round_context(visit: Visit, book: Notebook, held: Held) -> Context:
    me = visit.person
    where = held.phase(me, visit.now)
    own = held.given.get(me) or held.stayed
    context: Context = {
        "page": "today",
        "round": held.round,
        "phase": where.value,
        "partner": book.names.get(held.round.other(me), "") or partner_name(book),
        "together": book.partner in held.round.people,
        "mine": Answer.from_body(own.body) if own is not None else None,
        "words": word_names(),
    }
    if where is Phase.REVEALED and was_seen(book, held.round.id):
        return context | _revealed(visit, book, held)
    return context | {"phase": "ready"} if where is Phase.REVEALED else context


def _revealed(visit: Visit, book: Notebook, held: Held) -> Context:
    me, other = visit.person, held.round.other(visit.person)
    theirs = held.answers[other]
    found = reveal(held.answers[me], theirs)
    aside = next((r for r in book.of_kind("aside") if r.body.get("round") == held.round.id), None)
    said = _corrections(book, held.round.id)
    return {
        "theirs": theirs,
        "found": found,
        "ask": one_question(found, asks(), _before(book, held, me)) if found else None,
        "sure": aside.body["sure"] if aside else None,
        "story": _story(cue_stories(book, zone_of(book, me)), held),
        "my_words": said.get(me),
        "their_words": said.get(other),
    }


def _before(book: Notebook, held: Held, me: PersonId) -> Iterator[Reveal]:
    """What earlier rounds of the same two told me: they never change, so neither does an old round's question."""
    for earlier in rounds(book):
        if earlier.round.id == held.round.id:
            return
        if earlier.round.is_revealed and set(earlier.round.people) == set(held.round.people):
            answers = earlier.answers
            if (found := reveal(answers[me], answers[earlier.round.other(me)])) is not None:
                yield found


# --- what I went by, for me alone -----------------------------------------------------------------

_BY = {
    "voice": N_("their voice"),
    "face": N_("their face"),
    "hands": N_("their hands"),
    "quiet": N_("how quiet it was"),
    "pace": N_("their pace"),
}


def _story(stories: tuple[CueStory, ...], held: Held) -> list[str]:
    """What I went by this time, and where it led the last time that I went by the same."""
    at = next((n for n, one in enumerate(stories) if one.round == held.round.id), None)
    if at is None:
        return []
    now, lines = stories[at], [_went_by(stories[at])]
    earlier = [one for one in stories[:at] if set(one.cues) & set(now.cues)]
    if earlier:
        lines.append(_last_time(earlier[-1], next(cue for cue in now.cues if cue in earlier[-1].cues)))
    return lines


def _went_by(story: CueStory) -> str:
    signs = [say(_BY[cue]) for cue in story.cues] + ([story.own] if story.own else [])
    led = N_("You went by {signs}, and it led you there.") if story.met else N_("You went by {signs}.")
    return say(led, signs=", ".join(signs))


def _last_time(story: CueStory, cue: str) -> str:
    led = (
        N_("The last time you went by {sign}, on {day}, you met the feeling.")
        if story.met
        else N_("The last time you went by {sign}, on {day}, it was another feeling.")
    )
    return say(led, sign=say(_BY[cue]), day=speaking.get().date(story.day))


# --- the pages ------------------------------------------------------------------------------------


@router.get("/round/{id}")
async def round_page(request: Request, id: str, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    context = _for_who_looks(request, _round_context(visit, book, _find(book, id)))
    begun = await half_written(request, visit, f"correct-{id}")
    answer = page(request, "round.html", **context, values=begun)
    answer.background = renewal(visit, book)
    return answer


def _for_who_looks(request: Request, context: Context) -> Context:
    """Where two look at one screen, how sure I was and what I went by are left out.

    Raises Locked there for an answer that stayed mine.
    """
    if not is_sitting(request):
        return context
    if context["phase"] == Phase.MINE:
        raise Locked
    return context | {"sure": None, "story": []}


@router.post("/round/{id}/look")
async def look(id: str, visit: Visit = Here) -> Response:
    """I want to see it now: nothing is shown before somebody asks for it."""
    book = await visit.notebook()
    held = _find(book, id)
    if held.round.is_revealed and not was_seen(book, id):
        await visit.keep("seen", {"round": held.round.id})
    return RedirectResponse(f"/round/{held.round.id}", 303)


@router.post("/round/{id}/later")
async def keep_for_tomorrow(id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Keep the reveal for tomorrow, or let an older one rest: it waits, and nobody is told."""
    book = await visit.notebook()
    held = _find(book, id)
    rests = form.get("rest") == "yes"
    until = _FOR_GOOD if rests else next_local_four(visit.now, zone_of(book, visit.person))
    await visit.keep("later", {"round": held.round.id, "until": until.isoformat()})
    return RedirectResponse("/today", 303)


@router.post("/round/{id}/correct")
async def correct(request: Request, id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """What I'd add, and whether they read me rightly. Said again, it is a new version that both can see."""
    book = await visit.notebook()
    held = _find(book, id)
    comes_back(request, "round.html", **_for_who_looks(request, _round_context(visit, book, held)))
    if book.bond is None or book.partner not in held.round.people:
        raise NotTogether  # a round of an older link is not told to whoever came after
    if not held.round.is_revealed:
        raise NothingToCorrect
    if form.get("mark") not in MARKS:
        raise NoMark
    text = form.get("text", "").strip()[:MAX_LINE]
    body: dict[str, object] = {"round": id, "mark": form["mark"], "text": text}
    await _keep_correction(visit, book, id, body)
    await forget_draft(visit, f"correct-{id}")
    visit.tell_partner(book, "round", id)
    return RedirectResponse(f"/round/{id}", 303)


async def _keep_correction(visit: Visit, book: Notebook, round_: str, body: dict[str, object]) -> None:
    old = _corrections(book, round_).get(visit.person)
    same_link = old is not None and book.bond is not None and old.bond == book.bond.id
    id, version = (old.id, old.version + 1) if old is not None and same_link else (None, 1)
    bond = book.bond.id if book.bond is not None else None
    await visit.keep("correction", body, Audience.OURS, id=id, version=version, bond=bond)
