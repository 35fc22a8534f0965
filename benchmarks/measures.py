"""Milliseconds for each measure on two years of daily life, on one core, with all that it can be asked for."""

from collections.abc import Callable
from functools import cached_property
from time import perf_counter

from omoiyari import measures
from omoiyari.measures import Axis, Feelings
from omoiyari.practice.simulated import World, twelve_weeks

DAYS = 730
RUNS = 15
LIMIT = 50.0


def asked() -> dict[str, Callable[[], object]]:
    """Return every measure as Aiko would ask for it after two years of daily rounds."""
    couple = twelve_weeks(1, world=World(missed=0.05, rise=0.0), days=DAYS)
    aiko, ben = couple.aiko, couple.ben
    three = aiko.guesses, ben.moments, aiko.moments
    return {
        "mood": lambda: measures.mood(aiko.moments),
        "energy": lambda: measures.energy(aiko.moments),
        "felt_understood": lambda: measures.felt_understood(aiko.felt_understood),
        "closeness_by_family": lambda: measures.closeness_by_family(*three),
        "closeness_by_distance": lambda: measures.closeness_by_distance(*three),
        "truth_and_bias": lambda: measures.truth_and_bias(*three),
        "truth_and_bias, energy": lambda: measures.truth_and_bias(*three, axis=Axis.ENERGY),
        "truth_and_bias, pleasant": lambda: measures.truth_and_bias(*three, feelings=Feelings.PLEASANT),
        "truth_and_bias, unpleasant": lambda: measures.truth_and_bias(*three, feelings=Feelings.UNPLEASANT),
        "by_week": lambda: measures.by_week((week.day, week.safe) for week in aiko.weeks),
        "overestimation": lambda: measures.overestimation(aiko.readings),
        "drift": lambda: measures.drift(aiko.felt_understood),
        "steady": lambda: measures.steady(aiko.felt_understood),
        "closeness_by_phase": lambda: measures.closeness_by_phase(aiko.guesses, ben.moments),
        "transmission": lambda: measures.transmission(aiko.moments, ben.moments),
        "calibration": lambda: measures.calibration(aiko.guesses, ben.moments),
    }


def whole(answer: object) -> None:
    """Ask an answer for all that it works out only when asked."""
    for name, part in vars(type(answer)).items():
        if isinstance(part, cached_property):
            getattr(answer, name)


def milliseconds(measure: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the worst of the runs, after one to warm up."""
    whole(measure())
    taken = []
    for _ in range(RUNS):
        start = perf_counter()
        whole(measure())
        taken.append((perf_counter() - start) * 1000)
    return sorted(taken)[RUNS // 2], max(taken)


def main() -> None:
    """Print one line a measure: median and worst milliseconds, and whether it keeps the limit."""
    print(f"measures on {DAYS} days (limit {LIMIT:.0f} ms)")
    for name, measure in asked().items():
        median, worst = milliseconds(measure)
        print(f"  {name:28s} {median:7.1f} ms  worst {worst:7.1f}  {'ok' if median <= LIMIT else 'TOO SLOW'}")


if __name__ == "__main__":
    main()
