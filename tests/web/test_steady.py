"""What runs beside the requests goes on, whatever goes wrong once."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from omoiyari.store.cellar import NOTEBOOK_FILE, Cellar
from omoiyari.store.erase import erase
from omoiyari.store.errors import DiskTrouble
from omoiyari.web import app, steady
from tests.conftest import PASSPHRASES
from tests.web.visitors import Street, Visitor

Couple = tuple[Visitor, Visitor]


@contextmanager
def held_by_another_program(cellar: Cellar) -> Iterator[None]:
    """The notebook file is being written to by somebody else, and our patience is 20 ms instead of 5 s."""

    def impatient(connection: Any, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 20")
        cursor.close()

    event.listen(cellar.notebook.engine.sync_engine, "checkout", impatient)
    with closing(sqlite3.connect(cellar.folder / NOTEBOOK_FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the house does every second, it does every 20 ms."""

    async def keep_at(work: Callable[[], Awaitable[object]], every: float) -> None:
        await steady.keep_at(work, every / 50)

    monkeypatch.setattr(app, "keep_at", keep_at)


async def within_a_while(seen: Callable[[], Awaitable[bool]]) -> bool:
    for _ in range(200):
        if await seen():
            return True
        await asyncio.sleep(0.02)
    return False


@pytest.mark.usefixtures("brisk")
async def test_an_entry_leaves_the_outbox_although_the_file_was_held_when_its_time_came(
    street: Street, linked: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    aiko, ben = linked
    entry = await aiko.write("on its way", share=True, send=False)
    monkeypatch.setattr(app, "_GAP", timedelta(hours=1))

    async def arrived() -> bool:
        return (await ben.get(f"/entry/{entry}")).status_code == 200

    async with app._lifespan(street.app):
        await asyncio.sleep(0.3)
        street.clock.go(minutes=9, seconds=50)
        for one in linked:
            await one.get("/today")
        with held_by_another_program(street.house.cellar):
            street.clock.go(seconds=20)
            await asyncio.sleep(0.3)
            assert not await arrived()
        assert await within_a_while(arrived)


class Looking:
    """Aiko's entry on its way, and what looks at the outbox in a process of the house."""

    def __init__(self, street: Street, ben: Visitor, entry: str) -> None:
        self.street, self.ben, self.entry, self.outbox = street, ben, entry, app._Outbox(street.house)

    def restart(self) -> None:
        self.outbox = app._Outbox(self.street.house)

    async def arrived(self, **later: float) -> bool:
        """Whether Ben reads it, after a look at the outbox."""
        self.street.clock.go(**later)
        await self.outbox.look()
        form = {"name": "Ben", "passphrase": PASSPHRASES["Ben"]}
        await self.ben.post("/sign-in", form)
        return (await self.ben.get(f"/entry/{self.entry}")).status_code == 200

    async def arrived_while_awake(self, seconds: int) -> bool:
        """The same, with a look every half minute on the way."""
        for _ in range(seconds // 30):
            self.street.clock.go(seconds=30)
            await self.outbox.look()
        return await self.arrived(seconds=seconds % 30)


@pytest.fixture
async def on_its_way(street: Street, linked: Couple) -> Looking:
    aiko, ben = linked
    looking = Looking(street, ben, await aiko.write("on its way", share=True, send=False))
    assert not await looking.arrived()
    assert not await looking.arrived_while_awake(60)
    return looking


async def test_an_entry_leaves_the_outbox_after_its_ten_minutes_where_the_house_was_awake(
    on_its_way: Looking,
) -> None:
    assert not await on_its_way.arrived_while_awake(9 * 60 - 1)
    assert await on_its_way.arrived(seconds=1)


@pytest.mark.parametrize("how", ["slept", "stopped"])
async def test_what_became_due_while_the_house_was_away_waits_ten_minutes_more(
    on_its_way: Looking, how: str
) -> None:
    on_its_way.street.clock.go(hours=10)
    if how == "stopped":
        on_its_way.restart()
    assert not await on_its_way.arrived()
    assert not await on_its_way.arrived_while_awake(10 * 60 - 1)
    assert await on_its_way.arrived(seconds=1)


async def test_the_author_is_told_the_new_time_and_can_still_take_it_back(
    street: Street, linked: Couple, on_its_way: Looking
) -> None:
    aiko, _ = linked
    assert not await on_its_way.arrived(hours=10)
    await aiko.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})
    leaves = (street.clock() + timedelta(minutes=10)).strftime("%H:%M")
    assert f"Leaves at {leaves}" in (await aiko.get("/together")).text
    assert (await aiko.post(f"/entry/{on_its_way.entry}/take-back")).status_code == 303
    assert not await on_its_way.arrived_while_awake(20 * 60)


@pytest.mark.usefixtures("brisk")
async def test_an_idle_phone_is_locked_although_looking_for_it_failed_once(
    street: Street, linked: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = app.sessions.sweep, 0

    async def sweep(cellar: Cellar, now: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ValueError("no error that anybody foresaw")
        return await real(cellar, now)

    async def locked() -> bool:
        rows = "SELECT count(*) FROM wraps WHERE lock LIKE 'session:%'"
        count = await street.house.cellar.keys.ask(lambda file: file.execute(rows).fetchone()[0])
        return bool(count == 0)

    monkeypatch.setattr(app.sessions, "sweep", sweep)
    street.clock.go(minutes=11)
    async with app._lifespan(street.app):
        assert await within_a_while(locked)


async def test_what_goes_wrong_is_logged_by_its_type_alone_and_once(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []

    async def work() -> None:
        done.append(1)
        if len(done) % 5:
            raise ValueError("a canary that somebody wrote")

    going = asyncio.create_task(steady.keep_at(work, 0))
    while len(done) < 14:  # noqa: ASYNC110 - counted, not timed
        await asyncio.sleep(0)
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going
    assert [record.getMessage() for record in caplog.records] == ["ValueError; it goes on"] * 3


async def test_a_form_sent_while_the_file_is_held_comes_back_with_a_sentence(
    street: Street, linked: Couple
) -> None:
    aiko, _ = linked
    form = {"form": "free", "text": "Written slowly.", "id": await aiko.id_in("/journal/new?form=free")}
    with held_by_another_program(street.house.cellar):
        answer = await aiko.post("/journal", form)
    assert answer.status_code == 503
    assert "The notebooks are busy just now." in answer.text
    assert "Written slowly." in answer.text
    assert (await aiko.post("/journal", form)).status_code == 303


@pytest.mark.usefixtures("brisk")
async def test_an_erasure_that_was_cut_off_is_finished_once_the_house_is_open(
    street: Street, linked: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    cellar = street.house.cellar
    person = await cellar.notebook.ask(lambda file: file.execute("SELECT id FROM people").fetchone()[0])

    async def full(*_: object) -> None:
        raise DiskTrouble

    async def gone() -> bool:
        count = await cellar.notebook.ask(lambda f: f.execute("SELECT count(*) FROM people").fetchone()[0])
        return bool(count == 1)

    with monkeypatch.context() as disk:
        disk.setattr("omoiyari.store.erase._delete_rows", full)
        await erase(cellar, person)
    assert not await gone()
    async with app._lifespan(street.app):
        assert await within_a_while(gone)
