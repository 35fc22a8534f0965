"""Erasing: the keys and the words of one person, and nothing of the other's."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from omoiyari.couple import Audience, BondId, BondState, InviteGone
from omoiyari.post import Office
from omoiyari.post.calendar import Quiet
from omoiyari.store import accounts, bonds, devices, drafts, limits, log, sessions
from omoiyari.store.cellar import Cellar
from omoiyari.store.erase import erase, erased_people, finish_erasures
from omoiyari.store.errors import NotSignedIn, NotThere
from omoiyari.store.tables import limits as limits_table
from omoiyari.store.tables import people, records, wraps
from omoiyari.store.visit import open_notebook
from tests.conftest import PASSPHRASES, Clock, Someone, link


async def write(cellar: Cellar, who: Someone, clock: Clock, text: str, bond: BondId | None = None) -> bytes:
    """Keep one entry; hands back its ciphertext."""
    audience = Audience.MINE if bond is None else Audience.OURS
    draft = log.Draft(
        "entry", {"form": "free", "text": text}, audience, clock(), log.new_record_id(), bond=bond
    )
    await log.append(cellar, who.keys, draft)
    async with cellar.notebook.read() as connection:
        query = select(records.c.sealed).where(records.c.id == draft.id)
        sealed: bytes = (await connection.execute(query)).scalar_one()
    return sealed


async def holders(cellar: Cellar) -> set[str]:
    async with cellar.keys.read() as connection:
        return set((await connection.execute(select(wraps.c.holder))).scalars())


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


async def test_the_keys_and_the_ciphertext_are_gone_from_every_file_at_once(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, bond: BondId
) -> None:
    mine = await write(cellar, aiko, clock, "mine")
    ours = await write(cellar, aiko, clock, "ours", bond)
    assert mine in all_bytes(cellar.folder)
    await erase(cellar, aiko.opened.person)
    left = all_bytes(cellar.folder)
    assert mine not in left
    assert ours not in left
    assert aiko.person not in await holders(cellar)


async def test_the_name_opens_nothing_and_is_free_again(cellar: Cellar, clock: Clock, aiko: Someone) -> None:
    await erase(cellar, aiko.opened.person)
    with pytest.raises(NotSignedIn):
        await accounts.sign_in(cellar, "Aiko", PASSPHRASES["Aiko"], "", clock())
    assert await sessions.find(cellar, aiko.secret, clock()) is None
    again = await accounts.sign_up(cellar, "Aiko", PASSPHRASES["Aiko"])
    assert again.person != aiko.person


async def test_what_the_other_wrote_stays_with_the_other(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, bond: BondId
) -> None:
    await write(cellar, aiko, clock, "from Aiko", bond)
    await write(cellar, ben, clock, "from Ben", bond)
    await write(cellar, ben, clock, "for Ben")
    await erase(cellar, aiko.opened.person)
    book = await open_notebook(cellar, ben.keys)
    assert [str(r.body["text"]) for r in book.of_kind("entry")] == ["from Ben", "for Ben"]
    assert book.missing == 0
    assert book.bonds[0].state is BondState.ENDED


async def test_an_invite_of_an_erased_person_leads_nowhere(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone
) -> None:
    secret = await bonds.invite(cellar, aiko.keys, clock())
    await erase(cellar, aiko.opened.person)
    with pytest.raises(InviteGone):
        await bonds.accept(cellar, ben.keys, secret, clock())
    assert await holders(cellar) == {ben.person}


async def test_the_list_remembers_and_twice_is_once(cellar: Cellar, clock: Clock, aiko: Someone) -> None:
    await erase(cellar, aiko.opened.person)
    await erase(cellar, aiko.opened.person)
    assert await erased_people(cellar) == {aiko.person}


async def test_tries_at_the_name_are_forgotten(cellar: Cellar, clock: Clock, aiko: Someone) -> None:
    what = f"sign-in:{await accounts.sign_in_name(cellar, 'Aiko')}"
    await limits.count_try(cellar, what, clock(), 1)
    await erase(cellar, aiko.opened.person)
    await limits.count_try(cellar, what, clock(), 1)


async def test_no_count_of_an_erased_person_stays_and_every_count_of_the_other_does(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone
) -> None:
    for who in (aiko, ben):
        device, _ = await devices.know_device(cellar, who.opened, "iPhone, Safari")
        mark = await accounts.sign_in_name(cellar, who.name)
        for what in (mark, device):
            await limits.count_try(cellar, f"sign-in:{what}", clock(), 1)
        await limits.count_try(cellar, f"recover:{mark}", clock(), 1)
        await limits.count_try(cellar, f"totp:{who.person}:123456", clock(), 1)
        for kind in ("ask", "note"):
            await limits.count_try(cellar, f"{kind}:{who.person}", clock(), 1)
    await limits.count_try(cellar, "sign-up", clock(), 1)
    before = await all_counts(cellar)
    assert len(before) == 13
    await erase(cellar, aiko.opened.person)
    left = await all_counts(cellar)
    assert len(left) == 7
    assert not any(aiko.person in what for what in left)
    await erase(cellar, ben.opened.person)
    assert await all_counts(cellar) == {"sign-up"}


async def all_counts(cellar: Cellar) -> set[str]:
    async with cellar.notebook.read() as connection:
        return set((await connection.execute(select(limits_table.c.what))).scalars())


async def test_an_erasure_that_was_cut_off_is_finished_at_the_next_start(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unplugged(Exception):
        pass

    async def unplug(*_: object) -> None:
        raise Unplugged

    sealed = await write(cellar, aiko, clock, "mine")
    with monkeypatch.context() as cut:
        cut.setattr("omoiyari.store.erase._delete_rows", unplug)
        with pytest.raises(Unplugged):
            await erase(cellar, aiko.opened.person)
    assert aiko.person not in await holders(cellar)
    await finish_erasures(cellar)
    assert sealed not in all_bytes(cellar.folder)
    async with cellar.notebook.read() as connection:
        assert list((await connection.execute(select(people.c.id))).scalars()) == [ben.person]


# --- what was under way ---------------------------------------------------------------------------


async def test_a_pin_that_was_being_chosen_meanwhile_brings_no_key_back(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone
) -> None:
    device, _ = await devices.know_device(cellar, aiko.opened, "iPhone, Safari")
    async with cellar.slow.turn("Chidi"), cellar.slow.turn("Dana"):
        pin = asyncio.ensure_future(devices.remember(cellar, aiko.opened, device, "482915"))
        await asyncio.sleep(0)
        await erase(cellar, aiko.opened.person)
    with pytest.raises(NotThere):
        await pin
    assert await holders(cellar) == {ben.person}


async def test_a_sign_in_that_was_under_way_leaves_neither_key_nor_row(
    cellar: Cellar, clock: Clock, aiko: Someone
) -> None:
    await erase(cellar, aiko.opened.person)
    with pytest.raises(NotThere):
        await sessions.begin(cellar, aiko.opened, None, clock())
    assert await sessions.list_sessions(cellar, aiko.opened.person) == ()


async def test_nobody_is_linked_to_somebody_who_is_being_erased(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone
) -> None:
    secret = await bonds.invite(cellar, aiko.keys, clock())
    await erase(cellar, ben.opened.person)
    with pytest.raises(NotThere):
        await bonds.accept(cellar, ben.keys, secret, clock())
    assert (await bonds.look_at_invite(cellar, secret, clock())).bond.state is BondState.WAITING


async def test_what_was_being_written_meanwhile_is_gone_after_the_next_look(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, bond: BondId
) -> None:
    await write(cellar, ben, clock, "from Ben", bond)
    await erase(cellar, aiko.opened.person)
    entry = await write(cellar, aiko, clock, "came too late")
    await drafts.save_draft(cellar, aiko.keys, "entry", "half a sentence", Audience.MINE)
    await devices.know_device(cellar, aiko.opened, "iPhone, Safari")
    await Office(cellar).keep_quiet(aiko.opened.person, Quiet("a mark", 2, 21, 15))
    await finish_erasures(cellar)
    left = all_bytes(cellar.folder)
    assert entry not in left
    assert await rows_of(cellar, aiko) == []
    book = await open_notebook(cellar, ben.keys)
    assert [str(r.body["text"]) for r in book.of_kind("entry")] == ["from Ben"]


async def rows_of(cellar: Cellar, who: Someone) -> list[str]:
    """The tables in which somebody still owns a row."""
    tables = ("records", "heads", "drafts", "devices", "sessions", "post")
    rows = [f"SELECT '{table}' FROM {table} WHERE owner = :who" for table in tables]
    return await cellar.notebook.ask(
        lambda file: [row[0] for row in file.execute(" UNION ".join(rows), {"who": who.person})]
    )


async def test_a_key_that_an_earlier_version_let_back_in_is_destroyed_at_the_next_look(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone
) -> None:
    await erase(cellar, aiko.opened.person)
    async with cellar.keys.write() as connection:
        late = {"holder": aiko.person, "lock": "device:1", "wrapped": b"her keys"}
        await connection.execute(insert(wraps).values(late))
    await finish_erasures(cellar)
    assert await holders(cellar) == {ben.person}


async def older_wraps(cellar: Cellar) -> int:
    found = await cellar.keys.ask(
        lambda file: file.execute("SELECT count(*) FROM wraps WHERE lock LIKE 'older:%'").fetchone()
    )
    return int(found[0])


async def test_older_pages_that_wait_to_be_taken_over_go_with_whoever_is_erased(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, chidi: Someone
) -> None:
    older = await link(cellar, aiko, chidi, clock())
    await bonds.unlink(cellar, aiko.opened.person)
    today = await bonds.bond_by_id(cellar, await link(cellar, aiko, ben, clock()))
    await bonds.bring_back(cellar, aiko.keys, older, today)
    assert await older_wraps(cellar) == 1
    await erase(cellar, aiko.opened.person)
    assert await older_wraps(cellar) == 0
    await bonds.bring_back(cellar, aiko.keys, older, today)  # it had been asked for before
    await finish_erasures(cellar)
    assert await older_wraps(cellar) == 0


async def test_an_erasure_that_is_whole_is_not_done_again_at_every_look(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, bond: BondId
) -> None:
    await write(cellar, aiko, clock, "ours", bond)
    await erase(cellar, aiko.opened.person)
    before = await written(cellar)
    await finish_erasures(cellar)
    assert await written(cellar) == before


async def written(cellar: Cellar) -> list[int]:
    """A number for each file that changes whenever something is written to it."""
    return [
        await file.ask(lambda held: int(held.execute("PRAGMA data_version").fetchone()[0]))
        for file in (cellar.notebook, cellar.keys)
    ]
