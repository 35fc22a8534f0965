"""The loop: an answer to the other's screen, a check-in from sign-in to done, insights over two years of rounds."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright
from tests.conftest import Clock
from tests.web.conftest import ARGUMENTS, CHROMIUM, PHONE, Phone, start

from benchmarks.ground import quantile, tell
from benchmarks.live import _WATCH
from omoiyari.cli import demo_life
from omoiyari.cli.demo_seed import PASSPHRASES, seed
from omoiyari.store.cellar import Cellar

ROUNDS = 20


def two_years() -> list[float]:
    """Milliseconds of the insights page, on a server with 730 days of rounds, one request after another."""
    folder, clock = Path(tempfile.mkdtemp()), Clock()
    clock.moment = datetime(2026, 6, 1, 20, tzinfo=UTC)
    demo_life.DAYS = 730

    async def prepare() -> None:
        cellar = await Cellar.open(folder)
        aiko, ben = await seed(cellar)
        await demo_life.live(cellar, aiko, ben, clock())
        await cellar.close()

    asyncio.run(prepare())
    running, stop = start(folder, clock, demo=PASSPHRASES)
    address = running.address.replace("omoiyari.test", "127.0.0.1")
    times = []
    with httpx.Client(base_url=address, headers={"Origin": address}, follow_redirects=True) as client:
        client.post("/demo", data={"name": "Aiko"})
        for _ in range(ROUNDS + 2):
            begun = time.perf_counter()
            assert client.get("/insights").status_code == 200
            times.append((time.perf_counter() - begun) * 1000)
    stop()
    return times[2:]


def _tap_through(phone: Phone) -> None:
    """Four taps, in the order that the page asks for them."""
    page = phone.page
    for part in [part.get_attribute("data-part") for part in page.locator("[data-part]").all()]:
        page.locator(f"[data-part={part}] .cells label:has(input[value='-2,1'])").click()
        page.locator(f"[data-part={part}] .nearby label.chip").first.click()


def two_browsers() -> tuple[list[float], list[float]]:
    """Milliseconds from commit to the other's screen; seconds from the PIN to done on a remembered phone."""
    clock = Clock()
    running, stop = start(Path(tempfile.mkdtemp()), clock)
    shown, whole = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        two = []
        for name in ("Aiko", "Ben"):
            context = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
            two.append(Phone(name, context.new_page(), context, running.address).sign_up().set_pin("4071"))
        aiko, ben = two
        ben.join(aiko.invite())
        for _ in range(ROUNDS):
            clock.go(days=1)
            begun = time.perf_counter()
            for phone in two:
                phone.go("/today").get_by_label("PIN of this phone").fill("4071")
                phone.page.get_by_role("button", name="Open again").click()
                phone.page.wait_for_url("**/today")
                if phone is aiko:
                    phone.page.get_by_role("link", name="Check in").click()
                    _tap_through(phone)
                    phone.page.wait_for_url("**/round/*")
                    whole.append(time.perf_counter() - begun)
            ben.go("/check-in")
            aiko.page.evaluate(f"window.seen = ({_WATCH})('Both answers are in'); 0")
            ben.page.evaluate(
                "addEventListener('submit', () => { sessionStorage.at = performance.timeOrigin + performance.now() },"
                " true)"
            )
            _tap_through(ben)
            shown.append(
                float(aiko.page.evaluate("window.seen"))
                - float(ben.page.evaluate("Number(sessionStorage.at)"))
            )
        browser.close()
    stop()
    return shown, whole


def main() -> None:
    pages = two_years()
    tell(
        "insights over two years of rounds, p95",
        quantile(pages, 0.95),
        150,
        "ms",
        f"p50 {quantile(pages, 0.5):.0f}",
    )
    shown, whole = two_browsers()
    tell(
        "commit to the other's screen, p95",
        quantile(shown, 0.95),
        300,
        "ms",
        f"p50 {quantile(shown, 0.5):.0f}",
    )
    tell(
        "a check-in from PIN to done, p95", quantile(whole, 0.95), 30, "s", "a PIN and four taps, by machine"
    )


if __name__ == "__main__":
    main()
