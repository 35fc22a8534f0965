"""What holds on every page: no axe finding in either theme, no sentence outside the catalogues, no third party."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from babel import Locale
from playwright.sync_api import Browser, Page
from tools.catalogue import POT, write_pot, write_pseudo

from omoiyari import library
from omoiyari.vault.certificate import Certificates
from tests.conftest import Clock
from tests.web.conftest import PHONE, Running, open_phone, start
from tests.web.pages import SIGNED_IN, SIGNED_OUT, live_a_little, states

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
#: The other theme has the same page in other colours, so only what hangs on colours is asked again.
RULES: dict[Literal["light", "dark"], str] = {
    "light": "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']",
    "dark": "['color-contrast', 'link-in-text-block']",
}


def findings(page: Page) -> list[str]:
    """What axe has to say about a page in both themes."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    said = []
    for theme, rules in RULES.items():
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        asked = f"axe.run(document, {{runOnly: {rules}, resultTypes: ['violations']}})"
        found = page.evaluate(f"async () => (await {asked}).violations")
        said += [f"{theme}: {v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]
    return said


MOST_BYTES = 80_000
#: The page and all that it asked for, packed; what a service worker hands out is unpacked already, and not weighed.
WEIGHT = """() => navigator.serviceWorker?.controller ? 0
  : [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, one) => sum + one.encodedBodySize, 0)"""


@dataclass
class Walk:
    """What was seen on one walk through every page, in a typical state, on a screen of `width` pixels."""

    width: int = PHONE["width"]
    wrong: dict[str, list[str]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    heavy: dict[str, int] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)

    def listen(self, page: Page) -> None:
        page.on("request", lambda sent: self.asked.add(re.sub(r"^(\w+://[^/]*).*", r"\1", sent.url)))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda told: self._told(told.text))

    def _told(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.errors.append(text)

    def look(self, page: Page, path: str) -> None:
        page.wait_for_load_state()  # without its style sheet a page is as wide as its longest word
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        if page.evaluate("document.documentElement.scrollWidth") > self.width:
            self.wide.append(path)
        if (weight := page.evaluate(WEIGHT)) > MOST_BYTES:
            self.heavy[path] = weight
        self.titles.add(page.title())
        if found := findings(page):
            self.wrong[path] = found


@pytest.fixture(scope="module")
def walk(
    tmp_path_factory: pytest.TempPathFactory, certificates: Certificates, browser: Browser
) -> Iterator[tuple[Walk, str]]:
    running, stop = start(tmp_path_factory.mktemp("walk"), Clock(), certificates)
    aiko, ben, chidi = (open_phone(browser, running.address, name) for name in ("Aiko", "Ben", "Chidi"))
    ben.sign_up().join(aiko.sign_up().invite())
    more = live_a_little(aiko, ben)
    seen = Walk()
    seen.listen(aiko.page)
    for path in (*SIGNED_IN, *more):
        seen.look(aiko.go(path), path)
    for path in SIGNED_OUT:
        seen.look(chidi.go(path), f"{path}, signed out")
    shutil.copytree(certificates.authority.parent, running.folder / "tls")
    seen.look(chidi.go("/trust"), "/trust")
    for name, page in states(aiko, ben, chidi):
        seen.look(page, name)
    for each in (aiko, ben, chidi):
        each.context.close()
    yield seen, running.address
    stop()


def test_axe_finds_nothing_on_any_page_in_either_theme(walk: tuple[Walk, str]) -> None:
    assert walk[0].wrong == {}


def test_no_page_asks_anyone_but_us_or_runs_into_an_error(walk: tuple[Walk, str]) -> None:
    seen, address = walk
    assert {where for where in seen.asked if not where.startswith("data:")} == {address}
    assert seen.errors == []


def test_no_page_is_wider_than_the_phone(walk: tuple[Walk, str]) -> None:
    assert walk[0].wide == []


def test_every_page_says_the_same_neutral_title(walk: tuple[Walk, str]) -> None:
    assert walk[0].titles == {"Omoiyari", "Kitchen measures"}


# --- the pretended language -----------------------------------------------------------------------


@pytest.fixture
def pseudo(tmp_path: Path, clock: Clock) -> Iterator[Running]:
    write_pseudo(tmp_path / "locale")
    (tmp_path / "data").mkdir()
    running, stop = start(tmp_path / "data", clock, locales=tmp_path / "locale")
    yield running
    stop()


def _content() -> set[str]:
    """Every text of the library: content is translated by file, not by catalogue."""
    found: set[str] = set()
    waiting: list[object] = [library.library()]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, str):
            found.add(" ".join(thing.split()))
        elif hasattr(thing, "__dataclass_fields__"):
            waiting.extend(getattr(thing, name) for name in thing.__dataclass_fields__)
        elif isinstance(thing, Mapping):
            waiting.extend([*thing.keys(), *thing.values()])
        elif isinstance(thing, Iterable):
            waiting.extend(thing)
    return found


TEXTS = """() => [...document.querySelectorAll('body *:not(script):not(style):not([translate=no]):not(bdi)')]
  .filter(e => !e.closest('[translate=no], bdi, .own-words, time, svg, .tags'))
  .flatMap(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent)
    .concat(['aria-label', 'title', 'alt', 'placeholder'].map(a => e.getAttribute(a))))
  .filter(t => t && /\\p{L}{2}/u.test(t)).map(t => t.replace(/\\s+/g, ' ').trim())"""


def test_every_sentence_comes_from_the_catalogues(pseudo: Running, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    context.add_cookies([{"name": "language", "value": "qps", "url": pseudo.address}])
    page = context.new_page()
    content = _content()
    loose: dict[str, list[str]] = {}

    def look(path: str) -> None:
        page.goto(pseudo.address + path)
        texts: list[str] = page.evaluate(TEXTS)
        outside = [t for t in texts if not ("⟦" in t or "⟧" in t or t.lstrip("· ") in content or _is_data(t))]
        if outside:
            loose[path] = outside

    for path in SIGNED_OUT:
        look(path)
    page.goto(pseudo.address + "/sign-up")
    page.locator("[name=name]").fill("Aiko")
    page.locator("[name=passphrase]").fill("seven quiet herons wade")
    page.locator("[name=understood]").check()
    page.locator("[name=adult]").check()
    page.locator("form button[type=submit]").last.click()
    page.wait_for_url("**/me/pin")
    for path in SIGNED_IN:
        look(path)
    context.close()
    assert loose == {}


def _is_data(text: str) -> bool:
    """Names, countries, dates, phone labels and numbers are no sentences."""
    known = {"Omoiyari", "Aiko", "Linux, Chrome", "STARTTLS (587)", *Locale("en").territories.values()}
    return text in known or bool(re.fullmatch(r"[A-Z][a-z]+ \d+ [A-Z][a-z]+|[\d .,:+-]+", text))


def test_the_template_for_translators_is_up_to_date(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.pot"
    write_pot(fresh)
    assert fresh.read_text("utf-8") == POT.read_text("utf-8"), "run python -m tools.catalogue"
