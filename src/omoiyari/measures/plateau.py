"""A plateau: a slope so small, and known so well, that nobody would notice it.

"We cannot tell" is not "steady". Steady is said where both one-sided tests leave less than the smallest change of
interest (equivalence; Schuirmann, 1987; Lakens, 2017).
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from omoiyari.measures.autoregression import Array, Posterior
from omoiyari.measures.change_point import LEAST, lately
from omoiyari.measures.model import FeltUnderstood, NotEnoughYet, Result
from omoiyari.measures.over_time import TAPS, daily, slopes
from omoiyari.words import N_

#: The smallest slope of interest, in points a week: one tap (of 0 to 6) in twelve weeks, the least one can tap.
LEAST_OF_INTEREST = 1 / 12
METHOD = N_("slope with AR(1) errors, against one tap in twelve weeks to either side")
SOURCE = "Lakens (2017)"


def steady(ratings: Iterable[FeltUnderstood]) -> Result | NotEnoughYet:
    """Return the slope of felt-understood over the last 26 weeks, in points a week, from 30 days with a rating.

    `p` is how often a slope of one tap in twelve weeks, up or down, would look at least as flat as this one.
    """
    noted = lately(daily([(rating.day, float(rating.value)) for rating in ratings]))
    if len(noted) < LEAST:
        return NotEnoughYet(len(noted), LEAST, TAPS.notes)
    weeks = np.array([day.toordinal() for day, _ in noted]) / 7
    fit = slopes(np.array([[value for _, value in noted]]), weeks)
    found = fit.result(1, n=len(noted), unit=TAPS.pace, method=METHOD, source=SOURCE, null=None)
    return replace(found, p=float(unlike_flat(fit)[0]))


def unlike_flat(fit: Posterior) -> Array:
    """Return the larger p of both one-sided tests: of a slope below the least of interest, and of one above."""
    ends = np.broadcast_to([[-LEAST_OF_INTEREST], [LEAST_OF_INTEREST]], (2, len(fit.weights)))
    falling, rising = fit.below(ends, 1)
    larger: Array = np.maximum(falling, 1 - rising)
    return larger
