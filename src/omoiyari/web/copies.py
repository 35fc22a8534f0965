"""Whether this house is copied at night, told to those who live in it, and not only to whoever runs it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from omoiyari.store.backup import Kind, newest
from omoiyari.store.nights import LATE
from omoiyari.web.house import House


@dataclass(frozen=True, slots=True)
class Copies:
    """When the newest backup was made, None where there is none yet, and whether one should be there by now."""

    newest: datetime | None
    late: bool


async def copies_of(house: House) -> Copies | None:
    """What is known of the house's backups; None where a house keeps none, such as the demo's."""
    if house.backups is None:
        return None
    last = await asyncio.to_thread(newest, house.backups, Kind.KEYS)
    made = last.made if last is not None else None
    return Copies(made, made is None or house.now() - made > LATE)
