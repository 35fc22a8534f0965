"""What every request finds in place: the cellar, the hub, the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from starlette.requests import HTTPConnection

from omoiyari.live import Hub
from omoiyari.store.cellar import Cellar


def utc_now() -> datetime:
    """The time on the wall, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class House:
    """One running server. `now` is the only clock; tests and the demo bring their own.

    `runner` is the name of whoever runs this server, shown to everybody; `locales` holds more catalogues.
    `demo` gives the passphrases of a made-up couple by name, and is empty outside the demo.
    """

    cellar: Cellar
    hub: Hub = field(default_factory=Hub)
    now: Callable[[], datetime] = utc_now
    runner: str = ""
    demo: Mapping[str, str] = field(default_factory=dict)
    locales: Path | None = None


def house_of(connection: HTTPConnection) -> House:
    """The house that a request came to."""
    house: House = connection.app.state.house
    return house
