"""A fortnight on two phones: a missed week, a trip across zones, a lost phone, a parting in the middle of a round."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import PASSPHRASES
from tests.web.conftest import PHONE, Phone, Running
from tests.web.test_loop import check_in, look

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SAD, CALM, AFRAID = ("-2,-1", "lonely"), ("2,-1", "content"), ("-2,1", "worried")


def evening(server: Running, *phones: Phone) -> None:
    """The next evening: everybody's pages have locked, and open with the PIN."""
    server.clock.go(days=1)
    for phone in phones:
        unlock(phone)


def unlock(phone: Phone) -> None:
    page = phone.go("/today")
    page.get_by_label("PIN of this phone").fill("4071")
    page.get_by_role("button", name="Open again").click()
    page.wait_for_url("**/today")


def test_two_people_live_a_fortnight(
    phone: Callable[[str], Phone], server: Running, browser: Browser
) -> None:
    aiko, ben = phone("Aiko").sign_up().set_pin("4071"), phone("Ben").sign_up().set_pin("4071")
    ben.join(aiko.invite())

    # three ordinary evenings
    for _ in range(3):
        evening(server, aiko, ben)
        check_in(aiko, SAD, CALM)
        expect(aiko.page.get_by_text("Nothing to do now")).to_be_visible()
        check_in(ben, CALM, SAD)
        expect(look(ben).get_by_text("You had the very word.")).to_be_visible()
        look(aiko)

    # the reveal can wait until tomorrow, and nobody is told
    evening(server, aiko, ben)
    check_in(ben, AFRAID, SAD)
    check_in(aiko, SAD, AFRAID)
    page = ben.go("/today")
    expect(page.get_by_role("heading", name="Both answers are in")).to_be_visible()
    page.get_by_role("button", name="Keep it for tomorrow").click()
    expect(page.get_by_role("heading", name="Both answers are in")).to_have_count(0)

    # a week goes by without a word: a friendly card, and nothing about who was away
    server.clock.go(days=7)
    unlock(aiko)
    text = aiko.page.locator("main").inner_text()
    assert "Ben" not in text.split("What I need")[0]
    expect(aiko.page.get_by_role("link", name="Check in")).to_be_visible()

    # Ben travels; the round still closes at the instant fixed when it opened
    check_in(aiko, SAD, CALM)
    aiko_round = aiko.page.url
    ben.context.add_cookies([{"name": "zone", "value": "Pacific/Kiritimati", "url": server.address}])
    unlock(ben)
    check_in(ben, CALM, SAD)
    assert ben.page.url == aiko_round
    expect(look(aiko).get_by_text("Ben felt")).to_be_visible()

    # Aiko loses her phone: a new one opens with the passphrase, and says so inside
    server.clock.go(days=1)
    lost, new = (
        aiko,
        Phone(
            "Aiko",
            browser.new_context(viewport=PHONE, locale="en-GB").new_page(),
            aiko.context,
            server.address,
        ),
    )
    page = new.go("/sign-in")
    page.get_by_label("Your name here").fill("Aiko")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASES["Aiko"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")
    expect(new.go("/me").get_by_text("A new phone signed in")).to_be_visible()
    page.goto(server.address + "/me/keys")
    page.get_by_role("button", name="Sign out everywhere else").click()
    expect(lost.go("/today").get_by_role("heading", name="Welcome back")).to_be_visible()

    # Ben parts in the middle of a round: what Aiko had answered is hers alone
    check_in(new, AFRAID, CALM)
    unlock(ben)
    ben.go("/unlink").get_by_role("button", name="Unlink now").click()
    ben.page.wait_for_url("**/together")
    expect(ben.page.get_by_role("heading", name="You are not linked now")).to_be_visible()
    assert "worried" not in ben.go("/today").content()
    expect(new.go("/today").get_by_text("Just you, for now")).to_be_visible()
    new.page.context.close()


def test_a_check_in_on_a_remembered_phone_takes_a_pin_and_four_taps(
    phone: Callable[[str], Phone], server: Running
) -> None:
    aiko, ben = phone("Aiko").sign_up().set_pin("4071"), phone("Ben").sign_up()
    ben.join(aiko.invite())
    server.clock.go(hours=1)
    unlock(aiko)
    aiko.page.get_by_role("link", name="Check in").click()
    aiko.page.wait_for_url("**/check-in")
    taps = []
    aiko.page.expose_function("tapped", lambda: taps.append(1))
    aiko.page.evaluate("addEventListener('pointerdown', () => window.tapped(), true)")
    order = [part.get_attribute("data-part") for part in aiko.page.locator("[data-part]").all()]
    for who in order:
        part = aiko.page.locator(f"[data-part={who}]")
        part.locator(".cells label:has(input[value='-2,1'])").click()
        part.locator(".nearby label.chip").first.click()
    aiko.page.wait_for_url("**/round/*")
    assert len(taps) == 4
