"""What a guess missed, and the question to ask aloud then."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from omoiyari.library.model import ID


class Missed(StrEnum):
    """What a guess missed, from the guesser's side."""

    FAMILY = "family"
    TOO_BRIGHT = "too_bright"
    TOO_DARK = "too_dark"
    TOO_CALM = "too_calm"
    TOO_STIRRED = "too_stirred"
    UNDERNEATH = "underneath"
    ALL = "all"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to ask aloud after a reveal. `guessed` and `was` are families, set where a family was missed."""

    id: Annotated[str, ID]
    missed: Annotated[Missed, "Write what the guess missed."]
    text: Annotated[str, "Write one question that can be asked aloud as it stands."]
    guessed: Annotated[str, "Write the family that was guessed."] = ""
    was: Annotated[str, "Write the family that it was."] = ""
