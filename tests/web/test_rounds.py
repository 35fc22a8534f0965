"""Rounds over HTTP: both at once, an unlinking in the middle, and what becomes of an answer nobody matched."""

import asyncio
from datetime import UTC

import pytest

from omoiyari.measures.pairing import pairs
from omoiyari.practice import noticed
from omoiyari.store.cellar import NOTEBOOK_FILE
from tests.conftest import PASSPHRASES
from tests.web.evenings import next_evening, notebook_of, sign_in, words
from tests.web.visitors import Street, Visitor


async def rows(street: Street, columns: str, where: str = "1") -> list[tuple[object, ...]]:
    return await street.house.cellar.notebook.ask(
        lambda file: file.execute(f"SELECT {columns} FROM records WHERE {where} ORDER BY seq").fetchall()
    )


# --- unlinking in the middle ----------------------------------------------------------------------


async def test_who_leaves_and_comes_back_the_same_evening_does_not_read_the_answer_of_before(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    before = (await aiko.check_in(own="worried")).headers["location"]
    await ben.post("/unlink")
    assert (await ben.post(await aiko.invite())).status_code == 303
    assert "A round waits for you" not in (await ben.get("/today")).text
    now = (await ben.check_in(own="happy")).headers["location"]
    assert now != before
    for path in (now, before):
        await ben.post(f"{path}/look")
        assert "worried" not in words((await ben.get(path)).text)
    export = await ben.post("/me/data/export", {"passphrase": PASSPHRASES["Ben"]})
    assert b"worried" not in export.content


@pytest.mark.parametrize("who_leaves", ["Aiko", "Ben"])
async def test_after_a_parting_what_was_not_matched_is_its_authors_own_at_their_next_page(
    street: Street, linked: tuple[Visitor, Visitor], who_leaves: str
) -> None:
    aiko, ben = linked
    await aiko.check_in(own="worried")
    await (aiko if who_leaves == "Aiko" else ben).post("/unlink")
    if who_leaves == "Ben":
        await aiko.get("/today")
    assert await rows(street, "audience", "round IS NOT NULL AND sealed IS NOT NULL") == [("ours",)]


# --- both at once ---------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["", "Asia/Tokyo", "Pacific/Kiritimati", "nowhere/at-all"])
async def test_two_who_commit_in_the_same_instant_open_one_round_and_reveal_once(
    street: Street, linked: tuple[Visitor, Visitor], zone: str
) -> None:
    aiko, ben = linked
    if zone:
        ben.client.cookies.set("zone", zone)
    both = await asyncio.gather(*[one.check_in() for one in (aiko, ben, aiko, ben)])
    (where,) = {answer.headers["location"] for answer in both}
    assert await rows(street, "count(*), count(distinct round)", "audience = 'round'") == [(2, 1)]
    assert await rows(street, "count(*)", "audience = 'ours' AND round IS NOT NULL") == [(1,)]
    (person,) = {row[0] for row in await rows(street, "owner", "version = 1 AND seq = 1")}
    told = [event.topic for event in street.house.hub.since(str(person), 0)]
    assert told.count("round") == 2, "once for each answer"
    for one in (aiko, ben):
        assert "The round is complete" in (await one.get(where)).text


# --- an answer nobody matched ---------------------------------------------------------------------


async def test_an_answer_nobody_matched_becomes_mine_and_its_sealed_bytes_leave_the_file(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await aiko.check_in(own="worried")
    ((sealed,),) = await rows(street, "sealed", "audience = 'round'")
    await street.house.cellar.notebook.wipe()
    file = street.house.cellar.folder / NOTEBOOK_FILE
    assert bytes(sealed) in file.read_bytes()  # type: ignore[arg-type]
    await next_evening(street, ben)
    assert bytes(sealed) in file.read_bytes(), "only its author brings it home"  # type: ignore[arg-type]
    await sign_in(aiko)
    for path in street.house.cellar.folder.iterdir():
        assert bytes(sealed) not in path.read_bytes(), path  # type: ignore[arg-type]
    assert await rows(street, "audience, bond", "version = 2") == [("mine", None)]


async def test_with_a_clock_set_back_what_came_home_stays_home(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    round_ = (await aiko.check_in(own="worried")).headers["location"]
    await next_evening(street, aiko, ben)
    street.clock.go(days=-1)
    await sign_in(aiko, ben)
    assert (await ben.check_in()).headers["location"] == round_
    await ben.post(f"{round_}/look")
    assert "worried" not in (await ben.get(round_)).text
    again = await aiko.check_in(own="happy")
    assert again.headers["location"] == round_, "my answer to this one is given"


# --- after midnight -------------------------------------------------------------------------------


async def test_an_answer_after_midnight_lies_beside_the_guess_that_was_made_with_it(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    for place in ("-3,0", "3,0", "-2,0"):
        street.clock.moment = street.clock.moment.replace(hour=22, minute=0)
        await sign_in(aiko)
        await aiko.check_in()
        street.clock.go(hours=2, minutes=30)
        await sign_in(ben)
        await ben.check_in(self_place=place)
    book = await notebook_of(street, "Ben")
    seen = noticed(book, UTC)
    found = [
        (str(p.guess.day), p.own.pleasantness if p.own else None)
        for p in pairs(seen.guesses, seen.theirs, seen.mine)
    ]
    assert found == [("2026-03-02", -1.0), ("2026-03-03", 1.0), ("2026-03-04", -0.667)]


async def test_rounds_with_an_earlier_partner_tell_nothing_of_how_i_read_this_one(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await aiko.check_in()
    await ben.check_in()
    await aiko.post("/unlink")
    book = await notebook_of(street, "Aiko")
    assert len(noticed(book, UTC).guesses) == 1, "apart, the last one is still who it is about"
    chidi = await street.visitor("Chidi").sign_up()
    await chidi.post(await aiko.invite())
    book = await notebook_of(street, "Aiko")
    seen = noticed(book, UTC)
    assert (seen.guesses, seen.theirs) == ((), ())
    assert len(seen.mine) == 1, "how I was is mine, whoever it was with"
