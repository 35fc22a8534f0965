"""What was acknowledged is there, whatever happens to the process or the disk."""

import asyncio
import errno
import os
import random
import resource
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert
from sqlalchemy.exc import IntegrityError

from omoiyari.couple import BondId, Notebook, RecordId
from omoiyari.store import log
from omoiyari.store.cellar import KEY_FILE, NOTEBOOK_FILE, Cellar
from omoiyari.store.erase import erase
from omoiyari.store.errors import Busy, DiskTrouble, FileDamaged, FileMissing, NewerFile, WrongKeyFile
from omoiyari.store.migrations import upgrade
from omoiyari.store.tables import people
from omoiyari.store.tidy import tidy
from omoiyari.store.visit import open_notebook
from omoiyari.vault import passphrase, to_text
from tests.conftest import Clock, Someone, come_in, furnish, open_keys
from tests.store.writer import KINDS, NOW, draft, warm_up, write
from tests.store.writes import WRITES, Scene, Write

KILLS = 200


# --- kill -9 --------------------------------------------------------------------------------------


def kill_at_random_moments(folder: Path, token: str, kills: int, dice: random.Random) -> Iterator[str]:
    """A zygote forks a writer for each kill, so that Python starts once; hands back what each acknowledged.

    Each is killed a moment after the first to third thing that it was told is kept.
    """
    for number in range(kills):
        reader, writer = os.pipe()
        begun, pid = time.monotonic(), os.fork()
        if pid == 0:
            os.close(reader)
            os.dup2(writer, 1)
            sys.stdout = os.fdopen(1, "w", closefd=False)
            try:
                asyncio.run(write(folder, token, KINDS[number % len(KINDS)]))
            finally:
                os._exit(1)
        os.close(writer)
        with os.fdopen(reader) as lines:
            yield f"{lines.readline().strip()} {time.monotonic() - begun:.3f}"
            for _ in range(dice.randint(1, 3)):
                yield lines.readline().strip()
            time.sleep(dice.uniform(0, 0.03))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            yield from (line.strip() for line in lines if line.endswith("\n"))


def zygote(folder: str, token: str, kills: str, seed: str) -> None:
    """Runs in a process of its own that has no threads, and prints what was acknowledged."""
    passphrase._MEMORY_KIB = 64
    asyncio.run(warm_up(Path(folder), token))
    for line in kill_at_random_moments(Path(folder), token, int(kills), random.Random(int(seed))):
        print(line, flush=True)


@dataclass(frozen=True)
class Told:
    """What the killed processes said, by sign; `ready` has processor and wall seconds."""

    by_sign: dict[str, list[list[str]]]

    def ids(self, sign: str) -> set[str]:
        return {words[0] for words in self.by_sign.get(sign, [])}


async def killed_200_times(cellar: Cellar, aiko: Someone) -> Told:
    command = [
        sys.executable,
        "-c",
        "import sys; from tests.store import test_durability as t; t.zygote(*sys.argv[1:])",
    ]
    run = [str(cellar.folder), to_text(aiko.secret), str(KILLS), "20260302"]
    done = await asyncio.to_thread(
        subprocess.run, [*command, *run], capture_output=True, text=True, check=True
    )
    told: dict[str, list[list[str]]] = {}
    for line in done.stdout.splitlines():
        sign, *words = line.split()
        told.setdefault(sign, []).append(words)
    return Told(told)


@pytest.mark.sweep
@pytest.mark.timeout(600)  # under half a minute where nothing else runs
async def test_after_200_kills_at_random_moments_everything_acknowledged_is_there_and_nothing_is_half_done(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    told = await killed_200_times(cellar, aiko)
    assert sum(map(len, told.by_sign.values())) >= 2 * KILLS
    assert min(len(told.by_sign[sign]) for sign in "+~-h>@&x") >= 15
    _restarted_within_two_seconds(told.by_sign["ready"])
    await tidy(cellar)
    await _pages_are_as_told(await still_whole(cellar, aiko, clock), told)
    theirs = await open_notebook(cellar, ben.keys)
    assert told.ids(">") <= set(theirs.latest)
    _people_are_as_told(cellar, told)


def _restarted_within_two_seconds(ready: list[list[str]]) -> None:
    """With all of the last kill's recovery in it. On a busy computer the processor's time tells, and the median."""
    assert len(ready) == KILLS
    assert max(float(work) for work, _ in ready) <= 2
    assert statistics.median(float(wall) for _, wall in ready) <= 2


async def _pages_are_as_told(book: Notebook, told: Told) -> None:
    """A record that was not acknowledged is there whole or not at all: all that is there opened."""
    assert told.ids("+") | told.ids("h") <= set(book.latest)
    for id in told.ids("~"):
        assert book.latest[RecordId(id)].version >= 2
    for id in told.ids("-"):
        assert book.latest[RecordId(id)].kind == "gone"
    assert all(book.latest[RecordId(id)].held_until is None for id in told.ids(">"))


def _people_are_as_told(cellar: Cellar, told: Told) -> None:
    with closing(sqlite3.connect(cellar.folder / NOTEBOOK_FILE)) as file:
        people = {row[0] for row in file.execute("SELECT id FROM people")}
        linked = {row[0]: row[1:] for row in file.execute("SELECT id, first, second, state FROM bonds")}
        words = {row[0] for row in file.execute("SELECT owner FROM records WHERE sealed IS NOT NULL")}
    with closing(sqlite3.connect(cellar.folder / KEY_FILE)) as file:
        locks = set(file.execute("SELECT holder, lock FROM wraps"))
        erased = {row[0] for row in file.execute("SELECT person FROM erased")}
    assert told.ids("x") <= erased
    assert not erased & (people | words | {holder for holder, _ in locks})
    assert told.ids("@") <= people | erased
    assert {(person, "passphrase") for person in people} <= locks
    assert all(linked[bond][1:] == (second, "together") for bond, second in told.by_sign["&"])
    together = [
        (id, *two) for id, *two, state in ((id, *row) for id, row in linked.items()) if state == "together"
    ]
    assert {(one, f"bond:{id}") for id, *two in together for one in two} <= locks


async def test_the_files_open_again_after_a_kill_with_everything_in_the_log(
    cellar: Cellar, aiko: Someone, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one = draft(1)
    await log.append(cellar, aiko.keys, one)
    crashed = tmp_path_factory.mktemp("crashed")
    for path in cellar.folder.iterdir():
        if not path.name.endswith("-shm"):
            shutil.copy(path, crashed)
    again = await Cellar.open(crashed)
    keys = await open_keys(again, aiko.secret, clock())
    assert one.id in (await open_notebook(again, keys)).latest
    await again.close()


# --- a full disk ----------------------------------------------------------------------------------


@contextmanager
def room_for(bytes_: int) -> Iterator[None]:
    """No file of this process may grow beyond `bytes_` (RLIMIT_FSIZE); a write beyond it fails, as on a full disk."""
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)


def rows_of(cellar: Cellar) -> list[tuple[Any, ...]]:
    """Every row of both files."""
    found: list[tuple[Any, ...]] = []
    for name in (NOTEBOOK_FILE, KEY_FILE):
        with closing(sqlite3.connect(cellar.folder / name)) as file:
            tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                found += [(table, *row) for row in file.execute(f"SELECT * FROM {table}")]
    return sorted(found, key=repr)


def as_before(before: list[tuple[Any, ...]], after: list[tuple[Any, ...]], write: Write) -> bool:
    """Nothing is half kept in either file."""
    if write.counts:
        before, after = ([row for row in rows if row[0] != "limits"] for rows in (before, after))
    return set(after) <= set(before) if write.clears else after == before


async def the_scene(cellar: Cellar, aiko: Someone, clock: Clock, write: Write) -> Scene:
    scene = Scene(cellar, clock, aiko)
    if write.given is not None:
        await write.given(scene)
    return scene


async def still_whole(cellar: Cellar, aiko: Someone, clock: Clock) -> Notebook:
    book = await open_notebook(cellar, await open_keys(cellar, aiko.secret, clock()))
    assert book.missing == 0
    for name in (NOTEBOOK_FILE, KEY_FILE):
        with closing(sqlite3.connect(cellar.folder / name)) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return book


each_write = pytest.mark.parametrize("write", WRITES, ids=lambda write: write.name)


def used_logs(cellar: Cellar) -> list[int]:
    """The sizes of the two write-ahead logs, the smaller first."""
    logs = [cellar.folder / f"{name}-wal" for name in (NOTEBOOK_FILE, KEY_FILE)]
    return sorted(path.stat().st_size if path.exists() else 0 for path in logs)


@each_write
async def test_wherever_the_disk_is_full_nothing_is_half_kept_and_it_works_again_with_room(
    cellar: Cellar, aiko: Someone, clock: Clock, write: Write
) -> None:
    await log.append(cellar, aiko.keys, *(draft(20) for _ in range(6)))
    scene, refused = await the_scene(cellar, aiko, clock, write), 0
    for page in range(90):
        before, (small, large) = rows_of(cellar), used_logs(cellar)
        room = [4096 * page, small + 4096 * (page % 3 + 1), large + 4096 * (page // 6)][page % 3]
        try:
            with room_for(room):
                await write.does(scene)
        except DiskTrouble:
            refused += 1
            await tidy(cellar)
            assert as_before(before, rows_of(cellar), write)
            await still_whole(cellar, aiko, clock)
        else:
            break
    assert refused, "the disk was never full"
    if not write.once:
        await write.does(scene)
    await tidy(cellar)
    await still_whole(cellar, aiko, clock)


async def test_pages_can_be_read_while_the_disk_is_full(cellar: Cellar, aiko: Someone, clock: Clock) -> None:
    one = draft(1)
    await log.append(cellar, aiko.keys, one)
    with room_for(0):
        with pytest.raises(DiskTrouble):
            await log.append(cellar, aiko.keys, draft(2))
        assert list((await open_notebook(cellar, aiko.keys)).latest) == [one.id]
    await log.append(cellar, aiko.keys, draft(2))


# --- what an error tells --------------------------------------------------------------------------


async def test_an_error_of_the_file_tells_nothing_of_what_was_to_be_kept(cellar: Cellar) -> None:
    one = insert(people).values(id="a", sign_in="canary-of-the-error")
    async with cellar.notebook.write() as connection:
        await connection.execute(one)
        with pytest.raises(IntegrityError) as refused:
            await connection.execute(one)
    assert "canary-of-the-error" not in str(refused.value)


@pytest.mark.parametrize("start", [0, 100], ids=["no database any more", "pages that make no sense"])
async def test_a_damaged_file_is_called_damaged(
    cellar: Cellar, aiko: Someone, clock: Clock, start: int
) -> None:
    await log.append(cellar, aiko.keys, draft(20))
    await cellar.close()
    path = cellar.folder / NOTEBOOK_FILE
    path.write_bytes(path.read_bytes()[:start] + b"\x5a" * (path.stat().st_size - start))
    with pytest.raises(FileDamaged):
        await open_notebook(cellar, aiko.keys)
    with pytest.raises(FileDamaged):
        await log.append(cellar, aiko.keys, draft(21))


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "no database any more": lambda whole: b"\x5a" * len(whole),
    "pages that make no sense": lambda whole: whole[:100] + b"\x5a" * (len(whole) - 100),
    "cut within its first page": lambda whole: whole[:1000],
    "cut after its first page": lambda whole: whole[:4096],
}
each_spoilt_file = pytest.mark.parametrize(
    ("name", "spoil"), [(name, spoil) for name in (NOTEBOOK_FILE, KEY_FILE) for spoil in SPOILT]
)


async def lived_in(folder: Path, clock: Clock) -> None:
    """A house in which Aiko has signed up, and that was closed again."""
    furnish(folder)
    cellar = await Cellar.open(folder)
    await come_in(cellar, "Aiko", clock())
    await cellar.close()


@each_spoilt_file
async def test_a_damaged_file_is_called_damaged_at_the_start_and_left_as_it_was(
    tmp_path: Path, clock: Clock, name: str, spoil: str
) -> None:
    await lived_in(tmp_path, clock)
    path = tmp_path / name
    path.write_bytes(SPOILT[spoil](path.read_bytes()))
    before = contents(tmp_path)
    with pytest.raises(FileDamaged):
        await Cellar.open(tmp_path)
    assert contents(tmp_path) == before


# --- a disk that cannot be written ----------------------------------------------------------------


@contextmanager
def read_only(cellar: Cellar) -> Iterator[None]:
    """Every connection answers a write with SQLITE_READONLY, as when a disk is remounted after an error."""
    mode = ["ON"]

    def refuse(connection: Any, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA query_only = {mode[0]}")
        cursor.close()

    for file in (cellar.notebook, cellar.keys):
        event.listen(file.engine.sync_engine, "checkout", refuse)
    try:
        yield
    finally:
        mode[0] = "OFF"


@pytest.mark.parametrize(
    "write", [one for one in WRITES if one.name != "backup"], ids=lambda write: write.name
)
async def test_a_disk_that_cannot_be_written_is_told_and_changes_nothing(
    cellar: Cellar, aiko: Someone, clock: Clock, write: Write
) -> None:
    await log.append(cellar, aiko.keys, draft(20))
    scene = await the_scene(cellar, aiko, clock, write)
    before = rows_of(cellar)
    with read_only(cellar), pytest.raises(DiskTrouble):
        await write.does(scene)
    assert rows_of(cellar) == before
    await write.does(scene)
    await still_whole(cellar, aiko, clock)


_AS_ANOTHER_USER = """
import asyncio, os, sys
from pathlib import Path
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import DiskTrouble

async def look(folder):
    await (await Cellar.open(Path(folder))).close()

asyncio.run(look(sys.argv[1]))  # while everything can be imported
os.getuid() or os.setuid(65534)
try:
    asyncio.run(look(sys.argv[2]))
except DiskTrouble:
    print("told")
"""


def test_a_folder_that_cannot_be_written_is_told_at_the_start(tmp_path: Path) -> None:
    """As another user, because root may write everywhere."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        command = [sys.executable, "-c", _AS_ANOTHER_USER, str(tmp_path), name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        folder.chmod(0o755)
        assert list(folder.iterdir()) == []
    assert done.stdout == "told\n", done.stderr


@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EROFS, errno.EACCES], ids=errno.errorcode.get)
async def test_a_folder_that_cannot_be_made_is_told_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: int
) -> None:
    def mkdir(*_: object, **__: object) -> None:
        raise OSError(why, "no")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    with pytest.raises(DiskTrouble):
        await Cellar.open(tmp_path / "new")


async def test_files_that_another_program_holds_for_too_long_are_called_busy_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(tmp_path)
    impatient = partial(sqlite3.connect, timeout=0)
    monkeypatch.setattr(sqlite3, "connect", impatient)
    with closing(sqlite3.connect(tmp_path / KEY_FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Busy):
            await Cellar.open(tmp_path)


# --- files that do not fit ------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", [NOTEBOOK_FILE, KEY_FILE])
async def test_a_file_of_a_newer_version_is_refused_and_left_as_it_was(tmp_path: Path, name: str) -> None:
    furnish(tmp_path)
    with closing(sqlite3.connect(tmp_path / name)) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    before = contents(tmp_path)
    with pytest.raises(NewerFile):
        await Cellar.open(tmp_path)
    assert contents(tmp_path) == before


async def test_a_key_file_of_other_notebooks_is_refused_and_left_as_it_was(
    tmp_path: Path, clock: Clock
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        cellar = await Cellar.open(folder)
        await come_in(cellar, "Aiko", clock())
        await cellar.close()
    shutil.copy(other / KEY_FILE, one / KEY_FILE)
    before = contents(one)
    with pytest.raises(WrongKeyFile):
        await Cellar.open(one)
    assert contents(one) == before


@pytest.mark.parametrize("name", [NOTEBOOK_FILE, KEY_FILE])
@pytest.mark.parametrize("how", ["gone", "empty"])
async def test_a_file_that_is_gone_or_empty_is_named_and_the_other_is_not_blamed(
    tmp_path: Path, clock: Clock, name: str, how: str
) -> None:
    await lived_in(tmp_path, clock)
    (tmp_path / name).write_bytes(b"")
    if how == "gone":
        (tmp_path / name).unlink()
    before = contents(tmp_path)
    with pytest.raises(FileMissing) as refused:
        await Cellar.open(tmp_path)
    assert f"The file {name} is missing" in refused.value.sentence
    assert contents(tmp_path) == before


class Unplugged(BaseException):
    """The plug is pulled."""


@contextmanager
def unplugged_at(statement: int) -> Iterator[None]:
    """The first start ends before this statement; how far it came stays on the disk."""
    left = [statement]

    def count(*_: object) -> None:
        if not left[0]:
            raise Unplugged
        left[0] -= 1

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)


@pytest.mark.parametrize("statement", range(1, 40, 4))
async def test_a_first_start_that_was_cut_off_anywhere_is_finished_at_the_next(
    tmp_path: Path, clock: Clock, statement: int
) -> None:
    with suppress(Unplugged), unplugged_at(statement):
        upgrade(tmp_path / NOTEBOOK_FILE, tmp_path / KEY_FILE)
    cellar = await Cellar.open(tmp_path)
    await come_in(cellar, "Aiko", clock())
    await cellar.close()


@pytest.mark.parametrize("unmarked", [NOTEBOOK_FILE, KEY_FILE])
async def test_a_first_start_that_was_cut_off_between_the_two_marks_is_finished_at_the_next(
    tmp_path: Path, clock: Clock, unmarked: str
) -> None:
    furnish(tmp_path)
    with closing(sqlite3.connect(tmp_path / unmarked)) as file:
        file.execute("PRAGMA application_id = 0")
    cellar = await Cellar.open(tmp_path)
    await come_in(cellar, "Aiko", clock())
    await cellar.close()
    marks = []
    for name in (NOTEBOOK_FILE, KEY_FILE):
        with closing(sqlite3.connect(tmp_path / name)) as file:
            marks.append(file.execute("PRAGMA application_id").fetchone()[0])
    assert marks[0] == marks[1] != 0


@pytest.mark.parametrize("unmarked", [NOTEBOOK_FILE, KEY_FILE])
async def test_a_file_without_its_mark_is_refused_once_somebody_is_in_either(
    tmp_path: Path, clock: Clock, unmarked: str
) -> None:
    furnish(tmp_path)
    cellar = await Cellar.open(tmp_path)
    aiko = await come_in(cellar, "Aiko", clock())
    await erase(cellar, aiko.opened.person)
    await cellar.close()
    with closing(sqlite3.connect(tmp_path / unmarked)) as file:
        file.execute("PRAGMA application_id = 0")
    with pytest.raises(WrongKeyFile):
        await Cellar.open(tmp_path)


async def test_a_folder_is_made_ready_once_and_opened_again_as_it_was(tmp_path: Path, clock: Clock) -> None:
    cellar = await Cellar.open(tmp_path)
    aiko = await come_in(cellar, "Aiko", clock())
    await log.append(cellar, aiko.keys, draft(1))
    await cellar.close()
    assert sorted(contents(tmp_path)) == [KEY_FILE, NOTEBOOK_FILE]
    assert {oct(os.stat(tmp_path / name).st_mode)[-3:] for name in contents(tmp_path)} == {"600"}  # noqa: PTH116
    again = await Cellar.open(tmp_path)
    keys = await open_keys(again, aiko.secret, clock())
    assert len((await open_notebook(again, keys)).records) == 1
    await again.close()


@pytest.fixture
def open_handed() -> Iterator[None]:
    """A program that lets everybody read what it makes, as most do."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {path.name: f"{path.stat().st_mode & 0o777:o}" for path in (folder, *folder.iterdir())}


@pytest.mark.usefixtures("open_handed")
async def test_opened_as_a_library_a_new_folder_is_for_its_owner_alone(tmp_path: Path, clock: Clock) -> None:
    cellar = await Cellar.open(tmp_path / "data")
    aiko = await come_in(cellar, "Aiko", clock())
    await log.append(cellar, aiko.keys, draft(1))
    found = modes(cellar.folder)
    assert found.pop("data") == "700"
    assert {"notebook.db", "keys.db", "notebook.db-wal", "keys.db-wal"} <= found.keys()
    assert set(found.values()) == {"600"}
    await cellar.close()


@pytest.mark.usefixtures("open_handed")
async def test_a_folder_that_was_left_open_is_shut_and_what_it_points_to_stays(
    tmp_path: Path, clock: Clock
) -> None:
    folder, outside = tmp_path / "data", tmp_path / "outside.txt"
    folder.mkdir()
    furnish(folder)
    outside.write_text("not ours")
    (folder / "config.toml").write_text('runner = "Dana"')
    (folder / "start.sh").write_text("omoiyari serve")
    (folder / "start.sh").chmod(0o755)
    (folder / "elsewhere").symlink_to(outside)
    cellar = await Cellar.open(folder)
    await come_in(cellar, "Aiko", clock())
    found = modes(folder)
    assert (found.pop("data"), found.pop("start.sh"), found.pop("elsewhere")) == ("700", "700", "644")
    assert set(found.values()) == {"600"}
    assert len(found) >= 5
    await cellar.close()


def test_the_migrations_in_the_folders_are_the_ones_the_house_knows() -> None:
    from omoiyari.store import migrations

    here = Path(migrations.__file__).parent
    for name, head in migrations.HEADS.items():
        found = sorted(path.name.split("_")[0] for path in (here / name / "versions").glob("[0-9]*.py"))
        assert found[-1] == head


def test_now_is_the_monday_evening_of_every_test() -> None:
    assert Clock()() == NOW
