"""A time for writing is one for both phones; it sends nothing, and what is half written stays."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.conftest import Clock
from tests.web.conftest import Phone, Running
from tests.web.practising import begin
from tests.web.visitors import Street, Visitor

OVER = "The time is over, for both of you."


async def swap(aiko: Visitor, ben: Visitor) -> str:
    """Both stand on the page that has seven minutes for writing."""
    path = await begin("emotion-swap", aiko, ben)
    for one in (aiko, ben):
        assert (await one.post(path, {"what": "done", "move": "0"})).status_code == 303
    return path


def end_of(html: str) -> str:
    return html.split('data-ends="')[1].split('"')[0]


async def half_writes(one: Visitor, path: str, move: int, **fields: str) -> int:
    run = path.rsplit("/", 1)[1]
    return (await one.post(f"/drafts/run-{run}-{move}", {"text": urlencode(fields)})).status_code


async def test_both_phones_are_told_the_same_end(linked: tuple[Visitor, Visitor], clock: Clock) -> None:
    aiko, ben = linked
    path = await swap(aiko, ben)
    first = end_of((await aiko.get(path)).text)
    clock.go(seconds=70)
    assert end_of((await ben.get(path)).text) == first
    assert first.startswith("2026-03-02T20:07:00")


async def test_its_end_sends_nothing_and_the_words_are_still_taken(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    path = await swap(aiko, ben)
    await half_writes(aiko, path, 1, side="I waited for the her")
    clock.go(minutes=8)
    for one in linked:
        page = (await one.get(path)).text
        assert f"data-time-over>{OVER}" in page
    assert "I waited for the her" in (await aiko.get(path)).text
    assert "I waited for the her" not in (await ben.get(path)).text
    sent = await aiko.post(path, {"what": "done", "move": "1", "side": "I waited for the heron."})
    assert sent.status_code == 303


async def test_what_is_half_written_is_found_again_and_forgotten_once_it_is_sent(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await swap(aiko, ben)
    assert await half_writes(aiko, path, 1, side="The kettle was") == 204
    assert "The kettle was" in (await aiko.get(path)).text
    for one in linked:
        await one.post(path, {"what": "done", "move": "1", "side": f"{one.name} has sent this."})
    assert "The kettle was" not in (await aiko.get(path)).text


async def test_an_old_page_that_comes_back_leaves_what_is_half_written_on_the_new_one(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await swap(aiko, ben)
    await half_writes(aiko, path, 1, side="The kettle was")
    stale = await aiko.post(path, {"what": "done", "move": "0", "side": "from the page before"})
    assert stale.status_code == 409
    assert "The kettle was" in stale.text
    assert "from the page before" not in stale.text


async def test_of_an_exercise_that_the_other_stopped_no_half_sentence_is_left(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await swap(aiko, ben)
    await half_writes(aiko, path, 1, side="The kettle was")
    await ben.post(path, {"what": "stop", "keep": "it"})
    assert "The kettle was" not in (await aiko.get(path)).text


async def test_before_the_other_is_there_no_time_runs(linked: tuple[Visitor, Visitor], clock: Clock) -> None:
    aiko, ben = linked
    path = await begin("their-side-first", aiko)
    assert "data-ends" not in (await aiko.get(path)).text
    clock.go(minutes=8)
    await ben.post(path, {"what": "join"})
    ends = {end_of((await one.get(path)).text) for one in linked}
    assert len(ends) == 1
    assert OVER in (await aiko.get(path)).text  # there, and hidden until then
    assert f"data-time-over hidden>{OVER}" in (await aiko.get(path)).text


async def test_a_half_sentence_is_on_no_page_of_the_other_or_of_a_stranger(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    path = await swap(aiko, ben)
    before = (await ben.get(path)).text
    await half_writes(aiko, path, 1, side="The kettle was")
    assert (await ben.get(path)).text == before
    chidi = await street.visitor("Chidi").sign_up()
    await half_writes(chidi, path, 1, side="I am not in this")
    assert "I am not in this" not in (await aiko.get(path)).text


@pytest.mark.browser
def test_two_phones_write_by_one_clock_and_nothing_is_lost_when_it_ends(
    couple_of_phones: tuple[Phone, Phone], server: Running
) -> None:
    aiko, ben = couple_of_phones
    page = aiko.go("/practise/their-side-first")
    page.get_by_role("button", name="Begin, and ask Ben in").click()
    page.wait_for_url("**/practise/run/*")
    path = page.url.removeprefix(aiko.address)
    ben.go(path).get_by_role("button", name="Join in").click()
    expect(aiko.page.locator("run-clock")).to_be_visible()
    ends = {one.page.locator("run-clock").get_attribute("data-ends") for one in couple_of_phones}
    assert len(ends) == 1
    server.clock.go(seconds=176)
    aiko.go(path).get_by_role("textbox").fill("I only wanted to")
    expect(aiko.page.get_by_text("saved, sealed")).to_be_visible()
    expect(aiko.page.get_by_text(OVER)).to_be_visible(timeout=15_000)
    assert aiko.page.get_by_role("textbox").input_value() == "I only wanted to"
    aiko.page.reload()
    assert aiko.page.get_by_role("textbox").input_value() == "I only wanted to"
    aiko.page.get_by_role("button", name="Done").click()
    expect(aiko.page.get_by_text("Yours is in")).to_be_visible()


@pytest.fixture
def couple_of_phones(phone: Callable[[str], Phone]) -> tuple[Phone, Phone]:
    aiko, ben = phone("Aiko").sign_up(), phone("Ben").sign_up()
    ben.join(aiko.invite())
    return aiko, ben


@pytest.mark.browser
def test_what_came_back_too_early_is_kept_to_the_last_letter(phone: Callable[[str], Phone]) -> None:
    aiko = phone("Aiko").sign_up()
    page = aiko.go("/practise/a-kind-hand")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/practise/run/*")
    path = page.url.removeprefix(aiko.address)
    page.get_by_role("textbox").press_sequentially("The soup went cold.")
    page.get_by_role("button", name="Done").click()  # within the 0.8 s that wait for the next letter
    expect(page.locator("form[data-held]").or_(page.get_by_role("alert"))).to_be_visible()
    expect(page.get_by_text("saved, sealed")).to_be_visible()
    assert aiko.go(path).get_by_role("textbox").input_value() == "The soup went cold."
