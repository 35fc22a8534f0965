"""A real mail server, on every way in."""

import asyncio
import email
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Session

from omoiyari.post.mail import Safety
from omoiyari.vault.certificate import make_authority, renew_leaf
from tests.cli.conftest import free_port

Ways = Callable[[Safety], "Postbox"]


@dataclass
class Postbox:
    """A real mail server's inbox."""

    port: int
    context: ssl.SSLContext | None = None
    mails: list[Message] = field(default_factory=list)
    users: list[bytes] = field(default_factory=list)
    greetings: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, session: Session, envelope: Any) -> str:
        self.mails.append(email.message_from_bytes(envelope.content))
        self.greetings.append(str(session.host_name))
        return "250 OK"

    def check(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        self.users.append(data.login)
        return AuthResult(success=data.password == b"mail-secret", handled=False)


@dataclass
class Laggard:
    """A mail server that takes its time and then hangs up; `knocks` counts who came."""

    port: int = 0
    knocks: int = 0


@asynccontextmanager
async def slow_postbox(meanwhile: Callable[[], Awaitable[object]]) -> AsyncIterator[Laggard]:
    """Whoever sends a mail waits until `meanwhile` is done, and then learns that it cannot go."""
    laggard = Laggard()

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        laggard.knocks += 1
        await meanwhile()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        laggard.port = server.sockets[0].getsockname()[1]
        yield laggard


def greet(box: Postbox) -> None:
    """Aiosmtpd's own greeting does not know our certificate."""
    assert box.context is not None
    plain = socket.create_connection(("127.0.0.1", box.port), 5)
    with box.context.wrap_socket(plain, server_hostname="localhost") as sock:
        sock.recv(100)


@pytest.fixture
async def open_postbox(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Callable[[Safety], Postbox]]:
    started = []

    def start(safety: Safety) -> Postbox:
        box = Postbox(free_port())
        options: dict[str, Any] = {"authenticator": box.check, "auth_require_tls": False}
        if safety is not Safety.PLAIN:
            folder = tmp_path_factory.mktemp("tls")
            files = make_authority(folder, ["localhost"], datetime.now(UTC))
            renew_leaf(files, ["localhost"], datetime.now(UTC))
            server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            server.load_cert_chain(files.leaf, files.leaf_key)
            box.context = ssl.create_default_context(cafile=files.authority)
            options["ssl_context" if safety is Safety.TLS else "tls_context"] = server
        if safety is Safety.STARTTLS:
            options["require_starttls"] = True
        controller = Controller(box, hostname="127.0.0.1", port=box.port, **options)
        if safety is Safety.TLS:
            controller._trigger_server = lambda: greet(box)  # type: ignore[method-assign]
        controller.start()
        started.append(controller)
        return box

    yield start
    for controller in started:
        await asyncio.to_thread(controller.stop)
