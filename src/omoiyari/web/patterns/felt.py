"""Feeling understood after talks: whether it turned or holds steady, and how safe it was to speak."""

from dataclasses import replace
from typing import TYPE_CHECKING

from omoiyari.measures import Drift, NotEnoughYet
from omoiyari.web.not_yet import missing_words
from omoiyari.web.patterns.model import Detail, Insight, Line, Measured
from omoiyari.web.patterns.over_time import TAPS, detail_over_time, lines_over_time, moving, over_time
from omoiyari.web.patterns.words import lines_of
from omoiyari.web.speak import say, speaking
from omoiyari.words import N_

if TYPE_CHECKING:
    from omoiyari.measures import OverTime


def felt(told: Measured) -> Insight:
    """How understood I felt after talks."""
    words = (
        N_("After talks, you mostly felt understood."),
        N_("After talks, you felt understood now and then."),
        N_("After talks, you mostly did not feel understood."),
    )
    found = told.looks.felt
    insight = Insight("felt", say(N_("Feeling understood")), "", try_this=_another_way(told))
    insight = over_time(told, insight, found, words, TAPS)
    return insight if isinstance(found, NotEnoughYet) else replace(insight, doubt=_going(told, found))


def felt_lines(told: Measured) -> tuple[Line, ...]:
    """Where it stands, its average, and how it moves."""
    return lines_over_time(told.looks.felt, TAPS)


def felt_details(told: Measured) -> tuple[Detail, ...]:
    """Whether it turned or holds steady, how safe it was to speak, and how the weeks were."""
    return _turned(told), _steady(told), _spoke(told), *_weeks(told)


def _going(told: Measured, found: "OverTime") -> str:
    """A turn, a slope, a steady stretch, or that we cannot tell: the first of them that stands."""
    if _has_turned(told):
        return _turned(told).sentence
    if found.slope not in told.stands and told.looks.steady in told.stands:
        return say(N_("It has held steady lately."))
    return moving(told, found.slope)


def _another_way(told: Measured) -> str:
    """What to do; a flat stretch below "mostly understood" (B10) asks for another way, and is no failing."""
    found = told.looks.felt
    good = isinstance(found, NotEnoughYet) or found.now.value > 4
    if good or told.looks.steady not in told.stands or _has_turned(told):
        return say(N_("Nothing to do; or say aloud one thing that helped you feel understood."))
    return say(
        N_("Try another exercise with the same aim, such as “Keep, drop, try”. A flat stretch is no failing.")
    )


def _has_turned(told: Measured) -> bool:
    found = told.looks.drift
    return isinstance(found, Drift) and found.change in told.stands


def _turned(told: Measured) -> Detail:
    """One turn in the last half-year (C4)."""
    title, found = say(N_("Has it turned?")), told.looks.drift
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    lines = lines_of((N_("How far it turned, if it did"), found.change))
    if not _has_turned(told):
        return Detail(title, say(N_("Whether it turned on some day, we cannot tell.")), lines)
    higher = N_("It has been higher since about {since} (between {first} and {last}).")
    lower = N_("It has been lower since about {since} (between {first} and {last}).")
    since, first, last = map(speaking.get().date, (found.since, *found.between))
    sentence = say(higher if found.change.value > 0 else lower, since=since, first=first, last=last)
    return Detail(title, sentence, lines)


def _steady(told: Measured) -> Detail:
    """Whether it moves by less than anybody would notice (B10)."""
    title, found = say(N_("Has it held steady?")), told.looks.steady
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    steady = N_("Lately it has moved by less than one tap in twelve weeks, if at all.")
    unknown = N_("Whether it holds steady or moves a little, we cannot tell.")
    sentence = say(steady if found in told.stands else unknown)
    return Detail(title, sentence, lines_of((N_("How it moved in a week, lately"), found)))


def _spoke(told: Measured) -> Detail:
    """One tap after a talk (C18)."""
    words = (
        N_("After talks, you mostly could say what you wanted to say."),
        N_("After talks, it was safe now and then to say what you wanted to say."),
        N_("After talks, it was seldom safe to say what you wanted to say."),
    )
    return detail_over_time(told, N_("Talk by talk: safe to speak?"), told.looks.spoke, words, TAPS)


def _weeks(told: Measured) -> tuple[Detail, ...]:
    """Three taps a week (M12)."""
    safe = (
        N_("Talking has felt mostly safe."),
        N_("Talking has felt safe now and then."),
        N_("Talking has seldom felt safe."),
    )
    deep = (
        N_("Your talks have mostly gone deep."),
        N_("Your talks have gone deep now and then."),
        N_("Your talks have seldom gone deep."),
    )
    satisfying = (
        N_("Your talks have mostly done you good."),
        N_("Your talks have done you good now and then."),
        N_("Your talks have seldom done you good."),
    )
    looks = told.looks
    return (
        detail_over_time(told, N_("Week by week: safer?"), looks.safe, safe, TAPS),
        detail_over_time(told, N_("Week by week: deeper?"), looks.deep, deep, TAPS),
        detail_over_time(told, N_("Week by week: more satisfying?"), looks.satisfying, satisfying, TAPS),
    )
