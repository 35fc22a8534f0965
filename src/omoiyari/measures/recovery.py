"""How long it takes after a conflict until it feels all right again, with those that are still open (C15, M6).

The share of conflicts still open after so many hours is that of Kaplan and Meier (1958): one that is not over yet
counts for as long as it has been watched. The median is where that share falls to a half. Its interval holds every
time at which a half cannot be ruled out (Brookmeyer & Crowley, 1982), on the scale log(-log(share)), on which few
conflicts do least harm (Kalbfleisch & Prentice, 1980).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf, log, sqrt

from omoiyari.measures.model import NotEnoughYet, Result
from omoiyari.words import N_

LEAST = 5
WATCHED = (
    28 * 24.0
)  # hours; longer than this no conflict is followed, so that a forgotten tap cannot stretch it
METHOD = N_("Kaplan-Meier median, Brookmeyer-Crowley interval on the log-log scale")
SOURCE = "Kaplan & Meier (1958); Brookmeyer & Crowley (1982)"
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Spell:
    """One conflict: so many hours of it are known, and whether it was all right again at their end."""

    hours: float
    over: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """From `hours` on, this share is still open; `variance` is Greenwood's (1926), over the share squared."""

    hours: float
    share: float
    variance: float


def median_recovery(spells: Iterable[Spell]) -> Result | NotEnoughYet:
    """Return the median hours until all right again, from five conflicts.

    Value and ends are infinite where too many are open to say. One conflict must not hang on the last.
    """
    watched = [Spell(min(s.hours, WATCHED), s.over and s.hours <= WATCHED) for s in spells]
    if len(watched) < LEAST:
        return NotEnoughYet(len(watched), LEAST, N_("conflicts that you noted"))
    steps = list(_steps(watched))
    value = next((step.hours for step in steps if step.share <= 0.5), inf)
    return Result(value, _interval(steps), len(watched), METHOD, SOURCE, N_("hours"), null=None)


def _steps(spells: list[Spell]) -> Iterator[_Step]:
    """The share still open, anew at each time at which some were over."""
    share, variance = 1.0, 0.0
    for hours in sorted({spell.hours for spell in spells if spell.over}):
        open_until = sum(spell.hours >= hours for spell in spells)
        over = sum(spell.over and spell.hours == hours for spell in spells)
        left = open_until - over
        share *= left / open_until
        variance = variance + over / (open_until * left) if left else inf
        yield _Step(hours, share, variance)


def _interval(steps: list[_Step]) -> tuple[float, float]:
    """From the first time at which a half cannot be ruled out to the first after the last such."""
    held = [n for n, step in enumerate(steps) if _may_be_half(step)]
    if not held:
        return (steps[0].hours if steps else 0.0), inf
    after = held[-1] + 1
    return steps[held[0]].hours, steps[after].hours if after < len(steps) else inf


def _may_be_half(step: _Step) -> bool:
    if not 0 < step.share < 1:
        return False
    apart = log(-log(step.share)) - log(log(2))
    return abs(apart) <= _Z * sqrt(step.variance) / abs(log(step.share))
