"""What setup was told, kept as config.toml in the data folder and read by serve and doctor."""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

import tomli

from omoiyari.cli.errors import SettingsBroken

FILE = "config.toml"
PORT = 8470


class Reach(StrEnum):
    """How the phones reach this computer."""

    HERE = "here"  # this computer alone
    TAILSCALE = "tailscale"
    CADDY = "caddy"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Settings:
    """The answers to setup's questions. `backups` is empty for the folder's own place."""

    runner: str = ""
    reach: Reach = Reach.HERE
    host: str = "127.0.0.1"
    port: int = PORT
    domain: str = ""
    boot: bool = False
    backups: str = ""

    def backups_of(self, folder: Path) -> Path:
        """Where backups go."""
        return Path(self.backups).expanduser() if self.backups else folder / "backups"


def read_settings(folder: Path) -> Settings:
    """The settings, or the usual ones where setup was never run. Raises SettingsBroken."""
    path = folder / FILE
    if not path.exists():
        return Settings()
    try:
        return _parse(tomli.loads(path.read_text("utf-8")))
    except (ValueError, TypeError, OSError) as error:
        raise SettingsBroken from error


def _parse(given: dict[str, object]) -> Settings:
    """Raises TypeError for a value of another kind, ValueError for an unknown way or port."""
    usual = asdict(Settings())
    known = {name: value for name, value in given.items() if name in usual}
    for name, value in known.items():
        if type(value) is not type(str(usual[name]) if name == "reach" else usual[name]):
            raise TypeError(name)
    settings = Settings(**{**usual, **known})
    if not 0 <= settings.port <= 65535:
        raise ValueError(settings.port)
    return replace(settings, reach=Reach(settings.reach))


def write_settings(folder: Path, settings: Settings) -> Path:
    """Keep the settings; bytes of a name that are no text become question marks. Raises DiskTrouble."""
    from omoiyari.store.whole import put_whole

    path = folder / FILE
    lines = [f"{name} = {_toml(value)}\n" for name, value in asdict(settings).items()]
    text = "".join(("# Written by omoiyari setup; read by omoiyari serve.\n", *lines))
    with put_whole(path) as file:
        file.write(text.encode("utf-8", "replace"))
    return path


def _toml(value: object) -> str:
    """A basic TOML string is a JSON string without escaped surrogates, and with DEL escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
