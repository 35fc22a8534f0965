"""When a fresh look at one's habits is due (B9): after a change that I noted, or by what my own notebook shows.

Only what I noted, and what both can see anyway, is looked at; each reason is told in its sentence. The numbers are
rules of thumb; no study has set them.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from omoiyari import measures
from omoiyari.couple import Notebook
from omoiyari.practice.dose import Practised
from omoiyari.practice.noticed import felt_understood, needs_met
from omoiyari.practice.round import day_of
from omoiyari.words import N_

EXERCISE = "fresh-look"
KIND = "change"
CHANGES = ("move", "job", "child", "loss", "illness", "other")

WEEK = timedelta(days=7)
FOUR_WEEKS = timedelta(days=28)
LOOKED = timedelta(days=60)  # so long nothing is noticed anew after a fresh look
SELDOM = 2  # of 0 to 6: mostly not understood
SEVERAL = 3
HALF_A_YEAR = timedelta(weeks=26)
MANY = 30  # taps in it, below which nothing is steady yet
MOSTLY = 4  # of 0 to 6: above, what is steady is good as it is
SELDOM_WRONG = 0.05

CHANGED = N_(
    "Something big has changed, by your own note. What still fits? It takes about {minutes} minutes."
)
UNDERSTOOD = N_(
    "For two weeks you have seldom felt understood, by your own taps. What to keep, drop or try? It takes about"
    " {minutes} minutes."
)
NEEDS = N_(
    "Several times lately, what came was not what you needed, by your own taps. What to keep, drop or try? It takes"
    " about {minutes} minutes."
)
STEADY = N_(
    "By your own taps, feeling understood has held steady for some months. That is no failing, and a good time to try"
    " another way. It takes about {minutes} minutes."
)
BACK = N_("It was quiet in here for some weeks. What still fits? It takes about {minutes} minutes.")


def why_due(book: Notebook, today: date, zone: tzinfo, done: Iterable[Practised]) -> str:
    """Why a fresh look is due, as a message id with `{minutes}` in it; empty where it is not."""
    last = max((one.day for one in done if one.exercise == EXERCISE), default=date.min)
    if _has_changed(book, today, zone, last):
        return CHANGED
    if book.partner is None or today - last < LOOKED:
        return ""
    noticed = (
        (_seldom_understood, UNDERSTOOD),
        (_needs_unmet, NEEDS),
        (_both_were_away, BACK),
        (_steady, STEADY),
    )
    return next((why for sees, why in noticed if sees(book, today, zone)), "")


def _has_changed(book: Notebook, today: date, zone: tzinfo, last: date) -> bool:
    """For four weeks from the day of a change, or from the note where that came later; until the next fresh look."""
    for note in book.of_kind(KIND):
        begins = max(date.fromisoformat(note.body["day"]), day_of(note.at, zone))
        if begins <= today < begins + FOUR_WEEKS and last < begins:
            return True
    return False


def _seldom_understood(book: Notebook, today: date, zone: tzinfo) -> bool:
    """In each of the last two weeks at least two taps after talks, and low on the average."""
    ratings = felt_understood(book, zone)
    for end in (today, today - WEEK):
        week = [one.value for one in ratings if end - WEEK < one.day <= end]
        if len(week) < 2 or sum(week) / len(week) > SELDOM:
            return False
    return True


def _needs_unmet(book: Notebook, today: date, zone: tzinfo) -> bool:
    """Three times in four weeks or more, and more often than not, what I asked for was not what I needed."""
    lately = [one.met for one in needs_met(book, zone) if today - one.day < FOUR_WEEKS]
    return lately.count(False) >= max(SEVERAL, len(lately) / 2)


def _both_were_away(book: Notebook, today: date, zone: tzinfo) -> bool:
    """Four weeks without anything of either that I can read, since this link began, over for at most two weeks."""
    since = min((r.at for r in book.records if book.takes_more(r.bond)), default=None)
    if since is None:
        return False
    lately = datetime.combine(today, time(), zone) - 2 * WEEK
    before = max((r.at for r in book.records if since <= r.at < lately), default=since)
    first = min((r.at for r in book.records if r.at >= max(since, lately)), default=None)
    back = min(day_of(first, zone), today) if first is not None else today
    return back - day_of(before, zone) >= FOUR_WEEKS and today - back < 2 * WEEK


def _steady(book: Notebook, today: date, zone: tzinfo) -> bool:
    """A plateau of some months, still going on, below "mostly understood" (B10)."""
    lately = [one for one in felt_understood(book, zone) if today - one.day < HALF_A_YEAR]
    if len(lately) < MANY or today - lately[-1].day >= 2 * WEEK:
        return False
    if sum(one.value for one in lately) / len(lately) > MOSTLY:
        return False
    turned = measures.drift(lately)
    if isinstance(turned, measures.Drift) and _is_sure(turned.change):
        return False
    found = measures.steady(lately)
    return isinstance(found, measures.Result) and _is_sure(found)


def _is_sure(found: measures.Result) -> bool:
    return found.p is not None and found.p <= SELDOM_WRONG
