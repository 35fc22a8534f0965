"""Two phones in the same exercise: turns, the clock, a phone that drops out, and looks of their own."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Phone, Running
from tests.web.test_every_page import findings

pytestmark = pytest.mark.browser


def begin(aiko: Phone, ben: Phone, id: str) -> str:
    """Aiko begins on her phone, Ben joins by the card on his; hands back the address."""
    page = aiko.go(f"/practise/{id}")
    page.get_by_role("button", name="Begin, and ask Ben in").click()
    page.wait_for_url("**/practise/run/*")
    path = page.url.removeprefix(aiko.address)
    ben.go(path).get_by_role("button", name="Join in").click()
    ben.page.wait_for_load_state()
    return path


def test_two_phones_take_turns_by_one_clock_and_one_drops_out_and_returns(
    couple: tuple[Phone, Phone], server: Running
) -> None:
    aiko, ben = couple
    path = begin(aiko, ben, "three-minute-check-in")
    expect(aiko.page.get_by_text("You have the floor.")).to_be_visible()
    expect(ben.page.get_by_text("Aiko is speaking.")).to_be_visible()
    expect(ben.page.get_by_text("Your turn in")).to_be_visible()
    expect(ben.page.locator("run-clock")).to_have_text("1:29", timeout=4000)
    ben.page.goto("about:blank")  # Ben's phone drops out
    server.clock.go(seconds=95)
    ben.go(path)
    expect(ben.page.get_by_text("You have the floor.")).to_be_visible()
    ben.page.get_by_role("button", name="I am done, pass it on").click()
    expect(ben.page.get_by_text("Did you feel heard?")).to_be_visible()
    expect(aiko.page.get_by_text("Did you feel heard?")).to_be_visible()
    ben.page.get_by_role("group", name="Did you feel heard?").get_by_role("radio", name="5").check()
    ben.page.get_by_role("button", name="Note it").click()
    expect(ben.page.get_by_text("That was enough. Put the phones down.")).to_be_visible()


def test_the_same_shape_breathes_on_both_phones_and_one_touch_ends_it(
    couple: tuple[Phone, Phone], server: Running
) -> None:
    aiko, ben = couple
    path = begin(aiko, ben, "breathe-together")
    ben.page.goto("about:blank")  # Ben's phone drops out, and finds its place again
    server.clock.go(seconds=21)
    for one in (aiko, ben):
        one.go(path)
        expect(one.page.locator("breath-shape.breathing")).to_be_visible()
    words = [one.page.locator("breath-shape .words").inner_text() for one in (aiko, ben)]
    assert set(words) <= {"in", "out"}
    ben.page.get_by_role("button", name="End it for both").click()
    expect(aiko.page.get_by_role("group", name="How settled are you now?")).to_be_visible()


def test_sentences_are_marked_by_their_owner_and_written_once_more(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    begin(aiko, ben, "emotion-swap")
    for one in couple:
        one.page.get_by_role("button", name="Go on").click()
    for one in couple:
        one.page.get_by_role("textbox").fill(f"I waited for {one.name}. The soup went cold.")
        one.page.get_by_role("button", name="Done").click()
    expect(aiko.page.get_by_role("group", name="The soup went cold.")).to_be_visible()
    for group in aiko.page.locator("fieldset.marks-of-three").all():
        group.get_by_text("Partly").click()
    aiko.page.get_by_label("In my words").first.fill("I waited in the rain.")
    aiko.page.get_by_role("button", name="Done").click()
    expect(aiko.page.get_by_text("Yours is in")).to_be_visible()
    for group in ben.page.locator("fieldset.marks-of-three").all():
        group.get_by_text("Rightly").click()
    ben.page.get_by_role("button", name="Done").click()
    expect(ben.page.get_by_text("I waited for Ben. → I waited in the rain.")).to_be_visible()


def test_the_bell_rings_on_both_phones(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    path = begin(aiko, ben, "your-story-in-my-mouth")
    ben.page.goto("about:blank")
    expect(aiko.page.get_by_text("Ben’s phone is away")).to_be_visible()
    ben.go(path)
    ben.page.get_by_role("button", name="Ring: it was not like that").click()
    expect(ben.page.get_by_text("The bell has rung once.")).to_be_visible()
    expect(aiko.page.get_by_text("The bell has rung once.")).to_be_visible()


def test_a_picture_is_drawn_anew_and_lies_before_both(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    begin(aiko, ben, "photo-album")
    picture = Path(__file__).parents[2] / "src/omoiyari/web/static/icons/mark-192.png"
    expect(aiko.page.get_by_text("Ben is here")).to_be_visible()
    aiko.page.locator("input[type=file]").set_input_files(picture)
    expect(aiko.page.locator("photo-here img")).to_be_visible()
    expect(ben.page.locator(".run-photo")).to_have_count(0)
    aiko.page.get_by_role("button", name="Lay it before both of you").click()
    for one in couple:
        shown = one.page.locator(".run-photo img")
        expect(shown).to_be_visible()
        assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 192
    aiko.page.get_by_role("textbox").fill("The one at the pier")
    aiko.page.get_by_role("button", name="Done").click()
    for one in couple:
        expect(one.page.get_by_text("The one at the pier")).to_be_visible()
        expect(one.page.locator(".run-photo img")).to_be_visible()


def test_stopping_needs_no_reason_and_the_other_phone_says_only_that(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    begin(aiko, ben, "mirror-minute")
    ben.page.get_by_text("Stop here").click()
    ben.page.get_by_role("button", name="Stop, and keep nothing").click()
    expect(aiko.page.get_by_text("Nothing of it is kept").first).to_be_visible()


LOCKS = """window.locks = 0;
Object.defineProperty(navigator, "wakeLock", {value: {request: async () => {
    window.locks += 1;
    return {released: false, async release() { window.locks -= 1; this.released = true; }};
}}});"""


def test_the_screen_stays_awake_from_waiting_to_the_end_and_no_longer(
    couple: tuple[Phone, Phone], server: Running
) -> None:
    aiko, ben = couple
    aiko.context.add_init_script(LOCKS)
    page = aiko.go("/practise/quiet-gaze")
    assert page.evaluate("window.locks") == 0
    page.get_by_role("button", name="Begin, and ask Ben in").click()
    page.wait_for_url("**/practise/run/*")
    path = page.url.removeprefix(aiko.address)
    page.wait_for_function("window.locks === 1")
    ben.go(path).get_by_role("button", name="Join in").click()
    expect(page.locator(".scene")).to_be_visible()  # swapped by an event, not loaded anew
    page.wait_for_function("window.locks === 1")
    ben.page.get_by_text("Stop here").click()
    ben.page.get_by_role("button", name="Stop, and keep what is there").click()
    expect(page.get_by_role("heading", name="It was stopped here")).to_be_visible()
    page.wait_for_function("window.locks === 0")


def test_who_comes_and_goes_is_told_without_a_reload(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    path = begin(aiko, ben, "three-minute-check-in")
    expect(aiko.page.get_by_text("Ben is here")).to_be_visible()
    expect(ben.page.get_by_text("Aiko is here")).to_be_visible()
    ben.page.goto("about:blank")
    expect(aiko.page.get_by_text("Ben’s phone is away")).to_be_visible()
    ben.go(path)
    expect(aiko.page.get_by_text("Ben is here")).to_be_visible()


def test_a_page_that_turns_by_itself_is_told_aloud(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    begin(aiko, ben, "three-minute-check-in")
    told, heading = ben.page.locator("[data-turned]"), ben.page.locator("#scene-now")
    expect(ben.page.get_by_text("Aiko is speaking.")).to_be_visible()
    expect(told).to_have_text("")
    aiko.page.get_by_role("button", name="I am done, pass it on").click()
    expect(ben.page.get_by_text("You have the floor.")).to_be_visible()
    expect(told).to_have_text(heading.inner_text())


def test_a_person_with_only_a_keyboard_can_take_a_turn(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    begin(aiko, ben, "three-minute-check-in")
    button = aiko.page.get_by_role("button", name="I am done, pass it on")
    for _ in range(30):
        aiko.page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    aiko.page.keyboard.press("Enter")
    expect(ben.page.get_by_text("You have the floor.")).to_be_visible()


def test_axe_finds_nothing_on_the_pages_of_a_run(couple: tuple[Phone, Phone]) -> None:
    aiko, ben = couple
    wrong: dict[str, list[str]] = {}
    aiko.go("/practise/quiet-gaze").get_by_role("button", name="Begin, and ask Ben in").click()
    aiko.page.wait_for_url("**/practise/run/*")
    wrong["wait"] = findings(aiko.page)
    for id in ("blind-spots", "two-truths-and-a-feeling", "your-story-in-my-mouth", "breathe-together"):
        begin(aiko, ben, id)
        wrong[f"{id}, first"], wrong[f"{id}, second"] = findings(aiko.page), findings(ben.page)
    aiko.go("/learn/with-for-and-hands").locator("[data-sort] button").first.click()
    expect(aiko.page.get_by_role("status").filter(has_text=":").first).to_be_visible()
    wrong["sorted"] = findings(aiko.page)
    assert {page: found for page, found in wrong.items() if found} == {}
