"""What a notebook gives to the measures: only what its reader noted, or was shown in a round they both answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from omoiyari.couple import Audience, Notebook, Record, RecordId, RoundId
from omoiyari.measures import Family, FeltUnderstood, Guess, Moment, Order, RatedReading
from omoiyari.practice.answer import Answer, Feeling
from omoiyari.practice.history import asides, looked_at, partner_or_last, rounds, rounds_with
from omoiyari.practice.reveal import reveal
from omoiyari.practice.round import day_of

MOST_SURE = 6
#: The kinds of records that `noticed` reads; no other kind changes what it finds. The bonds do too.
KINDS = frozenset({"answer", "aside", "felt", "reading", "round", "weekly"})


@dataclass(frozen=True, slots=True)
class Weekly:
    """One week in three taps, each 0 (not at all) to 6 (completely): how safe, deep and satisfying talking felt."""

    day: date
    safe: int
    deep: int
    satisfying: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """What one person noted over time, in the measures' own words.

    `theirs` holds the other's moments of revealed rounds; `readings` are `talks`, `weeks` are `weekly`.
    """

    mine: tuple[Moment, ...]
    theirs: tuple[Moment, ...]
    guesses: tuple[Guess, ...]
    felt: tuple[FeltUnderstood, ...]
    readings: tuple[RatedReading, ...]
    weeks: tuple[Weekly, ...] = ()


_FAMILIES = {family.value: family for family in Family}


def _moment(record_day: date, feeling: Feeling) -> Moment:
    return Moment(record_day, feeling.x, feeling.y, _FAMILIES.get(feeling.family), (feeling.word,))


def noticed(notebook: Notebook, zone: tzinfo) -> Noticed:
    """Read the notebook for the measures; days are those of the reader's zone, and last until 04:00.

    Rounds are those with the partner of today; with an earlier one, they tell nothing of how I read this one.
    """
    me, partner = notebook.reader, partner_or_last(notebook)
    beside, every = asides(notebook), rounds(notebook)
    revealed = [held for held in every if partner in held.round.people and held.round.is_revealed]
    days = {held.own: held.day(zone) for held in every}
    theirs = ((days[held.own], held.given[held.round.other(me)].body) for held in revealed)
    guessed = ((days[held.own], held.given[me].body, beside.get(held.own)) for held in revealed)
    return Noticed(
        mine=_own_moments(notebook, days, zone),
        theirs=tuple(_moment(day, Answer.own_from_body(said)) for day, said in theirs),
        guesses=tuple(
            guess
            for day, said, aside in guessed
            if (guess := _guess(day, Answer.guess_from_body(said), aside))
        ),
        felt=felt_understood(notebook, zone),
        readings=talks(notebook, zone),
        weeks=weekly(notebook, zone),
    )


def _own_moments(notebook: Notebook, days: Mapping[RecordId, date], zone: tzinfo) -> tuple[Moment, ...]:
    """What was answered in a round is of the round's day, so that it lies beside the guess made with it."""
    own = [r for r in notebook.of_kind("answer") if r.owner == notebook.reader]
    return tuple(_moment(days.get(r.id) or day_of(r.at, zone), Answer.own_from_body(r.body)) for r in own)


def _guess(day: date, guess: Feeling | None, aside: Record | None) -> Guess | None:
    if guess is None:
        return None
    sure = aside.body.get("sure") if aside is not None else None
    first = aside is not None and aside.body.get("order") == "guess"
    return Guess(
        day,
        guess.x,
        guess.y,
        _FAMILIES.get(guess.family),
        None if sure is None else sure / MOST_SURE,
        Order.GUESS_FIRST if first else Order.SELF_FIRST,
    )


# --- talks, weeks, needs and cues, each for its reader alone ----------------------------------------


def felt_understood(notebook: Notebook, zone: tzinfo) -> tuple[FeltUnderstood, ...]:
    """How understood I felt after talks, and how safe it was to speak, the oldest first."""
    mine = (r for r in notebook.of_kind("felt") if r.audience is Audience.MINE)
    return tuple(FeltUnderstood(day_of(r.at, zone), r.body["value"], r.body.get("safe")) for r in mine)


def talks(notebook: Notebook, zone: tzinfo) -> tuple[RatedReading, ...]:
    """(day, mine, theirs), both 0 to 6, of talks that both rated.

    Mine is how well I thought I read them when I asked; theirs how understood they felt, told in answer to that.
    """
    mine = {r.body["of"]: r for r in notebook.of_kind("reading") if r.owner == notebook.reader}
    other = partner_or_last(notebook)
    return tuple(
        RatedReading(day_of(mine[of].at, zone), mine[of].body["value"], r.body["value"])
        for r in notebook.of_kind("felt")
        if r.owner == other and (of := r.body.get("of", "")) in mine
    )


def weekly(notebook: Notebook, zone: tzinfo) -> tuple[Weekly, ...]:
    """The weeks that I rated, the oldest first."""
    mine = (r for r in notebook.of_kind("weekly") if r.owner == notebook.reader)
    return tuple(
        Weekly(day_of(r.at, zone), r.body["safe"], r.body["deep"], r.body["satisfying"]) for r in mine
    )


@dataclass(frozen=True, slots=True)
class NeedMet:
    """Something I said I needed, and whether it turned out to be what I needed."""

    day: date
    need: str
    met: bool


def needs_met(notebook: Notebook, zone: tzinfo) -> tuple[NeedMet, ...]:
    """What I asked for and looked back on, the oldest first; about my asking, and not about who gave."""
    mine = {r.id: r for r in notebook.of_kind("need") if r.owner == notebook.reader}
    return tuple(
        NeedMet(day_of(mine[of].at, zone), mine[of].body["need"], bool(r.body["met"]))
        for r in notebook.of_kind("need_met")
        if (of := r.body["of"]) in mine
    )


@dataclass(frozen=True, slots=True)
class Talked:
    """Whether the two talked, away from the screen, after a reveal."""

    day: date
    talked: bool


def talked(notebook: Notebook, zone: tzinfo) -> tuple[Talked, ...]:
    """What I said of it, the oldest first."""
    mine = (r for r in notebook.of_kind("talked") if r.owner == notebook.reader)
    return tuple(Talked(day_of(r.at, zone), r.body["talked"] == "yes") for r in mine)


@dataclass(frozen=True, slots=True)
class CueStory:
    """One guess by what I went by (voice, face, hands, quiet, pace, or my own words), and whether I met the feeling.

    `met`: the same word or the same family. A story, and never a rate: the five cues come one by one.
    """

    day: date
    round: RoundId
    cues: tuple[str, ...]
    own: str
    met: bool


def cue_stories(notebook: Notebook, zone: tzinfo) -> tuple[CueStory, ...]:
    """The guesses beside which I noted a cue, of reveals I have looked at, the oldest first."""
    me, beside = notebook.reader, asides(notebook)
    seen = looked_at(notebook)
    found = []
    for held in rounds_with(notebook):
        aside = beside.get(held.own)
        if aside is None or held.round.id not in seen or not held.round.is_revealed:
            continue
        cues, own = tuple(aside.body.get("cues", ())), str(aside.body.get("cue_own", ""))
        if not (cues or own):
            continue
        shown = reveal(held.answers[me], held.answers[held.round.other(me)])
        if shown is not None:
            met = bool({"word", "family"} & set(shown.met))
            found.append(CueStory(held.day(zone), held.round.id, cues, own, met))
    return tuple(found)
