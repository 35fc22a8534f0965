"""The search finds all that its reader can read, each on its page; and nothing that is closed to them just now."""

import html
import re

import httpx
import pytest

from tests.web.test_onward import limit
from tests.web.visitors import PIN, Street, Visitor


def results(answer: httpx.Response) -> list[tuple[str, str]]:
    """Each result's address and its words."""
    found = re.findall(r'<article class="card entry.*?</article>', answer.text, re.S)
    return [
        (
            re.findall(r'<a href="([^"]+)"', one)[0],
            " ".join(html.unescape(re.sub(r"<[^>]+>", " ", one)).split()),
        )
        for one in found
    ]


async def found(who: Visitor, q: str = "", tag: str = "") -> list[str]:
    """Where the results lead; every one opens, and holds what was looked for."""
    answer = await who.post("/journal/search", {"q": q, "tag": tag})
    assert answer.status_code == 200
    for href, _ in results(answer):
        page = await who.get(href)
        assert page.status_code == 200, href
        assert (q or tag).split()[0] in page.text.casefold(), href
    return sorted(re.sub(r"[0-9a-f]{32}", "…", href) for href, _ in results(answer))


@pytest.fixture
async def lived(linked: tuple[Visitor, Visitor]) -> tuple[Visitor, Visitor]:
    """Aiko has written `saffron` into everything that has a page."""
    aiko, ben = linked
    await aiko.set_pin()
    await aiko.write("saffron for me")
    await aiko.write("saffron for both", share=True)
    theirs = await ben.write("from Ben", share=True)
    await aiko.post(
        f"/entry/{theirs}/reply", {"text": "saffron answer", "id": await aiko.id_in(f"/entry/{theirs}")}
    )
    await aiko.post("/me/meanings", {"tears": "saffron tears"})
    await aiko.post("/promises", {"text": "saffron rice", "by": "2026-03-09"})
    await aiko.post("/practise/questions", {"text": "What is saffron?", "for": "me"})
    await aiko.check_in(line="saffron line", self_own="saffron mood")
    return aiko, ben


async def test_one_word_is_found_wherever_it_was_written(lived: tuple[Visitor, Visitor]) -> None:
    aiko, _ben = lived
    assert await found(aiko, "saffron") == [
        "/entry/…",
        "/entry/…",
        "/entry/…",
        "/me/check-ins?leaf=1",
        "/me/check-ins?leaf=1",
        "/me/meanings",
        "/practise/questions",
        "/promises",
    ]
    assert await found(aiko, "saffron rice") == ["/promises"]
    assert len(results(await aiko.post("/journal/search", {"q": "SÁFFRON  Ríce"}))) == 1
    assert await found(aiko, "saffron elephant") == []


async def test_each_result_says_who_can_read_it(lived: tuple[Visitor, Visitor]) -> None:
    aiko, _ben = lived
    told = dict(results(await aiko.post("/journal/search", {"q": "saffron"})))
    assert "You and Ben can read this." in told["/promises"]
    assert "Only you can read this." in told["/me/meanings"]


async def test_the_other_finds_what_is_shared_and_nothing_else(lived: tuple[Visitor, Visitor]) -> None:
    _aiko, ben = lived
    assert await found(ben, "saffron") == ["/entry/…", "/entry/…", "/promises"]


async def test_what_was_true_is_found_once_it_was_looked_at_and_not_before(
    lived: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = lived
    answered = await ben.check_in(self_own="marzipan")
    round_ = answered.headers["location"]
    assert await found(aiko, "marzipan") == [], "the reveal opens when I ask for it, and not by a search"
    await aiko.post(f"{round_}/look")
    assert await found(aiko, "marzipan") == ["/round/…"]
    await ben.post(f"{round_}/look")
    await ben.post(f"{round_}/correct", {"mark": "partly", "text": "more of a nougat"})
    assert await found(aiko, "nougat") == ["/round/…"]


async def test_nothing_of_the_area_that_locks_first_is_ever_found(lived: tuple[Visitor, Visitor]) -> None:
    aiko, _ben = lived
    await aiko.post("/me/safe/open", {"pin": PIN})
    await aiko.post("/me/safe", {"text": "a hidden cardamom", "id": await aiko.id_in("/me/safe")})
    assert await found(aiko, "cardamom") == []


async def test_before_one_screen_nothing_is_searched(lived: tuple[Visitor, Visitor]) -> None:
    aiko, _ben = lived
    await aiko.post("/sit")
    answer = await aiko.post("/journal/search", {"q": "saffron"})
    assert answer.status_code == 423
    assert results(answer) == []


async def test_a_tag_finds_what_it_stands_on_shared_pages_too(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    for who in (aiko, ben):
        id = await who.id_in("/journal/new?form=free")
        form = {"form": "free", "text": "trip words", "tags": "holiday", "id": id, "share": "yes"}
        await who.post("/journal", form)
        await who.post(f"/entry/{id}/send")
    assert 'value="holiday"' in (await aiko.get("/journal")).text
    assert await found(aiko, tag="holiday") == ["/entry/…", "/entry/…"]
    assert await found(aiko, "trip", "holiday") == ["/entry/…", "/entry/…"]
    assert "Nothing found" in (await aiko.post("/journal/search", {"tag": "work"})).text


async def test_what_was_kept_of_an_exercise_is_found(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    await limit(aiko)
    assert await found(aiko, "saturday coffee") == ["/practise/run/…"]
