"""The loop: check in, guess, reveal, correct, talk away from the screen, and see whether it helped."""

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, BondId, Notebook, NotTogether, PersonId, RoundId
from omoiyari.library import asks, feelings
from omoiyari.practice import (
    Answer,
    AnswerError,
    Held,
    Phase,
    answer_id,
    closing_instant,
    current,
    next_local_four,
    one_question,
    parse_answer,
    reveal,
    round_id,
    rounds,
)
from omoiyari.store.errors import NotThere
from omoiyari.vault import fingerprint
from omoiyari.web.cookies import is_sitting
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.heed import heed
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.speak import speaking
from omoiyari.web.visit import Here, Visit

router = APIRouter()
Sent = Depends(fields)

NEEDS = ("listen", "ideas", "hug", "space", "nothing")
MARKS = ("right", "partly", "not")
MAX_LINE = 400


def zone_of(book: Notebook, person: PersonId) -> tzinfo:
    """The zone a person told when they joined; this request's where they told none."""
    told = [
        str(r.body.get("zone", "")) for r in book.of_kind("name") if r.owner == person and r.body.get("zone")
    ]
    try:
        return ZoneInfo(told[-1]) if told else speaking.get().zone
    except (ZoneInfoNotFoundError, ValueError):
        return speaking.get().zone


def _families() -> dict[str, str]:
    return {feeling.id: feeling.family for feeling in feelings().feelings}


# --- check in -------------------------------------------------------------------------------------


def _check_in_context(book: Notebook, order: str) -> Context:
    return {
        "page": "today",
        "wheel": feelings(),
        "order": order,
        "partner": partner_name(book),
        "together": book.partner is not None,
    }


@router.get("/check-in")
async def check_in_page(request: Request, visit: Visit = Here) -> Response:
    """One tap on the grid and one word, for me and as a guess; which comes first is as good as random, and kept."""
    book = await visit.notebook()
    held = current(book, visit.now)
    if held is not None and held.phase(visit.person, visit.now) is not Phase.ANSWER:
        return RedirectResponse(f"/round/{held.round.id}", 303)
    return page(request, "check_in.html", **_check_in_context(book, _order(visit, book)))


def _order(visit: Visit, book: Notebook) -> str:
    """Which comes first, by a coin that only the reader's key can toss: new each time, the same on a reload."""
    times = sum(1 for _ in book.of_kind("aside"))
    return ("self", "guess")[int(fingerprint(visit.keys.mine + b"%d" % times, "which first")[0], 16) % 2]


@router.post("/check-in")
async def check_in(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    book = await visit.notebook()
    order = "guess" if form.get("order") == "guess" else "self"
    comes_back(request, "check_in.html", **_check_in_context(book, order))
    answer = parse_answer(form, _families(), guess=book.partner is not None)
    if book.partner is None:
        await visit.keep("answer", answer.to_body())
        return RedirectResponse("/today", 303)
    round_, is_new = await _commit(visit, answer)
    if is_new:
        visit.tell_partner(book, "round", round_)
        await _keep_aside(visit, book, form, round_, order)
    return RedirectResponse(f"/round/{round_}", 303)


async def _commit(visit: Visit, answer: Answer) -> tuple[RoundId, bool]:
    """Put my answer into today's round, opened if there is none; whether it went in. Sent twice, nothing changes.

    Two who open in the same instant open one round, whatever zones their phones name: the second finds the first's.
    """
    async with visit.house.commits:
        book = await visit.reread()
        bond, partner = book.bond, book.partner
        if bond is None or partner is None:
            raise NotTogether
        held = current(book, visit.now)
        if held is not None and held.phase(visit.person, visit.now) is not Phase.ANSWER:
            return held.round.id, False
        round_ = held.round.id if held is not None else await _open_round(visit, book, bond.id, partner)
        mine = answer_id(round_, visit.person)
        await visit.keep("answer", answer.to_body(), Audience.ROUND, id=mine, bond=bond.id, round=round_)
        return round_, True


async def _open_round(visit: Visit, book: Notebook, bond: BondId, partner: PersonId) -> RoundId:
    """Fix the closing instant once and for all: the later of the two local 04:00s."""
    closes = closing_instant(visit.now, [zone_of(book, visit.person), zone_of(book, partner)])
    round_ = round_id(bond, closes)
    body: dict[str, object] = {"closes": closes.isoformat()}
    await visit.keep("round", body, Audience.OURS, bond=bond, round=round_)
    return round_


async def _keep_aside(
    visit: Visit, book: Notebook, form: dict[str, str], round_: RoundId, order: str
) -> None:
    """What is for me alone: which came first, how sure I was, a private line."""
    sure = form.get("sure", "")
    body: dict[str, object] = {
        "round": round_,
        "order": order,
        "sure": int(sure) if sure in set("0123456") else None,
        "line": form.get("line", "").strip()[:MAX_LINE],
    }
    aside = await visit.keep("aside", body)
    await heed(visit, book, aside, str(body["line"]))


# --- reveal and correct ---------------------------------------------------------------------------


def _find(book: Notebook, id: str) -> Held:
    for held in rounds(book):
        if held.round.id == id:
            return held
    raise NotThere


def _corrections(book: Notebook, id: str) -> dict[PersonId, dict[str, str]]:
    return {r.owner: dict(r.body) for r in book.of_kind("correction") if r.body.get("round") == id}


def _round_context(visit: Visit, book: Notebook, held: Held) -> Context:
    me = visit.person
    where = held.phase(me, visit.now)
    context: Context = {
        "page": "today",
        "round": held.round,
        "phase": where.value,
        "partner": book.names.get(held.round.other(me), "") or partner_name(book),
        "together": book.partner is not None,
        "mine": held.answers.get(me),
        "words": {feeling.id: feeling.name for feeling in feelings().feelings},
    }
    if where is Phase.REVEALED and _was_seen(book, held.round.id):
        return context | _revealed(book, held, me)
    return context | {"phase": "ready"} if where is Phase.REVEALED else context


def _revealed(book: Notebook, held: Held, me: PersonId) -> Context:
    other = held.round.other(me)
    mine, theirs = held.answers[me], held.answers[other]
    found = reveal(mine, theirs)
    turn = sum(1 for _ in rounds(book))
    aside = next((r for r in book.of_kind("aside") if r.body.get("round") == held.round.id), None)
    said = _corrections(book, held.round.id)
    return {
        "theirs": theirs,
        "found": found,
        "ask": one_question(found, asks(), turn) if found else None,
        "sure": aside.body["sure"] if aside else None,
        "my_words": said.get(me),
        "their_words": said.get(other),
    }


@router.get("/round/{id}")
async def round_page(request: Request, id: str, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    held = _find(book, id)
    context = _round_context(visit, book, held)
    if is_sitting(request):
        context |= {"sure": None}  # how sure I was is for me alone
    return page(request, "round.html", **context)


def _was_seen(book: Notebook, id: str) -> bool:
    return any(r.body.get("round") == id for r in book.of_kind("seen"))


@router.post("/round/{id}/look")
async def look(id: str, visit: Visit = Here) -> Response:
    """I want to see it now: nothing is shown before somebody asks for it."""
    book = await visit.notebook()
    held = _find(book, id)
    if held.round.is_revealed and not _was_seen(book, id):
        await visit.keep("seen", {"round": held.round.id})
    return RedirectResponse(f"/round/{held.round.id}", 303)


@router.post("/round/{id}/later")
async def keep_for_tomorrow(id: str, visit: Visit = Here) -> Response:
    """Keep the reveal for tomorrow: it waits, and nobody is told."""
    book = await visit.notebook()
    held = _find(book, id)
    until = next_local_four(visit.now, zone_of(book, visit.person))
    await visit.keep("later", {"round": held.round.id, "until": until.isoformat()})
    return RedirectResponse("/today", 303)


@router.post("/round/{id}/correct")
async def correct(request: Request, id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """What I'd add, and whether they read me rightly: a gift, not a mark."""
    book = await visit.notebook()
    held = _find(book, id)
    comes_back(request, "round.html", **_round_context(visit, book, held))
    if book.bond is None or book.partner not in held.round.people:
        raise NotTogether  # a round of an older link is not told to whoever came after
    if not held.round.is_revealed or form.get("mark") not in MARKS:
        raise AnswerError
    body: dict[str, object] = {
        "round": id,
        "mark": form["mark"],
        "text": form.get("text", "").strip()[:MAX_LINE],
    }
    await visit.keep("correction", body, Audience.OURS, bond=book.bond.id)
    visit.tell_partner(book, "round", id)
    return RedirectResponse(f"/round/{id}", 303)


# --- what I need, and did you feel understood? ----------------------------------------------------


@router.post("/need")
async def share_need(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """What I need reaches the other at once, whether or not they check in."""
    book = await visit.notebook()
    if book.bond is None or book.partner is None:
        raise NotTogether
    if form.get("need") not in NEEDS:
        raise NotThere
    until = next_local_four(visit.now, zone_of(book, visit.person))
    body: dict[str, object] = {"need": form["need"], "until": until.isoformat()}
    await visit.keep("need", body, Audience.OURS, bond=book.bond.id)
    visit.tell_partner(book, "need")
    return RedirectResponse("/today", 303)


class NotOnScale(AnswerError):
    """No value from 0 to 6."""


@router.post("/felt")
async def felt_understood(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """After a talk: did you feel understood? Mine, unless I tell them."""
    book = await visit.notebook()
    if form.get("felt") not in set("0123456"):
        raise NotOnScale
    value = int(form["felt"])
    await visit.keep("felt", {"value": value})
    if form.get("tell") == "yes" and book.bond is not None and book.partner is not None:
        await visit.keep("felt", {"value": value, "told": True}, Audience.OURS, bond=book.bond.id)
        visit.tell_partner(book, "felt")
    return RedirectResponse("/today", 303)


@router.post("/felt/ask")
async def ask_if_understood(visit: Visit = Here) -> Response:
    """Ask the other whether they felt understood: at most once a day, and one question open at a time."""
    book = await visit.notebook()
    if book.bond is None or book.partner is None:
        raise NotTogether
    last = book.last("ask", visit.person)
    if last is None or visit.now >= next_local_four(last.at, zone_of(book, visit.person)):
        await visit.keep("ask", {"what": "felt"}, Audience.OURS, bond=book.bond.id)
        visit.tell_partner(book, "ask")
    return RedirectResponse("/today", 303)


@router.post("/felt/pass")
async def pass_on_question(visit: Visit = Here) -> Response:
    """Not tonight: the question goes away, and nobody is told."""
    book = await visit.notebook()
    asked = book.last("ask", book.partner) if book.partner else None
    if asked is not None:
        await visit.keep("passed", {"of": asked.id})
    return RedirectResponse("/today", 303)


@router.post("/felt/mute")
async def mute_questions(visit: Visit = Here) -> Response:
    """No such questions for me any more; nobody is told."""
    await visit.keep("muted", {"what": "felt"})
    return RedirectResponse("/today", 303)
