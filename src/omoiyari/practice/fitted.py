"""The one question that fits tonight (E27): by the time, the weather and the place that were tapped."""

from collections.abc import Iterable, Sequence

from omoiyari.library import Mood, Prompt, Setting
from omoiyari.practice.asked import Own, for_exercise
from omoiyari.practice.run import Run

INTERACTION = "fitted-prompt"
#: What may be asked, by the place of what was tapped among what is offered: how close, in which moods, and where.
_DEEPEST = (1, 2, 3)
_MOODS = ({Mood.GLAD}, {Mood.FLAT}, {Mood.TENSE}, {Mood.LOW, Mood.TIRED})
_SETTINGS = ({Setting.TABLE}, {Setting.BED}, {Setting.OUT}, {Setting.APART})


def fitted_question(
    run: Run, library: Sequence[Prompt], own: Iterable[Own], asked: frozenset[str], seed: int
) -> str:
    """The id of the question on the last page: own ones first, each tap on "another" one further."""
    waiting = [str(one.id) for one in own if one.id not in asked]
    if run.backs < len(waiting):
        return waiting[run.backs]
    time, weather, place = (_tapped(run, page) for page in range(3))
    moods, settings = {Mood.ANY, *_MOODS[weather]}, {Setting.ANYWHERE, *_SETTINGS[place]}
    fitting = [one for one in library if one.mood in moods and one.setting in settings]
    return for_exercise(fitting or library, (), asked, seed + run.backs, deepest=_DEEPEST[time])


def _tapped(run: Run, page: int) -> int:
    """The place of what was tapped on a page among what it offers; the first where nothing is known."""
    offered = run.scenes[page].steps[0].prompts
    told = next(iter(run.answers(page).values()), {}).get("pick", "")
    return offered.index(told) if told in offered else 0
