"""How phones reach it: HTTPS on a name that is not localhost, plain HTTP at home, and one more engine."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import PASSPHRASES
from tests.web.conftest import PHONE, WITH_WORKER, Phone, Running
from tests.web.pages import write

pytestmark = pytest.mark.browser


def test_over_https_the_shell_and_the_help_page_open_without_a_connection(
    phone: Callable[..., Phone],
) -> None:
    aiko = phone("Aiko", **WITH_WORKER).sign_up()
    assert aiko.page.evaluate("isSecureContext")
    # A worker is active once its shelf is full; a promise of truth would be taken for truth itself.
    aiko.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    write(aiko, "free", "nobody keeps this outside", share=False)
    aiko.context.set_offline(True)
    for path in ("/help", "/help?country=GB"):
        help = aiko.go(path)
        expect(help.get_by_role("heading", level=1)).to_contain_text("Help")
        for country, number in (("United Kingdom", "999"), ("Germany", "112")):
            expect(help.get_by_role("link", name=number, exact=True).first).to_be_hidden()
            help.get_by_text(country, exact=True).click()
            lines = help.locator("details", has_text=country).get_by_role("link", name=number, exact=True)
            expect(lines.first).to_be_visible()
            assert lines.first.get_attribute("href") == f"tel:{number}"
    expect(aiko.go("/journal").get_by_role("heading", level=1)).to_contain_text("No connection")
    kept = aiko.page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(n => caches.open(n).then(c => c.keys()))))"
        ".then(all => all.flat().map(r => new URL(r.url).pathname))"
    )
    assert aiko.page.get_by_text("What was kept is safe").is_visible()
    aiko.context.set_offline(False)
    aiko.page.get_by_role("link", name="Try again").click()
    expect(aiko.page.get_by_role("heading", level=1)).not_to_contain_text("No connection")
    assert aiko.page.url.endswith("/journal")
    assert all(path.startswith("/static/") or path in ("/help", "/offline", "/kitchen") for path in kept)


def test_it_can_be_installed(phone: Callable[[str], Phone]) -> None:
    page = phone("Aiko", **WITH_WORKER).go("/")
    address = page.locator("link[rel=manifest]").evaluate("link => link.href")
    manifest = page.evaluate("address => fetch(address).then(answer => answer.json())", address)
    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert page.evaluate(
            "address => fetch(address).then(answer => answer.ok)", urljoin(address, icon["src"])
        )


def test_on_plain_http_the_loop_works_and_says_what_is_missing(
    plain_server: Running, browser: Browser
) -> None:
    contexts = [browser.new_context(viewport=PHONE) for _ in range(2)]
    aiko, ben = [
        Phone(name, context.new_page(), context, plain_server.address).sign_up()
        for name, context in zip(("Aiko", "Ben"), contexts, strict=True)
    ]
    ben.join(aiko.invite())
    expect(aiko.go("/me").get_by_text("Not private on the way")).to_be_visible()
    ben.go("/together")
    write(aiko, "appreciation", "You carried the sofa up alone.", share=True)
    expect(ben.page.get_by_text("You carried the sofa up alone.")).to_be_visible()
    for context in contexts:
        context.close()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A screen that nobody sees; WebKitGTK has no headless mode."""
    with subprocess.Popen(["Xvfb", ":97", "-screen", "0", "390x844x24"], stderr=subprocess.DEVNULL) as xvfb:
        monkeypatch.setenv("DISPLAY", ":97")
        yield
        xvfb.terminate()


_WEBKIT = next(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"), None)
_HAS_WEBKIT = _WEBKIT is not None and shutil.which("WebKitWebDriver") and shutil.which("Xvfb")


@pytest.mark.skipif(not _HAS_WEBKIT, reason="install webkit2gtk-driver and xvfb for the WebKit smoke run")
def test_webkit_signs_up_writes_and_reads(plain_server: Running, screen: None) -> None:
    """WebKitGTK, by WebDriver. No iPhone was tried."""
    from selenium.webdriver import WebKitGTK, WebKitGTKOptions
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    options = WebKitGTKOptions()
    options.binary_location = str(_WEBKIT)
    options.add_argument("--automation")
    driver = WebKitGTK(options=options)
    try:
        address = plain_server.address.replace("omoiyari.test", "127.0.0.1")
        driver.get(address + "/sign-up")
        for name, text in (("name", "Aiko"), ("passphrase", PASSPHRASES["Aiko"])):
            driver.find_element(By.NAME, name).send_keys(text)
        for name in ("understood", "adult"):
            driver.execute_script("arguments[0].click()", driver.find_element(By.NAME, name))
        driver.find_element(By.CSS_SELECTOR, "form .button.wide").click()
        WebDriverWait(driver, 20).until(lambda d: d.current_url.endswith("/me/pin"))
        driver.get(address + "/journal/new?form=free")
        driver.find_element(By.NAME, "text").send_keys("Seen in another engine.")
        driver.find_element(By.CSS_SELECTOR, "form .button.wide").click()
        WebDriverWait(driver, 20).until(lambda d: "/entry/" in d.current_url)
        assert "Seen in another engine." in driver.find_element(By.TAG_NAME, "main").text
    finally:
        driver.quit()
