"""Empathic accuracy, trends with uncertainty, blind spots.

Every measure is a function from what two people noted to a `Result` (value, 95 % interval, n, method, source,
unit) or to `NotEnoughYet`, which says what is missing. The numbers are loaded only when a measure is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from omoiyari.measures.model import (
    STEP,
    Axis,
    Chance,
    Claim,
    Drift,
    Family,
    Feelings,
    FeltUnderstood,
    Guess,
    Moment,
    NotEnoughYet,
    Order,
    Phases,
    Point,
    RatedReading,
    Result,
    SurenessBand,
    TruthAndBias,
)

if TYPE_CHECKING:
    from omoiyari.measures.change import reliable_change, stays_high
    from omoiyari.measures.change_point import drift
    from omoiyari.measures.claims import standing
    from omoiyari.measures.closeness import ByDistance, ByFamily, closeness_by_distance, closeness_by_family
    from omoiyari.measures.forces import truth_and_bias
    from omoiyari.measures.lagged import transmission
    from omoiyari.measures.over_time import OverTime, by_week, energy, felt_understood, mood, safe_to_speak
    from omoiyari.measures.phases import closeness_by_phase
    from omoiyari.measures.plateau import steady
    from omoiyari.measures.sureness import Calibration, calibration, overestimation

__all__ = [
    "STEP",
    "Axis",
    "ByDistance",
    "ByFamily",
    "Calibration",
    "Chance",
    "Claim",
    "Drift",
    "Family",
    "Feelings",
    "FeltUnderstood",
    "Guess",
    "Moment",
    "NotEnoughYet",
    "Order",
    "OverTime",
    "Phases",
    "Point",
    "RatedReading",
    "Result",
    "SurenessBand",
    "TruthAndBias",
    "by_week",
    "calibration",
    "closeness_by_distance",
    "closeness_by_family",
    "closeness_by_phase",
    "drift",
    "energy",
    "felt_understood",
    "mood",
    "overestimation",
    "reliable_change",
    "safe_to_speak",
    "standing",
    "stays_high",
    "steady",
    "transmission",
    "truth_and_bias",
]

_FILES = {
    "ByDistance": "closeness",
    "ByFamily": "closeness",
    "Calibration": "sureness",
    "OverTime": "over_time",
    "by_week": "over_time",
    "closeness_by_distance": "closeness",
    "closeness_by_family": "closeness",
    "closeness_by_phase": "phases",
    "drift": "change_point",
    "energy": "over_time",
    "felt_understood": "over_time",
    "mood": "over_time",
    "safe_to_speak": "over_time",
    "calibration": "sureness",
    "overestimation": "sureness",
    "reliable_change": "change",
    "stays_high": "change",
    "standing": "claims",
    "steady": "plateau",
    "transmission": "lagged",
    "truth_and_bias": "forces",
}


def __getattr__(name: str) -> Any:
    """Load a measure, and numpy with it, the first time it is asked for."""
    if name not in _FILES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_FILES[name]}"), name)
