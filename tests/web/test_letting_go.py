"""Once a page is sent, nothing of the person it was for is left in memory but what is sealed."""

import asyncio
import gc
from collections.abc import Iterator, MutableMapping
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from omoiyari.couple import Notebook, Record
from omoiyari.store.keys import OpenKeys
from omoiyari.web.pages import Knowing
from omoiyari.web.visit import Visit
from tests.web.evenings import both_look
from tests.web.pages import SIGNED_IN
from tests.web.visitors import ADDRESS, Street, Visitor

Linked = tuple[Visitor, Visitor]


@pytest.fixture
def _no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def left() -> list[object]:
    """What was made for one page and is still there; what a template shares with all pages knows of nobody."""
    kinds = (Notebook, Record, OpenKeys, Visit, Knowing)
    made = (one for one in gc.get_objects() if isinstance(one, kinds))
    return [one for one in made if not isinstance(one, Knowing) or "who_reads" in one.parent]


async def lets_go(before: int) -> bool:
    """Whether no more is there than before; a thread that has just handed over its work may need a moment."""
    for _ in range(500):
        if len(left()) <= before:
            return True
        await asyncio.sleep(0.02)
    return False


@pytest.mark.usefixtures("_no_collector")
async def test_no_page_leaves_a_notebook_keys_or_what_its_template_knew(linked: Linked) -> None:
    aiko, ben = linked
    entry, round_ = await aiko.write("the heron is back", share=True), await both_look(aiko, ben)
    before = len(left())
    for path in ("/felt", "/talked", "/me/pin"):
        assert (await aiko.post(path, {"passphrase": "half-written"})).status_code >= 400, path
        assert await lets_go(before), f"{path}, refused"
    for path in (*SIGNED_IN, round_, f"/entry/{entry}", f"/entry/{entry}/edit"):
        assert (await aiko.get(path)).status_code in (200, 303, 404), path
        assert await lets_go(before), path


async def test_what_the_server_keeps_of_a_request_until_the_next_holds_nothing_of_its_person(
    street: Street, linked: Linked
) -> None:
    scopes: list[MutableMapping[str, Any]] = []

    async def server(scope: Scope, receive: Receive, send: Send) -> None:
        scopes.append(scope)
        await street.app(scope, receive, send)

    cookies = linked[0].client.cookies
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(server), base_url=ADDRESS, cookies=cookies
    ) as one:
        assert (await one.get("/today")).status_code == 200
        assert (await one.post("/me/pin", data={"pin": "1"}, headers={"Origin": ADDRESS})).status_code == 422
    assert [scope["state"] for scope in scopes] == [{}, {}]
