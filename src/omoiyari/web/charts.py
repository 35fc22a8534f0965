"""A line with its band as a drawing of our own: for print, for no script, and for whoever cannot see it a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from omoiyari.measures import Point

WIDTH, HEIGHT = 320.0, 140.0
LATELY, WEEK = 28, 7
MOST_DRAWN = 320  # a line of more points than the box is wide looks the same


@dataclass(frozen=True, slots=True)
class Chart:
    """Paths in a 320 by 140 box (band, line, and dots that were noted), and the same as rows."""

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


def chart(points: Sequence[Point], low: float, high: float) -> Chart:
    """Draw `points` between `low` and `high` on the upright axis; days run evenly from left to right."""
    import numpy as np

    days = np.array([point.day.toordinal() for point in points]) - points[0].day.toordinal()
    across, every = np.round(days / max(days[-1], 1) * WIDTH, 1).tolist(), -(-len(points) // MOST_DRAWN)
    drawn = slice(-1 - (len(points) - 1) // every * every, None, every)  # the last point is always drawn
    upper, lower, line = (
        [f"{x},{y}" for x, y in zip(across[drawn], _upright(values, low, high), strict=True)]
        for values in zip(*((p.high, p.low, p.value) for p in points[drawn]), strict=True)
    )
    noted = [(x, p.noted) for x, p in zip(across, points, strict=True) if p.noted is not None]
    dots = zip((x for x, _ in noted), _upright((y for _, y in noted), low, high), strict=True)
    return Chart(
        band="M" + " L".join([*upper, *reversed(lower)]) + " Z",
        line="M" + " L".join(line),
        dots="".join(f"M{x},{y}h0" for x, y in dots),  # points of no length, which a round pen makes round
        low=low,
        high=high,
        rows=tuple(points),
        series=_series(points),
    )


def _series(points: Sequence[Point]) -> str:
    """Five columns for uPlot: seconds, level, low, high, and what was noted."""
    import json

    import numpy as np

    columns: list[list[float | None]] = [
        [(p.day.toordinal() - 719163) * 86400 for p in points],
        *np.round([[p.value, p.low, p.high] for p in points], 3).T.tolist(),
        [None if p.noted is None else round(p.noted, 3) for p in points],
    ]
    return json.dumps(columns, separators=(",", ":"))
