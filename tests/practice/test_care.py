"""How somebody shows care: only what they logged and named themselves, told as what happened lately."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from omoiyari.practice.care import DAYS, ENOUGH, NAMES, Care, stands_out, ways_of_care
from omoiyari.practice.tally import SmallAct

TODAY = date(2026, 3, 28)
NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)


def act(care: str = "", ago: int = 1, noticed: bool = False) -> SmallAct:
    return SmallAct(TODAY - timedelta(days=ago), "warmed the plate", noticed, care)


def told(*care: str, thanks: int = 0) -> Care:
    found = ways_of_care([act(one) for one in care], [NOON] * thanks, TODAY)
    assert found is not None
    return found


def test_a_way_that_clearly_stands_out_is_named() -> None:
    found = told(*["doing"] * 8, "words", "time")
    assert found.ways == (("doing something", 8), ("words", 1), ("time together", 1))
    assert found.often == ("doing something",)


def test_where_all_come_about_as_often_none_is_named() -> None:
    assert told(*list(NAMES) * 4).often == ()


def test_thanks_that_were_sent_are_words() -> None:
    assert told("doing", "doing", thanks=9).often == ("words",)


def test_below_eight_nothing_is_said_of_it_and_how_many_are_missing_is() -> None:
    found = told(*["touch"] * (ENOUGH - 1))
    assert (found.often, found.more) == ((), 1)


def test_what_was_noticed_in_the_other_or_has_no_kind_or_is_long_ago_is_not_counted() -> None:
    assert (
        ways_of_care([act("doing", noticed=True), act(), act("doing", ago=DAYS), act("luck")], [], TODAY)
        is None
    )


def test_every_way_has_its_name() -> None:
    assert len(set(NAMES.values())) == len(NAMES) == 5


@pytest.mark.parametrize(
    ("count", "of", "clear"), [(6, 8, True), (5, 8, False), (10, 20, True), (7, 20, False)]
)
def test_standing_out_by_hand(count: int, of: int, clear: bool) -> None:
    assert stands_out(count, of) is clear


def test_to_whoever_has_no_preference_one_is_told_on_at_most_one_page_in_twenty() -> None:
    draw = random.Random(3)
    pages = [told(*draw.choices(list(NAMES), k=draw.randint(8, 40))) for _ in range(2_000)]
    assert sum(bool(page.often) for page in pages) <= 0.05 * 2_000
