"""What every request finds in place: the cellar, the hub, the clock."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from starlette.requests import HTTPConnection

from omoiyari.live import Hub
from omoiyari.post.office import Office
from omoiyari.store.cellar import Cellar


def utc_now() -> datetime:
    """The time on the wall, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class House:
    """One running server. `now` is the only clock; tests and the demo bring their own.

    `runner` is the name of whoever runs this server, shown to everybody; `locales` holds more catalogues.
    `backups` is the folder of the nightly ones, None where none are made.
    `hosts` are the names that lead here besides those that no other site can hold; `*.` stands for any beginning.
    `demo` gives the passphrases of a made-up couple by name, and is empty outside the demo.
    `errands` are small tasks that outlive their request. Whoever holds `commits` reads a notebook and writes what
    follows from it with nothing between: one round is opened, one answer counts.
    """

    cellar: Cellar
    hub: Hub = field(default_factory=Hub)
    now: Callable[[], datetime] = utc_now
    runner: str = ""
    backups: Path | None = None
    hosts: frozenset[str] = frozenset()
    demo: Mapping[str, str] = field(default_factory=dict)
    locales: Path | None = None
    errands: "set[asyncio.Task[None]]" = field(default_factory=set)
    commits: asyncio.Lock = field(default_factory=asyncio.Lock)

    @cached_property
    def office(self) -> Office:
        """The notices of this house."""
        return Office(self.cellar)


def house_of(connection: HTTPConnection) -> House:
    """The house that a request came to."""
    house: House = connection.app.state.house
    return house
