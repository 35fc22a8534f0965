"""A running server and phones: real browsers on an origin that is not localhost."""

import asyncio
import re
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from omoiyari.practice import suggest
from omoiyari.store.cellar import Cellar
from omoiyari.vault.certificate import Certificates, make_authority, renew_leaf
from omoiyari.web.app import create_app
from omoiyari.web.house import House
from tests.conftest import PASSPHRASES, Clock, furnish
from tests.web.styleguide import CHROMIUM, CHROMIUM_ARGS
from tests.web.visitors import Couple, Street, Visitor, couple_at, open_street

expect.set_options(timeout=20_000)  # a slow machine is no failure; how fast it is stands in benchmarks/
HOST = "omoiyari.test"
ARGUMENTS = [
    *CHROMIUM_ARGS,
    "--ignore-certificate-errors",
    f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
]
PHONE = {"width": 390, "height": 844}
STILL: dict[str, Any] = {"reduced_motion": "reduce"}  # so that no tap waits for a page to come to rest
MOVING: dict[str, Any] = {"reduced_motion": "no-preference"}
#: Each fresh browser would fetch the whole shell for its service worker; only where that is looked at it may.
PLAIN: dict[str, Any] = {"service_workers": "block"}
WITH_WORKER: dict[str, Any] = {"service_workers": "allow"}


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@dataclass
class Running:
    """A server in a thread of its own, with a clock that the test moves."""

    address: str
    folder: Path
    clock: Clock
    house: House
    loop: asyncio.AbstractEventLoop


def start(
    folder: Path, clock: Clock, certificates: Certificates | None = None, **more: object
) -> tuple[Running, Callable[[], None]]:
    """Serve a folder, over HTTPS where certificates are given; hands back the running server and how to stop it."""
    port, ready, box = free_port(), threading.Event(), {}
    if not any(folder.iterdir()):
        furnish(folder)

    async def serve() -> None:
        cellar = await Cellar.open(folder)
        house = House(cellar, now=clock, runner="Dana", hosts=frozenset({HOST}), **more)  # type: ignore[arg-type]
        config = uvicorn.Config(
            create_app(house),
            port=port,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=1,
            ssl_certfile=certificates.leaf if certificates else None,
            ssl_keyfile=certificates.leaf_key if certificates else None,
        )
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        box.update(house=house, server=server, loop=asyncio.get_running_loop())
        task = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.02)
        ready.set()
        await task
        await cellar.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(30), "the server did not start"

    def stop() -> None:
        box["server"].should_exit = True
        thread.join(10)

    scheme = "https" if certificates else "http"
    running = Running(f"{scheme}://{HOST}:{port}", folder, clock, box["house"], box["loop"])
    return running, stop


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A local authority and a server certificate, made as `omoiyari setup` makes them."""
    now = datetime.now(UTC)
    files = make_authority(tmp_path_factory.mktemp("certificates"), [HOST], now)
    renew_leaf(files, [HOST], now)
    return files


@pytest.fixture
def met(clock: Clock) -> Couple:
    """Aiko and Ben as they have just met, made without a browser: signing up by hand stands in test_two_phones."""
    with ThreadPoolExecutor(1) as aside:  # the browser's own event loop runs in this thread
        return aside.submit(lambda: asyncio.run(couple_at(clock))).result()


@pytest.fixture
def server(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, certificates: Certificates
) -> Iterator[Running]:
    """A server on an HTTPS origin that is not localhost; where a test asks for a couple, the two live there."""
    if "met" in request.fixturenames:
        request.getfixturevalue("met").furnish(tmp_path)
    running, stop = start(tmp_path, clock, certificates)
    yield running
    stop()


@pytest.fixture
def plain_server(tmp_path: Path, clock: Clock) -> Iterator[Running]:
    """The same on plain HTTP, as on a home network without a certificate."""
    running, stop = start(tmp_path, clock)
    yield running
    stop()


@pytest.fixture(scope="session")
def playwright_() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright_: Playwright) -> Iterator[Browser]:
    launched = playwright_.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture(autouse=True)
def _no_solo_days(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lot that makes some days solo has a fresh key in each test; here it falls only where a test asks."""
    if request.node.get_closest_marker("solo_days") is None:
        monkeypatch.setattr(suggest, "SOLO_SHARE", 0.0)


@pytest.fixture(scope="session")
def made_before() -> list[FastAPI]:
    """The app of the tests before, if any: its first page takes ten times as long as those that follow."""
    return []


@pytest.fixture
async def street(tmp_path: Path, clock: Clock, made_before: list[FastAPI]) -> AsyncIterator[Street]:
    """A house without browsers: whoever comes to its door fills in forms and reads answers."""
    opened = await open_street(tmp_path, clock, *made_before)
    made_before[:] = [opened.app]
    yield opened
    await opened.close()


@pytest.fixture
async def linked(street: Street) -> tuple[Visitor, Visitor]:
    """Aiko and Ben, linked, at the door of `street`."""
    return await street.couple()


@dataclass
class Phone:
    """One person's phone."""

    name: str
    page: Page
    context: BrowserContext
    address: str

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def sign_up(self) -> "Phone":
        page = self.go("/sign-up")
        page.get_by_label("Your name here").fill(self.name)
        page.get_by_label("Passphrase", exact=True).fill(PASSPHRASES[self.name])
        page.get_by_label("I have read this.").check()
        page.get_by_label("I am an adult.").check()
        page.get_by_role("button", name="Open my notebook").click()
        page.wait_for_url("**/me/pin")
        return self

    def enter(self, met: Couple) -> "Phone":
        """Be signed in as one of the two who have met."""
        for cookie in met.cookies[self.name].jar:
            self.context.add_cookies(
                [{"name": cookie.name, "value": cookie.value or "", "url": self.address}]
            )
        self.go("/together")
        return self

    def sign_in(self) -> "Phone":
        page = self.go("/sign-in")
        page.get_by_label("Your name here").fill(self.name)
        page.get_by_label("Passphrase", exact=True).fill(PASSPHRASES[self.name])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/today")
        return self

    def set_pin(self, pin: str) -> "Phone":
        page = self.go("/me/pin")
        page.get_by_label("New PIN").fill(pin)
        page.get_by_label("The PIN once more").fill(pin)
        page.get_by_label("Your passphrase").fill(PASSPHRASES[self.name])
        page.get_by_role("button", name="Remember this phone").click()
        page.wait_for_url("**/today")
        return self

    def invite(self) -> str:
        """Make an invite; hands back its path."""
        page = self.go("/link")
        page.get_by_role("button", name="Make an invite").click()
        return "/join/" + page.locator(".copyable").inner_text().rsplit("/", 1)[1]

    def join(self, path: str) -> "Phone":
        self.go(path).get_by_role("button", name="Link us").click()
        self.page.wait_for_url(re.compile(r"/together$|/me/pin\?linked=yes$"))
        return self


def open_phone(browser: Browser, address: str, name: str, **options: object) -> Phone:
    """A phone-sized browser of its own, set to less motion where a test does not ask for more."""
    context = browser.new_context(
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        locale="en-GB",
        timezone_id="Europe/Berlin",
        **STILL | PLAIN | options,  # type: ignore[arg-type]
    )
    context.set_default_timeout(30_000)
    return Phone(name, context.new_page(), context, address)


@pytest.fixture
def phone(server: Running, browser: Browser) -> Iterator[Callable[[str], Phone]]:
    """Hands out phone-sized browsers: `phone("Aiko")`."""
    opened: list[BrowserContext] = []

    def make(name: str, **options: object) -> Phone:
        made = open_phone(browser, server.address, name, **options)
        opened.append(made.context)
        return made

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def couple(phone: Callable[[str], Phone], met: Couple) -> tuple[Phone, Phone]:
    """Aiko's and Ben's phones, signed up and linked."""
    return phone("Aiko").enter(met), phone("Ben").enter(met)
