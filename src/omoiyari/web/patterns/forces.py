"""What pulls my guesses: the truth, my own mood, or always brighter or darker."""

from collections.abc import Iterable
from dataclasses import replace

from omoiyari import measures
from omoiyari.measures import Axis, Feelings, NotEnoughYet, TruthAndBias
from omoiyari.web.not_yet import missing_words
from omoiyari.web.patterns.model import Detail, Insight, Line, Measured
from omoiyari.web.patterns.words import lines_of
from omoiyari.web.speak import say
from omoiyari.words import N_


def forces(told: Measured) -> Insight:
    """What pulls my guesses: the truth, my own mood, or always brighter or darker."""
    found = told.looks.forces
    insight = Insight("forces", say(N_("What pulls my guesses")), "")
    if isinstance(found, NotEnoughYet):
        return replace(insight, sentence=missing_words(found), enough=False)
    sentence = " ".join(say(one) for one in _pulled(told, found)) or say(
        N_("So far, nothing stands out in what pulls your guesses. We cannot tell.")
    )
    leans = found.assumed_similarity in told.stands
    hint = (
        N_("Try guessing before you name your own mood, or name yours first and set it aside.")
        if leans
        else N_("Nothing to do; it is only good to know.")
    )
    return replace(insight, sentence=sentence, try_this=say(hint))


def forces_lines(told: Measured) -> tuple[Line, ...]:
    """Each of the pulls."""
    found = told.looks.forces
    return () if isinstance(found, NotEnoughYet) else _pulls(found)


def _pulled(told: Measured, found: TruthAndBias) -> Iterable[str]:
    similar, truth, bias = found.assumed_similarity, found.truth_force, found.directional_bias
    if similar in told.stands and similar.value > 0:
        yield N_("Your guesses lean towards your own mood.")
    if truth in told.stands and truth.value > 0:
        yield N_("They follow how your partner really is.")
    if bias in told.stands:
        brighter = bias.value > 0
        yield (
            N_("On the whole you guess brighter than it is.")
            if brighter
            else N_("On the whole you guess darker than it is.")
        )


def _pulls(found: TruthAndBias) -> tuple[Line, ...]:
    return lines_of(
        (N_("Pull of the truth"), found.truth_force),
        (N_("Pull of my own mood"), found.assumed_similarity),
        (N_("Brighter or darker on the whole"), found.directional_bias),
        (N_("How alike our days are"), found.similarity),
        (N_("What my own mood adds in truth"), found.indirect_accuracy),
    )


_PARTS = (
    (N_("On days that were good for them"), Axis.PLEASANTNESS, Feelings.PLEASANT),
    (N_("On days that were hard for them"), Axis.PLEASANTNESS, Feelings.UNPLEASANT),
    (N_("Calm or stirred, on all days"), Axis.ENERGY, Feelings.ALL),
)


def forces_details(told: Measured) -> tuple[Detail, ...]:
    """Pleasant and unpleasant feelings apart, and the grid's other axis: numbers alone, none of them a claim."""
    seen = told.seen
    return tuple(
        _part(title, measures.truth_and_bias(seen.guesses, seen.theirs, seen.mine, axis, feelings))
        for title, axis, feelings in _PARTS
    )


def _part(title: str, found: TruthAndBias | NotEnoughYet) -> Detail:
    if isinstance(found, NotEnoughYet):
        return Detail(say(title), missing_words(found))
    return Detail(say(title), say(N_("The same pulls, looked at apart: the numbers alone.")), _pulls(found))
