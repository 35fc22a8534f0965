"""What was found: of an exercise or a lesson, of what is often believed, and of what one often reads."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from omoiyari.library.model import ID

SOURCES = "Write at least one source, such as sources = [{ who = 'Finkel et al.', year = 2013 }]."


class Grade(StrEnum):
    """How well an exercise has been tested. X-changed: unsupported as usually told, so ours differs."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    X_CHANGED = "X-changed"


@dataclass(frozen=True, slots=True)
class Source:
    """Who found it, and when. `checked` is true only where at least the abstract was read for this project."""

    who: Annotated[str, "Write the authors as in who = 'Finkel et al.'."]
    year: Annotated[int, "Write the year as in year = 2013."]
    checked: Annotated[bool, "Write true only if you have read at least the abstract."] = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A grade, one honest sentence, and its sources. `changed` says how ours differs from a failed version."""

    grade: Annotated[Grade, "Write how well it has been tested."]
    sentence: Annotated[str, "Write one honest sentence on what was and was not found."]
    sources: Annotated[tuple[Source, ...], SOURCES]
    changed: Annotated[str, "Write what was changed from the version that failed."] = ""


@dataclass(frozen=True, slots=True)
class Myth:
    """Something often believed, what is nearer the truth, and one way to try it."""

    id: Annotated[str, ID]
    inventory: Annotated[tuple[str, ...], "Write the ids it covers."]
    says: Annotated[str, "Write the myth as people say it."]
    nearer: Annotated[str, "Write what is nearer the truth, in two to four sentences."]
    try_it: Annotated[str, "Write one way to try it tonight."]
    evidence: Annotated[Evidence, "Write a table [myths.evidence] with grade, sentence and sources."]


class Verdict(StrEnum):
    """What became of a claim when it was looked up."""

    HOLDS = "holds"
    PARTLY = "partly"
    MIXED = "mixed"
    OVERSTATED = "overstated"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim one often reads, what was found when it was looked up, and what this product does about it."""

    id: Annotated[str, ID]
    says: Annotated[str, "Write the claim in our own words."]
    verdict: Annotated[Verdict, "Write what became of it."]
    found: Annotated[str, "Write what was found, with numbers where there are any."]
    so_we: Annotated[str, "Write what we do about it."]
    sources: Annotated[tuple[Source, ...], "Write the sources, or [] if none could be found."] = ()
