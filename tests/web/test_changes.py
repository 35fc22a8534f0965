"""What has changed: noted for oneself, and the reason why a fresh look is suggested to oneself."""

import re

import pytest

from omoiyari.couple import Audience
from tests.web.evenings import both_look, next_evening, notebook_of, words
from tests.web.visitors import Street, Visitor

Linked = tuple[Visitor, Visitor]
MOVE = {"what": "move", "day": "2026-03-01", "line": "The new flat has no doors."}
WHY = "Something big has changed, by your own note. What still fits? It takes about 15 minutes."


async def suggested(one: Visitor) -> str:
    return words((await one.get("/practise")).text)


async def test_a_change_is_noted_for_me_alone_and_can_be_deleted(street: Street, linked: Linked) -> None:
    aiko, ben = linked
    await aiko.post("/me/changes", MOVE)
    record = (await notebook_of(street, "Aiko")).last("change")
    assert record is not None
    assert (record.audience, record.body) == (Audience.MINE, MOVE)
    assert "The new flat has no doors." in (await aiko.get("/me/changes")).text
    assert "The new flat" not in (await ben.get("/me/changes")).text
    assert (await ben.post(f"/me/changes/{record.id}/remove")).status_code == 404
    await aiko.post(f"/me/changes/{record.id}/remove")
    assert "The new flat" not in (await aiko.get("/me/changes")).text
    book = await notebook_of(street, "Aiko")
    assert not list(book.of_kind("change", "sign")), "what was read in it is gone too"


@pytest.mark.parametrize(
    "form", [{"day": "2026-03-01"}, {"what": "move"}, {"what": "love", "day": "2026-03-01"}]
)
async def test_without_what_or_when_it_comes_back_filled(linked: Linked, form: dict[str, str]) -> None:
    answer = await linked[0].post("/me/changes", {"line": "so much", **form})
    assert answer.status_code == 422
    assert "Choose what has changed, and a day." in answer.text
    assert "so much</textarea>" in answer.text


async def test_then_a_fresh_look_is_suggested_to_me_with_its_reason_and_to_nobody_else(
    linked: Linked,
) -> None:
    aiko, ben = linked
    before = await suggested(ben)
    assert WHY not in await suggested(aiko)
    await aiko.post("/me/changes", MOVE)
    mine = await suggested(aiko)
    assert "Keep, drop, try" in mine
    assert WHY in mine
    assert await suggested(ben) == before


async def test_before_one_screen_nothing_is_told_of_it(linked: Linked) -> None:
    aiko, _ = linked
    await aiko.set_pin()
    await aiko.post("/me/changes", MOVE)
    await aiko.post("/sit")
    assert WHY not in await suggested(aiko)


async def test_not_this_sets_the_fresh_look_aside(linked: Linked) -> None:
    aiko, _ = linked
    await aiko.post("/me/changes", MOVE)
    await aiko.post("/practise/fresh-look/not-this")
    assert WHY not in await suggested(aiko)


async def test_words_of_danger_in_the_note_take_the_fresh_look_away(linked: Linked) -> None:
    aiko, _ = linked
    await aiko.post("/me/changes", {**MOVE, "line": "He put his hands round my neck."})
    assert WHY not in await suggested(aiko)
    assert "Keep, drop, try" not in (await suggested(aiko)).split("Rehearse a message")[0]


async def test_two_weeks_of_being_seldom_understood_are_noticed_from_my_own_taps(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    for days in (0, 4, 4, 4):
        await next_evening(street, aiko, ben, days=days)
        await both_look(aiko, ben)
        await aiko.post("/felt", {"felt": "1"})
    found = re.search(
        r"For two weeks you have seldom felt understood, by your own taps\.", await suggested(aiko)
    )
    assert found is not None
    assert "seldom felt understood" not in await suggested(ben)
