"""Asking the other in (R28): one open card, one a day, and it can be put aside without a trace."""

import re

from omoiyari.couple import PersonId
from tests.conftest import PASSPHRASES, Clock
from tests.web.practising import begin, play
from tests.web.visitors import Street, Visitor

CARD = re.compile(r'href="(/practise/run/[0-9a-f]{32})"')


async def back(*people: Visitor) -> None:
    for one in people:
        await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})


async def cards(one: Visitor) -> list[str]:
    """The runs that somebody finds on Practise; Today shows the same."""
    found = CARD.findall((await one.get("/practise")).text)
    assert CARD.findall((await one.get("/today")).text) == found[:2]
    return found


async def test_twenty_five_beginnings_put_one_card_before_him_and_wake_him_once(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    ben_id = await _ben(street)
    before = street.house.hub._newest.get(ben_id, 0)
    first, *_ = [await begin("two-minute-shares", aiko) for _ in range(25)]
    assert await cards(ben) == [first]
    assert street.house.hub._newest.get(ben_id, 0) == before + 1


async def _ben(street: Street) -> PersonId:
    ask = "SELECT id FROM people ORDER BY rowid"
    return PersonId((await street.house.cellar.notebook.ask(lambda file: file.execute(ask).fetchall()))[1][0])


async def test_whoever_asks_is_told_whether_the_other_finds_a_card(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    first, second = await begin("quiet-gaze", aiko), await begin("mirror-minute", aiko)
    assert "Ben finds a card" in (await aiko.get(first)).text
    page = (await aiko.get(second)).text
    assert "Ben has had it" in page
    assert "The code for the other phone" in page
    assert "Join in" in (await ben.get(second)).text, "the code still leads there"


async def test_one_that_was_taken_back_makes_room_and_one_that_was_joined_too(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    first, second = await begin("quiet-gaze", aiko), await begin("mirror-minute", aiko)
    await aiko.post(first, {"what": "stop", "keep": "nothing"})
    assert await cards(ben) == [second]
    await ben.post(second, {"what": "join"})
    await play(street, second, aiko, ben)
    third = await begin("breathe-together", aiko)
    assert await cards(ben) == [third]


async def test_another_evening_is_another_day_and_still_one_card(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    await begin("quiet-gaze", aiko)
    clock.go(hours=23)
    await back(*linked)
    fresh = await begin("mirror-minute", aiko)
    assert await cards(ben) == [fresh]


async def test_put_aside_it_is_gone_for_him_all_day_and_she_cannot_tell(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    path = await begin("quiet-gaze", aiko)
    seen = [(await aiko.get(where)).content for where in ("/today", "/practise", "/together", path)]
    events = street.house.hub._newest.copy()
    assert (await ben.post(f"{path}/aside")).headers["location"] == "/today"
    assert await cards(ben) == []
    assert events == street.house.hub._newest
    assert [(await aiko.get(where)).content for where in ("/today", "/practise", "/together", path)] == seen
    await begin("mirror-minute", aiko)
    assert await cards(ben) == []
    assert (await ben.post(path, {"what": "join"})).status_code == 303, "he may change his mind"
    assert path in await cards(ben)


async def test_nobody_puts_aside_what_they_are_in_or_what_is_not_theirs(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    path = await begin("quiet-gaze", aiko)
    assert (await aiko.post(f"{path}/aside")).status_code == 404
    chidi = await street.visitor("Chidi").sign_up()
    assert (await chidi.post(f"{path}/aside")).status_code == 404


# --- after a link has ended -------------------------------------------------------------------------------


async def test_once_their_link_has_ended_no_exercise_of_it_is_offered_to_either(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    waits = await begin("quiet-gaze", aiko)
    await begin("morning-question", aiko, ben)
    alone = await begin("a-kind-hand", aiko)
    await ben.post("/unlink")
    assert (await cards(aiko), await cards(ben)) == ([alone], [])
    assert "finds a card" not in (await aiko.get(waits)).text
    await ben.post(await aiko.invite())
    assert (await cards(aiko), await cards(ben)) == ([alone], []), "a new link is no older one"


async def test_who_still_acts_on_an_exercise_of_an_ended_link_is_told_so_also_in_a_new_one(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    waits, going = await begin("quiet-gaze", aiko), await begin("morning-question", aiko, ben)
    await aiko.post("/unlink")
    for relinked in (False, True):
        if relinked:
            await ben.post(await aiko.invite())
        for one, run, what in ((ben, waits, "join"), (aiko, going, "stop"), (aiko, going, "done")):
            answer = await one.post(run, {"what": what})
            assert answer.status_code == 422
            assert "This was shared in a link that has ended" in answer.text
