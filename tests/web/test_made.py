"""Exercises of our own: made in a minute, on the shelf as ours, run by plain steps, and nothing kept."""

import re
from io import BytesIO
from zipfile import ZipFile

from tests.conftest import PASSPHRASES, Clock
from tests.web.practising import play
from tests.web.visitors import Street, Visitor

TEA = {
    "title": "Tea at nine",
    "promise": "Warm hands and one true line.",
    "people": "two",
    "minutes": "10",
    "step_1": "Boil water.",
    "step_2": "Drink it, without a word.",
    "timer_2": "3",
    "step_4": "Say one thing.",
}


async def make(one: Visitor, whom: str = "me", **more: str) -> int:
    return (await one.post("/practise/made", {**TEA, "for": whom, **more})).status_code


async def address(one: Visitor) -> str:
    """Where the one that was made stands on the shelf."""
    return re.findall(r'href="(/practise/own-[0-9a-f]{32})"', (await one.get("/practise")).text)[0]


async def test_one_for_both_is_ours_on_both_shelves_and_the_two_can_do_it(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    assert await make(aiko, "both") == 303
    for one in linked:
        shelf = (await one.get("/practise")).text
        assert "Tea at nine" in shelf
        assert "<span>ours</span>" in shelf
    assert "Aiko made it." in (await ben.get("/practise/made")).text
    path = (await ben.post(await address(ben), {"before": "3"})).headers["location"]
    assert "Ben would like to do this with you" in (await aiko.get(path)).text
    await aiko.post(path, {"what": "join"})
    assert "Boil water." in (await aiko.get(path)).text
    end = await play(street, path, aiko, ben)
    assert "How are you now?" in end
    await ben.post(f"{path}/after", {"now": "5"})
    assert "You have practised today." in (await ben.get("/practise")).text
    clock.go(hours=3)
    for one in (*linked, *linked):
        await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
        await one.get("/practise")
    export = await aiko.post("/me/data/export", {"passphrase": PASSPHRASES["Aiko"]})
    kept = ZipFile(BytesIO(export.content)).read("notebook.json").decode()
    assert '"kind": "run"' not in kept
    assert '"kind": "exercise"' in kept


async def test_nobody_is_asked_the_next_day_whether_one_that_was_made_helped(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    await make(aiko, people="alone")
    run = (await aiko.post(await address(aiko))).headers["location"].rsplit("/", 1)[1]
    assert (await aiko.post(f"/practise/kept/{run}/helped", {"helped": "yes"})).status_code == 404


async def test_one_of_mine_is_seen_by_me_alone_until_i_put_it_on_both_shelves(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    pages = ("/practise", "/practise/made")
    before = [(await ben.get(where)).text for where in pages]
    assert await make(aiko) == 303
    assert "<span>mine</span>" in (await aiko.get("/practise")).text
    assert [(await ben.get(where)).text for where in pages] == before
    assert (await ben.get(await address(aiko))).status_code == 404
    id = (await address(aiko)).rsplit("-", 1)[1]
    for act in ("share", "remove"):
        assert (await ben.post(f"/practise/made/{id}/{act}")).status_code == 404
    assert (await aiko.post(f"/practise/made/{id}/share")).status_code == 303
    assert "Tea at nine" in (await ben.get("/practise")).text


async def test_taken_out_it_is_gone_and_what_is_going_on_goes_on(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await make(aiko, people="alone")
    where = await address(aiko)
    path = (await aiko.post(where)).headers["location"]
    assert (await aiko.post(f"/practise/made/{where.rsplit('-', 1)[1]}/remove")).status_code == 303
    assert "Tea at nine" not in (await aiko.get("/practise/made")).text
    assert (await aiko.get(where)).status_code == 404
    assert "Boil water." in (await aiko.get(path)).text


async def test_what_is_missing_is_told_and_the_form_comes_back_filled(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    answer = await aiko.post("/practise/made", {**TEA, "title": " ", "for": "me"})
    assert answer.status_code == 422
    assert "needs a title" in answer.text
    assert 'value="Boil water."' in answer.text
    for wrong in ({"minutes": "2"}, {"minutes": "ten"}, {"timer_2": "-3"}):
        answer = await aiko.post("/practise/made", {**TEA, **wrong, "for": "me"})
        assert (answer.status_code, "minutes do not fit" in answer.text) == (422, True)
    assert "own-" not in (await aiko.get("/practise")).text


async def test_it_is_found_by_its_length_and_by_how_many_it_takes(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await make(aiko)
    assert "Tea at nine" in (await aiko.get("/practise?people=two&minutes=10")).text
    assert "Tea at nine" not in (await aiko.get("/practise?people=alone")).text
    assert "Tea at nine" not in (await aiko.get("/practise?minutes=5")).text


async def test_whoever_is_alone_makes_one_for_themself(street: Street) -> None:
    chidi = await street.visitor("Chidi").sign_up()
    assert await make(chidi, people="alone") == 303
    assert (await chidi.post("/practise/made", {**TEA, "for": "both"})).status_code == 422
    assert "This needs two" not in (await chidi.get(await address(chidi))).text


async def test_before_one_screen_what_one_made_or_does_alone_is_not_on_the_shelf(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    await aiko.set_pin()
    await make(aiko)
    where = await address(aiko)
    alone = (await aiko.post("/practise/a-kind-hand")).headers["location"]
    assert alone in (await aiko.get("/practise")).text
    await aiko.post("/sit")
    shelf = (await aiko.get("/practise")).text
    assert "Tea at nine" not in shelf
    assert alone not in shelf
    assert (await aiko.get(where)).headers["location"] == f"/locked?next={where}"
    assert (await aiko.get("/practise/made")).headers["location"] == "/locked?next=/practise/made"
