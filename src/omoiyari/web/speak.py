"""The language and time zone of one request, and the words in it."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_date, format_datetime, format_time
from babel.support import NullTranslations, Translations
from starlette.requests import HTTPConnection

from omoiyari.words import N_

PACKAGED = Path(__file__).parent.parent / "locale"


@dataclass(frozen=True)
class Tongue:
    """A language with its catalogue, and the zone that times are told in."""

    locale: Locale
    tag: str
    catalogue: NullTranslations
    zone: tzinfo

    @property
    def zone_name(self) -> str:
        """The zone's name, such as Europe/Berlin, or an empty text where only its offset is known."""
        return self.zone.key if isinstance(self.zone, ZoneInfo) else ""

    def day_and_time(self, moment: datetime) -> str:
        """A moment as a person would say it, in their zone."""
        return str(format_datetime(moment, "d MMM, HH:mm", tzinfo=self.zone, locale=self.locale))

    def time(self, moment: datetime) -> str:
        """The time of day in the person's zone."""
        return str(format_time(moment, "HH:mm", tzinfo=self.zone, locale=self.locale))

    def date(self, day: date) -> str:
        """A day as a person would say it."""
        return str(format_date(day, "d MMMM", locale=self.locale))

    def day(self, moment: datetime) -> str:
        """The day in the person's zone."""
        return str(format_date(moment.astimezone(self.zone).date(), "EEEE d MMMM", locale=self.locale))


@cache
def _catalogue(folder: Path, tag: str) -> NullTranslations:
    return Translations.load(folder, [tag], "omoiyari")


@cache
def _available(folder: Path | None) -> tuple[str, ...]:
    found = [
        path.parent.parent.name for path in sorted((folder or PACKAGED).glob("*/LC_MESSAGES/omoiyari.mo"))
    ]
    return ("en", *found)


def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="_")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return datetime.now(UTC).astimezone().tzinfo or UTC


def tongue_of(connection: HTTPConnection, folder: Path | None) -> Tongue:
    """The best language we have for this browser, and its zone (a cookie that its script sets)."""
    wanted = [part.split(";")[0].strip().replace("-", "_") for part in _accepted(connection).split(",")]
    tag = negotiate_locale(wanted, _available(folder), sep="_") or "en"
    catalogue = NullTranslations() if tag == "en" else _catalogue(folder or PACKAGED, tag)
    return Tongue(_locale(tag), tag, catalogue, _zone(connection.cookies.get("zone", "")))


def _accepted(connection: HTTPConnection) -> str:
    return connection.cookies.get("language") or connection.headers.get("accept-language", "en")


_ENGLISH = Tongue(Locale("en"), "en", NullTranslations(), UTC)
speaking: ContextVar[Tongue] = ContextVar("speaking", default=_ENGLISH)


def say(message: str, **values: object) -> str:
    """A sentence in the language of this request."""
    text: str = speaking.get().catalogue.gettext(message)
    return text.format(**values) if values else text


def gettext(message: str) -> str:
    """For the templates."""
    return str(speaking.get().catalogue.gettext(message))


def ngettext(one: str, many: str, number: int) -> str:
    """For the templates."""
    return str(speaking.get().catalogue.ngettext(one, many, number))


SOMEBODY = N_("your partner")
