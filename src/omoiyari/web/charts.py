"""A line with its band as a drawing of our own: for print, for no script, and for whoever cannot see it a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from omoiyari.measures import Point

WIDTH, HEIGHT = 320.0, 140.0
LATELY, WEEK = 28, 7
MOST_DRAWN = 320  # a line of more points than the box is wide looks the same


@dataclass(frozen=True, slots=True)
class Chart:
    """Paths in a 320 by 140 box, the points that were noted, and the same as rows."""

    band: str
    line: str
    dots: tuple[tuple[float, float], ...]
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


def _place(value: float, low: float, high: float) -> float:
    return round(HEIGHT - (min(max(value, low), high) - low) / (high - low) * HEIGHT, 1)


def chart(points: Sequence[Point], low: float, high: float) -> Chart:
    """Draw `points` between `low` and `high` on the upright axis; days run evenly from left to right."""
    days, every = [point.day.toordinal() for point in points], -(-len(points) // MOST_DRAWN)
    across = [round((day - days[0]) / max(days[-1] - days[0], 1) * WIDTH, 1) for day in days]
    drawn = list(zip(across, points, strict=True))[::-every][::-1]
    upper = [f"{x},{_place(p.high, low, high)}" for x, p in drawn]
    lower = [f"{x},{_place(p.low, low, high)}" for x, p in drawn]
    line = [f"{x},{_place(p.value, low, high)}" for x, p in drawn]
    dots = [
        (x, _place(p.noted, low, high)) for x, p in zip(across, points, strict=True) if p.noted is not None
    ]
    return Chart(
        band="M" + " L".join([*upper, *reversed(lower)]) + " Z",
        line="M" + " L".join(line),
        dots=tuple(dots),
        low=low,
        high=high,
        rows=tuple(points),
        series=_series(points),
    )


def _series(points: Sequence[Point]) -> str:
    """Five columns for uPlot: seconds, level, low, high, and what was noted."""
    import json

    columns: list[list[float | None]] = [
        [(p.day.toordinal() - 719163) * 86400 for p in points],
        [round(p.value, 3) for p in points],
        [round(p.low, 3) for p in points],
        [round(p.high, 3) for p in points],
        [None if p.noted is None else round(p.noted, 3) for p in points],
    ]
    return json.dumps(columns, separators=(",", ":"))
