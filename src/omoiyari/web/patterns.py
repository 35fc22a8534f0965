"""A person's patterns as a friend would tell them: at most five, each with its doubt, and more on request."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from omoiyari.measures import (
    STEP,
    Axis,
    ByDistance,
    ByFamily,
    Calibration,
    Claim,
    Drift,
    Feelings,
    NotEnoughYet,
    OverTime,
    Result,
    SurenessBand,
    TruthAndBias,
    standing,
    truth_and_bias,
)
from omoiyari.practice import Noticed
from omoiyari.practice.looks import Looks, look
from omoiyari.web.charts import Chart, chart
from omoiyari.web.speak import say, speaking
from omoiyari.words import N_

Words = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One number with its name, or what is missing for it."""

    name: str
    found: Result | NotEnoughYet


@dataclass(frozen=True, slots=True)
class Row:
    """One row of how sure I was: from and to, in per cent, and how often I was right, in words."""

    sure: str
    right: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A further look within a pattern."""

    title: str
    sentence: str
    lines: tuple[Line, ...] = ()
    chart: Chart | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Insight:
    """One pattern as it is told: a sentence a friend could say, the rest for whoever wants it."""

    id: str
    title: str
    sentence: str
    doubt: str = ""
    try_this: str = ""
    lines: tuple[Line, ...] = ()
    chart: Chart | None = None
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """What was noted, what was measured of it, and which claims stand when all are looked at together."""

    seen: Noticed
    looks: Looks
    stands: frozenset[Claim]


@dataclass(frozen=True, slots=True)
class Told:
    """The patterns, and how many things the page looked at to tell them."""

    insights: tuple[Insight, ...]
    claims: int


def tell(seen: Noticed) -> Told:
    """Tell what somebody noted, in the language of this request."""
    looks = look(seen)
    claims = list(looks.claims())
    told = _Page(seen, looks, standing(claims))
    return Told(tuple(pattern(told) for pattern in PATTERNS), len(claims))


def missing_words(missing: NotEnoughYet) -> str:
    """Say what is missing, without asking for it."""
    return say(
        N_("Not enough yet to say anything honest: {have} of {need} {what}."),
        have=missing.have,
        need=missing.need,
        what=say(missing.what),
    )


def _lines(*named: tuple[str, Result | NotEnoughYet]) -> tuple[Line, ...]:
    return tuple(Line(say(name), found) for name, found in named)


# --- over time ------------------------------------------------------------------------------------

_STILL = N_("Whether it is rising or falling, we cannot tell.")


def _moving(told: _Page, slope: Result | NotEnoughYet) -> str:
    if isinstance(slope, NotEnoughYet) or slope not in told.stands:
        return say(_STILL)
    return say(N_("It has been rising.") if slope.value > 0 else N_("It has been falling."))


def _level(found: OverTime, words: Words, ends: tuple[float, float]) -> str:
    """The upper, middle or lower third, in words."""
    low, high = ends
    third = (high - low) / 3
    where = 0 if found.now.value > high - third else 2 if found.now.value < low + third else 1
    return say(words[where])


def _series(found: OverTime) -> tuple[Line, ...]:
    return _lines(
        (N_("Where it stands now"), found.now),
        (N_("On the average"), found.average),
        (N_("Change in a week"), found.slope),
    )


def _drawn(found: OverTime, ends: tuple[float, float]) -> Chart | None:
    return chart(found.points, *ends) if len(found.points) > 1 else None


def _over_time(
    told: _Page, insight: Insight, found: OverTime | NotEnoughYet, words: Words, ends: tuple[float, float]
) -> Insight:
    if isinstance(found, NotEnoughYet):
        return replace(insight, sentence=missing_words(found))
    return replace(
        insight,
        sentence=_level(found, words, ends),
        doubt=_moving(told, found.slope),
        lines=_series(found),
        chart=_drawn(found, ends),
    )


def _detail_over_time(
    told: _Page, title: str, found: OverTime | NotEnoughYet, words: Words, ends: tuple[float, float]
) -> Detail:
    if isinstance(found, NotEnoughYet):
        return Detail(say(title), missing_words(found))
    sentence = f"{_level(found, words, ends)} {_moving(told, found.slope)}"
    return Detail(say(title), sentence, _series(found))


_GRID, _TAPS = (-1.0, 1.0), (0.0, 6.0)


def mood(told: _Page) -> Insight:
    """How pleasant my days were; how stirred they were within it."""
    words = (
        N_("Lately your days have felt mostly good."),
        N_("Lately your days have been mixed, as days are."),
        N_("Lately your days have felt mostly hard."),
    )
    hint = N_("Nothing to do; or look what the good days had in common.")
    details = (_energy(told), _follows(told))
    insight = Insight("mood", say(N_("How my days felt")), "", try_this=say(hint), details=details)
    return _over_time(told, insight, told.looks.mood, words, _GRID)


def _energy(told: _Page) -> Detail:
    words = (
        N_("Lately your days have been mostly stirred."),
        N_("Lately your days have been between calm and stirred."),
        N_("Lately your days have been mostly calm."),
    )
    found = told.looks.energy
    detail = _detail_over_time(told, N_("How stirred my days were"), found, words, _GRID)
    return replace(detail, chart=_drawn(found, _GRID)) if isinstance(found, OverTime) else detail


def _follows(told: _Page) -> Detail:
    """My mood after theirs of the day before (C13); whether theirs follows mine is told to them alone."""
    title, found = say(N_("My mood, a day after theirs")), told.looks.transmission
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    if found not in told.stands:
        sentence = N_("Whether your mood follows theirs of the day before, we cannot tell.")
    elif found.value > 0:
        sentence = N_(
            "Your mood tends to follow theirs of the day before; or both follow the weeks that you share."
        )
    else:
        sentence = N_("Your mood tends to swing the other way than theirs of the day before.")
    lines = _lines((N_("How far my mood follows theirs of the day before"), found))
    return Detail(title, say(sentence), lines)


def felt(told: _Page) -> Insight:
    """How understood I felt after talks; how safe it was to speak, and how the weeks were, within it."""
    words = (
        N_("After talks, you mostly felt understood."),
        N_("After talks, you felt understood now and then."),
        N_("After talks, you mostly did not feel understood."),
    )
    found, details = told.looks.felt, (_turned(told), _steady(told), _spoke(told), *_weeks(told))
    insight = Insight("felt", say(N_("Feeling understood")), "", try_this=_another_way(told), details=details)
    insight = _over_time(told, insight, found, words, _TAPS)
    return insight if isinstance(found, NotEnoughYet) else replace(insight, doubt=_going(told, found))


def _going(told: _Page, found: OverTime) -> str:
    """A turn, a slope, a steady stretch, or that we cannot tell: the first of them that stands."""
    if _has_turned(told):
        return _turned(told).sentence
    if found.slope not in told.stands and told.looks.steady in told.stands:
        return say(N_("It has held steady lately."))
    return _moving(told, found.slope)


def _another_way(told: _Page) -> str:
    """What to do; a flat stretch below "mostly understood" (B10) asks for another way, and is no failing."""
    found = told.looks.felt
    good = not isinstance(found, OverTime) or found.now.value > 4
    if good or told.looks.steady not in told.stands or _has_turned(told):
        return say(N_("Nothing to do; or say aloud one thing that helped you feel understood."))
    return say(
        N_("Try another exercise with the same aim, such as “Keep, drop, try”. A flat stretch is no failing.")
    )


def _has_turned(told: _Page) -> bool:
    found = told.looks.drift
    return isinstance(found, Drift) and found.change in told.stands


def _turned(told: _Page) -> Detail:
    """One turn in the last half-year (C4)."""
    title, found = say(N_("Has it turned?")), told.looks.drift
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    lines = _lines((N_("How far it turned, if it did"), found.change))
    if not _has_turned(told):
        return Detail(title, say(N_("Whether it turned on some day, we cannot tell.")), lines)
    higher = N_("It has been higher since about {since} (between {first} and {last}).")
    lower = N_("It has been lower since about {since} (between {first} and {last}).")
    since, first, last = map(speaking.get().date, (found.since, *found.between))
    sentence = say(higher if found.change.value > 0 else lower, since=since, first=first, last=last)
    return Detail(title, sentence, lines)


def _steady(told: _Page) -> Detail:
    """Whether it moves by less than anybody would notice (B10)."""
    title, found = say(N_("Has it held steady?")), told.looks.steady
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    steady = N_("Lately it has moved by less than one tap in twelve weeks, if at all.")
    unknown = N_("Whether it holds steady or moves a little, we cannot tell.")
    sentence = say(steady if found in told.stands else unknown)
    return Detail(title, sentence, _lines((N_("How it moved in a week, lately"), found)))


def _spoke(told: _Page) -> Detail:
    """One tap after a talk (C18)."""
    words = (
        N_("After talks, you mostly could say what you wanted to say."),
        N_("After talks, it was safe now and then to say what you wanted to say."),
        N_("After talks, it was seldom safe to say what you wanted to say."),
    )
    return _detail_over_time(told, N_("Talk by talk: safe to speak?"), told.looks.spoke, words, _TAPS)


def _weeks(told: _Page) -> tuple[Detail, ...]:
    """Three taps a week (M12)."""
    safe = (
        N_("Talking has felt mostly safe."),
        N_("Talking has felt safe now and then."),
        N_("Talking has seldom felt safe."),
    )
    deep = (
        N_("Your talks have mostly gone deep."),
        N_("Your talks have gone deep now and then."),
        N_("Your talks have seldom gone deep."),
    )
    satisfying = (
        N_("Your talks have mostly done you good."),
        N_("Your talks have done you good now and then."),
        N_("Your talks have seldom done you good."),
    )
    looks = told.looks
    return (
        _detail_over_time(told, N_("Week by week: safer?"), looks.safe, safe, _TAPS),
        _detail_over_time(told, N_("Week by week: deeper?"), looks.deep, deep, _TAPS),
        _detail_over_time(told, N_("Week by week: more satisfying?"), looks.satisfying, satisfying, _TAPS),
    )


# --- closeness ------------------------------------------------------------------------------------


def _luck(told: _Page, found: ByFamily | ByDistance) -> str:
    more = found.chance in told.stands
    return say(
        N_("That is more than luck.") if more else N_("Whether that is more than luck, we cannot tell.")
    )


def closeness(told: _Page) -> Insight:
    """How close my guesses come, beside chance and naive guesses."""
    found = told.looks.by_family
    insight = Insight("closeness", say(N_("How close my guesses come")), "", details=_closer(told))
    if isinstance(found, NotEnoughYet):
        return replace(insight, sentence=missing_words(found))
    sentence = say(
        N_("You met the kind of feeling on {met} days in ten; shuffled days would give {chance}."),
        met=f"{found.rate.value * 10:.1f}",
        chance=f"{found.chance.level * 10:.1f}",
    )
    hint = N_("Nothing to do; or ask one question more before you guess.")
    lines = _lines((N_("Share of days met"), found.rate))
    return replace(insight, sentence=sentence, doubt=_luck(told, found), try_this=say(hint), lines=lines)


def _closer(told: _Page) -> tuple[Detail, ...]:
    return _by_distance(told), _then_and_now(told), *_by_family(told)


def _then_and_now(told: _Page) -> Detail:
    """The first weeks and the last (C10)."""
    title, found = say(N_("My first weeks and my last")), told.looks.by_phase
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    if found.change not in told.stands:
        sentence = N_("Whether your guesses come closer than in your first weeks, we cannot tell.")
    elif found.change.value < 0:
        sentence = N_("Your guesses come closer than in your first weeks.")
    else:
        sentence = N_(
            "Your guesses land further off than in your first weeks. Some weeks are harder to read."
        )
    lines = _lines(
        (N_("How much further off in the last weeks"), found.change),
        (N_("How much further off with each week"), found.slope),
    )
    return Detail(title, say(sentence), lines)


def _by_distance(told: _Page) -> Detail:
    title, found = say(N_("How far off, on the grid")), told.looks.by_distance
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    sentence = say(
        N_("Your guesses land {far} steps from where it was; shuffled days would give {chance}."),
        far=f"{found.distance.value / STEP:.1f}",
        chance=f"{found.chance.level / STEP:.1f}",
    )
    lines = _lines(
        (N_("How far off"), found.distance),
        (N_("Closer than always guessing their average"), found.over_average),
        (N_("Closer than guessing my own mood"), found.over_own_mood),
        (N_("Closer than guessing their last answer"), found.over_yesterday),
    )
    return Detail(title, f"{sentence} {_luck(told, found)}", lines)


def _by_family(told: _Page) -> tuple[Detail, ...]:
    found = told.looks.by_family
    if isinstance(found, NotEnoughYet):
        return ()
    lines = _lines(
        (N_("More often than guessing their most usual kind"), found.over_usual),
        (N_("More often than guessing my own kind"), found.over_own_mood),
        (N_("More often than guessing their last kind"), found.over_yesterday),
    )
    sentence = N_("How much more often you met the kind of feeling than three simple guesses would have.")
    return (Detail(say(N_("Beside three simple guesses")), say(sentence), lines),)


# --- what pulls -----------------------------------------------------------------------------------


def forces(told: _Page) -> Insight:
    """What pulls my guesses: the truth, my own mood, or always brighter or darker."""
    found = told.looks.forces
    insight = Insight("forces", say(N_("What pulls my guesses")), "", details=_apart(told.seen))
    if isinstance(found, NotEnoughYet):
        return replace(insight, sentence=missing_words(found))
    sentence = " ".join(say(one) for one in _pulled(told, found)) or say(
        N_("So far, nothing stands out in what pulls your guesses. We cannot tell.")
    )
    leans = found.assumed_similarity in told.stands
    hint = (
        N_("Try guessing before you name your own mood, or name yours first and set it aside.")
        if leans
        else N_("Nothing to do; it is only good to know.")
    )
    return replace(insight, sentence=sentence, try_this=say(hint), lines=_pulls(found))


def _pulled(told: _Page, found: TruthAndBias) -> Iterable[str]:
    similar, truth, bias = found.assumed_similarity, found.truth_force, found.directional_bias
    if similar in told.stands and similar.value > 0:
        yield N_("Your guesses lean towards your own mood.")
    if truth in told.stands and truth.value > 0:
        yield N_("They follow how your partner really is.")
    if bias in told.stands:
        brighter = bias.value > 0
        yield (
            N_("On the whole you guess brighter than it is.")
            if brighter
            else N_("On the whole you guess darker than it is.")
        )


def _pulls(found: TruthAndBias) -> tuple[Line, ...]:
    return _lines(
        (N_("Pull of the truth"), found.truth_force),
        (N_("Pull of my own mood"), found.assumed_similarity),
        (N_("Brighter or darker on the whole"), found.directional_bias),
        (N_("How alike our days are"), found.similarity),
        (N_("What my own mood adds in truth"), found.indirect_accuracy),
    )


_PARTS = (
    (N_("On days that were good for them"), Axis.PLEASANTNESS, Feelings.PLEASANT),
    (N_("On days that were hard for them"), Axis.PLEASANTNESS, Feelings.UNPLEASANT),
    (N_("Calm or stirred, on all days"), Axis.ENERGY, Feelings.ALL),
)


def _apart(seen: Noticed) -> tuple[Detail, ...]:
    """Pleasant and unpleasant feelings apart, and the grid's other axis: numbers alone, none of them a claim."""
    return tuple(
        _part(title, truth_and_bias(seen.guesses, seen.theirs, seen.mine, axis, feelings))
        for title, axis, feelings in _PARTS
    )


def _part(title: str, found: TruthAndBias | NotEnoughYet) -> Detail:
    if isinstance(found, NotEnoughYet):
        return Detail(say(title), missing_words(found))
    return Detail(say(title), say(N_("The same pulls, looked at apart: the numbers alone.")), _pulls(found))


# --- being sure -----------------------------------------------------------------------------------


def sureness(told: _Page) -> Insight:
    """How sure I was, beside how often I was right; and beside how understood they felt."""
    found = told.looks.calibration
    insight = Insight("sureness", say(N_("How sure I am of my guesses")), "", details=_rated(told))
    if isinstance(found, NotEnoughYet):
        return replace(insight, sentence=missing_words(found))
    if found.oversureness not in told.stands:
        sentence = N_("Whether you were too sure or not sure enough, we cannot tell.")
    elif found.oversureness.value > 0:
        sentence = N_("You were surer of your guesses than they turned out. Most people are.")
    else:
        sentence = N_("You read better than you trusted yourself to.")
    hint = N_("Nothing to do; or ask anyway when you feel quite sure.")
    lines = _lines(
        (N_("How much surer than right"), found.oversureness), (N_("How far sureness missed"), found.brier)
    )
    return replace(insight, sentence=say(sentence), try_this=say(hint), lines=lines)


def _rated(told: _Page) -> tuple[Detail, ...]:
    found = told.looks.calibration
    bands = (_bands(found),) if isinstance(found, Calibration) else ()
    return *bands, _overestimation(told)


def _bands(found: Calibration) -> Detail:
    rows = tuple(_row(band) for band in found.bands)
    return Detail(
        say(N_("When I was this sure, how often was I right?")),
        say(N_("If sureness fits, both columns say the same.")),
        rows=rows,
    )


def _row(band: SurenessBand) -> Row:
    sure = f"{band.low * 100:.0f}–{band.high * 100:.0f} %"
    if isinstance(band.right, NotEnoughYet):
        return Row(sure, missing_words(band.right))
    low, high = (100 * end for end in band.right.interval)
    right = say(
        N_("{value} % (between {low} and {high})"),
        value=f"{band.right.value * 100:.0f}",
        low=f"{low:.0f}",
        high=f"{high:.0f}",
    )
    return Row(sure, right)


def _overestimation(told: _Page) -> Detail:
    title, found = say(N_("After talks: how well I thought I read them")), told.looks.overestimation
    if isinstance(found, NotEnoughYet):
        return Detail(title, missing_words(found))
    if found not in told.stands:
        sentence = N_("Whether you thought too well of your reading, or not well enough, we cannot tell.")
    elif found.value > 0:
        sentence = N_("You thought you had read more than was felt. Most people do.")
    else:
        sentence = N_("More of your reading was felt than you thought.")
    return Detail(title, say(sentence), _lines((N_("How much higher I rated my reading"), found)))


PATTERNS: tuple[Callable[[_Page], Insight], ...] = (felt, closeness, forces, sureness, mood)
