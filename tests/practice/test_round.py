"""The laws of a round: one reveal, never early, never one-sided, one closing instant."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import BondId, PersonId, RoundId
from omoiyari.practice import (
    Answered,
    Phase,
    Round,
    answer_id,
    closing_instant,
    next_local_four,
    phase,
    replay,
    round_id,
    step,
)

AIKO, BEN, CHIDI = PersonId("aiko"), PersonId("ben"), PersonId("chidi")
OPENED = datetime(2026, 3, 2, 20, tzinfo=UTC)
ROUND = Round(RoundId("r"), (AIKO, BEN), OPENED + timedelta(hours=8))

ZONES = st.sampled_from(
    [
        "Pacific/Kiritimati",
        "Etc/GMT+12",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "America/Santiago",
        "Pacific/Chatham",
        "UTC",
    ]
).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)).map(lambda m: m.replace(tzinfo=UTC))
EVENTS = st.lists(
    st.builds(
        Answered,
        st.sampled_from([AIKO, BEN, CHIDI]),
        st.integers(-3600, 12 * 3600).map(lambda s: OPENED + timedelta(seconds=s)),
    ),
    max_size=12,
)


@given(EVENTS, st.randoms())
def test_the_order_in_which_answers_arrive_changes_nothing(events: list[Answered], luck: object) -> None:
    shuffled = list(events)
    luck.shuffle(shuffled)  # type: ignore[attr-defined]
    assert replay(ROUND, events) == replay(ROUND, shuffled)


@given(EVENTS)
def test_answers_that_are_sent_again_change_nothing(events: list[Answered]) -> None:
    assert replay(ROUND, events + events) == replay(ROUND, events)


@given(EVENTS)
def test_a_round_is_revealed_only_when_both_answered_before_it_closed(events: list[Answered]) -> None:
    in_time = {e.person for e in events if e.at < ROUND.closes}
    assert replay(ROUND, events).is_revealed == (in_time >= {AIKO, BEN})


@given(EVENTS, st.integers(0, 48))
def test_a_reveal_is_never_one_sided(events: list[Answered], hours: int) -> None:
    done, now = replay(ROUND, events), OPENED + timedelta(hours=hours)
    phases = {phase(done, AIKO, now), phase(done, BEN, now)}
    assert (Phase.REVEALED in phases) == (phases == {Phase.REVEALED})


@given(EVENTS)
def test_a_revealed_round_stays_revealed(events: list[Answered]) -> None:
    round_ = ROUND
    for event in events:
        before, round_ = round_, step(round_, event)
        assert not before.is_revealed or round_.is_revealed


def test_two_answers_in_the_same_instant_reveal_once() -> None:
    both = replay(ROUND, [Answered(AIKO, OPENED), Answered(BEN, OPENED)])
    assert both.is_revealed
    assert both.answered == {AIKO, BEN}


def test_an_answer_at_the_closing_instant_comes_too_late() -> None:
    assert step(ROUND, Answered(BEN, ROUND.closes)) == ROUND


def test_an_answer_without_a_match_is_its_authors_own_once_the_round_has_closed() -> None:
    alone = step(ROUND, Answered(AIKO, OPENED))
    assert phase(alone, AIKO, OPENED) is Phase.WAIT
    assert phase(alone, BEN, OPENED) is Phase.ANSWER
    assert phase(alone, AIKO, ROUND.closes) is Phase.MINE
    assert phase(alone, BEN, ROUND.closes) is Phase.MISSED


def test_a_stranger_cannot_answer() -> None:
    assert step(ROUND, Answered(CHIDI, OPENED)) == ROUND


@given(MOMENTS, ZONES)
def test_the_next_four_o_clock_is_ahead_within_a_day_and_a_clock_change(
    now: datetime, zone: ZoneInfo
) -> None:
    four = next_local_four(now, zone)
    assert timedelta() < four - now <= timedelta(hours=26)
    assert four.astimezone(zone).hour in (4, 5, 3)


@given(MOMENTS, ZONES, ZONES)
def test_the_closing_instant_is_the_later_of_two_and_the_same_for_both(
    now: datetime, one: ZoneInfo, other: ZoneInfo
) -> None:
    closes = closing_instant(now, [one, other])
    assert closes == closing_instant(now, [other, one])
    assert closes >= next_local_four(now, one)
    assert closes > now


@pytest.mark.parametrize(
    "day", [datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)]
)
def test_a_clock_change_in_the_night_moves_no_closing_instant(day: datetime) -> None:
    closes = closing_instant(day, [ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")])
    assert closes == datetime(day.year, day.month, day.day + 1, 4, tzinfo=UTC)


@given(MOMENTS, ZONES)
def test_two_who_open_at_once_open_the_same_round_and_answer_once_each(now: datetime, zone: ZoneInfo) -> None:
    closes, bond = closing_instant(now, [zone]), BondId("b")
    assert round_id(bond, closes) == round_id(bond, closes.astimezone(zone))
    here = round_id(bond, closes)
    assert answer_id(here, AIKO) == answer_id(here, AIKO)
    assert answer_id(here, AIKO) != answer_id(here, BEN)
