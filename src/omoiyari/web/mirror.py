"""What the other sees of me, beside what I see: for me alone, on no screen that two look at."""

from dataclasses import dataclass
from datetime import datetime

from omoiyari.couple import Notebook
from omoiyari.practice.kept import HeldRun, runs
from omoiyari.practice.sharing import Gap, gaps
from omoiyari.practice.ways import Show
from omoiyari.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Mirror:
    """My picture of myself and the other's of me. `before` is how many agreed the time before, and when that was."""

    gaps: tuple[Gap, ...]
    before: tuple[int, datetime] | None

    @property
    def alike(self) -> int:
        """In how many of them the two pictures agree."""
        return sum(gap.agrees for gap in self.gaps)


def mirror(visit: Visit, book: Notebook, held: HeldRun) -> Mirror | None:
    """None where an exercise holds no mirror up, and until both have answered."""
    run, me = held.run, visit.person
    if run.way.show is not Show.TO_SUBJECT or not run.has_begun or run.at == 0:
        return None
    found = gaps(run, me)
    return Mirror(found, _before(visit, book, held)) if found else None


def _before(visit: Visit, book: Notebook, held: HeldRun) -> tuple[int, datetime] | None:
    """Of the last time that both answered: how many agreed."""
    for old in reversed(list(runs(book, visit.now))):
        same = old.run.exercise.id == held.run.exercise.id and old.record.at < held.record.at
        if same and (found := gaps(old.run, visit.person)):
            return sum(gap.agrees for gap in found), old.record.at
    return None
