"""Where to turn when it is not safe to talk: lines, and pages of small steps."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from omoiyari.library.model import ID


class HelpKind(StrEnum):
    """What a line is for."""

    EMERGENCY = "emergency"
    SUICIDE = "suicide"
    ABUSE = "dv"
    SEXUAL_VIOLENCE = "sexual_violence"
    CHILD = "child"
    MEN = "men"
    LGBT = "lgbt"
    PERPETRATOR = "perpetrator"
    DIRECTORY = "directory"


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number or address to turn to. `verified_at` is empty until a person has checked it at the service itself."""

    country: Annotated[str, "Write the two letters of the country, EU, or INT for everywhere."]
    kind: Annotated[HelpKind, "Write what the line is for."]
    name: Annotated[str, "Write the name of the service."]
    dial: Annotated[str, "Write the number as it is dialled, or '' if there is none."] = ""
    text: Annotated[str, "Write how to reach it by message, or ''."] = ""
    url: Annotated[str, "Write the https address, or ''."] = ""
    hours: Annotated[str, "Write when it answers, or '' if not known."] = ""
    languages: Annotated[tuple[str, ...], "Write the languages as a list, or []."] = ()
    shows_on_bill: Annotated[str, "Write 'yes', 'no' or 'unknown'."] = "unknown"
    verified_at: Annotated[str, "Write the day it was checked as 2026-01-31, or '' if never."] = ""

    @property
    def is_verified(self) -> bool:
        """True only once somebody has checked the line with the service itself."""
        return bool(self.verified_at)


@dataclass(frozen=True, slots=True)
class HelpStep:
    """One small thing to do, with a little more about it."""

    do: Annotated[str, "Write one small thing to do, in one sentence."]
    more: Annotated[str, "Write one or two sentences about it, or ''."] = ""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What somebody can do when it is not safe to talk, for one kind of reader."""

    id: Annotated[str, ID]
    title: Annotated[str, "Write the title as the reader would say it."]
    opening: Annotated[str, "Write two or three sentences that meet the reader where they are."]
    kinds: Annotated[tuple[HelpKind, ...], "Write which kinds of line fit, best first."]
    steps: Annotated[tuple[HelpStep, ...], "Write the steps as [[pages.steps]] tables."]
    closing: Annotated[str, "Write one kind sentence to end with."]


@dataclass(frozen=True, slots=True)
class Help:
    """All help pages, with the words that stand on each."""

    who_wrote_this: Annotated[str, "Say who wrote this and who did not."]
    before_you_look: Annotated[str, "Ask if it is safe to look at this now."]
    about_the_numbers: Annotated[str, "Say how sure we are of the numbers."]
    phone: Annotated[tuple[HelpStep, ...], "Write the tips for using a phone safely as [[phone]] tables."]
    pages: Annotated[tuple[HelpPage, ...], "Write the pages as [[pages]] tables."]
