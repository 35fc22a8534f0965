"""Every page once more with twelve weeks of two lives on it, on a wide screen."""

import pytest
from playwright.sync_api import Browser

from tests.web.conftest import STILL, Phone, Running
from tests.web.pages import SIGNED_IN
from tests.web.test_every_page import Walk
from tests.web.test_insights import lived as lived

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_with_twelve_weeks_on_it_no_page_has_a_finding_or_is_too_wide_or_weighs_more_than_80_kb(
    browser: Browser, lived: Running
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB", **STILL)
    ben, seen = Phone("Ben", context.new_page(), context, lived.address), Walk(1280)
    seen.listen(ben.page)
    ben.go("/").get_by_role("button", name="I am Ben").click()
    ben.page.wait_for_url("**/today")
    for path in SIGNED_IN:
        seen.look(ben.go(path), path)
    context.close()
    assert (seen.wrong, seen.wide, seen.errors, seen.heavy) == ({}, [], [], {})
