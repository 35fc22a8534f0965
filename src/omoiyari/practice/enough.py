"""Running dry: seven taps about a week, in one's own keeping, and when several weeks in a row were a full load.

Three signs (B1) and four about listening (B2), each 0 (never) to 4 (nearly always), any of them skipped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from omoiyari import measures
from omoiyari.couple import Notebook
from omoiyari.practice.round import day_of

KIND, ASKED = "enough", "enough_asked"
SIGNS = ("numb", "short", "away")
LISTENING = ("drained", "steering", "minding", "whose")
ALL = (*SIGNS, *LISTENING)
MOST = 4
WEEK = timedelta(days=7)
STANDS = timedelta(days=14)  # how long what the last check said holds without another
ONE_STRETCH = timedelta(days=60)  # three checks further apart are no weeks in a row


@dataclass(frozen=True, slots=True)
class Check:
    """The taps of one week, by what was asked; what was skipped is not among them."""

    day: date
    taps: Mapping[str, int]

    def level(self, asked: tuple[str, ...]) -> float | None:
        """The mean of the taps on these, 0 to 4; None where fewer than half of them were tapped."""
        given = [self.taps[name] for name in asked if name in self.taps]
        return sum(given) / len(given) if 2 * len(given) >= len(asked) else None


def checks(book: Notebook, zone: tzinfo) -> tuple[Check, ...]:
    """My own, the oldest first."""
    mine = (r for r in book.of_kind(KIND) if r.owner == book.reader)
    return tuple(Check(day_of(r.at, zone), r.body) for r in mine)


def levels(found: Iterable[Check], asked: tuple[str, ...] = ALL) -> list[tuple[date, float]]:
    """The weeks in which enough of these was tapped, each with its level."""
    return [(check.day, level) for check in found if (level := check.level(asked)) is not None]


def may_check(book: Notebook, today: date, zone: tzinfo) -> bool:
    """Whether a week has gone by since the last."""
    found = checks(book, zone)
    return not found or today - found[-1].day >= WEEK


def is_asked(book: Notebook) -> bool:
    """Whether I wish to find it on Today, once a week."""
    last = book.last(ASKED, book.reader)
    return last is not None and bool(last.body["weekly"])


def is_full(book: Notebook, today: date, zone: tzinfo) -> bool:
    """Whether the last three checks, none of them long ago, were high: see `measures.stays_high`."""
    found = levels(checks(book, zone))
    lately = found[-3:]
    if len(lately) < 3 or today - lately[-1][0] >= STANDS or lately[-1][0] - lately[0][0] >= ONE_STRETCH:
        return False
    return measures.stays_high(found)
