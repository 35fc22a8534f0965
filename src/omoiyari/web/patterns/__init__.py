"""A person's patterns as a friend would tell them: at most five, each with its doubt, and more on request.

One file for each of the five: `felt`, `closeness`, `forces`, `sureness`, `mood`.
"""

from collections.abc import Callable

from omoiyari.measures import standing
from omoiyari.practice import Noticed
from omoiyari.practice.looks import look
from omoiyari.web.patterns.closeness import closeness
from omoiyari.web.patterns.felt import felt
from omoiyari.web.patterns.forces import forces
from omoiyari.web.patterns.model import Detail, Insight, Line, Measured, Row, Told
from omoiyari.web.patterns.mood import mood
from omoiyari.web.patterns.sureness import sureness
from omoiyari.web.patterns.words import missing_words

PATTERNS: tuple[Callable[[Measured], Insight], ...] = (felt, closeness, forces, sureness, mood)


def tell(seen: Noticed) -> Told:
    """Tell what somebody noted, in the language of this request."""
    looks = look(seen)
    claims = list(looks.claims())
    told = Measured(seen, looks, standing(claims))
    return Told(tuple(pattern(told) for pattern in PATTERNS), len(claims))


__all__ = ["PATTERNS", "Detail", "Insight", "Line", "Row", "Told", "missing_words", "tell"]
