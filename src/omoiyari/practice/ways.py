"""How each interaction of the library is played: its look, its parts, what it locks and where it goes back to.

One row for each id of `interactions.toml`. Two interactions share a row only where the practice is the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from omoiyari.library import Act
from omoiyari.practice.parts import Kind, Lock, Part, feeling, line, pick, tap, text, ticks
from omoiyari.words import N_


class Look(StrEnum):
    """What the page looks like beside its words."""

    WORDS = "words"
    FLOOR = "floor"  # one speaks, the other's phone is locked
    BREATH = "breath"
    MIRROR = "mirror"
    DARK = "dark"  # the screen goes dark
    ZONE = "zone"  # the phone is put down
    BELLS = "bells"


class Show(StrEnum):
    """How answers are laid out once they may be seen."""

    BESIDE = "beside"  # side by side
    OVERLAP = "overlap"  # only what both picked
    FITS = "fits"  # what one can say and the other can hear
    DIFFER_FIRST = "differ_first"
    WIDEST_LAST = "widest_last"
    TO_SUBJECT = "to_subject"  # what was said about me, to me alone
    LAST_LINE = "last_line"  # all but the last line is folded away until the end
    UNNAMED = "unnamed"  # in an order that does not tell which is which
    IN_ORDER = "in_order"  # one heading a page
    LUCK = "luck"  # with how often pure luck finds it
    JAR = "jar"  # slips, in turn


@dataclass(frozen=True, slots=True)
class Back:
    """Where a page leads back: when `part` holds one of `values`, `pages` pages back, at most `times` times."""

    part: str
    values: frozenset[str]
    pages: int
    times: int = 99


@dataclass(frozen=True, slots=True)
class Discard:
    """A pick that throws words away: where `part` holds `value`, `parts` of its author are deleted."""

    part: str
    value: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How one interaction is played. Parts are named by the index of a step or by its act, the index first.

    `page`: (first step, how many) that stand on one page. `spoken`: guesses and corrections are said aloud.
    `holds`: these acts cannot be left before their time. `either`: any one's touch ends a silence.
    `asks`: parts that must be filled before a pick may be made. `alone`: the parts of others stay shut.
    `heard`: parts whose words are read back to their author at the end.
    `entry`: parts that can become a page of the journal. `discard`: a pick that deletes what was written.
    """

    look: Look = Look.WORDS
    parts: Mapping[int | Act, tuple[Part, ...]] = field(default_factory=dict)
    page: tuple[int, int] = (0, 0)
    show: Show = Show.BESIDE
    spoken: bool = False
    holds: frozenset[Act] = frozenset()
    wait: int = 0
    either: bool = False
    asks: tuple[str, str, str] | None = None
    back: Back | None = None
    guesses: bool = False
    unfixed: bool = False
    lifted: bool = False
    jar: bool = False
    heard: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    discard: Discard | None = None
    rule: str = ""


_MARK = (("right", N_("Rightly")), ("partly", N_("Partly")), ("not", N_("Not quite")))
_CLOSE = (("yes", N_("Yes")), ("close", N_("Close")), ("no", N_("No")))
_YES = (("yes", N_("Yes")), ("no", N_("Not yet")))
_BREATHS = 30  # three slow breaths, in seconds
_ADDED = line("added", N_("What I’d add"), Lock.OURS, needed=False)
_WORD = feeling("word", N_("The word for it"), Lock.OURS)
_MEND = (line("mended", N_("The line about me, mended"), Lock.OURS),)
_DRAWER = (("shut", N_("Leave it shut")), ("open", N_("Show it")), ("away", N_("Throw it away")))
_MATCHES = (("yes", N_("Yes")), ("partly", N_("Partly")), ("no", N_("No")))
_LANDED = (("yes", N_("Yes")), ("partly", N_("Partly")), ("no", N_("Not this time")))
_FLOOR = Way(look=Look.FLOOR, spoken=True, rule="floor")
_BOTH = Way(rule="both")


def _habits(name: str, lock: Lock, of: int = 0) -> Part:
    return Part(name, Kind.ROWS, lock=lock, of=of)


def _rows(prefix: str, lock: Lock) -> tuple[Part, ...]:
    signs = {"silence": N_("silence"), "tears": N_("tears"), "jokes": N_("jokes"), "touch": N_("touch")}
    return tuple(line(f"{prefix}_{sign}", word, lock) for sign, word in signs.items())


_HEADINGS = (
    line("thanks", N_("Thanks"), Lock.OURS),
    line("well", N_("Went well"), Lock.OURS),
    line("rubbed", N_("Rubbed"), Lock.OURS),
    line("wish", N_("A wish"), Lock.OURS),
)
_FACTS = (
    line("fact1", N_("A fact"), Lock.OURS),
    line("fact2", N_("Another"), Lock.OURS),
    line("fact3", N_("And a third"), Lock.OURS),
    pick(
        "which",
        ("1", N_("The first")),
        ("2", N_("The second")),
        ("3", N_("The third")),
        label=N_("Behind which one was a feeling?"),
        lock=Lock.SECRET,
    ),
    feeling("felt", N_("Which feeling?"), Lock.SECRET),
)
_FACT_GUESS = (
    pick("which", ("1", N_("The first")), ("2", N_("The second")), ("3", N_("The third")), lock=Lock.ROUND),
    feeling("felt", N_("And which feeling?"), Lock.ROUND),
)
_WISHES = (
    ("listen", N_("Listen")),
    ("help", N_("Help")),
    ("hug", N_("A hug")),
    ("other", N_("Something else")),
)
_FATES = (("keep", N_("Keep it")), ("soften", N_("Soften it")), ("let_go", N_("Let it go")))
_SENDING = (("sleep", N_("Sleep on it")), ("say", N_("Say it")), ("send", N_("Write it to my partner")))
_SIZES = (("grew", N_("It grew")), ("stayed", N_("It stayed")), ("shrank", N_("It shrank")))
_HALVES = (
    ("both", N_("Both halves")),
    ("high", N_("The high")),
    ("low", N_("The low")),
    ("neither", N_("Neither, yet")),
)
_HEARD = (("heard", N_("Heard")), ("partly", N_("Partly")), ("not_yet", N_("Not yet")))
_GOING_ON = (("ready", N_("Ready to go on")), ("again", N_("One more break")))
_SETTING = (("open", N_("Open")), ("half", N_("Half open")), ("closed", N_("Closed")))
_OPENS = (("0", N_("today")), ("1", N_("tomorrow")), ("3", N_("in three days")), ("7", N_("in a week")))
_TASTE = (("a", N_("The first")), ("b", N_("The second")))
_ANSWERS = (("yes", N_("Yes")), ("no", N_("No")), ("instead", N_("How about this instead")))

WAYS: Mapping[str, Way] = {
    "paced-breath": Way(Look.BREATH, rule="breath"),
    "shared-breath": Way(Look.BREATH, either=True, rule="breath"),
    "guess-reveal-correct": Way(
        page=(0, 2),
        parts={
            Act.CHOOSE: (feeling("felt", lock=Lock.ROUND),),
            Act.GUESS: (feeling("guess", lock=Lock.ROUND),),
            Act.CORRECT: (pick("mark", *_MARK, label=N_("Did they read you?"), lock=Lock.OURS), _ADDED),
        },
        guesses=True,
        rule="both",
    ),
    "parked-defence": Way(
        parts={
            0: (text("defence", lock=Lock.MINE),),
            Act.GUESS: (text("side", lock=Lock.ROUND),),
            Act.CORRECT: (Part("marks", Kind.MARKS, lock=Lock.OURS), _ADDED),
            Act.CHOOSE: (pick("drawer", *_DRAWER, lock=Lock.OURS),),
        },
        guesses=True,
        discard=Discard("drawer", "away", ("defence",)),
        rule="drawer",
    ),
    "onlooker-writing": Way(holds=frozenset({Act.WRITE}), rule="holds"),
    "phones-down": Way(Look.ZONE, holds=frozenset({Act.DO}), rule="zone"),
    "private-signpost": Way(
        parts={Act.CHOOSE: (ticks("known", needed=False),), Act.WRITE: (text(needed=False),)}, rule="mine"
    ),
    "feeling-no-fix": Way(
        parts={Act.CORRECT: (pick("landed", *_MATCHES, label=N_("Did it land?"), lock=Lock.OURS),)},
        unfixed=True,
        rule="fix",
    ),
    "told-and-answered": Way(
        parts={
            0: (text("told", lock=Lock.OURS),),
            1: (text("answer", lock=Lock.OURS),),
            3: (text("told", lock=Lock.OURS),),
            4: (text("answer", lock=Lock.OURS),),
            Act.CORRECT: (
                line("for_next_time", N_("A line for next time"), Lock.OURS, needed=False),
                tap("landed", *_LANDED, label=N_("Did that land?"), lock=Lock.OURS),
            ),
        },
        rule="landed",
    ),
    "locked-turns": _FLOOR,
    "high-low-echo": Way(
        Look.FLOOR,
        parts={
            Act.CORRECT: (pick("half", *_HALVES, label=N_("Which half did the echo catch?"), lock=Lock.OURS),)
        },
        spoken=True,
        rule="echo",
    ),
    "sentence-marks": Way(
        parts={
            Act.GUESS: (text("side", lock=Lock.ROUND),),
            Act.CORRECT: (Part("marks", Kind.MARKS, lock=Lock.OURS), _ADDED),
            Act.WRITE: (text("again", lock=Lock.ROUND),),
            Act.RATE: (Part("mine", Kind.SCALE, lock=Lock.OURS),),
        },
        guesses=True,
        rule="marks",
    ),
    "argue-their-side": Way(
        Look.FLOOR,
        parts={
            Act.CORRECT: (
                Part("fully", Kind.TEN, N_("How fully was it your view?"), lock=Lock.OURS),
                line("missing", N_("The line that was missing"), Lock.OURS, needed=False),
            )
        },
        spoken=True,
        guesses=True,
        rule="ten",
    ),
    "photo-double-guess": Way(
        page=(1, 2),
        parts={
            Act.CHOOSE: (Part("photo", Kind.PHOTO, needed=False), line("which", lock=Lock.OURS)),
            Act.WRITE: (line("felt", lock=Lock.ROUND),),
            Act.GUESS: (line("guess", lock=Lock.ROUND),),
            Act.CORRECT: _MEND,
        },
        guesses=True,
        rule="both",
    ),
    "three-facts-game": Way(
        parts={Act.WRITE: _FACTS, Act.GUESS: _FACT_GUESS, Act.CORRECT: (text("behind", lock=Lock.OURS),)},
        show=Show.LUCK,
        guesses=True,
        rule="luck",
    ),
    "borrowed-voice": Way(Look.BELLS, spoken=True, guesses=True, rule="bells"),
    "mirror": Way(Look.MIRROR, either=True, rule="either"),
    "missed-cue-note": Way(rule="mine"),
    "fear-hope-label": Way(
        parts={
            Act.WRITE: (line("fear", N_("A fear"), Lock.ROUND), line("hope", N_("A hope"), Lock.ROUND)),
            Act.GUESS: (
                feeling("in_fear", N_("The feeling in the fear"), Lock.ROUND),
                feeling("in_hope", N_("The feeling in the hope"), Lock.ROUND),
            ),
            Act.CORRECT: (
                pick("fear", *_CLOSE, label=N_("Their word for my fear"), lock=Lock.OURS),
                pick("hope", *_CLOSE, label=N_("Their word for my hope"), lock=Lock.OURS),
                _ADDED,
            ),
        },
        guesses=True,
        rule="both",
    ),
    "second-feeling": Way(
        parts={
            Act.WRITE: (
                line("sentence", lock=Lock.OURS),
                feeling("under", N_("The feeling under it"), Lock.SECRET),
            ),
            Act.GUESS: (line("not_just", N_("Not just …, but also …"), Lock.ROUND),),
            Act.CORRECT: (pick("close", *_CLOSE, label=N_("Was it that?"), lock=Lock.OURS), _WORD),
        },
        guesses=True,
        rule="offer",
    ),
    "held-gaze": Way(Look.DARK, either=True, rule="either"),
    "walk-card": Way(Look.ZONE, rule="both"),
    "two-columns": Way(
        parts={
            0: (text("caught", N_("Caught")),),
            1: (text("missed", N_("Missed")),),
            2: (pick("in_the_way", label=""),),
        },
        rule="columns",
    ),
    "thanks-and-echo": Way(
        parts={
            0: (
                line("deed", N_("What you did"), Lock.OURS),
                line("gave", N_("What it did for me"), Lock.OURS),
            ),
            1: (text("echo", lock=Lock.OURS),),
            2: (pick("back", ("day", N_("Another day")), ("now", N_("Now, aloud")), lock=Lock.OURS),),
        },
        rule="thanks",
    ),
    "bedtime-shares": Way(Look.DARK, spoken=True, rule="floor"),
    "one-question": Way(parts={Act.WRITE: (text(lock=Lock.ROUND),)}, rule="both"),
    "word-finder": Way(
        parts={0: (Part("family", Kind.FAMILY),), 1: (Part("word", Kind.WORD),)},
        rule="finer",
    ),
    "overlap-pick": Way(
        page=(0, 2),
        parts={0: (ticks("known", most=3, lock=Lock.ROUND),), 1: (ticks("new", most=3, lock=Lock.ROUND),)},
        show=Show.OVERLAP,
        rule="overlap",
    ),
    "fitted-prompt": Way(rule="another"),
    "return-time": Way(
        Look.ZONE,
        parts={
            0: (Part("minutes", Kind.MINUTES, N_("Back in"), lock=Lock.OURS),),
            Act.CHOOSE: (
                pick("ready", *_GOING_ON, lock=Lock.OURS),
                Part("minutes", Kind.MINUTES, N_("If one more: back in"), lock=Lock.OURS, needed=False),
            ),
        },
        holds=frozenset({Act.DO}),
        back=Back("ready", frozenset({"again"}), 2, times=1),
        rule="return",
    ),
    "held-send": Way(
        parts={Act.CHOOSE: (pick("fate", *_FATES),)},
        holds=frozenset({Act.SILENT}),
        discard=Discard("fate", "let_go", ("text",)),
        rule="holds",
    ),
    "limit-review": Way(
        parts={
            0: (pick("which"),),
            1: (text("limit"),),
            2: (text("instead", needed=False), pick("share", *_SENDING)),
        },
        asks=("share", "send", "instead"),
        entry=("limit", "instead"),
        rule="asks",
    ),
    "i-and-you-builder": Way(
        page=(0, 4),
        parts={
            0: (line("part1", lock=Lock.OURS),),
            1: (line("part2", lock=Lock.OURS),),
            2: (line("over_there", lock=Lock.OURS),),
            3: (line("part3", lock=Lock.OURS),),
            Act.CORRECT: (
                Part("warmth", Kind.SCALE, N_("How does it sound, from cold to hot?"), lock=Lock.OURS),
                line("meant", N_("What I understood was meant"), Lock.OURS),
            ),
        },
        guesses=True,
        rule="other_side",
    ),
    "dialect-sentence": Way(
        page=(0, 2),
        parts={
            0: (line("i", lock=Lock.ROUND),),
            1: (line("you", lock=Lock.ROUND),),
            Act.CORRECT: (line("agreed", N_("The half about me, as it stands now"), Lock.OURS),),
        },
        guesses=True,
        rule="both",
    ),
    "good-news": Way(
        Look.FLOOR,
        parts={
            1: (
                pick(
                    "questions",
                    ("two", N_("Both questions are asked")),
                    label=N_("Advice and own stories wait until both are asked."),
                    lock=Lock.OURS,
                ),
            ),
            Act.RATE: (pick("size", *_SIZES, lock=Lock.OURS),),
        },
        spoken=True,
        rule="two_questions",
    ),
    "map-questions": Way(
        page=(0, 2),
        parts={
            0: (line("answer", lock=Lock.ROUND),),
            1: (line("guess", lock=Lock.ROUND),),
            Act.CORRECT: _MEND,
        },
        guesses=True,
        rule="both",
    ),
    "whose-side": Way(Look.FLOOR, spoken=True, lifted=True, rule="lift"),
    "soft-opening": Way(
        page=(0, 2),
        parts={
            0: (line("hard", lock=Lock.MINE),),
            1: (
                line("a", N_("One about what I feel"), Lock.OURS),
                line("b", N_("One about what I wish"), Lock.OURS),
            ),
            Act.CORRECT: (
                pick("could_hear", *_TASTE, lock=Lock.OURS),
                line("changed", N_("With a word changed"), Lock.OURS, needed=False),
            ),
        },
        show=Show.UNNAMED,
        rule="unnamed",
    ),
    "slip-jar": Way(
        parts={
            0: (
                text("slips", lock=Lock.ROUND),
                pick("opens", *_OPENS, label=N_("When may it be opened?"), lock=Lock.OURS),
            )
        },
        show=Show.JAR,
        jar=True,
        rule="jar",
    ),
    "dream-catcher": Way(
        Look.FLOOR,
        parts={
            Act.CORRECT: (
                pick("caught", *_YES, label=N_("Is that your dream?"), lock=Lock.OURS),
                line("dream", N_("In one line"), Lock.OURS, needed=False),
            )
        },
        spoken=True,
        back=Back("caught", frozenset({"no"}), 1),
        guesses=True,
        rule="confirm",
    ),
    "three-kind-lines": Way(wait=_BREATHS, rule="holds"),
    "card-sort": Way(
        page=(0, 2),
        parts={0: (), 1: (ticks("five", most=5, of=-1, lock=Lock.ROUND),)},
        show=Show.OVERLAP,
        rule="overlap",
    ),
    "need-guess": Way(
        page=(0, 2),
        parts={
            0: (pick("need", lock=Lock.ROUND),),
            1: (Part("guess", Kind.PICK, lock=Lock.ROUND, of=-1),),
            Act.CORRECT: (line("tuesday", lock=Lock.OURS),),
        },
        guesses=True,
        rule="both",
    ),
    "agreed-signal": Way(
        page=(0, 2),
        parts={0: (ticks("say", lock=Lock.ROUND),), 1: (ticks("hear", of=-1, lock=Lock.ROUND),)},
        show=Show.FITS,
        rule="fits",
    ),
    "agenda-of-four": Way(parts={0: _HEADINGS}, show=Show.IN_ORDER, rule="order"),
    "ask-the-wish": Way(
        Look.FLOOR,
        parts={
            Act.CHOOSE: (pick("wish", *_WISHES, lock=Lock.OURS),),
            Act.RATE: (pick("met", *_MATCHES, lock=Lock.OURS),),
        },
        spoken=True,
        rule="wish",
    ),
    "mirror-inventory": Way(
        page=(0, 3),
        parts={
            0: (_habits("self", Lock.MINE),),
            1: (_habits("expected", Lock.MINE, -1),),
            2: (
                _habits("partner", Lock.ROUND, -2),
                line("example", N_("One example"), Lock.ROUND, needed=False),
            ),
            3: (line("true", lock=Lock.MINE, needed=False),),
        },
        show=Show.TO_SUBJECT,
        guesses=True,
        rule="subject",
    ),
    "limit-builder": Way(
        parts={
            0: (line("limit"),),
            1: (line("because"),),
            2: (line("instead", needed=False),),
            3: (line("when", needed=False), pick("share", *_SENDING)),
        },
        asks=("share", "send", "instead"),
        entry=("limit", "because", "instead", "when"),
        rule="asks",
    ),
    "four-doors": Way(
        parts={1: (pick("door"),), Act.WRITE: (line("smallest"),)},
        rule="doors",
    ),
    "say-back": Way(
        Look.FLOOR,
        parts={Act.CORRECT: (pick("so", *_CLOSE, label=N_("Is that what you said?"), lock=Lock.OURS),)},
        spoken=True,
        back=Back("so", frozenset({"no"}), 2),
        guesses=True,
        rule="confirm",
    ),
    "questions-only": Way(
        Look.FLOOR,
        parts={Act.CORRECT: (line("best", N_("The question I keep"), Lock.OURS),)},
        spoken=True,
        rule="best_question",
    ),
    "body-check": Way(
        Look.FLOOR,
        parts={
            0: (ticks("before", lock=Lock.MINE, needed=False),),
            2: (ticks("after", of=-2, lock=Lock.MINE, needed=False),),
            Act.CORRECT: (Part("sign", Kind.PICK, of=-3, lock=Lock.OURS),),
        },
        spoken=True,
        rule="sign",
    ),
    "yes-first": Way(
        Look.FLOOR,
        parts={Act.CORRECT: (pick("heard", *_HEARD, lock=Lock.OURS),)},
        spoken=True,
        back=Back("heard", frozenset({"not_yet"}), 1),
        rule="confirm",
    ),
    "invented-person": Way(rule="trainer"),
    "meaning-table": Way(
        page=(0, 2),
        parts={0: _rows("mine", Lock.ROUND), 1: _rows("guess", Lock.ROUND), Act.CORRECT: _MEND},
        show=Show.DIFFER_FIRST,
        guesses=True,
        rule="differ",
    ),
    "slider-pair": Way(
        page=(0, 2),
        parts={
            0: (_habits("mine", Lock.ROUND),),
            1: (_habits("guess", Lock.ROUND, -1),),
            Act.CORRECT: (line("story", N_("One story of how it came to be so"), Lock.OURS, needed=False),),
        },
        show=Show.WIDEST_LAST,
        guesses=True,
        rule="widest",
    ),
    "four-part-message": Way(
        page=(0, 3),
        parts={
            0: (line("happened", lock=Lock.OURS),),
            1: (line("feel_need", lock=Lock.OURS),),
            2: (
                line("ask", lock=Lock.OURS),
                pick("no_is_fine", ("yes", N_("A no would be fine")), lock=Lock.OURS),
            ),
            Act.CORRECT: (
                line("understood", N_("What I understood"), Lock.OURS),
                pick("answer", *_ANSWERS, lock=Lock.OURS),
            ),
        },
        rule="can_be_no",
    ),
    "small-act-tally": Way(
        parts={
            0: (
                pick("way", ("given", N_("Given")), ("noticed", N_("Noticed"))),
                pick("act", label=N_("Which?")),
            )
        },
        rule="mine",
    ),
    "understood-gate": Way(
        Look.FLOOR,
        parts={
            Act.CORRECT: (Part("felt", Kind.SCALE, N_("How understood do you feel?"), lock=Lock.OURS),),
        },
        spoken=True,
        back=Back("felt", frozenset("0123"), 1),
        guesses=True,
        rule="confirm",
    ),
    "coin-order": Way(
        parts={
            Act.RATE: (Part("rating", Kind.SCALE),),
        },
        rule="lot",
    ),
    "night-off": Way(rule="night_off"),
    "door-sign": Way(parts={0: (pick("door", *_SETTING),)}, rule="door"),
    "apology-check": Way(
        parts={
            0: (text("did"),),
            1: (text("like"),),
            2: (text("will", needed=False),),
            3: (pick("copy", ("rest", N_("Let it rest")), ("say", N_("Copy it out, to be said"))),),
        },
        asks=("copy", "say", "will"),
        heard=("did", "like", "will"),
        rule="asks",
    ),
    "ordinary-hour": Way(
        parts={
            Act.WRITE: (text("hour", lock=Lock.ROUND),),
            Act.GUESS: (
                feeling("guess", lock=Lock.ROUND),
                feeling("felt", N_("And how did your own hour feel?"), Lock.ROUND),
            ),
            Act.CORRECT: _MEND,
        },
        guesses=True,
        rule="both",
    ),
    "silly-relay": Way(show=Show.LAST_LINE, rule="last_line"),
    "fresh-look": Way(
        parts={
            0: (
                line("keep", N_("Keep"), Lock.ROUND),
                line("drop", N_("Drop"), Lock.ROUND),
                line("try", N_("Try"), Lock.ROUND),
            )
        },
        rule="both",
    ),
    "held-moment": Way(holds=frozenset({Act.SILENT}), rule="holds"),
}


def way(interaction: str) -> Way:
    """How an interaction is played; one that this table does not name is played step by step as it is written."""
    return WAYS.get(interaction, _BOTH)
