"""Ways that one person goes alone: writing, breathing, limits, doors."""

from collections.abc import Mapping

from omoiyari.library import Act
from omoiyari.practice.parts import Kind, Part, line, pick, tap, text, ticks
from omoiyari.practice.ways.model import Back, Discard, Look, Way
from omoiyari.practice.ways.options import CARE
from omoiyari.words import N_

_NEIGHBOURS = 4  # words beside the one that was chosen
_BREATHS = 30  # three slow breaths, in seconds
_FATES = (("keep", N_("Keep it")), ("soften", N_("Soften it")), ("let_go", N_("Let it go")))
_SENDING = (("sleep", N_("Sleep on it")), ("say", N_("Say it")), ("send", N_("Write it to my partner")))
_VERDICTS = (("stay", N_("stay")), ("loosen", N_("loosen")), ("tighten", N_("tighten")))
_SETTING = (("open", N_("Open")), ("half", N_("Half open")), ("closed", N_("Closed")))

_KIND_OF_CARE = N_("What kind of care, if you like")

ALONE: Mapping[str, Way] = {
    "paced-breath": Way(Look.BREATH, rule="breath"),
    "onlooker-writing": Way(holds=frozenset({Act.WRITE}), rule="holds"),
    "private-signpost": Way(
        parts={Act.CHOOSE: (ticks("known", needed=False),), Act.WRITE: (text(needed=False),)}, rule="mine"
    ),
    "missed-cue-note": Way(rule="mine"),
    "two-columns": Way(
        parts={
            0: (text("caught", N_("Caught")),),
            1: (text("missed", N_("Missed")),),
            2: (pick("in_the_way", label=""),),
        },
        rule="columns",
    ),
    "word-finder": Way(
        parts={
            0: (Part("family", Kind.FAMILY),),
            1: (Part("word", Kind.WORD),),
            2: (Part("truest", Kind.WORD, most=_NEIGHBOURS),),
        },
        rule="finer",
    ),
    "fitted-prompt": Way(
        parts={3: (tap("fits", ("yes", N_("This one")), ("another", N_("Another"))),)},
        back=Back("fits", frozenset({"another"}), 0),
        rule="another",
    ),
    "held-send": Way(
        parts={Act.CHOOSE: (pick("fate", *_FATES),)},
        holds=frozenset({Act.SILENT}),
        discard=Discard("fate", "let_go", ("text",)),
        rule="holds",
    ),
    "limit-review": Way(
        parts={
            0: (pick("which"), pick("verdict", *_VERDICTS, label=N_("It shall…"))),
            1: (text("changed", needed=False),),
            2: (
                line("limit", N_("The limit as it should be now; leave it out if it stays"), needed=False),
                line("instead", N_("What I can do instead"), needed=False),
                pick("share", *_SENDING, label=N_("And with it?")),
            ),
        },
        asks=(("share", "send", "instead"), ("verdict", "loosen", "limit"), ("verdict", "tighten", "limit")),
        entry=("limit", "instead"),
        rule="asks",
    ),
    "limit-builder": Way(
        parts={
            0: (line("limit"),),
            1: (line("because"),),
            2: (line("instead", needed=False),),
            3: (line("when", needed=False), pick("share", *_SENDING)),
        },
        asks=(("share", "send", "instead"),),
        entry=("limit", "because", "instead", "when"),
        rule="asks",
    ),
    "three-kind-lines": Way(wait=_BREATHS, rule="holds"),
    "four-doors": Way(
        parts={1: (pick("door"),), Act.WRITE: (line("smallest"),)},
        rule="doors",
    ),
    "invented-person": Way(rule="trainer"),
    "small-act-tally": Way(
        parts={
            0: (
                pick("way", ("given", N_("Given")), ("noticed", N_("Noticed"))),
                pick("act", label=N_("Which?")),
                Part("care", Kind.PICK, _KIND_OF_CARE, CARE, needed=False),
            )
        },
        rule="mine",
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
        asks=(("copy", "say", "will"),),
        heard=("did", "like", "will"),
        rule="asks",
    ),
    "held-moment": Way(holds=frozenset({Act.SILENT}), rule="holds"),
}
