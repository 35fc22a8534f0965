"""Not there and not yours: a thousand ids, one answer, and no clock that tells them apart."""

import random
import statistics
import time
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest

from omoiyari.couple import Audience, BondState
from omoiyari.store import bonds, log, sessions
from omoiyari.vault import from_text
from tests.store.writer import draft
from tests.web.visitors import Street, Visitor

pytestmark = pytest.mark.sweep

EACH = 250


async def somebody_elses(street: Street, aiko: Visitor) -> list[str]:
    """Ids of Aiko's pages that Ben cannot open: her own, and some in the outbox."""
    cellar, secret = street.house.cellar, from_text(aiko.client.cookies["__Host-session"])
    assert secret is not None
    session = await sessions.find(cellar, secret, street.clock())
    assert session is not None
    assert session.keys is not None
    bond = next(b for b in await bonds.bonds_of(cellar, session.person) if b.state is BondState.TOGETHER)
    own = [draft(number) for number in range(EACH)]
    held = {"audience": Audience.OURS, "bond": bond.id, "held_until": street.clock() + timedelta(days=1)}
    waiting = [replace(draft(number), **held) for number in range(EACH)]  # type: ignore[arg-type]
    await log.append(cellar, session.keys, *own, *waiting)
    return [one.id for one in (*own, *waiting)]


@pytest.mark.timeout(600)
async def test_a_thousand_ids_get_the_same_bytes_in_the_same_time(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    """By the processor's time, which a busy computer does not stretch; benchmarks/ground.py prints the KS test."""
    aiko, ben = linked
    dice = random.Random(2)
    asked = [(id, "not yours") for id in await somebody_elses(street, aiko)]
    asked += [(f"{dice.getrandbits(128):032x}", "not there") for _ in asked]
    dice.shuffle(asked)
    assert len(asked) == 1000
    spent, answers = defaultdict[str, list[float]](list), set()
    await ben.get(f"/entry/{asked[0][0]}")
    for id, which in asked:
        begun = time.process_time()
        answer = await ben.get(f"/entry/{id}")
        spent[which].append(time.process_time() - begun)
        answers.add((answer.status_code, answer.content, tuple(sorted(answer.headers.items()))))
    assert {status for status, *_ in answers} == {404}
    assert len(answers) == 1
    medians = [statistics.median(times) for times in spent.values()]
    assert max(medians) < 1.25 * min(medians)
