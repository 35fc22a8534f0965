"""Twelve weeks of the made-up couple, written into their log as if they had lived them.

The numbers come from `practice.simulated`; its hidden truth force, bias and assumed similarity are documented there
and in docs/science/measures.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from omoiyari.couple import Audience, BondId, PersonId, RecordId, RoundId
from omoiyari.library import feelings
from omoiyari.measures import FeltUnderstood, Guess, Moment, Order, RatedReading
from omoiyari.practice import Answer, Feeling, answer_id, closing_instant, round_id
from omoiyari.practice.noticed import Weekly
from omoiyari.practice.simulated import Person, twelve_weeks
from omoiyari.store.cellar import Cellar
from omoiyari.store.keys import OpenKeys
from omoiyari.store.log import Draft, append, new_record_id

DAYS = 84
EVENING, TALK = time(20, 30), time(21, 30)
_ENTRIES = (
    (3, "Aiko", "appreciation", "You made soup before I knew that I was ill."),
    (9, "Ben", "feeling", "Proud of us for the flat, and scared of the rent. Both before breakfast."),
    (
        20,
        "Aiko",
        "struggle",
        "When your sister visits I turn into a guest. I do not know how to say it at the table.",
    ),
    (38, "Ben", "struggle", "This week was mostly work. I was a coat on a chair."),
    (41, "Aiko", "appreciation", "You asked about the meeting, and then you waited for the whole answer."),
    (60, "Ben", "appreciation", "You laughed at the awful pun in front of your mother. That is loyalty."),
    (76, "Aiko", "feeling", "Light, for no reason. I am writing it down so that I believe it later."),
)


@dataclass(frozen=True, slots=True)
class _Someone:
    """One of the two with their keys and their simulated days; `readings` by the id of the question before each."""

    keys: OpenKeys
    person: PersonId
    moments: dict[date, Moment]
    guesses: dict[date, Guess]
    felt: tuple[FeltUnderstood, ...]
    readings: dict[RecordId, RatedReading]
    weeks: tuple[Weekly, ...]


def _someone(keys: OpenKeys, person: Person) -> _Someone:
    moments = {moment.day: moment for moment in person.moments}
    guesses = {guess.day: guess for guess in person.guesses}
    readings = {new_record_id(): reading for reading in person.readings}
    return _Someone(keys, keys.person, moments, guesses, person.felt_understood, readings, person.weeks)


def _feeling(moment: Moment | Guess) -> Feeling:
    """The wheel's word nearest to the place, within its family."""
    wheel = feelings()
    near = wheel.nearest(moment.pleasantness, moment.energy, count=64)
    word = next((word for word in near if word.family == moment.family), near[0])
    return Feeling(moment.pleasantness, moment.energy, word.id, word.family)


def _answer(someone: _Someone, day: date, other: _Someone) -> Answer | None:
    moment, guess = someone.moments.get(day), someone.guesses.get(day)
    if moment is None or (guess is None and day in other.moments):
        return None
    return Answer(_feeling(moment), _feeling(guess) if guess else None)


async def live(cellar: Cellar, aiko: OpenKeys, ben: OpenKeys, now: datetime) -> None:
    """Write eighty-four days that end yesterday."""
    start = (now - timedelta(days=DAYS)).date()
    couple = twelve_weeks(start=start, days=DAYS)
    two = (_someone(aiko, couple.aiko), _someone(ben, couple.ben))
    bond = next(iter(aiko.bonds))
    for who, (someone, other) in enumerate((two, two[::-1])):
        drafts = [
            *_rounds(someone, other, bond, now, opens=who == 0),
            *_talks(someone, now),
            *_asks(someone, bond, now),
            *_answers(other, bond, now),
            *_weeks(someone, now),
            *_pages(who, bond, start, now),
        ]
        await append(cellar, someone.keys, *sorted(drafts, key=lambda draft: draft.at))


def _at(day: date, now: datetime, hour: time = EVENING) -> datetime:
    return datetime.combine(day, hour, now.tzinfo)


def _rounds(
    someone: _Someone, other: _Someone, bond: BondId, now: datetime, *, opens: bool
) -> Iterator[Draft]:
    """Rounds that both answered; days of one alone stay with their author."""
    for day in sorted(someone.moments):
        answer = _answer(someone, day, other)
        at = _at(day, now)
        if answer is None:
            continue
        if _answer(other, day, someone) is None or answer.guess is None:
            yield Draft("answer", Answer(answer.own, None).to_body(), Audience.MINE, at, new_record_id())
            continue
        yield from _round(someone, answer, bond, at, opens=opens)
        yield from _correction(someone, other, bond, at)


def _round(someone: _Someone, answer: Answer, bond: BondId, at: datetime, *, opens: bool) -> Iterator[Draft]:
    closes = closing_instant(at, [at.tzinfo] if at.tzinfo else [])
    round_ = round_id(bond, closes)
    if opens:
        body = {"closes": closes.isoformat()}
        yield Draft("round", body, Audience.OURS, at, new_record_id(), bond=bond, round=round_)
    mine: RecordId = answer_id(round_, someone.person)
    yield Draft("answer", answer.to_body(), Audience.ROUND, at, mine, bond=bond, round=round_)
    yield from _asides(someone, round_, at)


def _correction(someone: _Someone, other: _Someone, bond: BondId, at: datetime) -> Iterator[Draft]:
    """On two evenings in three: whether the other's guess about me was right."""
    if at.toordinal() % 3 == 0:
        return
    truth, guess = _feeling(someone.moments[at.date()]), _feeling(other.guesses[at.date()])
    mark = "right" if truth.family == guess.family else "partly" if truth.x * guess.x > 0 else "not"
    body = {
        "round": round_id(bond, closing_instant(at, [at.tzinfo] if at.tzinfo else [])),
        "mark": mark,
        "text": "",
    }
    yield Draft("correction", body, Audience.OURS, at, new_record_id(), bond=bond)


def _asides(someone: _Someone, round_: RoundId, at: datetime) -> Iterator[Draft]:
    guess = someone.guesses[at.date()]
    sure = None if guess.sureness is None else round(guess.sureness * 6)
    order = "guess" if guess.order is Order.GUESS_FIRST else "self"
    body = {"round": round_, "order": order, "sure": sure, "line": ""}
    yield Draft("aside", body, Audience.MINE, at, new_record_id())
    yield Draft("seen", {"round": round_}, Audience.MINE, at, new_record_id())


def _talks(someone: _Someone, now: datetime) -> Iterator[Draft]:
    for rating in someone.felt:
        body = {"value": rating.value, "safe": rating.safe}
        yield Draft("felt", body, Audience.MINE, _at(rating.day, now), new_record_id())


def _asks(someone: _Someone, bond: BondId, now: datetime) -> Iterator[Draft]:
    """ "Did you feel understood?", and beside it how well I think I read them, for me alone."""
    for id, reading in someone.readings.items():
        at = _at(reading.day, now, TALK)
        yield Draft("ask", {"what": "felt"}, Audience.OURS, at, id, bond=bond)
        yield Draft("reading", {"of": id, "value": reading.own}, Audience.MINE, at, new_record_id())


def _answers(asked: _Someone, bond: BondId, now: datetime) -> Iterator[Draft]:
    """What the other tells in answer to each, and keeps for themself too."""
    for of, reading in asked.readings.items():
        at, told = _at(reading.day, now, TALK) + timedelta(minutes=5), new_record_id()
        body = {"value": reading.partner, "told": True, "of": of}
        yield Draft("felt", body, Audience.OURS, at, told, bond=bond)
        yield Draft("felt", {"value": reading.partner, "of": told}, Audience.MINE, at, new_record_id())


def _weeks(someone: _Someone, now: datetime) -> Iterator[Draft]:
    for week in someone.weeks:
        body = {"safe": week.safe, "deep": week.deep, "satisfying": week.satisfying}
        yield Draft("weekly", body, Audience.MINE, _at(week.day, now), new_record_id())


def _pages(who: int, bond: BondId, start: date, now: datetime) -> Iterator[Draft]:
    for day, name, form, text in _ENTRIES:
        if name == ("Aiko", "Ben")[who]:
            body = {"form": form, "text": text, "tags": []}
            at = _at(start + timedelta(days=day), now)
            yield Draft("entry", body, Audience.OURS, at, new_record_id(), bond=bond)
