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
from omoiyari.words import N_

ROOM = 200 * 1024**2
BORN = datetime(2026, 1, 1, tzinfo=UTC)


class How(Enum):
    """How a thing stands; the value is its sign on the terminal."""

    WELL = "ok  "
    NOTE = "note"
    WRONG = "!!  "


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
    return Finding(How.WELL, what.format(**values))


def _note(what: str, mend: str, **values: object) -> Finding:
    return Finding(How.NOTE, what.format(**values), mend.format(**values))


def _wrong(what: str, mend: str, **values: object) -> Finding:
    return Finding(How.WRONG, what.format(**values), mend.format(**values))


@click.command()
@data_option
def doctor(data: Path) -> int:
    """Say what is wrong, and how to mend it; exit code 1 if anything is."""
    folder = open_folder(data)
    try:
        settings = read_settings(folder)
    except SettingsBroken as error:
        click.echo(f"{How.WRONG.value}  {error.sentence}")
        return 1
    findings = list(examine(Home(folder, settings, datetime.now(UTC))))
    for finding in findings:
        click.echo(f"{finding.how.value}  {finding.what}")
        if finding.mend:
            click.echo(f"      {finding.mend}")
    return int(any(finding.how is How.WRONG for finding in findings))


def examine(home: Home) -> Iterator[Finding]:
    """Look at everything in turn."""
    checks: tuple[Callable[[Home], Finding], ...] = (
        python,
        disk,
        rights,
        clock,
        files,
        port,
        https,
        certificate,
        backups,
        swap,
    )
    return (check(home) for check in checks)


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
        return Finding(How.WRONG, error.sentence, N_("Or put back a backup, with: omoiyari restore"))
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
        return Finding(How.WRONG, error.sentence, N_("Run omoiyari setup again."))


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
    return _wrong(N_("HTTPS does not answer as it should."), _how_to_reach(settings))


def _how_to_reach(settings: Settings) -> str:
    if settings.reach is Reach.CADDY:
        return N_("Look whether Caddy is running, and whether {domain} leads to this computer.").format(
            domain=settings.domain
        )
    return N_("Start it again; the certificate is renewed then.")


def _answers(home: Home) -> bool:
    from omoiyari.cli.machine import host_names

    settings, context = home.settings, ssl.create_default_context()
    host, number = settings.domain, 443
    if settings.reach is Reach.CERTIFICATE:
        context = ssl.create_default_context(cafile=home.folder / "tls" / "authority.crt")
        host, number = host_names()[-1], settings.port
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPSConnection(host, number, timeout=5, context=context)
        connection.request("GET", "/offline")
        return connection.getresponse().status == 200
    return False


def certificate(home: Home) -> Finding:
    """How long our own certificate holds."""
    if home.settings.reach is not Reach.CERTIFICATE:
        return _well(N_("No certificate of our own is needed."))
    from omoiyari.vault.certificate import RENEW_DAYS, Certificates, days_left

    own = Certificates(home.folder / "tls")
    server, authority = days_left(own.leaf, home.now), days_left(own.authority, home.now)
    if authority < RENEW_DAYS:
        return _wrong(
            N_("The home's certificate authority ends soon, or is missing."),
            N_("Move the folder tls away, run omoiyari setup again, and install it anew on both phones."),
        )
    if server < 1:
        return _wrong(
            N_("The server's certificate has ended."), N_("Start Omoiyari again: it is renewed then.")
        )
    return _well(N_("The certificate holds for {days} more days, and is renewed by itself."), days=server)


def backups(home: Home) -> Finding:
    """The newest pair is young enough, and opens."""
    from omoiyari.store.backup import Kind, backup_key, check_pair, newest
    from omoiyari.store.errors import StoreError
    from omoiyari.store.nights import LATE

    place, key = home.settings.backups_of(home.folder), backup_key(home.folder)
    if key is None:
        return _wrong(N_("No backups are made."), N_("Begin with: omoiyari backup"))
    notebooks, keys = newest(place, Kind.NOTEBOOKS), newest(place, Kind.KEYS)
    if notebooks is None or keys is None:
        return _wrong(N_("No backup has been made yet."), N_("Make one with: omoiyari backup"))
    try:
        check_pair(notebooks, keys, key.key, home.folder)
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
