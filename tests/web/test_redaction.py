"""Whoever wrote something can always delete it: the words go from every copy we hold, and a mark stays."""

import html
import io
import re
import zipfile

import httpx
import pytest

from tests.conftest import PASSPHRASES
from tests.web.test_who_reads import relink
from tests.web.visitors import PIN, Street, Visitor

WORDS = "words that I regret"


def words(answer: httpx.Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


async def everything_of(who: Visitor) -> str:
    """All that somebody can take along."""
    file = await who.post("/me/data/export", {"passphrase": PASSPHRASES[who.name]})
    return zipfile.ZipFile(io.BytesIO(file.content)).read("notebook.json").decode()


async def answer(who: Visitor, entry: str, text: str = WORDS, kind: str = "reply") -> str:
    """Write under an entry; hands back the id."""
    id = await who.id_in(f"/entry/{entry}")
    assert (await who.post(f"/entry/{entry}/{kind}", {"text": text, "id": id})).status_code == 303
    return id


@pytest.mark.parametrize(("form", "kind"), [("free", "reply"), ("pen", "passage")])
async def test_an_answer_and_a_turn_can_be_deleted_and_a_mark_stays(
    street: Street, linked: tuple[Visitor, Visitor], form: str, kind: str
) -> None:
    aiko, ben = linked
    entry = await aiko.write("to be answered", share=True, form=form)
    id = await answer(ben, entry, kind=kind)
    assert f"/said/{id}/delete" in (await ben.get(f"/entry/{entry}")).text
    assert f"/said/{id}/delete" not in (await aiko.get(f"/entry/{entry}")).text
    assert WORDS in await everything_of(aiko)
    gone = await ben.post(f"/said/{id}/delete")
    assert gone.headers["location"] == f"/entry/{entry}"
    for who, by in ((aiko, "Ben"), (ben, "You")):
        page = await who.get(f"/entry/{entry}")
        assert WORDS not in page.text
        assert f"{by} deleted something here" in words(page)
        assert WORDS not in await everything_of(who)
    held = b"".join(path.read_bytes() for path in street.house.cellar.folder.glob("*.db*"))
    assert WORDS.encode() not in held
    assert (await ben.post(f"/said/{id}/delete")).status_code == 404, "once is enough"


async def test_the_pen_stays_where_it_was_when_a_turn_is_deleted(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    entry = await aiko.write("Our first flat", share=True, form="pen")
    first = await answer(ben, entry, "had a balcony", "passage")
    await answer(aiko, entry, "and a cat", "passage")
    assert "The pen is with you." in words(await ben.get(f"/entry/{entry}"))
    await ben.post(f"/said/{first}/delete")
    page = words(await ben.get(f"/entry/{entry}"))
    assert "The pen is with you." in page
    assert page.index("You deleted something here") < page.index("and a cat"), (
        "the mark stands where it stood"
    )


async def test_an_answer_under_a_page_that_the_other_deleted_can_still_be_deleted(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    entry = await aiko.write("soon gone", share=True)
    id = await answer(ben, entry)
    await aiko.post(f"/entry/{entry}/delete")
    assert f"/said/{id}/delete" in (await ben.get("/together")).text
    assert f"/said/{id}/delete" not in (await aiko.get("/together")).text
    assert (await ben.post(f"/said/{id}/delete")).headers["location"] == "/together"
    assert WORDS not in await everything_of(aiko)
    assert f"/said/{id}/delete" not in (await ben.get("/together")).text


async def test_after_a_parting_ones_own_words_can_be_deleted_too(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    entry = await ben.write("from Ben", share=True)
    id = await answer(aiko, entry)
    await relink(street, aiko)
    assert (await aiko.post(f"/said/{id}/delete")).status_code == 303
    assert WORDS not in await everything_of(ben)


async def test_nobody_deletes_what_another_wrote_and_nothing_else_goes_by_that_door(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    entry = await aiko.write("to be answered", share=True)
    id = await answer(ben, entry)
    chidi = await street.visitor("Chidi").sign_up()
    for who, what in ((aiko, id), (chidi, id), (aiko, entry), (ben, "0" * 32)):
        assert (await who.post(f"/said/{what}/delete")).status_code == 404
    assert WORDS in (await aiko.get(f"/entry/{entry}")).text


async def test_before_one_screen_deleting_asks_for_the_pin(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    await ben.set_pin()
    entry = await aiko.write("to be answered", share=True)
    id = await answer(ben, entry)
    await ben.post("/sit")
    assert (await ben.post(f"/said/{id}/delete")).status_code == 423
    assert (await ben.post(f"/said/{id}/delete", {"_pin": PIN})).status_code == 303


async def test_what_signs_mean_can_be_deleted_with_all_that_was_saved_before(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    assert "/me/meanings/delete" not in (await aiko.get("/me/meanings")).text
    await aiko.post("/me/meanings", {"tears": "the first thing", "share": "yes"})
    await aiko.post("/me/meanings", {"tears": WORDS, "share": "yes"})
    await aiko.post("/me/meanings", {"tears": "now for me alone"})
    assert WORDS in (await ben.get("/me/meanings")).text
    assert (await aiko.post("/me/meanings/delete")).headers["location"] == "/me/meanings"
    for who in (aiko, ben):
        page = (await who.get("/me/meanings")).text
        for text in (WORDS, "the first thing", "now for me alone"):
            assert text not in page
            assert text not in await everything_of(who)


async def test_beside_what_goes_at_once_it_is_said(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    for form in ("free", "pen"):
        entry = await aiko.write("to be answered", share=True, form=form)
        page = words(await ben.get(f"/entry/{entry}"))
        assert page.count("It goes at once") == 2, "beside the one tap, and beside the answer"
