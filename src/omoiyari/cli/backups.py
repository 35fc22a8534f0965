"""`omoiyari backup` and `omoiyari restore`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from omoiyari.cli.folder import alone, data_option, must_be_house, open_folder
from omoiyari.cli.settings import read_settings
from omoiyari.cli.speak import say
from omoiyari.words import N_

if TYPE_CHECKING:
    from omoiyari.store.backup import BackupKey


@click.command(
    help=N_("Make a sealed backup now, also while the app is open, and try whether it opens again.")
)
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help=N_("Another folder for it."))
@data_option
def backup(to: Path | None, data: Path) -> None:
    from omoiyari.store.backup import make_backup
    from omoiyari.store.nights import prune

    folder = must_be_house(data)
    usual = read_settings(folder).backups_of(folder)
    tell_new_passphrase(folder)
    key, now = _key(folder), datetime.now(UTC)
    for made in make_backup(folder, to or usual, key, now):
        click.echo(made.path)
    prune(folder, usual, now)
    click.echo(say(N_("Both files were opened again and are whole.")))


def _key(folder: Path) -> "BackupKey":
    from omoiyari.store.backup import backup_key

    key = backup_key(folder)
    assert key is not None
    return key


def tell_new_passphrase(folder: Path) -> None:
    """Make the backup passphrase and show it, unless there is one."""
    from omoiyari.store.backup import KEYRING_FILE, new_backup_key

    if (folder / KEYRING_FILE).exists():
        return
    click.echo(say(N_("This is the backup passphrase. It is shown this one time and is kept nowhere:")))
    click.echo(f"\n    {new_backup_key(folder)}\n")
    click.echo(
        say(N_("Without it no backup can be put back. Write it down, and keep it away from this computer."))
    )


@click.command(
    help=N_(
        "Put a backup back: the notebooks file and the keys file of one moment, or one of the two.\n\n"
        "Asks for the backup passphrase. Changes nothing unless all of it can be read."
    )
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@data_option
def restore(files: tuple[Path, ...], data: Path) -> None:
    from omoiyari.store.restore import restore as put_back

    folder = open_folder(data)
    passphrase = click.prompt(say(N_("Backup passphrase")), hide_input=True)
    with alone(folder):
        since = put_back(folder, files, passphrase, datetime.now(UTC))
    click.echo(say(N_("Restored. The files from before are kept aside in the data folder for 30 days.")))
    click.echo(say(N_("Everybody signs in with their passphrase again, and sets their phone's PIN anew.")))
    _tell_of_older_keys(files)
    for path in since.unreadable:
        click.echo(
            say(
                N_("{path} could not be read: who was erased or unlinked only there may be back."), path=path
            ),
            err=True,
        )


def _tell_of_older_keys(files: tuple[Path, ...]) -> None:
    """Keys that were put back without their notebooks lack what was made since."""
    from omoiyari.store.backup import Kind, read_header

    backups = [read_header(path) for path in files]
    if any(backup.kind is Kind.NOTEBOOKS for backup in backups):
        return
    for keys in backups:
        click.echo(
            say(
                N_(
                    "Passphrases, recovery codes and second factors are again those of {day}, and who linked or "
                    "signed up since cannot open what they wrote."
                ),
                day=keys.made.astimezone().date(),
            )
        )
