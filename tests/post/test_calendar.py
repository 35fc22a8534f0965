"""The calendar feed: neutral, steady, and nothing for whoever has no address."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from omoiyari.post import Office, Quiet, feed, parse_quiet
from omoiyari.post.errors import NoSuchTime
from omoiyari.store.cellar import Cellar
from tests.conftest import Someone

TITLE = "Ten quiet minutes"


def test_the_whole_feed_is_this_and_nothing_else() -> None:
    lines = feed(Quiet("0f" * 16, 6, 20, 30)).decode().split("\r\n")
    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//quiet//quiet//EN",
        "BEGIN:VEVENT",
        "SUMMARY:Ten quiet minutes",
        "DTSTART:20260111T203000",
        "DURATION:PT10M",
        "DTSTAMP:20260105T000000Z",
        f"UID:{'0f' * 16}@quiet.invalid",
        "RRULE:FREQ=WEEKLY;BYDAY=SU",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@given(st.integers(0, 6), st.integers(0, 23), st.integers(0, 59))
def test_the_event_is_on_the_chosen_day_and_time(weekday: int, hour: int, minute: int) -> None:
    form = {"weekday": str(weekday), "time": f"{hour:02}:{minute:02}"}
    (event,) = Calendar.from_ical(feed(parse_quiet(form, "m", TITLE))).walk("VEVENT")
    start = event["DTSTART"].dt
    assert isinstance(start, datetime)
    assert start.tzinfo is None
    assert (start.weekday(), start.hour, start.minute) == (weekday, hour, minute)
    assert event["DURATION"].dt == timedelta(minutes=10)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"weekday": "7", "time": "20:30"},
        {"weekday": "1", "time": ""},
        {"weekday": "1", "time": "25:00"},
        {"weekday": "1", "time": "20"},
        {"weekday": "-1", "time": "20:30"},
    ],
)
def test_a_strange_time_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(NoSuchTime):
        parse_quiet(form, "m", TITLE)


async def test_a_feed_is_found_by_its_token_alone(cellar: Cellar, aiko: Someone, ben: Someone) -> None:
    office = Office(cellar)
    token, mark = office.new_token()
    quiet = Quiet(mark, 2, 21, 0)
    await office.keep_quiet(aiko.opened.person, quiet)
    assert await office.quiet_by_token(token) == quiet
    for other in (office.new_token()[0], "", "../keys.db", mark, token[:-1]):
        assert await office.quiet_by_token(other) is None
    assert await office.quiet(ben.opened.person) is None


async def test_a_new_address_puts_the_old_one_out_of_use(cellar: Cellar, aiko: Someone) -> None:
    office = Office(cellar)
    old, mark = office.new_token()
    await office.keep_quiet(aiko.opened.person, Quiet(mark, 2, 21, 0))
    new, mark = office.new_token()
    await office.keep_quiet(aiko.opened.person, Quiet(mark, 2, 21, 0))
    assert await office.quiet_by_token(old) is None
    assert await office.quiet_by_token(new) is not None
    await office.drop(aiko.opened.person, "calendar")
    assert await office.quiet_by_token(new) is None
