"""The same conflict again (B11): a topic that keeps coming back hot or unfinished, told by its dates alone.

The numbers are rules of thumb; no study has set them. A loop is a fact about one's own notes, and no measure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from omoiyari.couple import Notebook
from omoiyari.library import Contraindication, Exercise, People, reasons_against
from omoiyari.practice.conflicts import Conflict
from omoiyari.practice.suggest import NOT_SAFE, without

LEAST = 3
LOOKED_BACK = timedelta(weeks=26)
STILL = timedelta(weeks=8)  # a topic that rested this long is a loop no more
_WHEN_HOT = ("break-with-a-time", "soft-start")
_WHEN_UNFINISHED = ("dream-under-it", "their-side-first")
_ALONE = "kind-onlooker"


@dataclass(frozen=True, slots=True)
class Loop:
    """One topic that keeps coming back, its conflicts the oldest first."""

    times: tuple[Conflict, ...]

    @property
    def unfinished(self) -> int:
        """How many were left unfinished."""
        return sum(one.ended == "unfinished" for one in self.times)

    @property
    def hot(self) -> int:
        """How many got hot."""
        return sum(one.is_hot for one in self.times)

    @property
    def is_hotter_each_time(self) -> bool:
        """Whether each was hotter than the one before, by the taps."""
        heats = [one.heat for one in self.times if one.heat is not None]
        return len(heats) == len(self.times) and all(before < after for before, after in pairwise(heats))


def loops(found: Iterable[Conflict], now: datetime) -> tuple[Loop, ...]:
    """The topics that came back three times or more in half a year and went wrong at least as often; newest first."""
    by_topic: dict[str, list[Conflict]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.began):
        if now - one.began < LOOKED_BACK:
            by_topic[one.about].append(one)
    kept = [Loop(tuple(times)) for times in by_topic.values() if _comes_back(times, now)]
    return tuple(sorted(kept, key=lambda loop: loop.times[-1].began, reverse=True))


def _comes_back(times: list[Conflict], now: datetime) -> bool:
    return now - times[-1].began < STILL and sum(one.went_wrong for one in times) >= LEAST


def to_try(
    loop: Loop,
    book: Notebook,
    exercises: Mapping[str, Exercise],
    reasons: Iterable[Contraindication],
    *,
    alone: bool,
) -> Exercise | None:
    """One thing to try, or none. `alone`: only what one does by oneself, and safely at that."""
    reasons, left_out = tuple(reasons), without(book)
    for exercise in _thought_of(loop, exercises):
        against = reasons_against(exercise, reasons)
        solo_only = alone or book.partner is None
        if (
            against & left_out
            or (solo_only and exercise.people is People.TWO)
            or (alone and NOT_SAFE in against)
        ):
            continue
        return exercise
    return None


def _thought_of(loop: Loop, exercises: Mapping[str, Exercise]) -> Iterator[Exercise]:
    first, then = _WHEN_UNFINISHED, _WHEN_HOT
    if loop.hot > loop.unfinished:
        first, then = then, first
    return (exercises[id] for id in (*first, _ALONE, *then))
