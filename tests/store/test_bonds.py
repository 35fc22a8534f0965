"""An invite that works once, the second person, leaving, and what comes back."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from omoiyari.couple import (
    AlreadyTogether,
    Audience,
    Bond,
    BondFull,
    BondId,
    BondState,
    InviteGone,
    InviteToOneself,
    NotTogether,
    RecordId,
)
from omoiyari.store import bonds, log, wraps
from omoiyari.store.cellar import KEY_FILE, NOTEBOOK_FILE, Cellar
from omoiyari.store.errors import Busy, DiskTrouble, NotThere
from omoiyari.store.tidy import tidy
from omoiyari.store.visit import bring_home, coming_home, open_notebook
from omoiyari.vault import derive, new_secret
from tests.conftest import Clock, Someone, come_in, link, open_keys
from tests.web.test_steady import held_by_another_program


def entry(
    clock: Clock,
    text: str,
    audience: Audience = Audience.MINE,
    bond: BondId | None = None,
    *,
    held: timedelta | None = None,
) -> log.Draft:
    return log.Draft(
        kind="entry",
        body={"form": "free", "text": text, "tags": []},
        audience=audience,
        at=clock(),
        id=log.new_record_id(),
        bond=bond,
        held_until=clock() + held if held else None,
    )


async def texts(cellar: Cellar, someone: Someone, clock: Clock) -> list[str]:
    """What someone can read now, in their words."""
    someone.keys = await open_keys(cellar, someone.secret, clock())
    book = await open_notebook(cellar, someone.keys)
    return [r.body["text"] for r in book.latest.values() if r.kind == "entry"]


# --- the invite -----------------------------------------------------------------------------------


async def test_an_invite_joins_two_people(cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock) -> None:
    secret = await bonds.invite(cellar, aiko.keys, clock())
    seen = await bonds.look_at_invite(cellar, secret, clock())
    assert seen.bond.state is BondState.WAITING
    bond = await bonds.accept(cellar, ben.keys, secret, clock())
    assert (bond.first, bond.second, bond.state) == (aiko.person, ben.person, BondState.TOGETHER)
    for one in (aiko, ben):
        assert await bonds.bonds_of(cellar, one.opened.person) == (bond,)
    assert await bonds.bond_by_id(cellar, bond.id) == bond


async def test_an_invite_works_once(
    cellar: Cellar, aiko: Someone, ben: Someone, chidi: Someone, clock: Clock
) -> None:
    secret = await bonds.invite(cellar, aiko.keys, clock())
    await bonds.accept(cellar, ben.keys, secret, clock())
    with pytest.raises(InviteGone):
        await bonds.accept(cellar, chidi.keys, secret, clock())
    with pytest.raises(InviteGone):
        await bonds.look_at_invite(cellar, secret, clock())


async def test_an_invite_works_for_24_hours(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    secret = await bonds.invite(cellar, aiko.keys, clock())
    await bonds.look_at_invite(cellar, secret, clock.go(hours=24))
    with pytest.raises(InviteGone):
        await bonds.look_at_invite(cellar, secret, clock.go(seconds=1))
    with pytest.raises(InviteGone):
        await bonds.accept(cellar, ben.keys, secret, clock())


async def test_a_clock_set_back_does_not_lengthen_an_invite(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    secret = await bonds.invite(cellar, aiko.keys, clock())
    with pytest.raises(InviteGone):
        await bonds.look_at_invite(cellar, secret, clock.go(hours=-1))


async def test_an_invite_to_oneself_is_refused_and_still_works_for_the_other(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    secret = await bonds.invite(cellar, aiko.keys, clock())
    with pytest.raises(InviteToOneself):
        await bonds.accept(cellar, aiko.keys, secret, clock())
    await bonds.accept(cellar, ben.keys, secret, clock())


async def test_a_made_up_invite_leads_nowhere(cellar: Cellar, ben: Someone, clock: Clock) -> None:
    with pytest.raises(InviteGone):
        await bonds.accept(cellar, ben.keys, new_secret(), clock())


async def test_a_fresh_invite_puts_the_older_one_out_of_use(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    old = await bonds.invite(cellar, aiko.keys, clock())
    aiko.keys = await open_keys(cellar, aiko.secret, clock())
    new = await bonds.invite(cellar, aiko.keys, clock())
    with pytest.raises(InviteGone):
        await bonds.accept(cellar, ben.keys, old, clock())
    bond = await bonds.accept(cellar, ben.keys, new, clock())
    assert await bonds.bonds_of(cellar, aiko.opened.person) == (bond,)


async def test_whoever_is_linked_cannot_invite_or_accept_another(
    cellar: Cellar, aiko: Someone, chidi: Someone, bond: BondId, clock: Clock
) -> None:
    with pytest.raises(AlreadyTogether):
        await bonds.invite(cellar, aiko.keys, clock())
    secret = await bonds.invite(cellar, chidi.keys, clock())
    with pytest.raises(AlreadyTogether):
        await bonds.accept(cellar, aiko.keys, secret, clock())


async def test_who_joins_another_withdraws_the_invite_they_had_made(
    cellar: Cellar, aiko: Someone, ben: Someone, chidi: Someone, clock: Clock
) -> None:
    own = await bonds.invite(cellar, ben.keys, clock())
    await bonds.accept(cellar, ben.keys, await bonds.invite(cellar, aiko.keys, clock()), clock())
    with pytest.raises(InviteGone):
        await bonds.look_at_invite(cellar, own, clock())
    with pytest.raises(InviteGone):
        await bonds.accept(cellar, chidi.keys, own, clock())
    with closing(sqlite3.connect(cellar.folder / KEY_FILE)) as file:
        assert file.execute("SELECT lock FROM wraps WHERE lock LIKE 'invite:%'").fetchall() == []
    assert [b.state for b in await bonds.bonds_of(cellar, ben.opened.person)] == [
        BondState.ENDED,
        BondState.TOGETHER,
    ]


async def test_an_invite_whose_row_outlived_its_link_is_gone_and_not_said_to_be_taken(
    cellar: Cellar, aiko: Someone, chidi: Someone, clock: Clock
) -> None:
    """An earlier version left such rows."""
    secret = await bonds.invite(cellar, aiko.keys, clock())
    with closing(sqlite3.connect(cellar.folder / NOTEBOOK_FILE)) as file, file:
        file.execute("UPDATE bonds SET state = ?", [BondState.ENDED.value])
    with pytest.raises(InviteGone):
        await bonds.accept(cellar, chidi.keys, secret, clock())


async def test_of_two_who_accept_at_the_same_moment_one_joins_and_the_other_can_read_nothing(
    cellar: Cellar, clock: Clock
) -> None:
    aiko = await come_in(cellar, "Aiko", clock())
    ben, chidi = await come_in(cellar, "Ben", clock()), await come_in(cellar, "Chidi", clock())
    for _ in range(5):
        aiko.keys = await open_keys(cellar, aiko.secret, clock())
        secret = await bonds.invite(cellar, aiko.keys, clock())
        done = await asyncio.gather(
            *(bonds.accept(cellar, one.keys, secret, clock()) for one in (ben, chidi)), return_exceptions=True
        )
        refused = [x for x in done if isinstance(x, BondFull | InviteGone)]
        assert len(refused) == 1
        joined, left_out = (ben, chidi) if done[1] is refused[0] else (chidi, ben)
        (bond,) = [b for b in await bonds.bonds_of(cellar, aiko.opened.person) if b.takes_new_writes]
        assert bond.second == joined.person
        aiko.keys = await open_keys(cellar, aiko.secret, clock())
        await log.append(cellar, aiko.keys, entry(clock, "for the one who joined", Audience.OURS, bond.id))
        left_out.keys = await open_keys(cellar, left_out.secret, clock())
        assert bond.id not in left_out.keys.bonds
        assert "for the one who joined" not in await texts(cellar, left_out, clock)
        assert "for the one who joined" in await texts(cellar, joined, clock)
        await bonds.unlink(cellar, aiko.opened.person)
        ben.keys, chidi.keys = [await open_keys(cellar, one.secret, clock()) for one in (ben, chidi)]
        for one in (ben, chidi):  # each round begins with people who hold no key of it
            one.keys = type(one.keys)(one.keys.person, one.keys.mine)
            for held in await bonds.bonds_of(cellar, one.opened.person):
                await wraps.drop(cellar, one.opened.person, f"bond:{held.id}")


async def test_one_who_taps_twice_at_the_same_moment_is_linked_and_keeps_the_key(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    secret = await bonds.invite(cellar, aiko.keys, clock())
    done = await asyncio.gather(
        *(bonds.accept(cellar, ben.keys, secret, clock()) for _ in range(4)), return_exceptions=True
    )
    assert all(isinstance(x, Bond | BondFull | InviteGone) for x in done)
    (bond,) = [x for x in await bonds.bonds_of(cellar, ben.opened.person) if x.takes_new_writes]
    assert bond.id in (await open_keys(cellar, ben.secret, clock())).bonds


async def test_two_invites_accepted_at_the_same_moment_make_one_couple(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    chidi = await come_in(cellar, "Chidi", clock())
    invites = [await bonds.invite(cellar, one.keys, clock()) for one in (aiko, chidi)]
    done = await asyncio.gather(
        *(bonds.accept(cellar, ben.keys, secret, clock()) for secret in invites), return_exceptions=True
    )
    assert sum(isinstance(x, AlreadyTogether) for x in done) == 1
    held = await bonds.bonds_of(cellar, ben.opened.person)
    assert len([bond for bond in held if bond.takes_new_writes]) == 1
    assert set((await open_keys(cellar, ben.secret, clock())).bonds) == {bond.id for bond in held}


# --- leaving --------------------------------------------------------------------------------------


@pytest.mark.parametrize("leaver", ["aiko", "ben"])
async def test_either_unlinks_in_one_step_and_nothing_new_can_be_shared(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock, leaver: str
) -> None:
    gone = await bonds.unlink(cellar, (aiko if leaver == "aiko" else ben).opened.person)
    assert gone.id == bond
    for one in (aiko, ben):
        with pytest.raises(NotTogether):
            await log.append(cellar, one.keys, entry(clock, "too late", Audience.OURS, bond))
        assert (await bonds.bonds_of(cellar, one.opened.person))[0].state is BondState.ENDED
    with pytest.raises(NotTogether):
        await bonds.unlink(cellar, aiko.opened.person)


async def test_after_leaving_each_still_reads_what_was_shared_before(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    await log.append(cellar, aiko.keys, entry(clock, "from Aiko", Audience.OURS, bond))
    await log.append(cellar, ben.keys, entry(clock, "from Ben", Audience.OURS, bond))
    await bonds.unlink(cellar, ben.opened.person)
    assert await texts(cellar, aiko, clock) == ["from Aiko", "from Ben"]
    assert await texts(cellar, ben, clock) == ["from Aiko", "from Ben"]


async def test_what_waits_in_the_outbox_at_an_unlink_never_leaves_and_comes_home(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    draft = entry(clock, "not yet sent", Audience.OURS, bond, held=timedelta(minutes=10))
    await log.append(cellar, aiko.keys, draft)
    await bonds.unlink(cellar, ben.opened.person)
    assert await log.due(cellar, clock.go(minutes=20)) == {}
    with pytest.raises(NotTogether):
        await log.release(cellar, aiko.keys, draft.id)
    clock.go(minutes=-20)
    assert await texts(cellar, ben, clock) == []
    for record in coming_home(await open_notebook(cellar, aiko.keys), clock()):
        await bring_home(cellar, aiko.keys, record, clock())
    book = await open_notebook(cellar, aiko.keys)
    home = book.latest[draft.id]
    assert (home.audience, home.held_until, home.body["text"]) == (Audience.MINE, None, "not yet sent")
    assert await texts(cellar, ben, clock) == []
    assert book.missing == 0


async def test_an_unlink_withdraws_an_invite_that_waits(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    secret = await bonds.invite(cellar, aiko.keys, clock())
    await bonds.unlink(cellar, aiko.opened.person)
    with pytest.raises(InviteGone):
        await bonds.accept(cellar, ben.keys, secret, clock())


async def test_a_shared_write_that_races_an_unlink_is_there_whole_or_refused(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    drafts = [entry(clock, f"{n}", Audience.OURS, bond) for n in range(12)]
    writes = [log.append(cellar, aiko.keys, draft) for draft in drafts]
    done = await asyncio.gather(
        *writes[:6], bonds.unlink(cellar, ben.opened.person), *writes[6:], return_exceptions=True
    )
    kept = [d.body["text"] for d, x in zip(drafts, done[:6] + done[7:], strict=True) if x is None]
    assert all(x is None or isinstance(x, NotTogether) for x in done[:6] + done[7:])
    assert await texts(cellar, ben, clock) == kept


# --- a second tap that goes wrong -----------------------------------------------------------------


async def test_a_second_tap_that_meets_a_busy_file_leaves_the_key_that_the_first_kept(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    with held_by_another_program(cellar), pytest.raises(Busy):
        async with wraps.beside_rows(cellar, (ben.person, wraps.bond_lock(bond))):
            pass
    assert cellar.owed == set()
    await wraps.drop_owed(cellar)
    assert bond in (await open_keys(cellar, ben.secret, clock())).bonds


async def test_a_second_tap_that_the_disk_refuses_half_way_leaves_the_key_that_the_first_kept(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    nobodys = (ben.person, wraps.bond_lock("0" * 32))
    await wraps.put(cellar, *nobodys, b"a key whose row was refused", ben.keys.mine)
    with pytest.raises(DiskTrouble):
        async with wraps.beside_rows(cellar, (ben.person, wraps.bond_lock(bond)), nobodys):
            raise DiskTrouble
    assert await wraps.find(cellar, *nobodys) is None
    assert bond in (await open_keys(cellar, ben.secret, clock())).bonds


async def test_what_a_full_disk_left_of_a_used_invite_is_destroyed_later_and_one_that_stands_still_works(
    cellar: Cellar, aiko: Someone, ben: Someone, chidi: Someone, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def drop_like(*_: object) -> None:
        raise DiskTrouble

    used = await bonds.invite(cellar, aiko.keys, clock())
    with monkeypatch.context() as full:
        full.setattr(wraps, "drop_like", drop_like)
        bond = await bonds.accept(cellar, ben.keys, used, clock())
    standing = await bonds.invite(cellar, chidi.keys, clock())
    assert await wraps.open_like(cellar, bond.id, "invite:", derive(used, "invite"))
    await tidy(cellar)
    assert not await wraps.open_like(cellar, bond.id, "invite:", derive(used, "invite"))
    await bonds.unlink(cellar, aiko.opened.person)
    await bonds.accept(cellar, ben.keys, standing, clock())
    await tidy(cellar)
    assert not await wraps.any_like(cellar, "invite:")


# --- bringing back --------------------------------------------------------------------------------


async def test_older_pages_come_back_only_by_an_explicit_choice(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock
) -> None:
    await log.append(cellar, aiko.keys, entry(clock, "from before", Audience.OURS, bond))
    await bonds.unlink(cellar, aiko.opened.person)
    again = await come_in(cellar, "Chidi", clock())  # Ben, who forgot everything, as a new person
    new_bond = await link(cellar, aiko, again, clock())
    await bonds.take_over_older(cellar, again.keys)
    assert await texts(cellar, again, clock) == []
    today = (await bonds.bonds_of(cellar, aiko.opened.person))[-1]
    await bonds.bring_back(cellar, aiko.keys, bond, today)
    keys = await bonds.take_over_older(cellar, await open_keys(cellar, again.secret, clock()))
    assert bond in keys.bonds
    assert new_bond in keys.bonds
    assert await texts(cellar, again, clock) == ["from before"]


async def test_nobody_can_bring_back_what_they_hold_no_key_for(
    cellar: Cellar, aiko: Someone, ben: Someone, chidi: Someone, bond: BondId, clock: Clock
) -> None:
    (today,) = await bonds.bonds_of(cellar, aiko.opened.person)
    with pytest.raises(NotThere):
        await bonds.bring_back(cellar, aiko.keys, BondId("0" * 32), today)
    with pytest.raises(NotThere):
        await bonds.bring_back(cellar, aiko.keys, bond, today)
    with pytest.raises(NotThere):
        await bonds.bring_back(cellar, chidi.keys, bond, today)


async def test_older_pages_that_were_not_taken_over_before_an_unlink_stay_away(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    chidi = await come_in(cellar, "Chidi", clock())
    older = await link(cellar, aiko, chidi, clock())
    await bonds.unlink(cellar, aiko.opened.person)
    await link(cellar, aiko, ben, clock())
    (now,) = [bond for bond in await bonds.bonds_of(cellar, aiko.opened.person) if bond.takes_new_writes]
    await bonds.bring_back(cellar, aiko.keys, older, now)
    await bonds.unlink(cellar, aiko.opened.person)
    assert older not in (await bonds.take_over_older(cellar, ben.keys)).bonds


async def test_older_pages_are_not_handed_on_by_whoever_was_given_them(
    cellar: Cellar, aiko: Someone, ben: Someone, clock: Clock
) -> None:
    chidi = await come_in(cellar, "Chidi", clock())
    older = await link(cellar, aiko, chidi, clock())
    await bonds.unlink(cellar, aiko.opened.person)
    await link(cellar, aiko, ben, clock())
    (now,) = [bond for bond in await bonds.bonds_of(cellar, aiko.opened.person) if bond.takes_new_writes]
    await bonds.bring_back(cellar, aiko.keys, older, now)
    ben.keys = await bonds.take_over_older(cellar, ben.keys)
    assert older in ben.keys.bonds
    await bonds.unlink(cellar, ben.opened.person)
    await link(cellar, ben, chidi, clock())
    (later,) = [bond for bond in await bonds.bonds_of(cellar, ben.opened.person) if bond.takes_new_writes]
    with pytest.raises(NotThere):
        await bonds.bring_back(cellar, ben.keys, older, later)


async def test_nothing_comes_back_into_a_bond_that_has_ended(
    cellar: Cellar, aiko: Someone, chidi: Someone, bond: BondId, clock: Clock
) -> None:
    await bonds.unlink(cellar, aiko.opened.person)
    await link(cellar, aiko, chidi, clock())
    await bonds.unlink(cellar, chidi.opened.person)
    later = (await bonds.bonds_of(cellar, aiko.opened.person))[-1]
    with pytest.raises(NotTogether):
        await bonds.bring_back(cellar, aiko.keys, bond, later)


async def test_a_bond_that_is_not_there_is_not_there(cellar: Cellar) -> None:
    with pytest.raises(NotThere):
        await bonds.bond_by_id(cellar, BondId("none"))


async def test_a_former_partner_can_open_nothing_of_the_next_bond(
    cellar: Cellar, aiko: Someone, ben: Someone, chidi: Someone, bond: BondId, clock: Clock
) -> None:
    await bonds.unlink(cellar, ben.opened.person)
    next_bond = await link(cellar, aiko, chidi, clock())
    await log.append(cellar, aiko.keys, entry(clock, "for Chidi", Audience.OURS, next_bond))
    assert await texts(cellar, chidi, clock) == ["for Chidi"]
    assert await texts(cellar, ben, clock) == []
    forged = type(ben.keys)(ben.keys.person, ben.keys.mine, {next_bond: ben.keys.bonds[bond]})
    from omoiyari.vault import WrongKey

    with pytest.raises(WrongKey):
        await log.read(cellar, forged)


def test_record_ids_are_random() -> None:
    made: set[RecordId] = {log.new_record_id() for _ in range(100)}
    assert len(made) == 100
    assert {len(id) for id in made} == {32}
