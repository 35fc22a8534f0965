"""Ways in which the two speak, breathe or look by one clock: who has the floor, what is locked meanwhile."""

from collections.abc import Mapping

from omoiyari.library import Act
from omoiyari.practice.parts import Kind, Lock, Part, line, pick, ticks
from omoiyari.practice.ways.model import Back, Look, Way
from omoiyari.practice.ways.options import CLOSE, MATCHES
from omoiyari.words import N_

_YES = (("yes", N_("Yes")), ("no", N_("Not yet")))
_FLOOR = Way(look=Look.FLOOR, spoken=True, rule="floor")
_WISHES = (
    ("listen", N_("Listen")),
    ("help", N_("Help")),
    ("hug", N_("A hug")),
    ("other", N_("Something else")),
)
_SIZES = (("grew", N_("It grew")), ("stayed", N_("It stayed")), ("shrank", N_("It shrank")))
_HALVES = (
    ("both", N_("Both halves")),
    ("high", N_("The high")),
    ("low", N_("The low")),
    ("neither", N_("Neither, yet")),
)
_HEARD = (("heard", N_("Heard")), ("partly", N_("Partly")), ("not_yet", N_("Not yet")))
_AWAY = (
    ("20", N_("twenty minutes")),
    ("40", N_("forty minutes")),
    ("60", N_("an hour")),
    ("120", N_("two hours")),
    ("720", N_("half a day")),
)
_ONCE_MORE = (("20", N_("twenty minutes")), ("60", N_("an hour")))
_GOING_ON = (("ready", N_("Ready to go on")), ("again", N_("One more break")))

_BACK = N_("Not yet, so it goes back a page. There is no hurry.")
_ANEW = N_("Not a yes yet: what was missing is said anew, and then said back once more.")

SPOKEN: Mapping[str, Way] = {
    "shared-breath": Way(Look.BREATH, either=True, rule="breath"),
    "phones-down": Way(Look.ZONE, holds=frozenset({Act.DO}), rule="zone"),
    "locked-turns": _FLOOR,
    "high-low-echo": Way(
        Look.FLOOR,
        parts={
            Act.CORRECT: (pick("half", *_HALVES, label=N_("Which half did the echo catch?"), lock=Lock.OURS),)
        },
        spoken=True,
        rule="echo",
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
    "borrowed-voice": Way(Look.BELLS, spoken=True, guesses=True, rule="bells"),
    "mirror": Way(Look.MIRROR, either=True, rule="either"),
    "held-gaze": Way(Look.DARK, either=True, rule="either"),
    "walk-card": Way(Look.ZONE, rule="both"),
    "bedtime-shares": Way(Look.DARK, spoken=True, rule="floor"),
    "return-time": Way(
        Look.ZONE,
        parts={
            0: (Part("minutes", Kind.MINUTES, N_("Back in"), _AWAY, lock=Lock.OURS),),
            Act.CHOOSE: (
                pick("ready", *_GOING_ON, lock=Lock.OURS),
                Part(
                    "minutes",
                    Kind.MINUTES,
                    N_("If one more: back in"),
                    _ONCE_MORE,
                    lock=Lock.OURS,
                    needed=False,
                ),
            ),
        },
        holds=frozenset({Act.DO}),
        back=Back("ready", frozenset({"again"}), 2, times=1),
        rule="return",
    ),
    "good-news": Way(
        Look.FLOOR,
        parts={
            1: (
                Part(
                    "questions",
                    Kind.TICKS,
                    N_("Advice and own stories wait until both are asked."),
                    (("first", N_("The first question is asked")), ("second", N_("The second one too"))),
                    lock=Lock.OURS,
                    least=2,
                ),
            ),
            Act.RATE: (pick("size", *_SIZES, lock=Lock.OURS),),
        },
        spoken=True,
        rule="two_questions",
    ),
    "whose-side": Way(Look.FLOOR, spoken=True, lifted=True, rule="lift"),
    "dream-catcher": Way(
        Look.FLOOR,
        parts={
            Act.CORRECT: (
                pick("caught", *_YES, label=N_("Is that your dream?"), lock=Lock.OURS),
                line("dream", N_("In one line"), Lock.OURS, needed=False),
            )
        },
        spoken=True,
        back=Back("caught", frozenset({"no"}), 1, because=_BACK),
        guesses=True,
        rule="confirm",
    ),
    "ask-the-wish": Way(
        Look.FLOOR,
        parts={
            Act.CHOOSE: (pick("wish", *_WISHES, lock=Lock.OURS),),
            Act.RATE: (pick("met", *MATCHES, lock=Lock.OURS),),
        },
        spoken=True,
        rule="wish",
    ),
    "say-back": Way(
        Look.FLOOR,
        parts={Act.CORRECT: (pick("so", *CLOSE, label=N_("Is that what you said?"), lock=Lock.OURS),)},
        spoken=True,
        back=Back("so", frozenset({"close", "no"}), 2, because=_ANEW),
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
        back=Back("heard", frozenset({"not_yet"}), 1, because=_BACK),
        rule="confirm",
    ),
    "understood-gate": Way(
        Look.FLOOR,
        parts={
            Act.CORRECT: (Part("felt", Kind.SCALE, N_("How understood do you feel?"), lock=Lock.OURS),),
        },
        spoken=True,
        back=Back("felt", frozenset("0123"), 1, because=_BACK),
        guesses=True,
        rule="confirm",
    ),
}
