"""A calendar feed with one neutral event a week. Its time floats: 20:30 is 20:30 wherever the phone is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from omoiyari.post.errors import NoSuchTime
from omoiyari.post.words import EVENT

MINUTES = 10
_A_MONDAY = date(2026, 1, 5)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Quiet:
    """When the ten quiet minutes are: `weekday` 0 (Monday) to 6, `hour` 0 to 23, `minute` 0 to 59.

    `mark` is the fingerprint of the token in the feed's address; `title` the event's words.
    """

    mark: str
    weekday: int
    hour: int
    minute: int
    title: str = EVENT


def parse_quiet(form: Mapping[str, str], mark: str, title: str) -> Quiet:
    """The choice in a sent form. Raises NoSuchTime."""
    day, when = form.get("weekday", ""), form.get("time", "")
    try:
        moment = time.fromisoformat(when)
    except ValueError as error:
        raise NoSuchTime from error
    if day not in set("0123456") or len(when) != 5:
        raise NoSuchTime
    return Quiet(mark, int(day), moment.hour, moment.minute, title)


def feed(quiet: Quiet) -> bytes:
    """The feed (iCalendar, RFC 5545): the same bytes until the person chooses another time."""
    from icalendar import Calendar, Event

    day = _A_MONDAY + timedelta(days=quiet.weekday)
    event = Event()
    event.add("uid", f"{quiet.mark}@quiet.invalid")
    event.add("summary", quiet.title)
    event.add("dtstamp", datetime.combine(_A_MONDAY, time(), UTC))
    event.add("dtstart", datetime.combine(day, time(quiet.hour, quiet.minute)))
    event.add("duration", timedelta(minutes=MINUTES))
    event.add("rrule", {"freq": "weekly", "byday": _DAYS[quiet.weekday]})
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//quiet//quiet//EN")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
