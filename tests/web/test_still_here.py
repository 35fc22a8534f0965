"""A long exercise is not locked in its middle: a heartbeat counts, within its length, and never for safety."""

import pytest
from playwright.sync_api import expect

from omoiyari.library import Mode, exercises
from omoiyari.practice.run import LATE, LONG
from tests.conftest import PASSPHRASES, Clock
from tests.web.conftest import Phone, Running
from tests.web.practising import begin
from tests.web.visitors import Street, Visitor

WALK = exercises()["emotion-walk"]


async def is_open(one: Visitor, path: str = "/me") -> bool:
    """Whether the pages are open; whoever asks for a page counts as being here."""
    return (await one.get(path)).status_code == 200


async def beats(one: Visitor, path: str, clock: Clock, *, minutes: int) -> list[int]:
    """The open page's heartbeat for so long; hands back the answers."""
    answers = []
    for _ in range(minutes // 2):
        clock.go(minutes=2)
        answers.append((await one.post(f"{path}/here")).status_code)
    return answers


async def test_a_walk_of_forty_minutes_is_not_locked_in_its_middle(street: Street, clock: Clock) -> None:
    aiko, ben = await street.couple()
    path = await begin(WALK.id, aiko, ben)
    assert set(await beats(aiko, path, clock, minutes=38)) == {204}
    assert await is_open(aiko, path)
    assert not await is_open(ben, path)  # his phone was away


async def test_after_its_length_and_five_minutes_it_no_longer_counts(street: Street, clock: Clock) -> None:
    aiko, ben = await street.couple()
    path = await begin(WALK.id, aiko, ben)
    answers = await beats(aiko, path, clock, minutes=WALK.minutes + LATE + 12)
    assert answers.count(204) == (WALK.minutes + LATE - 1) // 2
    assert not await is_open(aiko, path)


async def test_a_refused_heartbeat_keeps_nothing_open(street: Street, clock: Clock) -> None:
    aiko, ben = await street.couple()
    path = await begin("three-minute-check-in", aiko, ben)
    assert set(await beats(aiko, path, clock, minutes=8)) == {404}
    clock.go(minutes=3)
    assert not await is_open(aiko, path)


async def test_it_ends_with_the_exercise(street: Street, clock: Clock) -> None:
    aiko, ben = await street.couple()
    path = await begin(WALK.id, aiko, ben)
    await ben.post(path, {"what": "stop", "keep": "it"})
    assert await beats(aiko, path, clock, minutes=2) == [404]


async def test_one_who_waits_for_the_other_is_not_kept_open(street: Street, clock: Clock) -> None:
    aiko, _ = await street.couple()
    path = await begin(WALK.id, aiko)
    assert await beats(aiko, path, clock, minutes=2) == [404]


async def test_the_length_counts_from_when_both_were_there(street: Street, clock: Clock) -> None:
    aiko, ben = await street.couple()
    path = await begin(WALK.id, aiko)
    for _ in range(4):
        clock.go(minutes=9)
        assert await is_open(aiko)
        assert await is_open(ben)
    await ben.post(path, {"what": "join"})
    assert set(await beats(aiko, path, clock, minutes=38)) == {204}


async def test_in_an_exercise_of_ones_own_time_the_length_is_each_persons_own(
    street: Street, clock: Clock
) -> None:
    aiko, ben = await street.couple()
    path = await begin("blind-spots", aiko)
    for _ in range(4):
        clock.go(minutes=9)
        assert await is_open(aiko)
        assert await is_open(ben)
    await ben.post(path, {"what": "join"})
    assert await beats(ben, path, clock, minutes=2) == [204]
    assert (await aiko.post(f"{path}/here")).status_code == 404


async def test_the_safety_area_is_closed_by_it_and_never_kept_open(street: Street, clock: Clock) -> None:
    aiko, ben = await street.couple()
    path = await begin(WALK.id, aiko, ben)
    await aiko.post("/me/safe/open", {"passphrase": PASSPHRASES["Aiko"]})
    assert 'name="text"' in (await aiko.get("/me/safe")).text
    await beats(aiko, path, clock, minutes=2)
    assert 'name="text"' not in (await aiko.get("/me/safe")).text


async def test_neither_the_partner_nor_a_stranger_keeps_somebody_elses_pages_open(
    street: Street, clock: Clock
) -> None:
    aiko, ben = await street.couple()
    chidi = await street.visitor("Chidi").sign_up()
    path = await begin(WALK.id, aiko, ben)
    assert set(await beats(chidi, path, clock, minutes=2)) == {404}
    await beats(ben, path, clock, minutes=10)
    assert not await is_open(aiko, path)


async def test_only_the_page_of_a_long_exercise_has_a_heartbeat(street: Street) -> None:
    aiko, ben = await street.couple()
    for id in ("three-minute-check-in", "emotion-walk"):
        path = await begin(id, aiko, ben)
        page = (await aiko.get(path)).text
        assert ("data-here=" in page) is (exercises()[id].minutes >= LONG)
        assert 'data-lock-after="600000"' in page


def test_there_are_long_live_exercises_to_keep_open() -> None:
    assert any(e.mode is Mode.LIVE and e.minutes > LONG + LATE for e in exercises().values())


@pytest.mark.browser
def test_the_page_itself_keeps_the_walk_open_without_a_touch(
    couple: tuple[Phone, Phone], server: Running
) -> None:
    aiko, ben = couple
    aiko.page.clock.install()
    page = aiko.go(f"/practise/{WALK.id}")
    page.get_by_role("button", name="Begin, and ask Ben in").click()
    page.wait_for_url("**/practise/run/*")
    path = page.url.removeprefix(aiko.address)
    ben.go(path).get_by_role("button", name="Join in").click()
    aiko.go(path)
    for _ in range(4):  # two minutes by two minutes, on both clocks, without a touch
        server.clock.go(minutes=4)
        for _ in range(2):
            with page.expect_response("**/here") as answer:
                page.clock.fast_forward("02:00")
            assert answer.value.status == 204
    expect(page.locator("#run")).to_be_visible()
    assert page.url.endswith(path)
    assert aiko.go("/me").url.endswith("/me")
