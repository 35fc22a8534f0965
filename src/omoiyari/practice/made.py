"""Exercises that people made themselves (F20): plain steps in their own words, some with a timer, nothing kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from omoiyari.couple import Audience, Notebook, PersonId, RecordId
from omoiyari.library import (
    Act,
    Better,
    Capacity,
    Evidence,
    Exercise,
    Grade,
    Mode,
    Mood,
    People,
    Place,
    Step,
    Turn,
)
from omoiyari.words import N_

KIND = "exercise"
PREFIX = "own-"
MOST_STEPS = 6
LONGEST_TITLE = 60  # characters
LONGEST_LINE = 300
LONGEST = 240  # minutes, of the whole
LONGEST_TIMER = 60  # minutes, of one step
_TESTED = N_("You made this one. Nobody has tested it but you.")
_BEFORE, _AFTER = N_("How are you just now?"), N_("How are you now?")
_TAKE_AWAY = N_("One thing you noticed. Say it aloud.")


class MadeError(Exception):
    """An exercise that cannot be kept."""

    sentence = N_("An exercise needs a title, a line on what it gives, and at least one step.")


class TooLong(MadeError):
    """A line over its length."""

    sentence = N_("One of the lines is too long. A short one is easier to follow.")


class BadTime(MadeError):
    """Minutes that are none, or timers that do not fit in."""

    sentence = N_(
        "The minutes do not fit: a step takes up to 60, the whole up to 240, and the steps fit into it."
    )


@dataclass(frozen=True, slots=True)
class Made:
    """One that somebody made. `shared`: the two of today both have it."""

    record: RecordId
    owner: PersonId
    shared: bool
    exercise: Exercise


def body_of(
    title: str, promise: str, people: People, minutes: int, steps: Sequence[tuple[str, int]]
) -> dict[str, Any]:
    """What is kept; `steps` are (words, minutes), 0 for one's own pace. Raises MadeError."""
    steps = [(words, timer) for words, timer in steps if words]
    if not title or not promise or not steps:
        raise MadeError
    lines = (promise, *(words for words, _ in steps))
    if len(title) > LONGEST_TITLE or max(map(len, lines)) > LONGEST_LINE or len(steps) > MOST_STEPS:
        raise TooLong
    timers = [timer for _, timer in steps]
    if (
        not 1 <= minutes <= LONGEST
        or not all(0 <= t <= LONGEST_TIMER for t in timers)
        or sum(timers) > minutes
    ):
        raise BadTime
    told = [{"text": words, "minutes": timer} for words, timer in steps]
    return {"title": title, "promise": promise, "people": people.value, "minutes": minutes, "steps": told}


def exercise_from(id: str, body: Mapping[str, Any]) -> Exercise:
    """What a run plays: a step with a timer ends by the clock, any other when all have gone on."""
    people = People(body["people"])
    turn = Turn.ALONE if people is People.ALONE else Turn.TOGETHER
    steps = tuple(
        Step(turn, Act.DO if step["minutes"] else Act.READ, step["text"], 60 * int(step["minutes"]))
        for step in body["steps"]
    )
    return Exercise(
        id=id,
        inventory=(),
        title=body["title"],
        promise=body["promise"],
        for_whom="",
        minutes=int(body["minutes"]),
        people=people,
        place=Place.ANYWHERE,
        mode=Mode.BOTH if people is People.ALONE else Mode.LIVE,
        capacity=Capacity.SOME,
        moods=(Mood.ANY,),
        interaction="",
        essence=body["promise"],
        take_away=_TAKE_AWAY,
        before=_BEFORE,
        after=(_AFTER,),
        better=Better.MORE,
        evidence=Evidence(Grade.D, _TESTED, ()),
        steps=steps,
    )


def made(book: Notebook) -> tuple[Made, ...]:
    """What the reader made, and what their partner made for both, oldest first."""
    bond = book.bond.id if book.bond is not None and book.partner is not None else None
    return tuple(
        Made(
            r.id,
            r.owner,
            r.audience is Audience.OURS and r.bond == bond,
            exercise_from(PREFIX + r.id, r.body),
        )
        for r in book.of_kind(KIND)
        if r.owner == book.reader or (r.audience is Audience.OURS and r.bond == bond)
    )


def find_made(book: Notebook, id: str) -> Exercise | None:
    """One of them by the id that its page has."""
    return next((one.exercise for one in made(book) if one.exercise.id == id), None)
