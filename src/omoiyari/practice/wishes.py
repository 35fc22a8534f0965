"""What somebody has asked their own suggestions to leave alone: an exercise for some weeks, or one evening."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo

from omoiyari.couple import Notebook
from omoiyari.practice.round import day_of

AWAY_FOR = timedelta(days=60)


def set_aside(book: Notebook, now: datetime) -> Mapping[str, datetime]:
    """The exercises of which the reader said "not this" in the last sixty days, and when each comes back."""
    back = {
        str(r.body["exercise"]): r.at + AWAY_FOR for r in book.of_kind("not_this") if r.owner == book.reader
    }
    return {exercise: until for exercise, until in back.items() if until > now}


def is_off(book: Notebook, today: date, zone: tzinfo) -> bool:
    """Whether the reader said "not tonight" today."""
    record = book.last("not_tonight", book.reader)
    return record is not None and day_of(record.at, zone) == today
