"""Small acts of four weeks, for oneself: how many of which kind, and how evenly spread, in words (C14, C17)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import log

from omoiyari.couple import Notebook
from omoiyari.practice.kept import play
from omoiyari.practice.round import day_of
from omoiyari.words import N_

INTERACTION = "small-act-tally"
DAYS = 28
WEEKS = DAYS // 7
ENOUGH = 5  # acts; below that nothing is said of how they are spread
EARLY = 14  # days since the first of them, before which neither is
_FEW = N_("Too few yet to say how they are spread; and nobody needs to count them all.")
_EARLY = N_("It is early yet to say how they are spread over the weeks.")
_SPREAD = (
    (0.9, N_("They are spread evenly over the four weeks, a little almost every time.")),
    (0.5, N_("They come in small clusters, with quiet days between.")),
    (0.0, N_("Most of them fell on a few days. One small thing on a plain Tuesday would even it out.")),
)


@dataclass(frozen=True, slots=True)
class SmallAct:
    """One tap: on which day, which act, whether it was noticed in the other (else given), and the way of care that
    its owner named for it, if any."""

    day: date
    act: str
    noticed: bool
    care: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """(act, given, noticed) for each kind, the most frequent first; on how many days; how they are spread."""

    kinds: tuple[tuple[str, int, int], ...]
    days: int
    spread: str


def tally(acts: Iterable[SmallAct], today: date) -> Tally | None:
    """The acts of the four weeks up to today; None where there is none."""
    lately = [act for act in acts if 0 <= (today - act.day).days < DAYS]
    if not lately:
        return None
    noticed = Counter(act.act for act in lately if act.noticed)
    given = Counter(act.act for act in lately if not act.noticed)
    kinds = sorted((given + noticed).items(), key=lambda kind: (-kind[1], kind[0]))
    by_day = Counter(act.day for act in lately)
    return Tally(
        tuple((act, given[act], noticed[act]) for act, _ in kinds), len(by_day), _spread(by_day, today)
    )


def evenness(counts: Iterable[int], places: int = DAYS) -> float:
    """Shannon's entropy of counts by day, or by other places, over the most that so many could have: 1 is as even as
    can be, 0 all on one."""
    counts = [count for count in counts if count]
    total = sum(counts)
    most = log(min(total, places)) if total else 0.0
    return -sum(count / total * log(count / total) for count in counts) / most if most else 0.0


def _spread(by_day: Counter[date], today: date) -> str:
    """Over days and over weeks alike: five days in a row are no four weeks."""
    if by_day.total() < ENOUGH:
        return _FEW
    if (today - min(by_day)).days < EARLY:
        return _EARLY
    by_week = Counter((today - day).days // 7 for day in by_day.elements())
    even = min(evenness(by_day.values()), evenness(by_week.values(), WEEKS))
    return next(words for least, words in _SPREAD if even >= least)


def small_acts(book: Notebook, now: datetime, zone: tzinfo, days: int = DAYS) -> list[SmallAct]:
    """The reader's own taps of the last four weeks, or of other `days`, oldest first."""
    since = now - timedelta(days=days + 1)
    fresh = [r for r in book.of_kind("run") if r.owner == book.reader and r.at > since]
    runs = [held.run for held in play(book, fresh, now) if held.run.exercise.interaction == INTERACTION]
    return [
        SmallAct(
            day_of(run.came[book.reader], zone),
            said.fields["act"],
            said.fields["way"] == "noticed",
            said.fields.get("care", ""),
        )
        for run in runs
        for said in run.said
        if "act" in said.fields and "way" in said.fields
    ]
