"""The loop: an answer to the other's screen, a check-in from icon to done, insights over two years of rounds."""

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright
from tests.conftest import Clock
from tests.web.conftest import ARGUMENTS, CHROMIUM, PHONE, Phone, start

from benchmarks.ground import free_port, quantile, serve, tell, until_ready
from benchmarks.live import _WATCH
from omoiyari.cli import demo_life
from omoiyari.cli.demo_seed import PASSPHRASES, seed
from omoiyari.store.cellar import Cellar
from omoiyari.store.log import new_record_id

ROUNDS, LOOKS, PIN = 20, 40, "4071"

_COUNT_TAPS = """addEventListener('pointerdown', () => {
    sessionStorage.taps = 1 + Number(sessionStorage.taps || 0);
}, true)"""
_NOTE_WHEN_SENT = """addEventListener('submit', () => {
    sessionStorage.at = performance.timeOrigin + performance.now();
}, true)"""


async def _live_two_years(folder: Path) -> None:
    demo_life.DAYS = 730
    cellar = await Cellar.open(folder)
    await demo_life.live(cellar, *await seed(cellar), datetime.now(UTC))
    await cellar.close()


def two_years() -> dict[str, list[float]]:
    """Milliseconds of the insights page with 730 days of rounds: after something it tells of, after another, again.

    Whoever rates a talk is shown Today; whoever reads that for a second finds Insights told anew meanwhile.
    """
    folder, port = Path(tempfile.mkdtemp()), free_port()
    asyncio.run(_live_two_years(folder))
    server, address = serve(folder, port), f"http://127.0.0.1:{port}"
    spent: dict[str, list[float]] = {
        which: []
        for which in ("right after a rating", "after a rating and Today", "after a page", "once more")
    }
    try:
        until_ready(port)
        with httpx.Client(base_url=address, headers={"Origin": address}, timeout=30) as client:
            client.post("/sign-in", data={"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})
            for _ in range(LOOKS + 2):
                rating = ("/felt", {"felt": "4"})
                entry = ("/journal", {"form": "free", "text": "words " * 20, "id": new_record_id()})
                for (which, times), sent in zip(spent.items(), (rating, rating, entry, None), strict=True):
                    if sent:
                        assert client.post(sent[0], data=sent[1]).status_code == 303
                    if "Today" in which:
                        assert client.get("/today").status_code == 200
                        time.sleep(1)
                    begun = time.perf_counter()
                    assert client.get("/insights").status_code == 200
                    times.append((time.perf_counter() - begun) * 1000)
    finally:
        server.terminate()
        server.wait(20)
    return {which: times[2:] for which, times in spent.items()}


# --- two phones -----------------------------------------------------------------------------------


def _tap_through(phone: Phone) -> None:
    """Four taps, in the order that the page asks for them; the page then sends them by itself."""
    page = phone.page
    for part in [part.get_attribute("data-part") for part in page.locator("[data-part]").all()]:
        page.locator(f"[data-part={part}] .cells label:has(input[value='-2,1'])").click()
        page.locator(f"[data-part={part}] .nearby label.chip").first.click()
    page.wait_for_url("**/round/*")


def _taps(phone: Phone) -> int:
    return int(phone.page.evaluate("Number(sessionStorage.taps || 0)"))


def _open_again(phone: Phone) -> None:
    """From the icon to the page of today, with the PIN of a remembered phone."""
    phone.go("/").get_by_label("PIN of this phone").fill(PIN)
    phone.page.get_by_role("button", name="Open again").click()
    phone.page.wait_for_url("**/today")


def check_in(phone: Phone) -> tuple[float, int, int]:
    """Seconds from the icon to done, the taps that open the page, and the taps of the check-in itself."""
    phone.page.evaluate("sessionStorage.taps = 0")
    begun = time.perf_counter()
    _open_again(phone)
    phone.page.get_by_role("link", name="Check in").click()
    phone.page.wait_for_url("**/check-in")
    opening = _taps(phone)
    _tap_through(phone)
    return time.perf_counter() - begun, opening, _taps(phone) - opening


def to_the_other_screen(answering: Phone, waiting: Phone) -> float:
    """Milliseconds from sending the second answer to the reveal standing on the other's screen."""
    answering.go("/check-in")
    waiting.page.evaluate(f"window.seen = ({_WATCH})('Both answers are in'); 0")
    answering.page.evaluate(_NOTE_WHEN_SENT)
    _tap_through(answering)
    seen = float(waiting.page.evaluate("window.seen"))
    return seen - float(answering.page.evaluate("Number(sessionStorage.at)"))


def _phone(browser: Browser, name: str, address: str) -> Phone:
    context = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    context.add_init_script(_COUNT_TAPS)
    return Phone(name, context.new_page(), context, address).sign_up().set_pin(PIN)


def two_browsers() -> tuple[list[float], list[tuple[float, int, int]]]:
    """Twenty rounds: what `to_the_other_screen` took, and each check-in on a remembered phone."""
    clock = Clock()
    running, stop = start(Path(tempfile.mkdtemp()), clock)
    shown, whole = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        aiko, ben = (_phone(browser, name, running.address) for name in ("Aiko", "Ben"))
        ben.join(aiko.invite())
        for _ in range(ROUNDS):
            clock.go(days=1)
            whole.append(check_in(aiko))
            _open_again(ben)
            shown.append(to_the_other_screen(ben, aiko))
        browser.close()
    stop()
    return shown, whole


def main() -> None:
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    shown, whole = two_browsers()
    more = f"p50 {quantile(shown, 0.5):.0f}, n {len(shown)}"
    tell("second answer to the other's screen, p95", quantile(shown, 0.95), 300, "ms", more)
    seconds, opening, taps = zip(*whole, strict=True)
    more = f"n {len(seconds)}, by machine, three of them the time to take it back"
    tell("a check-in from icon to done, p95", quantile(seconds, 0.95), 30, "s", more)
    tell("  taps of a check-in", max(taps), 4, "", f"after a PIN and {max(opening)} taps that open the page")
    for which, pages in two_years().items():
        more = f"p50 {quantile(pages, 0.5):.0f}, best {min(pages):.0f}, n {len(pages)}"
        tell(f"insights over two years, {which}, p95", quantile(pages, 0.95), 150, "ms", more)


if __name__ == "__main__":
    main()
