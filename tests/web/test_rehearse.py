"""The rehearsal page: underlines while typing, keeps nothing, never sends."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import Phone, Running, open_phone

pytestmark = pytest.mark.browser

# the first reading loads the model; the browser waits for it a little longer
FIRST = 20_000
THREAT = "If you go out tonight I will post those photos of you, and I'll hurt you."
HARSH = "You are so selfish. Can you tell me what happened at work today?"


def test_hard_words_are_underlined_and_what_lands_well_comes_first(phone: Callable[[str], Phone]) -> None:
    page = phone("Aiko").sign_up().go("/practise/rehearse")
    page.get_by_label("What I am about to say").press_sequentially(HARSH)
    expect(page.locator(".mirror mark").first).to_contain_text("selfish", timeout=FIRST)
    headings = page.locator("#told h2").all_inner_texts()
    assert "What may land hard" in headings
    assert headings == sorted(
        headings, key=["What lands well", "What may land hard", "From your own words"].index
    )
    expect(page.get_by_role("button", name="Keep it as it is, and copy")).to_be_visible()


def test_nothing_typed_here_is_kept(phone: Callable[[str], Phone], server: Running) -> None:
    page = phone("Aiko").sign_up().go("/practise/rehearse")
    page.get_by_label("What I am about to say").fill("zanzibar-canary is what I say, and you never listen")
    expect(page.locator("#told").locator("p, h2").first).to_be_visible()
    page.reload()
    assert page.get_by_label("What I am about to say").input_value() == ""
    for file in server.folder.iterdir():
        if file.is_file():
            assert b"zanzibar-canary" not in file.read_bytes()


def test_a_language_we_cannot_read_is_said_and_not_passed_off_as_fine(phone: Callable[[str], Phone]) -> None:
    page = phone("Aiko").sign_up().go("/practise/rehearse")
    page.get_by_label("What I am about to say").fill(
        "Dw i wedi blino'n lân heddiw ac mae'n ddrwg gen i am neithiwr, cariad."
    )
    expect(page.locator("#told")).to_contain_text("do not read Welsh well yet", timeout=FIRST)


def test_a_threat_gets_no_tip_on_wording(phone: Callable[[str], Phone]) -> None:
    page = phone("Aiko").sign_up().go("/practise/rehearse")
    page.get_by_label("What I am about to say").fill(THREAT)
    expect(page.locator("#told")).to_contain_text("heavier than a matter of words", timeout=FIRST)
    expect(page.locator(".mirror mark")).to_have_count(0)


def test_it_reads_without_a_script(phone: Callable[[str], Phone]) -> None:
    aiko = phone("Aiko").sign_up()
    page = aiko.go("/practise/rehearse")
    send = "fetch('/practise/rehearse', {method: 'POST', body: new URLSearchParams({text})})"
    html = page.evaluate(f"text => {send}.then(answer => answer.text())", HARSH)
    assert "What may land hard" in html
    assert HARSH in html


def rehearsed(aiko: Phone) -> Page:
    """The page with words in it that nothing was said about, so that no reading has to be waited for."""
    page = aiko.go("/practise/rehearse")
    page.route("**/practise/rehearse", lambda route: route.fulfill(json={}))
    page.get_by_label("What I am about to say").fill("Shall we talk after supper?")
    return page


def test_where_the_connection_fails_no_verdict_stands_under_new_words(phone: Callable[[str], Phone]) -> None:
    page = phone("Aiko").sign_up().go("/practise/rehearse")
    page.route("**/practise/rehearse", lambda route: route.fulfill(json={"readable": True}))
    field, told = page.get_by_label("What I am about to say"), page.locator("#told")
    field.fill("Shall we talk after supper?")
    expect(told).to_have_text("Nothing stands out. It may be just right.")
    page.route("**/practise/rehearse", lambda route: route.abort())
    field.fill("You are so selfish.")
    expect(told).to_be_empty()


def test_the_same_verdict_stays_in_place_and_is_told_aloud_after_a_while(
    phone: Callable[[str], Phone],
) -> None:
    page = phone("Aiko").sign_up().go("/practise/rehearse")
    page.route("**/practise/rehearse", lambda route: route.fulfill(json={"readable": True}))
    field = page.get_by_label("What I am about to say")
    field.fill("Shall we talk")
    expect(page.locator("#told p")).to_be_visible()
    expect(page.locator("[data-aloud]")).to_be_empty()
    page.evaluate("document.querySelector('#told p').first = true")
    with page.expect_response("**/practise/rehearse"):
        field.press_sequentially(" after supper?")
    expect(page.locator("[data-aloud]")).to_have_text("Nothing stands out. It may be just right.")
    assert page.evaluate("document.querySelector('#told p').first")


def test_on_plain_http_it_says_copied_only_if_it_was(plain_server: Running, browser: Browser) -> None:
    aiko = open_phone(browser, plain_server.address, "Aiko").sign_up()
    page = rehearsed(aiko)
    assert page.evaluate("navigator.clipboard === undefined")
    copy = page.get_by_role("button", name="Keep it as it is, and copy")
    copy.click()
    expect(page.get_by_text("Copied. Nothing of it stays here.")).to_be_visible()
    page.evaluate("document.execCommand = () => false")
    copy.click()
    expect(page.get_by_text("It is marked: copy it now.")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == "Shall we talk after supper?"
    aiko.context.close()


def test_a_browser_that_refuses_to_copy_is_not_passed_off_as_having_copied(
    phone: Callable[[str], Phone],
) -> None:
    page = rehearsed(phone("Aiko").sign_up())
    page.evaluate(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
        "document.execCommand = () => false"
    )
    page.get_by_role("button", name="Keep it as it is, and copy").click()
    expect(page.get_by_text("It is marked: copy it now.")).to_be_visible()
