"""Lives drawn once for all tests: a thousand couples over twelve weeks, with missed days and taps on the grid."""

from dataclasses import replace

import pytest

from omoiyari.practice.simulated import AIKO, BEN, LIFE, Couple, Hidden, twelve_weeks

LIVES, NULL_LIVES = 1000, 400
#: Guesses that have nothing to do with the other, weeks that go nowhere, and sureness as high as luck deserves.
NOBODY = Hidden(bias=0.0, truth_force=0.0, assumed_similarity=0.0, oversure=-0.18, overestimation=0.0)


@pytest.fixture(scope="session")
def lives() -> list[Couple]:
    """Lives as the demo has them, where feeling understood stays where it is."""
    return [twelve_weeks(seed, aiko=AIKO, ben=BEN, world=replace(LIFE, rise=0.0)) for seed in range(LIVES)]


@pytest.fixture(scope="session")
def null_lives() -> list[Couple]:
    """Lives in which nothing is to be seen."""
    world = replace(LIFE, rise=0.0, hard_week=None)
    return [twelve_weeks(seed, aiko=NOBODY, ben=NOBODY, world=world) for seed in range(NULL_LIVES)]
