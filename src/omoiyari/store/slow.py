"""Work that is slow on purpose (Argon2id, 128 MiB each): never more than two at once, and a short queue each."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from omoiyari.store.errors import TooManyKnocking

MOST_WAITING = 6  # of one caller
STRANGERS = ""  # the caller whom nobody knows yet: all of them wait in one queue


@dataclass(frozen=True)
class Turns:
    """Two places, first come, first served. A crowd of strangers fills its own queue and no other."""

    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    _waiting: Counter[str] = field(default_factory=Counter)

    @asynccontextmanager
    async def turn(self, caller: str = STRANGERS) -> AsyncIterator[None]:
        """One of the places, once it is free. Raises TooManyKnocking where six of this caller wait already."""
        if self._waiting[caller] >= MOST_WAITING:
            raise TooManyKnocking
        self._waiting[caller] += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting[caller] -= 1
            if not self._waiting[caller]:
                del self._waiting[caller]
        try:
            yield
        finally:
            self._places.release()
