"""Presence: shown in a live exercise that both joined, on its page alone, and nowhere beyond (R6)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from omoiyari.web import app
from tests.web.practising import begin, filled_form, play
from tests.web.visitors import PIN, Street, Visitor

HERE, AWAY = "Ben is here", "phone is away"


async def stream_of(street: Street, one: Visitor, events: str = "/events") -> asyncio.Task[httpx.Response]:
    before = street.house.hub.open_streams
    stream = asyncio.create_task(one.get(events))
    while street.house.hub.open_streams == before:  # noqa: ASYNC110 - the hub has no event for it
        await asyncio.sleep(0.01)
    return stream


@asynccontextmanager
async def open_page(street: Street, one: Visitor, path: str) -> AsyncIterator[None]:
    """The page with its stream, as a browser holds it open."""
    html = (await one.get(path)).text
    events = html.split('data-events="')[1].split('"')[0].replace("&amp;", "&")
    stream = await stream_of(street, one, events)
    yield
    street.house.hub.close_all()
    await stream


async def test_who_has_the_page_of_a_live_exercise_open_is_here(street: Street) -> None:
    aiko, ben = await street.couple()
    run = await begin("morning-question", aiko, ben)
    assert AWAY in (await aiko.get(run)).text
    async with open_page(street, ben, run):
        assert HERE in (await aiko.get(run)).text
    assert AWAY in (await aiko.get(run)).text


@pytest.mark.parametrize("elsewhere", ["/today", "/journal", "/me", "/practise"])
async def test_who_has_another_page_open_looks_the_same_as_who_has_none(
    street: Street, elsewhere: str
) -> None:
    aiko, ben = await street.couple()
    run = await begin("morning-question", aiko, ben)
    without = (await aiko.get(run)).content
    async with open_page(street, ben, elsewhere):
        assert (await aiko.get(run)).content == without


async def test_the_page_of_one_exercise_says_nothing_in_another(street: Street) -> None:
    aiko, ben = await street.couple()
    first, second = await begin("morning-question", aiko, ben), await begin("morning-question", aiko, ben)
    without = (await aiko.get(first)).content
    async with open_page(street, ben, second):
        assert (await aiko.get(first)).content == without


async def test_before_he_has_joined_his_look_at_the_page_is_not_told(street: Street) -> None:
    aiko, ben = await street.couple()
    run = await begin("morning-question", aiko)
    without = (await aiko.get(run)).content
    async with open_page(street, ben, run):
        assert (await aiko.get(run)).content == without


async def heard_by_each(street: Street) -> list[int]:
    ask = "SELECT id FROM people ORDER BY rowid"
    rows = await street.house.cellar.notebook.ask(lambda file: file.execute(ask).fetchall())
    return [street.house.hub._newest.get(id, 0) for (id,) in rows]


async def heard_by_aiko(street: Street) -> int:
    return (await heard_by_each(street))[0]


async def test_she_hears_when_his_page_of_it_opens_and_when_it_closes(street: Street) -> None:
    aiko, ben = await street.couple()
    run = await begin("morning-question", aiko, ben)
    before = await heard_by_aiko(street)
    async with open_page(street, ben, run):
        assert await heard_by_aiko(street) == before + 1
        async with open_page(street, ben, "/today"):
            assert await heard_by_aiko(street) == before + 1
    assert await heard_by_aiko(street) == before + 2


async def test_before_he_has_joined_and_after_its_end_she_hears_nothing_of_his_page(street: Street) -> None:
    aiko, ben = await street.couple()
    run = await begin("morning-question", aiko)
    before, place = await heard_by_aiko(street), f"/events?run={run.rsplit('/', 1)[1]}"
    stream = await stream_of(street, ben, place)
    assert await heard_by_aiko(street) == before
    await ben.post(run, {"what": "join"})
    await play(street, run, aiko, ben)
    before = await heard_by_aiko(street)
    street.house.hub.close_all()
    await stream
    assert await heard_by_aiko(street) == before


async def test_after_its_end_nobody_is_here(street: Street) -> None:
    aiko, ben = await street.couple()
    run = await begin("morning-question", aiko, ben)
    await play(street, run, aiko, ben)
    without = (await aiko.get(run)).content
    async with open_page(street, ben, run):
        assert (await aiko.get(run)).content == without
    assert HERE.encode() not in without


async def test_once_she_has_unlinked_an_exercise_shows_neither_that_the_other_is_there(
    street: Street,
) -> None:
    aiko, ben = await street.couple()
    run = await begin("morning-question", aiko, ben)
    await aiko.post("/unlink")
    for one, other in ((aiko, ben), (ben, aiko)):
        without = (await one.get(run)).content
        async with open_page(street, other, run):
            assert (await one.get(run)).content == without
        assert b" is here" not in without


async def test_an_exercise_of_an_ended_link_is_read_as_stopped_and_offers_nothing_to_do(
    street: Street,
) -> None:
    aiko, ben = await street.couple()
    run = await begin("morning-question", aiko, ben)
    assert f'action="{run}"' in (await ben.get(run)).text
    await aiko.post("/unlink")
    for relinked in (False, True):
        if relinked:
            await ben.post(await aiko.invite())
        for one in (aiko, ben):
            read = (await one.get(run)).text
            assert "It was stopped here, and that is fine" in read
            assert f'action="{run}"' not in read


async def test_once_she_has_unlinked_neither_hears_of_the_page_that_the_other_left_open(
    street: Street,
) -> None:
    aiko, ben = await street.couple()
    run = await begin("morning-question", aiko, ben)
    place = f"/events?run={run.rsplit('/', 1)[1]}"
    left_open = await stream_of(street, ben, place)
    await aiko.post("/unlink")
    await left_open
    before = await heard_by_each(street)
    comes_back = await stream_of(street, ben, place)
    async with open_page(street, aiko, run):
        assert await heard_by_each(street) == before
    await comes_back
    assert await heard_by_each(street) == before


async def test_before_one_screen_what_one_did_alone_asks_for_the_pin(street: Street) -> None:
    aiko, _ben = await street.couple()
    await aiko.set_pin()
    alone, shared = await begin("a-kind-hand", aiko), await begin("morning-question", aiko)
    over = await begin("a-kind-hand", aiko)
    await aiko.post(over, {"what": "stop", "keep": "nothing"})
    await aiko.post("/sit")
    assert (await aiko.get(shared)).status_code == 200
    for path in (alone, over):
        answer = await aiko.get(path)
        assert (answer.status_code, answer.headers.get("location")) == (303, f"/locked?next={path}")


async def test_before_one_screen_no_defence_comes_out_of_its_drawer(street: Street) -> None:
    aiko, ben = await street.couple()
    await aiko.set_pin()
    run = await begin("their-side-first", aiko, ben)
    for one in (aiko, ben):
        await one.post(run, {"what": "done", "move": "0", "defence": f"{one.name} meant well."})
    assert "Aiko meant well." in (await aiko.get(run)).text
    await aiko.post("/sit")
    assert "meant well" not in (await aiko.get(run)).text
    stale = await aiko.post(run, {"what": "done", "move": "0", "defence": "again"})
    assert (stale.status_code, "meant well" in stale.text) == (409, False)
    assert (await aiko.post("/unlock", {"_pin": PIN})).status_code == 303
    assert "Aiko meant well." in (await aiko.get(run)).text


async def test_before_one_screen_an_act_in_what_one_does_alone_is_kept_once_the_pin_is_told(
    street: Street,
) -> None:
    aiko, _ben = await street.couple()
    await aiko.set_pin()
    alone = await begin("a-kind-hand", aiko)
    form = filled_form((await aiko.get(alone)).text, "the soup went cold")
    assert form is not None
    street.clock.go(minutes=4)  # this page is not left at once
    await aiko.post("/sit")
    asked = await aiko.post(alone, form)
    assert asked.status_code == 423
    assert (await aiko.post(alone, {**form, "_pin": "0000"})).status_code == 401
    assert (await aiko.post(alone, {**form, "_pin": PIN})).headers["location"] == alone
    assert (await aiko.get(alone)).status_code == 200, "whoever told the PIN sits alone again"


async def test_the_idle_lock_ends_the_streams_of_that_phone_alone(street: Street) -> None:
    aiko, ben = await street.couple()
    async with app._lifespan(street.app):
        hers = await stream_of(street, aiko)
        street.clock.go(minutes=6)
        his = await stream_of(street, ben)
        street.clock.go(minutes=6)
        assert (await asyncio.wait_for(hers, 30)).status_code == 200
        assert street.house.hub.open_streams == 1
        assert not his.done()
    await his


async def test_at_the_unlink_itself_neither_hears_whether_the_other_had_its_page_open(street: Street) -> None:
    aiko, ben = await street.couple()
    run = await begin("morning-question", aiko, ben)
    left_open = await stream_of(street, ben, f"/events?run={run.rsplit('/', 1)[1]}")
    before = await heard_by_each(street)
    await aiko.post("/unlink")
    await left_open
    assert await heard_by_each(street) == before
