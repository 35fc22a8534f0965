"""Work that is slow on purpose (Argon2id, 128 MiB each), beside the event loop and never more than two at once."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_two_at_once = asyncio.Semaphore(2)


async def slowly(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `work` in a thread once one of the two places is free."""
    async with _two_at_once:
        return await asyncio.to_thread(work, *args, **kwargs)
