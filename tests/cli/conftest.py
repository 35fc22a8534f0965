"""Real processes: the command line as a person at the terminal meets it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from omoiyari.cli import main

#: The real program with Argon2id at 64 KiB, as everywhere in the tests.
_QUICK = (
    "from omoiyari.vault import passphrase as p; p._MEMORY_KIB = 64; from omoiyari.cli import main; main()"
)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@dataclass(frozen=True)
class Told:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Serving:
    """A server in a process of its own, and what it said first."""

    process: "subprocess.Popen[str]"
    port: int
    line: str
    seconds: float

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def post(self, path: str, form: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=10)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, form, {**kind, **headers})
        return connection.getresponse()

    def stop(self) -> tuple[int, float]:
        """Send SIGTERM; hands back the exit code and how many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(15)
        return code, time.monotonic() - began


@dataclass
class Terminal:
    """A terminal with a data folder."""

    folder: Path
    home: Path

    def _environment(self) -> dict[str, str]:
        quiet = {"DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"}
        kept = {name: value for name, value in os.environ.items() if name not in quiet}
        own = {"OMOIYARI_DATA": str(self.folder), "HOME": str(self.home)}
        return {**kept, **own, "XDG_CONFIG_HOME": str(self.home / ".config")}

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-c", _QUICK, *words]

    def run(self, *words: str, typed: str = "") -> Told:
        """Run one command to its end: in this process, as starting one takes long; a server in its own."""
        return self._run_apart(*words) if words[:1] == ("serve",) else self._run_here(*words, typed=typed)

    def _run_apart(self, *words: str) -> Told:
        ended = subprocess.run(
            self._command(*words),
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=self.home,
        )
        return Told(ended.returncode, ended.stdout, ended.stderr)

    def _run_here(self, *words: str, typed: str) -> Told:
        code, mask = 0, os.umask(0o022)
        with pytest.MonkeyPatch.context() as here, chdir(self.home):
            here.setattr(os, "environ", self._environment())
            here.setattr(sys, "argv", ["omoiyari", *words])
            with CliRunner().isolation(input=typed) as (out, err, _both):
                try:
                    main()
                except SystemExit as end:
                    code = int(end.code or 0)
                sys.stdout.flush()
                told = Told(code, out.getvalue().decode(), err.getvalue().decode())
        os.umask(mask)
        return told

    def start(self, *words: str) -> Serving:
        began, port = time.monotonic(), free_port()
        process = subprocess.Popen(
            self._command(*words, "--port", str(port)),
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.home,
        )
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        return Serving(process, port, line, time.monotonic() - began)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    home = tmp_path / "home"
    home.mkdir()
    return Terminal(tmp_path / "data", home)


@pytest.fixture
def serving(terminal: Terminal) -> Iterator[Callable[..., Serving]]:
    """Starts servers that are gone after the test: `serving("serve")`."""
    started: list[Serving] = []

    def start(*words: str) -> Serving:
        started.append(terminal.start(*words))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Serving, Terminal]]:
    """One server for all tests that only look at it, with its terminal."""
    home = tmp_path_factory.mktemp("standing")
    terminal = Terminal(home / "data", home)
    one = terminal.start("serve", "--runner", "Dana")
    yield one, terminal
    one.stop()
