"""Running dry: seven taps about my week, when I ask for them, told back in words to me alone. No name for anybody."""

from dataclasses import dataclass

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari import measures
from omoiyari.couple import Notebook
from omoiyari.measures import NotEnoughYet, Result
from omoiyari.practice import enough
from omoiyari.practice.round import day_of
from omoiyari.store import log
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.loop import zone_of
from omoiyari.web.not_yet import missing_words
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.patterns import Line
from omoiyari.web.speak import say
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)

TAPS = frozenset("01234")
_GROUPS = (
    (
        N_("Three signs"),
        enough.SIGNS,
        (
            N_("Lately you tapped the three signs often."),
            N_("Lately you tapped the three signs now and then."),
            N_("Lately you tapped the three signs seldom."),
        ),
    ),
    (
        N_("When you listened"),
        enough.LISTENING,
        (
            N_("Lately listening has often cost you more than you had."),
            N_("Lately listening has now and then cost you more than you had."),
            N_("Lately listening has seldom cost you more than you had."),
        ),
    ),
)


class NothingTapped(FormError):
    """None of the seven."""

    sentence = N_("Tap at least one of them; or leave it be, that is fine too.")


@dataclass(frozen=True, slots=True)
class Told:
    """One group of taps, told: where it stands, whether that is a change, and how it was worked out."""

    title: str
    sentence: str
    doubt: str
    line: Line


def _where(values: list[float], words: tuple[str, str, str]) -> str:
    from omoiyari.measures.change import LATELY, NOW_AND_THEN, OFTEN, WEEKS

    if len(values) < LATELY:
        return missing_words(NotEnoughYet(len(values), LATELY, WEEKS))
    level = sum(values[-LATELY:]) / LATELY
    return say(words[0 if level >= OFTEN else 1 if level >= NOW_AND_THEN else 2])


def _moved(change: Result | NotEnoughYet, stands: bool) -> str:
    if isinstance(change, NotEnoughYet):
        words = N_("Beside your earlier weeks, nothing can be said yet: {have} of {need} {what}.")
        return say(words, have=change.have, need=change.need, what=say(change.what))
    if not stands:
        return say(N_("Whether that is more or less than in your earlier weeks, we cannot tell."))
    return say(
        N_("That is more than in your earlier weeks.")
        if change.value > 0
        else N_("That is less than in your earlier weeks.")
    )


def tell(found: tuple[enough.Check, ...]) -> tuple[Told, ...]:
    """Both groups, in the language of this request; what is said of a change stands for both together."""
    weeks = [enough.levels(found, names) for _, names, _ in _GROUPS]
    changes = [measures.reliable_change(one) for one in weeks]
    stands = measures.standing(change for change in changes if isinstance(change, Result))
    return tuple(
        Told(
            say(title),
            _where([value for _, value in noted], words),
            _moved(change, change in stands),
            Line(say(title), change),
        )
        for (title, _, words), noted, change in zip(_GROUPS, weeks, changes, strict=True)
    )


def _context(book: Notebook, visit: Visit) -> Context:
    from omoiyari.web.plainly import plainly

    zone = zone_of(book, visit.person)
    today, found = day_of(visit.now, zone), enough.checks(book, zone)
    return {
        "page": "me",
        "partner": partner_name(book),
        "told": tell(found) if found else (),
        "last": found[-1].day if found else None,
        "due": enough.may_check(book, today, zone),
        "full": enough.is_full(book, today, zone),
        "weekly": enough.is_asked(book),
        "most": enough.MOST,
        "plainly": plainly,
        "missing_words": missing_words,
    }


@router.get("/me/enough")
async def enough_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "enough.html", **_context(await visit.notebook(), visit))


@router.post("/me/enough")
async def keep_check(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """My taps about this week, for me alone; once a week at most."""
    book = await visit.notebook()
    comes_back(request, "enough.html", **_context(book, visit))
    taps: dict[str, object] = {name: int(form[name]) for name in enough.ALL if form.get(name) in TAPS}
    if not taps:
        raise NothingTapped
    zone = zone_of(book, visit.person)
    today = day_of(visit.now, zone)
    if enough.may_check(book, today, zone):
        id = visit.keyed_id(today.isoformat(), enough.KIND)
        emptied = book.latest.get(id)
        await visit.keep(enough.KIND, taps, id=id, version=emptied.version + 1 if emptied else 1)
    return RedirectResponse("/me/enough", 303)


@router.post("/me/enough/weekly")
async def ask_weekly(visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Whether I find it on Today once a week; off until I say so."""
    await visit.keep(enough.ASKED, {"weekly": form.get("weekly") == "yes"})
    return RedirectResponse("/me/enough", 303)


@router.post("/me/enough/empty")
async def empty(visit: Visit = Here) -> Response:
    """Delete all checks of mine, and with them what they were told for."""
    for record in list((await visit.notebook()).of_kind(enough.KIND)):
        await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
    return RedirectResponse("/me/enough", 303)
