"""`omoiyari demo`: a made-up couple in a folder that is gone afterwards."""

import gc
import os
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import click

from omoiyari.cli.serve import listening, no_core_dumps, read_content, run_quickly, serve_house, show
from omoiyari.cli.settings import PORT
from omoiyari.cli.speak import say
from omoiyari.words import N_


@click.command(help=N_("Look around as a made-up couple; nothing is kept."))
@click.option("--port", type=click.IntRange(0, 65535), default=PORT + 1, show_default=True)
@click.option("--open", "look", is_flag=True, help=N_("Open it in the browser of this computer."))
def demo(port: int, look: bool) -> None:
    run(port, look)


def run(port: int, look: bool = False) -> None:
    """Serve Aiko and Ben from a temporary folder until a signal to stop. Raises PortTaken."""
    read_content()
    os.umask(0o077)
    no_core_dumps()
    with TemporaryDirectory(prefix="omoiyari-demo-") as place:
        run_quickly(_serve(Path(place), port, look))


async def _serve(folder: Path, port: int, look: bool) -> None:
    from omoiyari.cli.demo_life import live
    from omoiyari.cli.demo_seed import PASSPHRASES, home_zone, seed
    from omoiyari.store.cellar import Cellar
    from omoiyari.web.house import House

    def ready(address: str) -> None:
        click.echo(say(N_("The demo is open at {address}"), address=address))
        for name, passphrase in PASSPHRASES.items():
            click.echo(say(N_("  {name}: {passphrase}"), name=name, passphrase=passphrase))
        if look:
            show(address)

    with listening("127.0.0.1", port) as sock:
        cellar = await Cellar.open(folder)
        try:
            zone = home_zone()
            aiko, ben = await seed(cellar, zone)
            await live(cellar, aiko, ben, datetime.now(ZoneInfo(zone)))
            gc.collect()  # before what is left is taken for what was loaded to serve
            await serve_house(House(cellar, runner="Dana", demo=PASSPHRASES), sock, None, ready)
        finally:
            await cellar.close()
