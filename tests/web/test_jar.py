"""The jar: slips whenever they like, shut until the day both chose, and then to be found."""

from tests.conftest import PASSPHRASES, Clock
from tests.web.practising import begin
from tests.web.visitors import Visitor


async def back(*people: Visitor) -> None:
    for one in people:
        await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})


async def jar(aiko: Visitor, ben: Visitor, opens: str = "7") -> str:
    path = await begin("slip-jar", aiko, ben)
    for one in (aiko, ben):
        form = {"what": "done", "move": "0", "slips": f"{one.name} saw the first one.", "opens": opens}
        assert (await one.post(path, form)).status_code == 303
    return path


async def drop(one: Visitor, path: str, slip: str) -> int:
    return (await one.post(path, {"what": "add", "slips": slip})).status_code


async def test_more_slips_fall_in_while_it_is_shut_and_nobody_looks_inside(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    path = await jar(aiko, ben)
    for slip in ("You fixed the tap.", "You sang."):
        assert await drop(aiko, path, slip) == 303
    assert await drop(ben, path, "You waited.") == 303
    assert await drop(ben, path, " ") == 409
    for one in linked:
        page = (await one.get(path)).text
        assert "Another slip" in page
        assert "The jar is shut" in page
        assert "The jar is open" not in page
        assert not any(word in page for word in ("fixed the tap", "You sang", "You waited", "the first one"))
    clock.go(days=7)
    await back(*linked)
    page = (await ben.get(path)).text
    told = ["the first one", "You fixed the tap.", "You sang.", "You waited."]
    assert all(slip in page for slip in told)
    assert "Another slip" not in page
    assert await drop(ben, path, "Too late.") == 409


async def test_the_first_one_to_drop_may_drop_again_before_the_other_has(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await begin("slip-jar", aiko, ben)
    assert await drop(aiko, path, "Too early.") == 409
    await aiko.post(path, {"what": "done", "move": "0", "slips": "You waited.", "opens": "0"})
    assert await drop(aiko, path, "You fixed the tap.") == 303
    assert "tap" not in (await ben.get(path)).text
    await ben.post(path, {"what": "done", "move": "0", "slips": "You sang.", "opens": "0"})
    page = (await ben.get(path)).text
    assert page.index("You waited.") < page.index("You sang.") < page.index("You fixed the tap.")


async def test_on_its_day_and_a_week_after_it_is_still_to_be_found(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    path = await jar(aiko, ben)
    for days in (3, 4.1, 6):
        clock.go(days=days)
        await back(*linked)
        for where in ("/today", "/practise"):
            assert path in (await aiko.get(where)).text, (days, where)
    clock.go(days=2)
    await back(*linked)
    assert path not in (await aiko.get("/practise")).text


async def test_no_slip_falls_into_another_exercise(linked: tuple[Visitor, Visitor]) -> None:
    path = await begin("love-map", *linked)
    assert await drop(linked[0], path, "You sang.") == 409
