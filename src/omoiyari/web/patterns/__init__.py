"""A person's patterns as a friend would tell them: at most five, each with its doubt, and more on its own page.

One file for each of the five: `felt`, `closeness`, `forces`, `sureness`, `mood`.
"""

from collections.abc import Mapping
from dataclasses import replace

from omoiyari import measures
from omoiyari.practice import Noticed
from omoiyari.practice.looks import look
from omoiyari.web.patterns.closeness import closeness, closeness_details, closeness_lines
from omoiyari.web.patterns.felt import felt, felt_details, felt_lines
from omoiyari.web.patterns.forces import forces, forces_details, forces_lines
from omoiyari.web.patterns.model import Detail, Insight, Line, Measured, Pattern, Row, Whole
from omoiyari.web.patterns.mood import mood, mood_details, mood_lines
from omoiyari.web.patterns.sureness import sureness, sureness_details, sureness_lines

PATTERNS: Mapping[str, Pattern] = {
    "felt": Pattern(felt, felt_lines, felt_details),
    "closeness": Pattern(closeness, closeness_lines, closeness_details),
    "forces": Pattern(forces, forces_lines, forces_details),
    "sureness": Pattern(sureness, sureness_lines, sureness_details),
    "mood": Pattern(mood, mood_lines, mood_details),
}


def _measured(seen: Noticed) -> tuple[Measured, int]:
    """What was measured, and how many claims were weighed together."""
    looks = look(seen)
    claims = list(looks.claims())
    return Measured(seen, looks, measures.standing(claims)), len(claims)


def tell(seen: Noticed) -> tuple[Insight, ...]:
    """Tell what somebody noted, in the language of this request; nothing where they noted nothing.

    The rows behind a line are left to its page.
    """
    if not seen.mine:
        return ()
    told, _ = _measured(seen)
    return tuple(_at_a_glance(pattern.insight(told)) for pattern in PATTERNS.values())


def _at_a_glance(insight: Insight) -> Insight:
    return replace(insight, chart=insight.chart and replace(insight.chart, rows=()))


def tell_whole(seen: Noticed, id: str) -> Whole:
    """Tell one of the five with all that lies within it; it claims no more than where all five are told."""
    (told, claims), pattern = _measured(seen), PATTERNS[id]
    return Whole(pattern.insight(told), pattern.lines(told), pattern.details(told), claims)


__all__ = ["PATTERNS", "Detail", "Insight", "Line", "Row", "Whole", "tell", "tell_whole"]
