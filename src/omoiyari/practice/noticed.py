"""What a notebook gives to the measures: only what its reader noted, or was shown in a round they both answered."""

from dataclasses import dataclass
from datetime import date, tzinfo

from omoiyari.couple import Audience, Notebook, PersonId, Record
from omoiyari.measures import Family, FeltUnderstood, Guess, Moment, Order, RatedReading
from omoiyari.practice.answer import Answer, Feeling
from omoiyari.practice.history import Held, rounds, rounds_with
from omoiyari.practice.round import answer_id, day_of

MARKS = {"right": 6, "partly": 3, "not": 0}
MOST_SURE = 6


@dataclass(frozen=True, slots=True)
class Noticed:
    """What one person noted over time, in the measures' own words.

    `theirs` holds the other's moments of revealed rounds; `readings` how sure I was of a guess (0 to 6) beside what
    the other said of it (right 6, partly 3, not 0).
    """

    mine: tuple[Moment, ...]
    theirs: tuple[Moment, ...]
    guesses: tuple[Guess, ...]
    felt: tuple[FeltUnderstood, ...]
    readings: tuple[RatedReading, ...]


def _family(text: str) -> Family | None:
    return Family(text) if text in set(Family) else None


def _moment(record_day: date, feeling: Feeling) -> Moment:
    return Moment(record_day, feeling.x, feeling.y, _family(feeling.family), (feeling.word,))


def noticed(notebook: Notebook, zone: tzinfo) -> Noticed:
    """Read the notebook for the measures; days are those of the reader's zone, and last until 04:00.

    Rounds are those with the partner of today; with an earlier one, they tell nothing of how I read this one.
    """
    me = notebook.reader
    asides = {r.body["round"]: r for r in notebook.of_kind("aside")}
    marks = {r.body["round"]: r.body["mark"] for r in notebook.of_kind("correction") if r.owner != me}
    revealed = [held for held in rounds_with(notebook) if held.round.is_revealed]
    return Noticed(
        mine=_own_moments(notebook, zone),
        theirs=tuple(_moment(held.day(zone), held.answers[held.round.other(me)].own) for held in revealed),
        guesses=tuple(g for held in revealed if (g := _guess(held, me, zone, asides.get(held.round.id)))),
        felt=_felt(notebook, zone),
        readings=tuple(
            reading
            for held in revealed
            if (reading := _reading(held, zone, asides.get(held.round.id), marks))
        ),
    )


def _own_moments(notebook: Notebook, zone: tzinfo) -> tuple[Moment, ...]:
    """What was answered in a round is of the round's day, so that it lies beside the guess made with it."""
    days = {answer_id(h.round.id, notebook.reader): h.day(zone) for h in rounds(notebook)}
    own = [r for r in notebook.of_kind("answer") if r.owner == notebook.reader]
    return tuple(_moment(days.get(r.id) or day_of(r.at, zone), Answer.from_body(r.body).own) for r in own)


def _sure(aside: Record | None) -> int | None:
    return aside.body.get("sure") if aside is not None else None


def _guess(held: Held, me: PersonId, zone: tzinfo, aside: Record | None) -> Guess | None:
    guess = held.answers[me].guess
    if guess is None:
        return None
    sure = _sure(aside)
    first = aside is not None and aside.body.get("order") == "guess"
    return Guess(
        held.day(zone),
        guess.x,
        guess.y,
        _family(guess.family),
        None if sure is None else sure / MOST_SURE,
        Order.GUESS_FIRST if first else Order.SELF_FIRST,
    )


def _felt(notebook: Notebook, zone: tzinfo) -> tuple[FeltUnderstood, ...]:
    mine = [r for r in notebook.of_kind("felt") if r.audience is Audience.MINE]
    return tuple(FeltUnderstood(day_of(r.at, zone), r.body["value"]) for r in mine)


def _reading(held: Held, zone: tzinfo, aside: Record | None, marks: dict[str, str]) -> RatedReading | None:
    sure, mark = _sure(aside), marks.get(held.round.id)
    if sure is None or mark is None:
        return None
    return RatedReading(held.day(zone), sure, MARKS[mark])
