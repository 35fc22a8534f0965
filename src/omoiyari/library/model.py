"""The nouns of the library. Each is the shape of its TOML table; the words beside a type are for authors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from omoiyari.couple.model import Audience

ID = "Write a short name in small letters with hyphens, such as id = 'two-minute-shares'."

SOURCES = "Write at least one source, such as sources = [{ who = 'Finkel et al.', year = 2013 }]."


@dataclass(frozen=True, slots=True)
class Family:
    """One of the eight families of feeling. Its place on the grid is the middle of its words."""

    id: Annotated[str, ID]
    name: Annotated[str, "Write the name that people see, such as name = 'Joy'."]
    gloss: Annotated[str, "Write what the family is about in one short sentence."]
    pleasantness: Annotated[float, "Write a number from -1 (unpleasant) to 1 (pleasant)."]
    energy: Annotated[float, "Write a number from -1 (still) to 1 (stirred)."]


@dataclass(frozen=True, slots=True)
class Feeling:
    """A word on the wheel. Its grid place is approximate: a starting point for a tap, not a fact about anyone."""

    id: Annotated[str, ID]
    family: Annotated[str, "Write the id of one of the eight families."]
    gloss: Annotated[str, "Write what it is like in one short, warm phrase."]
    pleasantness: Annotated[float, "Write a number from -1 (unpleasant) to 1 (pleasant)."]
    energy: Annotated[float, "Write a number from -1 (still) to 1 (stirred)."]
    word: Annotated[str, "Write the word as people say it, or leave it out if it is the id."] = ""

    @property
    def name(self) -> str:
        """The word as people say it."""
        return self.word or self.id


@dataclass(frozen=True, slots=True)
class Wheel:
    """All feeling words by family, in the order they are shown."""

    families: Annotated[tuple[Family, ...], "Write the families as [[families]] tables."]
    feelings: Annotated[tuple[Feeling, ...], "Write the words as [[feelings]] tables."]

    def family(self, id: str) -> Family:
        """Raises KeyError where there is no such family."""
        return {family.id: family for family in self.families}[id]

    def feeling(self, id: str) -> Feeling:
        """Raises KeyError where there is no such word."""
        return {feeling.id: feeling for feeling in self.feelings}[id]

    def of(self, family: str) -> tuple[Feeling, ...]:
        """The words of one family."""
        return tuple(feeling for feeling in self.feelings if feeling.family == family)

    def nearest(self, pleasantness: float, energy: float, count: int = 6) -> tuple[Feeling, ...]:
        """The words closest to a tap on the grid, nearest first."""
        here = complex(pleasantness, energy)
        away = {one: abs(complex(one.pleasantness, one.energy) - here) for one in self.feelings}
        return tuple(sorted(away, key=away.__getitem__)[:count])


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


@dataclass(frozen=True, slots=True)
class Start:
    """A card for coming back after some days away. `after_days` is the fewest days away that it fits; one `for_two`
    speaks of a partner, and is not shown to somebody on their own."""

    id: Annotated[str, ID]
    after_days: Annotated[int, "Write the fewest days away that it fits."]
    text: Annotated[str, "Write one or two sentences of welcome, with no blame in them."]
    first_step: Annotated[str, "Write one thing that takes under a minute."]
    for_two: Annotated[bool, "Write true only if it speaks of a partner."] = False


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
    sources: Annotated[
        tuple[Source, ...],
        "Write at least one source, such as sources = [{ who = 'Finkel et al.', year = 2013 }].",
    ]
    changed: Annotated[str, "Write what was changed from the version that failed."] = ""


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


class People(StrEnum):
    """Who is needed."""

    ALONE = "alone"
    TWO = "two"


class Place(StrEnum):
    """Where the two need to be."""

    SAME_ROOM = "same_room"
    APART = "apart"
    ANYWHERE = "anywhere"

    def suits(self, where: "Place") -> bool:
        """Whether what needs this place can be done by two who are `where`; ANYWHERE says nothing of them."""
        return Place.ANYWHERE in (self, where) or self is where


class Mode(StrEnum):
    """At the same time, each in their own time, or either."""

    LIVE = "live"
    ASYNC = "async"
    BOTH = "both"


class Capacity(StrEnum):
    """How much strength it asks for."""

    LOW = "low"
    SOME = "some"
    FULL = "full"


class Mood(StrEnum):
    """The weather it suits."""

    ANY = "any"
    TIRED = "tired"
    TENSE = "tense"
    LOW = "low"
    FLAT = "flat"
    GLAD = "glad"


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
    """One exercise. Nothing is kept where `kept` is empty. `essence` says its interaction in one sentence."""

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
    essence: Annotated[str, "Write in one sentence who does what, what locks, and what is revealed when."]
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


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something an invented person says in the listening trainer, and one better answer among many.

    `shows` and `underneath` are feeling families; `feels` is the feeling underneath, a word of the wheel.
    """

    id: Annotated[str, ID]
    topic: Annotated[Topic, "Write what it is about."]
    who: Annotated[str, "Write who speaks: a name and a few words."]
    says: Annotated[str, "Write what the person says, as people talk."]
    shows: Annotated[str, "Write the family of the feeling on the surface."]
    underneath: Annotated[str, "Write the family of the feeling underneath."]
    feels: Annotated[str, "Write the feeling underneath, as a word of the wheel in that family."]
    better: Annotated[str, "Write one good answer, without a fix in it."]


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
class Card:
    """One screen of a lesson: a heading, a few sentences, and a question to answer for oneself."""

    title: Annotated[str, "Write a short heading."]
    text: Annotated[str, "Write two to five short sentences."]
    question: Annotated[str, "Write a question to answer for oneself, or ''."] = ""


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
