"""The look, in a real browser: no axe findings, no sideways scrolling, and the promises of the small scripts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

from tests.web import styleguide  # noqa: E402

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(styleguide.CHROMIUM).exists(), reason="needs Debian's chromium (apt install chromium)"),
]
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        launched = play.chromium.launch(executable_path=styleguide.CHROMIUM, args=styleguide.CHROMIUM_ARGS)
        yield launched
        launched.close()


@pytest.fixture
def stand() -> Iterator[styleguide.Stand]:
    with styleguide.serving() as standing:
        yield standing


def findings(page: Any) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(r => r.violations.map("
        "v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160) + ' — ' + n.any.map(a => a.message)).join(' | ')))",
        TAGS,
    )
    return list(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "wide"])
def test_every_component_passes_axe_and_fits_its_screen(browser: Any, stand: styleguide.Stand, theme: str, size: str) -> None:
    page = browser.new_page(viewport=styleguide.SIZES[size], color_scheme=theme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(stand.url)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == styleguide.SIZES[size]["width"]
    assert said == []
    page.close()
