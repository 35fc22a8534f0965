"""What one table cannot know by itself: that ids exist and are unique, timers add up, loops are closed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Generic, NamedTuple, Protocol, TypeVar

from omoiyari.library.model.asks import Ask, Missed
from omoiyari.library.model.disclosures import Disclosure
from omoiyari.library.model.evidence import SOURCES, Evidence, Grade, Source
from omoiyari.library.model.exercises import Act, Contraindication, Exercise, Interaction, Step
from omoiyari.library.model.feelings import Family, Feeling, Wheel
from omoiyari.library.model.help import Helpline
from omoiyari.library.model.lessons import Lesson
from omoiyari.library.model.prompts import PromptSet
from omoiyari.library.model.talks import Talks
from omoiyari.library.shape import Page, Where

INVENTORY = {"C": 18, "E": 31, "F": 22, "B": 12, "K": 8, "M": 13, "P": 6, "T": 7}
"""The inventory's letters, each with its highest number."""

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_STEP = 3600
SPOKEN_OR_WRITTEN = {Act.WRITE, Act.GUESS, Act.SPEAK}


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", covariant=True)
N = TypeVar("N", bound=Named)


class Placed(NamedTuple, Generic[T]):
    """Something read from a file, with the place it was read from."""

    page: Page
    where: Where
    item: T

    def blame(self, key: Where, wrong: str, write: str) -> None:
        """Note a problem with one part of it."""
        self.page.blame((*self.where, *key), wrong, write)


def check_ids(placed: Iterable[Placed[Named]]) -> None:
    """Ids are well formed and each stands once."""
    seen: dict[str, str] = {}
    for one in placed:
        if not NAME.fullmatch(one.item.id):
            one.blame(("id",), f"'{one.item.id}' is no id", "Write small letters, digits and hyphens only.")
        if one.item.id in seen:
            wrong = f"the id '{one.item.id}' is also in {seen[one.item.id]}"
            one.blame(("id",), wrong, "Give each its own id.")
        seen[one.item.id] = one.page.name


def check_known(one: Placed[object], key: Where, id: str, known: Iterable[str], kind: str) -> None:
    """An id points at something that exists."""
    if id not in known:
        one.blame(key, f"there is no {kind} '{id}'", f"Write one of: {', '.join(sorted(known))}.")


def check_inventory(one: Placed[Exercise] | Placed[Lesson]) -> None:
    """Inventory ids exist."""
    for id in one.item.inventory:
        if not id[1:].isdecimal() or not 1 <= int(id[1:]) <= INVENTORY.get(id[:1], 0):
            one.blame(
                ("inventory",), f"there is no inventory id '{id}'", "Write ids such as 'E8', or leave it out."
            )


def check_evidence(one: Placed[object], key: Where, evidence: Evidence) -> None:
    """A grade has a source with a plausible year, and a changed practice says what was changed."""
    if not evidence.sources:
        one.blame(
            (*key, "sources"),
            "there is no source",
            SOURCES,
        )
    check_years(one, (*key, "sources"), evidence.sources)
    if (evidence.grade is Grade.X_CHANGED) != bool(evidence.changed):
        one.blame(
            (*key, "changed"),
            "'changed' belongs to grade X-changed, and to no other",
            "Write changed = 'what ours does differently' with that grade, and leave it out otherwise.",
        )


def check_years(one: Placed[object], key: Where, sources: Sequence[Source]) -> None:
    """Sources were printed, and not in the future of print."""
    for source in sources:
        if not 1850 <= source.year <= 2100:
            one.blame(key, f"{source.year} is no year of print", "Write the year as in year = 2013.")


def check_exercise(
    one: Placed[Exercise],
    interactions: Mapping[str, Interaction],
    reasons: Mapping[str, Contraindication],
) -> None:
    """All that has to hold between the parts of one exercise."""
    exercise = one.item
    if one.page.name != f"exercises/{exercise.id}.toml":
        one.blame(("id",), "the id is not the file's name", f"Rename the file to {exercise.id}.toml.")
    check_known(one, ("interaction",), exercise.interaction, interactions, "interaction")
    for at, reason in enumerate(exercise.not_when):
        check_known(one, ("not_when", at, "id"), reason.id, reasons, "reason")
    check_inventory(one)
    check_evidence(one, ("evidence",), exercise.evidence)
    check_timers(one)
    check_loop(one)
    for at, step in enumerate(exercise.steps):
        check_clock(one, ("steps", at), step)
        check_variety(one, at, step)


def check_timers(one: Placed[Exercise]) -> None:
    """The timed steps fit into the minutes that are promised."""
    exercise = one.item
    if not 1 <= exercise.minutes <= 240:
        one.blame(("minutes",), "'minutes' is not between 1 and 240", "Write about how long the whole takes.")
    elif exercise.seconds > exercise.minutes * 60:
        wrong = f"the steps take {exercise.seconds} seconds, the exercise {exercise.minutes} minutes"
        one.blame(("minutes",), wrong, f"Write minutes = {-(-exercise.seconds // 60)} or more.")


def check_loop(one: Placed[Exercise]) -> None:
    """A guess about somebody ends with that person's correction."""
    if not one.item.closes_the_loop:
        one.blame(
            ("steps", len(one.item.steps) - 1),
            "there is a guess that nobody corrects",
            "Add a step with act = 'correct' after the last guess.",
        )
    if not one.item.steps:
        one.blame(("steps",), "there are no steps", "Write at least one [[steps]] table.")


def check_clock(one: Placed[Exercise], key: Where, step: Step) -> None:
    """A step's timer is sound."""
    if not 0 <= step.seconds <= LONGEST_STEP:
        one.blame(
            (*key, "seconds"),
            f"{step.seconds} seconds is no timer",
            f"Write whole seconds from 0 to {LONGEST_STEP}; 0 is at one's own pace.",
        )
    if step.act is Act.SILENT and step.seconds == 0:
        one.blame((*key, "seconds"), "a silent step has no end", "Write how many seconds it lasts.")


def check_variety(one: Placed[Exercise], at: int, step: Step) -> None:
    """Who speaks or writes finds several ways to begin; the second one may share those of the first."""
    found = len(one.item.prompts_at(at))
    if step.act in SPOKEN_OR_WRITTEN and found < 3:
        one.blame(
            ("steps", at, "prompts"),
            f"only {found} prompts for a step that is often repeated",
            "Write at least three variants, so that the tenth time is not the first again.",
        )


def check_lesson(one: Placed[Lesson]) -> None:
    """A lesson's items sort into its own places."""
    check_inventory(one)
    check_evidence(one, ("evidence",), one.item.evidence)
    bins = {bin.id for bin in one.item.bins}
    for at, item in enumerate(one.item.items):
        check_known(one, ("items", at, "bin"), item.bin, bins, "place to sort into")


def check_set(one: Placed[PromptSet]) -> None:
    """Closeness has three levels, and each prompt has an id and words."""
    if not 1 <= one.item.closeness <= 3:
        one.blame(("closeness",), f"closeness {one.item.closeness} is unknown", "Write 1, 2 or 3.")
    for id, text in one.item.prompts.items():
        if not text.strip():
            one.blame(("prompts", id), f"'{id}' has no words", "Write the prompt between the quotes.")


def check_grid(one: Placed[Family] | Placed[Feeling]) -> None:
    """A family or a word lies on the grid."""
    for key in ("pleasantness", "energy"):
        if not -1 <= getattr(one.item, key) <= 1:
            one.blame((key,), f"'{key}' lies off the grid", "Write a number from -1 to 1.")


def check_ask(one: Placed[Ask], families: Iterable[str]) -> None:
    """A card about a missed family names both families or fits any two; the others name none."""
    ask = one.item
    if ask.missed is Missed.FAMILY:
        if not (ask.guessed or ask.was):
            return
        check_known(one, ("guessed",), ask.guessed, families, "family")
        check_known(one, ("was",), ask.was, families, "family")
    elif ask.guessed or ask.was:
        one.blame(("guessed",), "only a missed family has 'guessed' and 'was'", "Leave both out.")


def check_disclosure(one: Placed[Disclosure], wheel: Wheel) -> None:
    """Both layers of feeling are families of the wheel, and the feeling underneath is a word of its family."""
    families = {family.id for family in wheel.families}
    check_known(one, ("shows",), one.item.shows, families, "family")
    check_known(one, ("underneath",), one.item.underneath, families, "family")
    if one.item.underneath in families:
        words = {feeling.name for feeling in wheel.of(one.item.underneath)}
        check_known(one, ("feels",), one.item.feels, words, f"word of {one.item.underneath}")


def check_talks(one: Placed[Talks]) -> None:
    """A guide finds two questions and two repairs, and a gap for what is filled in."""
    check_evidence(one, ("evidence",), one.item.evidence)
    for name, manner in (("soft", one.item.soft), ("plain", one.item.plain)):
        if "{about}" not in manner.lead:
            one.blame((name, "lead"), "the topic has no place in it", "Write {about} where the topic goes.")
        if len(manner.repairs) < 2:
            one.blame((name, "repairs"), "there are fewer than two", "Write two sentences as a list.")
    if "{back}" not in one.item.stop.back:
        one.blame(("stop", "back"), "the time has no place in it", "Write {back} where the time goes.")
    for at, topic in enumerate(one.item.topics):
        if len(topic.questions) < 2:
            one.blame(("topics", at, "questions"), "there are fewer than two", "Write two open questions.")


def check_helpline(one: Placed[Helpline]) -> None:
    """A line can be reached, and says when somebody last checked it."""
    line = one.item
    if not (line.dial or line.text or line.url):
        one.blame(("dial",), "there is no way to reach it", "Write dial, text or url.")
    if line.url and not line.url.startswith("https://"):
        one.blame(("url",), "the address is not https", "Write url = 'https://...'.")
    if line.shows_on_bill not in ("yes", "no", "unknown"):
        one.blame(
            ("shows_on_bill",), "it is unclear if it shows on a bill", "Write 'yes', 'no' or 'unknown'."
        )
    if line.verified_at and not _is_day(line.verified_at):
        one.blame(("verified_at",), f"'{line.verified_at}' is no day", "Write it as 2026-01-31, or ''.")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
