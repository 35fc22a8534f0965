"""How much has been practised lately, and when it is enough. Less is a good answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)
MOST_DAYS = 5  # of seven: two days of rest are part of it
MOST_MINUTES = 90  # in seven days
NO_PRACTICE = frozenset({"small-acts", "door-sign", "night-off"})  # a tap to note something, or rest itself


class Dose(StrEnum):
    """How full the week is."""

    LIGHT = "light"
    ENOUGH_TODAY = "enough_today"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Practised:
    """One exercise done to its end: which, when, how long, and the taps before and after (0..6, or None).

    `close`: the taps told how close the person felt, as in a comparison, and not the exercise's own question.
    """

    exercise: str
    day: date
    minutes: int
    before: int | None = None
    now: int | None = None
    close: bool = False

    @property
    def change(self) -> int | None:
        """How much higher after than before; None where one of the taps is missing."""
        return None if self.before is None or self.now is None else self.now - self.before


def practice(history: Iterable[Practised]) -> Iterator[Practised]:
    """What of it takes strength: no one-tap notes, and no rest."""
    return (done for done in history if done.exercise not in NO_PRACTICE)


def dose(history: Iterable[Practised], today: date) -> Dose:
    """How full the seven days up to today are. The limits are ours and untested."""
    week = [done for done in practice(history) if today - WEEK < done.day <= today]
    if any(done.day == today for done in week):
        return Dose.ENOUGH_TODAY
    days, minutes = len({done.day for done in week}), sum(done.minutes for done in week)
    return Dose.HIGH if days >= MOST_DAYS or minutes >= MOST_MINUTES else Dose.LIGHT
