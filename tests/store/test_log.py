"""The sealed log: what is appended is there, for whom it was sealed, and nowhere else."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omoiyari.couple import Audience, BondId, Notebook, NotTogether, PersonId, Record, RecordId, RoundId
from omoiyari.store import drafts, log, sessions
from omoiyari.store.cellar import NOTEBOOK_FILE, Cellar
from omoiyari.store.errors import NotThere, StaleVersion
from omoiyari.store.visit import bring_home, open_notebook
from omoiyari.vault import WrongKey
from tests.conftest import Clock, Someone, open_keys

MANY_THINGS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def draft(clock: Clock, text: str = "words", audience: Audience = Audience.MINE, **more: Any) -> log.Draft:
    made = log.Draft(
        kind="entry",
        body={"form": "free", "text": text, "tags": []},
        audience=audience,
        at=clock(),
        id=log.new_record_id(),
    )
    return replace(made, **more)


async def read(cellar: Cellar, someone: Someone) -> Notebook:
    return await open_notebook(cellar, someone.keys)


async def texts(cellar: Cellar, someone: Someone) -> list[str]:
    return [r.body["text"] for r in (await read(cellar, someone)).latest.values() if r.kind == "entry"]


def in_the_file(cellar: Cellar, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Someone with the file in hand does as they please."""
    with closing(sqlite3.connect(cellar.folder / NOTEBOOK_FILE)) as file, file:
        return file.execute(sql, values).fetchall()


def all_bytes(cellar: Cellar) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(cellar.folder.iterdir()))


# --- append and read ------------------------------------------------------------------------------


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.text(max_size=8), MANY_THINGS, max_size=5))
async def test_whatever_was_kept_comes_back_as_it_was(
    cellar: Cellar, aiko: Someone, clock: Clock, body: dict[str, Any]
) -> None:
    one = draft(clock, body=body, at=clock.go(seconds=1.25))
    await log.append(cellar, aiko.keys, one)
    kept = (await read(cellar, aiko)).latest[one.id]
    assert (kept.body, kept.at, kept.kind, kept.owner) == (body, one.at, "entry", aiko.person)
    assert (kept.version, kept.audience, kept.bond, kept.round, kept.held_until) == (
        1,
        Audience.MINE,
        None,
        None,
        None,
    )


async def test_records_are_read_in_the_order_in_which_they_were_kept(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    for number in range(6):
        who = (aiko, ben)[number % 2]
        await log.append(cellar, who.keys, draft(clock, str(number), Audience.OURS, bond=bond))
    assert await texts(cellar, aiko) == [str(number) for number in range(6)]
    seqs = [r.seq for r in (await read(cellar, ben)).records]
    assert seqs == sorted(seqs)


async def test_all_drafts_of_one_append_are_kept_or_none(cellar: Cellar, aiko: Someone, clock: Clock) -> None:
    with pytest.raises(NotTogether):
        await log.append(cellar, aiko.keys, draft(clock, "one"), draft(clock, "two", Audience.OURS))
    assert await texts(cellar, aiko) == []
    assert (await read(cellar, aiko)).missing == 0


async def test_the_same_draft_sent_twice_is_kept_once(cellar: Cellar, aiko: Someone, clock: Clock) -> None:
    one = draft(clock)
    edit = replace(one, version=2, body={"form": "free", "text": "better words", "tags": []})
    for _ in range(3):
        await log.append(cellar, aiko.keys, one)
    for _ in range(3):
        await log.append(cellar, aiko.keys, edit)
    book = await read(cellar, aiko)
    assert [r.version for r in book.records] == [1, 2]
    assert book.missing == 0


async def test_the_same_form_with_other_words_is_told_and_not_dropped(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    one = draft(clock, "first words")
    await log.append(cellar, aiko.keys, one)
    with pytest.raises(StaleVersion):
        await log.append(cellar, aiko.keys, replace(one, body={"form": "free", "text": "others", "tags": []}))
    assert await texts(cellar, aiko) == ["first words"]


async def test_two_edits_of_the_same_version_do_not_overwrite_each_other(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    one = draft(clock)
    await log.append(cellar, aiko.keys, one)
    edits = [replace(one, version=2, body={"form": "free", "text": t, "tags": []}) for t in ("this", "that")]
    done = await asyncio.gather(*(log.append(cellar, aiko.keys, e) for e in edits), return_exceptions=True)
    assert sorted(type(x).__name__ for x in done) == ["NoneType", "StaleVersion"]
    with pytest.raises(StaleVersion):
        await log.append(cellar, aiko.keys, replace(one, version=9))
    assert len((await read(cellar, aiko)).versions(one.id)) == 2


async def test_an_edit_of_what_is_not_there_or_a_version_that_never_was_is_stale(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    for version in (0, 2, 10):
        with pytest.raises(StaleVersion):
            await log.append(cellar, aiko.keys, draft(clock, version=version))


async def test_every_version_of_a_shared_entry_can_be_read_by_both(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    one = draft(clock, "before", Audience.OURS, bond=bond)
    await log.append(cellar, aiko.keys, one)
    await log.append(
        cellar, aiko.keys, replace(one, version=2, body={"form": "free", "text": "after", "tags": []})
    )
    for who in (aiko, ben):
        assert [r.body["text"] for r in (await read(cellar, who)).versions(one.id)] == ["before", "after"]


# --- who can read ---------------------------------------------------------------------------------


async def test_mine_is_read_by_its_author_alone(
    cellar: Cellar, aiko: Someone, ben: Someone, chidi: Someone, bond: BondId, clock: Clock
) -> None:
    await log.append(cellar, aiko.keys, draft(clock, "for me"))
    assert await texts(cellar, aiko) == ["for me"]
    assert await texts(cellar, ben) == []
    assert await texts(cellar, chidi) == []


async def test_ours_is_read_by_both_and_by_no_third(
    cellar: Cellar, aiko: Someone, ben: Someone, chidi: Someone, bond: BondId, clock: Clock
) -> None:
    await log.append(cellar, ben.keys, draft(clock, "for us", Audience.OURS, bond=bond))
    assert await texts(cellar, aiko) == ["for us"]
    assert await texts(cellar, ben) == ["for us"]
    assert await texts(cellar, chidi) == []


async def test_the_safety_area_is_read_only_while_it_is_open(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    with pytest.raises(NotThere):
        await log.append(cellar, aiko.keys, draft(clock, "hidden", Audience.SAFETY))
    session = await sessions.find(cellar, aiko.secret, clock())
    assert session is not None
    await sessions.open_safety(cellar, aiko.opened, session, aiko.secret)
    opened = await open_keys(cellar, aiko.secret, clock())
    await log.append(cellar, opened, draft(clock, "hidden", Audience.SAFETY))
    assert [r.body["text"] for r in (await log.read(cellar, opened)).records] == ["hidden"]
    assert await texts(cellar, aiko) == []
    assert (await read(cellar, aiko)).missing == 0
    assert await texts(cellar, ben) == []


async def test_nobody_writes_under_the_id_of_another(
    cellar: Cellar, aiko: Someone, chidi: Someone, clock: Clock
) -> None:
    one = draft(clock)
    await log.append(cellar, aiko.keys, one)
    for version in (1, 2):
        with pytest.raises(NotThere):
            await log.append(cellar, chidi.keys, replace(one, version=version))
    with pytest.raises(NotThere):
        await log.redact(cellar, chidi.keys, one.id, clock())
    assert await log.release(cellar, chidi.keys, one.id) is None


async def test_a_stranger_writes_nothing_into_a_bond(
    cellar: Cellar, chidi: Someone, bond: BondId, clock: Clock
) -> None:
    for into in (bond, None, BondId("none")):
        with pytest.raises((NotThere, NotTogether)):
            await log.append(cellar, chidi.keys, draft(clock, "hello", Audience.OURS, bond=into))


@pytest.mark.parametrize("kind", ["aside", "seen", "note", "later", "passed", "screen", "notice"])
async def test_what_is_not_on_the_short_list_is_never_sealed_for_both(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock, kind: str
) -> None:
    for audience in (Audience.OURS, Audience.ROUND):
        with pytest.raises(NotThere):
            await log.append(cellar, aiko.keys, draft(clock, audience=audience, bond=bond, kind=kind))


# --- the round ------------------------------------------------------------------------------------

ROUND = RoundId("a" * 32)


def answer(clock: Clock, bond: BondId, text: str, round: RoundId = ROUND) -> log.Draft:
    return draft(clock, audience=Audience.ROUND, bond=bond, round=round, kind="answer", body={"text": text})


async def answers(cellar: Cellar, someone: Someone) -> list[str]:
    return [r.body["text"] for r in (await read(cellar, someone)).of_kind("answer")]


async def test_neither_reads_the_others_answer_before_their_own_is_in(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    await log.append(cellar, aiko.keys, answer(clock, bond, "joy"))
    await log.append(cellar, ben.keys, answer(clock, bond, "another round", RoundId("b" * 32)))
    assert await answers(cellar, ben) == ["another round"]
    await log.append(cellar, ben.keys, answer(clock, bond, "fear"))
    assert await answers(cellar, ben) == ["joy", "another round", "fear"]
    assert await answers(cellar, aiko) == ["joy", "fear"]


async def test_an_answer_taken_back_or_come_home_opens_nothing(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    mine = answer(clock, bond, "joy")
    await log.append(cellar, aiko.keys, mine)
    kept = (await read(cellar, aiko)).latest[mine.id]
    await bring_home(cellar, aiko.keys, kept, clock())
    await log.append(cellar, ben.keys, answer(clock, bond, "fear"))
    assert await answers(cellar, aiko) == ["joy"]
    assert await answers(cellar, ben) == ["fear"]
    assert (await read(cellar, aiko)).latest[mine.id].audience is Audience.MINE


async def test_a_private_record_that_names_a_round_opens_nothing(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    await log.append(cellar, aiko.keys, answer(clock, bond, "joy"))
    await log.append(cellar, ben.keys, draft(clock, "peeking", round=ROUND))
    await log.append(cellar, ben.keys, draft(clock, "peeking", Audience.OURS, bond=bond, round=ROUND))
    assert await answers(cellar, ben) == []


async def test_a_second_sending_of_an_answer_changes_nothing(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock
) -> None:
    mine = answer(clock, bond, "joy")
    await log.append(cellar, aiko.keys, mine)
    await log.append(cellar, aiko.keys, replace(mine, body={"text": "fear"}))
    assert await answers(cellar, aiko) == ["joy"]


@pytest.mark.slow
async def test_two_who_answer_at_the_same_moment_both_read_both_or_neither_does(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    async def owners(who: Someone, round: RoundId) -> set[PersonId]:
        return {r.owner for r in (await read(cellar, who)).of_kind("answer") if r.round == round}

    between = 0
    for number in range(25):
        round = RoundId(f"{number:032x}")
        sent = [log.append(cellar, who.keys, answer(clock, bond, who.name, round)) for who in (aiko, ben)]
        writes = asyncio.gather(*sent)
        while not writes.done():
            await asyncio.sleep(0)
            for who in (aiko, ben):
                seen = await owners(who, round)
                assert seen in (set(), {who.person}, {aiko.person, ben.person})
                between += len(seen) == 1
        await writes
        for who in (aiko, ben):
            assert await owners(who, round) == {aiko.person, ben.person}
    assert between, "no look fell between the two, so nothing was tried"


# --- the outbox -----------------------------------------------------------------------------------


async def test_a_held_entry_is_seen_by_its_author_alone_until_its_time_has_come(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    held = draft(clock, "soon", Audience.OURS, bond=bond, held_until=clock() + timedelta(minutes=10))
    await log.append(cellar, aiko.keys, held)
    assert await texts(cellar, aiko) == ["soon"]
    assert await texts(cellar, ben) == []
    assert await log.due(cellar, clock() + timedelta(minutes=9, seconds=59)) == {}
    assert await log.due(cellar, clock() + timedelta(minutes=10)) == {bond: [held.id]}
    assert await log.due(cellar, clock() + timedelta(minutes=10)) == {}
    assert await texts(cellar, ben) == ["soon"]


async def test_all_that_waits_begins_anew_once_and_what_was_put_back_waits_on(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock
) -> None:
    ends = (clock(), clock() + timedelta(minutes=3), datetime.fromtimestamp(log.UNTIL_SEEN, UTC))
    held = [draft(clock, "soon", Audience.OURS, bond=bond, held_until=end) for end in ends]
    await log.append(cellar, aiko.keys, *held)
    until = clock() + timedelta(minutes=10)
    assert await log.hold_anew(cellar, until) == {aiko.person}
    assert await log.hold_anew(cellar, until) == set()
    book = await read(cellar, aiko)
    assert [book.latest[one.id].held_until for one in held] == [until, until, ends[2]]


async def test_send_now_lets_it_out_at_once_and_once(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    held = draft(clock, "now", Audience.OURS, bond=bond, held_until=clock() + timedelta(minutes=10))
    await log.append(cellar, aiko.keys, held)
    assert await log.release(cellar, ben.keys, held.id) is None
    assert await log.release(cellar, aiko.keys, held.id) == bond
    assert await log.release(cellar, aiko.keys, held.id) is None
    assert await texts(cellar, ben) == ["now"]


async def test_what_was_changed_in_the_outbox_leaves_with_its_last_words_only(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    until = clock() + timedelta(minutes=10)
    angry = draft(clock, "you never " * 200, Audience.OURS, bond=bond, held_until=until)
    await log.append(cellar, aiko.keys, angry)
    (seal,) = in_the_file(cellar, "SELECT sealed FROM records WHERE id = ?", angry.id)[0]
    soft = replace(angry, version=2, body={"form": "free", "text": "I miss you", "tags": []})
    for _ in range(2):
        await log.append(cellar, aiko.keys, soft)
    await log.due(cellar, until)
    assert [r.body["text"] for r in (await read(cellar, ben)).versions(angry.id)] == ["I miss you"]
    assert (await read(cellar, aiko)).missing == 0
    assert seal[100:132] not in all_bytes(cellar)


async def test_an_edit_after_it_was_sent_keeps_what_both_have_read(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    one = draft(clock, "first", Audience.OURS, bond=bond, held_until=clock() + timedelta(minutes=10))
    await log.append(cellar, aiko.keys, one)
    await log.release(cellar, aiko.keys, one.id)
    edit = replace(one, version=2, body={"form": "free", "text": "second", "tags": []}, held_until=None)
    await log.append(cellar, aiko.keys, edit)
    assert [r.body["text"] for r in (await read(cellar, ben)).versions(one.id)] == ["first", "second"]


async def in_the_outbox(cellar: Cellar, who: Someone, clock: Clock, bond: BondId, text: str) -> log.Draft:
    held = draft(clock, text, Audience.OURS, bond=bond, held_until=clock() + timedelta(minutes=10))
    await log.append(cellar, who.keys, held)
    return held


async def test_what_is_taken_back_from_the_outbox_was_never_there_for_the_other(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    held = await in_the_outbox(cellar, aiko, clock, bond, "no, not this")
    before = (await read(cellar, ben)).records
    await bring_home(cellar, aiko.keys, (await read(cellar, aiko)).latest[held.id], clock())
    assert await log.due(cellar, clock() + timedelta(hours=1)) == {}
    assert (await read(cellar, ben)).records == before
    assert await texts(cellar, aiko) == ["no, not this"]


async def test_what_two_phones_bring_home_at_the_same_moment_comes_home_once(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock
) -> None:
    held = await in_the_outbox(cellar, aiko, clock, bond, "no, not this")
    seen = (await read(cellar, aiko)).latest[held.id]
    await asyncio.gather(*(bring_home(cellar, aiko.keys, seen, clock()) for _ in range(2)))
    book = await read(cellar, aiko)
    (home,) = book.versions(held.id)
    assert (home.version, home.audience, home.body["text"]) == (2, Audience.MINE, "no, not this")
    assert book.missing == 0


async def test_words_that_one_phone_deleted_do_not_come_home_by_another(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock
) -> None:
    held = await in_the_outbox(cellar, aiko, clock, bond, "regretted")
    seen = (await read(cellar, aiko)).latest[held.id]
    await log.redact(cellar, aiko.keys, held.id, clock())
    await bring_home(cellar, aiko.keys, seen, clock())
    book = await read(cellar, aiko)
    assert [record.kind for record in book.versions(held.id)] == ["gone"]
    assert book.missing == 0


# --- deleting -------------------------------------------------------------------------------------


async def test_a_deletion_takes_the_ciphertext_of_every_version_out_of_the_files(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    one = draft(clock, "regretted " * 200, Audience.OURS, bond=bond)
    await log.append(cellar, aiko.keys, one)
    await log.append(
        cellar, aiko.keys, replace(one, version=2, body={"form": "free", "text": "x" * 3000, "tags": []})
    )
    seals = [row[0] for row in in_the_file(cellar, "SELECT sealed FROM records WHERE id = ?", one.id)]
    pieces = [sealed[at : at + 32] for sealed in seals for at in range(0, len(sealed) - 32, 500)]
    assert any(piece in all_bytes(cellar) for piece in pieces)
    await log.redact(cellar, aiko.keys, one.id, clock())
    held = all_bytes(cellar)
    assert not any(piece in held for piece in pieces)


async def test_a_deleted_shared_entry_leaves_a_mark_of_who_and_when_for_both(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    one = draft(clock, "regretted", Audience.OURS, bond=bond)
    await log.append(cellar, aiko.keys, one)
    await log.redact(cellar, aiko.keys, one.id, clock.go(minutes=5))
    for who in (aiko, ben):
        book = await read(cellar, who)
        mark = book.latest[one.id]
        assert (mark.kind, mark.owner, mark.at, dict(mark.body)) == ("gone", aiko.person, clock(), {})
        assert book.versions(one.id) == (mark,)
        assert book.missing == 0
    with pytest.raises(StaleVersion):
        await log.append(cellar, aiko.keys, replace(one, version=2))


async def test_a_deletion_works_after_the_bond_has_ended(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    from omoiyari.store import bonds

    one = draft(clock, "regretted", Audience.OURS, bond=bond)
    await log.append(cellar, aiko.keys, one)
    await bonds.unlink(cellar, ben.opened.person)
    await log.redact(cellar, aiko.keys, one.id, clock())
    assert (await read(cellar, ben)).latest[one.id].kind == "gone"


async def test_what_is_to_stand_in_the_place_of_deleted_words_must_follow_the_last_ones(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    one = draft(clock, "first")
    await log.append(cellar, aiko.keys, one)
    await log.append(cellar, aiko.keys, replace(one, version=2, body={"text": "second"}))
    for version in (1, 2, 4):
        with pytest.raises(StaleVersion):
            await log.redact(cellar, aiko.keys, one.id, clock(), then=replace(one, version=version))
    book = await read(cellar, aiko)
    assert [record.body["text"] for record in book.versions(one.id)] == ["first", "second"]
    assert book.missing == 0


async def test_what_is_not_there_cannot_be_deleted(cellar: Cellar, aiko: Someone, clock: Clock) -> None:
    with pytest.raises(NotThere):
        await log.redact(cellar, aiko.keys, RecordId("0" * 32), clock())


# --- someone has the file in hand -----------------------------------------------------------------


@pytest.fixture
async def written(cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock) -> list[log.Draft]:
    made = [draft(clock, f"entry {n}") for n in range(4)] + [draft(clock, "ours", Audience.OURS, bond=bond)]
    await log.append(cellar, aiko.keys, *made)
    assert (await read(cellar, aiko)).missing == 0
    return made


async def test_a_deleted_row_shows(cellar: Cellar, aiko: Someone, written: list[log.Draft]) -> None:
    in_the_file(cellar, "DELETE FROM records WHERE id IN (?, ?)", written[0].id, written[3].id)
    assert (await read(cellar, aiko)).missing == 2


async def test_words_deleted_behind_the_owners_back_show(
    cellar: Cellar, aiko: Someone, written: list[log.Draft]
) -> None:
    in_the_file(cellar, "UPDATE records SET sealed = NULL WHERE id = ?", written[0].id)
    assert (await read(cellar, aiko)).missing == 1


async def test_an_older_head_put_back_shows(
    cellar: Cellar, aiko: Someone, clock: Clock, written: list[log.Draft]
) -> None:
    ((old,),) = in_the_file(cellar, "SELECT sealed FROM heads WHERE owner = ?", aiko.person)
    await log.append(cellar, aiko.keys, draft(clock, "one more"))
    in_the_file(cellar, "UPDATE heads SET sealed = ? WHERE owner = ?", old, aiko.person)
    assert (await read(cellar, aiko)).missing == 1
    in_the_file(cellar, "DELETE FROM heads WHERE owner = ?", aiko.person)
    assert (await read(cellar, aiko)).missing == 1


async def test_a_head_of_another_person_does_not_open(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock, written: list[log.Draft]
) -> None:
    await log.append(cellar, ben.keys, draft(clock, "Ben's"))
    ((other,),) = in_the_file(cellar, "SELECT sealed FROM heads WHERE owner = ?", ben.person)
    in_the_file(cellar, "UPDATE heads SET sealed = ? WHERE owner = ?", other, aiko.person)
    with pytest.raises(WrongKey):
        await read(cellar, aiko)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records SET id = 'f' || substr(id, 2) || 'x' WHERE seq = {seq}",
        "UPDATE records SET version = 7 WHERE seq = {seq}",
        "UPDATE records SET audience = 'round' , bond = '{bond}' WHERE seq = {seq}",
        "UPDATE records SET audience = 'ours', bond = '{bond}' WHERE seq = {seq}",
        "UPDATE records SET sealed = (SELECT sealed FROM records WHERE seq = {seq} + 1) WHERE seq = {seq}",
        "UPDATE records SET sealed = substr(sealed, 1, 40) WHERE seq = {seq}",
        "UPDATE records SET sealed = x'' WHERE seq = {seq}",
    ],
)
async def test_a_row_that_was_moved_or_changed_does_not_open(
    cellar: Cellar, aiko: Someone, bond: BondId, written: list[log.Draft], change: str
) -> None:
    ((seq,),) = in_the_file(cellar, "SELECT min(seq) FROM records")
    in_the_file(cellar, change.format(seq=seq, bond=bond))
    with pytest.raises(WrongKey):
        await read(cellar, aiko)


async def test_a_private_row_handed_to_the_other_does_not_open_for_them(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, written: list[log.Draft]
) -> None:
    in_the_file(cellar, "UPDATE records SET owner = ? WHERE audience = 'mine'", ben.person)
    with pytest.raises(WrongKey):
        await read(cellar, ben)
    in_the_file(
        cellar,
        "UPDATE records SET owner = ?, audience = 'ours', bond = ? WHERE audience = 'mine'",
        aiko.person,
        bond,
    )
    with pytest.raises(WrongKey):
        await read(cellar, ben)


async def test_the_file_shows_only_what_is_promised(
    cellar: Cellar, aiko: Someone, clock: Clock, written: list[log.Draft]
) -> None:
    rows = in_the_file(cellar, "SELECT id, owner, audience, length(sealed) FROM records ORDER BY seq")
    assert {row[3] for row in rows} == {12 + 512 + 16}
    columns = [row[1] for row in in_the_file(cellar, "PRAGMA table_info(records)")]
    assert columns == ["seq", "id", "version", "owner", "bond", "audience", "round", "held_until", "sealed"]
    held = all_bytes(cellar)
    for word in (b"entry 0", b"free", b"tags", b"2026-03-02"):
        assert word not in held


# --- drafts ---------------------------------------------------------------------------------------


async def test_a_half_written_text_is_kept_per_field_and_overwritten(cellar: Cellar, aiko: Someone) -> None:
    await drafts.save_draft(cellar, aiko.keys, "new-free", "Half a", Audience.MINE)
    await drafts.save_draft(cellar, aiko.keys, "new-free", "Half a sentence", Audience.MINE)
    await drafts.save_draft(cellar, aiko.keys, "reply-1", "Another", Audience.MINE)
    assert await drafts.read_draft(cellar, aiko.keys, "new-free") == "Half a sentence"
    assert await drafts.read_draft(cellar, aiko.keys, "reply-1") == "Another"
    assert await drafts.read_draft(cellar, aiko.keys, "never") == ""


async def test_an_empty_text_is_forgotten(cellar: Cellar, aiko: Someone) -> None:
    await drafts.save_draft(cellar, aiko.keys, "new-free", "Half a", Audience.MINE)
    await drafts.save_draft(cellar, aiko.keys, "new-free", "", Audience.MINE)
    assert await drafts.read_draft(cellar, aiko.keys, "new-free") == ""
    assert in_the_file(cellar, "SELECT count(*) FROM drafts") == [(0,)]


async def test_of_very_many_half_written_texts_the_newest_are_kept(
    cellar: Cellar, aiko: Someone, ben: Someone
) -> None:
    await drafts.save_draft(cellar, ben.keys, "new-free", "mine", Audience.MINE)
    for n in range(drafts.MOST + 3):
        await drafts.save_draft(cellar, aiko.keys, f"slot-{n}", f"text {n}", Audience.MINE)
    kept = [await drafts.read_draft(cellar, aiko.keys, f"slot-{n}") for n in range(drafts.MOST + 3)]
    assert kept == ["", "", "", *(f"text {n}" for n in range(3, drafts.MOST + 3))]
    assert await drafts.read_draft(cellar, ben.keys, "new-free") == "mine"


async def test_a_draft_is_its_authors_alone_and_its_field_is_not_named_in_the_file(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId
) -> None:
    await drafts.save_draft(cellar, aiko.keys, "new-struggle", "I am not sure", Audience.MINE)
    assert await drafts.read_draft(cellar, ben.keys, "new-struggle") == ""
    held = all_bytes(cellar)
    assert b"struggle" not in held
    assert b"not sure" not in held


async def test_a_draft_of_the_safety_area_opens_only_with_its_key(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    with pytest.raises(NotThere):
        await drafts.save_draft(cellar, aiko.keys, "safe-note", "hidden", Audience.SAFETY)
    opened = replace(aiko.keys, safety=aiko.opened.keyring.safety)
    await drafts.save_draft(cellar, opened, "safe-note", "hidden", Audience.SAFETY)
    assert await drafts.read_draft(cellar, opened, "safe-note", Audience.SAFETY) == "hidden"
    with pytest.raises(WrongKey):
        await drafts.read_draft(cellar, aiko.keys, "safe-note")


# --- the law of the whole log ---------------------------------------------------------------------


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["new", "edit", "redact", "home"]), st.booleans(), st.integers(0, 9)),
        max_size=10,
    )
)
async def test_after_any_acts_nothing_is_missing_and_only_what_was_shared_is_shared(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock, acts: list[tuple[str, bool, int]]
) -> None:
    living: list[Record] = []
    for what, shared, pick in acts:
        place = {"audience": Audience.OURS, "bond": bond} if shared else {}
        if what == "new" or not living:
            one = draft(clock, "kept", **place)  # type: ignore[arg-type]
            await log.append(cellar, aiko.keys, one)
        else:
            old = living.pop(pick % len(living))
            if what == "edit":
                edit = draft(
                    clock, f"{pick}", old.audience, bond=old.bond, id=old.id, version=old.version + 1
                )
                await log.append(cellar, aiko.keys, edit)
            elif what == "redact":
                await log.redact(cellar, aiko.keys, old.id, clock())
            else:
                await bring_home(cellar, aiko.keys, old, clock())
        book = await read(cellar, aiko)
        assert book.missing == 0
        living = [r for r in book.latest.values() if r.kind == "entry" and r.owner == aiko.person]
    seen = {r.id for r in (await read(cellar, ben)).of_kind("entry")}
    ours = {r.id for r in (await read(cellar, aiko)).of_kind("entry") if r.audience is Audience.OURS}
    brought_home = {r.id for r in (await read(cellar, aiko)).of_kind("entry") if r.audience is Audience.MINE}
    assert ours <= seen
    assert not brought_home & seen
