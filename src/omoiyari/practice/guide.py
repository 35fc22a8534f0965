"""A guide for a tough talk (F12): plain rules put one together from what a person says and what the library holds.

The opener is a softened start-up (Carrère & Gottman, 1999): where it hurts and what is wished for, as an I-statement.
Words that land as blame are left out of it, by the patterns below, and the writer sees which.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from omoiyari.couple import Notebook, Record
from omoiyari.library import Hope, Manner, Talks, ToughTopic
from omoiyari.practice.answer import AnswerError
from omoiyari.practice.kept import runs
from omoiyari.words import N_

KIND = "guide"
LONGEST = 200  # characters of a line
SOFT, PLAIN = "soft", "plain"
BACK = {
    "20": N_("in twenty minutes"),
    "60": N_("in an hour"),
    "tomorrow": N_("tomorrow at the same time"),
}
_LINES = ("when", "feel", "wish", "theirs")
_SLIDERS = "slider-pair"
_STRAIGHT = 1  # of 0 (I say it straight) to 4 (I let it be felt)

_BLAME = re.compile(
    r"\byou (?:always|never|only|don['’]t|do not|won['’]t|can['’]t|made me|make me|should|have to|must)\b"
    r"|\byou(?:['’]re| are) (?:so|such|just|being|too)\b|\byour fault\b|\bbecause of you\b"
    r"|\b(?:lazy|selfish|stupid|crazy|idiot\w*|childish|liar|heartless|ridiculous)\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"^(?:like|that|as if)\b|\byou\b"
    r"|\b(?:attacked|abandoned|betrayed|blamed|cheated|ignored|manipulated|neglected|rejected|used)\b",
    re.IGNORECASE,
)
_CAMERA = N_("It may land as blame. What would a camera have seen?")
_ONE_WORD = N_("That says what the other did. Which feeling is underneath: sad, afraid, tired, alone?")
_ASK = N_("It may land as an order or as blame. What one thing could be done, that can also be turned down?")
_TIPS = {"when": (_BLAME, _CAMERA), "feel": (_VERDICT, _ONE_WORD), "wish": (_BLAME, _ASK)}
_BEGINS = re.compile(r"^(?:when|i feel|i felt|i am|i['’]m|i would like|i['’]d like|i wish)\s+", re.IGNORECASE)
_SMALL = frozenset(
    {"The", "A", "We", "There", "My", "Our", "It", "You", "They", "Nobody", "To", "That", "In", "On"}
)

_WHEN_FEEL = N_("When {when}, I feel {feel}.")
_FEEL = N_("I feel {feel} about it.")
_WHEN = N_("What I keep coming back to is when {when}.")
_WISH = N_("One thing that would help me: {wish}.")


class UnknownChoice(AnswerError):
    """A topic, a hope or a time that is not offered."""

    sentence = N_("Choose what it is about, and what you hope for.")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says before a talk; the lines may be empty. `theirs` is how they think the other sees it."""

    topic: str
    hope: str
    manner: str
    back: str
    when: str = ""
    feel: str = ""
    wish: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of one's own that are not in the opener, and a question to find others."""

    words: str
    tip: str


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide. `opener` are sentences as message ids with gaps, each with the words that fill them."""

    said: Said
    topic: ToughTopic
    opener: tuple[tuple[str, Mapping[str, str]], ...]
    left_out: tuple[LeftOut, ...]
    questions: tuple[str, ...]
    repairs: tuple[str, ...]
    next_day: str


def parse_said(form: Mapping[str, str], talks: Talks) -> Said:
    """Raises UnknownChoice. Lines are cut at `LONGEST`; a softer start and twenty minutes are what is not chosen."""
    topic, hope = form.get("topic", ""), form.get("hope", "")
    if topic not in {one.id for one in talks.topics} or hope not in {one.id for one in talks.hopes}:
        raise UnknownChoice
    manner = PLAIN if form.get("manner") == PLAIN else SOFT
    back = form.get("back", "")
    lines = {name: " ".join(form.get(name, "").split())[:LONGEST] for name in _LINES}
    return Said(topic, hope, manner, back if back in BACK else "20", **lines)


def body_of(said: Said) -> dict[str, Any]:
    """What is kept of a guide: what was said; the rest is put together anew."""
    return {name: getattr(said, name) for name in ("topic", "hope", "manner", "back", *_LINES)}


def guide(said: Said, talks: Talks) -> Guide:
    """Put it together. Raises UnknownChoice where the library has lost the topic or the hope."""
    topic = next((one for one in talks.topics if one.id == said.topic), None)
    hope = next((one for one in talks.hopes if one.id == said.hope), None)
    if topic is None or hope is None:
        raise UnknownChoice
    manner = talks.plain if said.manner == PLAIN else talks.soft
    kept, left_out = _without_blame(said)
    first = (talks.view.question,) if said.theirs else ()
    questions = (*first, *topic.questions)[:2]
    return Guide(
        said,
        topic,
        _opener(kept, topic, hope, manner, said.manner),
        left_out,
        (*questions, hope.question),
        manner.repairs[:2],
        hope.next_day,
    )


def _without_blame(said: Said) -> tuple[dict[str, str], tuple[LeftOut, ...]]:
    kept: dict[str, str] = {}
    left_out = []
    for name, (pattern, tip) in _TIPS.items():
        words = getattr(said, name)
        if words and pattern.search(_BEGINS.sub("", words)):
            left_out.append(LeftOut(words, tip))
        elif words:
            kept[name] = _fitted(words)
    return kept, tuple(left_out)


def _fitted(words: str) -> str:
    """A line as it stands inside a sentence: without its first words where the frame has them, and without an end."""
    words = _BEGINS.sub("", words).rstrip(" .!?…")
    first, _, rest = words.partition(" ")
    return f"{first.lower()} {rest}" if first in _SMALL and rest else words


def _opener(
    kept: Mapping[str, str], topic: ToughTopic, hope: Hope, manner: Manner, how: str
) -> tuple[tuple[str, Mapping[str, str]], ...]:
    told = [(manner.lead, {"about": topic.about})]
    frame = {("when", "feel"): _WHEN_FEEL, ("feel",): _FEEL, ("when",): _WHEN}
    named = tuple(name for name in ("when", "feel") if kept.get(name))
    if named:
        told.append((frame[named], {name: kept[name] for name in named}))
    if kept.get("wish"):
        told.append((_WISH, {"wish": kept["wish"]}))
    return (*told, (hope.plain if how == PLAIN else hope.soft, {}))


# --- what is known of the two -------------------------------------------------------------------------


def usual_manner(book: Notebook, now: datetime) -> str:
    """How plainly to begin, by what whoever listens set for themself in "How we are set" (K4), else by what I set;
    empty where neither did. Only what both have seen counts."""
    sets = [held.run for held in runs(book, now) if held.run.exercise.interaction == _SLIDERS]
    for person in (book.partner, book.reader):
        for run in reversed(sets):
            value = run.answers(0).get(person, {}).get("mine_0", "") if person and run.at > 0 else ""
            if value.isdigit():
                return PLAIN if int(value) <= _STRAIGHT else SOFT
    return ""


def own_guides(book: Notebook) -> tuple[Record, ...]:
    """The guides that the reader kept, the newest first."""
    return tuple(reversed([r for r in book.of_kind(KIND) if r.owner == book.reader]))


def said_in(record: Record) -> Said:
    """What was said in a kept guide."""
    return Said(**record.body)
