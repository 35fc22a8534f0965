"""Two before one screen: the server knows it, so nothing that a browser keeps or loses opens what is private."""

import pytest

from tests.web.evenings import next_evening, words
from tests.web.practising import begin
from tests.web.visitors import ADDRESS, PIN, Street, Visitor

PRIVATE = ("/journal", "/today", "/me", "/me/keys", "/me/data", "/me/safe", "/insights", "/me/check-ins")


@pytest.fixture
async def sitting(linked: tuple[Visitor, Visitor]) -> Visitor:
    """Aiko, with Ben beside her before her phone."""
    aiko, _ben = linked
    await aiko.set_pin()
    await aiko.write("mine alone")
    assert (await aiko.post("/sit")).headers["location"] == "/together"
    return aiko


async def is_closed(who: Visitor) -> bool:
    return {(await who.get(path)).headers.get("location", "").split("?")[0] for path in PRIVATE} == {
        "/locked"
    }


async def test_no_cookie_holds_it_so_none_can_be_taken_out(street: Street, sitting: Visitor) -> None:
    assert set(sitting.client.cookies) == {"__Host-session", "__Host-phone"}
    assert "You sit together" in (await sitting.get("/together")).text
    for extra in ({}, {"__Host-sitting": ""}, {"__Host-sitting": "no"}, {"sitting": "no"}):
        copy = street.visitor("Aiko")
        copy.client.cookies.update({**dict(sitting.client.cookies), **extra})
        assert (await copy.get("/together")).status_code == 200
        assert (await copy.get("/journal")).headers["location"] == "/locked?next=/journal"


async def test_only_pin_or_passphrase_end_it(sitting: Visitor) -> None:
    assert await is_closed(sitting)
    for way_out in ("/sit", "/lock/safety", "/together", "/unlock"):
        await sitting.client.post(way_out, headers={"Origin": ADDRESS})
        assert await is_closed(sitting)
    await sitting.get("/locked")
    assert await is_closed(sitting), "also once it has locked"
    assert (await sitting.post("/unlock", {"_pin": PIN})).headers["location"] == "/today"
    assert "mine alone" in (await sitting.get("/journal")).text


@pytest.mark.parametrize("way", ["/leave", "/sign-out"])
async def test_leaving_or_signing_out_opens_nothing_either(sitting: Visitor, way: str) -> None:
    await sitting.post(way)
    assert await is_closed(sitting)


async def test_another_phone_of_hers_is_as_open_as_before(street: Street, sitting: Visitor) -> None:
    other = street.visitor("Aiko")
    await other.post("/sign-in", {"name": "Aiko", "passphrase": "seven quiet herons wade"})
    assert "mine alone" in (await other.get("/journal")).text


async def test_sitting_down_closes_the_area_that_locks_first(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ben = linked
    await aiko.set_pin()
    await aiko.post("/me/safe/open", {"pin": PIN})
    await aiko.post("/sit")
    await aiko.post("/unlock", {"_pin": PIN})
    assert 'name="text"' not in (await aiko.get("/me/safe")).text


async def test_a_half_written_answer_is_not_shown_nothing_is_kept_as_it_is_typed_and_it_waits(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    await aiko.set_pin()
    entry = f"/entry/{await ben.write('from Ben', share=True)}"
    await aiko.post(f"/drafts/reply-{entry.rsplit('/', 1)[1]}", {"text": "half of a thought"})
    await aiko.post("/sit")
    page = (await aiko.get(entry)).text
    assert 'name="text"' in page
    assert "half of a thought" not in page
    assert "data-draft" not in page
    sent = {"text": "said with Ben beside me", "id": await aiko.id_in(entry)}
    assert (await aiko.post(f"{entry}/reply", sent)).status_code == 303
    await aiko.post("/unlock", {"_pin": PIN})
    page = (await aiko.get(entry)).text
    assert "half of a thought" in page
    assert "data-draft" in page


async def test_an_exercise_keeps_nothing_as_it_is_typed(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    await aiko.set_pin()
    path = await begin("emotion-swap", aiko, ben)
    for one in linked:
        await one.post(path, {"what": "done", "move": "0"})
    assert "data-draft" in (await aiko.get(path)).text
    await aiko.post("/sit")
    page = (await aiko.get(path)).text
    assert 'name="side"' in page
    assert "data-draft" not in page


async def test_an_answer_that_stayed_mine_asks_for_the_pin(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await aiko.set_pin()
    round_ = (await aiko.check_in(own="worried")).headers["location"]
    await next_evening(street, aiko, ben)
    assert "worried" in words((await aiko.get(round_)).text)
    await aiko.post("/sit")
    assert (await aiko.get(round_)).headers["location"] == f"/locked?next={round_}"
    assert "worried" not in (await aiko.post(f"{round_}/correct", {"mark": "right"})).text
    await aiko.post("/unlock", {"_pin": PIN})
    assert "worried" in words((await aiko.get(round_)).text)
