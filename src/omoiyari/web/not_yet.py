"""What is missing for a measure, in the words of this request."""

from omoiyari.measures import NotEnoughYet
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
