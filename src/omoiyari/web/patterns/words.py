"""What is missing, and what a number is called, in the words of this request."""

from omoiyari.measures import NotEnoughYet, Result
from omoiyari.web.patterns.model import Line
from omoiyari.web.speak import say
from omoiyari.words import N_


def missing_words(missing: NotEnoughYet) -> str:
    """Say what is missing, without asking for it."""
    return say(
        N_("Not enough yet to say anything honest: {have} of {need} {what}."),
        have=missing.have,
        need=missing.need,
        what=say(missing.what),
    )


def lines_of(*named: tuple[str, Result | NotEnoughYet]) -> tuple[Line, ...]:
    """Each number, or what is missing for it, under its name, which is a marked sentence."""
    return tuple(Line(say(name), found) for name, found in named)
