"""Erasing: the keys and the words of one person, and nothing of the other's."""

from pathlib import Path

import pytest
from sqlalchemy import select

from omoiyari.couple import Audience, BondId, BondState, InviteGone
from omoiyari.store import accounts, bonds, devices, limits, log, sessions
from omoiyari.store.cellar import Cellar
from omoiyari.store.erase import erase, erased_people, finish_erasures
from omoiyari.store.errors import NotSignedIn
from omoiyari.store.tables import limits as limits_table
from omoiyari.store.tables import people, records, wraps
from omoiyari.store.visit import open_notebook
from tests.conftest import PASSPHRASES, Clock, Someone


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
