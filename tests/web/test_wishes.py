"""What somebody asks their own suggestions to leave alone: "not this" for sixty days, "not tonight" for a day."""

import re

import pytest

from omoiyari.library import exercises
from tests.conftest import PASSPHRASES, Clock
from tests.web.visitors import Visitor


async def suggestion(one: Visitor, path: str = "/practise") -> str:
    """The exercise on the card that can be declined; nothing where none is suggested."""
    found = re.search(r'action="/practise/([a-z0-9-]+)/not-this"', (await one.get(path)).text)
    return found[1] if found is not None else ""


async def later(one: Visitor, clock: Clock, days: int) -> None:
    """Some days go by, and she signs in again."""
    clock.go(hours=24 * days)
    assert (
        await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
    ).status_code == 303


async def test_one_tap_on_not_this_brings_another_at_once(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    first = await suggestion(aiko)
    answer = await aiko.post(f"/practise/{first}/not-this")
    assert answer.headers["location"] == "/practise"
    second = await suggestion(aiko)
    assert second
    assert second != first
    html = (await aiko.get("/practise")).text
    assert "Set aside for now" in html
    assert f'action="/practise/{first}/again"' in html
    assert f'href="/practise/{first}"' in html.partition('class="shelf"')[2]


async def test_for_sixty_days_it_is_not_suggested_and_then_it_may_come_again(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, _ = linked
    first = await suggestion(aiko)
    await aiko.post(f"/practise/{first}/not-this")
    for _ in range(12):
        assert await suggestion(aiko) != first
        await later(aiko, clock, 4)
    await later(aiko, clock, 11)
    assert f'action="/practise/{first}/again"' in (await aiko.get("/practise")).text
    await later(aiko, clock, 2)
    assert "Set aside for now" not in (await aiko.get("/practise")).text


async def test_it_can_be_taken_back_and_stands_where_it_stood(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    before = (await aiko.get("/practise")).text
    first = await suggestion(aiko)
    for _ in range(2):
        await aiko.post(f"/practise/{first}/not-this")
    assert (await aiko.post(f"/practise/{first}/again")).headers["location"] == "/practise"
    assert (await aiko.get("/practise")).text == before


async def test_everything_may_be_declined_and_the_page_stays_kind(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    for id in exercises():
        await aiko.post(f"/practise/{id}/not-this")
    html = (await aiko.get("/practise")).text
    assert "Nothing fits tonight. A kind sentence and an early night will do." in html
    assert html.count("Suggest it again") == len(exercises())


async def test_on_today_it_leads_back_to_today(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await aiko.check_in()
    first = await suggestion(aiko, "/today")
    assert first
    answer = await aiko.post(f"/practise/{first}/not-this", {"next": "today"})
    assert answer.headers["location"] == "/today"
    assert await suggestion(aiko, "/today") != first
    elsewhere = await aiko.post(f"/practise/{first}/not-this", {"next": "https://elsewhere.test"})
    assert elsewhere.headers["location"] == "/practise"


async def test_not_tonight_ends_the_day_without_a_trace_tomorrow(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, _ = linked
    await aiko.post("/practise/not-tonight")
    html = (await aiko.get("/practise")).text
    assert "Tonight is off, by your own wish. See you another day." in html
    assert await suggestion(aiko) == ""
    await later(aiko, clock, 1)
    assert await suggestion(aiko)
    assert "Tonight is off" not in (await aiko.get("/practise")).text


async def test_ben_is_told_nothing_and_keeps_his_own(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    before = (await ben.get("/practise")).text
    his = await suggestion(ben)
    await aiko.post(f"/practise/{his}/not-this")
    await aiko.post("/practise/not-tonight")
    assert (await ben.get("/practise")).text == before
    assert (await ben.post(f"/practise/{his}/again")).status_code == 303
    assert f'action="/practise/{his}/again"' in (await aiko.get("/practise")).text


async def test_two_before_one_screen_see_nothing_of_what_one_set_aside(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    await aiko.post("/practise/emotion-swap/not-this")
    await aiko.post("/sit")
    html = (await aiko.get("/practise")).text
    assert "Set aside for now" not in html
    assert "rather go without" not in html


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/practise/not-tonight", {}),
        ("/me/capacity", {"door": "closed", "hours": "12"}),
        (
            "/me/conflicts",
            {
                "topic": "money",
                "began": "2026-03-02T18:00",
                "heat": "5",
                "ended": "unfinished",
                "afraid": "yes",
            },
        ),
    ],
)
async def test_two_before_one_screen_see_the_same_shelf_whatever_one_of_them_noted(
    linked: tuple[Visitor, Visitor], path: str, form: dict[str, str]
) -> None:
    aiko, ben = linked
    assert (await aiko.post(path, form)).status_code == 303
    shelves = []
    for one in (aiko, ben):
        await one.post("/sit")
        shelves.append((await one.get("/practise")).text.split("<main", 1)[1])
    assert "For today, perhaps" not in shelves[0]
    assert shelves[0].replace("Ben", "") == shelves[1].replace("Aiko", "")


@pytest.mark.parametrize("what", ["not-this", "again"])
async def test_what_is_no_exercise_cannot_be_declined(linked: tuple[Visitor, Visitor], what: str) -> None:
    aiko, _ = linked
    assert (await aiko.post(f"/practise/no-such-thing/{what}")).status_code == 404
