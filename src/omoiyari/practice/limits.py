"""The limits that somebody set for themself, as they stand now: from the exercises, and from the pages tagged so."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from omoiyari.couple import Notebook
from omoiyari.practice.kept import play
from omoiyari.practice.run import Run

INTERACTION = "limit-review"
BUILDER = "limit-builder"
MOST = 12  # on one page
LONGEST = 160  # characters


def own_limits(book: Notebook, tags: Iterable[str], now: datetime) -> tuple[str, ...]:
    """The reader's own limits, the newest first; one that was loosened or tightened stands as it is since.

    `tags`: under which of their pages limits are found, each by its first line.
    """
    standing: dict[str, None] = {}  # in the order they were set
    for _, old, new in sorted(_changes(book, frozenset(tags), now), key=lambda change: change[0]):
        standing.pop(old, None)
        standing.pop(new, None)
        standing[new] = None
    return tuple(reversed(standing))[:MOST]


def _changes(book: Notebook, tags: frozenset[str], now: datetime) -> Iterator[tuple[datetime, str, str]]:
    """(when, the limit before or nothing, the limit since)."""
    for record in book.of_kind("entry"):
        if record.owner == book.reader and tags & set(record.body.get("tags", ())):
            yield from _named(record.at, "", str(record.body["text"]))
    mine = [r for r in book.of_kind("run") if r.owner == book.reader]
    for held in play(book, mine, now):
        if held.run.is_done and held.run.keeps and held.run.exercise.interaction in (INTERACTION, BUILDER):
            told = _told(held.run)
            yield from _named(held.record.at, told.get("which", ""), told.get("limit", ""))


def _told(run: Run) -> dict[str, str]:
    return {name: text for said in run.said for name, text in said.fields.items()}


def _named(at: datetime, old: str, text: str) -> Iterator[tuple[datetime, str, str]]:
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    if first or old:
        yield at, old, (first or old)[:LONGEST]
