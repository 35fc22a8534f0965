"""Which way a claim goes, and what a number is called, in the words of this request."""

from omoiyari.measures import NotEnoughYet, Result
from omoiyari.web.patterns.model import Line, Measured
from omoiyari.web.speak import say


def either_way(told: Measured, claim: Result, cannot_tell: str, above: str, below: str) -> str:
    """Say which way a claim goes, where it stands at all; all three are marked sentences."""
    if claim not in told.stands:
        return say(cannot_tell)
    return say(above if claim.value > 0 else below)


def lines_of(*named: tuple[str, Result | NotEnoughYet]) -> tuple[Line, ...]:
    """Each number, or what is missing for it, under its name, which is a marked sentence."""
    return tuple(Line(say(name), found) for name, found in named)
