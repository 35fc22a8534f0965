"""How close my guesses come, beside luck and simple guesses."""

from dataclasses import replace
from typing import TYPE_CHECKING

from omoiyari.measures import STEP, NotEnoughYet
from omoiyari.web.not_yet import missing_words
from omoiyari.web.patterns.model import Detail, Insight, Line, Measured
from omoiyari.web.patterns.words import either_way, lines_of
from omoiyari.web.speak import say
from omoiyari.words import N_

if TYPE_CHECKING:
    from omoiyari.measures import ByDistance, ByFamily


def _luck(told: Measured, found: "ByFamily | ByDistance") -> str:
    more = found.chance in told.stands
    return say(
        N_("That is more than luck.") if more else N_("Whether that is more than luck, we cannot tell.")
    )


def closeness(told: Measured) -> Insight:
    """How close my guesses come, beside chance and naive guesses."""
    found = told.looks.by_family
    insight = Insight("closeness", say(N_("How close my guesses come")), "")
    if isinstance(found, NotEnoughYet):
        return replace(insight, sentence=missing_words(found), enough=False)
    sentence = say(
        N_("You met the kind of feeling on {met} days in ten; shuffled days would give {chance}."),
        met=f"{found.share * 10:.1f}",
        chance=f"{found.chance.level * 10:.1f}",
    )
    hint = N_("Nothing to do; or ask one question more before you guess.")
    return replace(insight, sentence=sentence, doubt=_luck(told, found), try_this=say(hint))


def closeness_lines(told: Measured) -> tuple[Line, ...]:
    """On what share of days the kind of feeling was met."""
    found = told.looks.by_family
    return () if isinstance(found, NotEnoughYet) else lines_of((N_("Share of days met"), found.rate))


def closeness_details(told: Measured) -> tuple[Detail, ...]:
    """How far off on the grid, the first weeks beside the last, and three simple guesses."""
    return _by_distance(told), _then_and_now(told), *_by_family(told)


def _then_and_now(told: Measured) -> Detail:
    """The first weeks and the last (C10)."""
    title, found = say(N_("My first weeks and my last")), told.looks.by_phase
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    sentence = either_way(
        told,
        found.change,
        N_("Whether your guesses come closer than in your first weeks, we cannot tell."),
        N_("Your guesses land further off than in your first weeks. Some weeks are harder to read."),
        N_("Your guesses come closer than in your first weeks."),
    )
    lines = lines_of(
        (N_("How much further off in the last weeks"), found.change),
        (N_("How much further off with each week"), found.slope),
    )
    return Detail(title, sentence, lines)


def _by_distance(told: Measured) -> Detail:
    title, found = say(N_("How far off, on the grid")), told.looks.by_distance
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    sentence = say(
        N_("Your guesses land {far} steps from where it was; shuffled days would give {chance}."),
        far=f"{found.distance.value / STEP:.1f}",
        chance=f"{found.chance.level / STEP:.1f}",
    )
    lines = lines_of(
        (N_("How far off"), found.distance),
        (N_("Closer than always guessing their average"), found.over_average),
        (N_("Closer than guessing my own mood"), found.over_own_mood),
        (N_("Closer than guessing their last answer"), found.over_yesterday),
    )
    return Detail(title, f"{sentence} {_luck(told, found)}", lines)


def _by_family(told: Measured) -> tuple[Detail, ...]:
    found = told.looks.by_family
    if isinstance(found, NotEnoughYet):
        return ()
    lines = lines_of(
        (N_("More often than guessing their most usual kind"), found.over_usual),
        (N_("More often than guessing my own kind"), found.over_own_mood),
        (N_("More often than guessing their last kind"), found.over_yesterday),
    )
    sentence = N_("How much more often you met the kind of feeling than three simple guesses would have.")
    return (Detail(say(N_("Beside three simple guesses")), say(sentence), lines),)
