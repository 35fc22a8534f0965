"""A person's patterns as a friend would tell them: at most five, each with its doubt, and more on its own page.

One file for each of the five: `felt`, `closeness`, `forces`, `sureness`, `mood`.
"""

from collections.abc import Mapping

from omoiyari import measures
from omoiyari.practice import Noticed
from omoiyari.practice.looks import look
from omoiyari.web.patterns.closeness import closeness, closeness_details
from omoiyari.web.patterns.felt import felt, felt_details
from omoiyari.web.patterns.forces import forces, forces_details
from omoiyari.web.patterns.model import Detail, Insight, Line, Measured, Pattern, Row, Whole
from omoiyari.web.patterns.mood import mood, mood_details
from omoiyari.web.patterns.sureness import sureness, sureness_details

PATTERNS: Mapping[str, Pattern] = {
    "felt": Pattern(felt, felt_details),
    "closeness": Pattern(closeness, closeness_details),
    "forces": Pattern(forces, forces_details),
    "sureness": Pattern(sureness, sureness_details),
    "mood": Pattern(mood, mood_details),
}


def _measured(seen: Noticed) -> tuple[Measured, int]:
    """What was measured, and how many claims were weighed together."""
    looks = look(seen)
    claims = list(looks.claims())
    return Measured(seen, looks, measures.standing(claims)), len(claims)


def tell(seen: Noticed) -> tuple[Insight, ...]:
    """Tell what somebody noted, in the language of this request."""
    told, _ = _measured(seen)
    return tuple(pattern.insight(told) for pattern in PATTERNS.values())


def tell_whole(seen: Noticed, id: str) -> Whole:
    """Tell one of the five with all that lies within it; it claims no more than where all five are told."""
    told, claims = _measured(seen)
    return Whole(PATTERNS[id].insight(told), PATTERNS[id].details(told), claims)


__all__ = ["PATTERNS", "Detail", "Insight", "Line", "Row", "Whole", "tell", "tell_whole"]
