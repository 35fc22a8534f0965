"""What a guide for a tough talk is put together from."""

from dataclasses import dataclass
from typing import Annotated

from omoiyari.library.model import ID
from omoiyari.library.model.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Manner:
    """How plainly a tough talk begins: its first words, with `{about}` in them, and what mends a slip on the way."""

    lead: Annotated[str, "Write how the talk is opened, with {about} in it."]
    repairs: Annotated[tuple[str, ...], "Write two sentences that mend a slip, as a list."]


@dataclass(frozen=True, slots=True)
class View:
    """What is asked about the other's side, and what stands beside one's own guess at it."""

    question: Annotated[str, "Write the question that asks for the other's side."]
    guess: Annotated[str, "Write what to do with one's own guess."]


@dataclass(frozen=True, slots=True)
class Stop:
    """When a tough talk stops, and when it goes on: `back` has `{back}` in it."""

    rule: Annotated[str, "Write when to stop."]
    back: Annotated[str, "Write when to come back, with {back} in it."]


@dataclass(frozen=True, slots=True)
class Hope:
    """What somebody hopes for from a talk: how they ask for it, softly or plainly, and what fits it."""

    id: Annotated[str, ID]
    name: Annotated[str, "Write the name that people see."]
    soft: Annotated[str, "Write how to ask for it, gently."]
    plain: Annotated[str, "Write how to ask for it, straight."]
    question: Annotated[str, "Write one open question that fits it."]
    next_day: Annotated[str, "Write one small thing to do on the day after."]


@dataclass(frozen=True, slots=True)
class ToughTopic:
    """What a tough talk is about, and two questions to ask and listen to."""

    id: Annotated[str, ID]
    name: Annotated[str, "Write the name that people see."]
    about: Annotated[str, "Write how it is said after 'talk about'."]
    questions: Annotated[tuple[str, ...], "Write two open questions as a list."]


@dataclass(frozen=True, slots=True)
class Talks:
    """All that a guide for a tough talk is put together from."""

    evidence: Annotated[Evidence, "Write a table [evidence] with grade, sentence and sources."]
    soft: Annotated[Manner, "Write a table [soft]."]
    plain: Annotated[Manner, "Write a table [plain]."]
    view: Annotated[View, "Write a table [view]."]
    stop: Annotated[Stop, "Write a table [stop]."]
    hopes: Annotated[tuple[Hope, ...], "Write the hopes as [[hopes]] tables."]
    topics: Annotated[tuple[ToughTopic, ...], "Write the topics as [[topics]] tables."]
