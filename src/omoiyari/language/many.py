"""Reads a stream of messages on all cores, in order, each one alone."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from omoiyari.language.model import Reading
from omoiyari.language.reading import read

_AHEAD = 32


@dataclass(frozen=True, slots=True)
class Message:
    """What `read` takes."""

    text: str
    setting: str
    context: str = ""


def read_many(messages: Iterable[Message], *, threads: int = 0) -> Iterator[Reading]:
    """One reading per message, in order and as soon as it is known; never more than 32 messages ahead.

    `threads` = 0 is one per core. Each reading is the one that `read` gives. Raises `UnknownSetting` at its turn.
    """
    waiting: deque[Future[Reading]] = deque()
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for message in messages:
            waiting.append(pool.submit(read, message.text, setting=message.setting, context=message.context))
            if len(waiting) >= _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
