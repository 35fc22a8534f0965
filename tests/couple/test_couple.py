"""Who may read what, whom a bond joins, and what a partner may ever see."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import (
    SHARED_KINDS,
    Audience,
    Bond,
    BondId,
    BondState,
    Notebook,
    PersonId,
    Record,
    RecordId,
    may_be_shared,
    readers,
    sealed_for,
)

AIKO, BEN, CHIDI = PersonId("aiko"), PersonId("ben"), PersonId("chidi")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

audiences = st.sampled_from(Audience)
states = st.sampled_from(BondState)


def bond(state: BondState, second: PersonId | None = BEN, name: str = "b") -> Bond:
    return Bond(BondId(name), AIKO, second, state)


def record(
    number: int, id: str = "r", version: int = 1, kind: str = "entry", owner: PersonId = AIKO
) -> Record:
    return Record(RecordId(id), version, number, owner, Audience.MINE, None, None, None, kind, NOON, {})


# --- audiences ------------------------------------------------------------------------------------


def test_mine_and_safety_are_not_shared_and_ours_and_round_are() -> None:
    assert {audience for audience in Audience if audience.is_shared} == {Audience.OURS, Audience.ROUND}


def test_the_audiences_are_the_four_words_of_the_file() -> None:
    assert [audience.value for audience in Audience] == ["mine", "safety", "ours", "round"]
    assert [state.value for state in BondState] == ["waiting", "together", "ended"]


@given(audiences)
def test_beside_every_field_stands_who_can_read_it(audience: Audience) -> None:
    said = readers(audience)
    assert said.audience is audience
    assert ("{partner}" in said.sentence) == audience.is_shared
    assert said.sentence.startswith("You and" if audience.is_shared else "Only you")


def test_the_sentences_beside_the_fields() -> None:
    assert [readers(audience).sentence for audience in Audience] == [
        "Only you can read this.",
        "Only you can read this, and it locks as soon as you look away.",
        "You and {partner} can read this.",
        "You and {partner} can read this once you have both answered.",
    ]


@given(audiences, st.one_of(st.none(), states.map(bond)))
def test_nothing_is_sealed_for_two_without_a_bond_that_holds(wanted: Audience, held: Bond | None) -> None:
    audience, under = sealed_for(wanted, held)
    if held is not None and held.state is BondState.TOGETHER:
        assert audience is wanted
        assert under == (held.id if wanted.is_shared else None)
    else:
        assert not audience.is_shared
        assert audience is (Audience.MINE if wanted.is_shared else wanted)
        assert under is None


# --- the short list -------------------------------------------------------------------------------


def test_what_a_partner_may_ever_see_is_this_short_list() -> None:
    assert sorted(SHARED_KINDS) == [
        "answer", "ask", "capacity", "correction", "entry", "exercise", "felt", "gone", "kept", "meanings", "name",
        "need", "passage", "presence", "promise", "question", "read", "reply", "round", "run", "run_answer",
        "run_event",
        "run_photo", "topic",
    ]  # fmt: skip


@given(st.one_of(st.sampled_from(sorted(SHARED_KINDS)), st.text(max_size=10)), audiences)
def test_only_what_is_on_the_list_can_be_sealed_for_both(kind: str, audience: Audience) -> None:
    assert may_be_shared(kind, audience) == (kind in SHARED_KINDS or not audience.is_shared)


@pytest.mark.parametrize("kind", ["note", "screen", "aside", "seen", "later", "passed", "notice"])
def test_these_can_never_be_sealed_for_both(kind: str) -> None:
    assert not may_be_shared(kind, Audience.OURS)
    assert not may_be_shared(kind, Audience.ROUND)
    assert may_be_shared(kind, Audience.MINE)
    assert may_be_shared(kind, Audience.SAFETY)


# --- the bond -------------------------------------------------------------------------------------


def test_each_sees_the_other_on_the_other_side() -> None:
    assert bond(BondState.TOGETHER).other(AIKO) == BEN
    assert bond(BondState.TOGETHER).other(BEN) == AIKO
    assert bond(BondState.WAITING, second=None).other(AIKO) is None


@given(states)
def test_only_a_bond_that_holds_takes_new_writes(state: BondState) -> None:
    assert bond(state).takes_new_writes == (state is BondState.TOGETHER)


# --- the notebook ---------------------------------------------------------------------------------


def notebook(*records: Record, bonds: tuple[Bond, ...] = (), reader: PersonId = AIKO) -> Notebook:
    return Notebook(reader, records, bonds)


def test_an_empty_notebook_is_whole_and_has_nobody_else_in_it() -> None:
    book = notebook()
    assert (book.bond, book.partner, book.missing, dict(book.names)) == (None, None, 0, {})
    assert list(book.of_kind("entry")) == []
    assert book.last("entry") is None
    assert book.versions(RecordId("r")) == ()


def test_a_partner_is_there_only_while_the_bond_holds() -> None:
    assert notebook(bonds=(bond(BondState.TOGETHER),)).partner == BEN
    assert notebook(bonds=(bond(BondState.TOGETHER),), reader=BEN).partner == AIKO
    assert notebook(bonds=(bond(BondState.WAITING, None),)).partner is None
    assert notebook(bonds=(bond(BondState.ENDED),)).partner is None


def test_the_bond_of_today_is_the_last_that_has_not_ended() -> None:
    older, today = bond(BondState.ENDED, name="old"), bond(BondState.TOGETHER, CHIDI, "new")
    assert notebook(bonds=(older, today)).bond == today
    assert notebook(bonds=(today, older)).bond == today
    assert notebook(bonds=(older,)).bond is None
    waiting = bond(BondState.WAITING, None, "waits")
    assert notebook(bonds=(today, waiting)).bond == waiting


def test_the_newest_version_stands_for_a_record_in_the_place_of_the_first() -> None:
    first, other, second = record(1, "a"), record(2, "b"), record(3, "a", version=2)
    book = notebook(first, other, second)
    assert list(book.latest.values()) == [second, other]
    assert notebook(second, other, first).latest[RecordId("a")] == second


def test_of_two_alike_versions_the_first_stays() -> None:
    first, again = record(1, "a"), record(2, "a")
    assert notebook(first, again).latest[RecordId("a")].seq == 1


def test_versions_come_oldest_first_and_of_one_record_only() -> None:
    rows = (record(1, "a", 2), record(2, "b"), record(3, "a", 1), record(4, "a", 3))
    assert [r.version for r in notebook(*rows).versions(RecordId("a"))] == [1, 2, 3]


def test_kinds_are_those_of_the_newest_versions() -> None:
    book = notebook(
        record(1, "a"), record(2, "a", 2, kind="gone"), record(3, "b"), record(4, "c", kind="note")
    )
    assert [r.id for r in book.of_kind("entry")] == ["b"]
    assert [r.id for r in book.of_kind("entry", "gone")] == ["a", "b"]


def test_the_last_of_a_kind_is_the_one_written_last_by_whom_it_is_asked_for() -> None:
    book = notebook(record(1, "a"), record(2, "b", owner=BEN), record(3, "c"), record(4, "d", kind="note"))
    assert book.last("entry").id == "c"  # type: ignore[union-attr]
    assert book.last("entry", BEN).id == "b"  # type: ignore[union-attr]
    assert book.last("entry", CHIDI) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 4)), max_size=12))
def test_whatever_the_order_the_newest_version_wins_and_nothing_is_lost(rows: list[tuple[str, int]]) -> None:
    book = notebook(*(record(n, id, version) for n, (id, version) in enumerate(rows)))
    for id in {id for id, _ in rows}:
        assert book.latest[RecordId(id)].version == max(v for i, v in rows if i == id)
        assert len(book.versions(RecordId(id))) == sum(1 for i, _ in rows if i == id)
    assert list(book.latest) == list(dict.fromkeys(id for id, _ in rows))


def test_what_was_written_under_a_record_is_found_by_its_id_the_oldest_first() -> None:
    rows = [
        Record(RecordId(id), 1, n, AIKO, Audience.MINE, None, None, None, "reply", NOON, {"of": of})
        for n, (id, of) in enumerate([("a", "x"), ("b", "y"), ("c", "x")])
    ]
    book = notebook(rows[2], rows[1], rows[0], record(9, "d"))
    assert {id: [r.id for r in found] for id, found in book.under.items()} == {"x": ["a", "c"], "y": ["b"]}
