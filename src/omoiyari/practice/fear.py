"""Whether there is fear in what a person keeps: then all that is offered is for them alone, and never for two.

The numbers are rules of thumb; no study has set them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from omoiyari.couple import Audience, Notebook
from omoiyari.language import Level
from omoiyari.practice.conflicts import conflicts
from omoiyari.practice.round import day_of
from omoiyari.practice.signs import own_signs, standing

SIX_WEEKS, FOUR_WEEKS = timedelta(days=42), timedelta(days=28)
NOT_SAFE_TO_SAY, SO_OFTEN = 1, 3  # of 0 to 6, in the last talks of four weeks


def is_afraid(book: Notebook, now: datetime, zone: tzinfo) -> bool:
    """Whether a safety flag stands, a conflict of six weeks was scary, or it was not safe to speak three times."""
    return any(True for _ in fears(book, now, zone))


def fears(book: Notebook, now: datetime, zone: tzinfo) -> Iterator[datetime]:
    """When each fear that counts now was noted."""
    if standing(book, day_of(now, zone)) > Level.NONE:
        yield from (r.at for r in own_signs(book) if r.body["level"] > Level.NONE and not r.body["dismissed"])
    yield from _scary_conflicts(book, now)
    yield from _unsafe_talks(book, now, zone)


def _scary_conflicts(book: Notebook, now: datetime) -> Iterator[datetime]:
    for one in conflicts(book):
        if one.afraid and now - one.began < SIX_WEEKS:
            yield min(r.at for r in book.versions(one.id) if r.body.get("afraid"))


def _unsafe_talks(book: Notebook, now: datetime, zone: tzinfo) -> Iterator[datetime]:
    taps = [r for r in book.of_kind("felt") if r.audience is Audience.MINE and r.body.get("safe") is not None]
    last = [r for r in taps if day_of(now, zone) - day_of(r.at, zone) < FOUR_WEEKS][-SO_OFTEN:]
    if len(last) == SO_OFTEN and max(r.body["safe"] for r in last) <= NOT_SAFE_TO_SAY:
        yield last[-1].at
