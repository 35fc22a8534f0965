"""The fair trial: two exercises, six goes each, the order drawn by lot. One person's own; nobody else is told."""

import secrets

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Notebook
from omoiyari.library import Exercise, People, contraindications, exercises, reasons_against
from omoiyari.practice.suggest import ON_DEMAND, without
from omoiyari.practice.trial import GOES, Trial, running, trial_body, trials
from omoiyari.store import log
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.practise import want_again
from omoiyari.web.run import ELSEWHERE
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)


class NoPair(FormError):
    """One exercise, or none, where two are compared."""

    sentence = N_("Choose two different exercises.")


def _offered(book: Notebook) -> list[Exercise]:
    """What this person can compare: what they can do, and do not go without; the short ones first."""
    reasons, avoided = contraindications().values(), without(book)
    fitting = [
        exercise
        for exercise in exercises().values()
        if (book.partner is not None or exercise.people is People.ALONE)
        and exercise.interaction not in (ON_DEMAND | ELSEWHERE.keys())
        and not reasons_against(exercise, reasons) & avoided
    ]
    return sorted(fitting, key=lambda exercise: (exercise.minutes, exercise.title))


def _context(book: Notebook) -> Context:
    all_trials = trials(book)
    going = [trial for trial in all_trials if trial.turn]
    return {
        "page": "practise",
        "going": going[0] if going else None,
        "earlier": [(trial, _both(trial)) for trial in all_trials if not trial.turn],
        "both": _both(going[0]) if going else (),
        "most": 2 * GOES,
        "offered": _offered(book),
        "partner": partner_name(book),
    }


def _both(trial: Trial) -> tuple[str, ...]:
    """The titles of the two; the id where an exercise is no longer in the library."""
    return tuple(exercises()[id].title if id in exercises() else id for id in trial.pair)


@router.get("/practise/trial")
async def trial_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "trial.html", **_context(await visit.notebook()))


@router.post("/practise/trial")
async def begin(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Draw the order of two exercises. Where one comparison is going, it goes on and nothing is drawn.

    Whoever picks an exercise wants it again, whatever they said of it before.
    """
    book = await visit.notebook()
    comes_back(request, "trial.html", **_context(book))
    pair = form.get("first", ""), form.get("second", "")
    if pair[0] == pair[1] or not set(pair) <= {exercise.id for exercise in _offered(book)}:
        raise NoPair
    if running(book) is None:
        await want_again(visit, *pair)
        await visit.keep("trial", trial_body(*pair, seed=secrets.token_hex(8)))
    return RedirectResponse("/practise/trial", 303)


@router.post("/practise/trial/{id}/end")
async def end(id: str, visit: Visit = Here) -> Response:
    """No more goes are asked for; what is known so far stays to be read."""
    record = await visit.own(id, "trial")
    await visit.keep("trial", {**record.body, "ended": True}, id=record.id, version=record.version + 1)
    return RedirectResponse("/practise/trial", 303)


@router.post("/practise/trial/{id}/empty")
async def empty(id: str, visit: Visit = Here) -> Response:
    """Delete the comparison and what it found; that somebody practised stays among their own."""
    record = await visit.own(id, "trial")
    await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
    return RedirectResponse("/practise/trial", 303)
