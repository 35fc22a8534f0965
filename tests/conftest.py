"""The cast and the house: Aiko and Ben are a couple, Chidi is a stranger, Dana runs the server."""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from omoiyari.couple import BondId
from omoiyari.store import accounts, bonds, sessions
from omoiyari.store.accounts import Opened
from omoiyari.store.cellar import KEY_FILE, NOTEBOOK_FILE, Cellar
from omoiyari.store.keys import OpenKeys
from omoiyari.store.migrations import upgrade
from omoiyari.vault import Secret, passphrase

settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)  # a busy machine is no bug
settings.register_profile("mutants", deadline=None, max_examples=20, derandomize=True)
settings.load_profile("house")

PASSPHRASES = {
    "Aiko": "seven quiet herons wade",
    "Ben": "green kettle sings at dawn",
    "Chidi": "paper boats on the canal",
}


@pytest.fixture(autouse=True, scope="session")
def _quick_argon2() -> Iterator[None]:
    """Real Argon2id with 64 KiB instead of 128 MiB; one test in tests/vault runs the full cost."""
    full = passphrase._MEMORY_KIB
    passphrase._MEMORY_KIB = 64
    yield
    passphrase._MEMORY_KIB = full


class Clock:
    """A clock that only tests move. It begins on a Monday evening."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def go(self, **how_far: float) -> datetime:
        self.moment += timedelta(**how_far)
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@cache
def _empty_files() -> tuple[tuple[str, bytes], ...]:
    with TemporaryDirectory() as folder:
        upgrade(Path(folder) / NOTEBOOK_FILE, Path(folder) / KEY_FILE)
        return tuple((path.name, path.read_bytes()) for path in Path(folder).glob("*.db"))


def furnish(folder: Path) -> None:
    """Put two new, empty files into a folder: the same as the first start makes, without its second of waiting."""
    for name, content in _empty_files():
        (folder / name).write_bytes(content)


@pytest.fixture
async def cellar(tmp_path: Path) -> AsyncIterator[Cellar]:
    furnish(tmp_path)
    cellar = await Cellar.open(tmp_path)
    yield cellar
    await cellar.close()


@dataclass
class Someone:
    """One of the cast, signed in."""

    name: str
    opened: Opened
    secret: Secret
    keys: OpenKeys

    @property
    def person(self) -> str:
        return self.opened.person


async def come_in(cellar: Cellar, name: str, now: datetime) -> Someone:
    """Sign up and sign in."""
    opened = await accounts.sign_up(cellar, name, PASSPHRASES[name])
    secret = await sessions.begin(cellar, opened, None, now)
    return Someone(name, opened, secret, await open_keys(cellar, secret, now))


async def open_keys(cellar: Cellar, secret: Secret, now: datetime) -> OpenKeys:
    session = await sessions.find(cellar, secret, now)
    assert session is not None
    assert session.keys is not None
    return session.keys


async def link(cellar: Cellar, one: Someone, other: Someone, now: datetime) -> BondId:
    """Make two people a couple."""
    invite = await bonds.invite(cellar, one.keys, now)
    bond = await bonds.accept(cellar, other.keys, invite, now)
    one.keys = await open_keys(cellar, one.secret, now)
    other.keys = await open_keys(cellar, other.secret, now)
    return bond.id


@pytest.fixture
async def aiko(cellar: Cellar, clock: Clock) -> Someone:
    return await come_in(cellar, "Aiko", clock())


@pytest.fixture
async def ben(cellar: Cellar, clock: Clock) -> Someone:
    return await come_in(cellar, "Ben", clock())


@pytest.fixture
async def chidi(cellar: Cellar, clock: Clock) -> Someone:
    return await come_in(cellar, "Chidi", clock())


@pytest.fixture
async def bond(cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone) -> BondId:
    """Aiko and Ben are linked."""
    return await link(cellar, aiko, ben, clock())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: their event loop stays open, and no other can run beside it in one process."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
