"""The nouns of the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omoiyari.couple import Audience, BondId, PersonId, RecordId
from omoiyari.words import N_


class Form(StrEnum):
    """What an entry is about; `PEN` is written together, turn by turn."""

    FEELING = "feeling"
    APPRECIATION = "appreciation"
    STRUGGLE = "struggle"
    ATTUNEMENT = "attunement"
    MISSED_CUE = "missed_cue"
    FREE = "free"
    PEN = "pen"


#: The four questions of a missed cue (E13): cue, what I did, why I missed it, what I'll try.
CUE_FIELDS = ("cue", "did", "why", "try")

MAX_CHARACTERS = 20_000
MAX_TAGS = 12
MAX_TAG_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its reader sees it; `bond` is the link it was shared in."""

    id: RecordId
    version: int
    owner: PersonId
    audience: Audience
    bond: BondId | None
    form: Form
    text: str
    cue: Mapping[str, str]
    tags: tuple[str, ...]
    at: datetime
    held_until: datetime | None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a shared entry, or one turn of an entry written together.

    Where its author has deleted it, it is `gone`: no words, and `at` is when that was.
    """

    id: RecordId
    owner: PersonId
    text: str
    at: datetime
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """An entry with what came to it: answers, turns, and who has said "I read this, and I'm with you".

    `earlier` holds the versions before an edit, as far as the same people could read them, oldest first.
    """

    entry: Entry
    earlier: tuple[Entry, ...]
    replies: tuple[Reply, ...]
    passages: tuple[Reply, ...]
    read_by: frozenset[PersonId]


class JournalError(Exception):
    """The journal could not take that."""

    sentence = N_("That could not be written down. Please look at it once more.")


class NothingWritten(JournalError):
    """An empty entry."""

    sentence = N_("There is nothing written yet. A single word is enough.")


class TooLong(JournalError):
    """More than 20,000 characters."""

    sentence = N_("That is longer than 20,000 characters. Make two entries of it; your words are still here.")


class TooManyTags(JournalError):
    """More than twelve tags, or one over 40 characters."""

    sentence = N_("Use at most twelve tags of up to 40 characters each.")


class UnknownForm(JournalError):
    """A kind of entry that does not exist."""

    sentence = N_("Choose what kind of entry this is.")


class NotYourTurn(JournalError):
    """The pen is with the other."""

    sentence = N_("The pen is on the other side just now. You can write when it comes back.")
