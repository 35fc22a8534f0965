"""Who can read a record: one rule, asked by the vault's callers and by the sentence beside each field."""

from dataclasses import dataclass

from omoiyari.couple.model import Audience, Bond, BondState
from omoiyari.words import N_


@dataclass(frozen=True, slots=True)
class Readers:
    """The audience a field is sealed for, with the sentence that says so (`{partner}` is to be filled in)."""

    audience: Audience
    sentence: str


_SENTENCES = {
    Audience.MINE: N_("Only you can read this."),
    Audience.SAFETY: N_("Only you can read this, and it locks as soon as you look away."),
    Audience.OURS: N_("You and {partner} can read this."),
    Audience.ROUND: N_("You and {partner} can read this once you have both answered."),
}


def readers(audience: Audience) -> Readers:
    """Say who can read what is sealed for `audience`."""
    return Readers(audience, _SENTENCES[audience])


def sealing_audience(wanted: Audience, bond: Bond | None) -> Audience:
    """The audience a new record is really sealed for: without a living bond, all that is shared stays mine."""
    alone = bond is None or bond.state is not BondState.TOGETHER
    return Audience.MINE if wanted.is_shared and alone else wanted
