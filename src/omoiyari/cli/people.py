"""`omoiyari export` for a person's own notebook, and `omoiyari erase` for whoever runs the server."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from omoiyari.cli.errors import FileThere, NobodyThere, NotTheName
from omoiyari.cli.folder import data_option, must_be_house
from omoiyari.cli.speak import say
from omoiyari.words import N_


@click.command(
    help=N_("Write one person's own notebook, opened, into a ZIP file. Asks for their name and passphrase.")
)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default=Path("notebook.zip"))
@click.option("--with-locked-area", is_flag=True, help=N_("Also the area that locks first."))
@data_option
def export(to: Path, with_locked_area: bool, data: Path) -> None:
    from omoiyari.store.whole import put_whole

    folder = must_be_house(data)
    if to.exists():
        raise FileThere
    name = click.prompt(say(N_("Name")))
    passphrase = click.prompt(say(N_("Passphrase")), hide_input=True)
    code = click.prompt(say(N_("Six-digit code, if there is one")), default="", show_default=False)
    content = asyncio.run(_archive(folder, name, passphrase, code, with_locked_area))
    with put_whole(to) as file:
        file.write(content)
    click.echo(say(N_("Written to {file}. Nothing in it is sealed any more."), file=to))


async def _archive(folder: Path, name: str, passphrase: str, code: str, with_locked_area: bool) -> bytes:
    from omoiyari.store import accounts, sessions
    from omoiyari.store.cellar import Cellar
    from omoiyari.store.export import archive
    from omoiyari.store.visit import open_notebook

    cellar, now = await Cellar.open(folder), datetime.now(UTC)
    try:
        opened = await accounts.sign_in(cellar, name, passphrase, code, now)
        secret = await sessions.begin(cellar, opened, None, now)
        session = await sessions.find(cellar, secret, now)
        assert session is not None
        if with_locked_area:
            await sessions.open_safety(cellar, opened, session, secret)
            session = await sessions.find(cellar, secret, now)
        assert session is not None
        assert session.keys is not None
        book = await open_notebook(cellar, session.keys)
        await sessions.end(cellar, opened.person, session.fingerprint)
        return archive(book, say, locked_area=with_locked_area)
    finally:
        await cellar.close()


@click.command(
    help=N_(
        "Erase one person, for good: their keys are destroyed and their words deleted.\n\n"
        "Copies that somebody made by hand cannot be recalled."
    )
)
@click.argument("name")
@data_option
def erase(name: str, data: Path) -> None:
    folder = must_be_house(data)
    click.echo(say(N_("This cannot be undone. Backups forget their keys within 30 days.")))
    if click.prompt(say(N_("Type the name once more"))) != name:
        raise NotTheName
    asyncio.run(_erase(folder, name))
    click.echo(say(N_("Erased.")))


async def _erase(folder: Path, name: str) -> None:
    from omoiyari.store.accounts import find_person
    from omoiyari.store.cellar import Cellar
    from omoiyari.store.erase import erase as destroy

    cellar = await Cellar.open(folder)
    try:
        person = await find_person(cellar, name)
        if person is None:
            raise NobodyThere
        await destroy(cellar, person)
    finally:
        await cellar.close()
