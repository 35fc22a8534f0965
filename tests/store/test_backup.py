"""Backups: sealed, whole or refused, and what they may never bring back."""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from omoiyari.couple import Audience, BondId, BondState
from omoiyari.store import accounts, backup, bonds, log, nights, restore, sessions
from omoiyari.store.cellar import Cellar
from omoiyari.store.erase import erase
from omoiyari.store.errors import (
    DiskTrouble,
    FileDamaged,
    FileMissing,
    NewerFile,
    NotABackup,
    NotSignedIn,
    PhoneForgotten,
    WrongKeyFile,
)
from omoiyari.store.visit import bring_home, open_notebook
from omoiyari.store.workplace import workplace
from tests.conftest import PASSPHRASES, Clock, Someone, come_in, link, open_keys
from tests.store.test_durability import SPOILT, each_spoilt_file, room_for

WORDS = "canary-of-the-backup"


def draft(text: str, now: datetime, **more: object) -> log.Draft:
    body = {"form": "free", "text": text, "tags": []}
    given: dict[str, object] = {"audience": Audience.MINE, **more}
    return log.Draft(kind="entry", body=body, at=now, id=log.new_record_id(), **given)  # type: ignore[arg-type]


async def write(cellar: Cellar, who: Someone, now: datetime, *texts: str) -> None:
    await log.append(cellar, who.keys, *(draft(text, now) for text in texts))


async def texts_of(folder: Path, name: str, now: datetime) -> list[str]:
    """What somebody reads after signing in with their passphrase."""
    cellar = await Cellar.open(folder)
    try:
        opened = await accounts.sign_in(cellar, name, PASSPHRASES[name], "", now)
        keys = await open_keys(cellar, await sessions.begin(cellar, opened, None, now), now)
        return [str(r.body["text"]) for r in (await open_notebook(cellar, keys)).of_kind("entry")]
    finally:
        await cellar.close()


class Shelf:
    """A house's folder, the folder of its backups, and the backup passphrase."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.to = folder, folder / "backups"
        self.passphrase = backup.new_backup_key(folder)

    def make(self, now: datetime) -> list[Path]:
        key = backup.backup_key(self.folder)
        assert key is not None
        return [made.path for made in backup.make_backup(self.folder, self.to, key, now)]

    def claim(self, made: datetime) -> None:
        """Two files that say they are backups of that moment; enough for what only looks at first lines."""
        self.to.mkdir(exist_ok=True)
        for kind in backup.Kind:
            header = backup._Header(backup.FORMAT, kind.value, "0", int(made.timestamp()), "00")
            path = self.to / f"{kind.value}-{made.timestamp():.0f}.sealed"
            path.write_text(json.dumps(asdict(header)) + "\n")

    async def put_back(self, folder: Path, files: list[Path], now: datetime) -> restore.Since:
        return await asyncio.to_thread(restore.restore, folder, files, self.passphrase, now)


@pytest.fixture
def shelf(cellar: Cellar) -> Shelf:
    return Shelf(cellar.folder)


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere") / "data"


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- there and back -------------------------------------------------------------------------------


async def test_what_was_written_comes_back_in_an_empty_folder(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    await write(cellar, aiko, clock(), WORDS)
    await shelf.put_back(elsewhere, shelf.make(clock()), clock())
    assert await texts_of(elsewhere, "Aiko", clock()) == [WORDS]


async def test_a_restore_over_an_existing_house_keeps_the_old_files_aside(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    await write(cellar, aiko, clock(), "first")
    made = shelf.make(clock())
    await write(cellar, aiko, clock.go(hours=1), "second")
    await cellar.close()
    await shelf.put_back(cellar.folder, made, clock())
    assert await texts_of(cellar.folder, "Aiko", clock()) == ["first"]
    aside = next(cellar.folder.glob("before-restore-*"))
    assert await texts_of(aside, "Aiko", clock()) == ["first", "second"]


async def test_notebooks_alone_are_put_back_beside_the_keys_of_today(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    await write(cellar, aiko, clock(), "first")
    notebooks, _keys = shelf.make(clock())
    await write(cellar, aiko, clock.go(days=60), "second")
    await cellar.close()
    await shelf.put_back(cellar.folder, [notebooks], clock())
    assert await texts_of(cellar.folder, "Aiko", clock()) == ["first"]


async def test_one_file_alone_cannot_fill_an_empty_folder(
    clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    notebooks, keys = shelf.make(clock())
    for one in (notebooks, keys):
        with pytest.raises(NotABackup):
            await shelf.put_back(elsewhere, [one], clock())


async def test_a_backup_made_while_someone_writes_is_whole(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    told: list[str] = []
    begun = asyncio.Event()

    async def keep_writing() -> None:
        for number in range(80):
            await write(cellar, aiko, clock(), f"line {number}")
            told.append(f"line {number}")
            if number == 20:
                begun.set()

    writing = asyncio.create_task(keep_writing())
    await begun.wait()
    before = len(told)
    made = await asyncio.to_thread(shelf.make, clock())
    during = len(told)
    await writing
    await shelf.put_back(elsewhere, made, clock())
    found = await texts_of(elsewhere, "Aiko", clock())
    assert found == told[: len(found)]
    assert before <= len(found) <= during + 1


async def test_nothing_that_was_written_stands_open_in_a_backup(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    await write(cellar, aiko, clock(), WORDS)
    for path in shelf.make(clock()):
        content = path.read_bytes()
        assert WORDS.encode() not in content
        assert b"SQLite format" not in content
        assert aiko.person.encode() not in content
        assert path.stat().st_mode & 0o077 == 0


async def test_no_open_copy_is_left_behind(clock: Clock, aiko: Someone, shelf: Shelf) -> None:
    shelf.make(clock())
    left = {path.name for path in shelf.folder.iterdir()}
    assert {name for name in left if not name.startswith(("notebook.db", "keys.db"))} == {
        "backup.key",
        "backups",
    }


# --- refused, and nothing changed -----------------------------------------------------------------


async def test_a_wrong_passphrase_changes_nothing(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    made = shelf.make(clock())
    await cellar.close()
    before = everything_in(cellar.folder)
    shelf.passphrase = backup.in_groups(backup.new_code())
    with pytest.raises(NotABackup):
        await shelf.put_back(cellar.folder, made, clock())
    assert everything_in(cellar.folder) == before


async def test_a_mistyped_passphrase_is_refused_before_anything_is_tried(
    clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    made = shelf.make(clock())
    shelf.passphrase = "not a code at all"
    with pytest.raises(NotABackup):
        await shelf.put_back(elsewhere, made, clock())


@pytest.mark.parametrize("which", [0, 1], ids=["notebooks", "keys"])
async def test_one_flipped_byte_anywhere_is_refused_and_changes_nothing(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, which: int
) -> None:
    made = shelf.make(clock())
    await cellar.close()
    whole = made[which].read_bytes()
    for where in (0.0, 0.001, 0.3, 0.6, 0.9999):
        content = bytearray(whole)
        content[int(where * len(content))] ^= 1
        made[which].write_bytes(content)
        before = everything_in(cellar.folder)
        with pytest.raises(NotABackup):
            await shelf.put_back(cellar.folder, made, clock())
        assert everything_in(cellar.folder) == before


async def test_a_file_that_ends_early_is_refused(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    made = shelf.make(clock())
    whole = made[0].read_bytes()
    for left in (0, 3, 50, -1, -700):
        made[0].write_bytes(whole[:left])
        with pytest.raises(NotABackup):
            await shelf.put_back(elsewhere, made, clock())


async def test_chunks_can_be_neither_left_out_nor_moved_nor_added(
    cellar: Cellar,
    clock: Clock,
    aiko: Someone,
    shelf: Shelf,
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backup, "CHUNK", 4096)
    notebooks, keys = shelf.make(clock())
    first, rest = notebooks.read_bytes().split(b"\n", 1)
    chunks = []
    while rest:
        size = 4 + int.from_bytes(rest[:4], "big")
        chunks.append(rest[:size])
        rest = rest[size:]
    assert len(chunks) > 3
    for changed in (
        chunks[:-1],
        chunks[1:],
        [chunks[1], chunks[0], *chunks[2:]],
        [*chunks, chunks[-1]],
        [],
    ):
        notebooks.write_bytes(first + b"\n" + b"".join(changed))
        with pytest.raises(NotABackup):
            await shelf.put_back(elsewhere, [notebooks, keys], clock())


async def test_the_same_kind_twice_or_no_file_is_refused(
    clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    notebooks, _ = shelf.make(clock())
    for files in ([], [notebooks, notebooks]):
        with pytest.raises(NotABackup):
            await shelf.put_back(elsewhere, files, clock())


async def test_files_of_two_houses_are_not_put_together(
    cellar: Cellar,
    clock: Clock,
    aiko: Someone,
    shelf: Shelf,
    elsewhere: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    other = tmp_path_factory.mktemp("other")
    await (await Cellar.open(other)).close()
    shutil.copy(cellar.folder / "backup.key", other / "backup.key")
    key = backup.backup_key(other)
    assert key is not None
    theirs = backup.make_backup(other, other, key, clock())
    with pytest.raises(WrongKeyFile):
        await shelf.put_back(elsewhere, [shelf.make(clock())[0], theirs[1].path], clock())
    assert not (elsewhere / "keys.db").exists()


async def test_a_backup_of_a_newer_version_is_refused(
    cellar: Cellar,
    clock: Clock,
    aiko: Someone,
    shelf: Shelf,
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with closing(sqlite3.connect(cellar.folder / "notebook.db")) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()
    with pytest.raises(NewerFile):
        shelf.make(clock())
    assert backup.backups_in(shelf.to) == []
    with monkeypatch.context() as newer:
        newer.setattr(backup, "check_pair", lambda *_: None)
        made = shelf.make(clock())
    with pytest.raises(NewerFile):
        await shelf.put_back(elsewhere, made, clock())


@each_spoilt_file
async def test_a_pair_with_a_damaged_file_is_no_backup(
    cellar: Cellar, clock: Clock, aiko: Someone, name: str, spoil: str
) -> None:
    await write(cellar, aiko, clock(), WORDS)
    await cellar.close()
    path = cellar.folder / name
    path.write_bytes(SPOILT[spoil](path.read_bytes()))
    with pytest.raises(NotABackup):
        backup.check_files(cellar.folder)


async def test_a_pair_with_a_page_that_only_its_use_shows_as_damaged_is_no_backup(
    cellar: Cellar, aiko: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upgrade(*_: object) -> None:
        raise FileDamaged

    await cellar.close()
    monkeypatch.setattr(backup, "upgrade", upgrade)
    with pytest.raises(NotABackup):
        backup.check_files(cellar.folder)


async def test_a_folder_without_files_has_nothing_to_back_up(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(FileMissing):
        Shelf(tmp_path).make(clock())


@pytest.mark.parametrize("name", ["notebook.db", "keys.db"])
async def test_a_file_that_is_missing_is_named_and_no_backup_is_made(
    cellar: Cellar, shelf: Shelf, clock: Clock, name: str
) -> None:
    await cellar.close()
    (cellar.folder / name).unlink()
    with pytest.raises(FileMissing) as refused:
        shelf.make(clock())
    assert f"The file {name} is missing" in refused.value.sentence
    assert backup.backups_in(shelf.to) == []


# --- what must not come back ----------------------------------------------------------------------


async def test_who_was_erased_since_stays_erased_in_the_same_house(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, shelf: Shelf
) -> None:
    await write(cellar, aiko, clock(), WORDS)
    made = shelf.make(clock())
    await erase(cellar, aiko.opened.person)
    await cellar.close()
    since = await shelf.put_back(cellar.folder, made, clock())
    assert since.erased == {aiko.person}
    with pytest.raises(NotSignedIn):
        await texts_of(cellar.folder, "Aiko", clock())
    assert await texts_of(cellar.folder, "Ben", clock()) == []


async def test_who_was_erased_since_stays_erased_on_a_new_machine_that_has_a_newer_backup(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    made = shelf.make(clock())
    await erase(cellar, aiko.opened.person)
    shelf.make(clock.go(days=1))
    await shelf.put_back(elsewhere, made, clock())
    with pytest.raises(NotSignedIn):
        await texts_of(elsewhere, "Aiko", clock())


async def test_the_wraps_of_an_erased_person_are_gone_after_the_restore(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, shelf: Shelf
) -> None:
    made = shelf.make(clock())
    await erase(cellar, aiko.opened.person)
    await cellar.close()
    await shelf.put_back(cellar.folder, made, clock())
    with closing(sqlite3.connect(cellar.folder / "keys.db")) as file:
        holders = {row[0] for row in file.execute("SELECT holder FROM wraps")}
    assert aiko.person not in holders
    assert ben.person in holders


async def test_a_link_that_was_ended_since_stays_ended(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, bond: BondId, shelf: Shelf, elsewhere: Path
) -> None:
    made = shelf.make(clock())
    await bonds.unlink(cellar, aiko.opened.person)
    shelf.make(clock.go(days=1))
    await cellar.close()
    for folder in (elsewhere, cellar.folder):
        since = await shelf.put_back(folder, made, clock())
        assert since.ended == {bond}
        again = await Cellar.open(folder)
        assert (await bonds.bond_by_id(again, bond)).state is BondState.ENDED
        await again.close()


async def test_what_was_ended_or_erased_stays_so_though_a_clock_ahead_dated_the_backup_of_before_as_newer(
    cellar: Cellar,
    clock: Clock,
    aiko: Someone,
    ben: Someone,
    chidi: Someone,
    bond: BondId,
    shelf: Shelf,
    elsewhere: Path,
) -> None:
    made = shelf.make(clock() + timedelta(days=2))
    await bonds.unlink(cellar, aiko.opened.person)
    await erase(cellar, chidi.opened.person)
    shelf.make(clock())
    since = await shelf.put_back(elsewhere, made, clock())
    assert since.ended == {bond}
    assert since.erased == {chidi.person}
    assert since.unreadable == ()
    again = await Cellar.open(elsewhere)
    assert (await bonds.bond_by_id(again, bond)).state is BondState.ENDED
    await again.close()
    with pytest.raises(NotSignedIn):
        await texts_of(elsewhere, "Chidi", clock())


async def test_what_was_taken_back_from_the_outbox_since_waits_until_its_author_is_there(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, bond: BondId, shelf: Shelf
) -> None:
    until = clock() + timedelta(minutes=10)
    held = draft(WORDS, clock(), audience=Audience.OURS, bond=bond, held_until=until)
    await log.append(cellar, aiko.keys, held)
    made = shelf.make(clock.go(minutes=5))
    await bring_home(cellar, aiko.keys, (await open_notebook(cellar, aiko.keys)).latest[held.id], clock())
    await cellar.close()
    await shelf.put_back(cellar.folder, made, clock.go(days=3))
    assert await texts_of(cellar.folder, "Ben", clock()) == []
    again = await Cellar.open(cellar.folder)
    try:
        assert await log.due(again, clock.go(days=300)) == {}
        assert await log.hold_for_seen(again, clock()) == set()
        opened = await accounts.sign_in(again, "Aiko", PASSPHRASES["Aiko"], "", clock())
        await sessions.begin(again, opened, None, clock())
        assert await log.hold_for_seen(again, clock() + timedelta(minutes=10)) == {aiko.person}
        assert await log.due(again, clock.go(minutes=9)) == {}
        assert await log.due(again, clock.go(minutes=1)) == {bond: [held.id]}
    finally:
        await again.close()


async def test_what_was_put_back_into_the_outbox_can_be_taken_back_or_sent_at_once(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, bond: BondId, shelf: Shelf, elsewhere: Path
) -> None:
    until = clock() + timedelta(minutes=10)
    sent, kept = (
        draft(text, clock(), audience=Audience.OURS, bond=bond, held_until=until) for text in ("sent", "kept")
    )
    await log.append(cellar, aiko.keys, sent, kept)
    await shelf.put_back(elsewhere, shelf.make(clock()), clock())
    again = await Cellar.open(elsewhere)
    try:
        assert await log.release(again, aiko.keys, sent.id) == bond
        await bring_home(again, aiko.keys, (await open_notebook(again, aiko.keys)).latest[kept.id], clock())
        assert await log.due(again, clock.go(days=300)) == {}
    finally:
        await again.close()
    assert await texts_of(elsewhere, "Ben", clock()) == ["sent"]


async def test_no_session_and_no_remembered_phone_comes_back(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    from omoiyari.store import devices

    device, _ = await devices.know_device(cellar, aiko.opened, "a phone")
    text = await devices.remember(cellar, aiko.opened, device, "4071")
    await shelf.put_back(elsewhere, shelf.make(clock()), clock())
    again = await Cellar.open(elsewhere)
    assert await sessions.find(again, aiko.secret, clock()) is None
    with pytest.raises(PhoneForgotten):
        await devices.open_with_pin(again, devices.parse_device_cookie(text), "4071")
    await again.close()


async def test_a_newer_backup_that_cannot_be_read_is_told(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    made = shelf.make(clock())
    newer = shelf.make(clock.go(days=1))
    newer[1].write_bytes(newer[1].read_bytes()[:-1])
    since = await shelf.put_back(elsewhere, made, clock())
    assert since.unreadable == (newer[1].resolve(),)


async def test_a_broken_key_file_in_the_house_can_be_mended_and_is_told(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    made = shelf.make(clock())
    await cellar.close()
    (cellar.folder / "keys.db").write_bytes(b"no database at all" * 400)
    since = await shelf.put_back(cellar.folder, made, clock())
    assert cellar.folder / "keys.db" in since.unreadable
    assert await texts_of(cellar.folder, "Aiko", clock()) == []


def before_there_was_a_house_secret(keys: Path) -> None:
    with closing(sqlite3.connect(keys)) as file, file:
        file.execute("DROP TABLE house")
        file.execute("UPDATE alembic_version SET version_num = '0001'")


async def test_keys_from_before_there_was_a_house_secret_take_over_that_of_the_house(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    await write(cellar, aiko, clock(), "kept")
    await cellar.close()
    today = (cellar.folder / "keys.db").read_bytes()
    before_there_was_a_house_secret(cellar.folder / "keys.db")
    _notebooks, keys = shelf.make(clock())
    (cellar.folder / "keys.db").write_bytes(today)
    await shelf.put_back(cellar.folder, [keys], clock())
    assert await texts_of(cellar.folder, "Aiko", clock()) == ["kept"]


async def test_keys_from_before_take_over_the_secret_of_a_newer_backup_where_the_house_is_gone(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    await write(cellar, aiko, clock(), "kept")
    await cellar.close()
    today = (cellar.folder / "keys.db").read_bytes()
    before_there_was_a_house_secret(cellar.folder / "keys.db")
    _notebooks, old_keys = shelf.make(clock())
    (cellar.folder / "keys.db").write_bytes(today)
    notebooks, _keys = shelf.make(clock.go(days=1))
    await shelf.put_back(elsewhere, [notebooks, old_keys], clock())
    assert await texts_of(elsewhere, "Aiko", clock()) == ["kept"]


async def test_a_house_keeps_the_secret_of_its_backup_over_that_of_another_house(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    await write(cellar, aiko, clock(), "kept")
    made = shelf.make(clock())
    other = await Cellar.open(elsewhere)
    await come_in(other, "Chidi", clock())
    await other.close()
    await shelf.put_back(elsewhere, made, clock())
    assert await texts_of(elsewhere, "Aiko", clock()) == ["kept"]


async def test_both_partners_still_read_what_they_shared(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, bond: BondId, shelf: Shelf, elsewhere: Path
) -> None:
    await log.append(cellar, aiko.keys, draft(WORDS, clock(), audience=Audience.OURS, bond=bond))
    await shelf.put_back(elsewhere, shelf.make(clock()), clock())
    assert await texts_of(elsewhere, "Ben", clock()) == [WORDS]


# --- a crash in the middle ------------------------------------------------------------------------


@pytest.mark.parametrize("moves", range(6))
async def test_a_restore_that_was_cut_off_is_finished_at_the_next_start(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(cellar, aiko, clock(), "first")
    made = shelf.make(clock())
    await write(cellar, aiko, clock(), "second")
    await cellar.close()
    real, done = Path.rename, 0

    def rename(path: Path, target: Path) -> Path:
        nonlocal done
        if path.parent.name == "restore-ready" or "before-restore" in str(target):
            done += 1
            if done > moves:
                raise KeyboardInterrupt  # the plug is pulled
        return real(path, target)

    with monkeypatch.context() as cut:
        cut.setattr(Path, "rename", rename)
        with suppress(KeyboardInterrupt):
            await asyncio.to_thread(restore.restore, cellar.folder, made, shelf.passphrase, clock())
    restore.finish_restore(cellar.folder)
    assert await texts_of(cellar.folder, "Aiko", clock()) == ["first"]
    assert not (cellar.folder / "restore-ready").exists()


async def test_a_restore_that_was_cut_off_while_its_folder_was_removed_is_finished_at_the_next_start(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(cellar, aiko, clock(), "first")
    made = shelf.make(clock())
    await cellar.close()

    def rmdir(*_: object, **__: object) -> None:
        raise KeyboardInterrupt  # the plug is pulled

    with monkeypatch.context() as later:
        later.setattr(restore, "finish_restore", lambda _folder: None)
        await shelf.put_back(cellar.folder, made, clock())
    with monkeypatch.context() as cut:
        cut.setattr(os, "rmdir", rmdir)
        with pytest.raises(KeyboardInterrupt):
            restore.finish_restore(cellar.folder)
    assert list((cellar.folder / "restore-ready").iterdir()) == []
    restore.finish_restore(cellar.folder)
    assert not (cellar.folder / "restore-ready").exists()
    assert await texts_of(cellar.folder, "Aiko", clock()) == ["first"]


async def test_a_restore_leaves_what_the_owner_laid_beside_the_files(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    made = shelf.make(clock())
    await cellar.close()
    (cellar.folder / "notebook.db.good").write_bytes(b"a copy made by hand")
    for name in ("notebook.db-journal", "keys.db-journal"):
        (cellar.folder / name).write_bytes(b"")
    await shelf.put_back(cellar.folder, made, clock())
    assert (cellar.folder / "notebook.db.good").read_bytes() == b"a copy made by hand"
    assert not list(cellar.folder.glob("*-journal"))


# --- every night ----------------------------------------------------------------------------------


async def test_a_backup_is_made_once_the_newest_is_twenty_hours_old(
    clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    made = []
    for _hour in range(48):
        made.append(nights.nightly(shelf.folder, shelf.to, clock.go(hours=1)))
    assert [hour for hour, was_made in enumerate(made) if was_made] == [0, 20, 40]


async def test_without_a_backup_key_nothing_is_made(cellar: Cellar, clock: Clock) -> None:
    assert nights.nightly(cellar.folder, cellar.folder / "backups", clock()) is False


async def test_keys_are_kept_thirty_days_at_most_and_notebooks_a_year(clock: Clock, shelf: Shelf) -> None:
    for _week in range(80):
        shelf.claim(clock())
        nights.prune(shelf.folder, shelf.to, clock.go(days=5))
        keys = [b for b in backup.backups_in(shelf.to) if b.kind is backup.Kind.KEYS]
        assert all(clock() - found.made < timedelta(days=30) for found in keys)
    oldest = min(found.made for found in backup.backups_in(shelf.to))
    assert timedelta(days=350) < clock() - oldest < timedelta(days=365)


def dates_of(shelf: Shelf, kind: backup.Kind = backup.Kind.KEYS) -> list[datetime]:
    """When the backups of one kind on the shelf were made, the newest first."""
    return [found.made for found in backup.backups_in(shelf.to) if found.kind is kind]


async def test_the_last_pair_that_opens_stays_whatever_its_age_while_nobody_was_erased_since(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    await erase(cellar, ben.opened.person)
    shelf.make(clock.go(hours=1))
    last = clock.go(days=1)
    made = shelf.make(last)
    nights.prune(shelf.folder, shelf.to, clock.go(days=400))
    assert {*dates_of(shelf), *dates_of(shelf, backup.Kind.NOTEBOOKS)} == {last}
    await shelf.put_back(elsewhere, made, clock())
    assert await texts_of(elsewhere, "Aiko", clock()) == []


async def test_keys_of_somebody_who_was_erased_go_after_thirty_days_also_when_they_are_the_last(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, shelf: Shelf
) -> None:
    shelf.make(clock())
    await erase(cellar, ben.opened.person)
    nights.prune(shelf.folder, shelf.to, clock.go(days=29))
    assert len(dates_of(shelf)) == 1
    nights.prune(shelf.folder, shelf.to, clock.go(days=1))
    assert (len(dates_of(shelf)), len(dates_of(shelf, backup.Kind.NOTEBOOKS))) == (0, 1)


async def test_a_newer_pair_that_does_not_open_does_not_push_out_the_last_one_that_does(
    clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    good = clock()
    shelf.make(good)
    for path in shelf.make(clock.go(days=5)):
        path.write_bytes(path.read_bytes()[:-1])
    nights.prune(shelf.folder, shelf.to, clock.go(days=300))
    assert dates_of(shelf) == [good]
    nights.prune(shelf.folder, shelf.to, clock.go(days=300))
    assert (dates_of(shelf), dates_of(shelf, backup.Kind.NOTEBOOKS)) == ([good], [good])


async def test_once_a_newer_pair_is_there_the_last_one_is_as_old_as_it_is(
    clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    shelf.make(clock())
    assert nights.nightly(shelf.folder, shelf.to, clock.go(days=31))
    assert dates_of(shelf) == [clock()]


async def test_a_clock_that_ran_ahead_and_a_full_disk_leave_the_last_pair(
    clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    made = clock()
    shelf.make(made)
    for _hour in range(3):
        with room_for(0), pytest.raises(DiskTrouble):
            nights.nightly(shelf.folder, shelf.to, clock.go(days=400))
    assert (dates_of(shelf), dates_of(shelf, backup.Kind.NOTEBOOKS)) == ([made], [made])


async def test_keys_dated_ahead_by_a_clock_gone_wrong_go_once_somebody_in_them_was_erased(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, shelf: Shelf
) -> None:
    ahead = clock.go(days=400)
    shelf.make(ahead)
    shelf.make(clock.go(days=-400))
    nights.prune(shelf.folder, shelf.to, clock())
    assert len(dates_of(shelf)) == 2
    await erase(cellar, ben.opened.person)
    nights.prune(shelf.folder, shelf.to, clock())
    assert dates_of(shelf) == [clock()]


async def test_where_the_key_file_of_the_house_is_broken_the_last_pair_stays(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, shelf: Shelf
) -> None:
    shelf.make(clock())
    await erase(cellar, ben.opened.person)
    await cellar.close()
    (cellar.folder / "keys.db").write_bytes(b"no database at all" * 400)
    nights.prune(shelf.folder, shelf.to, clock.go(days=60))
    assert len(dates_of(shelf)) == 1


# --- what is left of work that failed -------------------------------------------------------------


async def test_a_backup_that_the_disk_cut_off_leaves_no_file_however_often_it_is_tried(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    await write(cellar, aiko, clock(), *(WORDS * 40 for _ in range(60)))
    size, cut_off = (cellar.folder / "notebook.db-wal").stat().st_size, 0
    for room in range(0, 3 * size, 8192):
        try:
            with room_for(room):
                nights.nightly(shelf.folder, shelf.to, clock.go(hours=1))
        except DiskTrouble:
            cut_off += 1
            assert not list(shelf.folder.glob(".work-*"))
            assert not shelf.to.exists() or not list(shelf.to.iterdir())
        else:
            break
    assert cut_off > 10
    assert len(list(shelf.to.iterdir())) == 2


@pytest.mark.parametrize("room", [0, 1])
async def test_a_pair_of_which_one_half_cannot_be_made_leaves_neither(
    clock: Clock, aiko: Someone, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    real, calls = backup.snapshot, 0

    def snapshot(source: Path, copy: Path) -> None:
        nonlocal calls
        calls += 1
        if calls > room:
            raise DiskTrouble
        real(source, copy)

    monkeypatch.setattr(backup, "snapshot", snapshot)
    with pytest.raises(DiskTrouble):
        shelf.make(clock())
    assert list(shelf.to.iterdir()) == []


_UNPLUGGED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from omoiyari.store import backup, restore
from omoiyari.vault import passphrase

passphrase._MEMORY_KIB = 64
folder, at = Path(sys.argv[1]), sys.argv[2]

def unplug(*_, **__):
    os.kill(os.getpid(), 9)

if at == "sealing":
    backup._sealed_chunks = unplug
elif at == "checking":
    backup.check_files = unplug
else:
    restore._carry_over = unplug
    restore.restore(folder, sorted((folder / "backups").glob("*.sealed")), at, datetime.now(UTC))
backup.make_backup(folder, folder / "backups", backup.backup_key(folder), datetime(2026, 3, 3, tzinfo=UTC))
"""


@pytest.mark.parametrize("at", ["sealing", "checking", "restoring"])
async def test_open_copies_of_the_keys_that_a_kill_left_behind_are_gone_after_the_next_look(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, at: str
) -> None:
    shelf.make(clock())
    before = {path for path in shelf.folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))}
    word = shelf.passphrase if at == "restoring" else at
    killed = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", _UNPLUGGED, str(shelf.folder), word], check=False
    )
    assert killed.returncode == -9
    assert any(path.name == "keys.db" for path in shelf.folder.rglob(".work-*/*")) or at == "sealing"
    assert set(shelf.folder.rglob("*")) > before
    with workplace(shelf.folder):
        nights.prune(shelf.folder, shelf.to, clock())
        assert len(list(shelf.folder.glob(".work-*"))) > 1, "somebody is at work"
    nights.prune(shelf.folder, shelf.to, clock())
    left = {path for path in shelf.folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))}
    assert {path for path in left - before if path.suffix != ".sealed"} == set()


async def test_a_restore_clears_what_an_earlier_one_left(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    made = shelf.make(clock())
    await cellar.close()
    for name in (".work-abcd", "restore-ready.part"):
        (cellar.folder / name).mkdir()
        (cellar.folder / name / "keys.db").write_bytes(b"an open copy")
    with pytest.raises(NotABackup):
        await shelf.put_back(cellar.folder, [made[0], made[0]], clock())
    await shelf.put_back(cellar.folder, made, clock())
    assert not [path for path in cellar.folder.iterdir() if path.name.startswith((".work", "restore-ready"))]


async def test_a_folder_of_ones_own_whose_name_begins_like_ours_is_left_alone(
    clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    for name in ("before-restore-old", "before-restore-", "backup-2025", "check-list"):
        (shelf.folder / name).mkdir()
        (shelf.folder / name / "keys.db").write_bytes(b"a copy made by hand")
    assert nights.nightly(shelf.folder, shelf.to, clock.go(days=90))
    assert len(list(shelf.folder.glob("*/keys.db"))) == 4


async def test_all_of_the_last_week_is_kept_and_then_one_a_week(clock: Clock, shelf: Shelf) -> None:
    for _ in range(25):
        shelf.claim(clock.go(days=1))
    nights.prune(shelf.folder, shelf.to, clock())
    ages = [(clock() - b.made).days for b in backup.backups_in(shelf.to) if b.kind is backup.Kind.KEYS]
    assert ages[:7] == list(range(7))
    assert 2 <= len(ages[7:]) <= 3
    assert all(later - earlier == 7 for earlier, later in pairwise(ages[7:]))


async def test_old_files_kept_aside_go_after_thirty_days(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    await cellar.close()
    await shelf.put_back(cellar.folder, shelf.make(clock()), clock())
    nights.prune(shelf.folder, shelf.to, clock.go(days=29))
    assert list(cellar.folder.glob("before-restore-*"))
    nights.prune(shelf.folder, shelf.to, clock.go(days=1))
    assert not list(cellar.folder.glob("before-restore-*"))


async def test_old_files_put_aside_by_a_clock_gone_wrong_go_once_somebody_in_them_was_erased(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, shelf: Shelf
) -> None:
    made = shelf.make(clock())
    await cellar.close()
    await shelf.put_back(cellar.folder, made, clock.go(days=1500))
    nights.prune(shelf.folder, shelf.to, clock.go(days=-1400))
    assert list(cellar.folder.glob("before-restore-*"))
    mended = await Cellar.open(cellar.folder)
    await erase(mended, ben.opened.person)
    await mended.close()
    nights.prune(shelf.folder, shelf.to, clock())
    assert not list(cellar.folder.glob("before-restore-*"))


async def test_strange_files_between_the_backups_are_left_alone(
    clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    shelf.make(clock())
    strange = shelf.to / "holiday.sealed"
    strange.write_text("not ours")
    nights.prune(shelf.folder, shelf.to, clock.go(days=400))
    assert strange.exists()


async def test_a_clock_that_was_set_back_still_gets_its_backup_and_only_one(
    clock: Clock, aiko: Someone, shelf: Shelf
) -> None:
    shelf.make(clock())
    clock.go(days=-40)
    made = [nights.nightly(shelf.folder, shelf.to, clock.go(hours=1)) for _ in range(5)]
    assert made == [True, False, False, False, False]


def test_the_first_line_of_a_backup_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "keys.sealed"
    for content in (b"", b"{}\n", b"[1]\n", b"\xff\n", b'{"format": "another/1"}\n'):
        path.write_bytes(content)
        with pytest.raises(NotABackup):
            backup.read_header(path)


async def test_the_key_file_of_backups_is_for_its_owner_alone(shelf: Shelf) -> None:
    assert (shelf.folder / "backup.key").stat().st_mode & 0o777 == 0o600
    assert shelf.passphrase.replace(" ", "") not in (shelf.folder / "backup.key").read_text()


async def test_a_person_who_came_after_the_backup_is_not_in_it(
    cellar: Cellar, clock: Clock, aiko: Someone, shelf: Shelf, elsewhere: Path
) -> None:
    made = shelf.make(datetime(2026, 3, 2, tzinfo=UTC))
    chidi = await come_in(cellar, "Chidi", clock())
    await link(cellar, aiko, chidi, clock())
    await shelf.put_back(elsewhere, made, clock())
    with pytest.raises(NotSignedIn):
        await texts_of(elsewhere, "Chidi", clock())
