"""Practise: the library of exercises by plain filters, one exercise, and what somebody would rather go without."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Notebook
from omoiyari.library import (
    Exercise,
    Grade,
    Mood,
    People,
    Place,
    contraindications,
    exercises,
    lessons,
    reasons_against,
)
from omoiyari.practice.kept import open_runs
from omoiyari.practice.made import made
from omoiyari.practice.run import MOST_MINUTES
from omoiyari.practice.suggest import Suggestion, suggest, tonight, usual_place, without
from omoiyari.practice.tally import INTERACTION as SMALL_ACTS
from omoiyari.practice.tomorrow import to_ask
from omoiyari.practice.wishes import set_aside
from omoiyari.store import log
from omoiyari.web.afterwards import own_care, own_tally
from omoiyari.web.capacity import own_capacity, shared_capacity
from omoiyari.web.clearing import clear_up
from omoiyari.web.forms import fields
from omoiyari.web.loop import zone_of
from omoiyari.web.made import whose
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.run import ELSEWHERE, the_exercise
from omoiyari.web.taps import asks_closeness
from omoiyari.web.visit import Here, Locked, Visit, is_sitting
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)

#: What somebody can rather go without, in one place; kept as `mine`.
OPT_OUTS = ("eye-contact", "being-copied", "touch", "breath")
MINUTES = ("5", "10", "20", "30", "45")

MOODS = {
    Mood.TIRED: N_("tired"),
    Mood.TENSE: N_("tense"),
    Mood.LOW: N_("low"),
    Mood.FLAT: N_("flat"),
    Mood.GLAD: N_("glad"),
}
PLACES = {
    Place.SAME_ROOM: N_("in the same room"),
    Place.APART: N_("apart"),
    Place.ANYWHERE: N_("anywhere"),
}
GRADES = {
    Grade.A: N_("well tested"),
    Grade.B: N_("tested"),
    Grade.C: N_("some signs"),
    Grade.D: N_("tradition"),
    Grade.X_CHANGED: N_("changed from a version that failed"),
}


#: The boards of the shelf: for whom, the most minutes, and their name.
BOARDS = (
    (People.TWO, 5, N_("As two, in five minutes")),
    (People.TWO, 15, N_("As two, in a quarter of an hour")),
    (People.TWO, MOST_MINUTES, N_("As two, with more time")),
    (People.ALONE, 5, N_("Alone, in five minutes")),
    (People.ALONE, 15, N_("Alone, in a quarter of an hour")),
    (People.ALONE, MOST_MINUTES, N_("Alone, with more time")),
)


def todays_suggestion(
    book: Notebook, visit: Visit, asked: Mapping[str, str] = MappingProxyType({})
) -> Suggestion:
    """One exercise for today, or why none; of what was asked for, where filters are chosen. For one person alone."""
    door, theirs = own_capacity(book, visit.now), shared_capacity(book, visit.now)
    zone: tzinfo = zone_of(book, visit.person)
    known = tonight(
        book,
        visit.now,
        zone,
        visit.keyed_id("", "suggestions").encode(),
        door=door.door.value if door else "open",
        theirs=theirs.door.value if theirs else "open",
        minutes=int(asked.get("minutes") or 15),
        mood=Mood(asked["mood"]) if asked.get("mood") else None,
        where=Place(asked["place"]) if asked.get("place") else None,
    )
    fitting = [exercise for exercise in exercises().values() if _matches(exercise, asked)]
    return suggest(fitting, contraindications().values(), known)


def _matches(exercise: Exercise, asked: Mapping[str, str]) -> bool:
    def wants(name: str) -> str:
        return asked.get(name, "")

    text = f"{exercise.title} {exercise.promise} {exercise.for_whom}".casefold()
    return (
        (not wants("minutes") or exercise.minutes <= int(wants("minutes")))
        and (not wants("mood") or wants("mood") in exercise.moods)
        and (not wants("people") or exercise.people == wants("people"))
        and (not wants("place") or exercise.place.suits(Place(wants("place"))))
        and (not wants("grade") or exercise.evidence.grade == wants("grade"))
        and all(word in text for word in wants("q").casefold().replace("'", "’").split())
    )


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    """The filters that were chosen; what is no filter is no filter. No words: those are in no address."""
    offered: dict[str, set[str]] = {
        "minutes": set(MINUTES),
        "mood": set(Mood),
        "people": set(People),
        "place": set(Place),
        "grade": set(Grade),
    }
    asked = {n: given.get(n, "") if given.get(n) in allowed else "" for n, allowed in offered.items()}
    return {**asked, "q": ""}


def _boards(found: list[Exercise]) -> list[tuple[str, list[Exercise]]]:
    """What was found, laid out on the boards of the shelf; each on the first that it fits on."""
    laid: dict[str, list[Exercise]] = {name: [] for _, _, name in BOARDS}
    for exercise in found:
        on = (name for who, most, name in BOARDS if exercise.people is who and exercise.minutes <= most)
        laid[next(on)].append(exercise)
    return [(name, exercises) for name, exercises in laid.items() if exercises]


def _away(book: Notebook, visit: Visit) -> list[tuple[Exercise, datetime]]:
    """What I said "not this" of, and until when; what comes back first, first."""
    found = [
        (exercises()[id], until) for id, until in set_aside(book, visit.now).items() if id in exercises()
    ]
    return sorted(found, key=lambda one: one[1])


def words_for() -> Context:
    """The names of moods, places and grades."""
    return {
        "moods": [(mood.value, name) for mood, name in MOODS.items()],
        "places": [(place.value, name) for place, name in PLACES.items()],
        "grades": [(grade.value, name) for grade, name in GRADES.items()],
        "grade_words": {grade.value: name for grade, name in GRADES.items()},
        "place_words": {place.value: name for place, name in PLACES.items()},
    }


@router.get("/practise")
async def practise(request: Request, visit: Visit = Here) -> Response:
    return await _shelf(request, visit, _asked(request.query_params))


@router.post("/practise/search")
async def search(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Choose by filters and words. The words are sent in the form, so that no address bar or history keeps them."""
    asked = _asked(form)
    words = form.get("q", "").strip()[:80]
    if words:
        return await _shelf(request, visit, {**asked, "q": words})
    chosen = urlencode({name: value for name, value in asked.items() if value})
    return RedirectResponse(f"/practise?{chosen}" if chosen else "/practise", 303)


async def _shelf(request: Request, visit: Visit, asked: dict[str, str]) -> Response:
    """The shelf with what was asked for, and the suggestion."""
    book = await clear_up(visit)
    sitting = is_sitting(request)  # what one keeps or does alone is no matter for two before one screen
    own = [one.exercise for one in made(book) if one.shared or not sitting]
    all_of_them = [*exercises().values(), *own]
    found = [exercise for exercise in all_of_them if _matches(exercise, asked)]
    return page(
        request,
        "practise.html",
        page="practise",
        whose=whose(book),
        count=len(found),
        boards=_boards(sorted(found, key=lambda exercise: (exercise.minutes, exercise.title))),
        asked=asked,
        minutes=[(minutes, int(minutes)) for minutes in MINUTES],
        filtered=any(asked.values()),
        suggestion=None if sitting else todays_suggestion(book, visit, asked),
        runs=[h for h in open_runs(book, visit.now) if h.record.audience.is_shared or not sitting],
        me=visit.person,
        partner=partner_name(book),
        together=book.partner is not None,
        opt_outs=[contraindications()[id] for id in OPT_OUTS],
        chosen=without(book),
        usual_place=usual_place(book).value,
        set_aside=_away(book, visit),
        sitting=sitting,
        door=None if sitting else to_ask(book, visit.now, zone_of(book, visit.person)),
        lessons=lessons().values(),
        **words_for(),
    )


@router.post("/practise")
async def go_without(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """What I would rather go without, and where we mostly are: for my own suggestions, and nobody is told."""
    ids = [id for id in OPT_OUTS if form.get(id) == "yes"]
    where = form.get("where", "")
    await visit.keep("without", {"ids": ids, "where": where if where in set(Place) else Place.ANYWHERE.value})
    return RedirectResponse("/practise", 303)


@router.post("/practise/not-tonight")
async def not_tonight(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Nothing more is suggested to me today; nobody is told."""
    await visit.keep("not_tonight", {})
    return _back(form)


@router.post("/practise/{id}/not-this")
async def not_this(id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """It is not suggested to me for sixty days; it stays on the shelf, and nobody is told."""
    await visit.keep("not_this", {"exercise": the_exercise(id, await visit.notebook()).id})
    return _back(form)


def _back(form: Mapping[str, str]) -> Response:
    return RedirectResponse("/today" if form.get("next") == "today" else "/practise", 303)


@router.post("/practise/{id}/again")
async def again(id: str, visit: Visit = Here) -> Response:
    """Take "not this" back."""
    await want_again(visit, the_exercise(id, await visit.notebook()).id)
    return RedirectResponse("/practise", 303)


async def want_again(visit: Visit, *ids: str) -> None:
    """Delete my marks of "not this" on these exercises."""
    book = await visit.notebook()
    for record in list(book.of_kind("not_this")):
        if record.owner == visit.person and record.body["exercise"] in ids:
            await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)


@router.get("/practise/{id}")
async def exercise_page(request: Request, id: str, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    if visit.sitting and any(one.exercise.id == id and not one.shared for one in made(book)):
        raise Locked
    exercise = the_exercise(id, book)
    reasons = contraindications()
    unsaid = reasons_against(exercise, reasons.values()) - {reason.id for reason in exercise.not_when}
    return page(
        request,
        "exercise.html",
        page="practise",
        exercise=exercise,
        whose=whose(book).get(exercise.id, ""),
        elsewhere=ELSEWHERE.get(exercise.interaction, ""),
        close=asks_closeness(request, book, exercise),
        tally=own_tally(visit, book) if exercise.interaction == SMALL_ACTS and not visit.sitting else None,
        care=own_care(visit, book) if exercise.interaction == SMALL_ACTS and not visit.sitting else None,
        two=exercise.people is People.TWO,
        not_when=[(reasons[one.id].sentence, one.because) for one in exercise.not_when],
        unsaid=[reason.sentence for reason in reasons.values() if reason.id in unsaid],
        partner=partner_name(book),
        together=book.partner is not None,
        **words_for(),
    )
