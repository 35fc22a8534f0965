"""The picture in the README: three phones of the demo, side by side. `make picture` puts it into docs/."""

import base64
import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.conftest import PHONE, Phone, Running
from tests.web.test_insights import lived as lived

pytestmark = pytest.mark.browser

PICTURE = Path(__file__).parent.parent.parent / "docs" / "picture.png"
SHEET = """<!doctype html><html lang="en"><title>Omoiyari</title>
<body style="margin:0;background:#d9d2c3;display:flex;gap:28px;padding:28px">{}</body></html>"""


def shot(browser: Browser, running: Running, name: str, path: str, scheme: str) -> str:
    context = browser.new_context(viewport=PHONE, locale="en-GB", color_scheme=scheme)  # type: ignore[arg-type]
    phone = Phone(name, context.new_page(), context, running.address)
    phone.go("/").get_by_role("button", name=f"I am {name}").click()
    phone.go(path).wait_for_timeout(700)
    picture = base64.b64encode(phone.page.screenshot()).decode()
    context.close()
    return f'<img alt="" width="390" height="844" style="border-radius:28px" src="data:image/png;base64,{picture}">'


def test_the_picture_shows_three_phones(browser: Browser, lived: Running, tmp_path: Path) -> None:
    where = PICTURE if os.environ.get("OMOIYARI_PICTURE") else tmp_path / "picture.png"
    shots = [
        shot(browser, lived, "Aiko", "/check-in", "light"),
        shot(browser, lived, "Ben", "/insights", "light"),
        shot(browser, lived, "Ben", "/together", "dark"),
    ]
    page = browser.new_page(viewport={"width": 3 * 390 + 4 * 28, "height": 844 + 56})
    page.set_content(SHEET.format("".join(shots)))
    page.screenshot(path=where)
    page.close()
    assert 50_000 < where.stat().st_size < 2_000_000
