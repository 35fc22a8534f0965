"""Quick exit: one tap or three presses, and nothing is left to go back to."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Phone

pytestmark = pytest.mark.browser

PAGES = ("/today", "/journal", "/help")


def written(phone: Callable[[str], Phone], **options: object) -> Page:
    aiko = phone("Aiko", **options).sign_up()  # type: ignore[call-arg]
    page = aiko.go("/journal/new?form=free")
    page.get_by_label("In your words").fill("What nobody should see")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("What nobody should see")).to_be_visible()
    page.wait_for_load_state()
    return page


def address(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def is_gone(page: Page) -> None:
    """The kitchen stands there; Back shows nothing private, and nobody is signed in."""
    page.wait_for_url("**/kitchen")
    assert "Omoiyari" not in page.content()
    for _ in range(3):
        page.go_back(wait_until="load")
        assert "What nobody should see" not in page.content()
    page.goto(address(page) + "/journal")
    assert page.url == address(page) + "/sign-in?next=/journal"


def test_the_button_leaves_at_once_and_back_shows_nothing(phone: Callable[[str], Phone]) -> None:
    page = written(phone)
    page.click("a.exit", no_wait_after=True)
    is_gone(page)


def test_escape_three_times_leaves_at_once_and_back_shows_nothing(phone: Callable[[str], Phone]) -> None:
    page = written(phone)
    for _ in range(3):
        page.keyboard.press("Escape")
    is_gone(page)


def test_escape_twice_leaves_nothing(phone: Callable[[str], Phone]) -> None:
    page = written(phone)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(page.get_by_text("What nobody should see")).to_be_visible()


def test_without_scripts_the_link_does_the_same(phone: Callable[[str], Phone]) -> None:
    page = written(phone, java_script_enabled=False)
    page.click("a.exit")
    is_gone(page)


def test_every_page_has_the_way_out(phone: Callable[[str], Phone]) -> None:
    aiko = phone("Aiko").sign_up()
    for path in PAGES:
        link = aiko.go(path).locator("a.exit")
        expect(link).to_be_visible()
        assert link.get_attribute("href") == "/leave"


def test_titles_say_nothing_of_what_a_page_holds(phone: Callable[[str], Phone]) -> None:
    page = written(phone)
    titles = {page.title()}
    for path in (*PAGES, "/me/safe", "/kitchen"):
        page.goto(address(page) + path)
        titles.add(page.title())
    assert all("nobody" not in title and "safe" not in title.lower() for title in titles)
    assert len(titles) <= 2
