"""What is told inside the private area when something about one's keys changes, and which phone may put it away."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request

from omoiyari.couple import Notebook, Record, RecordId
from omoiyari.store import devices, log
from omoiyari.store.errors import StoreError
from omoiyari.web.phones import phone_label
from omoiyari.web.visit import Visit

KIND = "notice"
_COMING = ("new_phone", "code_used")

#: How long it stays where no other phone is left that could say "it was me".
STAYS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was told, and whether this phone may put it away."""

    record: Record
    may_go: bool


async def tell(request: Request, visit: Visit, what: str) -> RecordId:
    """Keep that `what` happened, on which phone, and which others were there before: one of them must have seen it.

    A phone whose own coming is not yet confirmed is none of these. Hands back the notice.
    """
    here = visit.session.device or ""
    standing = (await visit.notebook()).of_kind(KIND)
    doubted = {here, *(r.body.get("device") for r in standing if r.body["what"] in _COMING)}
    known = await devices.known(visit.house.cellar, visit.person)
    label = phone_label(request.headers.get("user-agent", ""))
    others = [device for device in known if device not in doubted]
    return await visit.keep(KIND, {"what": what, "phone": label, "device": here, "others": others})


@asynccontextmanager
async def telling(request: Request, visit: Visit, what: str) -> AsyncIterator[None]:
    """Tell that `what` happens and let it happen after that: where it cannot be told, no lock has changed.

    Where it is refused itself, the notice goes again.
    """
    notice = await tell(request, visit, what)
    try:
        yield
    except StoreError:
        with suppress(StoreError):
            await log.redact(visit.house.cellar, visit.keys, notice, visit.now)
        raise


async def told(visit: Visit, book: Notebook) -> list[Told]:
    """All that was told and is not put away, the oldest first."""
    standing, here = tuple(book.of_kind(KIND)), visit.session.device or ""
    known = await devices.known(visit.house.cellar, visit.person) if standing else ()
    return [Told(record, _may_go(record, here, known, visit.now)) for record in standing]


def _may_go(record: Record, here: str, known: Collection[str], now: datetime) -> bool:
    """Whoever did it on one phone cannot hide it from the others; and not within a day from whoever has no other."""
    witnesses = set(record.body.get("others", ())) & set(known)
    return here in witnesses if witnesses else now - record.at >= STAYS


async def put_away(visit: Visit, book: Notebook) -> None:
    """It was me: all that this phone may put away."""
    for one in await told(visit, book):
        if one.may_go:
            await log.redact(visit.house.cellar, visit.keys, one.record.id, visit.now)
