"""An exercise: its steps, the interaction it plays, what it keeps, and when it is better left."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from omoiyari.couple.model import Audience
from omoiyari.library.model import ID
from omoiyari.library.model.evidence import Evidence
from omoiyari.library.model.occasion import Capacity, Mode, Mood, People, Place


class Better(StrEnum):
    """Which way the first question after an exercise is better than the one before: more of it, less of it, or
    neither, where the two ask different things."""

    MORE = "more"
    LESS = "less"
    NONE = "none"

    @property
    def sign(self) -> int:
        """What a rise by one is worth: 1, -1 or nothing."""
        return {Better.MORE: 1, Better.LESS: -1, Better.NONE: 0}[self]


class Turn(StrEnum):
    """Whose step it is. EACH: both at once, unseen by the other. TOGETHER: both at once, in the open."""

    ALONE = "alone"
    EACH = "each"
    FIRST = "first"
    SECOND = "second"
    TOGETHER = "together"


class Act(StrEnum):
    """What is done in a step."""

    READ = "read"
    WRITE = "write"
    GUESS = "guess"
    REVEAL = "reveal"
    CORRECT = "correct"
    SPEAK = "speak"
    SILENT = "silent"
    CHOOSE = "choose"
    RATE = "rate"
    DO = "do"


@dataclass(frozen=True, slots=True)
class Interaction:
    """The one thing that makes an exercise what it is, and that `practice` plays; exercises may share one."""

    id: Annotated[str, ID]
    writes: Annotated[str, "Write who writes or speaks."]
    guesses: Annotated[str, "Write who guesses, or 'nobody'."]
    corrects: Annotated[str, "Write who corrects, or 'nobody'."]
    locks: Annotated[str, "Write what is locked and until when, or 'nothing'."]
    reveals: Annotated[str, "Write what is shown to whom and when."]


@dataclass(frozen=True, slots=True)
class Contraindication:
    """A reason not to do an exercise now. `always_for_two`: it holds for every exercise for two, unsaid."""

    id: Annotated[str, ID]
    sentence: Annotated[str, "Write the reason as a person would read it."]
    always_for_two: Annotated[bool, "Write true if it holds for every exercise for two."] = False


@dataclass(frozen=True, slots=True)
class NotWhen:
    """A reason not to do this exercise now, and why it matters here."""

    id: Annotated[str, "Write the id of a reason in contraindications.toml."]
    because: Annotated[str, "Write in one sentence why it matters for this exercise."]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `seconds` 0 means at one's own pace; `meanwhile` is what the other one sees or does."""

    turn: Annotated[Turn, "Write whose step it is."]
    act: Annotated[Act, "Write what is done in this step."]
    text: Annotated[str, "Write what to do, in one or two sentences."]
    seconds: Annotated[int, "Write how long it takes in whole seconds, or 0 for one's own pace."] = 0
    meanwhile: Annotated[str, "Write what the other one does meanwhile."] = ""
    prompts: Annotated[tuple[str, ...], "Write several variants as a list of sentences."] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Something the exercise keeps, and who can open it. `asked`: only where all who did it say so at its end."""

    what: Annotated[str, "Write what is kept, in a few words."]
    audience: Annotated[Audience, "Write who can open it: mine, ours or round."]
    asked: Annotated[bool, "Write true where its people are asked at the end if it is to be kept."] = False


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. Nothing is kept where `kept` is empty. `essence` says its interaction in a few short lines."""

    id: Annotated[str, ID]
    inventory: Annotated[tuple[str, ...], "Write the ids it covers, or [] if it is an extra."]
    title: Annotated[str, "Write the name that people see."]
    promise: Annotated[str, "Write in one line what it gives, without promising too much."]
    for_whom: Annotated[str, "Write in one sentence who will like it."]
    minutes: Annotated[int, "Write about how long the whole takes, in whole minutes."]
    people: Annotated[People, "Write who is needed."]
    place: Annotated[Place, "Write where the two need to be."]
    mode: Annotated[Mode, "Write if it is done at the same time."]
    capacity: Annotated[Capacity, "Write how much strength it asks for."]
    moods: Annotated[tuple[Mood, ...], "Write the weather it suits, as a list."]
    interaction: Annotated[str, "Write the id of an interaction in interactions.toml."]
    essence: Annotated[
        str, "Write in a few short sentences who does what, what locks, and what is revealed when."
    ]
    take_away: Annotated[str, "Write one line to take into the next talk, away from the screen."]
    before: Annotated[str, "Write one question to answer from 0 to 6 before it."]
    after: Annotated[tuple[str, ...], "Write one or two questions to answer from 0 to 6 after it."]
    better: Annotated[Better, "Write which way the first of them is better than the one before."]
    evidence: Annotated[Evidence, "Write a table [evidence] with grade, sentence and sources."]
    steps: Annotated[tuple[Step, ...], "Write the steps as [[steps]] tables."]
    kept: Annotated[tuple[Kept, ...], "Write what is kept as a list, or leave it out for nothing."] = ()
    not_when: Annotated[tuple[NotWhen, ...], "Write the reasons not to do it, as a list."] = ()

    @property
    def asks_to_keep(self) -> bool:
        """Whether all that it keeps, it keeps only where its people say so at the end."""
        return bool(self.kept) and all(kept.asked for kept in self.kept)

    @property
    def seconds(self) -> int:
        """How long the timed steps take together."""
        return sum(step.seconds for step in self.steps)

    def prompts_at(self, place: int) -> tuple[str, ...]:
        """The prompts of a step; where it has none, those of the nearest earlier step with the same act."""
        step = self.steps[place]
        same = [one.prompts for one in self.steps[: place + 1] if one.act is step.act and one.prompts]
        return same[-1] if same else ()

    @property
    def closes_the_loop(self) -> bool:
        """True where every guess is followed by a correction."""
        acts = [step.act for step in self.steps]
        guesses = [at for at, act in enumerate(acts) if act is Act.GUESS]
        return not guesses or Act.CORRECT in acts[guesses[-1] :]
