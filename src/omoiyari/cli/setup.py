"""`omoiyari setup`: three questions, and what follows from the answers."""

from dataclasses import replace
from pathlib import Path

import click

from omoiyari.cli.backups import tell_new_passphrase
from omoiyari.cli.errors import DomainMissing, SettingsBroken
from omoiyari.cli.folder import data_option, open_folder
from omoiyari.cli.machine import home_address, host_names
from omoiyari.cli.serve import renew
from omoiyari.cli.service import start_at_boot, write_caddyfile
from omoiyari.cli.settings import PORT, Reach, Settings, read_settings, write_settings
from omoiyari.cli.speak import say
from omoiyari.words import N_

_WAYS = {
    Reach.TAILSCALE: N_("a private network with HTTPS (Tailscale): the easiest, also on the road"),
    Reach.CADDY: N_("a reverse proxy with a domain (Caddy): for those who have one"),
    Reach.CERTIFICATE: N_("a certificate made here: at home only, and each phone installs it once"),
}


@click.command(
    help=N_("Three questions, and both phones can reach it. Each can also be answered by its option.")
)
@click.option("--runner", help=N_("Who runs this server; shown to both of you."))
@click.option("--reach", type=click.Choice([way.value for way in _WAYS]), help=N_("How phones reach it."))
@click.option("--boot/--no-boot", default=None, help=N_("Start when this computer starts."))
@click.option("--domain", help=N_("The domain that leads here, for Caddy."))
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)
@data_option
def setup(
    runner: str | None, reach: str | None, boot: bool | None, domain: str | None, port: int, data: Path
) -> None:
    folder = open_folder(data)
    if runner is None:
        runner = click.prompt(say(N_("Who runs this server? Both of you will see this name")))
    way = Reach(reach) if reach else _ask_way()
    if way is Reach.CADDY and not domain:
        if reach:
            raise DomainMissing
        domain = click.prompt(say(N_("Which domain leads to this computer?")))
    if boot is None:
        boot = click.confirm(say(N_("Start when this computer starts?")), default=True)
    settings = replace(_so_far(folder), runner=runner, reach=way, boot=boot, domain=domain or "", port=port)
    _arrange(folder, replace(settings, host="0.0.0.0" if way is Reach.CERTIFICATE else "127.0.0.1"))


def _so_far(folder: Path) -> Settings:
    """What was set up before; the usual where that cannot be read."""
    try:
        return read_settings(folder)
    except SettingsBroken:
        click.echo(say(N_("The file config.toml could not be read, and is written anew.")), err=True)
        return Settings()


def _ask_way() -> Reach:
    click.echo(say(N_("How will the phones reach it?")))
    ways = list(_WAYS)
    for number, way in enumerate(ways, 1):
        click.echo(f"  {number}  {say(_WAYS[way])}")
    return ways[click.prompt(say(N_("Number")), type=click.IntRange(1, len(ways)), default=1) - 1]


def _arrange(folder: Path, settings: Settings) -> None:
    click.echo(say(N_("Kept in {file}"), file=write_settings(folder, settings)))
    {Reach.TAILSCALE: _tailscale, Reach.CADDY: _caddy, Reach.CERTIFICATE: _certificate}[settings.reach](
        folder, settings
    )
    tell_new_passphrase(folder)
    if settings.boot:
        start_at_boot(folder)
    else:
        click.echo(say(N_("Start it with: omoiyari serve")))
    click.echo(say(N_("Then look whether all is well with: omoiyari doctor")))


def _tailscale(_folder: Path, settings: Settings) -> None:
    click.echo(
        say(N_("Install Tailscale on this computer and on both phones, sign in, and run this here once:"))
    )
    click.echo(f"\n    tailscale serve --bg {settings.port}\n")
    click.echo(say(N_("It answers with the address for your phones: https://…ts.net")))


def _caddy(folder: Path, settings: Settings) -> None:
    path = write_caddyfile(folder, settings)
    click.echo(say(N_("A file for Caddy is in {file}. Run it with:"), file=path))
    click.echo(f"\n    caddy run --config {path}\n")
    click.echo(say(N_("The address for your phones: {address}"), address=f"https://{settings.domain}/"))


def _certificate(folder: Path, settings: Settings) -> None:
    from omoiyari.vault.certificate import Certificates, mark_of

    renew(folder)
    click.echo(
        say(N_("On each phone, open one of these once it runs. The first time, the phone will warn you:"))
    )
    for name in (host_names()[0], home_address()):
        click.echo(f"    https://{name}:{settings.port}/trust")
    click.echo(say(N_("Compare this mark with the one that the phone shows, before you install anything:")))
    click.echo(f"    {mark_of(Certificates(folder / 'tls').authority)}")
