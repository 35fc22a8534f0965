"""The picture of an exercise: for the two, inside it, without a camera's notes, and gone with it."""

from base64 import b64encode
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.conftest import PASSPHRASES, Clock
from tests.practice.jpegs import NOTE, jpeg, segment
from tests.web.practising import begin, filled_form, play
from tests.web.visitors import Street, Visitor

PICTURE = b64encode(jpeg(segment(0xE1, NOTE))).decode()


async def album(aiko: Visitor, ben: Visitor) -> str:
    """An album with a picture in it."""
    path = await begin("photo-album", aiko, ben)
    assert (await aiko.post(f"{path}/photo", {"jpeg": PICTURE})).status_code == 303
    return path


async def pick(aiko: Visitor, path: str) -> None:
    await aiko.post(path, filled_form((await aiko.get(path)).text, "The pier") or {})


async def exported(one: Visitor) -> str:
    answer = await one.post("/me/data/export", {"passphrase": PASSPHRASES[one.name]})
    return ZipFile(BytesIO(answer.content)).read("notebook.json").decode()


async def test_both_look_at_it_on_every_page_and_nothing_of_the_camera_is_in_it(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    path = await album(*linked)
    aiko, ben = linked
    await pick(aiko, path)
    for one in linked:
        page = (await one.get(path)).text
        assert f'<img src="{path}/photo?' in page
        answer = await one.get(f"{path}/photo")
        assert (answer.content, answer.headers["content-type"]) == (jpeg(), "image/jpeg")
        assert answer.headers["cache-control"] == "no-store"
    chidi = await street.visitor("Chidi").sign_up()
    assert (await chidi.get(f"{path}/photo")).status_code == 404
    assert (await street.visitor().get(f"{path}/photo")).status_code == 303
    assert f'<img src="{path}/photo?' in await play(street, path, aiko, ben)


async def test_only_who_is_asked_for_a_picture_puts_one_in_and_only_a_picture(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await begin("photo-album", aiko, ben)
    assert (await ben.post(f"{path}/photo", {"jpeg": PICTURE})).status_code == 404
    for bad in ("", "???", "é", b64encode(b"GIF89a").decode()):
        answer = await aiko.post(f"{path}/photo", {"jpeg": bad})
        assert answer.status_code == 422
        assert "could not be read" in answer.text
    assert (await aiko.get(f"{path}/photo")).status_code == 404
    other = await begin("love-map", aiko, ben)
    assert (await aiko.post(f"{other}/photo", {"jpeg": PICTURE})).status_code == 404
    await pick(aiko, path)
    assert (await aiko.post(f"{path}/photo", {"jpeg": PICTURE})).status_code == 404


async def test_another_one_takes_its_place_and_its_owner_takes_it_out(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await album(aiko, ben)
    fresh = b64encode(jpeg(width=9)).decode()
    await aiko.post(f"{path}/photo", {"jpeg": fresh})
    assert (await ben.get(f"{path}/photo")).content == jpeg(width=9)
    assert (await exported(aiko)).count('"jpeg"') == 1
    await ben.post(f"{path}/photo", {"out": "yes"})
    assert (await aiko.get(f"{path}/photo")).status_code == 200
    await aiko.post(f"{path}/photo", {"out": "yes"})
    assert (await ben.get(f"{path}/photo")).status_code == 404
    assert '"jpeg"' not in await exported(aiko)


@pytest.mark.parametrize("keepers", [0, 1, 2])
async def test_it_goes_with_the_exercise_unless_both_keep_it(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock, keepers: int
) -> None:
    path = await album(*linked)
    await play(street, path, *linked)
    for one in linked[:keepers]:
        assert "the picture, if both of you keep it" in (await one.get(path)).text
        assert (await one.post(path, {"what": "keep"})).status_code == 303
    clock.go(hours=3)
    for one in linked:
        await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
        await one.get("/practise")
    for one in linked:
        assert (await one.get(f"{path}/photo")).status_code == (200 if keepers == 2 else 404)
        assert ('"jpeg"' in await exported(one)) is (keepers == 2)
        assert "The soup went cold" in await exported(one), "the four lines stay"


@pytest.mark.parametrize("act", [{"what": "stop", "keep": "nothing"}, {"what": "let_go"}])
async def test_either_lets_it_go_at_once(
    street: Street, linked: tuple[Visitor, Visitor], act: dict[str, str]
) -> None:
    aiko, ben = linked
    path = await album(aiko, ben)
    if act["what"] == "let_go":
        await play(street, path, *linked)
    await ben.post(path, act)
    assert (await ben.get(f"{path}/photo")).status_code == 404
    await aiko.get("/practise")
    assert '"jpeg"' not in await exported(aiko)
