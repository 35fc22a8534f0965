"""How fast the practice room is: 200 live rooms of two, the library, one suggestion after a year."""

import asyncio
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from omoiyari.couple import PersonId
from omoiyari.library import contraindications, exercises
from omoiyari.live import Hub
from omoiyari.practice.dose import Practised
from omoiyari.practice.run import Event, What, begin, step
from omoiyari.practice.suggest import Tonight, suggest

ROOMS = 200
CHANGES = 5  # in each room
LIMIT = {"change": 300.0, "library": 100.0, "suggestion": 10.0}


def p95(taken: list[float]) -> float:
    """The 95th percentile."""
    return sorted(taken)[int(len(taken) * 0.95)]


async def change_to_both_phones() -> list[float]:
    """Milliseconds from an act to the event on both phones, with 200 rooms acting at the same time, in memory."""
    hub, taken = Hub(), list[float]()
    exercise = exercises()["breathe-together"]

    async def phone(person: PersonId, sent: dict[str, float], got: asyncio.Queue[str]) -> None:
        async for event in hub.listen(person, "s", None, 60.0):
            if event is not None:
                taken.append((perf_counter() - sent[event.id]) * 1000)
                got.put_nowait(event.id)

    async def room(number: int) -> None:
        people = PersonId(f"a{number}"), PersonId(f"b{number}")
        sent: dict[str, float] = {}
        got: asyncio.Queue[str] = asyncio.Queue()
        phones = [asyncio.create_task(phone(person, sent, got)) for person in people]
        await asyncio.sleep(0.05)
        run, now = begin(exercise, people), datetime(2026, 3, 2, 20, tzinfo=UTC)
        for person in people:
            run = step(run, Event(person, What.JOIN), now)
        for change in range(CHANGES):
            what = What.LEAVE if change % 2 == 0 else What.JOIN
            sent[str(change)] = perf_counter()
            run = step(run, Event(people[0], what, run.move), now)
            hub.publish(people, "run", str(change))
            for _ in people:
                await got.get()
        for task in phones:
            task.cancel()

    await asyncio.gather(*(room(number) for number in range(ROOMS)))
    return taken


async def change_through_the_door() -> list[float]:
    """Milliseconds from a tap to the page that shows it on the other phone: form, log, hub and page, one couple that
    begins forty exercises."""
    from tests.conftest import Clock
    from tests.web.visitors import open_street

    from omoiyari.vault import passphrase

    passphrase._MEMORY_KIB = 64
    taken = []
    with TemporaryDirectory() as folder:
        street = await open_street(Path(folder), Clock())
        aiko, ben = await street.couple()
        for _ in range(40):
            path = (await aiko.post("/practise/three-minute-check-in")).headers["location"]
            await ben.post(path, {"what": "join"})
            start = perf_counter()
            await aiko.post(path, {"what": "done", "move": "0"})
            assert "You have the floor" in (await ben.get(path)).text
            taken.append((perf_counter() - start) * 1000)
            await aiko.post(path, {"what": "stop", "keep": "it"})
        await street.close()
    return taken


def library_load() -> list[float]:
    """Milliseconds to read and check all content, each time in a fresh process that has its modules."""
    code = (
        "import time; from omoiyari.library import library; s = time.perf_counter(); library(); "
        "print((time.perf_counter() - s) * 1000)"
    )
    return [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(15)]


def suggestion() -> list[float]:
    """Milliseconds for one suggestion after a year of practice."""
    names = sorted(exercises())
    today = date(2026, 3, 2)
    year = tuple(
        Practised(names[day % len(names)], today - timedelta(days=2 * day + 1), 5, 2, 4) for day in range(180)
    )
    evening = Tonight(b"aiko", today, minutes=20, together=True, history=year)
    taken = []
    for _ in range(50):
        start = perf_counter()
        suggest(exercises().values(), contraindications().values(), evening)
        taken.append((perf_counter() - start) * 1000)
    return taken


def _tell(name: str, taken: list[float], limit: float, value: float) -> None:
    kept, ends = "ok" if value <= limit else "TOO SLOW", f"best {min(taken):7.1f}  worst {max(taken):7.1f}"
    print(f"  {name:34s} {value:7.1f} ms  {ends}  {kept}")


def main() -> None:
    """Print one line a figure, with the limit it has to keep."""
    print(f"practice: {ROOMS} rooms of two (limits {LIMIT})")
    live = asyncio.run(change_to_both_phones())
    _tell("change to both phones, p95", live, LIMIT["change"], p95(live))
    door = asyncio.run(change_through_the_door())
    _tell("tap to the other's page, p95", door, LIMIT["change"], p95(door))
    load = library_load()
    _tell("library load, median", load, LIMIT["library"], sorted(load)[len(load) // 2])
    one = suggestion()
    _tell("suggestion after a year, median", one, LIMIT["suggestion"], sorted(one)[len(one) // 2])


if __name__ == "__main__":
    main()
