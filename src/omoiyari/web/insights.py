"""Insights: my own patterns, in words first, each with how sure we are and how it was worked out.

Five at most, about the reader alone. "Not enough yet" and "cannot tell" are ordinary answers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from omoiyari import measures
from omoiyari.measures import ByDistance, ByFamily, NotEnoughYet, OverTime, Result, TruthAndBias
from omoiyari.practice import Noticed, noticed
from omoiyari.practice.missed import MissedOverTime, missed_cues, over_time
from omoiyari.web.charts import Chart, chart
from omoiyari.web.leaves import leaf_of
from omoiyari.web.loop import zone_of
from omoiyari.web.pages import page
from omoiyari.web.partner import partner_name
from omoiyari.web.speak import say, speaking
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Insight:
    """One pattern as it is told: a sentence a friend could say, the rest for whoever wants it."""

    id: str
    title: str
    sentence: str
    doubt: str = ""
    try_this: str = ""
    results: tuple[tuple[str, Result], ...] = ()
    chart: Chart | None = None


def not_enough(id: str, title: str, missing: NotEnoughYet) -> Insight:
    """Say what is missing, without asking for it."""
    return Insight(id, title, _missing(missing))


def _missing(missing: NotEnoughYet) -> str:
    return say(
        N_("Not enough yet to say anything honest: {have} of {need} {what}."),
        have=missing.have,
        need=missing.need,
        what=say(missing.what),
    )


def _moving(slope: Result | NotEnoughYet, up: str, down: str, still: str) -> str:
    if isinstance(slope, NotEnoughYet) or slope.cannot_tell:
        return say(still)
    return say(up) if slope.value > 0 else say(down)


_STILL = N_("Whether it is rising or falling, we cannot tell.")


def _over_time(
    id: str,
    title: str,
    found: OverTime | NotEnoughYet,
    words: tuple[str, str, str],
    ends: tuple[float, float],
) -> Insight:
    if isinstance(found, NotEnoughYet):
        return not_enough(id, title, found)
    low, high = ends
    third = (high - low) / 3
    level = (
        words[0]
        if found.now.value > high - third
        else words[2]
        if found.now.value < low + third
        else words[1]
    )
    results = [(say(N_("Where it stands now")), found.now)]
    if isinstance(found.slope, Result):
        results.append((say(N_("Change in a week")), found.slope))
    return Insight(
        id,
        title,
        say(level),
        _moving(found.slope, N_("It has been rising."), N_("It has been falling."), _STILL),
        results=tuple(results),
        chart=chart(found.points, low, high) if len(found.points) > 1 else None,
    )


def mood_insight(seen: Noticed) -> Insight:
    """How pleasant my days were."""
    words = (
        N_("Lately your days have felt mostly good."),
        N_("Lately your days have been mixed, as days are."),
        N_("Lately your days have felt mostly hard."),
    )
    return _over_time("mood", say(N_("How my days felt")), measures.mood(seen.mine), words, (-1.0, 1.0))


def felt_insight(seen: Noticed) -> Insight:
    """How understood I felt after talks."""
    words = (
        N_("After talks, you mostly felt understood."),
        N_("After talks, you felt understood now and then."),
        N_("After talks, you mostly did not feel understood."),
    )
    return _over_time(
        "felt", say(N_("Feeling understood")), measures.felt_understood(seen.felt), words, (0.0, 6.0)
    )


def closeness_insight(seen: Noticed) -> Insight:
    """How close my guesses come, beside chance and naive guesses."""
    title = say(N_("How close my guesses come"))
    by_family = measures.closeness_by_family(seen.guesses, seen.theirs)
    by_distance = measures.closeness_by_distance(seen.guesses, seen.theirs, seen.mine)
    if isinstance(by_family, NotEnoughYet):
        return not_enough("closeness", title, by_family)
    return _closeness(title, by_family, by_distance)


def _closeness(title: str, by_family: ByFamily, by_distance: ByDistance | NotEnoughYet) -> Insight:
    rate, chance = by_family.rate, by_family.chance
    sentence = say(
        N_("You met the kind of feeling on {met} days in ten; shuffled days would give {chance}."),
        met=f"{rate.value * 10:.1f}",
        chance=f"{chance.level * 10:.1f}",
    )
    doubt = (
        N_("Whether that is more than luck, we cannot tell.")
        if chance.cannot_tell
        else N_("That is more than luck.")
    )
    results = [(say(N_("Share of days met")), rate)]
    if isinstance(by_distance, ByDistance):
        results += _skills(by_distance)
    return Insight("closeness", title, sentence, say(doubt), say(_ASK), tuple(results))


def _skills(found: ByDistance) -> list[tuple[str, Result]]:
    naive = (
        (N_("Closer than always guessing their average"), found.over_average),
        (N_("Closer than guessing my own mood"), found.over_own_mood),
        (N_("Closer than guessing their last answer"), found.over_yesterday),
    )
    return [(say(name), result) for name, result in naive if isinstance(result, Result)]


_ASK = N_("Nothing to do; or ask one question more before you guess.")


def forces_insight(seen: Noticed) -> Insight:
    """What pulls my guesses: the truth, my own mood, or always brighter or darker."""
    title = say(N_("What pulls my guesses"))
    found = measures.truth_and_bias(seen.guesses, seen.theirs, seen.mine)
    if isinstance(found, NotEnoughYet):
        return not_enough("forces", title, found)
    return _forces(title, found)


def _forces(title: str, found: TruthAndBias) -> Insight:
    similar, truth, bias = found.assumed_similarity, found.truth_force, found.directional_bias
    said = []
    if not similar.cannot_tell and similar.value > 0:
        said.append(say(N_("Your guesses lean towards your own mood.")))
    if not truth.cannot_tell and truth.value > 0:
        said.append(say(N_("They follow how your partner really is.")))
    if not bias.cannot_tell:
        side = (
            N_("On the whole you guess brighter than it is.")
            if bias.value > 0
            else N_("On the whole you guess darker than it is.")
        )
        said.append(say(side))
    sentence = " ".join(said) or say(
        N_("So far, nothing stands out in what pulls your guesses. We cannot tell.")
    )
    tip = (
        N_("Try guessing before you name your own mood, or name yours first and set it aside.")
        if not similar.cannot_tell
        else ""
    )
    results = (
        (say(N_("Pull of the truth")), truth),
        (say(N_("Pull of my own mood")), similar),
        (say(N_("Brighter or darker on the whole")), bias),
        (say(N_("What my own mood adds in truth")), found.indirect_accuracy),
    )
    return Insight("forces", title, sentence, try_this=say(tip) if tip else "", results=results)


def sureness_insight(seen: Noticed) -> Insight:
    """How sure I was, beside how they said I did."""
    title = say(N_("How sure I am of my guesses"))
    found = measures.overestimation(seen.readings)
    if isinstance(found, NotEnoughYet):
        return not_enough("sureness", title, found)
    if found.cannot_tell:
        sentence = N_("How sure you were and how rightly you read fit together, as far as we can tell.")
    elif found.value > 0:
        sentence = N_("You were surer of your guesses than they turned out. Most people are.")
    else:
        sentence = N_("You read better than you trusted yourself to.")
    return Insight("sureness", title, say(sentence), results=((say(N_("How much surer than right")), found),))


INSIGHTS: tuple[Callable[[Noticed], Insight], ...] = (
    felt_insight,
    closeness_insight,
    forces_insight,
    sureness_insight,
    mood_insight,
)


@router.get("/insights")
async def insights(request: Request, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    seen = noticed(book, zone_of(book, visit.person))
    told = [tell(seen) for tell in INSIGHTS]
    return page(
        request,
        "insights.html",
        page="insights",
        insights=told,
        partner=partner_name(book),
        days=len(seen.mine),
    )


# --- the cues I missed ------------------------------------------------------------------------------


def _how_often(told: MissedOverTime) -> str:
    """Since when and how often, as a friend would say it."""
    since = speaking.get().date(told.since)
    return say(N_("Since {since} you have noted {count}."), since=since, count=told.count)


def _change(told: MissedOverTime) -> str:
    """The last four weeks beside the four before them."""
    if told.before is None:
        return say(N_("{lately} of them in the last four weeks."), lately=told.lately)
    words = N_("{lately} of them in the last four weeks, {before} in the four before.")
    return say(words, lately=told.lately, before=told.before)


@router.get("/insights/missed")
async def missed(request: Request, visit: Visit = Here, leaf: int = 1) -> Response:
    """The cues I missed, over time: which, what I'd try, how often since when."""
    book = await visit.notebook()
    found = missed_cues(book, visit.now)
    told = over_time(found, visit.now, zone_of(book, visit.person))
    shown, leaves = leaf_of(found, leaf)
    enough = told if isinstance(told, MissedOverTime) else None
    return page(
        request,
        "missed.html",
        page="insights",
        partner=partner_name(book),
        notes=shown,
        leaves=leaves,
        told=enough,
        sentence=_missing(told) if isinstance(told, NotEnoughYet) else _how_often(told),
        change=_change(enough) if enough else "",
    )
