"""Daily prompts and deepening questions, and what they are about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from omoiyari.library.model.occasion import Capacity, Mood


class Topic(StrEnum):
    """What a prompt or a disclosure is about."""

    BODY = "body"
    CARE = "care"
    CHILDHOOD = "childhood"
    CHORES = "chores"
    CONFLICT = "conflict"
    CULTURE = "culture"
    DAILY = "daily"
    DREAMS = "dreams"
    FAITH = "faith"
    FAMILY = "family"
    FRIENDS = "friends"
    FUTURE = "future"
    GRIEF = "grief"
    HOME = "home"
    LOVE = "love"
    MONEY = "money"
    PARENTING = "parenting"
    PHONES = "phones"
    PLAY = "play"
    SELF = "self"
    SENSES = "senses"
    SEX = "sex"
    STRESS = "stress"
    THANKS = "thanks"
    TRUST = "trust"
    US = "us"
    WORK = "work"

    @property
    def waits_for_a_yes(self) -> bool:
        """True for topics that come up only where those who are asked have said yes to them."""
        return self in (Topic.SEX, Topic.PARENTING, Topic.GRIEF)


class Setting(StrEnum):
    """Where a prompt is at home."""

    ANYWHERE = "anywhere"
    BED = "bed"
    TABLE = "table"
    OUT = "out"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A daily prompt or a deepening question. `closeness` runs from 1 (light) to 3 (deep); one `for_two` speaks of
    the two, and is not asked once they have parted."""

    id: str
    text: str
    topic: Topic
    closeness: int
    mood: Mood
    capacity: Capacity
    setting: Setting
    for_two: bool = False

    @property
    def is_light(self) -> bool:
        """Whether it asks for little: neither close nor of much strength."""
        return self.closeness == 1 and self.capacity is Capacity.LOW


@dataclass(frozen=True, slots=True)
class PromptSet:
    """Prompts that share their tags, as a file holds them: `[set.prompts]` with one id = 'text' a line."""

    topic: Annotated[Topic, "Write what the prompts are about."]
    closeness: Annotated[int, "Write 1 (light), 2 or 3 (deep)."]
    prompts: Annotated[Mapping[str, str], "Write a table [set.prompts] with one id = 'text' a line."]
    mood: Annotated[Mood, "Write the weather they suit."] = Mood.ANY
    capacity: Annotated[Capacity, "Write how much strength they ask for."] = Capacity.LOW
    setting: Annotated[Setting, "Write where they are at home."] = Setting.ANYWHERE
    for_two: Annotated[bool, "Write true only if they speak of the two: of 'I', 'me', 'we' or 'us'."] = False

    def each(self) -> Iterator[Prompt]:
        """One prompt a line, each with the tags of the set."""
        for id, text in self.prompts.items():
            yield Prompt(
                id, text, self.topic, self.closeness, self.mood, self.capacity, self.setting, self.for_two
            )
