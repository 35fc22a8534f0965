"""Where people's notice settings lie: sealed under the server's own key, because they are needed while nobody is
signed in. Whoever runs the server can therefore read them, and the page says so."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from omoiyari.couple import PersonId, RecordId
from omoiyari.post.calendar import Quiet
from omoiyari.post.errors import MailNotSent
from omoiyari.post.mail import Mailbox, Safety, day_of, is_quiet, send
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import NotThere
from omoiyari.store.tables import people, post, records
from omoiyari.store.whole import put_whole
from omoiyari.vault import (
    About,
    Key,
    Secret,
    WrongKey,
    fingerprint,
    from_text,
    new_key,
    new_secret,
    seal,
    to_text,
    unseal,
)

if TYPE_CHECKING:
    import ssl

KEY_FILE = "server.key"
MAIL = "mail"
CALENDAR = "calendar"


def _about(person: str, channel: str) -> About:
    return About(channel, person, "post", 1)


@dataclass(frozen=True, slots=True)
class _Held:
    """Mail settings, and the seal that they were read under: each write has another."""

    mailbox: Mailbox
    sealed: bytes


class Office:
    """The notices of one house. `context` is for mail servers with a certificate of their own (tests)."""

    def __init__(self, cellar: Cellar, context: "ssl.SSLContext | None" = None) -> None:
        self._cellar = cellar
        self._context = context

    @cached_property
    def _key(self) -> Key:
        """The server's own key, made when it is first needed, for its owner alone. Raises DiskTrouble.

        A file without a whole key in it opens nothing, and is made anew: as on a new computer, settings are typed
        again.
        """
        path = self._cellar.folder / KEY_FILE
        fresh, held = new_key(), path.read_bytes() if path.exists() else b""
        if len(held) == len(fresh):
            return Key(held)
        with put_whole(path) as file:
            file.write(fresh)
        return fresh

    # --- keeping ---

    def _seal(self, person: PersonId, channel: str, settings: dict[str, Any]) -> bytes:
        return seal(self._key, json.dumps(settings).encode(), _about(person, channel))

    async def _keep(self, person: PersonId, channel: str, settings: dict[str, Any]) -> None:
        sealed = self._seal(person, channel, settings)
        statement = upsert(post).values(owner=person, channel=channel, settings=sealed)
        async with self._cellar.notebook.write() as connection:
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["owner", "channel"], set_={"settings": sealed}
                )
            )

    def _open(self, person: str, channel: str, sealed: bytes) -> dict[str, Any] | None:
        """The settings; None where the server's key is another one, as after a restore on a new computer."""
        try:
            opened: dict[str, Any] = json.loads(unseal(self._key, sealed, _about(person, channel)))
        except WrongKey:
            return None
        return opened

    async def _sealed(self, person: PersonId, channel: str) -> bytes | None:
        query = select(post.c.settings).where(post.c.owner == person, post.c.channel == channel)
        async with self._cellar.notebook.read() as connection:
            return (await connection.execute(query)).scalar()

    async def drop(self, person: PersonId, channel: str) -> None:
        """Forget a person's settings for one channel."""
        async with self._cellar.notebook.write() as connection:
            here = (post.c.owner == person, post.c.channel == channel)
            await connection.execute(delete(post).where(*here))

    # --- mail ---

    async def mailbox(self, person: PersonId) -> Mailbox | None:
        """A person's mail settings, or None: notices are off."""
        held = await self._held(person)
        return None if held is None else held.mailbox

    async def _held(self, person: PersonId) -> _Held | None:
        sealed = await self._sealed(person, MAIL)
        settings = None if sealed is None else self._open(person, MAIL, sealed)
        if sealed is None or settings is None:
            return None
        return _Held(Mailbox(**{**settings, "safety": Safety(settings["safety"])}), sealed)

    async def keep_mailbox(self, person: PersonId, mailbox: Mailbox) -> None:
        """Switch notices on with these settings, or change them; the count of the day stays."""
        await self._keep(person, MAIL, asdict(mailbox))

    async def _flag(self, person: PersonId, held: _Held, flagged: Mailbox) -> None:
        """Set a flag where the settings still stand as they were read.

        A mail takes its time: what the person saved, switched off or had erased meanwhile stays so.
        """
        if flagged == held.mailbox:
            return
        here = (post.c.owner == person, post.c.channel == MAIL, post.c.settings == held.sealed)
        sealed = self._seal(person, MAIL, asdict(flagged))
        async with self._cellar.notebook.write() as connection:
            await connection.execute(update(post).where(*here).values(settings=sealed))

    async def _send(self, person: PersonId, held: _Held, body: str, now: datetime) -> None:
        """Send a note, and flag whether it went. Raises MailNotSent."""
        try:
            await send(held.mailbox, body, now, self._context)
        except MailNotSent:
            await self._flag(person, held, replace(held.mailbox, failed=True))
            raise
        await self._flag(person, held, replace(held.mailbox, failed=False))

    async def try_mailbox(self, person: PersonId, body: str, now: datetime) -> None:
        """Send a note at the person's own wish. Raises MailNotSent, NotThere where notices are off."""
        held = await self._held(person)
        if held is None:
            raise NotThere
        await self._send(person, held, body, now)

    async def tell(self, person: PersonId, now: datetime) -> bool:
        """Send today's one note, if the person wants notes and had none today; True if one went out.

        In their quiet hours it waits for `tell_what_waited`. The day is the person's own, and is taken before the
        mail is sent: a mail that fails is not tried again, and only leaves a flag for the person to see.
        """
        held = await self._held(person)
        if held is not None and is_quiet(held.mailbox, now):
            await self._flag(person, held, replace(held.mailbox, waiting=True))
            return False
        if held is None or not await self._take_day(person, day_of(held.mailbox, now)):
            return False
        try:
            await self._send(person, held, held.mailbox.body, now)
        except MailNotSent:
            return False
        return True

    async def tell_what_waited(self, now: datetime, is_here: Callable[[PersonId], bool]) -> None:
        """Send the notes whose quiet hours are over; whoever has a page open by now needs none."""
        for person in await self._with_mail():
            held = await self._held(person)
            if held is not None and held.mailbox.waiting and not is_quiet(held.mailbox, now):
                await self._flag(person, held, replace(held.mailbox, waiting=False))
                if not is_here(person):
                    await self.tell(person, now)

    async def _with_mail(self) -> list[PersonId]:
        async with self._cellar.notebook.read() as connection:
            owners = await connection.execute(select(post.c.owner).where(post.c.channel == MAIL))
            return list(map(PersonId, owners.scalars()))

    async def _take_day(self, person: PersonId, today: int) -> bool:
        """True for the first who asks on this day; a day far ahead was a clock gone wrong."""
        fresh = or_(post.c.last_day.is_(None), post.c.last_day < today, post.c.last_day > today + 1)
        here = (post.c.owner == person, post.c.channel == MAIL, fresh)
        async with self._cellar.notebook.write() as connection:
            taken = await connection.execute(update(post).where(*here).values(last_day=today))
        return taken.rowcount == 1

    async def author_of(self, record: RecordId) -> PersonId | None:
        """Who wrote a record, so that the note goes to the other."""
        async with self._cellar.notebook.read() as connection:
            query = select(records.c.owner).where(records.c.id == record).limit(1)
            return (await connection.execute(query)).scalar()

    # --- calendar ---

    async def quiet(self, person: PersonId) -> Quiet | None:
        """When a person wants their ten quiet minutes, or None: there is no feed."""
        sealed = await self._sealed(person, CALENDAR)
        held = None if sealed is None else self._open(person, CALENDAR, sealed)
        return None if held is None else Quiet(**held)

    async def keep_quiet(self, person: PersonId, quiet: Quiet) -> None:
        """Make or change the feed."""
        await self._keep(person, CALENDAR, asdict(quiet))

    @staticmethod
    def new_token() -> tuple[str, str]:
        """A fresh token for the feed's address, and the mark that it is found by."""
        secret = new_secret()
        return to_text(secret), _mark(secret)

    async def quiet_by_token(self, token: str) -> Quiet | None:
        """The feed with this token, or None for anything else."""
        secret = from_text(token)
        if secret is None:
            return None
        query = select(post).join(people, people.c.id == post.c.owner).where(post.c.channel == CALENDAR)
        async with self._cellar.notebook.read() as connection:
            rows = (await connection.execute(query)).all()
        held = [self._open(row.owner, CALENDAR, row.settings) for row in rows]
        wanted = _mark(secret)
        return next((Quiet(**one) for one in held if one is not None and one["mark"] == wanted), None)


def _mark(secret: Secret) -> str:
    return fingerprint(secret, "calendar")
