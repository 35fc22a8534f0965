"""Ways in which each guesses the other, and is corrected by the one it is about."""

from collections.abc import Mapping

from omoiyari.library import Act
from omoiyari.practice.parts import Kind, Lock, Part, feeling, line, pick, text
from omoiyari.practice.ways.model import Discard, Show, Way
from omoiyari.practice.ways.options import CLOSE
from omoiyari.words import N_

_MARK = (("right", N_("Rightly")), ("partly", N_("Partly")), ("not", N_("Not quite")))
_ADDED = line("added", N_("What I’d add"), Lock.OURS, needed=False)
_MARKED = (Part("marks", Kind.MARKS, lock=Lock.OURS), _ADDED)
_MEND = (line("mended", N_("The line about me, mended"), Lock.OURS),)
_DRAWER = (("shut", N_("Leave it shut")), ("open", N_("Show it")), ("away", N_("Throw it away")))
_WHICH = (("1", N_("The first")), ("2", N_("The second")), ("3", N_("The third")))
_FACTS = (
    line("fact1", N_("A fact"), Lock.OURS),
    line("fact2", N_("Another"), Lock.OURS),
    line("fact3", N_("And a third"), Lock.OURS),
    pick("which", *_WHICH, label=N_("Behind which one was a feeling?"), lock=Lock.SECRET),
    feeling("felt", N_("Which feeling?"), Lock.SECRET),
)
_FACT_GUESS = (
    pick("which", *_WHICH, lock=Lock.ROUND),
    feeling("felt", N_("And which feeling?"), Lock.ROUND),
)


def _habits(name: str, lock: Lock, of: int = 0) -> Part:
    return Part(name, Kind.ROWS, lock=lock, of=of)


def _signs(prefix: str, lock: Lock, *, needed: bool = True) -> tuple[Part, ...]:
    signs = {"silence": N_("silence"), "tears": N_("tears"), "jokes": N_("jokes"), "touch": N_("touch")}
    return tuple(line(f"{prefix}_{sign}", word, lock, needed=needed) for sign, word in signs.items())


GUESSED: Mapping[str, Way] = {
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
            Act.CORRECT: _MARKED,
            Act.CHOOSE: (pick("drawer", *_DRAWER, lock=Lock.OURS),),
        },
        guesses=True,
        discard=Discard("drawer", "away", ("defence",)),
        rule="drawer",
    ),
    "sentence-marks": Way(
        parts={
            Act.GUESS: (text("side", lock=Lock.ROUND),),
            Act.CORRECT: _MARKED,
            Act.WRITE: (text("again", lock=Lock.ROUND),),
            Act.RATE: (Part("mine", Kind.SCALE, lock=Lock.OURS),),
        },
        guesses=True,
        rule="marks",
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
    "fear-hope-label": Way(
        parts={
            Act.WRITE: (line("fear", N_("A fear"), Lock.ROUND), line("hope", N_("A hope"), Lock.ROUND)),
            Act.GUESS: (
                feeling("in_fear", N_("The feeling in the fear"), Lock.ROUND),
                feeling("in_hope", N_("The feeling in the hope"), Lock.ROUND),
            ),
            Act.CORRECT: (
                pick("fear", *CLOSE, label=N_("Their word for my fear"), lock=Lock.OURS),
                pick("hope", *CLOSE, label=N_("Their word for my hope"), lock=Lock.OURS),
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
            Act.CORRECT: (
                pick("close", *CLOSE, label=N_("Was it that?"), lock=Lock.OURS),
                feeling("word", N_("The word for it"), Lock.OURS),
            ),
        },
        guesses=True,
        rule="offer",
    ),
    "dialect-sentence": Way(
        page=(0, 2),
        parts={
            0: (line("i", lock=Lock.ROUND),),
            1: (line("you", lock=Lock.ROUND),),
            Act.CORRECT: (line("agreed", N_("The half about me, as it stands now"), Lock.OURS),),
        },
        show=Show.JOINT,
        guesses=True,
        rule="both",
    ),
    "guide-pair": Way(
        page=(0, 3),
        parts={
            0: (pick("hope", lock=Lock.ROUND),),
            1: (text("matter", lock=Lock.ROUND),),
            2: (line("theirs", lock=Lock.ROUND),),
            Act.CORRECT: (line("right", lock=Lock.OURS),),
        },
        guesses=True,
        rule="both",
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
    "meaning-table": Way(
        page=(0, 2),
        parts={
            0: _signs("mine", Lock.ROUND),
            1: _signs("guess", Lock.ROUND),
            Act.CORRECT: (
                *_signs("mended", Lock.OURS, needed=False),
                line("help", N_("What would help me then"), Lock.OURS, needed=False),
            ),
        },
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
}
