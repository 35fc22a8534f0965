"""What holds on every page: no axe finding in either theme, no sentence outside the catalogues, no third party."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from babel import Locale
from playwright.sync_api import Browser, Page
from tools.catalogue import POT, write_pot, write_pseudo

from omoiyari import library
from tests.conftest import Clock
from tests.web.conftest import PHONE, Phone, Running, start
from tests.web.pages import SIGNED_IN, SIGNED_OUT, live_a_little

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"


def findings(page: Page) -> list[str]:
    """What axe has to say about a page."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"async () => (await axe.run(document, {RULES})).violations")
    return [f"{v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(couple: tuple[Phone, Phone], browser: Browser, theme: str) -> None:
    aiko, ben = couple
    more = live_a_little(aiko, ben)
    aiko.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    wrong = {path: found for path in (*SIGNED_IN, *more) if (found := findings(aiko.go(path)))}
    stranger = Phone(
        "Chidi", browser.new_context(viewport=PHONE, color_scheme=theme).new_page(), None, aiko.address
    )  # type: ignore[arg-type]
    wrong |= {path: found for path in SIGNED_OUT if (found := findings(stranger.go(path)))}
    stranger.page.context.close()
    assert wrong == {}


def test_no_page_asks_anyone_but_us_or_runs_into_an_error(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    more = live_a_little(aiko, ben)
    asked: set[str] = set()
    errors: list[str] = []
    aiko.page.on("request", lambda request: asked.add(re.sub(r"^(\w+://[^/]*).*", r"\1", request.url)))
    aiko.page.on("pageerror", lambda error: errors.append(str(error)))
    aiko.page.on(
        "console", lambda told: errors.append(told.text) if "Content Security Policy" in told.text else None
    )
    for path in (*SIGNED_IN, *more):
        aiko.go(path)
    assert {where for where in asked if not where.startswith("data:")} == {aiko.address}
    assert errors == []


def test_no_page_is_wider_than_the_phone(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    more = live_a_little(aiko, ben)
    wide = [
        p
        for p in (*SIGNED_IN, *more)
        if aiko.go(p).evaluate("document.documentElement.scrollWidth") > PHONE["width"]
    ]
    assert wide == []


def test_every_page_says_the_same_neutral_title(couple: tuple[Phone, Phone]) -> None:
    aiko, _ = couple
    assert {aiko.go(path).title() for path in SIGNED_IN} == {"Omoiyari"}


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
