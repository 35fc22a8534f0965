"""What was opened before is not opened again; what one reads is the same as if it were."""

import marshal
import random
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omoiyari.couple import Audience, BondId, Notebook, RecordId, RoundId
from omoiyari.store import bonds, log, snapshot
from omoiyari.store.cellar import Cellar
from omoiyari.store.erase import erase
from omoiyari.store.keys import OpenKeys
from omoiyari.store.snapshot import NO_PAST, Past, Snapshots
from omoiyari.store.visit import open_notebook
from omoiyari.vault import new_key
from tests.conftest import Clock, Someone
from tests.store.test_log import draft, in_the_file


@pytest.fixture(autouse=True)
def _early(monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot after a handful of rows instead of some hundreds."""
    monkeypatch.setattr(log, "OPEN_END", 2)
    monkeypatch.setattr(log, "LEAST", 1)


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the rows that were opened one by one."""
    opened: list[int] = []
    one = log._open_row

    def counted(row: log.Row_, opener: log.Opener) -> log.Plain:
        opened.append(row[0])
        return one(row, opener)

    monkeypatch.setattr(log, "_open_row", counted)
    return opened


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.text(max_size=2), JSON, max_size=3), max_size=4))
def test_words_that_are_written_but_once_are_read_as_they_were(bodies: list[dict[str, object]]) -> None:
    places = tuple(tuple(str(value) for value in range(len(bodies))) for _ in range(10))
    columns = (*places, tuple(bodies))
    assert repr(marshal.loads(marshal.dumps(snapshot._one_of_each(columns)))) == repr(columns)


async def test_whether_a_notebook_is_as_it_was_is_told_by_indexes_alone(
    cellar: Cellar, aiko: Someone, bond: BondId
) -> None:
    """No column of the table itself is read, whose rows hold the sealed words and lie far apart."""

    def read_of_the_table(connection: sqlite3.Connection, query: str) -> list[object]:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'records'").fetchone()[0]
        steps = connection.execute(f"EXPLAIN {query}", ["x"] * query.count("?")).fetchall()
        opened = {step[2] for step in steps if step[1] == "OpenRead" and step[3] == root}
        assert steps
        return [step for step in steps if step[1] == "Column" and step[2] in opened]

    for query in (snapshot._OWN_STATE, snapshot._OWN_WORDS, snapshot._THEIR_STATE):
        assert await cellar.notebook.ask(partial(read_of_the_table, query=query)) == []


async def afresh(cellar: Cellar, keys: OpenKeys) -> Notebook:
    """What one reads who was never here before."""
    return await open_notebook(replace(cellar, snapshots=Snapshots()), keys)


async def same_for_both(cellar: Cellar, *people: Someone) -> None:
    for someone in people:
        assert await open_notebook(cellar, someone.keys) == await afresh(cellar, someone.keys)


async def several(cellar: Cellar, someone: Someone, clock: Clock, bond: BondId, times: int = 6) -> RecordId:
    """So many entries, shared and own in turns; hands back the id of the first."""
    made = [
        draft(clock, str(number), **({"audience": Audience.OURS, "bond": bond} if number % 2 == 0 else {}))
        for number in range(times)
    ]
    for one in made:
        await log.append(cellar, someone.keys, one)
    return made[0].id


# --- the law --------------------------------------------------------------------------------------

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["mine", "ours", "held", "round", "edit", "redact", "release", "due", "anew"]),
        st.booleans(),
        st.integers(0, 10**6),
    ),
    min_size=8,
    max_size=30,
)


async def act(cellar: Cellar, what: str, who: Someone, bond: BondId, clock: Clock, chance: int) -> None:
    now = clock.go(seconds=60)
    shared = {"audience": Audience.OURS, "bond": bond}
    own = [r for r in (await afresh(cellar, who.keys)).latest.values() if r.owner == who.person]
    one = own[chance % len(own)] if own else None
    makers: dict[str, Callable[[], Awaitable[object]]] = {
        "mine": lambda: log.append(cellar, who.keys, draft(clock)),
        "ours": lambda: log.append(cellar, who.keys, draft(clock, **shared)),
        "held": lambda: log.append(
            cellar, who.keys, draft(clock, held_until=now + timedelta(minutes=10), **shared)
        ),
        "round": lambda: log.append(
            cellar,
            who.keys,
            draft(clock, audience=Audience.ROUND, bond=bond, round=RoundId(f"r{chance % 5}")),
        ),
        "due": lambda: log.due(cellar, now),
        "anew": lambda: log.hold_anew(cellar, now + timedelta(minutes=10)),
    }
    if what in makers:
        await makers[what]()
    elif one is not None and one.kind != "gone" and one.audience is not Audience.ROUND:
        if what == "redact":
            await log.redact(cellar, who.keys, one.id, now)
        elif what == "release":
            await log.release(cellar, who.keys, one.id)
        else:
            edit = draft(clock, "other words", one.audience, bond=one.bond, held_until=one.held_until)
            await log.append(cellar, who.keys, replace(edit, id=one.id, version=one.version + 1))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
async def test_whatever_the_two_do_each_reads_what_a_first_visit_would_read(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock, acts: list[tuple[str, bool, int]]
) -> None:
    for what, hers, chance in acts:
        await act(cellar, what, aiko if hers else ben, bond, clock, chance)
        await same_for_both(cellar, aiko, ben)


async def test_what_waits_longer_in_the_outbox_is_read_with_its_new_time(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock
) -> None:
    held = draft(clock, audience=Audience.OURS, bond=bond, held_until=clock())
    await log.append(cellar, aiko.keys, held)
    await several(cellar, aiko, clock, bond)
    await open_notebook(cellar, aiko.keys)
    later = clock() + timedelta(minutes=10)
    assert await log.hold_anew(cellar, later) == {aiko.person}
    assert (await open_notebook(cellar, aiko.keys)).latest[held.id].held_until == later


# --- what it is for -------------------------------------------------------------------------------


async def test_only_the_newest_rows_are_opened_again(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock, openings: list[int]
) -> None:
    await several(cellar, aiko, clock, bond, 20)
    await open_notebook(cellar, aiko.keys)
    openings.clear()
    book = await open_notebook(cellar, aiko.keys)
    assert len(openings) == 2
    assert [r.seq for r in book.records][-2:] == openings


@pytest.mark.parametrize("how", ["DELETE FROM records", "UPDATE records SET sealed = NULL"])
async def test_what_somebody_took_from_the_file_is_missed_though_it_was_opened_before(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock, how: str
) -> None:
    first = await several(cellar, aiko, clock, bond)
    await open_notebook(cellar, aiko.keys)
    in_the_file(cellar, f"{how} WHERE id = ?", first)
    book = await open_notebook(cellar, aiko.keys)
    assert book.missing == 1
    assert first not in book.latest


async def test_nothing_is_kept_from_one_reader_to_another(
    cellar: Cellar, aiko: Someone, ben: Someone, chidi: Someone, bond: BondId, clock: Clock
) -> None:
    await several(cellar, aiko, clock, bond)
    await open_notebook(cellar, aiko.keys)
    hers = {r.id for r in (await open_notebook(cellar, aiko.keys)).records}
    his = {r.id for r in (await open_notebook(cellar, ben.keys)).records}
    assert his < hers
    assert (await open_notebook(cellar, chidi.keys)).records == ()


# --- what memory holds ----------------------------------------------------------------------------


def held(cellar: Cellar) -> bytes:
    return b"".join(kept.sealed for kept in cellar.snapshots._kept.values())


async def test_between_requests_no_words_lie_in_memory_unsealed(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    words = "".join(random.Random(7).choices("abcdefghij", k=40))  # too little alike to be packed away
    for _ in range(6):
        await log.append(cellar, aiko.keys, draft(clock, words))
    await open_notebook(cellar, aiko.keys)
    assert held(cellar)
    assert words.encode() not in repr(cellar.snapshots).encode() + held(cellar)


async def test_another_key_opens_no_snapshot(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock
) -> None:
    await several(cellar, aiko, clock, bond)
    await open_notebook(cellar, aiko.keys)
    for other in (
        replace(aiko.keys, safety=new_key()),
        replace(aiko.keys, bonds={}),
    ):
        found = await cellar.notebook.ask(lambda file, keys=other: cellar.snapshots.find(file, keys))
        assert found is NO_PAST


async def test_with_the_safety_area_open_nothing_is_kept(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock
) -> None:
    await several(cellar, aiko, clock, bond)
    cellar.snapshots.drop(aiko.person, [])
    await open_notebook(cellar, replace(aiko.keys, safety=new_key()))
    assert not held(cellar)


@pytest.mark.parametrize("how", ["redact", "erase"])
async def test_deleted_words_leave_the_memory_of_both(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock, how: str
) -> None:
    first = await several(cellar, aiko, clock, bond, 8)
    for someone in (aiko, ben):
        await open_notebook(cellar, someone.keys)
    assert held(cellar)
    if how == "redact":
        await log.redact(cellar, aiko.keys, first, clock())
    else:
        await erase(cellar, aiko.person)
    assert not held(cellar)


async def test_what_was_read_before_somebody_deleted_something_is_not_kept(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock
) -> None:
    await several(cellar, aiko, clock, bond)
    age, past = cellar.snapshots.age, Past(until=4)
    cellar.snapshots.drop(aiko.person, [bond])
    await cellar.notebook.ask(lambda file: cellar.snapshots.keep(file, aiko.keys, past, age))
    assert not held(cellar)
    await cellar.notebook.ask(lambda file: cellar.snapshots.keep(file, aiko.keys, past, age + 1))
    assert held(cellar)


async def test_after_an_unlink_each_still_reads_all_that_they_could(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    await several(cellar, aiko, clock, bond, 8)
    await same_for_both(cellar, aiko, ben)
    await bonds.unlink(cellar, ben.person)
    await same_for_both(cellar, aiko, ben)


async def test_the_oldest_go_where_there_is_no_more_room(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for someone in (aiko, ben):
        await several(cellar, someone, clock, bond)
    monkeypatch.setattr(snapshot, "MOST_BYTES", 1)
    await same_for_both(cellar, aiko, ben)
    assert list(cellar.snapshots._kept) == [ben.person]
