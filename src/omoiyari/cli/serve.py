"""`omoiyari serve`: the app, its nightly backups, its certificate, and a clean end."""

import asyncio
import errno
import gc
import os
import signal
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from omoiyari.cli.errors import CertificateUnreadable, NoSuchAddress, PortTaken
from omoiyari.cli.folder import alone, data_option, open_folder
from omoiyari.cli.settings import Reach, Settings, read_settings
from omoiyari.cli.speak import refusal, say
from omoiyari.words import N_

if TYPE_CHECKING:
    from omoiyari.vault.certificate import Certificates
    from omoiyari.web.house import House

GRACE_SECONDS = 2
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate and its key; we renew what is our `own`."""

    certificate: Path
    key: Path
    own: bool = False


@click.command(help=N_("Open the app for the two of you."))
@click.option("--port", type=click.IntRange(0, 65535), help=N_("The port (else as set up, else 8470)."))
@click.option("--host", help=N_("The address to listen on (else as set up, else this computer alone)."))
@click.option("--open", "look", is_flag=True, help=N_("Open it in the browser of this computer."))
@data_option
@click.option("--cert", type=click.Path(path_type=Path), help=N_("A certificate of your own."))
@click.option("--key", type=click.Path(path_type=Path), help=N_("The certificate's key."))
@click.option("--runner", help=N_("Who runs this server; shown to both of you."))
def serve(
    port: int | None,
    host: str | None,
    look: bool,
    data: Path,
    cert: Path | None,
    key: Path | None,
    runner: str | None,
) -> None:
    gc.disable()  # what is made while starting stays; `_settle_memory` turns the collector on again
    read_content()
    folder = open_folder(data)
    no_core_dumps()
    settings = _chosen(read_settings(folder), port, host, runner)
    with alone(folder), listening(settings.host, settings.port) as sock:
        tls = _tls(folder, settings, cert, key)
        run_quickly(_serve_folder(folder, settings, sock, tls, look))


def _hosts(settings: Settings, tls: Tls | None) -> frozenset[str]:
    """The names that lead here: as set up, in the certificate, and this computer's own."""
    from omoiyari.cli.machine import all_names
    from omoiyari.vault.certificate import names_of

    certified = names_of(tls.certificate) if tls else []
    names = (settings.domain, settings.host, *certified, *all_names())
    return frozenset(name.lower() for name in names if name)


def _chosen(settings: Settings, port: int | None, host: str | None, runner: str | None) -> Settings:
    """What was set up, with what this call says otherwise."""
    if port is not None:
        settings = replace(settings, port=port)
    if host is not None:
        settings = replace(settings, host=host)
    return settings if runner is None else replace(settings, runner=runner)


def read_content() -> None:
    """Read and check all content before anybody is let in. Raises BrokenContent."""
    from omoiyari.library import library

    library()


def no_core_dumps() -> None:
    """Let the system write no image of our memory to disk, where open words could be in it."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A bound socket. Raises PortTaken, NoSuchAddress."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's wait on, and each page comes 40 ms late.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                raise PortTaken(port=port) from error
            raise NoSuchAddress(host=host) from error
        yield sock


def _tls(folder: Path, settings: Settings, cert: Path | None, key: Path | None) -> Tls | None:
    """The certificate to show: one that was given, or our own, renewed. Raises CertificateUnreadable."""
    if cert is not None or key is not None:
        tls = Tls(cert or Path(), key or Path())
    elif settings.reach is Reach.CERTIFICATE:
        tls = renew(folder)
    else:
        return None
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(tls.certificate, tls.key)
    except OSError as error:
        raise CertificateUnreadable from error
    return tls


def renew(folder: Path) -> Tls:
    """The home's own server certificate, signed anew where it is about to end or this computer has moved.

    Raises DiskTrouble, CertificateUnreadable.
    """
    from omoiyari.vault.certificate import Certificates

    own = Certificates(folder / "tls")
    try:
        _sign_anew(own)
    except ValueError as error:
        raise CertificateUnreadable from error
    return Tls(own.leaf, own.leaf_key, own=True)


def _sign_anew(own: "Certificates") -> None:
    """On a full disk the old one does, as long as it holds. Raises DiskTrouble, ValueError for a garbled file."""
    from datetime import UTC, datetime

    from omoiyari.cli.machine import all_names
    from omoiyari.store.errors import DiskTrouble
    from omoiyari.vault.certificate import days_left, make_authority, renew_leaf

    now = datetime.now(UTC)
    try:
        renew_leaf(make_authority(own.folder, all_names(), now), all_names(), now)
    except OSError as error:
        if days_left(own.leaf, now) < 1:
            raise DiskTrouble from error


def run_quickly(serving: Coroutine[None, None, None]) -> None:
    """Run what serves on libuv's loop, which is quicker than Python's own."""
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serving)


async def _serve_folder(
    folder: Path, settings: Settings, sock: socket.socket, tls: Tls | None, look: bool
) -> None:
    from omoiyari.store.cellar import Cellar
    from omoiyari.store.restore import finish_restore
    from omoiyari.web.house import House

    finish_restore(folder)
    cellar = await Cellar.open(folder)
    try:
        to = settings.backups_of(folder)
        house = House(cellar, runner=settings.runner, backups=to, hosts=_hosts(settings, tls))
        async with _beside(_nightly(house, to)):
            await serve_house(house, sock, tls, lambda address: _ready(address, look))
    finally:
        await cellar.close()


@asynccontextmanager
async def _beside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Let `work` go on for as long as what is within."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def serve_house(
    house: "House", sock: socket.socket, tls: Tls | None, ready: Callable[[str], None]
) -> None:
    """Serve until a signal to stop; open streams end at once, other answers have two seconds."""
    import uvicorn

    from omoiyari.web.app import create_app

    class Server(uvicorn.Server):
        """Leaves the signals to us, so that what comes after it still runs."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                _settle_memory()
                ready(_address(sock, tls))

    config = uvicorn.Config(
        create_app(house),
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=str(tls.certificate) if tls else None,
        ssl_keyfile=str(tls.key) if tls else None,
    )
    server = Server(config)

    def stop() -> None:
        server.should_exit = True
        house.hub.close_all()

    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop)
    config.load()
    async with _beside(_keep_renewed(house.cellar.folder, tls, config.ssl)):
        await server.serve([sock])


async def _keep_renewed(
    folder: Path, tls: Tls | None, shown: ssl.SSLContext | None, every: float = HOUR
) -> None:
    """Look every hour whether our own certificate has to be signed anew; whoever comes from then on is shown it."""
    from omoiyari.web.steady import keep_at

    if tls is None or shown is None or not tls.own:
        return

    async def look() -> None:
        fresh = await asyncio.to_thread(renew, folder)
        shown.load_cert_chain(fresh.certificate, fresh.key)

    await asyncio.sleep(every)  # it was renewed at the start
    await keep_at(look, every)


def _settle_memory() -> None:
    """What was loaded to serve stays: the collector need not look at it again, nor at each opened notebook.

    A notebook of two years is some 30,000 objects, which go with their page; only what holds each other is collected.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    gc.enable()


def _address(sock: socket.socket, tls: Tls | None) -> str:
    host, port = sock.getsockname()[:2]
    from omoiyari.cli.machine import home_address

    name = {"0.0.0.0": home_address(), "::": home_address(), "127.0.0.1": "localhost"}.get(host, host)
    return f"{'https' if tls else 'http'}://{f'[{name}]' if ':' in name else name}:{port}/"


def _ready(address: str, look: bool) -> None:
    click.echo(say(N_("Omoiyari is open at {address}"), address=address))
    sys.stdout.flush()
    if look:
        show(address)


def show(address: str) -> None:
    """Open the page in a browser, where this computer has a screen."""
    import webbrowser

    if sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


async def _nightly(house: "House", to: Path, first: float = 5.0, every: float = HOUR) -> None:
    """Look every hour whether a backup is due, for as long as the server runs."""
    from omoiyari.web.steady import keep_at

    await asyncio.sleep(first)
    await keep_at(lambda: asyncio.to_thread(_back_up, house, to), every)


def _back_up(house: "House", to: Path) -> None:
    """Make what is due. What the store refuses is said on the terminal, and by doctor."""
    from omoiyari.store.errors import StoreError
    from omoiyari.store.nights import nightly

    try:
        nightly(house.cellar.folder, to, house.now())
    except StoreError as error:
        with suppress(OSError):
            click.echo(say(N_("No backup was made tonight: {why}"), why=refusal(error)), err=True)
