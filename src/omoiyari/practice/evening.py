"""The question of the day and of the week: which of the library's, or of people's own, suits an evening.

Nothing has to be kept so that none comes back within 120 days: each of the library's has its own days, one in 120,
and an evening takes the one of its few that suits it best. What an evening is for two is made only of what both can
see, so both are asked the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from hashlib import blake2b
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from omoiyari.couple import Bond, Notebook, PersonId
from omoiyari.library import Capacity, Mood, Place, Prompt, Setting, Topic
from omoiyari.practice.answer import Answer
from omoiyari.practice.asked import EVERY, Own
from omoiyari.practice.history import Held, rounds_of_today
from omoiyari.practice.round import day_of
from omoiyari.practice.suggest import mood_now, usual_place

YES = "topic"  # the kind of record that says yes to one
DEEPEST = 3
_CLOSER = (7, 30)  # evenings after which questions may come one level closer
_WEEKS = 18  # over 120 days
_HEAVY = frozenset({Mood.LOW, Mood.TENSE})
_WEARY = _HEAVY | {Mood.TIRED}
_SATURDAY = 5


# --- topics that wait for a yes -------------------------------------------------------------------------


def said_yes(book: Notebook, person: PersonId) -> frozenset[Topic]:
    """The topics that a person has said yes to: with the partner of today, or on their own."""
    pair = _pair(book)
    where = pair.id if pair is not None else None
    here = (r.body["topic"] for r in book.of_kind(YES) if r.owner == person and r.bond == where)
    return frozenset(Topic(topic) for topic in here if topic in set(Topic))


def open_topics(book: Notebook) -> frozenset[Topic]:
    """The topics that everybody who would be asked has said yes to."""
    own = said_yes(book, book.reader)
    return own & said_yes(book, book.partner) if book.partner is not None else own


# --- what an evening is -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evening:
    """What the questions of one evening are chosen by. `level` is the deepest closeness, from 1 to 3; `mood` is any
    where it is not known; `parted` is somebody on their own after a link; `topics` have been said yes to. Those who
    have the same `lot` are asked the same."""

    day: date
    lot: str
    level: int = 1
    mood: Mood = Mood.ANY
    apart: bool = False
    parted: bool = False
    topics: frozenset[Topic] = frozenset()

    def fits(self, prompt: Prompt) -> bool:
        """Whether it may be asked this evening."""
        return (
            self.may_ask(prompt)
            and prompt.closeness <= self.level
            and self._suits_mood(prompt)
            and self._suits_place(prompt.setting)
        )

    def may_ask(self, prompt: Prompt) -> bool:
        """Whether those who are here have nothing against it, on any evening."""
        unasked = prompt.topic.waits_for_a_yes and prompt.topic not in self.topics
        return not unasked and not (self.parted and prompt.for_two)

    def is_meant(self, prompt: Prompt) -> bool:
        """Whether it was written for an evening like this one."""
        own_mood = prompt.mood is self.mood and self.mood is not Mood.ANY
        return own_mood or (self.apart and prompt.setting is Setting.APART)

    def _suits_mood(self, prompt: Prompt) -> bool:
        if prompt.mood is self.mood is not Mood.ANY:
            return True
        if self.mood in _WEARY:
            return prompt.mood is Mood.ANY and prompt.capacity is Capacity.LOW and prompt.closeness < DEEPEST
        return prompt.mood not in _HEAVY

    def _suits_place(self, setting: Setting) -> bool:
        out = not self.apart and self.day.weekday() >= _SATURDAY
        asked = {Setting.ANYWHERE: True, Setting.APART: self.apart, Setting.OUT: out}
        return asked.get(setting, not self.apart)


def evening_of(book: Notebook, now: datetime, zone: tzinfo) -> Evening:
    """This evening: for two, by what both can see; on one's own, by what one has said."""
    pair, day = _pair(book), day_of(now, zone)
    if pair is not None:
        met = [held for held in rounds_of_today(book) if held.round.is_revealed and held.round.is_closed(now)]
        mood, apart = _mood_of_two(met, now), _clocks_differ(book, pair, now)
        return Evening(day, pair.id, _level(len(met)), mood, apart, topics=open_topics(book))
    check_ins = sum(r.owner == book.reader for r in book.of_kind("answer"))
    apart, parted = usual_place(book) is Place.APART, book.bond is None and bool(book.bonds)
    mood = mood_now(book, now)
    return Evening(day, book.reader, _level(check_ins), mood, apart, parted, open_topics(book))


def _pair(book: Notebook) -> Bond | None:
    return book.bond if book.partner is not None else None


def _level(evenings: int) -> int:
    return 1 + sum(evenings >= closer for closer in _CLOSER)


def _mood_of_two(met: Sequence[Held], now: datetime) -> Mood:
    """How the evening before was for whoever had the harder one, where both said so: today's both may not know."""
    if not met or now - met[-1].round.closes >= timedelta(days=1):
        return Mood.ANY
    harder = min(met[-1].given.values(), key=lambda answer: Answer.from_body(answer.body).own.x)
    return mood_now(Notebook(harder.owner, (harder,)), harder.at)


def _clocks_differ(book: Notebook, pair: Bond, now: datetime) -> bool:
    """Whether the two have told clocks that show different times: they are far apart."""
    told = {r.owner: str(r.body.get("zone", "")) for r in book.of_kind("name") if r.bond == pair.id}
    shown = {offset for zone in told.values() if (offset := _offset(zone, now)) is not None}
    return len(shown) > 1


def _offset(zone: str, now: datetime) -> timedelta | None:
    try:
        return now.astimezone(ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return None


# --- of the day, and of the week ------------------------------------------------------------------------


def deal(evening: Evening, prompts: Iterable[Prompt], hands: int = EVERY) -> tuple[Sequence[Prompt], ...]:
    """What the lot deals to each of so many days. Those that suit every evening go round first, so that for two each
    day has one of them; after a link nothing that speaks of two is dealt."""
    kept = [prompt for prompt in prompts if not (evening.parted and prompt.for_two)]
    kept.sort(key=lambda prompt: (not _suits_everybody(prompt), _lot(evening.lot, prompt.id)))
    return tuple(kept[at::hands] for at in range(hands))


def of_the_day(
    evening: Evening, dealt: Sequence[Sequence[Prompt]], own: Iterable[Own]
) -> Own | Prompt | None:
    """The question of one day: an own one whose day it is, else the one that suits the evening best.

    There is always one for two people; somebody who has parted may find none on a hard evening.
    """
    due = [one for one in own if one.comes_on(evening.day)]
    if due:
        return min(due, key=lambda one: _lot(evening.lot, evening.day.isoformat(), one.id))
    return _choose(evening, filter(evening.fits, _todays(evening, dealt)))


def lighter(evening: Evening, dealt: Sequence[Sequence[Prompt]]) -> Prompt | None:
    """The light question of the same day, for whoever has less strength."""
    light = (prompt for prompt in _todays(evening, dealt) if prompt.is_light)
    return _choose(evening, filter(evening.fits, light))


def of_the_week(evening: Evening, questions: Iterable[Prompt]) -> Prompt | None:
    """A deep question for a long evening, a new one each Monday; none before those who ask know each other's ways."""
    if evening.level < DEEPEST:
        return None
    week = (evening.day.toordinal() - 1) // 7
    dealt = deal(evening, (one for one in questions if one.closeness == DEEPEST), _WEEKS)
    here = [one for one in dealt[week % _WEEKS] if evening.may_ask(one)]
    return here[week // _WEEKS % len(here)] if here else None


def _todays(evening: Evening, dealt: Sequence[Sequence[Prompt]]) -> Sequence[Prompt]:
    return dealt[evening.day.toordinal() % len(dealt)]


def _choose(evening: Evening, fitting: Iterable[Prompt]) -> Prompt | None:
    """What was written for such an evening, else any; those of one day take turns when it comes round again."""
    fitting = list(fitting)
    best = [prompt for prompt in fitting if evening.is_meant(prompt)] or fitting
    return best[evening.day.toordinal() // EVERY % len(best)] if best else None


def _suits_everybody(prompt: Prompt) -> bool:
    return (
        prompt.is_light
        and prompt.mood is Mood.ANY
        and prompt.setting is Setting.ANYWHERE
        and not prompt.topic.waits_for_a_yes
    )


def _lot(*parts: str) -> bytes:
    return blake2b("\0".join(parts).encode(), digest_size=8).digest()
