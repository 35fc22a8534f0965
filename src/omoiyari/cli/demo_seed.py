"""The made-up couple of the demo."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import available_timezones

from omoiyari.couple import Audience, BondId
from omoiyari.store import accounts, bonds, log, sessions
from omoiyari.store.cellar import Cellar
from omoiyari.store.keys import OpenKeys

#: Known to everybody: nothing in the demo is anybody's secret.
PASSPHRASES = {"Aiko": "seven quiet herons wade", "Ben": "green kettle sings at dawn"}


def home_zone() -> str:
    """The name of this computer's time zone, so that the two live by the clock of whoever looks; else UTC."""
    link = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    known = available_timezones()
    return next((name for name in (os.environ.get("TZ", ""), link) if name in known), "UTC")


async def seed(cellar: Cellar, zone: str = "UTC") -> tuple[OpenKeys, OpenKeys]:
    """Make Aiko and Ben, who live in `zone`, and link them; hands back their open keys, Aiko's first."""
    now = datetime.now(UTC)
    first, second = [await _someone(cellar, name, zone, now) for name in PASSPHRASES]
    bond = await bonds.accept(cellar, second, await bonds.invite(cellar, first, now), now)
    aiko, ben = [await _open(cellar, name, now) for name in PASSPHRASES]
    for keys, name in ((aiko, "Aiko"), (ben, "Ben")):
        await _tell_name(cellar, keys, {"name": name, "zone": zone}, now, bond.id)
    return aiko, ben


async def _someone(cellar: Cellar, name: str, zone: str, now: datetime) -> OpenKeys:
    await accounts.sign_up(cellar, name, PASSPHRASES[name])
    keys = await _open(cellar, name, now)
    await _tell_name(cellar, keys, {"name": name, "zone": zone}, now, None)
    return keys


async def _open(cellar: Cellar, name: str, now: datetime) -> OpenKeys:
    """Somebody's keys, through a session that ends at once."""
    opened = await accounts.sign_in(cellar, name, PASSPHRASES[name], "", now)
    secret = await sessions.begin(cellar, opened, None, now)
    session = await sessions.find(cellar, secret, now)
    assert session is not None
    assert session.keys is not None
    await sessions.end(cellar, opened.person, session.fingerprint)
    return session.keys


async def _tell_name(
    cellar: Cellar, keys: OpenKeys, body: dict[str, str], now: datetime, bond: BondId | None
) -> None:
    audience = Audience.MINE if bond is None else Audience.OURS
    draft = log.Draft("name", body, audience, now, log.new_record_id(), bond=bond)
    await log.append(cellar, keys, draft)
