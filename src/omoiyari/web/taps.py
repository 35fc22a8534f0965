"""The taps before and after an exercise, and that it was done: one person's own, in a single record for each run."""

from collections.abc import Mapping
from datetime import datetime

from starlette.requests import Request

from omoiyari.couple import Notebook, Record, RecordId
from omoiyari.library import Exercise, questions
from omoiyari.practice.asked import asked_lately, own_questions
from omoiyari.practice.fitted import INTERACTION, fitted_question
from omoiyari.practice.kept import HeldRun
from omoiyari.practice.trial import running
from omoiyari.web.visit import Visit, is_sitting

SCALE = frozenset("0123456")


async def keep_before(visit: Visit, run: RecordId, exercise: Exercise, form: Mapping[str, str]) -> None:
    """The tap before; where closeness was asked because it is this one's turn in a comparison, with its id."""
    if form.get("before") not in SCALE:
        return
    trial = running(await visit.notebook()) if form.get("close") == "yes" else None
    compared = {"trial": trial.id} if trial is not None and trial.turn == exercise.id else {}
    await visit.keep("before", {"run": run, "value": int(form["before"]), **compared})


def asks_closeness(request: Request, book: Notebook, exercise: Exercise) -> bool:
    """Whether the tap before is how close I feel: it is this one's turn in a comparison of mine, and I am alone."""
    trial = running(book)
    return trial is not None and trial.turn == exercise.id and not is_sitting(request)


def is_close(request: Request, held: HeldRun, book: Notebook) -> bool:
    """Whether this page's tap is how close I feel: before, by whose turn it is; after, as it was asked before."""
    if not held.run.is_over:
        return asks_closeness(request, book, held.run.exercise)
    before = _before(book, held.id)
    return before is not None and "trial" in before.body and not is_sitting(request)


def _before(book: Notebook, run: RecordId) -> Record | None:
    return next((r for r in book.of_kind("before") if r.body.get("run") == run), None)


def practised(book: Notebook, run: RecordId) -> Record | None:
    """What is kept of this run's having been done, with the taps where there are any."""
    return next((r for r in book.of_kind("practised") if r.body.get("run") == run), None)


async def note_done(visit: Visit, held: HeldRun) -> None:
    """Note once that an exercise was played to its end, by whoever took part; the taps may come later, or never."""
    run, book = held.run, await visit.notebook()
    if run.is_done and run.stopped is None and visit.person in run.joined and not practised(book, held.id):
        await visit.keep(
            "practised", _body(book, held, {}, visit.now), id=visit.keyed_id(held.id, "practised")
        )


async def keep_after(visit: Visit, held: HeldRun, form: Mapping[str, str]) -> None:
    """The taps after, once."""
    book = await visit.notebook()
    noted = practised(book, held.id)
    if noted is None:
        await visit.keep(
            "practised", _body(book, held, form, visit.now), id=visit.keyed_id(held.id, "practised")
        )
    elif not noted.body.get("tapped", True):
        asked = {name: told for name, told in noted.body.items() if name == "question"}
        body = _body(book, held, form, visit.now) | asked  # asked by now, it would not be drawn again
        await visit.keep("practised", body, id=noted.id, version=noted.version + 1)


def fitted(held: HeldRun, book: Notebook, now: datetime) -> str:
    """The question that fits what was tapped in this run, by its id."""
    return fitted_question(held.run, questions(), own_questions(book), asked_lately(book, now), held.seed)


def _asked(book: Notebook, held: HeldRun, now: datetime) -> dict[str, object]:
    """The question that it asked, so that it does not come again soon."""
    if held.run.exercise.interaction == INTERACTION:
        return {"question": fitted(held, book, now)}
    return {name: told for name, told in held.record.body.items() if name == "question"}


def _body(book: Notebook, held: HeldRun, form: Mapping[str, str], now: datetime) -> dict[str, object]:
    """`tapped`: the page after it was sent, with or without a tap on it."""
    before = _before(book, held.id)
    told = before.body if before is not None else {}
    compared = {"trial": told["trial"]} if "trial" in told and form.get("close") == "yes" else {}
    exercise = held.run.exercise
    asked = ("now", "second", "heard", "effort") if held.run.way.guesses else ("now", "second", "heard")
    taps = {name: int(form[name]) if form.get(name) in SCALE else None for name in asked}
    return {
        "run": held.id,
        "exercise": exercise.id,
        "minutes": exercise.minutes,
        "before": told.get("value"),
        "tapped": bool(form),
        **taps,
        **compared,
        **_asked(book, held, now),
    }
