"""Turns a template and its values into a page."""

from contextvars import ContextVar
from dataclasses import replace
from functools import cache, partial
from typing import Any

from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, runtime, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from omoiyari.couple import Notebook, PersonId
from omoiyari.store.log import new_record_id
from omoiyari.web.hosts import is_this_machine
from omoiyari.web.house import house_of
from omoiyari.web.partner import called, who_reads
from omoiyari.web.speak import gettext, ngettext, say, speaking
from omoiyari.web.static import edition

Context = dict[str, Any]

_NOBODYS = Notebook(PersonId(""), ())
_MADE: ContextVar[list["Knowing"]] = ContextVar("made")


class Knowing(runtime.Context):
    """What one template knows; noted down where it is of one page, and not of a part that all pages share."""

    def __init__(self, environment: Environment, parent: Context, *more: Any, **named: Any) -> None:
        super().__init__(environment, parent, *more, **named)
        if "who_reads" in parent:
            _MADE.get().append(self)


def _translated(message: str, **values: Any) -> Markup:
    """`_` in a template: the message in the reader's language, with its values escaped."""
    text = Markup(gettext(message))
    return text % values if "%" in text else text


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
    env.context_class = Knowing
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    # What was put there just now asks the context twice for each sentence.
    env.globals["_"] = _translated
    env.globals["say"] = say
    env.globals["new_id"] = new_record_id
    env.globals["static"] = f"/static/{edition()}"
    env.filters["when"] = lambda moment: speaking.get().day_and_time(moment)
    env.filters["clock"] = lambda moment: speaking.get().time(moment)
    env.filters["tenths"] = lambda number: format_decimal(number, "0.0", locale=speaking.get().locale)
    env.filters["day_only"] = lambda day: speaking.get().date(day)
    env.filters["day"] = lambda moment: speaking.get().day(moment)
    return env


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Render one template for this request."""
    tongue = speaking.get()
    visit = getattr(request.state, "visit", None)
    house = house_of(request)
    book = visit.opened if visit is not None else _NOBODYS
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
        "of_a_form": request.method == "POST",
        "values": {},
        "error": "",
        "who_reads": partial(who_reads, book),
        "called": partial(called, book),
        "now": house.now(),
    }
    return HTMLResponse(_rendered(template, {**context, **values}), status)


def _rendered(template: str, values: Context) -> str:
    """Make the page, and let go of all that it was told.

    Macros and what they know hold each other, and would keep a person's words in memory until the collector comes.
    """
    made: list[Knowing] = []
    token = _MADE.set(made)
    try:
        return environment().get_template(template).render(values)
    finally:
        _MADE.reset(token)
        for each in made:
            each.vars.clear()
            each.parent.clear()
