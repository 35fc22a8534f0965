"""One suggestion for today, with the reason why this one. The same notebook on the same day gives the same answer.

On about two days in seven only exercises alone are suggested, and of those none that has safety among its reasons
against: to everybody and from the first day, so that nobody can read anything from it (safety rule R8). The days are
drawn with a key of that person, so that whoever holds the file alone cannot tell a drawn day from a flag.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from hashlib import blake2b

from omoiyari.couple import Notebook
from omoiyari.library import (
    Better,
    Capacity,
    Contraindication,
    Exercise,
    Grade,
    Mood,
    People,
    Place,
    reasons_against,
)
from omoiyari.practice import enough, fresh
from omoiyari.practice.answer import Answer
from omoiyari.practice.dose import Dose, Practised, dose
from omoiyari.practice.fear import is_afraid
from omoiyari.practice.round import day_of
from omoiyari.practice.trial import running
from omoiyari.practice.wishes import is_off, set_aside
from omoiyari.words import N_

SOLO_SHARE = 2 / 7
REST_DAYS = 6  # the same exercise does not come back sooner
WORN_DAYS = 60  # what was done often in these gives way to what was not
_WORTH = {Grade.A: 1.5, Grade.B: 1.2, Grade.C: 0.8, Grade.X_CHANGED: 0.8, Grade.D: 0.4}
NOT_SAFE = "not-safe"  # the reason against that counts on solo days and under a flag
ON_DEMAND = frozenset({"night-off", "private-signpost", "coin-order"})  # found by who looks for them
_STRENGTH = {Capacity.LOW: 0, Capacity.SOME: 1, Capacity.FULL: 2}
_MOODS = {
    Mood.TIRED: N_("It suits a tired evening, and takes about {minutes} minutes."),
    Mood.TENSE: N_("It suits an evening with some tension in it, and takes about {minutes} minutes."),
    Mood.LOW: N_("It suits a low evening, and takes about {minutes} minutes."),
    Mood.FLAT: N_("It suits an evening that could use a little wind, and takes about {minutes} minutes."),
    Mood.GLAD: N_("It suits a good evening, and takes about {minutes} minutes."),
}
_HELPED = N_("It did you good before, by your own taps, and takes about {minutes} minutes.")
_TESTED = N_("It is among the better tested ones, and takes about {minutes} minutes.")
_NEW = N_("You have not tried this one, and it takes about {minutes} minutes.")
_SHORT = N_("It asks for little and takes about {minutes} minutes; your door is half open.")
_LIGHT = N_("It asks for little, after weeks that asked for a lot, and takes about {minutes} minutes.")
_AGAIN = N_("It has been a while, and it takes about {minutes} minutes.")
TURN = N_("In your comparison, today it is the turn of this one. It takes about {minutes} minutes.")
RESTS = {
    Dose.ENOUGH_TODAY: N_("You have practised today. That is enough; the rest of the evening is yours."),
    Dose.HIGH: N_("It has been a full week. Rest is part of it; nothing is suggested today."),
}
CLOSED = N_("Your door is closed for now, so nothing is suggested. Good.")
NIGHT_OFF = N_("Tonight is off, by your own wish. See you another day.")


@dataclass(frozen=True, slots=True)
class Tonight:
    """What a suggestion is made from. `key` is the secret of one person that lots are drawn with. `without` are
    reasons against an exercise that the person has named; `theirs_closed` is the partner's door, where they show it;
    `where` the two are: in one room, apart, or anywhere where
    that is not said; `off` is "not tonight", `set_aside` the ids of which they said "not this", and `turn` the id
    whose go is next in a comparison of theirs. `weary` where their weekly checks were high for weeks; `fresh` is why
    a fresh look at their habits is due, if it is.
    """

    key: bytes
    day: date
    minutes: int = 15
    mood: Mood = Mood.ANY
    capacity: Capacity = Capacity.FULL
    closed: bool = False
    theirs_closed: bool = False
    together: bool = False
    where: Place = Place.ANYWHERE
    flag: bool = False
    without: frozenset[str] = frozenset()
    off: bool = False
    set_aside: frozenset[str] = frozenset()
    turn: str = ""
    weary: bool = False
    fresh: str = ""
    history: tuple[Practised, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One exercise and why this one, or none and why none. `why` is a message id with `{minutes}` in it."""

    exercise: Exercise | None
    why: str
    values: Mapping[str, int] = field(default_factory=dict)


def _draw(key: bytes, *parts: str) -> float:
    """A number in [0, 1) that these words always give under this key."""
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=6, key=key).digest()) / 2**48


def is_solo_day(key: bytes, day: date) -> bool:
    """Whether only exercises alone are suggested that day: two days in seven by lot, whatever is known of anybody."""
    return _draw(key, "solo", day.isoformat()) < SOLO_SHARE


def may_be_suggested(exercise: Exercise, tonight: Tonight, reasons: Iterable[Contraindication]) -> bool:
    """Whether it fits the people, the time, the strength and the wishes of tonight."""
    against = reasons_against(exercise, reasons)
    solo = tonight.flag or is_solo_day(tonight.key, tonight.day)
    alone_only = solo or not tonight.together or tonight.theirs_closed
    if exercise.people is People.TWO and alone_only:
        return False
    if solo and NOT_SAFE in against:
        return False
    if not exercise.place.suits(tonight.where):
        return False
    if exercise.minutes > tonight.minutes or _STRENGTH[exercise.capacity] > _STRENGTH[tonight.capacity]:
        return False
    if exercise.id in tonight.set_aside or exercise.interaction in ON_DEMAND:
        return False
    recent = any(
        d.exercise == exercise.id and (tonight.day - d.day).days < REST_DAYS for d in tonight.history
    )
    return not recent and not against & tonight.without


def suggest(
    exercises: Iterable[Exercise], reasons: Iterable[Contraindication], tonight: Tonight
) -> Suggestion:
    """One exercise, or none where rest is better."""
    rest = _rest(tonight)
    if rest:
        return Suggestion(None, rest)
    exercises, reasons = tuple(exercises), tuple(reasons)
    due = _due(exercises, reasons, tonight)
    if due is not None:
        return due
    fitting = [e for e in exercises if may_be_suggested(e, tonight, reasons)]
    if not fitting:
        return Suggestion(None, N_("Nothing fits tonight. A kind sentence and an early night will do."))
    best = max(fitting, key=lambda exercise: (sum(_merits(exercise, tonight).values()), exercise.id))
    merits = _merits(best, tonight)
    named = [merit for merit in merits if merit != "lot" and (merit != "tested" or _is_tested(best))]
    chief = max(named, key=lambda merit: merits[merit])
    why = _why(chief, tonight) if merits[chief] else _AGAIN
    return Suggestion(best, why, {"minutes": best.minutes})


def _due(
    exercises: Iterable[Exercise], reasons: Iterable[Contraindication], tonight: Tonight
) -> Suggestion | None:
    """What goes before all else that fits: a fresh look that is due, then whose turn it is in a comparison."""
    by_id = {exercise.id: exercise for exercise in exercises}
    look, turn = by_id.get(fresh.EXERCISE), by_id.get(tonight.turn)
    if tonight.fresh and look is not None and may_be_suggested(look, tonight, reasons):
        return Suggestion(look, tonight.fresh, {"minutes": look.minutes})
    if turn is not None and may_be_suggested(turn, _for_its_turn(tonight, turn), reasons):
        return Suggestion(turn, TURN, {"minutes": turn.minutes})
    return None


def _is_tested(exercise: Exercise) -> bool:
    return exercise.evidence.grade in (Grade.A, Grade.B)


def _for_its_turn(tonight: Tonight, exercise: Exercise) -> Tonight:
    """Whoever compares comes back to the same two soon, and has chosen their length; low strength still counts."""
    full = tonight.capacity is Capacity.FULL
    return replace(
        tonight, history=(), minutes=max(tonight.minutes, exercise.minutes) if full else tonight.minutes
    )


def _rest(tonight: Tonight) -> str:
    if tonight.off or any(d.exercise == "night-off" and d.day == tonight.day for d in tonight.history):
        return NIGHT_OFF
    if tonight.closed:
        return CLOSED
    return RESTS.get(dose(tonight.history, tonight.day), "")


def _merits(exercise: Exercise, tonight: Tonight) -> dict[str, float]:
    """What speaks for an exercise tonight, and against it, in points. The lot keeps equals apart."""
    done = [d for d in tonight.history if d.exercise == exercise.id]
    gains = [gain for one in done if (gain := _gain(exercise, one)) is not None]
    lately = sum((tonight.day - d.day).days < WORN_DAYS for d in done)
    fits = tonight.mood is not Mood.ANY and tonight.mood in exercise.moods
    return {
        "mood": 1.5 if fits else 0.0,
        "tested": _WORTH[exercise.evidence.grade],
        "new": 0.0 if done else 0.9,
        "helped": max(0.0, min(1.6, sum(gains) / len(gains))) if gains else 0.0,
        "short": 1.3 if tonight.capacity is Capacity.LOW and exercise.minutes <= 5 else 0.0,
        "worn": -0.3 * lately,
        "lot": 1.2 * _draw(tonight.key, "lot", tonight.day.isoformat(), exercise.id),
    }


def _gain(exercise: Exercise, done: Practised) -> int | None:
    """How much better after than before, in steps; None where that was not asked or cannot be said."""
    better = Better.MORE if done.close else exercise.better
    return None if done.change is None or better is Better.NONE else done.change * better.sign


def _why(chief: str, tonight: Tonight) -> str:
    if chief == "mood":
        return _MOODS[tonight.mood]
    short = _LIGHT if tonight.weary else _SHORT
    return {"helped": _HELPED, "tested": _TESTED, "new": _NEW, "short": short}[chief]


# --- from a notebook --------------------------------------------------------------------------------


def history(book: Notebook, zone: tzinfo) -> tuple[Practised, ...]:
    """What this reader has practised, oldest first, by days of their zone."""
    return tuple(
        Practised(
            str(r.body["exercise"]),
            day_of(r.at, zone),
            int(r.body["minutes"]),
            r.body.get("before"),
            r.body.get("now"),
            "trial" in r.body,
        )
        for r in book.of_kind("practised")
        if r.owner == book.reader
    )


def without(book: Notebook) -> frozenset[str]:
    """The reasons against an exercise that the reader has named for themself."""
    record = book.last("without", book.reader)
    return frozenset(record.body.get("ids", ())) if record is not None else frozenset()


def usual_place(book: Notebook) -> Place:
    """Where the two mostly are, as the reader has said; anywhere where they have not."""
    record = book.last("without", book.reader)
    return Place(record.body.get("where", Place.ANYWHERE)) if record is not None else Place.ANYWHERE


def mood_now(book: Notebook, now: datetime) -> Mood:
    """The weather of the reader's own last check-in, where it is of the last half day."""
    mine = [r for r in book.of_kind("answer") if r.owner == book.reader]
    if not mine or (now - mine[-1].at).total_seconds() > 12 * 3600:
        return Mood.ANY
    own = Answer.from_body(mine[-1].body).own
    if own.x > 0.25:
        return Mood.GLAD
    if own.x < -0.25:
        return Mood.TENSE if own.y > 0.1 else Mood.LOW
    return Mood.TIRED if own.y < -0.4 else Mood.FLAT if own.y < 0.1 else Mood.ANY


def tonight(
    book: Notebook,
    now: datetime,
    zone: tzinfo,
    key: bytes,
    *,
    door: str = "open",
    theirs: str = "open",
    minutes: int = 15,
    mood: Mood | None = None,
    where: Place | None = None,
) -> Tonight:
    """What the reader's notebook says of tonight, and what they have just said. `key` is a
    secret of theirs; `door` is open, half or closed, and so is `theirs`, the partner's, where they show it.

    All of it is for the reader alone: two before one screen are suggested nothing.
    """
    today, compared = day_of(now, zone), running(book)
    done, flag = history(book, zone), is_afraid(book, now, zone)
    weary = enough.is_full(book, today, zone)
    little = weary or door != "open"
    return Tonight(
        key=key,
        day=today,
        minutes=min(minutes, 5) if little else minutes,
        mood=mood or mood_now(book, now),
        capacity=Capacity.LOW if little else Capacity.FULL,
        closed=door == "closed",
        theirs_closed=theirs == "closed",
        together=book.partner is not None,
        where=where or usual_place(book),
        flag=flag,
        without=without(book),
        off=is_off(book, today, zone),
        set_aside=frozenset(set_aside(book, now)),
        turn=compared.turn if compared is not None else "",
        weary=weary,
        fresh="" if flag else fresh.why_due(book, today, zone, done),
        history=done,
    )
