"""One neutral mail by a person's own mail server, from their own address to their own address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from omoiyari.post.errors import AddressWrong, HoursWrong, MailNotSent, MailServerMissing
from omoiyari.words import is_number

if TYPE_CHECKING:
    import ssl

SECONDS = 20.0


class Safety(StrEnum):
    """How the way to the mail server is kept private."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person's own mail settings, with the words of the note in their language.

    `failed` is set while the last note could not be sent. A note may go out from `earliest` until `latest`, hours of
    the person's own day; `waiting` is set while one waits for them.
    """

    host: str
    port: int
    safety: Safety
    user: str
    password: str
    address: str
    sender: str
    subject: str
    body: str
    zone: str = ""
    failed: bool = False
    earliest: int = 0
    latest: int = 24
    waiting: bool = False


def _there(mailbox: Mailbox, now: datetime) -> datetime:
    """What the clock says where the person lives."""
    try:
        zone: tzinfo = ZoneInfo(mailbox.zone) if mailbox.zone else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = UTC
    return now.astimezone(zone)


def day_of(mailbox: Mailbox, now: datetime) -> int:
    """The day it is where the person lives, as an ordinal."""
    return _there(mailbox, now).toordinal()


def is_quiet(mailbox: Mailbox, now: datetime) -> bool:
    """Whether it is an hour in which no note may go out."""
    return not mailbox.earliest <= _there(mailbox, now).hour < mailbox.latest


def parse_mailbox(
    form: Mapping[str, str], words: tuple[str, str, str], old: Mailbox | None, zone: str = ""
) -> Mailbox:
    """The settings in a sent form; an empty password keeps the old one.

    `words` are sender, subject and body as they will be sent. Raises MailServerMissing, AddressWrong, HoursWrong.
    """
    host, port = form.get("host", "").strip(), form.get("port", "").strip()
    if not _is_host(host) or not is_number(port, 1, 65535):
        raise MailServerMissing
    address = form.get("address", "").strip()
    if not _is_address(address):
        raise AddressWrong
    safety = Safety(form["safety"]) if form.get("safety") in set(Safety) else Safety.TLS
    password = form.get("password", "") or (old.password if old is not None and old.host == host else "")
    earliest, latest = _hours(form)
    user = form.get("user", "").strip()
    return Mailbox(
        host, int(port), safety, user, password, address, *words, zone, earliest=earliest, latest=latest
    )


def _hours(form: Mapping[str, str]) -> tuple[int, int]:
    told = form.get("earliest", "0"), form.get("latest", "24")
    if not all(is_number(text, most=24) for text in told):
        raise HoursWrong
    earliest, latest = int(told[0]), int(told[1])
    if not earliest < latest:
        raise HoursWrong
    return earliest, latest


def _is_host(text: str) -> bool:
    return 0 < len(text) <= 253 and text.isascii() and all(ch.isalnum() or ch in ".-:" for ch in text)


_IN_A_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.")


def _is_address(text: str) -> bool:
    """One plain address, so that nothing typed here can become a second line or a second receiver."""
    name, _, host = text.lower().rpartition("@")
    dots_fit = not name.startswith(".") and not name.endswith(".") and ".." not in name
    plain = bool(name) and set(name) <= _IN_A_NAME and dots_fit and len(text) <= 254
    return plain and _is_host(host) and all(host.split(".")) and "." in host


def note(mailbox: Mailbox, body: str, now: datetime) -> EmailMessage:
    """The mail itself: no name of ours or of this computer in any line of it."""
    message = EmailMessage()
    message["From"] = formataddr((mailbox.sender, mailbox.address))
    message["To"] = mailbox.address
    message["Subject"] = mailbox.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=_domain(mailbox))
    message.set_content(body + "\n")
    return message


def _domain(mailbox: Mailbox) -> str:
    return mailbox.address.rpartition("@")[2]


async def send(mailbox: Mailbox, body: str, now: datetime, context: "ssl.SSLContext | None" = None) -> None:
    """Send one note. Raises MailNotSent. `context` is for a server with a certificate of its own."""
    import aiosmtplib

    try:
        await aiosmtplib.send(
            note(mailbox, body, now),
            hostname=mailbox.host,
            port=mailbox.port,
            username=mailbox.user or None,
            password=mailbox.password or None,
            use_tls=mailbox.safety is Safety.TLS,
            start_tls=mailbox.safety is Safety.STARTTLS,
            tls_context=context,
            local_hostname=_domain(mailbox),
            timeout=SECONDS,
        )
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise MailNotSent from error
