"""What the reader of words hears in a reply; nothing, said plainly, where its model is not installed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omoiyari.couple import PersonId
from omoiyari.language import HELPING
from omoiyari.practice.run import Run
from omoiyari.practice.sharing import written
from omoiyari.practice.trainer import Landed, landed, rated_answers
from omoiyari.web.speak import say

if TYPE_CHECKING:
    from omoiyari.language import Rehearsal


def moves_in(text: str, said: str = "") -> tuple[str, ...]:
    """The moves found in a reply to `said`; empty where no model is installed."""
    from omoiyari.language import read  # loads numpy, which the door need not wait for

    try:
        reading = read(text, setting="reply", context=said)
    except FileNotFoundError:
        return ()
    return tuple(move.label for move in reading.moves if move.found)


def heard_in(text: str, said: str) -> "Rehearsal | None":
    """What landed and what may not have, in words; None where no model is installed."""
    from omoiyari.language import rehearse

    try:
        return rehearse(text, setting="reply", context=said)
    except FileNotFoundError:
        return None


def filled(sentence: str, words: Mapping[str, str]) -> str:
    """A sentence with the writer's own words in its gaps."""
    for name, word in words.items():
        sentence = sentence.replace("{" + name + "}", word or "")
    return sentence


def helps(moves: tuple[str, ...]) -> bool:
    """Whether anything that helps was found."""
    return bool(set(moves) & set(HELPING))


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the reader heard in words of mine, for me alone. `feedback` is None where no model is installed.

    `word` is what the one they were for said of them; it counts where the reader `differs`.
    """

    words: str
    feedback: "Rehearsal | None"
    word: Landed | None = None

    @property
    def hard(self) -> list[tuple[str, str, str]]:
        """Words that may land hard, what they may do, and one thing to try."""
        found = self.feedback.hard if self.feedback is not None else ()
        return [(self.words[h.start : h.end], say(h.does), filled(say(h.change), h.words)) for h in found]

    @property
    def differs(self) -> bool:
        """Whether the reader would have said otherwise than the one it was for."""
        if self.feedback is None or self.word is None:
            return False
        machine = landed(len(self.feedback.well), len(self.feedback.hard))
        return machine not in (Landed.UNKNOWN, self.word)


async def hearing(run: Run, me: PersonId) -> tuple[Hearing, ...]:
    """What may be heard at this place of a run in its reader's own words: never before the partner has said theirs,
    and never in the partner's words."""
    if run.way.heard and run.at >= len(run.scenes) - 1:
        return (Hearing(draft := written(run, run.way.heard), await asyncio.to_thread(heard_in, draft, "")),)
    return tuple(
        [
            Hearing(rated.answer, await asyncio.to_thread(heard_in, rated.answer, rated.told), rated.word)
            for rated in rated_answers(run, me)
        ]
    )
