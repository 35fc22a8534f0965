"""Entries, answers, the outbox and the pen, as pure functions of a notebook."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import Audience, Bond, BondId, BondState, Notebook, PersonId, Record, RecordId
from omoiyari.journal import (
    CUE_FIELDS,
    Form,
    JournalError,
    NothingWritten,
    NotYourTurn,
    TooLong,
    TooManyTags,
    UnknownForm,
    entry,
    entry_body,
    gone,
    must_hold_pen,
    outbox,
    own_tags,
    parse_tags,
    parse_text,
    pen_holder,
    private_entries,
    search,
    shared_entries,
    thread,
)

AIKO, BEN = PersonId("aiko"), PersonId("ben")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BOND = Bond(BondId("b"), AIKO, BEN, BondState.TOGETHER)


class Pen:
    """Writes the records of a notebook, one minute apart."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def write(
        self, id: str, kind: str = "entry", owner: PersonId = AIKO, *, ours: bool = False,
        version: int = 1, held: int = 0, **body: Any,
    ) -> "Pen":  # fmt: skip
        at = NOON + timedelta(minutes=len(self.records))
        audience = Audience.OURS if ours else Audience.MINE
        until = NOON + timedelta(minutes=held) if held else None
        full = {"form": "free", "text": "words", "tags": [], **body} if kind == "entry" else body
        record = Record(
            RecordId(id), version, len(self.records), owner, audience, BOND.id, None, until, kind, at, full
        )
        self.records.append(record)
        return self

    def book(self, reader: PersonId = AIKO, *, together: bool = True) -> Notebook:
        return Notebook(reader, tuple(self.records), (BOND,) if together else ())


def ids(entries: Any) -> list[str]:
    return [e.id for e in entries]


# --- writing --------------------------------------------------------------------------------------


@given(st.text(max_size=400))
def test_a_text_is_kept_as_it_was_but_for_the_space_around_it(text: str) -> None:
    try:
        kept = parse_text(text)
    except NothingWritten:
        assert not text.replace("\r\n", "\n").strip()
    else:
        assert kept == text.replace("\r\n", "\n").strip()


def test_a_text_has_at_most_20000_characters() -> None:
    assert len(parse_text("x" * 20_000)) == 20_000
    with pytest.raises(TooLong):
        parse_text("x" * 20_001)


def test_tags_are_told_apart_by_commas_and_kept_once_in_their_order() -> None:
    assert parse_tags(" #evening,  us  two , evening,, #us two") == ("evening", "us two")
    assert parse_tags("") == ()
    assert len(parse_tags(",".join(f"t{n}" for n in range(12)))) == 12
    for bad in (",".join(f"t{n}" for n in range(13)), "x" * 41):
        with pytest.raises(TooManyTags):
            parse_tags(bad)


def test_an_entry_is_made_of_its_form_its_words_and_its_tags() -> None:
    assert entry_body({"form": "feeling", "text": " flat ", "tags": "rain"}) == {
        "form": "feeling", "text": "flat", "tags": ["rain"]
    }  # fmt: skip
    for form in ("", "novel"):
        with pytest.raises(UnknownForm):
            entry_body({"form": form, "text": "words"})


def test_a_missed_cue_has_four_questions_and_one_answer_is_enough() -> None:
    body = entry_body({"form": "missed_cue", "did": "looked at my phone"})
    assert body["cue"] == {"cue": "", "did": "looked at my phone", "why": "", "try": ""}
    assert tuple(body["cue"]) == CUE_FIELDS
    with pytest.raises(NothingWritten):
        entry_body({"form": "missed_cue", "text": "words"})
    with pytest.raises(TooLong):
        entry_body({"form": "missed_cue", **dict.fromkeys(CUE_FIELDS, "x" * 6000)})


@pytest.mark.parametrize("error", JournalError.__subclasses__(), ids=lambda error: error.__name__)
def test_every_refusal_has_a_sentence(error: type[JournalError]) -> None:
    assert error.sentence.endswith(".")


# --- reading --------------------------------------------------------------------------------------


def test_my_pages_and_ours_are_apart_and_the_newest_stands_first() -> None:
    pen = Pen().write("a").write("b", ours=True).write("c").write("d", owner=BEN, ours=True)
    assert ids(private_entries(pen.book())) == ["c", "a"]
    assert ids(shared_entries(pen.book())) == ["d", "b"]


def test_of_two_pages_of_one_second_the_later_stands_first() -> None:
    book = Pen().write("a").write("b").write("c").book()
    together = replace(book, records=tuple(r._replace(at=NOON) for r in book.records))
    assert ids(private_entries(together)) == ["c", "b", "a"]


def test_what_waits_in_the_outbox_is_not_yet_among_ours() -> None:
    pen = Pen().write("a", ours=True, held=20).write("b", ours=True, held=10).write("c", ours=True)
    assert ids(outbox(pen.book())) == ["b", "a"]
    assert ids(shared_entries(pen.book())) == ["c"]
    assert outbox(pen.book(BEN)) == ()


def test_a_deleted_entry_leaves_its_mark_and_no_words() -> None:
    pen = Pen().write("a", ours=True).write("a", "gone", version=2, ours=True, was="entry")
    pen.write("b", "gone", version=2, was="entry")
    assert ids(gone(pen.book())) == ["a"]
    assert shared_entries(pen.book()) == ()
    assert thread(pen.book(), RecordId("a")) is None


def test_a_promise_or_an_exercise_that_was_let_go_is_no_entry_that_was_deleted() -> None:
    assert gone(Pen().write("run", "gone", version=2, ours=True).book()) == ()


def test_a_thread_holds_answers_turns_and_who_has_read_it() -> None:
    pen = Pen().write("a", ours=True).write("r1", "reply", BEN, ours=True, of="a", text="yes")
    pen.write("r2", "reply", ours=True, of="a", text="good").write("x", "read", BEN, ours=True, of="a")
    pen.write("other", "reply", ours=True, of="b", text="elsewhere")
    found = thread(pen.book(), RecordId("a"))
    assert found is not None
    assert [(r.owner, r.text) for r in found.replies] == [(BEN, "yes"), (AIKO, "good")]
    assert (found.read_by, found.passages, found.earlier) == (frozenset({BEN}), (), ())
    assert thread(pen.book(), RecordId("r1")) is None
    assert thread(pen.book(), RecordId("none")) is None


def test_a_thread_tells_what_an_entry_said_before_as_far_as_both_could_read_it() -> None:
    pen = Pen().write("a", text="for me").write("a", version=2, ours=True, held=5, text="waiting")
    pen.write("a", version=3, ours=True, text="first").write("a", version=4, ours=True, text="second")
    found = thread(pen.book(), RecordId("a"))
    assert found is not None
    assert found.entry.text == "second"
    assert [old.text for old in found.earlier] == ["first"]


def test_the_pen_passes_with_each_turn() -> None:
    pen = Pen().write("a", ours=True, form="pen")
    for turns, holder in enumerate((BEN, AIKO, BEN)):
        written = thread(pen.book(), RecordId("a"))
        assert written is not None
        assert pen_holder(pen.book(AIKO), written) == pen_holder(pen.book(BEN), written) == holder
        must_hold_pen(pen.book(holder), written)
        with pytest.raises(NotYourTurn):
            must_hold_pen(pen.book(AIKO if holder == BEN else BEN), written)
        pen.write(f"t{turns}", "passage", holder, ours=True, of="a", text="and then")


def test_without_a_partner_nobody_holds_the_pen_and_other_pages_have_none() -> None:
    pen = Pen().write("a", ours=True, form="pen").write("b", ours=True)
    alone = pen.book(together=False)
    written, plain = thread(alone, RecordId("a")), thread(pen.book(BEN), RecordId("b"))
    assert written is not None
    assert plain is not None
    assert pen_holder(alone, written) is None
    for book, one in ((alone, written), (pen.book(BEN), plain)):
        with pytest.raises(NotYourTurn):
            must_hold_pen(book, one)


def test_tags_come_the_most_used_first() -> None:
    pen = Pen().write("a", tags=["rain"]).write("b", tags=["us", "rain"]).write("c", tags=["tea"])
    assert own_tags(pen.book()) == ("rain", "us", "tea")


def test_search_finds_all_the_words_wherever_they_stand() -> None:
    pen = Pen().write("a", text="We sat in the Café").write("b", ours=True, tags=["Über"])
    pen.write("c", ours=True, form="missed_cue", text="", cue={"cue": "you sighed"})
    pen.write("r", "reply", BEN, ours=True, of="b", text="and it rained")
    book = pen.book()
    assert ids(search(book, "cafe WE")) == ["a"]
    assert ids(search(book, "uber rained")) == ["b"]
    assert ids(search(book, "sighed")) == ["c"]
    assert ids(search(book, "  ")) == []
    assert ids(search(book, "cafe rained")) == []
    assert {entry(r).form for r in search(book, "s")} <= set(Form)


def test_search_does_not_find_what_was_deleted() -> None:
    pen = Pen().write("a", text="secret").write("r", "reply", BEN, ours=True, of="a", text="secret too")
    pen.write("a", "gone", version=2)
    assert search(pen.book(), "secret") == ()
