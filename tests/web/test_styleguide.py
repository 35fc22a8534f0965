"""The look, in a real browser: no axe findings, no sideways scrolling, and the promises of the small scripts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web import styleguide

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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


@pytest.mark.parametrize(("size", "theme"), [("phone", "light"), ("phone", "dark"), ("wide", "dark")])
def test_every_component_passes_axe_and_fits_its_screen(
    browser: Any, stand: styleguide.Stand, theme: str, size: str
) -> None:
    page = browser.new_page(viewport=styleguide.SIZES[size], color_scheme=theme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(stand.url)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == styleguide.SIZES[size]["width"]
    # a closed notebook does not tell whose it is, so its passphrase field stands without a name
    assert [line for line in said if not line.startswith("[DOM] Password forms should have")] == []
    page.close()


@pytest.fixture
def page(browser: Any, stand: styleguide.Stand) -> Iterator[Any]:
    context = browser.new_context(viewport=styleguide.SIZES["phone"])
    opened = context.new_page()
    opened.goto(stand.url)
    yield opened
    context.close()


def test_what_a_thumb_must_hit_is_44_pixels_high(page: Any) -> None:
    small = page.eval_on_selector_all(
        "button, .button, .rooms a, .exit, .mark, .foot a, .choice, .chip, .input, .scale label, summary, .row-link",
        "all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.9)"
        ".map(e => e.outerHTML)",
    )
    assert small == []


def test_the_grid_follows_the_arrow_keys_in_two_directions(page: Any) -> None:
    page.focus("input[name=mood]:checked")
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    assert page.evaluate("document.querySelector('input[name=mood]:checked').value") == "0,1"
    assert (
        page.locator("feelings-grid").first.get_by_text("neither good nor bad, a little stirred").is_visible()
    )


def test_the_grid_speaks_its_place(page: Any) -> None:
    named = page.get_by_role("radio", name="very unpleasant, very stirred")
    assert named.first.get_attribute("value") == "-3,3"


def test_another_family_lets_the_old_word_go(page: Any) -> None:
    page.get_by_role("radio", name="Sad").check()
    assert page.locator("input[name=word]:checked").count() == 0
    assert page.get_by_text("lonely", exact=True).is_visible()
    assert not page.get_by_text("at ease", exact=True).is_visible()


@pytest.mark.parametrize("how", ["link", "escape"])
def test_leaving_blanks_the_page_and_back_shows_nothing(page: Any, stand: styleguide.Stand, how: str) -> None:
    if how == "link":
        page.click("a.exit", no_wait_after=True)
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("**/kitchen")
    assert len(stand.told("/leave")) == 1
    page.go_back()
    assert "Aiko" not in page.content()


def test_leaving_empties_the_page_before_anything_else_happens(page: Any) -> None:
    page.evaluate(
        "navigator.sendBeacon = () => {"
        "  console.log('left', document.documentElement.childNodes.length); return true }"
    )
    with page.expect_console_message() as said:  # the page itself may be gone before it could answer
        page.evaluate("() => { import('/static/guide/js/exit.js').then(exit => exit.leave()) }")
    assert said.value.text == "left 0"


def test_leaving_works_without_javascript(browser: Any, stand: styleguide.Stand) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(stand.url)
    page.click("a.exit")
    assert page.url.endswith("/kitchen")
    context.close()


def test_the_page_is_whole_without_javascript(browser: Any, stand: styleguide.Stand) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=styleguide.SIZES["phone"])
    page = context.new_page()
    page.goto(stand.url)
    page.locator("input[name=mood][value='2,2']").check(force=True)
    assert page.get_by_text("pleasant, stirred", exact=True).first.is_visible()
    assert page.get_by_role("link", name="Remove", exact=True).get_attribute("href") == "/j/1/remove"
    assert not page.get_by_role("button", name="Show").is_visible()
    context.close()


def test_leaving_takes_the_other_tabs_along_and_signs_out_once(page: Any, stand: styleguide.Stand) -> None:
    other = page.context.new_page()
    other.goto(stand.url)
    page.click("a.exit", no_wait_after=True)
    for tab in (page, other):
        tab.wait_for_url("**/kitchen")
    assert len(stand.told("/leave")) == 1


def test_what_is_typed_is_kept_a_moment_after_the_last_key(page: Any, stand: styleguide.Stand) -> None:
    page.fill("#f-words", "half a sen")
    page.get_by_text("saved, sealed").wait_for()
    assert stand.told("/drafts/journal-new") == [{"text": "half a sen"}]
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_locked_page_asks_for_the_pin_and_loses_nothing(page: Any, stand: styleguide.Stand) -> None:
    stand.locked = True
    page.fill("#f-words", "written over the lock")
    page.get_by_role("dialog", name="Your pages have closed for a while").wait_for()
    page.fill("#unlock-pin", "1111")
    page.keyboard.press("Enter")
    page.get_by_text("That is not it.").wait_for()
    page.fill("#unlock-pin", "2468")
    page.keyboard.press("Enter")
    page.get_by_text("saved, sealed").wait_for()
    assert page.input_value("#f-words") == "written over the lock"
    assert stand.told("/drafts/journal-new")[-1] == {"text": "written over the lock"}


@pytest.mark.parametrize("how", ["not now", "escape"])
def test_a_locked_page_that_is_not_opened_now_shows_no_words(
    page: Any, stand: styleguide.Stand, how: str
) -> None:
    stand.locked = True
    page.fill("#f-words", "written over the lock")
    dialog = page.get_by_role("dialog", name="Your pages have closed for a while")
    dialog.wait_for()
    if how == "escape":
        page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name="Not now").click()
    dialog.wait_for(state="hidden")
    assert page.locator(".shell").is_hidden()
    for way in ("Leave", "Help, and when it is not safe to talk"):
        assert page.get_by_role("link", name=way, exact=True).is_visible()


def test_a_hidden_page_keeps_its_text_and_closes_the_safety_area(page: Any, stand: styleguide.Stand) -> None:
    page.evaluate("document.querySelector('.safety').dataset.safety = ''")
    page.fill("#f-words", "interrupted")
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.wait_for_timeout(300)
    assert {"text": "interrupted"} in stand.told("/drafts/journal-new")
    assert len(stand.told("/lock/safety")) == 1
    assert page.locator(".safety").inner_text() == ""


def test_an_idle_page_goes_to_the_lock_and_knows_the_way_back(browser: Any) -> None:
    with styleguide.serving(lock_after=400) as stand:
        page = browser.new_page()
        page.goto(stand.url + "/?day=1")
        page.wait_for_url("**/locked?next=%2F%3Fday%3D1")
        page.close()


@pytest.fixture
def idle(browser: Any) -> Iterator[tuple[Any, styleguide.Stand]]:
    """A page that locks four seconds after the last touch."""
    with styleguide.serving(lock_after=4000) as stand:
        context = browser.new_context(viewport=styleguide.SIZES["phone"])
        page = context.new_page()
        page.goto(stand.url)
        yield page, stand
        context.close()


def test_words_without_a_draft_are_out_of_sight_while_locked_and_there_again_after(
    idle: tuple[Any, styleguide.Stand],
) -> None:
    page, stand = idle
    page.fill("#f-shared", "not sent to anybody yet")
    page.get_by_role("dialog", name="Your pages have closed for a while").wait_for()
    assert page.locator(".shell").is_hidden()
    assert page.get_by_role("textbox", name="For both of you").count() == 0
    assert stand.gets.count("/locked") == 1
    page.fill("#unlock-pin", "1111")
    page.keyboard.press("Enter")
    page.get_by_text("That is not it.").wait_for()
    assert page.locator("#f-shared").is_hidden()
    page.fill("#unlock-pin", "2468")
    page.keyboard.press("Enter")
    page.locator("#f-shared").wait_for()
    assert page.input_value("#f-shared") == "not sent to anybody yet"
    assert page.evaluate("document.activeElement.id") == "f-shared"


def test_not_now_shows_no_words_and_leaves_the_way_out_open(idle: tuple[Any, styleguide.Stand]) -> None:
    page, _ = idle
    page.fill("#f-shared", "not sent to anybody yet")
    page.get_by_role("button", name="Not now").click()
    assert page.locator("#f-shared").is_hidden()
    page.get_by_role("link", name="Leave", exact=True).click()
    page.wait_for_url("**/kitchen")


def test_words_that_a_draft_has_kept_hold_no_page_back_from_its_lock(
    idle: tuple[Any, styleguide.Stand],
) -> None:
    page, _ = idle
    page.fill("#f-words", "kept already")
    page.wait_for_url("**/locked?next=%2F")


def test_a_draft_that_could_not_be_kept_yet_holds_its_page(idle: tuple[Any, styleguide.Stand]) -> None:
    page, _ = idle
    page.route("**/drafts/*", lambda route: route.abort())
    page.fill("#f-words", "typed in a tunnel")
    page.get_by_role("dialog", name="Your pages have closed for a while").wait_for()
    assert page.locator("#f-words").is_hidden()
    assert page.input_value("#f-words") == "typed in a tunnel"


def test_what_a_form_brought_back_is_held_as_if_it_had_just_been_typed(browser: Any) -> None:
    with styleguide.serving(lock_after=1000, of_a_form=True) as stand:
        page = browser.new_page()
        page.goto(stand.url)
        page.get_by_role("dialog", name="Your pages have closed for a while").wait_for()
        assert page.locator(".shell").is_hidden()
        page.close()


def test_what_a_form_brought_back_goes_along_to_a_new_copy_of_its_part(browser: Any) -> None:
    with styleguide.serving(of_a_form=True) as stand:
        page = browser.new_page()
        page.goto(stand.url)
        page.evaluate(
            "const part = document.querySelector('form[action=\"/me/journal\"]'); part.id = 'part';"
            "part.dataset.live = 'entry'; part.dataset.src = '/part'"
        )
        words = page.input_value("#f-words")
        stand.part = (
            "<form id=part><b>It has come</b><textarea id=f-words name=words></textarea>"
            "<input type=radio name=kind value=feeling></form>"
        )
        stand.events.append({"id": "7", "topic": "entry"})
        page.get_by_text("It has come").wait_for()
        assert page.input_value("#f-words") == words != ""
        assert page.is_checked("input[name=kind]")
        page.close()


def test_a_passphrase_is_never_held(idle: tuple[Any, styleguide.Stand]) -> None:
    page, _ = idle
    page.locator("show-hide button").first.click()
    page.locator("show-hide input").first.fill("a passphrase that anybody could read")
    page.wait_for_url("**/locked?next=%2F")


def test_an_event_makes_its_part_of_the_page_ask_again(page: Any, stand: styleguide.Stand) -> None:
    page.evaluate(
        "const part = document.querySelector('.entry'); part.id = 'part';"
        "part.dataset.live = 'entry other'; part.dataset.src = '/part'"
    )
    stand.part = (
        "<title>Omoiyari</title><main><p>before</p><article id=part class=card>It has come</article></main>"
    )
    stand.events.append({"id": "7", "topic": "entry"})
    page.get_by_text("It has come").wait_for()
    assert page.locator("article#part").count() == 1


def test_a_part_that_is_replaced_keeps_what_was_typed_and_goes_on_keeping_drafts(
    page: Any, stand: styleguide.Stand
) -> None:
    page.evaluate(
        "const part = document.querySelector('#f-words').closest('.field'); part.id = 'part';"
        "part.dataset.live = 'entry'; part.dataset.src = '/part'"
    )
    stand.part = (
        "<div id=part data-live=entry data-src=/part><b>It has come</b>"
        "<textarea id=f-words name=words data-draft=journal-new></textarea></div>"
    )
    page.fill("#f-words", "half")
    page.evaluate("document.activeElement.blur()")
    stand.events.append({"id": "8", "topic": "entry"})
    page.get_by_text("It has come").wait_for()
    assert page.input_value("#f-words") == "half"
    page.locator("#f-words").press_sequentially(" and half")
    page.wait_for_timeout(1300)
    assert "half" in stand.told("/drafts/journal-new")[-1]["text"]
    assert len(stand.told("/drafts/journal-new")[-1]["text"]) == len("half and half")


def live_part(page: Any, inside: str) -> None:
    page.evaluate(
        "inside => { const part = document.querySelector('.entry'); part.id = 'part'; part.innerHTML = inside;"
        "part.dataset.live = 'entry'; part.dataset.src = '/part' }",
        inside,
    )


def test_a_keyboard_keeps_its_place_in_a_part_that_is_replaced(page: Any, stand: styleguide.Stand) -> None:
    live_part(page, "<h3>Tuesday</h3><a href='/j/1'>Change</a><a href='/j/2'>Change</a>")
    page.focus("#part a[href='/j/2']")
    part = "<article id=part data-live=entry data-src=/part><h3>{}</h3><a href='/j/1'>Change</a>{}</article>"
    stand.part = part.format("It has come", "<a href='/j/2'>Change</a>")
    stand.events.append({"id": "7", "topic": "entry"})
    page.get_by_text("It has come").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/j/2"
    stand.part = part.format("It has gone", "")
    stand.events.append({"id": "8", "topic": "entry"})
    page.get_by_text("It has gone").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "It has gone"


def test_nobodys_line_is_pulled_away_who_began_it_while_the_page_asked(
    page: Any, stand: styleguide.Stand
) -> None:
    live_part(page, "<input aria-label='A line' name=line>")
    stand.part = "<article id=part><b>It has come</b><input aria-label='A line' name=line></article>"
    with page.expect_request("**/part"):
        page.route("**/part", lambda route: (page.focus("#part input"), route.continue_()), times=1)
        stand.events.append({"id": "7", "topic": "entry"})
    page.wait_for_timeout(300)
    page.keyboard.type("half a line")
    page.keyboard.press("Tab")
    page.get_by_text("It has come").wait_for()
    assert page.input_value("#part input") == "half a line"


def test_leaving_takes_the_half_written_line_along(page: Any, stand: styleguide.Stand) -> None:
    page.fill("#f-words", "just begun")
    page.click("a.exit", no_wait_after=True)
    page.wait_for_url("**/kitchen")
    assert {"text": "just begun"} in stand.told("/drafts/journal-new")


def test_a_broken_stream_comes_back_and_says_what_it_heard_last(page: Any, stand: styleguide.Stand) -> None:
    stand.events.append({"id": "7", "topic": "entry"})
    page.wait_for_timeout(3500)
    assert stand.last_ids[:2] == [None, "7"]


def test_the_service_worker_keeps_the_shell_and_nothing_private(
    browser: Any, stand: styleguide.Stand
) -> None:
    context = browser.new_context(viewport=styleguide.SIZES["phone"])
    page = context.new_page()
    page.goto(stand.url)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    kept = page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(shelf => shelf.keys()))))"
        ".then(lists => lists.flat().map(request => new URL(request.url).pathname))"
    )
    styles = {f"{styleguide.STATIC}/css/{name}.css" for name in ("omoiyari", "kitchen")}
    assert {"/help", "/offline", "/kitchen"} | styles <= set(kept)
    assert all(path in ("/help", "/offline", "/kitchen") or path.startswith("/static/") for path in kept)
    context.set_offline(True)
    page.goto(stand.url)
    assert "No connection" in page.content()
    page.goto(stand.url + "/help")
    assert "Help is here" in page.content()
    page.goto(stand.url + "/leave")
    assert "Soup" in page.content()
    context.close()


def test_a_worker_that_could_not_fetch_everything_leaves_the_good_shelf_alone(
    browser: Any, stand: styleguide.Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(styleguide.KINDS, ".webmanifest")  # the server hangs up on it
    page = browser.new_page()
    page.goto(stand.url + "/help")
    shelves = page.evaluate(
        """async () => {
            await caches.open("shell-before");
            await navigator.serviceWorker.register("/sw.js?guide").then(({installing}) => new Promise((done) => {
                installing.onstatechange = () => { if (installing.state === "redundant") done(); };
            })).catch(() => {});
            return [await caches.keys(), Boolean(await navigator.serviceWorker.getRegistration())];
        }"""
    )
    assert "shell-before" in shelves[0]
    assert shelves[1] is False
    page.close()


def test_a_form_that_is_sent_without_a_connection_stays_and_is_told_why(
    page: Any, stand: styleguide.Stand
) -> None:
    page.fill("#f-shared", "written in a tunnel")
    keep = page.get_by_role("button", name="Keep this page")
    page.context.set_offline(True)
    keep.click()
    page.locator("[data-offline] > :focus").wait_for()
    assert page.get_by_text("No connection just now").is_visible()
    assert page.input_value("#f-shared") == "written in a tunnel"
    page.context.set_offline(False)
    with page.expect_navigation():
        keep.click()
    assert stand.told("/me/journal")[0]["shared"] == "written in a tunnel"


def test_being_offline_is_said_on_the_page(page: Any) -> None:
    assert not page.get_by_text("No connection just now").is_visible()
    page.context.set_offline(True)
    page.get_by_text("No connection just now").wait_for()


def test_a_dialog_opens_over_the_page_and_closes_again(page: Any) -> None:
    page.get_by_role("link", name="Remove", exact=True).click()
    dialog = page.get_by_role("dialog", name="Remove this page?")
    dialog.wait_for()
    dialog.get_by_role("button", name="Leave it").click()
    assert not dialog.is_visible()


def test_a_passphrase_can_be_shown_and_is_hidden_again(page: Any) -> None:
    page.get_by_role("button", name="Show").click()
    assert page.get_attribute("#f-passphrase", "type") == "text"
    page.get_by_role("button", name="Show").click()
    assert page.get_attribute("#f-passphrase", "type") == "password"


def test_titles_and_the_manifest_hold_no_content(page: Any) -> None:
    assert page.title() == "Omoiyari"
    manifest = (styleguide.WEB / "static" / "manifest.webmanifest").read_text()
    assert "couple" not in manifest.lower()
