"""A level that moves over weeks, told in words: which third it stands in, and whether it is moving."""

from dataclasses import replace
from typing import TYPE_CHECKING

from omoiyari.measures import NotEnoughYet, Result
from omoiyari.web.charts import Chart, chart
from omoiyari.web.not_yet import missing_words
from omoiyari.web.patterns.model import Detail, Insight, Line, Measured
from omoiyari.web.patterns.words import either_way, lines_of
from omoiyari.web.speak import say
from omoiyari.words import N_

if TYPE_CHECKING:
    from omoiyari.measures import OverTime

Words = tuple[str, str, str]
"""What is said of the upper, the middle and the lower third, as marked sentences."""

GRID, TAPS = (-1.0, 1.0), (0.0, 6.0)
"""The ends between which a level lies: of the grid's axes, and of a tap after a talk or in a week."""

_STILL = N_("Whether it is rising or falling, we cannot tell.")


def moving(told: Measured, slope: Result | NotEnoughYet) -> str:
    """Rising or falling where the slope is a claim that stands, else that we cannot tell."""
    if isinstance(slope, NotEnoughYet):
        return say(_STILL)
    return either_way(told, slope, _STILL, N_("It has been rising."), N_("It has been falling."))


def _level(found: "OverTime", words: Words, ends: tuple[float, float]) -> str:
    """The upper or the lower third, in words, where the band does not reach the middle; else what lies between."""
    low, high = ends
    third, middle = (high - low) / 3, (high + low) / 2
    least, most = found.now.interval
    is_high = found.now.value > high - third and least > middle
    is_low = found.now.value < low + third and most < middle
    where = 0 if is_high else 2 if is_low else 1
    return say(words[where])


def lines_over_time(found: "OverTime | NotEnoughYet", ends: tuple[float, float]) -> tuple[Line, ...]:
    """Where it stands, its average, and how it moves; nothing where there is not enough."""
    return () if isinstance(found, NotEnoughYet) else _series(found, ends)


def _series(found: "OverTime", ends: tuple[float, float]) -> tuple[Line, ...]:
    return lines_of(
        (N_("Where it stands now"), _within(found.now, ends)),
        (N_("On the average"), _within(found.average, ends)),
        (N_("Change in a week"), found.slope),
    )


def _within(found: Result, ends: tuple[float, float]) -> Result:
    """The same with no end of its interval beyond what can be tapped."""
    low, high = (min(max(end, ends[0]), ends[1]) for end in found.interval)
    return replace(found, interval=(low, high))


def drawn(found: "OverTime", ends: tuple[float, float]) -> Chart | None:
    """The line of the level; none where there is but one point."""
    return chart(found.points, *ends) if len(found.points) > 1 else None


def over_time(
    told: Measured,
    insight: Insight,
    found: "OverTime | NotEnoughYet",
    words: Words,
    ends: tuple[float, float],
) -> Insight:
    """The insight with its level, its doubt and its line; or with what is missing alone."""
    if isinstance(found, NotEnoughYet):
        return replace(insight, sentence=missing_words(found), enough=False)
    return replace(
        insight,
        sentence=_level(found, words, ends),
        doubt=moving(told, found.slope),
        chart=drawn(found, ends),
    )


def detail_over_time(
    told: Measured, title: str, found: "OverTime | NotEnoughYet", words: Words, ends: tuple[float, float]
) -> Detail:
    """The same as a further look, without a line; `title` is a marked sentence."""
    if isinstance(found, NotEnoughYet):
        return Detail(say(title), missing_words(found))
    sentence = f"{_level(found, words, ends)} {moving(told, found.slope)}"
    return Detail(say(title), sentence, _series(found, ends))
