"""The help page's lines, by the country that the reader chooses; never from their address."""

from babel import Locale

from omoiyari.library import Helpline, help_pages, helplines, helplines_for
from omoiyari.web.pages import Context
from omoiyari.web.speak import speaking


def _country_name(code: str, locale: Locale) -> str:
    return str(locale.territories.get(code, code))


def _countries(lines: tuple[Helpline, ...]) -> list[tuple[str, str]]:
    locale = speaking.get().locale
    codes = dict.fromkeys(line.country for line in lines if line.country not in ("INT", "EU"))
    return sorted(((code, _country_name(code, locale)) for code in codes), key=lambda pair: pair[1])


def help_context(country: str) -> Context:
    """What the help page shows for one country (two letters), or for none chosen."""
    lines = helplines()
    codes = {line.country for line in lines}
    chosen = country if country in codes else ""
    return {
        "help": help_pages(),
        "countries": _countries(lines),
        "country": chosen,
        "lines": list(helplines_for(lines, chosen)) if chosen else [],
        "everywhere": [line for line in lines if line.country == "INT"],
        "page": "",
    }
