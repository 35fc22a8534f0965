"""The help page's lines, by country; the reader opens theirs, and nobody is told which."""

from dataclasses import dataclass
from operator import attrgetter

from babel import Locale

from omoiyari.library import Helpline, help_pages, helplines, helplines_for
from omoiyari.web.pages import Context
from omoiyari.web.speak import say, speaking
from omoiyari.words import N_

_UNION = N_("Elsewhere in the European Union")


def _country_name(code: str, locale: Locale) -> str:
    return str(locale.territories.get(code, code))


@dataclass(frozen=True, slots=True)
class Place:
    """A country with its lines, and whether it was asked for by name."""

    name: str
    lines: tuple[Helpline, ...]
    chosen: bool


def _places(lines: tuple[Helpline, ...], chosen: str) -> list[Place]:
    locale = speaking.get().locale
    near = [line for line in lines if line.country != "INT"]
    codes = dict.fromkeys(line.country for line in near if line.country != "EU")
    places = (Place(_country_name(code, locale), helplines_for(near, code), code == chosen) for code in codes)
    union = tuple(line for line in near if line.country == "EU")
    return [*sorted(places, key=attrgetter("name")), Place(say(_UNION), union, chosen == "EU")]


def help_context(country: str) -> Context:
    """What the help page shows: every country, so that the page that a phone keeps is whole without a connection.

    `country` (two letters) is the one that stands open.
    """
    lines = helplines()
    everywhere = [line for line in lines if line.country == "INT"]
    return {
        "help": help_pages(),
        "countries": _places(lines, country),
        "everywhere": everywhere,
        "page": "",
    }
