"""Which names lead here. Any other name may be another site's that was turned to this address (DNS rebinding)."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from ipaddress import ip_address

from starlette.requests import HTTPConnection

#: No other site can hold these: this computer, the home network (RFC 6762, 2013), a private network of Tailscale's.
_NEVER_ANOTHERS = ("localhost", "*.local", "*.ts.net")
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([\w.-]+?)\.?)(?::\d{1,5})?", re.ASCII)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_this_machine(name: str) -> bool:
    """Whether a name or address means this computer to whoever uses it, so that no other can come by it."""
    plain = name.strip("[]").lower()
    if _is_address(plain):
        return ip_address(plain).is_loopback or ip_address(plain).is_unspecified
    return plain == "localhost" or plain.endswith(".localhost")


def leads_here(connection: HTTPConnection, hosts: Iterable[str]) -> bool:
    """Whether the browser asked for an address, for a name that no other site can hold, or for one of `hosts`."""
    found = _HOST.fullmatch(connection.headers.get("host", "").lower())
    if found is None:
        return False
    name = found[1] or found[2]
    return _is_address(name) or any(fnmatchcase(name, known) for known in (*_NEVER_ANOTHERS, *hosts))
