"""Ways in which the two write or pick for each other: answers, thanks, cards, lists, slips."""

from collections.abc import Mapping

from omoiyari.library import Act
from omoiyari.practice.facets import NAMES
from omoiyari.practice.parts import Kind, Lock, Part, line, pick, tap, text, ticks
from omoiyari.practice.ways.model import Show, Way
from omoiyari.practice.ways.options import MATCHES
from omoiyari.words import N_

_LANDED = (("yes", N_("Yes")), ("partly", N_("Partly")), ("no", N_("Not this time")))
_FACETS = Part(
    "facets",
    Kind.TICKS,
    N_("What was in it, if you like"),
    tuple((facet.value, name) for facet, name in NAMES.items()),
    Lock.OURS,
    needed=False,
)
_HEADINGS = (
    line("thanks", N_("Thanks"), Lock.OURS),
    line("well", N_("Went well"), Lock.OURS),
    line("rubbed", N_("Rubbed"), Lock.OURS),
    line("wish", N_("A wish"), Lock.OURS),
)
_OPENS = (("0", N_("today")), ("1", N_("tomorrow")), ("3", N_("in three days")), ("7", N_("in a week")))
_TASTE = (("a", N_("The first")), ("b", N_("The second")))
_ANSWERS = (("yes", N_("Yes")), ("no", N_("No")), ("instead", N_("How about this instead")))

SHARED: Mapping[str, Way] = {
    "feeling-no-fix": Way(
        parts={Act.CORRECT: (pick("landed", *MATCHES, label=N_("Did it land?"), lock=Lock.OURS),)},
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
                _FACETS,
                line("for_next_time", N_("A line for next time"), Lock.OURS, needed=False),
                tap("landed", *_LANDED, label=N_("Did that land?"), lock=Lock.OURS),
            ),
        },
        rule="landed",
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
    "one-question": Way(parts={Act.WRITE: (text(lock=Lock.ROUND),)}, rule="both"),
    "overlap-pick": Way(
        page=(0, 2),
        parts={
            0: (ticks("known", most=3, lock=Lock.ROUND),),
            1: (ticks("new", most=3, lock=Lock.ROUND),),
            3: (
                line("day", N_("The day and the hour"), Lock.OURS),
                line("care", N_("Who takes care of what"), Lock.OURS, needed=False),
            ),
        },
        show=Show.OVERLAP,
        rule="overlap",
    ),
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
    "card-sort": Way(
        page=(0, 2),
        parts={0: (), 1: (ticks("five", most=5, of=-1, lock=Lock.ROUND),)},
        show=Show.OVERLAP,
        rule="overlap",
    ),
    "agreed-signal": Way(
        page=(0, 2),
        parts={0: (ticks("say", lock=Lock.ROUND),), 1: (ticks("hear", of=-1, lock=Lock.ROUND),)},
        show=Show.FITS,
        rule="fits",
    ),
    "agenda-of-four": Way(parts={0: _HEADINGS}, show=Show.IN_ORDER, rule="order"),
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
    "silly-relay": Way(show=Show.LAST_LINE, rule="last_line"),
    "fresh-look": Way(
        parts={
            0: (
                line("keep", N_("Keep"), Lock.ROUND),
                line("drop", N_("Drop"), Lock.ROUND),
                line("try", N_("Try"), Lock.ROUND),
            ),
            2: (
                line("both_keep", N_("We both keep"), Lock.OURS, needed=False),
                line("both_drop", N_("We both drop"), Lock.OURS, needed=False),
                line("for_two_weeks", N_("We try, for two weeks"), Lock.OURS),
            ),
        },
        rule="both",
    ),
}
