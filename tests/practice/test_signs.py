"""Signs of danger in what a person kept: theirs alone, and for a while."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import Audience, Notebook, PersonId, Record, RecordId
from omoiyari.language import Level, Safety, Signal
from omoiyari.practice.signs import KIND, STANDS, offered, sign_body, standing

AIKO, BEN = PersonId("a" * 32), PersonId("b" * 32)
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
levels = st.sampled_from(list(Level))


def safety(level: Level, *names: str) -> Safety:
    return Safety(level, tuple(Signal(name, level, 0.9, "model", 0, 4) for name in names), checked=True)


def sign(
    day: date, level: Level, *names: str, owner: PersonId = AIKO, dismissed: bool = False, number: int = 0
) -> Record:
    body = sign_body(f"entry{number}", day, safety(level, *names)) | {"dismissed": dismissed}
    id = RecordId(f"{number:032x}")
    return Record(id, 1, number, owner, Audience.MINE, None, None, None, KIND, NOON, body)


def book(*records: Record) -> Notebook:
    return Notebook(AIKO, tuple(r._replace(id=RecordId(f"{n:032x}"), seq=n) for n, r in enumerate(records)))


def test_a_sign_holds_no_word_of_what_was_written() -> None:
    body = sign_body("entry", DAY, safety(Level.HIGH, "SI_ACTIVE", "SELF_HARM", "SI_ACTIVE"))
    assert body == {
        "of": "entry",
        "day": "2026-03-02",
        "level": 2,
        "signals": ["SELF_HARM", "SI_ACTIVE"],
        "dismissed": False,
    }


def test_nothing_kept_is_no_flag() -> None:
    assert standing(book(), DAY) is Level.NONE
    assert standing(book(sign(DAY, Level.NONE)), DAY) is Level.NONE


@pytest.mark.parametrize("level", [Level.ELEVATED, Level.HIGH, Level.IMMINENT])
def test_a_flag_stands_for_its_days_and_then_falls(level: Level) -> None:
    once = book(sign(DAY, level, "IPV_PHYSICAL"))
    assert standing(once, DAY + timedelta(days=STANDS[level] - 1)) == level
    assert standing(once, DAY + timedelta(days=STANDS[level])) is Level.NONE


def test_small_signs_of_control_on_three_days_weigh_as_a_grave_one() -> None:
    days = [DAY + timedelta(days=after) for after in (0, 3, 6)]
    found = book(*(sign(day, Level.ELEVATED, "COERCIVE_CONTROL") for day in days))
    assert standing(found, days[-1]) is Level.HIGH


def test_what_ben_wrote_raises_no_flag_for_aiko() -> None:
    assert standing(book(sign(DAY, Level.IMMINENT, "SI_ACTIVE", owner=BEN)), DAY) is Level.NONE


def test_not_this_puts_a_sign_aside_unless_it_was_imminent() -> None:
    assert standing(book(sign(DAY, Level.HIGH, "SI_ACTIVE", dismissed=True)), DAY) is Level.NONE
    urgent = book(sign(DAY, Level.IMMINENT, "SI_ACTIVE", dismissed=True))
    assert standing(urgent, DAY) is Level.IMMINENT
    assert offered(urgent, DAY) is None


def test_help_is_held_out_for_grave_signs_only() -> None:
    assert offered(book(sign(DAY, Level.ELEVATED, "SI_PASSIVE")), DAY) is None
    grave = offered(book(sign(DAY, Level.NONE), sign(DAY, Level.HIGH, "SI_ACTIVE")), DAY)
    assert grave is not None
    assert grave.body["signals"] == ["SI_ACTIVE"]


@given(levels, levels, st.integers(0, 40))
def test_a_graver_sign_never_lowers_the_flag(one: Level, other: Level, after: int) -> None:
    today = DAY + timedelta(days=after)
    alone = standing(book(sign(DAY, one, "COERCIVE_CONTROL")), today)
    both = standing(book(sign(DAY, one, "COERCIVE_CONTROL"), sign(DAY, other, "COERCIVE_CONTROL")), today)
    assert both >= alone
