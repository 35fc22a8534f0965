"""200 live rooms of two on one server: from a tap to the page on both phones, with all 400 streams open.

Each couple begins the three-minute check-in at a moment of its own and goes through it at the pace of people: the
first speaks for 20 to 80 seconds, then the second; then they begin another, until the time is over.
"""

import asyncio
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx

from benchmarks.ground import come_in, free_port, keys_of, quantile, serve, tell, until_ready
from omoiyari.store import bonds
from omoiyari.store.cellar import Cellar
from omoiyari.vault import passphrase, to_text

ROOMS = 200
SECONDS = 180
SPOKEN = (20, 80)  # seconds that somebody speaks
EXERCISE = "three-minute-check-in"


async def furnish(folder: Path) -> list[tuple[str, str]]:
    """200 couples; hands back the session cookies of each."""
    cellar, cookies = await Cellar.open(folder), []
    for room in range(ROOMS):
        (one, first), (_, second) = [await come_in(cellar, f"{name}{room}") for name in ("Aiko", "Ben")]
        invite = await bonds.invite(cellar, one, datetime.now(UTC))
        await bonds.accept(cellar, await keys_of(cellar, second), invite, datetime.now(UTC))
        cookies.append((to_text(first), to_text(second)))
    await cellar.close()
    return cookies


class Phone:
    """One phone in a room: it hears that something changed, and fetches the page anew."""

    def __init__(self, client: httpx.AsyncClient, cookie: str) -> None:
        self.client = client
        self.headers = {"Cookie": f"session={cookie}", "Origin": str(client.base_url).rstrip("/")}
        self.path = ""
        self.stirred = asyncio.Event()

    async def post(self, path: str, **form: str) -> httpx.Response:
        answer = await self.client.post(path, data=form, headers=self.headers)
        assert answer.status_code == 303, (path, answer.status_code)
        return answer

    async def listen(self) -> None:
        async with self.client.stream("GET", "/events", headers=self.headers, timeout=None) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data:"):
                    self.stirred.set()

    async def fetch_when_stirred(self) -> None:
        await asyncio.wait_for(self.stirred.wait(), 20)
        self.stirred.clear()
        only_the_exercise = {**self.headers, "X-Part": "yes"}
        assert (await self.client.get(self.path, headers=only_the_exercise)).status_code == 200


async def change(phones: list[Phone], one: Phone, form: dict[str, str]) -> float:
    """Milliseconds from a tap on one phone to the new page on both."""
    for phone in phones:
        phone.stirred.clear()
    begun = time.perf_counter()
    changed = asyncio.create_task(one.post(one.path, **form))
    await asyncio.gather(changed, *(phone.fetch_when_stirred() for phone in phones))
    return (time.perf_counter() - begun) * 1000


async def check_in(phones: list[Phone], dice: random.Random, taken: list[float]) -> None:
    """One goes through it from the tap that begins it to its last page."""
    path = (await phones[0].post(f"/practise/{EXERCISE}")).headers["location"]
    for phone in phones:
        phone.path = path
    await asyncio.sleep(2 + 4 * dice.random())
    taken.append(await change(phones, phones[1], {"what": "join"}))
    for move, speaker in enumerate(phones):
        await asyncio.sleep(dice.uniform(*SPOKEN))
        taken.append(await change(phones, speaker, {"what": "done", "move": str(move)}))


async def room(number: int, client: httpx.AsyncClient, cookies: tuple[str, str], taken: list[float]) -> None:
    """One couple, one check-in after the other."""
    dice = random.Random(number)
    phones = [Phone(client, cookie) for cookie in cookies]
    streams = [asyncio.create_task(phone.listen()) for phone in phones]
    ends = time.perf_counter() + SECONDS
    await asyncio.sleep(dice.random() * SPOKEN[1])
    while time.perf_counter() < ends:
        await check_in(phones, dice, taken)
    for stream in streams:
        stream.cancel()


async def all_rooms(port: int, cookies: list[tuple[str, str]]) -> list[float]:
    taken: list[float] = []
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=30) as client:
        await asyncio.gather(*(room(n, client, pair, taken) for n, pair in enumerate(cookies)))
    return taken


def main() -> None:
    passphrase._MEMORY_KIB = 64
    with tempfile.TemporaryDirectory() as name:
        cookies = asyncio.run(furnish(Path(name)))
        port = free_port()
        server = serve(Path(name), port)
        try:
            until_ready(port)
            taken = asyncio.run(all_rooms(port, cookies))
            more = f"median {quantile(taken, 0.5):.0f}, n {len(taken)}, {ROOMS} rooms, {2 * ROOMS} streams"
            tell("a change to both phones, p95", quantile(taken, 0.95), 300, "ms", more)
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
