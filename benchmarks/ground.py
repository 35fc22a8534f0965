"""The ground: opening a notebook, keeping a record, ids that are not yours, a full evening of requests, starting up.

Each figure is printed beside its goal. The goals are for a machine that does nothing else; the load average at the
start and the share of a core that the work itself took are printed, so that a busy machine shows.
"""

import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import insert

from omoiyari.couple import Audience, BondId
from omoiyari.store import accounts, bonds, log, sessions
from omoiyari.store.cellar import Cellar
from omoiyari.store.keys import OpenKeys
from omoiyari.store.tables import records
from omoiyari.store.visit import open_notebook
from omoiyari.vault import About, Secret, derive, passphrase, row_hash, seal, to_text
from omoiyari.web.app import create_app
from omoiyari.web.house import House

COUPLES = 100
RECORDS = 1000
PER_SECOND = 50
WORDS = "We walked home along the river and said little, and that was good. "
SECONDS = 60


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all lie under."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def tell(what: str, value: float, goal: float, unit: str, more: str = "") -> None:
    """One line: what was measured, the value, the goal, and whether it holds."""
    sign = "holds" if value <= goal else "FALLS SHORT"
    print(f"{what:46} {value:8.1f} {unit:3} (goal {goal:g})  {sign}  {more}", flush=True)


def draft(text: str, audience: Audience = Audience.MINE, bond: BondId | None = None) -> log.Draft:
    """An entry of about the length of `text`."""
    body = {"form": "free", "text": text, "tags": []}
    return log.Draft("entry", body, audience, datetime.now(UTC), log.new_record_id(), bond=bond)


async def fill(cellar: Cellar, keys: OpenKeys, drafts: Sequence[log.Draft]) -> None:
    """Keep many new records at once: what `log.append` keeps, without its look at each before it is written."""
    rows = [_row(keys, draft) for draft in drafts]
    key = derive(keys.mine, "head")
    async with cellar.notebook.write() as connection:
        head = await log._read_head(connection, keys)
        await connection.execute(insert(records), rows)
        for draft in drafts:
            head = head.plus(row_hash(key, draft.id, draft.version, has_words=True))
        await log._write_head(connection, keys, head)


def _row(keys: OpenKeys, draft: log.Draft) -> dict[str, object]:
    about = About(draft.id, keys.person, draft.audience.value, draft.version)
    sealed = seal(keys.must_hold(draft.audience, draft.bond), log._to_bytes(draft), about)
    place = {"id": draft.id, "owner": keys.person, "audience": about.audience, "version": draft.version}
    return {**place, "bond": draft.bond, "sealed": sealed}


async def come_in(cellar: Cellar, name: str) -> tuple[OpenKeys, Secret]:
    opened = await accounts.sign_up(cellar, name, f"{name} wades with quiet herons")
    secret = await sessions.begin(cellar, opened, None, datetime.now(UTC))
    return await keys_of(cellar, secret), secret


async def keys_of(cellar: Cellar, secret: Secret) -> OpenKeys:
    session = await sessions.find(cellar, secret, datetime.now(UTC))
    assert session is not None
    assert session.keys is not None
    return session.keys


async def times(work: Callable[[], Awaitable[object]], repeats: int) -> tuple[list[float], list[float]]:
    """Milliseconds on the wall and of processor time."""
    wall, cpu = [], []
    for _ in range(repeats):
        begun, worked = time.perf_counter(), time.process_time()
        await work()
        wall.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return wall, cpu


async def opening(folder: Path, count: int, goal: float) -> None:
    """Open a notebook of `count` records of 1 kB."""
    cellar = await Cellar.open(folder)
    keys, _ = await come_in(cellar, f"Aiko{count}")
    for _ in range(count // 500):
        await fill(cellar, keys, [draft("w" * 950) for _ in range(500)])
    wall, cpu = await times(lambda: open_notebook(cellar, keys), 30 if count <= 1000 else 10)
    more = f"best {min(wall):.1f}, processor {statistics.median(cpu):.1f} (best {min(cpu):.1f})"
    tell(f"open {count} records of 1 kB, median", statistics.median(wall), goal, "ms", more)
    await cellar.close()


async def appending(folder: Path) -> None:
    """Keep one record, acknowledged with synchronous=FULL."""
    cellar = await Cellar.open(folder)
    keys, _ = await come_in(cellar, "Aiko")
    wall, cpu = await times(lambda: log.append(cellar, keys, draft("w" * 950)), 500)
    more = f"median {statistics.median(wall):.1f}, processor {statistics.median(cpu):.1f}, n {len(wall)}"
    tell("append one record, p99", quantile(wall, 0.99), 20, "ms", more)
    await cellar.close()


# --- not there, not yours -------------------------------------------------------------------------


async def alike(folder: Path) -> None:
    """A thousand ids in random order, half of them somebody else's: the two-sample Kolmogorov-Smirnov test (R2)."""
    from scipy.stats import ks_2samp

    cellar = await Cellar.open(folder)
    (aiko, _), (_, ben) = [await come_in(cellar, name) for name in ("Aiko", "Ben")]
    foreign = [draft("w" * 400) for _ in range(500)]
    await fill(cellar, aiko, foreign)
    asked = [(one.id, "not yours") for one in foreign] + [(log.new_record_id(), "not there") for _ in foreign]
    random.Random(2).shuffle(asked)
    spent: dict[str, list[float]] = {"not yours": [], "not there": []}
    app, cookie = create_app(House(cellar)), {"Cookie": f"session={to_text(ben)}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=cookie) as client:
        await client.get("/entry/nothing")
        for id, which in asked:
            begun = time.perf_counter()
            status = (await client.get(f"/entry/{id}")).status_code
            spent[which].append((time.perf_counter() - begun) * 1000)
            assert status == 404
    p = ks_2samp(*spent.values()).pvalue
    medians = ", ".join(f"{which} {statistics.median(ms):.2f} ms" for which, ms in spent.items())
    print(
        f"1,000 ids, KS test: p = {p:.2f} (goal > 0.05)  {'holds' if p > 0.05 else 'FALLS SHORT'}  {medians}"
    )
    await cellar.close()


# --- a full evening -------------------------------------------------------------------------------


async def furnish(folder: Path) -> list[str]:
    """100 couples with 1,000 records each; hands back everybody's session cookie."""
    cellar = await Cellar.open(folder)
    cookies = []
    for couple in range(COUPLES):
        (one, first), (_, second) = [await come_in(cellar, f"{name}{couple}") for name in ("Aiko", "Ben")]
        invite = await bonds.invite(cellar, one, datetime.now(UTC))
        bond = await bonds.accept(cellar, await keys_of(cellar, second), invite, datetime.now(UTC))
        for secret, shared in ((first, True), (second, False)):
            keys = await keys_of(cellar, secret)
            place = (Audience.OURS, bond.id) if shared else (Audience.MINE, None)
            await fill(cellar, keys, [draft("w" * 400, *place) for _ in range(RECORDS // 2)])
            cookies.append(to_text(secret))
    await cellar.close()
    return cookies


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def serve(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [Path(sys.executable).with_name("omoiyari"), "serve", "--port", str(port)]
    environment = {**os.environ, "OMOIYARI_DATA": str(folder)}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)


def until_ready(port: int) -> float:
    """Seconds until the front door answers."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < 60:
        with suppress(httpx.TransportError):
            if httpx.get(f"http://127.0.0.1:{port}/kitchen", timeout=5).status_code == 200:
                return time.perf_counter() - begun
        time.sleep(0.02)
    raise TimeoutError


def memory_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


async def one_request(
    client: httpx.AsyncClient, cookie: str, dice: random.Random, answers: list[tuple[int, float]]
) -> None:
    """Nine in ten look at a page, one in ten writes."""
    address = str(client.base_url).rstrip("/")
    headers = {"Cookie": f"session={cookie}", "Origin": address}
    path = dice.choice(("/today", "/today", "/together", "/journal", "/me", "/promises"))
    begun = time.perf_counter()
    try:
        if dice.random() < 0.1:
            form = {"form": "free", "text": WORDS * 6, "id": log.new_record_id()}
            status = (await client.post("/journal", data=form, headers=headers)).status_code
        else:
            status = (await client.get(path, headers=headers)).status_code
    except httpx.HTTPError:
        status = 599
    answers.append((status, (time.perf_counter() - begun) * 1000))


def first_visits(port: int, cookies: list[str]) -> list[float]:
    """Milliseconds of each one's first page, one after another: after it their notebook was opened once."""
    dice, answers = random.Random(5), list[tuple[int, float]]()

    async def come() -> None:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            for cookie in cookies:
                await one_request(client, cookie, dice, answers)

    asyncio.run(come())
    return [spent for _, spent in answers]


async def evening(port: int, cookies: list[str]) -> list[tuple[int, float]]:
    """50 requests a second, sent on time whether or not the ones before are answered."""
    dice, answers = random.Random(7), list[tuple[int, float]]()
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=30) as client:
        begun, sent = time.perf_counter(), []
        for number in range(PER_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, begun + number / PER_SECOND - time.perf_counter()))
            work = one_request(client, dice.choice(cookies), dice, answers)
            sent.append(asyncio.create_task(work))
        await asyncio.gather(*sent)
    return answers


def processor_seconds(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def full_evening(folder: Path) -> None:
    cookies = asyncio.run(furnish(folder))
    port = free_port()
    server = serve(folder, port)
    try:
        tell("ready after start", until_ready(port), 2, "s")
        first = first_visits(port, cookies)
        print(f"  each one's first page: p50 {quantile(first, 0.5):.0f} ms, p95 {quantile(first, 0.95):.0f}")
        before = processor_seconds(server.pid)
        answers = asyncio.run(evening(port, cookies))
        used = processor_seconds(server.pid) - before
        wrong = [status for status, _ in answers if status not in (200, 303)]
        spent = [ms for _, ms in answers]
        more = f"p50 {quantile(spent, 0.5):.0f}, p95 {quantile(spent, 0.95):.0f}, n {len(spent)}"
        tell("100 couples, 50 requests/s, 60 s: p99", quantile(spent, 0.99), 250, "ms", more)
        tell("  answers that were errors", len(wrong), 0, "", str(sorted(set(wrong))) if wrong else "")
        tell("  memory at its most", memory_mb(server.pid), 400, "MB")
        print(f"  processor time a request: {used / len(answers) * 1000:.1f} ms")
    finally:
        server.terminate()
        begun = time.perf_counter()
        server.wait(20)
        tell("stops after being asked", time.perf_counter() - begun, 3, "s")


# --- starting -------------------------------------------------------------------------------------


def after_a_kill(folder: Path) -> None:
    """Open again after kill -9 in the middle of writing."""
    port = free_port()
    server = serve(folder, port)
    until_ready(port)
    server.kill()
    server.wait()
    port = free_port()
    server = serve(folder, port)
    try:
        tell("ready again after kill -9", until_ready(port), 2, "s")
    finally:
        server.terminate()
        server.wait(20)


def help_time() -> None:
    spent = []
    for _ in range(7):
        begun = time.perf_counter()
        command = [Path(sys.executable).with_name("omoiyari"), "--help"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        spent.append((time.perf_counter() - begun) * 1000)
    tell("omoiyari --help, median", statistics.median(spent), 300, "ms", f"best {min(spent):.0f}")


def main() -> None:
    passphrase._MEMORY_KIB = 64  # two hundred sign-ups are not what is measured here
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / part for part in ("thousand", "ten", "append", "evening", "alike")]
        for folder in folders:
            folder.mkdir()
        asyncio.run(opening(folders[0], 1000, 15))
        asyncio.run(opening(folders[1], 10_000, 250))
        asyncio.run(appending(folders[2]))
        asyncio.run(alike(folders[4]))
        help_time()
        full_evening(folders[3])
        after_a_kill(folders[3])


if __name__ == "__main__":
    main()
