"""An exercise on one or two phones: every act is a sealed record, the page a function of them and the clock."""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, BondId, LinkEnded, Notebook, NotTogether, RecordId
from omoiyari.library import Act, Exercise, People, exercises, questions
from omoiyari.practice import limits, made, tomorrow
from omoiyari.practice.asked import asked_lately, for_exercise, own_questions
from omoiyari.practice.kept import (
    HeldRun,
    find_run,
    is_invitation,
)
from omoiyari.practice.run import LooksLikeAFix, RunError, What, step
from omoiyari.store import sessions
from omoiyari.store.errors import NotThere
from omoiyari.web.acts import append, drafts, event_draft, event_of, slip_drafts
from omoiyari.web.afterwards import CUT_IN, HAS_CUT_IN, so_far
from omoiyari.web.clearing import clear_up
from omoiyari.web.drafts import forget_draft, half_written
from omoiyari.web.forms import fields
from omoiyari.web.hearing import hearing
from omoiyari.web.link import qr_code
from omoiyari.web.loop import zone_of
from omoiyari.web.mirror import mirror
from omoiyari.web.onward import onward
from omoiyari.web.pages import page
from omoiyari.web.partner import partner_name
from omoiyari.web.scene import is_alive, meet, run_context, slot_of, waits
from omoiyari.web.speak import say
from omoiyari.web.taps import is_close, keep_after, keep_before, note_done
from omoiyari.web.visit import Here, Locked, Visit, is_sitting
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)

#: The tag of a page that a limit became.
MY_LIMITS = N_("my limits")
#: Interactions that have a page of their own.
ELSEWHERE = {"invented-person": "/practise/trainer", "coin-order": "/practise/trial"}


def the_exercise(id: str, book: Notebook) -> Exercise:
    """An exercise of the library, or one that was made. Raises NotThere."""
    found = exercises().get(id) or made.find_made(book, id)
    if found is None:
        raise NotThere
    return found


# --- begin, and clear up ----------------------------------------------------------------------------


@router.post("/practise/{id}")
async def start(id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Begin an exercise; the partner finds a card that asks them in, where none is there yet."""
    book = await visit.notebook()
    exercise = the_exercise(id, book)
    if exercise.interaction in ELSEWHERE:
        return RedirectResponse(ELSEWHERE[exercise.interaction], 303)
    taken = _door_of_today(exercise, book, visit)
    if taken is not None:
        return RedirectResponse(f"/practise/run/{taken.run}", 303)
    audience, bond = _sealed_for(exercise, book)
    seed = secrets.randbelow(1000)
    body: dict[str, object] = {"exercise": exercise.id, "seed": seed, **_drawn(exercise, book, visit, seed)}
    if id.startswith(made.PREFIX):
        body["made"] = dict(book.latest[RecordId(id.removeprefix(made.PREFIX))].body)
    if exercise.interaction == limits.INTERACTION:
        body["limits"] = limits.own_limits(book, (MY_LIMITS, say(MY_LIMITS)), visit.now)
    run = await visit.keep("run", body, audience, bond=bond)
    await keep_before(visit, run, exercise, form)
    await append(visit, event_draft(visit, run, What.JOIN, 0, {}, audience, bond))
    if is_invitation(await visit.notebook(), run, visit.now):
        visit.tell_partner(book, "run", run)
    return RedirectResponse(f"/practise/run/{run}", 303)


def _door_of_today(exercise: Exercise, book: Notebook, visit: Visit) -> tomorrow.Taken | None:
    """Where a door was taken today, the others are shut until tomorrow."""
    if exercise.interaction != tomorrow.INTERACTION:
        return None
    return tomorrow.taken_today(book, visit.now, zone_of(book, visit.person))


def _drawn(exercise: Exercise, book: Notebook, visit: Visit, seed: int) -> dict[str, str]:
    """The question of an exercise that draws one, by its id; what is one person's own is in none for two."""
    if exercise.interaction != "one-question":
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


@router.post("/practise/run/{id}")
async def act(request: Request, id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Join, leave, finish a page, ring, or stop. What does not count changes nothing and says so.

    Raises LinkEnded.
    """
    book = await visit.notebook()
    held = _must_find(book, id, visit)
    if book.is_parted(held.record):
        raise LinkEnded
    try:
        event = event_of(held.run, visit.person, form)
        after = step(held.run, event, visit.now)
    except RunError as error:
        return await _page(request, visit, held, book, error=error, form=form, status=409)
    sealed = slip_drafts if event.what is What.ADD else drafts
    await append(visit, *sealed(visit, held, event))
    if event.what in (What.DONE, What.STOP):
        await forget_draft(visit, slot_of(held))
    if event.what is What.JOIN:
        await keep_before(visit, held.id, held.run.exercise, form)
    held = replace(held, run=after)
    await note_done(visit, held)
    book = await clear_up(visit)
    if held.record.audience is Audience.OURS:
        meet(visit, book, held)
        visit.tell_partner(book, "run", held.id)
    return RedirectResponse(f"/practise/run/{id}", 303)


def _may_cut_in(visit: Visit, held: HeldRun) -> bool:
    """Whether I am the one who listens just now, where that may be noted."""
    run = held.run
    listens = (
        run.has_begun and not run.is_over and run.is_locked_for(visit.person) and visit.person in run.joined
    )
    return (
        listens
        and run.exercise.interaction == HAS_CUT_IN
        and run.scene.act is Act.SPEAK
        and not visit.sitting
    )


@router.post("/practise/run/{id}/cut-in")
async def cut_in(id: str, visit: Visit = Here) -> Response:
    """Note, for me alone, that I cut in; nobody is told."""
    held = _must_find(await visit.notebook(), id, visit)
    if not _may_cut_in(visit, held):
        raise NotThere
    await visit.keep(CUT_IN, {"run": held.id})
    return RedirectResponse(f"/practise/run/{id}", 303)


@router.post("/practise/run/{id}/aside")
async def set_aside(id: str, visit: Visit = Here) -> Response:
    """Put an invitation aside: its card is gone for me, and nobody is told. Its page can still be opened."""
    held = _must_find(await visit.notebook(), id, visit)
    if visit.person in held.run.joined or held.run.is_over:
        raise NotThere
    await visit.keep("run_aside", {"run": held.id})
    return RedirectResponse("/today", 303)


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
    meet(visit, book, held)
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
    sent = dict(form or {}) if _is_of_this_page(form or {}, held) else {}
    return page(
        request,
        "run.html",
        status=status,
        **context,
        error=told,
        looks_like_a_fix=isinstance(error, LooksLikeAFix),
        values=sent or await _half_written(request, visit, held),
        came_back=bool(sent) and not is_sitting(request),
        sitting=is_sitting(request),
        close=is_close(request, held, book),
        hearing=() if is_sitting(request) else await hearing(held.run, visit.person),
        mirror=mirror(visit, book, held),
        **onward(visit, book, held),
        **so_far(visit, book, held),
        has_cut_in=_may_cut_in(visit, held),
        qr=qr_code(f"{str(request.base_url).rstrip('/')}/practise/run/{held.id}") if waits(held) else "",
    )


def _is_of_this_page(form: Mapping[str, str], held: HeldRun) -> bool:
    return form.get("what") == "done" and form.get("move") == str(held.run.move)


async def _half_written(request: Request, visit: Visit, held: HeldRun) -> dict[str, str]:
    """What I had begun to write on this page; of an exercise that is over it is forgotten."""
    begun = await half_written(request, visit, slot_of(held))
    if begun and held.run.is_over:
        await forget_draft(visit, slot_of(held))
    return {} if held.run.is_over else begun


@router.post("/practise/run/{id}/here")
async def still_here(id: str, visit: Visit = Here) -> Response:
    """An open page of a long exercise says that it is open, so that the pages do not close in the middle of it."""
    held = _must_find(await visit.notebook(), id, visit)
    if not is_alive(held.run, visit.person, visit.now):
        raise NotThere
    await sessions.stay(visit.house.cellar, visit.session, visit.now)
    return Response(status_code=204)


# --- afterwards -------------------------------------------------------------------------------------


@router.post("/practise/run/{id}/after")
async def after(id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """A few taps, mine: how it is now, and whether I felt heard. None is needed, and none follow a stop."""
    held = _must_find(await visit.notebook(), id, visit)
    if not held.run.is_over or held.run.stopped is not None:
        raise NotThere
    await keep_after(visit, held, {"now": "", **form})
    return RedirectResponse(f"/practise/run/{id}", 303)
