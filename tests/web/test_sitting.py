"""Two before one screen: the server knows it, so nothing that a browser keeps or loses opens what is private."""

import pytest

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
