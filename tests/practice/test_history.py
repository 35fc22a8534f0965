"""The laws of a round, on the records that production reads: whatever their order, clock or zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import Audience, Bond, BondId, BondState, Notebook, PersonId, Record, RecordId, RoundId
from omoiyari.practice import (
    Held,
    Phase,
    answer_id,
    closing_instant,
    current,
    day_of,
    round_id,
    rounds,
    unmatched,
)

AIKO, BEN, CHIDI = PersonId("aiko"), PersonId("ben"), PersonId("chidi")
TODAY, BEFORE = BondId("today"), BondId("before")
FEELING = {"x": 0.3, "y": 0.3, "word": "worried", "family": "fear"}
ANSWER = {"self": FEELING, "guess": FEELING, "underneath": ""}

OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
NAMED = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "UTC"]
).map(ZoneInfo)
ZONES = st.one_of(OFFSETS, NAMED)
#: Around ordinary evenings and around nights in which clocks change.
EVENINGS = st.sampled_from(
    [
        datetime(2026, 3, 2, 20),
        datetime(2026, 3, 28, 23),
        datetime(2026, 10, 24, 23),
        datetime(2026, 10, 3, 15),
    ]
).flatmap(lambda m: st.integers(0, 24 * 60).map(lambda n: m.replace(tzinfo=UTC) + timedelta(minutes=n)))


@dataclass(frozen=True)
class Sent:
    """Somebody's answer, some minutes after the round was opened (or before: a clock set back)."""

    who: PersonId
    after: int
    bond: BondId = TODAY


SENT = st.lists(
    st.builds(
        Sent,
        st.sampled_from([AIKO, BEN, CHIDI]),
        st.integers(-600, 40 * 60),
        st.sampled_from([TODAY, TODAY, TODAY, BEFORE]),
    ),
    max_size=6,
    unique_by=lambda sent: sent.who,
)


def record(kind: str, owner: PersonId, at: datetime, seq: int, **more: object) -> Record:
    values = {
        "id": RecordId(f"{kind}{seq}"),
        "version": 1,
        "audience": Audience.OURS,
        "bond": TODAY,
        "round": None,
        "body": {},
    }
    return Record(seq=seq, owner=owner, held_until=None, kind=kind, at=at, **{**values, **more})  # type: ignore[arg-type]


def notebook(records: Sequence[Record], reader: PersonId = AIKO, *, ended: bool = False) -> Notebook:
    state = BondState.ENDED if ended else BondState.TOGETHER
    bonds = (Bond(BEFORE, AIKO, BEN, BondState.ENDED), Bond(TODAY, AIKO, BEN, state))
    return Notebook(reader, tuple(records), bonds)


def lived(
    opened: datetime, zones: Sequence[tzinfo], sent: Sequence[Sent], *, openers: int = 1
) -> tuple[RoundId, datetime, list[Record]]:
    """The records of one round, as the log would hold them."""
    closes = closing_instant(opened, zones)
    here = round_id(TODAY, closes)
    body = {"closes": closes.isoformat()}
    records = [record("round", (AIKO, BEN)[n], opened, n, round=here, body=body) for n in range(openers)]
    for number, one in enumerate(sent):
        at = opened + timedelta(minutes=one.after)
        more = {"id": answer_id(here, one.who), "audience": Audience.ROUND, "round": here, "bond": one.bond}
        records.append(record("answer", one.who, at, 10 + number, body=ANSWER, **more))
    return here, closes, records


def the_only(book: Notebook) -> Held:
    (held,) = rounds(book)
    return held


@given(EVENINGS, st.tuples(ZONES, ZONES), SENT, st.integers(1, 2), st.permutations(range(8)), ZONES)
def test_what_was_answered_in_time_under_this_link_counts_in_whatever_order_it_lies(
    opened: datetime,
    zones: tuple[tzinfo, tzinfo],
    sent: list[Sent],
    openers: int,
    order: list[int],
    told_in: tzinfo,
) -> None:
    """The oracle looks at nothing but who, when and which link."""
    _, closes, records = lived(opened, zones, sent, openers=openers)
    shuffled = [records[n] for n in order if n < len(records)]
    in_time = {
        s.who
        for s in sent
        if s.bond == TODAY and opened + timedelta(minutes=s.after) < closes and s.who in (AIKO, BEN)
    }
    moved = [r._replace(at=r.at.astimezone(told_in)) for r in shuffled]  # the same instants, told elsewhere
    for book in (notebook(shuffled), notebook(moved), notebook([*shuffled, *shuffled])):
        held = the_only(book)
        assert held.round.answered == in_time
        assert set(held.given) == in_time
        assert held.round.closes == closes


@given(EVENINGS, st.tuples(ZONES, ZONES), SENT, st.integers(-48 * 60, 96 * 60))
def test_both_stand_where_the_answers_and_the_clock_put_them_wherever_the_clock_is_set(
    opened: datetime, zones: tuple[tzinfo, tzinfo], sent: list[Sent], minutes: int
) -> None:
    _, closes, records = lived(opened, zones, sent)
    now = opened + timedelta(minutes=minutes)
    held = {who: the_only(notebook(records, who)) for who in (AIKO, BEN)}
    phases = {who: held[who].phase(who, now) for who in held}
    if held[AIKO].round.is_revealed:
        assert set(phases.values()) == {Phase.REVEALED}
        return
    for who, where in phases.items():
        mine = who in held[who].round.answered
        closed = now >= closes
        expected = (Phase.MINE if mine else Phase.MISSED) if closed else Phase.WAIT if mine else Phase.ANSWER
        assert where is expected


@given(EVENINGS, st.tuples(ZONES, ZONES), SENT, st.integers(-48 * 60, 96 * 60), st.booleans())
def test_each_answer_of_mine_is_revealed_or_waits_or_comes_home(
    opened: datetime, zones: tuple[tzinfo, tzinfo], sent: list[Sent], minutes: int, ended: bool
) -> None:
    here, closes, records = lived(opened, zones, sent)
    now = opened + timedelta(minutes=minutes)
    book = notebook(records, ended=ended)
    mine = [r for r in records if r.kind == "answer" and r.owner == AIKO]
    held = the_only(book)
    waits = AIKO in held.round.answered and now < closes and not ended
    home = [] if held.round.is_revealed or waits else mine
    assert list(unmatched(book, now)) == home
    brought = [r._replace(audience=Audience.MINE, bond=None, round=None, version=2) for r in home]
    after = the_only(notebook([*records, *brought], ended=ended))
    if home:
        assert after.phase(AIKO, now) is Phase.MINE, "it is mine, even where the clock is set back"
        assert not after.round.is_revealed
        assert not list(unmatched(notebook([*records, *brought], ended=ended), now))
    assert (here, held.bond) == (after.round.id, TODAY)


@given(EVENINGS, st.tuples(ZONES, ZONES), st.tuples(ZONES, ZONES), st.integers(0, 30 * 60))
def test_two_who_opened_at_once_are_led_to_the_same_round(
    opened: datetime, zones: tuple[tzinfo, tzinfo], elsewhere: tuple[tzinfo, tzinfo], minutes: int
) -> None:
    """Even where a file holds two: the one that was opened first is today's, for both, and it does not move."""
    first, closes, records = lived(opened, zones, [Sent(AIKO, 0)])
    _, other_closes, more = lived(opened, elsewhere, [])
    both = [*records, *[r._replace(seq=99, id=RecordId("other")) for r in more]]
    now = opened + timedelta(minutes=minutes)
    found = {who: current(notebook(both, who), now) for who in (AIKO, BEN)}
    assert {h.round.id if h else "" for h in found.values()} == {
        first if now < closes else round_id(TODAY, other_closes) if now < other_closes else ""
    }


def test_a_round_of_an_earlier_link_is_not_the_round_of_today() -> None:
    opened = datetime(2026, 3, 2, 20, tzinfo=UTC)
    _, _, records = lived(opened, [UTC], [Sent(AIKO, 0)])
    older = [r._replace(bond=BEFORE) for r in records]
    assert current(notebook(older), opened) is None
    assert current(notebook(records), opened) is not None
    assert [r.owner for r in unmatched(notebook(older), opened)] == [AIKO]


@pytest.mark.parametrize(
    ("zone", "closes_by"),
    [("Europe/Berlin", ["Europe/Berlin"]), ("America/New_York", ["Europe/Berlin", "America/New_York"])],
)
def test_a_round_is_about_the_evening_it_was_opened_on_after_midnight_too(
    zone: str, closes_by: list[str]
) -> None:
    zones = [ZoneInfo(name) for name in closes_by]
    for hours in (0, 3, 5):  # 21:30, half past midnight, 02:30 in the reader's zone
        opened = datetime(2026, 3, 2, 21, 30, tzinfo=ZoneInfo(zone)) + timedelta(hours=hours)
        _, _, records = lived(opened, zones, [])
        held = the_only(notebook(records))
        assert held.day(ZoneInfo(zone)).isoformat() == "2026-03-02"


@given(EVENINGS, st.tuples(ZONES, ZONES), st.integers(0, 30 * 60))
def test_no_two_rounds_are_about_the_same_day_of_either(
    opened: datetime, zones: tuple[tzinfo, tzinfo], minutes: int
) -> None:
    """The next one can open at the earliest when this one has closed."""
    _, closes, _ = lived(opened, zones, [])
    for zone in zones:
        assert day_of(closes + timedelta(minutes=minutes), zone) > day_of(opened, zone)
