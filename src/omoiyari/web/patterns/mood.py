"""How my days felt: pleasant, stirred, and after theirs."""

from dataclasses import replace

from omoiyari.measures import NotEnoughYet
from omoiyari.web.not_yet import missing_words
from omoiyari.web.patterns.model import Detail, Insight, Line, Measured
from omoiyari.web.patterns.over_time import GRID, detail_over_time, drawn, lines_over_time, over_time
from omoiyari.web.patterns.words import either_way, lines_of
from omoiyari.web.speak import say
from omoiyari.words import N_


def mood(told: Measured) -> Insight:
    """How pleasant my days were."""
    words = (
        N_("Lately your days have felt mostly good."),
        N_("Lately your days have been mixed, as days are."),
        N_("Lately your days have felt mostly hard."),
    )
    hint = N_("Nothing to do; or look what the good days had in common.")
    insight = Insight("mood", say(N_("How my days felt")), "", try_this=say(hint))
    return over_time(told, insight, told.looks.mood, words, GRID)


def mood_lines(told: Measured) -> tuple[Line, ...]:
    """Where it stands, its average, and how it moves."""
    return lines_over_time(told.looks.mood, GRID)


def mood_details(told: Measured) -> tuple[Detail, ...]:
    """How stirred my days were, and whether they follow theirs."""
    return _energy(told), _follows(told)


def _energy(told: Measured) -> Detail:
    words = (
        N_("Lately your days have been mostly stirred."),
        N_("Lately your days have been between calm and stirred."),
        N_("Lately your days have been mostly calm."),
    )
    found = told.looks.energy
    detail = detail_over_time(told, N_("How stirred my days were"), found, words, GRID)
    return detail if isinstance(found, NotEnoughYet) else replace(detail, chart=drawn(found, GRID))


def _follows(told: Measured) -> Detail:
    """My mood after theirs of the day before (C13); whether theirs follows mine is told to them alone."""
    title, found = say(N_("My mood, a day after theirs")), told.looks.transmission
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    sentence = either_way(
        told,
        found,
        N_("Whether your mood follows theirs of the day before, we cannot tell."),
        N_("Your mood tends to follow theirs of the day before; or both follow the weeks that you share."),
        N_("Your mood tends to swing the other way than theirs of the day before."),
    )
    return Detail(title, sentence, lines_of((N_("How far my mood follows theirs of the day before"), found)))
