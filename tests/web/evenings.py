"""Evenings at the door without a browser: signing in again, both checking in, both looking."""

import re

from omoiyari.couple import Notebook
from omoiyari.store import accounts, sessions
from omoiyari.store.keys import OpenKeys
from omoiyari.store.visit import open_notebook
from tests.conftest import PASSPHRASES
from tests.web.visitors import Street, Visitor


def words(html: str) -> str:
    """What stands on a page, without its tags."""
    found = re.search(r"<main.*?</main>", html, re.S)
    assert found is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))


async def today(one: Visitor) -> str:
    """The words of today's page."""
    return words((await one.get("/today")).text)


async def sign_in(*people: Visitor) -> None:
    for one in people:
        answer = await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
        assert answer.headers["location"] == "/today"


async def next_evening(street: Street, *people: Visitor, days: int = 1) -> None:
    street.clock.go(days=days)
    await sign_in(*people)


async def both_answer(aiko: Visitor, ben: Visitor, **ben_says: str) -> str:
    """The address of a revealed round that nobody has looked at."""
    await aiko.check_in()
    address: str = (await ben.check_in(**ben_says)).headers["location"]
    return address


async def both_look(aiko: Visitor, ben: Visitor, **ben_says: str) -> str:
    """The address of a round that both have looked at."""
    round_ = await both_answer(aiko, ben, **ben_says)
    for one in (aiko, ben):
        await one.post(f"{round_}/look")
    return round_


async def keys_of(street: Street, name: str) -> OpenKeys:
    opened = await accounts.sign_in(street.house.cellar, name, PASSPHRASES[name], "", street.clock())
    secret = await sessions.begin(street.house.cellar, opened, None, street.clock())
    session = await sessions.find(street.house.cellar, secret, street.clock())
    assert session is not None
    assert session.keys is not None
    return session.keys


async def notebook_of(street: Street, name: str) -> Notebook:
    """All that one of them can read."""
    return await open_notebook(street.house.cellar, await keys_of(street, name))
