"""Questions of one's own, and the question of an exercise: none comes back within 120 days."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import Audience, Bond, BondId, BondState, Notebook, PersonId, Record, RecordId
from omoiyari.library import questions
from omoiyari.practice.asked import (
    EVERY,
    Own,
    asked_lately,
    first_free_day,
    for_exercise,
    own_questions,
    question_body,
)

AIKO, BEN = PersonId("a" * 32), PersonId("b" * 32)
US, THEM = BondId("us"), BondId("earlier")
TOGETHER = (Bond(THEM, AIKO, PersonId("c" * 32), BondState.ENDED), Bond(US, AIKO, BEN, BondState.TOGETHER))
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
days = st.dates(date(2026, 1, 1), date(2029, 12, 31))


def question(
    text: str, owner: PersonId = AIKO, audience: Audience = Audience.MINE, bond: BondId | None = None
) -> Record:
    body = question_body(text, DAY)
    return Record(RecordId("0"), 1, 0, owner, audience, bond, None, None, "question", NOON, body)


def kept(kind: str, at: datetime, **body: Any) -> Record:
    return Record(RecordId("0"), 1, 0, AIKO, Audience.MINE, None, None, None, kind, at, body)


def book(*records: Record, bonds: tuple[Bond, ...] = TOGETHER) -> Notebook:
    numbered = (r._replace(id=RecordId(f"{n:032x}"), seq=n) for n, r in enumerate(records))
    return Notebook(AIKO, tuple(numbered), bonds)


def own(id: str, due: date = DAY) -> Own:
    return Own(RecordId(id), AIKO, f"What of {id}?", due, Audience.MINE, shared=False)


# --- their days ------------------------------------------------------------------------------------------


@given(days, days)
def test_one_of_ones_own_comes_on_its_day_and_every_120_days_after(due: date, day: date) -> None:
    mine = own("abc", due)
    assert mine.comes_on(day) == (day in {due + timedelta(days=EVERY * n) for n in range(13)})
    assert mine.comes_on(mine.next_day(day))
    assert day <= mine.next_day(day) <= max(due, day + timedelta(days=EVERY))


def test_a_new_one_comes_tomorrow_and_the_next_new_one_the_day_after() -> None:
    first = own("abc", first_free_day([], DAY))
    assert first.due == DAY + timedelta(days=1)
    assert first_free_day([first], DAY) == DAY + timedelta(days=2)
    everything = [own(str(n), DAY + timedelta(days=n)) for n in range(EVERY)]
    assert first_free_day(everything, DAY) == DAY + timedelta(days=1)


# --- whose they are --------------------------------------------------------------------------------------


def test_i_have_my_own_and_what_either_added_for_both() -> None:
    found = own_questions(
        book(
            question("mine?"),
            question("ours, of mine?", audience=Audience.OURS, bond=US),
            question("ours, of Ben's?", BEN, Audience.OURS, US),
        )
    )
    assert [(one.text, one.shared) for one in found] == [
        ("mine?", False), ("ours, of mine?", True), ("ours, of Ben's?", True),
    ]  # fmt: skip


def test_what_somebody_earlier_added_is_no_longer_mine_to_be_asked() -> None:
    found = own_questions(
        book(
            question("hers?", PersonId("c" * 32), Audience.OURS, THEM),
            question("mine, once for both?", audience=Audience.OURS, bond=THEM),
        )
    )
    assert [(one.text, one.shared) for one in found] == [("mine, once for both?", False)]
    assert own_questions(book(question("Ben's?", BEN, Audience.OURS, US), bonds=TOGETHER[:1])) == ()


# --- in an exercise --------------------------------------------------------------------------------------


def test_own_ones_are_asked_first_the_longest_there_at_the_head() -> None:
    mine = [own("abc"), own("def")]
    assert for_exercise(questions(), mine, frozenset(), 7) == "abc"
    assert for_exercise(questions(), mine, frozenset({"abc"}), 7) == "def"
    assert for_exercise(questions(), mine, frozenset({"abc", "def"}), 7) in {q.id for q in questions()}


@given(st.lists(st.integers(0, 999), min_size=100, max_size=100))
@pytest.mark.sweep
def test_in_exercises_none_is_asked_twice_while_others_wait(seeds: list[int]) -> None:
    asked: list[str] = []
    for seed in seeds:
        asked.append(for_exercise(questions(), [], frozenset(asked), seed))
    assert len(set(asked)) == len(asked)


def test_where_everything_was_asked_the_library_begins_again() -> None:
    everything = frozenset(q.id for q in questions())
    found = for_exercise(questions(), [], everything, 3)
    assert not next(q for q in questions() if q.id == found).topic.waits_for_a_yes


@pytest.mark.parametrize("deepest", [1, 2, 3])
def test_an_exercise_asks_nothing_closer_than_it_says_and_nothing_that_waits_for_a_yes(deepest: int) -> None:
    by_id = {question.id: question for question in questions()}
    found = [by_id[for_exercise(questions(), [], frozenset(), seed, deepest=deepest)] for seed in range(1000)]
    assert max(question.closeness for question in found) == deepest
    assert not any(question.topic.waits_for_a_yes for question in found)


def test_with_the_coffee_nothing_is_asked_at_the_deepest() -> None:
    by_id = {question.id: question for question in questions()}
    found = {for_exercise(questions(), [], frozenset(), seed) for seed in range(1000)}
    assert max(by_id[id].closeness for id in found) == 2
    assert len(found) >= EVERY, "one a morning"


@pytest.mark.parametrize("kind", ["run", "practised"])
def test_asked_counts_for_120_days(kind: str) -> None:
    mine = book(kept(kind, NOON, question="rain"), kept(kind, NOON))
    assert asked_lately(mine, NOON + timedelta(days=EVERY - 1)) == {"rain"}
    assert asked_lately(mine, NOON + timedelta(days=EVERY)) == frozenset()
