"""When somebody from outside may be worth a thought (B7): four rules over what a person keeps, each with its reason.

Fear goes before all else, and then it is help for one, never for two. The numbers are rules of thumb; no study has
set them. What is put aside rests for three months.
"""

from collections import Counter
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from omoiyari.couple import Notebook
from omoiyari.practice import enough
from omoiyari.practice.conflicts import Conflict, conflicts
from omoiyari.practice.dose import practice
from omoiyari.practice.fear import SIX_WEEKS, fears, is_afraid
from omoiyari.practice.noticed import felt_understood
from omoiyari.practice.round import day_of
from omoiyari.practice.suggest import history

KIND = "outside_rests"
RESTS = timedelta(days=90)

WEEK = timedelta(days=7)
OFTEN_HOT = 3  # the same topic, in six weeks
SELDOM, LOW_WEEKS = 2, 4  # of 0 to 6: mostly not understood; in each of so many weeks
LATELY, RISEN, MINDED = 3, 1.0, 2.0  # checks; steps of 0 to 4; at least so much


class Reason(StrEnum):
    """Why: fear, a topic that gets hot again and again, weeks of not being understood, practice that is minded."""

    AFRAID = "afraid"
    TOPIC = "topic"
    UNHEARD = "unheard"
    MINDING = "minding"


def reasons(book: Notebook, now: datetime, zone: tzinfo) -> tuple[Reason, ...]:
    """What the reader's own notebook says; where there is fear, nothing else is said."""
    if is_afraid(book, now, zone):
        return (Reason.AFRAID,)
    found = {
        Reason.TOPIC: hot_topic(book, now) is not None,
        Reason.UNHEARD: _is_unheard(book, now, zone),
        Reason.MINDING: _minds_practice(book, now, zone),
    }
    return tuple(reason for reason, holds in found.items() if holds)


def shown(book: Notebook, now: datetime, zone: tzinfo) -> tuple[Reason, ...]:
    """The reasons that do not rest: what was put aside keeps all quiet, save a fear that came since."""
    last = book.last(KIND, book.reader)
    rested = last is not None and now - last.at < RESTS
    found = reasons(book, now, zone)
    if not rested or last is None:
        return found
    return found if any(noted > last.at for noted in fears(book, now, zone)) else ()


def _lately(book: Notebook, now: datetime) -> list[Conflict]:
    return [one for one in conflicts(book) if now - one.began < SIX_WEEKS]


def hot_topic(book: Notebook, now: datetime) -> Conflict | None:
    """The newest conflict about what got hot three times within six weeks."""
    hot = [one for one in _lately(book, now) if one.is_hot]
    often = Counter(one.about for one in hot)
    return next((one for one in hot if often[one.about] >= OFTEN_HOT), None)


def _is_unheard(book: Notebook, now: datetime, zone: tzinfo) -> bool:
    """In each of the last four weeks a tap after a talk, and low on the average."""
    ratings, today = felt_understood(book, zone), day_of(now, zone)
    return all(
        _is_low([r.value for r in ratings if (today - r.day).days // 7 == week]) for week in range(LOW_WEEKS)
    )


def _is_low(values: list[int]) -> bool:
    return bool(values) and sum(values) / len(values) <= SELDOM


def _minds_practice(book: Notebook, now: datetime, zone: tzinfo) -> bool:
    """Being asked for support was minded more in the last three checks than before, and practised in each week."""
    taps = [(one.day, one.taps["minding"]) for one in enough.checks(book, zone) if "minding" in one.taps]
    if len(taps) < 2 * LATELY or day_of(now, zone) - taps[-1][0] >= enough.STANDS:
        return False
    lately, before = taps[-LATELY:], [level for _, level in taps[:-LATELY]]
    level = sum(tap for _, tap in lately) / LATELY
    if level < MINDED or level - sum(before) / len(before) < RISEN:
        return False
    days = [done.day for done in practice(history(book, zone))]
    return all(any(day - WEEK < done <= day for done in days) for day, _ in lately)
