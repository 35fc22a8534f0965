"""In what ways somebody shows care (K7, T5), from what they logged and named themselves; for them alone.

Never from age, generation or country, and nothing is said of the other. That everybody has one fixed way has found
little support (Impett, Park & Muise, 2024), so it is told as what happened lately, and "none stands out" is ordinary.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import comb

from omoiyari.couple import Audience, Notebook
from omoiyari.journal import Form
from omoiyari.practice.tally import SmallAct
from omoiyari.practice.ways.options import CARE

DAYS = 84
ENOUGH = 8  # acts whose kind is known
_MOST = 2  # more than two ways are no tendency


WORDS = "words"
NAMES = dict(CARE)


@dataclass(frozen=True, slots=True)
class Care:
    """(name, times) of each way, the most frequent first, and the names of those that clearly stand out; `more` is
    how many acts are missing before anything is said of that."""

    ways: tuple[tuple[str, int], ...]
    often: tuple[str, ...]
    more: int


def thanks_sent(book: Notebook, now: datetime) -> list[datetime]:
    """When the reader sent an appreciation that both can read, in the last twelve weeks."""
    return [
        r.at
        for r in book.of_kind("entry")
        if r.owner == book.reader
        and r.audience is Audience.OURS
        and r.body.get("form") == Form.APPRECIATION
        and now - r.at < timedelta(days=DAYS)
    ]


def ways_of_care(acts: Iterable[SmallAct], thanks: Iterable[datetime], today: date) -> Care | None:
    """Of the acts that were given and whose kind was named, and of thanks, which are words; None where none are."""
    lately = [act for act in acts if 0 <= (today - act.day).days < DAYS and not act.noticed]
    counts = Counter(act.care for act in lately if act.care in NAMES)
    counts[WORDS] += len(list(thanks))
    total = counts.total()
    if not total:
        return None
    ways = tuple((way, count) for way, count in counts.most_common() if count)
    often = tuple(NAMES[way] for way, count in ways if total >= ENOUGH and stands_out(count, total))
    return Care(tuple((NAMES[way], count) for way, count in ways), often[:_MOST], max(0, ENOUGH - total))


def stands_out(count: int, of: int) -> bool:
    """Whether it comes clearly more often than if all five ways were as frequent: an exact binomial test, which over
    all five is wrong on at most one page in twenty."""
    even = 1 / len(NAMES)
    tail = sum(comb(of, n) * even**n * (1 - even) ** (of - n) for n in range(count, of + 1))
    return tail <= 0.05 / len(NAMES)
