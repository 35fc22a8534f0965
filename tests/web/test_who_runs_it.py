"""Before anybody writes a word it is said who runs this server and what they can see, and the file tells no more."""

import html
import re
from dataclasses import replace

import httpx
import pytest

from tests.conftest import PASSPHRASES
from tests.web.visitors import Street


def words(answer: httpx.Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.mark.parametrize("path", ["/sign-up", "/about"])
async def test_who_runs_it_is_named(street: Street, path: str) -> None:
    assert "This server is run by Dana." in words(await street.visitor().get(path))
    street.app.state.house = replace(street.house, runner="")
    assert "whoever set it up in your home or for you" in words(await street.visitor().get(path))
    street.app.state.house = street.house


async def test_the_name_stands_before_the_form_and_in_no_fold(street: Street) -> None:
    page = (await street.visitor().get("/sign-up")).text
    before = page.split('<form method="post" action="/sign-up"')[0]
    assert "Dana" in before
    assert "<details" not in before


@pytest.mark.parametrize("path", ["/sign-up", "/about"])
async def test_it_is_said_that_they_see_for_whom_a_page_is_and_how_large_and_they_do(
    street: Street, path: str
) -> None:
    told = words(await street.visitor().get(path))
    assert "of each page how large it is, roughly, and whom it is sealed for" in told
    assert "So they can tell how often you write in that area." in told
    aiko = await street.visitor("Aiko").sign_up()
    await aiko.post("/me/safe/open", {"passphrase": PASSPHRASES["Aiko"]})
    for number in range(3):
        await aiko.post("/me/safe", {"text": f"hidden {number}", "id": await aiko.id_in("/me/safe")})
    rows = await street.house.cellar.notebook.ask(
        lambda file: file.execute("SELECT audience, length(sealed) FROM records").fetchall()
    )
    assert [audience for audience, _ in rows].count("safety") == 3
    assert len({size for audience, size in rows if audience == "safety"}) == 1, (
        "roughly: to the next 512 bytes"
    )
    assert "cannot read these notes, but can count them" in words(await aiko.get("/me/safe"))
