"""A line with its band as a drawing of our own: for print, for no script, and for whoever cannot see it a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from omoiyari.measures import Point

WIDTH, HEIGHT = 320.0, 140.0
LATELY, WEEK = 28, 7
FIRST_DAY = date(1970, 1, 1).toordinal()
MOST_DRAWN = 320  # a line of more points than the box is wide looks the same


@dataclass(frozen=True, slots=True)
class Chart:
    """Paths in a 320 by 140 box (band, line, and dots that were noted), and the same as rows.

    There are no rows where only the drawing is shown.
    """

    band: str
    line: str
    dots: str
    low: float
    high: float
    rows: tuple[Point, ...]
    series: str

    @property
    def lately(self) -> tuple[Point, ...]:
        """The last four weeks, one row a day."""
        return self.rows[-LATELY:]

    @property
    def before(self) -> tuple[Point, ...]:
        """All that came before them, one row a week."""
        return self.rows[:-LATELY][::-WEEK][::-1]


def _upright(values: Iterable[float], low: float, high: float) -> list[float]:
    """Where the values stand in the box, counted from its top."""
    import numpy as np

    within = np.clip(np.fromiter(values, float), low, high)
    places: list[float] = np.round(HEIGHT * (high - within) / (high - low), 1).tolist()
    return places


def _path(across: Iterable[float], upright: Iterable[float]) -> list[str]:
    return [f"{x},{y}" for x, y in zip(across, upright, strict=True)]


def chart(points: Sequence[Point], low: float, high: float) -> Chart:
    """Draw `points` between `low` and `high` on the upright axis; days run evenly from left to right."""
    import numpy as np

    columns = tuple(zip(*points, strict=True))
    days = np.fromiter(map(date.toordinal, columns[0]), int, len(points))
    days -= days[0]
    across, every = np.round(days / max(days[-1], 1) * WIDTH, 1).tolist(), -(-len(points) // MOST_DRAWN)
    drawn = slice(-1 - (len(points) - 1) // every * every, None, every)  # the last point is always drawn
    line, lower, upper = (_path(across[drawn], _upright(values[drawn], low, high)) for values in columns[1:4])
    noted = [(x, y) for x, y in zip(across, columns[4], strict=True) if y is not None]
    dots = _path((x for x, _ in noted), _upright((y for _, y in noted), low, high))
    return Chart(
        band="M" + " L".join([*upper, *reversed(lower)]) + " Z",
        line="M" + " L".join(line),
        dots="".join(f"M{dot}h0" for dot in dots),  # points of no length, which a round pen makes round
        low=low,
        high=high,
        rows=tuple(points),
        series=_series(columns),
    )


def _series(columns: Sequence[Sequence[Any]]) -> str:
    """Five columns for uPlot: seconds, level, low, high, and what was noted."""
    import json

    import numpy as np

    seconds = [(day.toordinal() - FIRST_DAY) * 86400 for day in columns[0]]
    noted = [None if value is None else round(value, 3) for value in columns[4]]
    return json.dumps([seconds, *np.round(columns[1:4], 3).tolist(), noted], separators=(",", ":"))
