"""Turns a template and its values into a page."""

from dataclasses import replace
from functools import cache, partial
from typing import Any, cast
from weakref import proxy

from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from omoiyari.couple import Notebook, PersonId
from omoiyari.web.hosts import is_this_machine
from omoiyari.web.house import house_of
from omoiyari.web.partner import called, who_reads
from omoiyari.web.speak import gettext, ngettext, say, speaking

Context = dict[str, Any]

_NOBODYS = Notebook(PersonId(""), ())


@cache
def environment() -> Environment:
    """The one template environment."""
    env = Environment(
        loader=PackageLoader("omoiyari.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals["say"] = say
    env.filters["when"] = lambda moment: speaking.get().day_and_time(moment)
    env.filters["clock"] = lambda moment: speaking.get().time(moment)
    env.filters["tenths"] = lambda number: format_decimal(number, "0.0", locale=speaking.get().locale)
    env.filters["day_only"] = lambda day: speaking.get().date(day)
    env.filters["day"] = lambda moment: speaking.get().day(moment)
    return env


def _only_while_it_is_open(book: Notebook) -> Notebook:
    """Macros and what they know hold each other until the collector comes; a notebook must not wait with them.

    Nor must keys, which is why none are told of a session.
    """
    return cast("Notebook", proxy(book))


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Render one template for this request."""
    tongue = speaking.get()
    visit = getattr(request.state, "visit", None)
    house = house_of(request)
    book = visit.opened if visit is not None else _NOBODYS
    glance = _only_while_it_is_open(book)
    context = {
        "lang": tongue.tag.replace("_", "-"),
        "dir": tongue.locale.text_direction,
        "signed_in": visit is not None,
        "partner": "",
        "theme": request.cookies.get("theme", ""),
        "demo": house.demo,
        "plain": request.url.scheme == "http" and not is_this_machine(request.url.hostname or ""),
        "runner": house.runner,
        "lock": replace(visit.session, keys=None) if visit is not None else None,
        "values": {},
        "error": "",
        "who_reads": partial(who_reads, glance),
        "called": partial(called, glance),
        "now": house.now(),
    }
    html = environment().get_template(template).render(**{**context, **values})
    return HTMLResponse(html, status)
