"""What the measures are given comes from a few kinds of records, and from nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from omoiyari.couple import Notebook, Record
from omoiyari.practice.noticed import KINDS, noticed
from tests.practice.test_history import AIKO, BEN, Sent, lived, notebook

OPENED = datetime(2026, 3, 2, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Watched(Notebook):
    """A notebook that remembers which kinds were asked of it."""

    asked: set[str] = field(default_factory=set)

    def of_kind(self, *kinds: str) -> Iterator[Record]:
        self.asked.update(kinds)
        return super().of_kind(*kinds)


def test_it_reads_no_kind_but_those_it_names() -> None:
    book = notebook(lived(OPENED, (UTC, UTC), [Sent(AIKO, 5), Sent(BEN, 9)])[2])
    watched = Watched(AIKO, book.records, book.bonds)
    assert len(noticed(watched, UTC).theirs) == 1
    assert watched.asked == KINDS
