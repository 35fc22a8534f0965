"""What this computer is called, and at which addresses it is found at home."""

import socket
from contextlib import suppress


def host_names() -> list[str]:
    """The names by which the phones can find it: its own, with and without `.local`."""
    name = socket.gethostname().split(".")[0].lower() or "localhost"
    return list(dict.fromkeys([f"{name}.local", name, "localhost"]))


def home_address() -> str:
    """Its address on the home network. Nothing is sent: a datagram socket only looks up the way."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(("192.0.2.1", 9))
        return str(way.getsockname()[0])
    return "127.0.0.1"


def all_names() -> list[str]:
    """All that a certificate should be for."""
    return list(dict.fromkeys([*host_names(), home_address(), "127.0.0.1"]))
