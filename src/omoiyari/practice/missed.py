"""The cues that somebody noted as missed, gathered from the journal and the exercise: for their author alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from omoiyari.couple import Notebook
from omoiyari.journal import CUE_FIELDS, Form, entry
from omoiyari.measures import NotEnoughYet
from omoiyari.practice.kept import HeldRun, runs
from omoiyari.words import N_

LEAST = 5
LATELY = timedelta(weeks=4)
EXERCISE = "missed-cue"


@dataclass(frozen=True, slots=True)
class Missed:
    """One cue, what I did instead, what got in the way and what I'd try, in my own words. `page`: where it stands.
    `habit`: what got in the way is one of those that the exercise names, and so can be counted."""

    at: datetime
    cue: str
    did: str
    why: str
    next: str
    page: str
    habit: bool = False


@dataclass(frozen=True, slots=True)
class MissedOverTime:
    """How often since when, and what got in the way, the most often first, each at least twice.

    `lately` counts the last four weeks, `before` the four before them; None where the notes do not reach back so far.
    """

    count: int
    since: date
    lately: int
    before: int | None
    in_the_way: tuple[tuple[str, int], ...]


def missed_cues(book: Notebook, now: datetime) -> tuple[Missed, ...]:
    """My own, the newest first."""
    return tuple(sorted([*_written(book), *_practised(book, now)], key=lambda one: one.at, reverse=True))


def _written(book: Notebook) -> Iterator[Missed]:
    for record in book.of_kind("entry"):
        if record.owner == book.reader and record.body["form"] == Form.MISSED_CUE:
            cue = entry(record).cue
            what, did, why, next_ = (cue.get(name, "") for name in CUE_FIELDS)
            # when it was noted, however often its words were changed since
            noted = record if record.version == 1 else book.versions(record.id)[0]
            yield Missed(noted.at, what, did, why, next_, f"/entry/{record.id}")


def _practised(book: Notebook, now: datetime) -> Iterator[Missed]:
    for held in runs(book, now):
        if held.run.exercise.id == EXERCISE and held.record.owner == book.reader and held.run.is_done:
            yield _of_run(held)


def _of_run(held: HeldRun) -> Missed:
    """The fourth page asks what it may have been about, which is no part of what is gathered here."""
    told = [said.fields.get("text", "") or said.fields.get("pick", "") for said in held.run.said]
    page = f"/practise/run/{held.id}"
    return Missed(held.record.at, told[0], told[1], told[2], told[4], page, habit=True)


def over_time(found: Sequence[Missed], now: datetime, zone: tzinfo) -> MissedOverTime | NotEnoughYet:
    """What can be said of these over time; nothing below five."""
    if len(found) < LEAST:
        return NotEnoughYet(len(found), LEAST, N_("missed cues"))
    first = min(one.at for one in found)
    ages = [now - one.at for one in found]
    reaches = now - first >= 2 * LATELY
    counted = Counter(one.why for one in found if one.habit)
    return MissedOverTime(
        count=len(found),
        since=first.astimezone(zone).date(),
        lately=sum(age < LATELY for age in ages),
        before=sum(LATELY <= age < 2 * LATELY for age in ages) if reaches else None,
        in_the_way=tuple((why, times) for why, times in counted.most_common() if times > 1),
    )
