"""A lesson: a few cards, and perhaps something to sort."""

from dataclasses import dataclass
from typing import Annotated

from omoiyari.library.model import ID
from omoiyari.library.model.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Card:
    """One screen of a lesson: a heading, a few sentences, and a question to answer for oneself."""

    title: Annotated[str, "Write a short heading."]
    text: Annotated[str, "Write two to five short sentences."]
    question: Annotated[str, "Write a question to answer for oneself, or ''."] = ""


@dataclass(frozen=True, slots=True)
class Bin:
    """One place to sort into."""

    id: Annotated[str, ID]
    name: Annotated[str, "Write the name that people see."]
    gloss: Annotated[str, "Write what belongs here in one sentence."]


@dataclass(frozen=True, slots=True)
class SortItem:
    """Something to sort: what was said, what was answered, where it belongs and why."""

    id: Annotated[str, ID]
    heard: Annotated[str, "Write what the one said."]
    answer: Annotated[str, "Write what the other answered."]
    bin: Annotated[str, "Write the id of the place where it belongs."]
    why: Annotated[str, "Write why, in one sentence."]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A few cards, and perhaps something to sort."""

    id: Annotated[str, ID]
    inventory: Annotated[tuple[str, ...], "Write the ids it covers, or []."]
    title: Annotated[str, "Write the name that people see."]
    promise: Annotated[str, "Write in one line what it gives."]
    minutes: Annotated[int, "Write about how long it takes, in whole minutes."]
    cards: Annotated[tuple[Card, ...], "Write the screens as [[cards]] tables."]
    evidence: Annotated[Evidence, "Write a table [evidence] with grade, sentence and sources."]
    bins: Annotated[tuple[Bin, ...], "Write the places to sort into as [[bins]] tables."] = ()
    items: Annotated[tuple[SortItem, ...], "Write what to sort as [[items]] tables."] = ()
