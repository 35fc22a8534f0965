"""Who can read a record: one rule, asked by the vault's callers and by the sentence beside each field."""

from dataclasses import dataclass

from omoiyari.couple.model import Audience, Bond, BondId, BondState
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


def sealed_for(wanted: Audience, bond: Bond | None) -> tuple[Audience, BondId | None]:
    """Whom a new record is really sealed for, and the bond whose key does it.

    Without a living bond, all that is shared stays mine.
    """
    if not wanted.is_shared:
        return wanted, None
    if bond is None or bond.state is not BondState.TOGETHER:
        return Audience.MINE, None
    return wanted, bond.id
