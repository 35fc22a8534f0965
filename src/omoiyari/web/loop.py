"""The check-in: how I am, how I think you are, and the round that both answers go into."""

from collections.abc import Mapping
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, BondId, Notebook, NotTogether, PersonId, Record, RecordId, RoundId
from omoiyari.library import feelings
from omoiyari.practice import (
    Answer,
    Held,
    Phase,
    answer_id,
    asides,
    closing_instant,
    current,
    fields_of,
    own_today,
    parse_answer,
    parse_aside,
    round_id,
)
from omoiyari.practice.answer import MAX_LINE
from omoiyari.store import log
from omoiyari.store.drafts import read_draft
from omoiyari.vault import fingerprint
from omoiyari.web.drafts import forget_draft
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.heed import heed
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.speak import speaking
from omoiyari.web.visit import Here, Visit

router = APIRouter()
Sent = Depends(fields)


# --- by whose clock -------------------------------------------------------------------------------


def _told_zone(book: Notebook, person: PersonId) -> str:
    told = [str(r.body.get("zone", "")) for r in book.of_kind("name") if r.owner == person]
    return next((zone for zone in reversed(told) if zone), "")


def zone_of(book: Notebook, person: PersonId) -> tzinfo:
    """The zone a person told last; this request's where they told none."""
    told = _told_zone(book, person)
    try:
        return ZoneInfo(told) if told else speaking.get().zone
    except (ZoneInfoNotFoundError, ValueError):
        return speaking.get().zone


def other_clock(book: Notebook, visit: Visit) -> str:
    """The zone of this phone where its clock shows another time than the one my rounds go by, else an empty text."""
    here = speaking.get()
    if book.partner is None or not here.zone_name:
        return ""
    now, told = visit.now, zone_of(book, visit.person)
    agrees = now.astimezone(told).utcoffset() == now.astimezone(here.zone).utcoffset()
    return "" if agrees and _told_zone(book, visit.person) else here.zone_name


@router.post("/me/zone")
async def use_this_clock(visit: Visit = Here) -> Response:
    """From the next round on; the open one keeps its closing instant. Only if I say so: a zone tells where I am."""
    book = await visit.notebook()
    name = next((r for r in book.of_kind("name") if _is_my_name(r, book, visit.person)), None)
    if name is not None and speaking.get().zone_name:
        body = {**name.body, "zone": speaking.get().zone_name}
        await visit.keep("name", body, Audience.OURS, id=name.id, version=name.version + 1, bond=name.bond)
    return RedirectResponse("/today", 303)


def _is_my_name(record: Record, book: Notebook, person: PersonId) -> bool:
    return record.owner == person and book.bond is not None and record.bond == book.bond.id


# --- check in -------------------------------------------------------------------------------------


def _families() -> dict[str, str]:
    return {feeling.id: feeling.family for feeling in feelings().feelings}


def _check_in_context(book: Notebook, order: str, *, change: bool = False) -> Context:
    return {
        "page": "today",
        "wheel": feelings(),
        "order": order,
        "change": change,
        "partner": partner_name(book),
        "together": book.partner is not None,
    }


_LINE = "check-in-line"


def my_answer(book: Notebook, visit: Visit) -> Record | None:
    """My answer of today while I can still change it: until the other's is in, or on my own until the day is over."""
    held = current(book, visit.now)
    if book.partner is None:
        return own_today(book, visit.now, zone_of(book, visit.person))
    if held is None or held.phase(visit.person, visit.now) is not Phase.WAIT:
        return None
    return held.given[visit.person]


@router.get("/check-in")
async def check_in_page(request: Request, visit: Visit = Here, change: str = "") -> Response:
    """One tap on the grid and one word, for me and as a guess; which comes first is as good as random, and kept."""
    book = await visit.notebook()
    mine = my_answer(book, visit) if change else None
    if mine is not None:
        values = fields_of(Answer.from_body(mine.body), _aside_body(book, mine), _families())
        return page(
            request, "check_in.html", **_check_in_context(book, values["order"], change=True), values=values
        )
    held = current(book, visit.now)
    if held is not None and held.phase(visit.person, visit.now) is not Phase.ANSWER:
        return RedirectResponse(f"/round/{held.round.id}", 303)
    begun = await read_draft(visit.house.cellar, visit.keys, _LINE)
    context = _check_in_context(book, _order(visit, book))
    return page(request, "check_in.html", **context, values={"line": begun} if begun else {})


def _order(visit: Visit, book: Notebook) -> str:
    """Which comes first, by a coin that only the reader's key can toss: new each time, the same on a reload."""
    times = sum(1 for _ in book.of_kind("aside"))
    return ("self", "guess")[int(fingerprint(visit.keys.mine + b"%d" % times, "which first")[0], 16) % 2]


@router.post("/check-in")
async def check_in(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    book = await visit.notebook()
    change = form.get("change") == "yes"
    order = "guess" if form.get("order") == "guess" else "self"
    comes_back(request, "check_in.html", **_check_in_context(book, order, change=change))
    answer = parse_answer(form, _families(), guess=book.partner is not None)
    if book.partner is None:
        await _keep_my_own(visit, answer, form)
        await forget_draft(visit, _LINE)
        return RedirectResponse("/today", 303)
    round_, is_new = await _commit(visit, answer, change=change)
    if is_new:
        if not change:
            visit.tell_partner(book, "round", round_)
        await _keep_aside(visit, book, form, round_, answer_id(round_, visit.person))
        await forget_draft(visit, _LINE)
    return RedirectResponse(f"/round/{round_}", 303)


async def _keep_my_own(visit: Visit, answer: Answer, form: dict[str, str]) -> None:
    """On one's own there is no round: the answer and what stands beside it are mine. Sent twice, one stays."""
    async with visit.house.commits:
        book = await visit.reread()
        old = own_today(book, visit.now, zone_of(book, visit.person))
        mine = old if old is not None and old.audience is Audience.MINE else None  # a revealed one stays
        id, version = (mine.id, mine.version + 1) if mine is not None else (log.new_record_id(), 1)
        await visit.keep("answer", answer.to_body(), id=id, version=version)
    await _keep_aside(visit, book, form, RoundId(""), id)


async def _commit(visit: Visit, answer: Answer, *, change: bool) -> tuple[RoundId, bool]:
    """Put my answer into today's round, opened if there is none; whether it went in. Sent twice, nothing changes.

    Two who open in the same instant open one round, whatever zones their phones name: the second finds the first's.
    An answer can be changed while the other's is not in; then the old words, which nobody has seen, are deleted.
    """
    async with visit.house.commits:
        book = await visit.reread()
        bond, partner = book.bond, book.partner
        if bond is None or partner is None:
            raise NotTogether
        held = current(book, visit.now)
        where = held.phase(visit.person, visit.now) if held is not None else Phase.ANSWER
        if held is not None and change and where is Phase.WAIT:
            await _replace(visit, held, answer)
            return held.round.id, True
        if held is not None and where is not Phase.ANSWER:
            return held.round.id, False
        round_ = held.round.id if held is not None else await _open_round(visit, book, bond.id, partner)
        mine = answer_id(round_, visit.person)
        await visit.keep("answer", answer.to_body(), Audience.ROUND, id=mine, bond=bond.id, round=round_)
        return round_, True


async def _replace(visit: Visit, held: Held, answer: Answer) -> None:
    old = held.given[visit.person]
    fresh = log.Draft(
        kind="answer",
        body=answer.to_body(),
        audience=Audience.ROUND,
        at=visit.now,
        id=old.id,
        version=old.version + 1,
        bond=old.bond,
        round=old.round,
    )
    await log.redact(visit.house.cellar, visit.keys, old.id, visit.now, then=fresh)


async def _open_round(visit: Visit, book: Notebook, bond: BondId, partner: PersonId) -> RoundId:
    """Fix the closing instant once and for all: the later of the two local 04:00s."""
    closes = closing_instant(visit.now, [zone_of(book, visit.person), zone_of(book, partner)])
    round_ = round_id(bond, closes)
    body: dict[str, object] = {"closes": closes.isoformat()}
    await visit.keep("round", body, Audience.OURS, bond=bond, round=round_)
    return round_


def _aside_body(book: Notebook, answer: Record) -> Mapping[str, object]:
    kept = asides(book).get(answer.id)
    return kept.body if kept is not None else {}


#: What somebody writes in their own words in a check-in; all of it is read for danger, for them alone.
_OWN_WORDS = ("line", "self_own", "underneath", "also_1", "also_2", "cue_own")


async def _keep_aside(
    visit: Visit, book: Notebook, form: dict[str, str], round_: RoundId, of: RecordId
) -> None:
    """What is for me alone; a changed answer changes it too. `book` as it was before."""
    body: dict[str, object] = {"round": round_, "of": of, **parse_aside(form)}
    old = asides(book).get(of)
    id = old.id if old is not None else visit.keyed_id(of, "aside")
    await visit.keep("aside", body, id=id, version=old.version + 1 if old is not None else 1)
    await heed(visit, book, id, "\n".join(form.get(name, "")[:MAX_LINE] for name in _OWN_WORDS))
