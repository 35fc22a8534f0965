"""Files for other programs: a systemd user service, a Caddyfile."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from omoiyari.cli.settings import Settings
from omoiyari.cli.speak import say
from omoiyari.words import N_

PATIENCE = 20.0  # seconds
_UNIT = """\
[Unit]
Description=Omoiyari
After=network-online.target

[Service]
ExecStart={program} serve
Environment="OMOIYARI_DATA={folder}"
Restart=on-failure
UMask=0077
LimitCORE=0
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""

_CADDYFILE = """\
{domain} {{
\treverse_proxy 127.0.0.1:{port} {{
\t\tflush_interval -1
\t}}
}}
"""


def write_caddyfile(folder: Path, settings: Settings) -> Path:
    """A Caddyfile that fetches its own certificate and passes events on at once. Raises DiskTrouble."""
    return _put(folder / "Caddyfile", _CADDYFILE.format(domain=settings.domain, port=settings.port))


def _put(path: Path, text: str) -> Path:
    from omoiyari.store.whole import put_whole

    with put_whole(path) as file:
        file.write(text.encode())
    return path


def unit_text(folder: Path) -> str:
    """The service, for the program that is running now. In systemd a percent sign is written twice."""
    program = f'"{sys.executable}" -m omoiyari'
    return _UNIT.format(program=program, folder=folder).replace("%", "%%")


def start_at_boot(folder: Path) -> bool:
    """Write the service and start it; where this computer does not let us, say what to type. True if it runs."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    path = home / "systemd" / "user" / "omoiyari.service"
    path.parent.mkdir(parents=True, exist_ok=True)
    _put(path, unit_text(folder))
    click.echo(say(N_("A service file is in {file}"), file=path))
    steps = [
        ["systemctl", "--user", "daemon-reload"],
        ["systemctl", "--user", "enable", "--now", "omoiyari"],
        ["loginctl", "enable-linger"],
    ]
    if all(_works(step) for step in steps):
        click.echo(say(N_("It runs now, and starts with this computer.")))
        return True
    click.echo(say(N_("It could not be started from here. As the user who shall run it, type:")))
    for step in steps:
        click.echo(f"    {' '.join(step)}")
    return False


def _works(step: list[str]) -> bool:
    if shutil.which(step[0]) is None:
        return False
    try:
        ended = subprocess.run(
            step, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0
