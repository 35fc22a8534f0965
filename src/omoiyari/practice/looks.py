"""Everything that the insights look at in what a person noted, and what of it may be said out loud."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omoiyari import measures
from omoiyari.measures import (
    Claim,
    Drift,
    NotEnoughYet,
    Phases,
    Result,
    TruthAndBias,
)
from omoiyari.practice.noticed import Noticed

if TYPE_CHECKING:
    from omoiyari.measures import ByDistance, ByFamily, Calibration, OverTime


@dataclass(frozen=True, slots=True)
class Looks:
    """One person's measures, each an answer or what is missing for one."""

    felt: "OverTime | NotEnoughYet"
    drift: Drift | NotEnoughYet
    steady: Result | NotEnoughYet
    spoke: "OverTime | NotEnoughYet"
    safe: "OverTime | NotEnoughYet"
    deep: "OverTime | NotEnoughYet"
    satisfying: "OverTime | NotEnoughYet"
    by_family: "ByFamily | NotEnoughYet"
    by_distance: "ByDistance | NotEnoughYet"
    by_phase: Phases | NotEnoughYet
    forces: TruthAndBias | NotEnoughYet
    calibration: "Calibration | NotEnoughYet"
    overestimation: Result | NotEnoughYet
    mood: "OverTime | NotEnoughYet"
    energy: "OverTime | NotEnoughYet"
    transmission: Result | NotEnoughYet

    def claims(self) -> Iterator[Claim]:
        """Everything that they may turn into a sentence, declared before anything is known of it."""
        for series in (self.felt, self.spoke, self.safe, self.deep, self.satisfying, self.mood, self.energy):
            if not isinstance(series, NotEnoughYet) and isinstance(series.slope, Result):
                yield series.slope
        for close in (self.by_family, self.by_distance):
            if not isinstance(close, NotEnoughYet):
                yield close.chance
        if isinstance(self.forces, TruthAndBias):
            yield from (
                self.forces.directional_bias,
                self.forces.truth_force,
                self.forces.assumed_similarity,
            )
        if not isinstance(self.calibration, NotEnoughYet):
            yield self.calibration.oversureness
        for turned in (self.drift, self.by_phase):
            if not isinstance(turned, NotEnoughYet):
                yield turned.change
        for alone in (self.overestimation, self.steady, self.transmission):
            if isinstance(alone, Result):
                yield alone


def look(seen: Noticed) -> Looks:
    """Measure all that they tell of, each once."""
    three = seen.guesses, seen.theirs, seen.mine
    return Looks(
        felt=measures.felt_understood(seen.felt),
        drift=measures.drift(seen.felt),
        steady=measures.steady(seen.felt),
        spoke=measures.safe_to_speak(seen.felt),
        safe=measures.by_week((week.day, week.safe) for week in seen.weeks),
        deep=measures.by_week((week.day, week.deep) for week in seen.weeks),
        satisfying=measures.by_week((week.day, week.satisfying) for week in seen.weeks),
        by_family=measures.closeness_by_family(*three),
        by_distance=measures.closeness_by_distance(*three),
        by_phase=measures.closeness_by_phase(seen.guesses, seen.theirs),
        forces=measures.truth_and_bias(*three),
        calibration=measures.calibration(seen.guesses, seen.theirs),
        overestimation=measures.overestimation(seen.readings),
        mood=measures.mood(seen.mine),
        energy=measures.energy(seen.mine),
        transmission=measures.transmission(seen.mine, seen.theirs),
    )
