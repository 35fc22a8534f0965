"""How each interaction of the library is played, one row for each id of `interactions.toml`.

Two interactions share a row only where the practice is the same. The rows stand in files by who does what: one alone
(`alone`), both guessing (`guessed`), both speaking (`spoken`), both writing or picking (`shared`).
"""

from collections.abc import Mapping

from omoiyari.practice.ways.alone import ALONE
from omoiyari.practice.ways.guessed import GUESSED
from omoiyari.practice.ways.model import Back, Discard, Look, Show, Way
from omoiyari.practice.ways.shared import SHARED
from omoiyari.practice.ways.spoken import SPOKEN

WAYS: Mapping[str, Way] = {**ALONE, **GUESSED, **SPOKEN, **SHARED}

_STEP_BY_STEP = Way(rule="both")


def way(interaction: str) -> Way:
    """How an interaction is played; one that no row names is played step by step as it is written."""
    return WAYS.get(interaction, _STEP_BY_STEP)


__all__ = ["WAYS", "Back", "Discard", "Look", "Show", "Way", "way"]
