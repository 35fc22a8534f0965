"""Mood, energy, feeling understood and the weeks over time: a level with its band, an average, and a slope."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import fsum
from operator import attrgetter

import numpy as np

from omoiyari.measures import autoregression, level
from omoiyari.measures.autoregression import Array, Posterior
from omoiyari.measures.model import Axis, FeltUnderstood, Moment, NotEnoughYet, Point, Result
from omoiyari.words import N_

LEAST_FOR_LEVEL = 7
LEAST_FOR_SLOPE = 20
LEAST_WEEKS_FOR_LEVEL = 4
LEAST_WEEKS_FOR_SLOPE = 12

Noted = list[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class _Scale:
    """What a series is counted in, how many days lie between its notes, and how many it takes."""

    unit: str
    pace: str
    notes: str
    every: int = 1
    for_level: int = LEAST_FOR_LEVEL
    for_slope: int = LEAST_FOR_SLOPE


GRID = _Scale(N_("steps on the grid, -1 to 1"), N_("steps on the grid a week"), N_("days with a check-in"))
TAPS = _Scale(N_("points of 0 to 6"), N_("points a week"), N_("days with a rating after a talk"))
WEEKS = replace(
    TAPS,
    notes=N_("weeks with three taps"),
    every=7,
    for_level=LEAST_WEEKS_FOR_LEVEL,
    for_slope=LEAST_WEEKS_FOR_SLOPE,
)


@dataclass(frozen=True)
class OverTime:
    """A series with its band, where it stands now, its average, and how it moves in a week.

    Each is worked out when it is first asked for. `noted` holds one value a day that was noted, oldest first.
    """

    noted: Noted
    scale: _Scale

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The level with its band on every day, noted or not."""
        return _points(self.noted, self.scale.every)

    @cached_property
    def now(self) -> Result:
        """The level on the last day."""
        last = self.points[-1]
        band, n = (last.low, last.high), len(self.noted)
        return Result(last.value, band, n, level.METHOD, level.SOURCE, self.scale.unit, null=None)

    @cached_property
    def average(self) -> Result:
        """The average of all days."""
        apart = np.diff([float(day.toordinal()) for day, _ in self.noted]) / self.scale.every
        fit = autoregression.average(np.array([[value for _, value in self.noted]]), apart)
        return fit.result(0, n=len(self.noted), unit=self.scale.unit, null=None)

    @cached_property
    def slope(self) -> Result | NotEnoughYet:
        """How far it moves in a week."""
        if len(self.noted) < self.scale.for_slope:
            return NotEnoughYet(len(self.noted), self.scale.for_slope, self.scale.notes)
        weeks = np.array([day.toordinal() for day, _ in self.noted]) / 7
        fit = slopes(np.array([[value for _, value in self.noted]]), weeks, self.scale.every)
        return fit.result(1, n=len(self.noted), unit=self.scale.pace)


def mood(moments: Sequence[Moment]) -> OverTime | NotEnoughYet:
    """Return pleasantness (-1 to 1) over time, from 7 days; its slope a week, from 20 days."""
    return _axis_over_time(moments, Axis.PLEASANTNESS)


def energy(moments: Sequence[Moment]) -> OverTime | NotEnoughYet:
    """Return energy (-1 calm to 1 stirred) over time, from 7 days; its slope a week, from 20 days."""
    return _axis_over_time(moments, Axis.ENERGY)


def felt_understood(ratings: Sequence[FeltUnderstood]) -> OverTime | NotEnoughYet:
    """Return felt-understood (0 to 6) over time, from 7 days; its slope a week, from 20 days."""
    return _over_time(daily([(rating.day, float(rating.value)) for rating in ratings]), TAPS)


def safe_to_speak(ratings: Sequence[FeltUnderstood]) -> OverTime | NotEnoughYet:
    """Return how safe it was to speak (0 to 6) over time, from 7 days; its slope a week, from 20 days."""
    return _over_time(daily([(r.day, float(r.safe)) for r in ratings if r.safe is not None]), TAPS)


def by_week(ratings: Iterable[tuple[date, int]]) -> OverTime | NotEnoughYet:
    """Return a weekly rating (any day of the week, 0 to 6) over time, from 4 weeks; its slope a week, from 12.

    How safe, how deep or how satisfying talking felt; one row for each week, counted from Mondays.
    """
    weeks = [(day - timedelta(days=day.weekday()), float(value)) for day, value in ratings]
    return _over_time(daily(weeks), WEEKS)


def slopes(y: Array, weeks: Array, every: int = 1) -> Posterior:
    """Regress `y` (couples, notes) on time in `weeks` (notes,), `every` so many days; coefficient 1 is the slope."""
    x = np.stack([np.ones_like(weeks), weeks - weeks.mean()], axis=1)
    apart = np.rint(np.diff(weeks) * 7) / every
    return autoregression.regress(y, np.broadcast_to(x, (*y.shape, 2)), apart)


def _axis_over_time(moments: Sequence[Moment], axis: Axis) -> OverTime | NotEnoughYet:
    place = attrgetter(axis.value)
    return _over_time(daily([(moment.day, float(place(moment))) for moment in moments]), GRID)


def daily(noted: Noted) -> Noted:
    """Average what was noted on the same day, oldest first."""
    if len(dict(noted)) == len(noted):
        return sorted(noted)
    days: dict[date, list[float]] = {}
    for day, value in noted:
        days.setdefault(day, []).append(value)
    return [(day, fsum(days[day]) / len(days[day])) for day in sorted(days)]


def _over_time(noted: Noted, scale: _Scale) -> OverTime | NotEnoughYet:
    if len(noted) < scale.for_level:
        return NotEnoughYet(len(noted), scale.for_level, scale.notes)
    return OverTime(noted, scale)


def _points(noted: Noted, every: int) -> tuple[Point, ...]:
    first, final = noted[0][0], noted[-1][0]
    days = [first + timedelta(days=i) for i in range(0, (final - first).days + 1, every)]
    value_on = dict(noted)
    bands = level.smooth(np.array([[value_on.get(day, np.nan) for day in days]]))
    rows = zip(days, *(band[0].tolist() for band in bands), map(value_on.get, days), strict=True)
    return tuple(map(Point._make, rows))
