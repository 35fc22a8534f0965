"""`omoiyari doctor`: what is wrong, and how to mend it."""

import http.client
import shutil
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

import click

from omoiyari.cli.errors import CliError, PortTaken, SettingsBroken
from omoiyari.cli.folder import data_option, is_serving, open_folder
from omoiyari.cli.settings import Reach, Settings, read_settings
from omoiyari.cli.speak import refusal, say
from omoiyari.words import N_

ROOM = 200 * 1024**2
BORN = datetime(2026, 1, 1, tzinfo=UTC)


class How(Enum):
    """How a thing stands; the value is its sign on the terminal."""

    WELL = N_("ok")
    NOTE = N_("note")
    WRONG = "!!"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and what to do where it is not well."""

    how: How
    what: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """What is looked at."""

    folder: Path
    settings: Settings
    now: datetime


def _well(what: str, **values: object) -> Finding:
    return Finding(How.WELL, say(what, **values))


def _note(what: str, mend: str, **values: object) -> Finding:
    return Finding(How.NOTE, say(what, **values), say(mend, **values))


def _wrong(what: str, mend: str, **values: object) -> Finding:
    return Finding(How.WRONG, say(what, **values), say(mend, **values))


@click.command(help=N_("Say what is wrong, and how to mend it; exit code 1 if anything is."))
@data_option
def doctor(data: Path) -> int:
    folder = open_folder(data)
    try:
        settings = read_settings(folder)
    except SettingsBroken as error:
        _tell(Finding(How.WRONG, refusal(error)))
        return 1
    wrong = False
    for finding in examine(Home(folder, settings, datetime.now(UTC))):
        _tell(finding)
        wrong |= finding.how is How.WRONG
    return int(wrong)


def _tell(finding: Finding) -> None:
    click.echo(f"{say(finding.how.value):<4}  {finding.what}")
    if finding.mend:
        click.echo(f"      {finding.mend}")


def examine(home: Home) -> Iterator[Finding]:
    """Look at everything in turn; what cannot be looked at keeps nothing else from being told."""
    checks: tuple[tuple[str, Callable[[Home], Finding]], ...] = (
        (N_("the version of Python"), python),
        (N_("the room on the disk"), disk),
        (N_("the rights on the data folder"), rights),
        (N_("the clock"), clock),
        (N_("the notebooks and their keys"), files),
        (N_("the port"), port),
        (N_("HTTPS"), https),
        (N_("the certificates in the folder tls"), certificate),
        (N_("the backups, or their key in backup.key"), backups),
        (N_("the swap"), swap),
    )
    return (_looked_at(thing, check, home) for thing, check in checks)


def _looked_at(thing: str, check: Callable[[Home], Finding], home: Home) -> Finding:
    try:
        return check(home)
    except (OSError, ValueError, KeyError, TypeError) as error:  # TypeError: JSON of another shape
        return _wrong(
            N_("This could not be looked at: {thing}."),
            N_("The computer says: {why}"),
            thing=say(thing),
            why=f"{type(error).__name__}: {error}",
        )


def python(_home: Home) -> Finding:
    """The version of Python; an older one does not come this far."""
    return _well(N_("Python is {version}."), version=".".join(map(str, sys.version_info[:3])))


def disk(home: Home) -> Finding:
    """Room for the notebooks and their backups."""
    free = shutil.disk_usage(home.folder).free
    if free < ROOM:
        return _wrong(
            N_("Only {free} MB are free on the disk."),
            N_("Make room: at least 200 MB."),
            free=free // 1024**2,
        )
    return _well(N_("{free} MB are free on the disk."), free=free // 1024**2)


def rights(home: Home) -> Finding:
    """Nobody else on this computer may look into the folder."""
    if home.folder.stat().st_mode & 0o077:
        return _wrong(
            N_("Other users of this computer may look into the data folder."),
            N_("Close it with: chmod 700 {folder}"),
            folder=home.folder,
        )
    return _well(N_("The data folder {folder} is closed to other users."), folder=home.folder)


def clock(home: Home) -> Finding:
    """A clock behind the files would lock notebooks and confuse rounds."""
    written = [path.stat().st_mtime for path in home.folder.glob("*.db")]
    latest = datetime.fromtimestamp(max(written, default=0), UTC)
    if home.now < BORN or latest > home.now + timedelta(hours=1):
        return _wrong(
            N_("The clock of this computer is wrong: it says {now}."),
            N_("Set it by the network, with: timedatectl set-ntp true"),
            now=f"{home.now:%Y-%m-%d %H:%M} UTC",
        )
    return _well(N_("The clock says {now}."), now=f"{home.now:%Y-%m-%d %H:%M} UTC")


def files(home: Home) -> Finding:
    """Copies of both files open, are whole and belong together."""
    from omoiyari.store.backup import Kind, check_files, snapshot
    from omoiyari.store.errors import NotABackup, StoreError
    from omoiyari.store.workplace import workplace

    present = [kind for kind in Kind if (home.folder / kind.file).exists()]
    if not present:
        return _note(N_("There are no notebooks yet."), N_("Start with: omoiyari serve"))
    try:
        with workplace(home.folder) as place:
            for kind in Kind:
                snapshot(home.folder / kind.file, place / kind.file)
            check_files(place)
    except NotABackup:
        return _wrong(N_("A file is damaged."), N_("Put back a backup, with: omoiyari restore"))
    except StoreError as error:
        return Finding(How.WRONG, refusal(error), say(N_("Or put back a backup, with: omoiyari restore")))
    return _well(N_("Both files are whole and belong together."))


def port(home: Home) -> Finding:
    """Our server answers on its port, or the port is free for it."""
    from omoiyari.cli.serve import listening

    number = home.settings.port
    if is_serving(home.folder):
        return _well(N_("Omoiyari is running."))
    try:
        with listening(home.settings.host, number):
            return _note(N_("Omoiyari is not running."), N_("Start it with: omoiyari serve"))
    except PortTaken:
        return _wrong(
            N_("Port {port} is taken by another program."),
            N_("Stop that one, or choose another port with: omoiyari setup --port"),
            port=number,
        )
    except CliError as error:
        return Finding(How.WRONG, refusal(error), say(N_("Run omoiyari setup again.")))


def https(home: Home) -> Finding:
    """A phone's way in, as far as this computer can try it."""
    settings = home.settings
    if settings.reach is Reach.HERE:
        return _note(N_("Phones cannot reach it yet."), N_("Choose a way with: omoiyari setup"))
    if settings.reach is Reach.TAILSCALE:
        return _note(
            N_("Phones come in through Tailscale; that cannot be tried from here."),
            N_("Look with: tailscale serve status"),
        )
    if not is_serving(home.folder):
        return _note(N_("HTTPS was not tried, because Omoiyari is not running."), "")
    if _answers(home):
        return _well(N_("HTTPS answers, with a certificate that can be trusted."))
    return _wrong(
        N_("HTTPS does not answer as it should."), _how_to_reach(settings.reach), domain=settings.domain
    )


def _how_to_reach(reach: Reach) -> str:
    if reach is Reach.CADDY:
        return N_("Look whether Caddy is running, and whether {domain} leads to this computer.")
    return N_("Start it again; the certificate is renewed then.")


def _answers(home: Home) -> bool:
    from omoiyari.cli.machine import host_names

    host, number, authority = home.settings.domain, 443, None
    if home.settings.reach is Reach.CERTIFICATE:
        host, number = host_names()[-1], home.settings.port
        authority = home.folder / "tls" / "authority.crt"
    with suppress(OSError, http.client.HTTPException):
        context = ssl.create_default_context(cafile=authority)
        connection = http.client.HTTPSConnection(host, number, timeout=5, context=context)
        connection.request("GET", "/offline")
        return connection.getresponse().status == 200
    return False


def certificate(home: Home) -> Finding:
    """Our own certificates hold: the authority that the phones trust, and the server's."""
    if home.settings.reach is not Reach.CERTIFICATE:
        return _well(N_("No certificate of our own is needed."))
    from omoiyari.vault.certificate import Certificates

    own = Certificates(home.folder / "tls")
    return _wrong_authority(own.authority, home.now) or _server_certificate(own.leaf, home.now)


def _wrong_authority(path: Path, now: datetime) -> Finding | None:
    from omoiyari.vault.certificate import RENEW_DAYS, begins, days_left

    if days_left(path, now) < RENEW_DAYS:
        return _wrong(
            N_("The home's certificate authority ends soon, or is missing."),
            N_("Move the folder tls away, run omoiyari setup again, and install it anew on both phones."),
        )
    if begins(path) > now:
        return _wrong(
            N_(
                "The home's certificate authority is not valid yet: the clock is wrong, or was when it was made."
            ),
            N_(
                "Set the clock; if it is right, move tls away, run setup again and install it anew on both phones."
            ),
        )
    return None


def _server_certificate(path: Path, now: datetime) -> Finding:
    from omoiyari.vault.certificate import begins, days_left

    days = days_left(path, now)
    if days < 1:
        return _wrong(
            N_("The server's certificate has ended."), N_("Start Omoiyari again: it is renewed then.")
        )
    if begins(path) > now:
        return _wrong(
            N_("The server's certificate is not valid yet: the clock is wrong, or was when it was made."),
            N_("Start again: it is signed anew."),
        )
    return _well(N_("The certificate holds for {days} more days, and is renewed by itself."), days=days)


def backups(home: Home) -> Finding:
    """The newest pair is young enough, and opens."""
    from omoiyari.store.backup import Kind, backup_key, check_pair, newest
    from omoiyari.store.errors import CannotWrite, StoreError
    from omoiyari.store.nights import LATE

    place, key = home.settings.backups_of(home.folder), backup_key(home.folder)
    if key is None:
        return _wrong(N_("No backups are made."), N_("Begin with: omoiyari backup"))
    notebooks, keys = newest(place, Kind.NOTEBOOKS), newest(place, Kind.KEYS)
    if notebooks is None or keys is None:
        return _wrong(N_("No backup has been made yet."), N_("Make one with: omoiyari backup"))
    try:
        check_pair(notebooks, keys, key.key, home.folder)
    except CannotWrite as error:
        return Finding(How.WRONG, refusal(error))
    except StoreError:
        return _wrong(N_("The newest backup does not open."), N_("Make a new one with: omoiyari backup"))
    hours = int((home.now - keys.made).total_seconds() // 3600)
    if home.now - keys.made > LATE:
        return _wrong(
            N_("The newest backup is {days} days old."),
            N_("Make one with: omoiyari backup"),
            days=hours // 24,
        )
    return _well(N_("The newest backup is {hours} hours old, and opens."), hours=hours)


def swap(_home: Home) -> Finding:
    """Swap can keep what was in memory, unless it is encrypted or in memory itself."""
    try:
        lines = Path("/proc/swaps").read_text().splitlines()[1:]
    except OSError:
        lines = []
    if any(not line.startswith(("/dev/zram", "/dev/dm-", "/dev/mapper")) for line in lines):
        return _note(
            N_("This computer swaps memory to disk; open words could be written there."),
            N_("Encrypt the swap, or switch it off."),
        )
    return _well(N_("No open swap on disk."))
