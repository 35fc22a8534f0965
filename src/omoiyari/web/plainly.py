"""What each method of the measures does, in words that need no course in statistics."""

from omoiyari.measures import (
    autoregression,
    change_point,
    closeness,
    forces,
    lagged,
    level,
    plateau,
    rates,
)
from omoiyari.web.speak import say
from omoiyari.words import N_

_ALIKE = N_(
    "Days that lie close together are alike, so they count for less than so many separate days;"
    " that makes the range wider and more honest."
)
PLAIN = {
    autoregression.METHOD: _ALIKE,
    rates.METHOD: N_(
        "Days on which you met it, out of all that count. Days close together are alike and count for less."
    ),
    level.METHOD: N_(
        "A slow line under the ups and downs of single days; the range is where that line may really lie."
    ),
    change_point.METHOD: N_(
        "Twenty days of the last half-year were each tried as the day of one turn. Among so many, luck alone finds"
        " large ones, so a turn must be larger still to count."
    ),
    plateau.METHOD: N_(
        "Steady means more than “we cannot tell”: it is said only where even a change of one tap in twelve weeks, up"
        " or down, would hardly look this flat."
    ),
    lagged.METHOD: N_(
        "How far today moves with their day before, when your own day before is held still. Weeks were put in another"
        " order, 999 times, to see how far luck alone carries."
    ),
    closeness.SKILL: N_(
        "How much nearer your guesses came than the simple ones. Whole stretches of days were drawn again, 999 times,"
        " to see how far luck alone carries."
    ),
    forces.METHOD: N_(
        "How far a guess moves when the feeling moves, all pulls weighed at once. A tap has only seven steps;"
        " what such rounding hides is put back."
    ),
    forces.ALIKE: N_("How much two lines of days rise and fall together: 1 is always, 0 is not at all."),
    forces.PRODUCT: N_("How much you lean on your own mood, times how alike your days are."),
}


def plainly(method: str) -> str:
    """Say what a method does in the language of this request."""
    return say(PLAIN[method])
