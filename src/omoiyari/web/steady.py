"""Work that goes on for as long as the server runs, whatever goes wrong once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

_said = logging.getLogger(__name__)


async def keep_at(work: Callable[[], Awaitable[object]], every: float) -> None:
    """Do `work` at once and then every so many seconds, until this is cancelled.

    What goes wrong is logged by its type alone, as its message could hold words, and once until something else does.
    """
    told = ""
    while True:
        try:
            await work()
            told = ""
        except Exception as error:  # noqa: BLE001 - a loop that died would hold back what two people wrote
            kind = type(error).__name__
            if kind != told:
                _said.warning("%s; it goes on", kind)
            told = kind
        await asyncio.sleep(every)
