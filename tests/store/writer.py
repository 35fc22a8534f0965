"""A process that appends, edits and deletes, and says which it was told is kept. Killed by test_durability.

Arguments: folder, session secret. Prints `+ id`, `~ id` or `- id` after each acknowledged append, edit, deletion.
"""

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from omoiyari.couple import Audience
from omoiyari.store import log, sessions
from omoiyari.store.cellar import Cellar
from omoiyari.vault import from_text

NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


def draft(number: int) -> log.Draft:
    return log.Draft(
        kind="entry",
        body={"form": "free", "text": f"number {number} " * (1 + number % 40), "tags": []},
        audience=Audience.MINE,
        at=NOW,
        id=log.new_record_id(),
    )


def say(sign: str, id: str) -> None:
    sys.stdout.write(f"{sign} {id}\n")
    sys.stdout.flush()


async def write(folder: Path, token: str) -> None:
    cellar = await Cellar.open(folder)
    secret = from_text(token)
    assert secret is not None
    session = await sessions.find(cellar, secret, NOW)
    assert session is not None
    assert session.keys is not None
    print("ready", flush=True)
    for number in range(1_000_000):
        one = draft(number)
        await log.append(cellar, session.keys, one)
        say("+", one.id)
        if number % 3 == 0:
            edit = replace(one, version=2, body={"form": "free", "text": "changed", "tags": []})
            await log.append(cellar, session.keys, edit)
            say("~", one.id)
        if number % 7 == 0:
            await log.redact(cellar, session.keys, one.id, NOW)
            say("-", one.id)


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1]), sys.argv[2]))
