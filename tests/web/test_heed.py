"""What Aiko keeps is read for danger, for her alone."""

from omoiyari.store import sessions
from omoiyari.store.visit import open_notebook
from omoiyari.vault import from_text
from tests.web.visitors import Street, Visitor

HEAVY = "Last night he put his hands round my neck until I could not breathe. It is fine now."
LIGHT = "We planted beans on the balcony."
CARD = "If things are heavy just now"


async def signs_of(street: Street, visitor: Visitor) -> list[dict[str, object]]:
    name = next(name for name in visitor.client.cookies if name.endswith("session"))
    secret = from_text(visitor.client.cookies[name])
    assert secret is not None
    session = await sessions.find(street.house.cellar, secret, street.clock())
    assert session is not None
    assert session.keys is not None
    book = await open_notebook(street.house.cellar, session.keys)
    return [dict(record.body) for record in book.of_kind("sign")]


async def test_after_heavy_words_help_is_held_out_to_her_and_to_nobody_else(street: Street) -> None:
    aiko, ben = await street.couple()
    assert CARD not in (await aiko.get("/today")).text
    id = await aiko.write(HEAVY)
    for path in ("/today", f"/entry/{id}"):
        page = (await aiko.get(path)).text
        assert CARD in page
        assert 'href="/help"' in page
    assert CARD not in (await ben.get("/today")).text


async def test_every_entry_leaves_a_sign_so_that_their_number_tells_nothing(street: Street) -> None:
    aiko, _ = await street.couple()
    await aiko.write(LIGHT)
    assert [sign["level"] for sign in await signs_of(street, aiko)] == [0]
    await aiko.write(HEAVY)
    assert [sign["level"] for sign in await signs_of(street, aiko)] == [0, 3]


async def test_a_changed_entry_is_read_again_and_a_deleted_one_is_forgotten(street: Street) -> None:
    aiko, _ = await street.couple()
    id = await aiko.write(HEAVY)
    await aiko.post(f"/entry/{id}", {"form": "free", "text": LIGHT, "version": "1"})
    assert [sign["level"] for sign in await signs_of(street, aiko)] == [0]
    assert CARD not in (await aiko.get("/today")).text
    await aiko.post(f"/entry/{id}/delete")
    assert await signs_of(street, aiko) == []


async def test_the_line_of_a_check_in_is_read_too(street: Street) -> None:
    aiko, _ = await street.couple()
    await aiko.check_in(line="I have decided to end my life tonight. The letters are written.")
    assert [sign["level"] for sign in await signs_of(street, aiko)] == [3]


async def test_not_this_takes_the_card_away(street: Street) -> None:
    aiko, ben = await street.couple()
    await aiko.write("I am going to kill myself.")
    page = (await aiko.get("/today")).text
    address = page.split('action="/me/not-this/')[1].split('"')[0]
    assert (await ben.post(f"/me/not-this/{address}")).status_code == 404
    assert (await aiko.post(f"/me/not-this/{address}")).status_code == 303
    assert CARD not in (await aiko.get("/today")).text


async def test_while_two_look_at_one_screen_nothing_is_held_out(street: Street) -> None:
    aiko, _ = await street.couple()
    shared = await aiko.write(HEAVY, share=True)
    await aiko.post("/sit")
    assert CARD not in (await aiko.get(f"/entry/{shared}")).text
    assert CARD not in (await aiko.get("/together")).text


async def test_what_was_read_is_in_an_export_only_with_the_area_that_locks_first(street: Street) -> None:
    from tests.conftest import PASSPHRASES

    aiko, _ = await street.couple()
    await aiko.write(HEAVY)
    asked = {"passphrase": PASSPHRASES["Aiko"]}
    assert b'"kind": "sign"' not in await _notebook(aiko, asked)
    assert (await aiko.post("/me/safe/open", asked)).status_code == 303
    assert b'"kind": "sign"' in await _notebook(aiko, asked)


async def _notebook(aiko: Visitor, asked: dict[str, str]) -> bytes:
    import io
    import zipfile

    answer = await aiko.post("/me/data/export", asked)
    return zipfile.ZipFile(io.BytesIO(answer.content)).read("notebook.json")
