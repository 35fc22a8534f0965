"""A visit: who is here, with which keys, and the notebook that they open.

Keys live as long as the request, and as what is worked out after its answer.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from omoiyari.couple import Audience, BondId, Notebook, NotTogether, PersonId, Record, RecordId, RoundId
from omoiyari.store import accounts, devices, log, sessions
from omoiyari.store.accounts import Opened
from omoiyari.store.bonds import take_over_older
from omoiyari.store.errors import CannotWrite, NotThere, StaleVersion, StoreError
from omoiyari.store.findings import Asked
from omoiyari.store.keys import OpenKeys
from omoiyari.store.visit import bring_home, coming_home, open_notebook
from omoiyari.vault import Secret, fingerprint
from omoiyari.web.cookies import phone_text, session_secret
from omoiyari.web.forms import read_form
from omoiyari.web.house import House, house_of
from omoiyari.web.softly import knock
from omoiyari.web.speak import speaking
from omoiyari.words import N_

#: How an address ends that an open page calls by itself: it does not count as somebody being here.
HEARTBEAT = "/here"


Found = TypeVar("Found")


class SignInFirst(Exception):
    """Nobody is signed in here."""

    sentence = N_("Please sign in first.")


class Locked(Exception):
    """The notebook is locked; what was sent is kept in the answer."""

    sentence = N_("Your pages have closed for a while.")

    def __init__(self, error: str = "") -> None:
        super().__init__(error)
        self.error = error


@dataclass
class Visit:
    """One request of a signed-in person."""

    house: House
    session: sessions.Session
    secret: Secret
    keys: OpenKeys
    now: datetime
    _notebook: Notebook | None = field(default=None, repr=False)
    _last: Notebook | None = field(default=None, repr=False)
    _age: int = 0

    @property
    def person(self) -> PersonId:
        """Who is here."""
        return self.keys.person

    @property
    def sitting(self) -> bool:
        """Whether two are before this screen."""
        return self.session.sitting

    @property
    def today(self) -> date:
        """The day that it is where the reader is."""
        return self.now.astimezone(speaking.get().zone).date()

    def keyed_id(self, of: str, purpose: str) -> RecordId:
        """The one id for `purpose` beside `of`; a file alone does not tell that the two belong together."""
        return RecordId(fingerprint(self.keys.mine + of.encode(), purpose))

    async def own(self, id: str, kind: str) -> Record:
        """A record of mine of this kind. Raises NotThere."""
        record = (await self.notebook()).latest.get(RecordId(id))
        if record is None or record.kind != kind or record.owner != self.person:
            raise NotThere
        return record

    async def notebook(self) -> Notebook:
        """Everything that this person can read, opened once per request."""
        if self._notebook is None:
            self._age = self.house.cellar.findings.age
            book = await open_notebook(self.house.cellar, self.keys)
            book = await self._with_what_came_home(await self._with_my_name(book))
            self._notebook = self._last = book
        return self._notebook

    async def reread(self) -> Notebook:
        """The notebook as it stands at this very moment, for whoever holds the house's `commits`."""
        self._age = self.house.cellar.findings.age
        self._notebook = await open_notebook(self.house.cellar, self.keys)
        return self._notebook

    def once(self, book: Notebook, asked: Asked, work: Callable[[], Found]) -> Found:
        """Return what `work` makes of the notebook, worked out once for each of its states; see `Findings`."""
        return self.house.cellar.findings.once(self.keys, book, self._age, asked, work)

    async def _with_what_came_home(self, book: Notebook) -> Notebook:
        """What comes home does so at my next page; where the disk takes nothing, at a later one."""
        if not coming_home(book, self.now):
            return book
        async with self.house.commits:
            with suppress(CannotWrite):
                for record in coming_home(await self.reread(), self.now):
                    await bring_home(self.house.cellar, self.keys, record, self.now)
            return await self.reread()

    @property
    def opened(self) -> Notebook:
        """The notebook as this request opened it last; empty where it has not."""
        return self._last or Notebook(self.person, ())

    async def _with_my_name(self, book: Notebook) -> Notebook:
        """Tell a new partner the name I go by, at the first visit after they joined."""
        bond = book.bond
        if bond is None or not bond.takes_new_writes or bond.id not in self.keys.bonds:
            return book  # the key may be missing where an older key file was put back
        told = any(r.bond == bond.id and r.owner == self.person for r in book.of_kind("name"))
        if told or self.person not in book.names:
            return book
        body: dict[str, object] = {"name": book.names[self.person], "zone": speaking.get().zone_name}
        await self.keep("name", body, Audience.OURS, bond=bond.id)
        self.tell_partner(book, "bond")
        return await open_notebook(self.house.cellar, self.keys)

    async def keep(
        self,
        kind: str,
        body: dict[str, object],
        audience: Audience = Audience.MINE,
        *,
        id: RecordId | None = None,
        version: int = 1,
        bond: BondId | None = None,
        round: RoundId | None = None,
        held_until: datetime | None = None,
    ) -> RecordId:
        """Append one record to the log; hands back its id."""
        draft = log.Draft(
            kind=kind,
            body=body,
            audience=audience,
            at=self.now,
            id=id or log.new_record_id(),
            version=version,
            bond=bond,
            round=round,
            held_until=held_until,
        )
        await log.append(self.house.cellar, self.keys, draft)
        self._notebook = None
        return draft.id

    async def keep_once(
        self,
        form: Mapping[str, str],
        kind: str,
        body: dict[str, object],
        audience: Audience = Audience.MINE,
        *,
        bond: BondId | None = None,
    ) -> RecordId:
        """Keep what a form tells: once, however often the very same page is sent; its `id` says which page it is."""
        given = form.get("id", "")
        id = self.keyed_id(given, f"{kind} {audience.value}") if given else log.new_record_id()
        if id not in (await self.notebook()).latest:
            with suppress(StaleVersion):  # the other tap was quicker by a hair
                await self.keep(kind, body, audience, id=id, bond=bond)
        return id

    async def keep_for_both(
        self, kind: str, book: Notebook, body: dict[str, object], record: Record | None = None
    ) -> None:
        """Keep it for both; `record` is what stood there before. Raises NotTogether."""
        if book.partner is None or book.bond is None:
            raise NotTogether
        id, version = (record.id, record.version + 1) if record is not None else (None, 1)
        await self.keep(kind, body, Audience.OURS, id=id, version=version, bond=book.bond.id)

    def tell_partner(self, book: Notebook, topic: str, about: str = "") -> None:
        """Wake the open pages of both. Only for what is on the list in `couple/seen.py`."""
        partner = book.partner
        self.house.hub.publish([self.person] if partner is None else [self.person, partner], topic, about)
        if partner is not None:
            knock(self.house, partner, topic)


async def find_visit(connection: HTTPConnection) -> Visit | None:
    """The visit of whoever is signed in and unlocked, without asking for anything."""
    secret = session_secret(connection)
    if secret is None:
        return None
    house = house_of(connection)
    now = house.now()
    counts = not connection.url.path.endswith(HEARTBEAT)
    session = await sessions.find(house.cellar, secret, now, counts=counts)
    if session is None or session.keys is None:
        return None
    return Visit(house, session, secret, session.keys, now)


async def end_session(request: Request) -> None:
    """End this browser's session, streams and all. Where the disk takes nothing, it ends with its cookie alone."""
    house, secret = house_of(request), session_secret(request)
    if secret is None:
        return
    with suppress(StoreError):
        session = await sessions.find(house.cellar, secret, house.now())
        if session is not None:
            house.hub.close(session.person, session.fingerprint)
            await sessions.end(house.cellar, session.person, session.fingerprint)


@contextmanager
def closing_here(request: Request) -> Iterator[None]:
    """What is closed inside stays closed: where the disk takes nothing, this browser lets its session go."""
    try:
        yield
    except CannotWrite:
        request.state.session_goes = True


@dataclass(frozen=True, slots=True)
class Door:
    """The closed door of somebody who is known at this browser, and what opens it.

    Their passphrase does, with a six-digit code if it `asks_code`; a PIN does too if the phone is `remembered`.
    `session` is None where nobody is signed in and the phone alone is known.
    """

    person: PersonId
    session: sessions.Session | None
    remembered: bool
    asks_code: bool

    @property
    def is_locked(self) -> bool:
        """Whether a page asks to unlock; the owner of a phone without session and PIN signs in with their name."""
        return self.session is not None or self.remembered


async def find_door(request: Request) -> Door | None:
    """Whose door this is; None where nobody is known."""
    house, secret = house_of(request), session_secret(request)
    session = await sessions.find(house.cellar, secret, house.now()) if secret is not None else None
    cookie = devices.parse_device_cookie(phone_text(request))
    known = cookie is not None and await accounts.is_known(house.cellar, cookie.person, cookie.device)
    person = session.person if session else cookie.person if cookie and known else None
    if person is None:
        return None
    remembered = await devices.is_remembered(house.cellar, cookie)
    asks_code = await accounts.has_lock(house.cellar, person, accounts.TOTP)
    return Door(person, replace(session, keys=None) if session else None, remembered, asks_code)


async def unlock(request: Request, form: Mapping[str, str]) -> Visit:
    """Open a closed notebook again, in a new session, by `_pin` or by `_passphrase` and `_code`.

    Raises StoreError or VaultError.
    """
    house, door = house_of(request), await find_door(request)
    cookie = devices.parse_device_cookie(phone_text(request))
    passphrase = form.get("_passphrase", "")
    if passphrase and door is not None:
        opened = await accounts.ask_passphrase(house.cellar, door.person, passphrase, house.now())
        await accounts.check_second_factor(house.cellar, opened, form.get("_code", ""), house.now())
    else:
        opened = await devices.open_with_pin(house.cellar, cookie, form.get("_pin", ""))
        request.state.new_phone = phone_text(request)  # for another year
    if door is not None and door.session is not None:
        await sessions.end(house.cellar, door.person, door.session.fingerprint)
    device = cookie.device if cookie is not None and cookie.person == opened.person else None
    return await begin_visit(request, opened, device)


async def begin_visit(request: Request, opened: Opened, device: str | None) -> Visit:
    """Sign in, take over older keys, and leave the session's cookie for the answer."""
    house = house_of(request)
    now = house.now()
    secret = await sessions.begin(house.cellar, opened, device, now)
    session = await sessions.find(house.cellar, secret, now)
    if session is None or session.keys is None:
        raise SignInFirst
    keys = await take_over_older(house.cellar, session.keys)
    visit = Visit(house, session, secret, keys, now)
    request.state.visit = visit
    request.state.new_session = secret
    return visit


async def signed_in(request: Request) -> Visit:
    """The dependency of every page that needs a person.

    A form sent to a closed notebook is not lost: it comes back inside the unlock page, and carries `_pin` or
    `_passphrase` when it is sent again. Raises SignInFirst, Locked.
    """
    visit = await find_visit(request)
    if visit is not None and visit.sitting and not _is_for_both(request):
        visit = None
    if (visit is None or visit.sitting) and request.method == "POST":
        visit = await _unlocked_by_form(request) or visit
    if visit is None:
        door = await find_door(request)
        raise Locked if door and (door.is_locked or request.method == "POST") else SignInFirst
    request.state.visit = visit
    return visit


def is_sitting(request: Request) -> bool:
    """Whether two are before the screen that this page is for."""
    visit: Visit | None = getattr(request.state, "visit", None)
    return visit is not None and visit.sitting


#: What stays open while two people sit before one screen (R25); everything else asks for the PIN first.
_FOR_BOTH = ("/together", "/round/", "/promises", "/practise", "/learn", "/entry/", "/sit")


#: What only its author does with an entry, even where both can read it.
_AUTHORS_OWN = ("/edit", "/share", "/send", "/take-back", "/delete")


#: What one of them keeps among the exercises.
_ONE_PERSONS = (
    "/practise/trial/",
    "/practise/questions/",
    "/practise/kept/",
    "/practise/landed/",
    "/practise/made/",
    "/practise/guide/",
)


def _is_for_both(request: Request) -> bool:
    path = request.url.path
    if f"{path}/".startswith(_ONE_PERSONS):
        return False
    changes_entry = request.method == "POST" and path.startswith("/entry/") and path.count("/") == 2
    return path.startswith(_FOR_BOTH) and not path.endswith(_AUTHORS_OWN) and not changes_entry


async def _unlocked_by_form(request: Request) -> Visit | None:
    form = await read_form(request)
    return await unlock(request, form) if form.get("_pin") or form.get("_passphrase") else None


Here = Depends(signed_in)
