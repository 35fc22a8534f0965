"""People, the bond, audiences: the words every room speaks, and the one rule for who may see what."""

from omoiyari.couple.errors import (
    AlreadyTogether,
    BondFull,
    CoupleError,
    InviteGone,
    InviteToOneself,
    LinkEnded,
    NotTogether,
)
from omoiyari.couple.model import Audience, Bond, BondId, BondState, PersonId, RecordId, RoundId
from omoiyari.couple.notebook import Notebook, Record
from omoiyari.couple.readers import Readers, readers, sealed_for
from omoiyari.couple.seen import SHARED_KINDS, may_be_shared

__all__ = [
    "SHARED_KINDS",
    "AlreadyTogether",
    "Audience",
    "Bond",
    "BondFull",
    "BondId",
    "BondState",
    "CoupleError",
    "InviteGone",
    "InviteToOneself",
    "LinkEnded",
    "NotTogether",
    "Notebook",
    "PersonId",
    "Readers",
    "Record",
    "RecordId",
    "RoundId",
    "may_be_shared",
    "readers",
    "sealed_for",
]
