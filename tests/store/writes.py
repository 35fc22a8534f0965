"""Every write of the store, each with what it needs, to be tried on a disk that takes nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pyotp

from omoiyari.couple import Audience, BondId, RecordId
from omoiyari.post import Office, parse_mailbox
from omoiyari.post.calendar import Quiet
from omoiyari.store import accounts, backup, bonds, devices, drafts, erase, limits, log, sessions, visit
from omoiyari.store.cellar import Cellar
from omoiyari.vault import Secret
from tests.conftest import Clock, Someone, come_in, link, open_keys
from tests.store.writer import draft

PIN = "407193"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MAIL = {"host": "mail.test", "port": "465", "address": "aiko@example.org", "password": "mail-secret"}


@dataclass
class Scene:
    """Aiko, and whatever else a write needs: it is set by `given` before the disk is full."""

    cellar: Cellar
    clock: Clock
    aiko: Someone
    ben: Someone | None = None
    bond: BondId | None = None
    older: BondId | None = None
    invite: Secret | None = None
    record: RecordId | None = None
    cookie: devices.DeviceCookie | None = None
    more: dict[str, str] = field(default_factory=dict)

    async def session(self) -> sessions.Session:
        found = await sessions.find(self.cellar, self.aiko.secret, self.clock(), counts=False)
        assert found is not None
        return found


Step = Callable[[Scene], Awaitable[object]]


@dataclass(frozen=True)
class Write:
    """One write. `once`: what it does cannot be done again.

    `clears`: it destroys, and what a full disk let it destroy may stay destroyed; the next try does the rest.
    `counts`: a try is counted before it is made, and stays counted.
    """

    name: str
    does: Step
    given: Step | None = None
    once: bool = False
    clears: bool = False
    counts: bool = False


# --- what some need beforehand --------------------------------------------------------------------


async def _linked(s: Scene) -> None:
    s.ben = await come_in(s.cellar, "Ben", s.clock())
    s.bond = await link(s.cellar, s.aiko, s.ben, s.clock())


async def _invited(s: Scene) -> None:
    s.ben = await come_in(s.cellar, "Ben", s.clock())
    s.invite = await bonds.invite(s.cellar, s.ben.keys, s.clock())


async def _inviting(s: Scene) -> None:
    await bonds.invite(s.cellar, s.aiko.keys, s.clock())
    s.aiko.keys = await open_keys(s.cellar, s.aiko.secret, s.clock())


async def _held(s: Scene) -> None:
    await _linked(s)
    until = s.clock() + timedelta(minutes=10)
    one = replace(draft(9), audience=Audience.OURS, bond=s.bond, held_until=until)
    await log.append(s.cellar, s.aiko.keys, one)
    s.record = one.id


async def _stranded(s: Scene) -> None:
    await _held(s)
    await bonds.unlink(s.cellar, s.aiko.opened.person)


async def _linked_anew(s: Scene) -> None:
    chidi = await come_in(s.cellar, "Chidi", s.clock())
    s.older = await link(s.cellar, s.aiko, chidi, s.clock())
    await bonds.unlink(s.cellar, s.aiko.opened.person)
    await _linked(s)


async def _handed_over(s: Scene) -> None:
    await _linked_anew(s)
    await _bring_back(s)


async def _remembered(s: Scene) -> None:
    device, _ = await devices.know_device(s.cellar, s.aiko.opened, "a phone")
    text = await devices.remember(s.cellar, s.aiko.opened, device, PIN)
    s.cookie = devices.parse_device_cookie(text)


async def _second_session(s: Scene) -> None:
    await _remembered(s)
    assert s.cookie is not None
    await sessions.begin(s.cellar, s.aiko.opened, s.cookie.device, s.clock())


async def _old_session(s: Scene) -> None:
    await sessions.begin(s.cellar, s.aiko.opened, None, s.clock() - timedelta(hours=13))


async def _with_code(s: Scene) -> None:
    await accounts.new_recovery_code(s.cellar, s.aiko.opened)


async def _with_totp(s: Scene) -> None:
    await _set_totp(s)


async def _with_settings(s: Scene) -> None:
    await _mailbox(s)


async def _with_backup_key(s: Scene) -> None:
    backup.new_backup_key(s.cellar.folder)


# --- the writes -----------------------------------------------------------------------------------


async def _append(s: Scene) -> object:
    return await log.append(s.cellar, s.aiko.keys, *(replace(draft(30), at=s.clock()) for _ in range(3)))


async def _redact(s: Scene) -> object:
    book = await visit.open_notebook(s.cellar, s.aiko.keys)
    return await log.redact(s.cellar, s.aiko.keys, next(iter(book.of_kind("entry"))).id, s.clock())


async def _release(s: Scene) -> object:
    assert s.record is not None
    return await log.release(s.cellar, s.aiko.keys, s.record)


async def _due(s: Scene) -> object:
    return await log.due(s.cellar, s.clock() + timedelta(minutes=11))


async def _hold_anew(s: Scene) -> object:
    return await log.hold_anew(s.cellar, s.clock() + timedelta(minutes=21))


async def _bring_home(s: Scene) -> None:
    for record in visit.coming_home(await visit.open_notebook(s.cellar, s.aiko.keys), s.clock()):
        await visit.bring_home(s.cellar, s.aiko.keys, record, s.clock())


async def _draft(s: Scene) -> object:
    text = "half a sentence " * 300
    return await drafts.save_draft(s.cellar, s.aiko.keys, "new-free", text, Audience.MINE)


async def _begin(s: Scene) -> object:
    return await sessions.begin(s.cellar, s.aiko.opened, None, s.clock())


async def _end(s: Scene) -> object:
    assert s.cookie is not None
    return await sessions.end_all(s.cellar, s.aiko.opened.person, but=(await s.session()).fingerprint)


async def _sweep(s: Scene) -> object:
    return await sessions.sweep(s.cellar, s.clock())


async def _open_safety(s: Scene) -> object:
    return await sessions.open_safety(s.cellar, s.aiko.opened, await s.session(), s.aiko.secret)


async def _device(s: Scene) -> object:
    return await devices.know_device(s.cellar, s.aiko.opened, "a phone")


async def _set_pin(s: Scene) -> object:
    return await devices.remember(s.cellar, s.aiko.opened, "d" * 32, PIN)


async def _try_pin(s: Scene) -> object:
    return await devices.open_with_pin(s.cellar, s.cookie, PIN)


async def _forget(s: Scene) -> object:
    assert s.cookie is not None
    return await devices.forget_device(s.cellar, s.aiko.opened.person, s.cookie.device)


async def _invite(s: Scene) -> object:
    return await bonds.invite(s.cellar, s.aiko.keys, s.clock())


async def _accept(s: Scene) -> object:
    assert s.invite is not None
    return await bonds.accept(s.cellar, s.aiko.keys, s.invite, s.clock())


async def _unlink(s: Scene) -> object:
    return await bonds.unlink(s.cellar, s.aiko.opened.person)


async def _bring_back(s: Scene) -> object:
    assert s.older is not None
    today = next(bond for bond in await bonds.bonds_of(s.cellar, s.aiko.opened.person) if bond.id == s.bond)
    return await bonds.bring_back(s.cellar, s.aiko.keys, s.older, today)


async def _take_over(s: Scene) -> object:
    assert s.ben is not None
    return await bonds.take_over_older(s.cellar, await open_keys(s.cellar, s.ben.secret, s.clock()))


async def _code(s: Scene) -> object:
    return await accounts.new_recovery_code(s.cellar, s.aiko.opened)


async def _drop_code(s: Scene) -> object:
    return await accounts.drop_recovery_code(s.cellar, s.aiko.opened.person)


async def _passphrase(s: Scene) -> object:
    opened, here = s.aiko.opened, (await s.session()).fingerprint
    fresh = await accounts.new_passphrase(s.cellar, opened.person, "Aiko", "nine loud geese fly south")
    return await sessions.take_passphrase(s.cellar, opened, fresh, here)


async def _set_totp(s: Scene) -> object:
    return await accounts.set_second_factor(s.cellar, s.aiko.opened, TOTP_SECRET)


async def _try_totp(s: Scene) -> object:
    now = s.clock()
    return await accounts.check_second_factor(s.cellar, s.aiko.opened, pyotp.TOTP(TOTP_SECRET).at(now), now)


async def _try(s: Scene) -> object:
    return await limits.count_try(s.cellar, "door", s.clock(), 1000)


async def _sign_up(s: Scene) -> object:
    return await accounts.sign_up(s.cellar, "Chidi", "paper boats on the canal")


async def _mailbox(s: Scene) -> object:
    settings = parse_mailbox(MAIL, ("A note", "A note", "There is something for you."), None)
    return await Office(s.cellar).keep_mailbox(s.aiko.opened.person, settings)


async def _quiet(s: Scene) -> object:
    return await Office(s.cellar).keep_quiet(s.aiko.opened.person, Quiet("m" * 32, 2, 20, 0))


async def _take_day(s: Scene) -> object:
    return await Office(s.cellar)._take_day(s.aiko.opened.person, s.clock().toordinal())


async def _drop_notices(s: Scene) -> object:
    return await Office(s.cellar).drop(s.aiko.opened.person, "mail")


async def _backup(s: Scene) -> object:
    key = backup.backup_key(s.cellar.folder)
    assert key is not None
    return backup.make_backup(s.cellar.folder, s.cellar.folder / "backups", key, s.clock())


async def _erase(s: Scene) -> object:
    assert s.ben is not None
    return await erase.erase(s.cellar, s.ben.opened.person)


WRITES = [
    Write("append", _append),
    Write("redact", _redact),
    Write("release", _release, _held, once=True),
    Write("due", _due, _held, once=True),
    Write("hold_anew", _hold_anew, _held, once=True),
    Write("bring_home", _bring_home, _stranded, once=True),
    Write("draft", _draft),
    Write("begin", _begin),
    Write("end", _end, _second_session, once=True, clears=True),
    Write("sweep", _sweep, _old_session, once=True, clears=True),
    Write("open_safety", _open_safety),
    Write("device", _device),
    Write("set_pin", _set_pin),
    Write("try_pin", _try_pin, _remembered),
    Write("forget", _forget, _second_session, once=True, clears=True),
    Write("invite", _invite),
    Write("invite_anew", _invite, _inviting),
    Write("accept", _accept, _invited, once=True),
    Write("unlink", _unlink, _linked, once=True),
    Write("bring_back", _bring_back, _linked_anew),
    Write("take_over", _take_over, _handed_over),
    Write("code", _code),
    Write("drop_code", _drop_code, _with_code, once=True),
    Write("passphrase", _passphrase),
    Write("set_totp", _set_totp),
    Write("try_totp", _try_totp, _with_totp, once=True, counts=True),
    Write("try", _try),
    Write("sign_up", _sign_up, once=True),
    Write("mailbox", _mailbox),
    Write("quiet", _quiet, _with_settings),
    Write("take_day", _take_day, _with_settings),
    Write("drop_notices", _drop_notices, _with_settings, once=True),
    Write("backup", _backup, _with_backup_key),
    Write("erase", _erase, _linked, once=True),
]
