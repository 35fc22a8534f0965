"""How sure I am of my guesses, beside how often I was right."""

from dataclasses import replace
from typing import TYPE_CHECKING

from omoiyari.measures import NotEnoughYet, SurenessBand
from omoiyari.web.not_yet import missing_words
from omoiyari.web.patterns.model import Detail, Insight, Line, Measured, Row
from omoiyari.web.patterns.words import either_way, lines_of
from omoiyari.web.speak import say
from omoiyari.words import N_

if TYPE_CHECKING:
    from omoiyari.measures import Calibration


def sureness(told: Measured) -> Insight:
    """How sure I was, beside how often I was right."""
    found = told.looks.calibration
    insight = Insight("sureness", say(N_("How sure I am of my guesses")), "")
    if isinstance(found, NotEnoughYet):
        return replace(insight, sentence=missing_words(found), enough=False)
    if found.oversureness not in told.stands:
        sentence = N_("Whether you were too sure or not sure enough, we cannot tell.")
    elif found.oversureness.value > 0:
        sentence = N_("You were surer of your guesses than they turned out. That happens easily.")
    else:
        sentence = N_("You read better than you trusted yourself to.")
    hint = N_("Nothing to do; or ask anyway when you feel quite sure.")
    return replace(insight, sentence=say(sentence), try_this=say(hint))


def sureness_lines(told: Measured) -> tuple[Line, ...]:
    """How much surer than right, and how far off."""
    found = told.looks.calibration
    if isinstance(found, NotEnoughYet):
        return ()
    surer, missed = N_("How much surer than right"), N_("How far sureness missed")
    return lines_of((surer, found.oversureness), (missed, found.brier))


def sureness_details(told: Measured) -> tuple[Detail, ...]:
    """How often I was right when I was this sure, and how well they say I read them."""
    found = told.looks.calibration
    bands = () if isinstance(found, NotEnoughYet) else (_bands(found),)
    return *bands, _overestimation(told)


def _bands(found: "Calibration") -> Detail:
    rows = tuple(_row(band) for band in found.bands)
    return Detail(
        say(N_("When I was this sure, how often was I right?")),
        say(N_("If sureness fits, both columns say the same.")),
        rows=rows,
    )


def _row(band: SurenessBand) -> Row:
    sure = f"{band.low * 100:.0f}–{band.high * 100:.0f} %"
    if isinstance(band.right, NotEnoughYet):
        return Row(sure, missing_words(band.right))
    low, high = (100 * end for end in band.right.interval)
    right = say(
        N_("{value} % (between {low} and {high})"),
        value=f"{band.right.value * 100:.0f}",
        low=f"{low:.0f}",
        high=f"{high:.0f}",
    )
    return Row(sure, right)


def _overestimation(told: Measured) -> Detail:
    title, found = say(N_("After talks: how well I thought I read them")), told.looks.overestimation
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    sentence = either_way(
        told,
        found,
        N_("Whether you thought too well of your reading, or not well enough, we cannot tell."),
        N_("You thought you had read more than was felt. That happens easily."),
        N_("More of your reading was felt than you thought."),
    )
    return Detail(title, sentence, lines_of((N_("How much higher I rated my reading"), found)))
