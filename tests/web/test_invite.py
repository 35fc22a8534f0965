"""An invite leads to the address under which it was made; where no phone can open that, the page says so."""

import html
import re

import httpx
import pytest

from omoiyari.web.hosts import is_this_machine
from tests.web.visitors import PIN, Street, Visitor

WARNING = "No phone can open this one"


def words(answer: httpx.Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


async def invite_from(street: Street, origin: str) -> str:
    """What the invite's page says to somebody who opened the app at `origin`."""
    client = httpx.AsyncClient(transport=httpx.ASGITransport(street.app), base_url=origin)
    street.opened.append(client)
    aiko = Visitor("Aiko", client)
    form = {"name": "Aiko", "passphrase": "seven quiet herons wade", "understood": "yes", "adult": "yes"}
    assert (await aiko.post("/sign-up", form, Origin=origin)).status_code == 303
    return words(await aiko.post("/link/invite", Origin=origin))


@pytest.mark.parametrize(
    "origin", ["http://localhost:8470", "http://127.0.0.1:8470", "http://[::1]:8470", "http://127.3.2.1"]
)
async def test_an_address_of_this_computer_alone_is_warned_of_with_the_way_to_mend_it(
    street: Street, origin: str
) -> None:
    told = await invite_from(street, origin)
    assert WARNING in told
    assert "make setup" in told
    assert f"{origin}/join/" in told


@pytest.mark.parametrize(
    "origin",
    [
        "https://omoiyari.test",
        "http://192.168.1.20:8470",
        "https://dana-pc.local:8470",
        "http://[fe80::1]:8470",
    ],
)
async def test_an_address_that_a_phone_can_open_is_shown_without_a_warning(
    street: Street, origin: str
) -> None:
    told = await invite_from(street, origin)
    assert WARNING not in told
    assert f"{origin}/join/" in told


async def test_who_joins_is_offered_a_pin_for_this_phone_unless_it_has_one(street: Street) -> None:
    aiko, ben = await street.visitor("Aiko").sign_up(), await street.visitor("Ben").sign_up()
    joined = await ben.post(await aiko.invite())
    assert joined.headers["location"] == "/me/pin?linked=yes"
    offered = words(await ben.get(joined.headers["location"]))
    assert "You two are linked." in offered
    assert "Remember this phone" in offered
    assert "You two are linked." not in words(await ben.get("/me/pin"))
    await ben.post("/unlink")
    await ben.set_pin()
    await ben.post("/leave")
    await ben.post("/unlock", {"_pin": PIN})
    assert (await ben.post(await aiko.invite())).headers["location"] == "/together"


async def test_whoever_waits_beside_her_invite_is_told_and_so_her_name_is_there_for_the_other(
    street: Street,
) -> None:
    aiko, ben = await street.visitor("Aiko").sign_up(), await street.visitor("Ben").sign_up()
    page = (await aiko.post("/link/invite")).text
    live = re.search(r'<div id="linked-yet" data-live="bond all" data-src="(.+?)">', page)
    path = re.search(r"/join/[\w-]{43}", page)
    assert live is not None
    assert path is not None
    await ben.post(path[0])
    assert "You and your partner" in words(await ben.get("/link"))
    asked_again = await aiko.get(live[1])
    assert 'id="linked-yet"' in asked_again.text
    assert "You and Ben" in words(asked_again)
    assert "You and Aiko" in words(await ben.get("/link"))


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("LOCALHOST", True),
        ("app.localhost", True),
        ("0.0.0.0", True),
        ("::1", True),
        ("notlocalhost", False),
        ("10.0.0.7", False),
        ("", False),
    ],
)
def test_what_means_this_computer(name: str, here: bool) -> None:
    assert is_this_machine(name) is here
