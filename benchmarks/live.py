"""From one real browser to the other: how long a shared entry takes, and how fast quick exit is blank."""

import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.conftest import Clock
from tests.web.conftest import ARGUMENTS, CHROMIUM, PHONE, Phone, start

from benchmarks.ground import quantile, tell
from omoiyari.vault import passphrase

TIMES = 25

_WATCH = """(words) => new Promise((seen) => {
    const look = () => document.body.innerText.includes(words) && seen(performance.timeOrigin + performance.now());
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
})"""
_BLANK = """() => new Promise((done) => {
    const begun = performance.now();
    new MutationObserver(() => { if (!document.body) window.__blank(performance.now() - begun); })
        .observe(document, { subtree: true, childList: true });
    document.querySelector("a.exit").click();
    done();
})"""


def share_once(aiko: Page, ben: Page, address: str, words: str) -> float:
    """Milliseconds from the tap on "Send now" to the words on the other screen."""
    aiko.goto(f"{address}/journal/new?form=appreciation&share=yes")
    aiko.get_by_label("In your words").fill(words)
    aiko.get_by_role("button", name="Into the outbox").click()
    button = aiko.get_by_role("button", name="Send now").first
    button.wait_for()
    ben.evaluate(f"window.seen = ({_WATCH})({words!r}); 0")
    aiko.evaluate(
        "addEventListener('submit', () => { sessionStorage.at = performance.timeOrigin + performance.now(); }, true)"
    )
    button.click()
    seen = float(ben.evaluate("window.seen"))
    return seen - float(aiko.evaluate("Number(sessionStorage.at)"))


def exit_once(phone: Phone) -> float:
    """Milliseconds from the tap to a page without a body."""
    told: list[float] = []
    page = phone.context.new_page()
    page.expose_function("__blank", lambda ms: told.append(float(ms)))
    page.goto(f"{phone.address}/about")
    page.wait_for_load_state()
    page.evaluate(_BLANK)
    begun = time.perf_counter()
    while not told and time.perf_counter() - begun < 5:
        page.wait_for_timeout(5)
    page.wait_for_url("**/kitchen")
    page.close()
    return told[0] if told else float("inf")


def underline_once(page: Page) -> float:
    """Milliseconds from one more key in a hard message to the line under its words."""
    page.evaluate(
        """() => { window.drawn = new Promise((seen) => {
            const mirror = document.querySelector(".mirror");
            addEventListener("input", () => { window.typed = performance.now(); }, { capture: true, once: true });
            new MutationObserver(() => window.typed && mirror.querySelector("mark") && seen(performance.now()))
                .observe(mirror, { subtree: true, childList: true });
        }); window.typed = 0; }"""
    )
    page.keyboard.press("!")
    return float(page.evaluate("window.drawn.then((drawn) => drawn - window.typed)"))


def underlines(page: Page, address: str) -> list[float]:
    """The same 30 times, in a message that grows by a key each time."""
    page.goto(f"{address}/practise/rehearse")
    page.get_by_label("What I am about to say").fill("You never listen to me. You are so selfish")
    page.locator(".mirror mark").first.wait_for()
    return [underline_once(page) for _ in range(30)]


def main() -> None:
    passphrase._MEMORY_KIB = 64
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        clock = Clock()
        server, stop = start(Path(name), clock)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        phones = []
        for person in ("Aiko", "Ben"):
            context = browser.new_context(viewport=PHONE, has_touch=True, locale="en-GB")
            phones.append(Phone(person, context.new_page(), context, server.address).sign_up())
        aiko, ben = phones
        ben.join(aiko.invite())
        ben.go("/together")
        spent = []
        for n in range(TIMES):
            clock.go(seconds=5)
            spent.append(share_once(aiko.page, ben.page, server.address, f"Thank you number {n}."))
        more = f"median {statistics.median(spent):.0f}, n {TIMES}"
        tell("share to the other real browser, p95", quantile(spent, 0.95), 300, "ms", more)
        drawn = underlines(aiko.page, server.address)
        more = f"median {statistics.median(drawn):.0f}, of which 60 are waiting for the next key"
        tell("keystroke to underline, p95 of 30", quantile(drawn, 0.95), 120, "ms", more)
        gone = [exit_once(aiko) for _ in range(10)]
        tell(
            "quick exit until blank, slowest of 10",
            max(gone),
            200,
            "ms",
            f"median {statistics.median(gone):.1f}",
        )
        browser.close()
        stop()


if __name__ == "__main__":
    main()
