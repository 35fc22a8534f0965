"""A process that writes without end, and says what it was told is kept. Killed by test_durability.

Each line it prints is a sign and ids: `ready` and the processor seconds it took, `+` kept, `~` edited, `-` deleted,
`h` held in the outbox, `>` released from it, `@` signed up, `&` linked (bond, second person), `x` erased.
"""

import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from omoiyari.couple import Audience, BondState
from omoiyari.store import accounts, bonds, log, sessions
from omoiyari.store.cellar import Cellar
from omoiyari.store.erase import erase
from omoiyari.store.keys import OpenKeys
from omoiyari.store.tidy import tidy
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


def say(sign: str, *what: object) -> None:
    sys.stdout.write(" ".join((sign, *map(str, what))) + "\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Desk:
    """Where Aiko writes."""

    cellar: Cellar
    keys: OpenKeys


async def own_pages(desk: Desk, number: int) -> None:
    one = draft(number)
    await log.append(desk.cellar, desk.keys, one)
    say("+", one.id)
    if number % 3 == 0:
        edit = replace(one, version=2, body={"form": "free", "text": "changed", "tags": []})
        await log.append(desk.cellar, desk.keys, edit)
        say("~", one.id)
    if number % 7 == 0:
        await log.redact(desk.cellar, desk.keys, one.id, NOW)
        say("-", one.id)


async def outbox(desk: Desk, number: int) -> None:
    together = await bonds.bonds_of(desk.cellar, desk.keys.person)
    bond = next(bond.id for bond in together if bond.state is BondState.TOGETHER)
    one = replace(draft(number), audience=Audience.OURS, bond=bond, held_until=NOW + timedelta(minutes=10))
    await log.append(desk.cellar, desk.keys, one)
    say("h", one.id)
    await log.release(desk.cellar, desk.keys, one.id)
    say(">", one.id)


async def _guest(desk: Desk) -> OpenKeys:
    opened = await accounts.sign_up(desk.cellar, f"Guest {secrets.token_hex(8)}", "paper boats on the canal")
    say("@", opened.person)
    return OpenKeys(opened.person, opened.keyring.mine)


async def invites(desk: Desk, _number: int) -> None:
    first, second = await _guest(desk), await _guest(desk)
    secret = await bonds.invite(desk.cellar, first, NOW)
    bond = await bonds.accept(desk.cellar, second, secret, NOW)
    say("&", bond.id, second.person)


async def erasing(desk: Desk, number: int) -> None:
    guest = await _guest(desk)
    await log.append(desk.cellar, guest, draft(number))
    await erase(desk.cellar, guest.person)
    say("x", guest.person)


Work = Callable[[Desk, int], Awaitable[None]]
KINDS: tuple[Work, ...] = (own_pages, outbox, invites, erasing)


async def sit_down(folder: Path, token: str) -> Desk:
    cellar = await Cellar.open(folder)
    await tidy(cellar)
    secret = from_text(token)
    assert secret is not None
    session = await sessions.find(cellar, secret, NOW)
    assert session is not None
    assert session.keys is not None
    return Desk(cellar, session.keys)


async def write(folder: Path, token: str, work: Work) -> None:
    desk = await sit_down(folder, token)
    say("ready", f"{time.process_time():.3f}")
    for number in range(1_000_000):
        await work(desk, number)


async def warm_up(folder: Path, token: str) -> None:
    """Load all that a writer needs, once for all that are forked."""
    await (await sit_down(folder, token)).cellar.close()
