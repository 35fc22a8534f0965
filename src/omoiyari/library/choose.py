"""Picks from the content: the lines of a country, the card after a reveal, the card for coming back."""

import re
from collections.abc import Iterable

from omoiyari.library.model.asks import Ask, Missed
from omoiyari.library.model.exercises import Contraindication, Exercise
from omoiyari.library.model.help import HelpKind, Helpline
from omoiyari.library.model.occasion import People
from omoiyari.library.model.starts import Start

EUROPE = frozenset(re.findall("..", "ATBEBGCYCZDEDKEEESFIFRGRHRHUIEITLTLULVMTNLPLPTROSESISK"))
"""Where the European lines stand in for a country's own."""


def helplines_for(
    lines: Iterable[Helpline], country: str, kinds: Iterable[HelpKind] = HelpKind
) -> tuple[Helpline, ...]:
    """The lines of a country, kind by kind, its own before Europe's, directories last.

    An unknown or empty country gives the directories alone; the country is what the reader chose, never a guess.
    """
    own = [line for line in lines if line.country in _reach(country)]
    wanted = [kind for kind in kinds if kind is not HelpKind.DIRECTORY] + [HelpKind.DIRECTORY]
    return tuple(line for kind in wanted for line in _first_country(own, kind, country))


def _reach(country: str) -> set[str]:
    return {country, "INT"} | ({"EU"} if country in EUROPE else set())


def _first_country(lines: Iterable[Helpline], kind: HelpKind, country: str) -> list[Helpline]:
    of_kind = [line for line in lines if line.kind is kind]
    own = [line for line in of_kind if line.country == country]
    return own or of_kind


def asks_for(asks: Iterable[Ask], missed: Missed, guessed: str = "", was: str = "") -> tuple[Ask, ...]:
    """The cards that fit what a guess missed, in the order of the file."""
    return tuple(ask for ask in asks if (ask.missed, ask.guessed, ask.was) == (missed, guessed, was))


def starts_after(starts: Iterable[Start], days: int, *, together: bool = True) -> tuple[Start, ...]:
    """The cards for coming back after so many days: those of the longest time that has passed; on one's own, those
    that speak of no partner."""
    reached = [start for start in starts if start.after_days <= days and (together or not start.for_two)]
    longest = max((start.after_days for start in reached), default=0)
    return tuple(start for start in reached if start.after_days == longest)


def reasons_against(exercise: Exercise, reasons: Iterable[Contraindication]) -> frozenset[str]:
    """Ids of every reason not to do an exercise, with those that hold for all exercises for two."""
    unsaid = {reason.id for reason in reasons if reason.always_for_two and exercise.people is People.TWO}
    return frozenset({reason.id for reason in exercise.not_when} | unsaid)
