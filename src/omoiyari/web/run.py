"""An exercise on one or two phones: every act is a sealed record, the page a function of them and the clock."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, BondId, Notebook, NotTogether, PersonId, Record, RecordId, RoundId
from omoiyari.library import Act, Exercise, People, exercises, feelings, questions
from omoiyari.practice.asked import asked_lately, for_exercise, own_questions
from omoiyari.practice.clearing import blanked, to_blank, to_clear
from omoiyari.practice.kept import (
    HeldRun,
    find_run,
    is_invitation,
    lock_round,
    run_answer_id,
)
from omoiyari.practice.parts import Kind, Lock, Part
from omoiyari.practice.run import Event, LooksLikeAFix, Run, RunError, What, step, without_own
from omoiyari.practice.sharing import luck, marked_by, shown
from omoiyari.practice.ways import Look
from omoiyari.store import log, sessions
from omoiyari.store.errors import NotThere
from omoiyari.web.cookies import is_sitting
from omoiyari.web.drafts import forget_draft, form_values
from omoiyari.web.forms import fields, is_number
from omoiyari.web.hearing import hearing, moves_in
from omoiyari.web.link import qr_code
from omoiyari.web.mirror import mirror
from omoiyari.web.onward import onward
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.photo import picture_of
from omoiyari.web.speak import say
from omoiyari.web.taps import is_close, keep_after, keep_before, note_done, practised
from omoiyari.web.visit import Here, Locked, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)

MAX_WORDS = 4_000
_WORDED = frozenset({Kind.LINE, Kind.TEXT, Kind.MARKS})
#: Interactions that have a page of their own.
ELSEWHERE = {"invented-person": "/practise/trainer", "coin-order": "/practise/trial"}


def the_exercise(id: str) -> Exercise:
    """An exercise of the library. Raises NotThere."""
    found = exercises().get(id)
    if found is None:
        raise NotThere
    return found


# --- begin, and clear up ----------------------------------------------------------------------------


@router.post("/practise/{id}")
async def start(id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Begin an exercise; the partner finds a card that asks them in, where none is there yet."""
    exercise = the_exercise(id)
    if exercise.interaction in ELSEWHERE:
        return RedirectResponse(ELSEWHERE[exercise.interaction], 303)
    book = await visit.notebook()
    audience, bond = _sealed_for(exercise, book)
    seed = secrets.randbelow(1000)
    body = {"exercise": exercise.id, "seed": seed, **_drawn(exercise, book, visit, seed)}
    run = await visit.keep("run", body, audience, bond=bond)
    await keep_before(visit, run, exercise, form)
    await _append(visit, _event_draft(visit, run, What.JOIN, 0, {}, audience, bond))
    if is_invitation(await visit.notebook(), run, visit.now):
        visit.tell_partner(book, "run", run)
    return RedirectResponse(f"/practise/run/{run}", 303)


def _drawn(exercise: Exercise, book: Notebook, visit: Visit, seed: int) -> dict[str, str]:
    """The question of an exercise that draws one, by its id; what is one person's own is in none for two."""
    if exercise.interaction not in ("one-question", "fitted-prompt"):
        return {}
    own = [one for one in own_questions(book) if one.shared or exercise.people is People.ALONE]
    return {"question": for_exercise(questions(), own, asked_lately(book, visit.now), seed)}


def _sealed_for(exercise: Exercise, book: Notebook) -> tuple[Audience, BondId | None]:
    """Alone: for me. For two: for both. Raises NotTogether."""
    if exercise.people is People.ALONE:
        return Audience.MINE, None
    if book.partner is None or book.bond is None:
        raise NotTogether
    return Audience.OURS, book.bond.id


async def clear_up(visit: Visit) -> Notebook:
    """Delete my records of runs that nothing shall be kept of, and the words I threw away in others; hands back the
    notebook as it is then."""
    book = await visit.notebook()
    for record in to_clear(book, visit.now):
        await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
        visit._notebook = None
    for record, fields_ in to_blank(await visit.notebook(), visit.now):
        await log.redact(visit.house.cellar, visit.keys, record.id, visit.now, then=_without(record, fields_))
        visit._notebook = None
    return await visit.notebook()


def _without(record: Record, told: Mapping[str, str]) -> log.Draft:
    """The record with no more than these words in it."""
    return log.Draft(
        record.kind,
        blanked(record, told),
        record.audience,
        record.at,
        record.id,
        version=record.version + 1,
        bond=record.bond,
        round=record.round,
    )


# --- writing an act ---------------------------------------------------------------------------------


async def _append(visit: Visit, *drafts: log.Draft) -> None:
    await log.append(visit.house.cellar, visit.keys, *drafts)
    visit._notebook = None


def _event_draft(
    visit: Visit,
    run: RecordId,
    what: What,
    move: int,
    told: Mapping[str, str],
    audience: Audience,
    bond: BondId | None,
) -> log.Draft:
    body = {"run": run, "what": what.value, "move": move, "fields": dict(told)}
    return log.Draft("run_event", body, audience, visit.now, log.new_record_id(), bond=bond)


def _drafts(visit: Visit, held: HeldRun, event: Event) -> Iterable[log.Draft]:
    """The act for both to see, and each sealed answer in the round that opens it."""
    record, run = held.record, held.run
    alone = record.audience is Audience.MINE
    locks = {name: part.lock for part in _parts(run, event) for name in part.names}
    told = {n: v for n, v in event.fields.items() if alone or locks.get(n, Lock.OURS) is Lock.OURS}
    yield _event_draft(visit, held.id, event.what, event.move, told, record.audience, record.bond)
    for lock in () if alone else (Lock.MINE, Lock.ROUND, Lock.SECRET):
        sealed = {n: v for n, v in event.fields.items() if locks.get(n) is lock}
        if sealed:
            yield _answer_draft(visit, held, event, lock, sealed)


def _answer_draft(
    visit: Visit, held: HeldRun, event: Event, lock: Lock, sealed: Mapping[str, str]
) -> log.Draft:
    at = held.run.at
    body = {"run": held.id, "scene": at, "move": event.move, "fields": dict(sealed)}
    shared = lock.audience.is_shared
    round_: RoundId | None = lock_round(held.id, at, lock) if shared else None
    return log.Draft(
        "run_answer",
        body,
        lock.audience,
        visit.now,
        run_answer_id(held.id, event.move, visit.person, lock),
        bond=held.record.bond if shared else None,
        round=round_,
    )


def _parts(run: Run, event: Event) -> tuple[Part, ...]:
    return run.scene.parts if event.what is What.DONE and not run.is_over else ()


def _filled(run: Run, form: Mapping[str, str], me: PersonId) -> dict[str, str]:
    """What the page's own parts say, and nothing else of the form."""
    found: dict[str, str] = {}
    for part in run.scene.parts:
        found |= _read_part(run, part, form, me)
    if form.get("as_it_is") == "yes":
        found["as_it_is"] = "yes"
    return found


def _read_part(run: Run, part: Part, form: Mapping[str, str], me: PersonId) -> dict[str, str]:
    if part.kind is Kind.PHOTO:
        return {}  # sent by itself
    if part.kind is Kind.TICKS:
        ticked = [key for row, (key, _) in enumerate(part.options) if form.get(f"{part.name}_{row}")]
        return {part.name: "\n".join(ticked)}
    if part.kind is Kind.MARKS:
        count = len(marked_by(run, run.at, me))
        names = [f"{kind}_{row}" for row in range(count) for kind in ("marks", "words")]
        return {name: form.get(name, "").strip()[:MAX_WORDS] for name in names}
    return {name: form.get(name, "").strip()[:MAX_WORDS] for name in part.names}


def _is_reply(run: Run) -> bool:
    """A page whose words the other will say landed or not."""
    following = run.scenes[run.at + 1 : run.at + 2]
    return run.scene.act is Act.WRITE and any(scene.act is Act.CORRECT for scene in following)


def _sounds_like_a_fix(text: str) -> bool:
    """Whether the reading finds advice in a reply; False where no model is installed."""
    return "fix" in moves_in(text)


@router.post("/practise/run/{id}")
async def act(request: Request, id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Join, leave, finish a page, ring, or stop. What does not count changes nothing and says so."""
    held = _must_find(await visit.notebook(), id, visit)
    try:
        event = _event(held.run, visit.person, form)
        after = step(held.run, event, visit.now)
    except RunError as error:
        book = await visit.notebook()
        return await _page(request, visit, held, book, error=error, form=form, status=409)
    await _append(visit, *_drafts(visit, held, event))
    if event.what in (What.DONE, What.STOP):
        await forget_draft(visit, _slot(held))
    if event.what is What.JOIN:
        await keep_before(visit, held.id, held.run.exercise, form)
    await note_done(visit, replace(held, run=after))
    book = await clear_up(visit)
    if held.record.audience is Audience.OURS:
        _meet(visit, held.id, after)
        visit.tell_partner(book, "run", held.id)
    return RedirectResponse(f"/practise/run/{id}", 303)


def _meet(visit: Visit, id: RecordId, run: Run) -> None:
    """While both are in it, each hears when the other's page opens or closes; after its end nobody does."""
    if run.both_are_in:
        visit.house.hub.together(id, run.people)
    elif run.is_over:
        visit.house.hub.apart(id)


@router.post("/practise/run/{id}/aside")
async def set_aside(id: str, visit: Visit = Here) -> Response:
    """Put an invitation aside: its card is gone for me, and nobody is told. Its page can still be opened."""
    held = _must_find(await visit.notebook(), id, visit)
    if visit.person in held.run.joined or held.run.is_over:
        raise NotThere
    await visit.keep("run_aside", {"run": held.id})
    return RedirectResponse("/today", 303)


def _out_of_the_drawer(run: Run, me: PersonId) -> dict[str, str]:
    """The defence that its author takes out of the drawer, for both to read."""
    own = [said.fields["defence"] for said in run.said if said.person == me and "defence" in said.fields]
    return {"opened": own[-1]} if own else {}


def _event(run: Run, me: PersonId, form: Mapping[str, str]) -> Event:
    """Raises NotThere for an act that does not exist."""
    what = form.get("what", "")
    if what not in set(What):
        raise NotThere
    move = int(form.get("move", "0")) if is_number(form.get("move", "0")) else -1
    if what == What.DONE and not run.is_over:
        told = _filled(run, form, me)
        if run.way.unfixed and _is_reply(run) and _sounds_like_a_fix(told.get("text", "")):
            told["_fix"] = "yes"
        if told.get("drawer") == "open":
            told |= _out_of_the_drawer(run, me)
        return Event(me, What.DONE, move, told)
    told = {"keep": "nothing"} if form.get("keep") == "nothing" else {}
    return Event(me, What(what), move, told)


# --- reading the page -------------------------------------------------------------------------------


def _find(book: Notebook, id: str, visit: Visit) -> HeldRun | None:
    """What one of them did alone asks for the PIN while two sit before the screen (R25). Raises Locked."""
    record = book.latest.get(RecordId(id))
    if visit.sitting and record is not None and not record.audience.is_shared:
        raise Locked
    return find_run(book, id, visit.now)


def _must_find(book: Notebook, id: str, visit: Visit) -> HeldRun:
    held = _find(book, id, visit)
    if held is None:
        raise NotThere
    return held


@router.get("/practise/run/{id}")
async def run_page(request: Request, id: str, visit: Visit = Here) -> Response:
    book = await clear_up(visit)
    held = _find(book, id, visit)
    if held is None:
        return _gone(request, book, id)
    _meet(visit, held.id, held.run)
    await note_done(visit, held)
    return await _page(request, visit, held, await visit.notebook())


def _gone(request: Request, book: Notebook, id: str) -> Response:
    """A run that was stopped so that nothing is kept says so, to its two people; anything else is not there."""
    record = book.latest.get(RecordId(id))
    told = any(r.body.get("run") == id for r in book.of_kind("run_event", "practised"))
    if told or (record is not None and record.kind == "gone"):
        return page(request, "run_gone.html", page="practise", id=id, partner=partner_name(book))
    raise NotThere


async def _page(
    request: Request,
    visit: Visit,
    held: HeldRun,
    book: Notebook,
    *,
    error: RunError | None = None,
    form: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    context = run_context(visit, held, book)
    told = say(error.sentence) if error is not None else ""
    return page(
        request,
        "run.html",
        status=status,
        **context,
        error=told,
        looks_like_a_fix=isinstance(error, LooksLikeAFix),
        values=dict(form or {}) or await _half_written(request, visit, held),
        sitting=is_sitting(request),
        close=is_close(request, held, book),
        hearing=() if is_sitting(request) else await hearing(held.run, visit.person),
        mirror=mirror(visit, book, held),
        **onward(visit, book, held),
        qr=qr_code(f"{str(request.base_url).rstrip('/')}/practise/run/{held.id}") if _waits(held) else "",
    )


def _slot(held: HeldRun) -> str:
    """Where the half-written words of one page of a run are kept, for their author alone."""
    return f"run-{held.id}-{held.run.move}"


async def _half_written(request: Request, visit: Visit, held: HeldRun) -> dict[str, str]:
    """What I had begun to write on this page; of an exercise that is over it is forgotten."""
    begun = {} if is_sitting(request) else await form_values(visit, _slot(held), {})
    if begun and held.run.is_over:
        await forget_draft(visit, _slot(held))
    return {} if held.run.is_over else begun


def _is_alive(run: Run, me: PersonId, now: datetime) -> bool:
    until = run.alive_until(me)
    return until is not None and now < until


@router.post("/practise/run/{id}/here")
async def still_here(id: str, visit: Visit = Here) -> Response:
    """An open page of a long exercise says that it is open, so that the pages do not close in the middle of it."""
    held = _must_find(await visit.notebook(), id, visit)
    if not _is_alive(held.run, visit.person, visit.now):
        raise NotThere
    await sessions.stay(visit.house.cellar, visit.session, visit.now)
    return Response(status_code=204)


def _waits(held: HeldRun) -> bool:
    return not held.run.has_begun and not held.run.is_over


def _other_here(visit: Visit, held: HeldRun, other: PersonId | None) -> bool:
    """Whether the other has this very page open, while both take part and it is not over; nothing beyond (R6)."""
    run = held.run
    if other is None or other not in run.here or not run.both_are_in:
        return False
    return visit.house.hub.is_open(other, held.id)


def run_context(visit: Visit, held: HeldRun, book: Notebook) -> Context:
    """What the page of a run shows one of its people."""
    run, me = without_own(held.run) if visit.sitting else held.run, visit.person
    other = next((person for person in run.people if person != me), None)
    names = {person: book.names.get(person, "") or partner_name(book) for person in run.people}
    both = len(run.joined) == len(run.people)
    picture = picture_of(book, held)
    return {
        "page": "practise",
        "id": held.id,
        "slot": _slot(held),
        "run": run,
        "exercise": run.exercise,
        "me": me,
        "names": names,
        "partner": names.get(other, "") if other else partner_name(book),
        "alone": other is None,
        "other_here": _other_here(visit, held, other),
        "card": _waits(held) and is_invitation(book, held.id, visit.now),
        "events": f"/events?run={held.id}" if me in run.joined and not run.is_over else "",
        "both_joined": both,
        "lines": shown(run, me) if run.has_begun else [],
        "luck": luck(run),
        "rings": [ring for ring in run.rings if ring.scene == run.at or ring.scene == run.at - 1],
        "after": practised(book, held.id),
        "alive": _is_alive(run, me, visit.now),
        "photo": picture,
        "asked_of": _asked_of(run, picture is not None),
        **(_scene_context(run, me, held.seed) if not run.is_over else {}),
        "question": "" if run.is_over else _question(held, book),
    }


def _asked_of(run: Run, picture: bool) -> list[tuple[str, str]]:
    """What its people are asked about at the end, and who would read it."""
    if not run.is_done or run.stopped is not None or not (picture or run.exercise.asks_to_keep):
        return []
    return [(kept.what, kept.audience.value) for kept in run.exercise.kept if kept.asked]


def _scene_context(run: Run, me: PersonId, seed: int) -> Context:
    scene = run.scene
    turning = {step.text: _turning(step.prompts, seed) for step in scene.steps}
    own = [said.fields.get("family", "") for said in run.said if said.person == me]
    return {
        "scene": scene,
        "has_words": any(part.kind in _WORDED for part in scene.parts),
        "look": Look.FLOOR if run.way.look is Look.BELLS and scene.parts else run.way.look,
        "mine": me in run.actors,
        "done": me in run.ready,
        "actor": next(iter(run.actors), ""),
        "hints": {text: hints for text, hints in turning.items() if hints},
        "wheel": feelings(),
        "family": own[-1] if own else "",
        "to_mark": marked_by(run, run.at, me),
        "ends_at": run.ends_at,
        "may_leave": scene.either or not (scene.holds or scene.waits_for_day),
        "is_reply": run.way.unfixed and _is_reply(run),
        "next_is_mine": _next_is_mine(run, me),
    }


def _next_is_mine(run: Run, me: PersonId) -> bool:
    """Whether the page after this one is mine to act on."""
    if run.at + 1 >= len(run.scenes):
        return False
    turn = run.scenes[run.at + 1].turn.value
    return turn != ("second" if me == run.people[0] else "first")


def _turning(prompts: tuple[str, ...], seed: int) -> tuple[str, ...]:
    """Up to three beginnings, other ones the next time."""
    if not prompts:
        return ()
    first = seed % len(prompts)
    return (prompts[first:] + prompts[:first])[:3]


def _question(held: HeldRun, book: Notebook) -> str:
    """The question of exercises that draw one: from the library, or one of their own."""
    run, drawn = held.run, held.record.body.get("question", "")
    if run.exercise.interaction == "map-questions":
        prompts = run.exercise.steps[0].prompts
        return prompts[held.seed % len(prompts)] if prompts else ""
    if not drawn:
        return ""
    texts = {prompt.id: prompt.text for prompt in questions()} | {
        str(q.id): q.text for q in own_questions(book)
    }
    return texts.get(drawn) or say(N_("This question was taken out again. Ask one that comes to mind."))


# --- afterwards -------------------------------------------------------------------------------------


@router.post("/practise/run/{id}/after")
async def after(id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """A few taps, mine: how it is now, and whether I felt heard. None is needed."""
    held = _must_find(await visit.notebook(), id, visit)
    if not held.run.is_over:
        raise NotThere
    await keep_after(visit, held, {"now": "", **form})
    return RedirectResponse(f"/practise/run/{id}", 303)
