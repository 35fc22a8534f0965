"""Why somebody from outside is held out to the reader: one rule for every page that does it."""

from omoiyari.couple import Notebook
from omoiyari.practice import outside
from omoiyari.practice.outside import Reason
from omoiyari.web.loop import zone_of
from omoiyari.web.visit import Visit


def from_outside(book: Notebook, visit: Visit) -> tuple[Reason, ...]:
    """The reasons that stand and do not rest; none while two look at one screen."""
    return () if visit.sitting else outside.shown(book, visit.now, zone_of(book, visit.person))
