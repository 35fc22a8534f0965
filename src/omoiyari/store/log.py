"""The sealed log: append, read, redact. Each write also renews its owner's sealed head, in one transaction."""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from omoiyari.couple import (
    Audience,
    BondId,
    BondState,
    NotTogether,
    PersonId,
    Record,
    RecordId,
    RoundId,
    may_be_shared,
)
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import NotThere, StaleVersion
from omoiyari.store.keys import OpenKeys
from omoiyari.store.snapshot import LEAST, NO_PAST, OPEN_END, THEIRS, Columns, Past, Plain, Snapshots
from omoiyari.store.tables import bonds, heads, records, sessions
from omoiyari.vault import About, Head, Opener, derive, head_of, row_hash, seal, unseal

_HEAD_RECORD = "head"
UNTIL_SEEN = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp())
"""The time of what was put back into the outbox: it waits for its author, who may have taken it back since."""


def new_record_id() -> RecordId:
    """128 random bits in hexadecimal."""
    return RecordId(secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class Draft:
    """A record to be kept: version 1 of a new id, or the next version of an old one."""

    kind: str
    body: Mapping[str, Any]
    audience: Audience
    at: datetime
    id: RecordId
    version: int = 1
    bond: BondId | None = None
    round: RoundId | None = None
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader could open, and how many of their own rows are missing from the file."""

    records: tuple[Record, ...]
    missing: int


def _about(record_id: str, owner: str, audience: str, version: int) -> About:
    return About(record_id, owner, audience, version)


def _to_bytes(draft: Draft) -> bytes:
    inside = {"kind": draft.kind, "at": draft.at.astimezone(UTC).isoformat(), "body": dict(draft.body)}
    return json.dumps(inside, ensure_ascii=False, separators=(",", ":")).encode()


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


# --- the head -------------------------------------------------------------------------------------


async def _read_head(connection: AsyncConnection, keys: OpenKeys) -> Head:
    query = select(heads.c.sealed).where(heads.c.owner == keys.person)
    return _open_head(keys, (await connection.execute(query)).scalar())


def _open_head(keys: OpenKeys, sealed: bytes | None) -> Head:
    if sealed is None:
        return Head()
    return Head.from_bytes(unseal(keys.mine, sealed, _about(_HEAD_RECORD, keys.person, Audience.MINE, 0)))


async def _write_head(connection: AsyncConnection, keys: OpenKeys, head: Head) -> None:
    sealed = seal(keys.mine, head.to_bytes(), _about(_HEAD_RECORD, keys.person, Audience.MINE, 0))
    statement = upsert(heads).values(owner=keys.person, sealed=sealed)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["owner"], set_={"sealed": sealed})
    )


# --- writing --------------------------------------------------------------------------------------


async def append(cellar: Cellar, keys: OpenKeys, *drafts: Draft) -> None:
    """Keep all of `drafts` or none.

    The same draft sent twice (same id, version and words) is kept once; an answer to a round that is in stays as
    it is. What was changed while it waited in the outbox never leaves: only its last words do. Raises StaleVersion
    when other words stand at that version or a newer one exists, NotThere when the id is another's or the key is
    not held, DiskTrouble.
    """
    async with cellar.notebook.write() as connection:
        head = await _read_head(connection, keys)
        for draft in drafts:
            if await _is_new(connection, keys, draft):
                head = await _forget_held(connection, keys, head, draft.id)
                head = await _insert(connection, keys, head, draft)
        await _write_head(connection, keys, head)
    if any(draft.held_until is not None and draft.version > 1 for draft in drafts):
        await _wipe(cellar, keys)


async def _wipe(cellar: Cellar, keys: OpenKeys) -> None:
    """See to it that deleted words are gone from the file and from memory, under whichever seal."""
    cellar.snapshots.drop(keys.person, keys.bonds)
    cellar.findings.clear()
    await cellar.notebook.wipe()


async def _forget_held(connection: AsyncConnection, keys: OpenKeys, head: Head, record_id: RecordId) -> Head:
    """Delete the words of versions that nobody but their author has seen and that a newer one replaces."""
    held = and_(records.c.id == record_id, records.c.owner == keys.person, records.c.held_until.is_not(None))
    rows = (await connection.execute(select(records).where(held))).all()
    await connection.execute(update(records).where(held).values(sealed=None, held_until=None))
    return _without_words(keys, head, rows)


def _without_words(keys: OpenKeys, head: Head, rows: Iterable[Row[Any]]) -> Head:
    """The head once the words of these rows are deleted."""
    key = derive(keys.mine, "head")
    for row in (row for row in rows if row.sealed is not None):
        before = row_hash(key, row.id, row.version, has_words=True)
        head = head.changed(before, row_hash(key, row.id, row.version, has_words=False))
    return head


async def _is_new(connection: AsyncConnection, keys: OpenKeys, draft: Draft) -> bool:
    query = select(records).where(records.c.id == draft.id).order_by(records.c.version)
    rows = (await connection.execute(query)).all()
    if any(row.owner != keys.person for row in rows):
        raise NotThere
    newest = rows[-1].version if rows else 0
    sent_before = rows and newest == draft.version
    if sent_before and (draft.audience is Audience.ROUND or _says_the_same(keys, rows[-1], draft)):
        return False
    if draft.version != newest + 1:
        raise StaleVersion
    return True


def _says_the_same(keys: OpenKeys, row: Row[Any], draft: Draft) -> bool:
    if row.sealed is None or row.audience != draft.audience.value:
        return False
    key = keys.must_hold(Audience(row.audience), row.bond)
    inside = json.loads(unseal(key, row.sealed, _about(row.id, row.owner, row.audience, row.version)))
    fresh = json.loads(_to_bytes(draft))
    return bool(inside["kind"] == fresh["kind"] and inside["body"] == fresh["body"])


async def _insert(connection: AsyncConnection, keys: OpenKeys, head: Head, draft: Draft) -> Head:
    if not may_be_shared(draft.kind, draft.audience):
        raise NotThere
    if draft.audience.is_shared and draft.kind != "gone":
        await _must_be_together(connection, draft.bond)
    key = keys.must_hold(draft.audience, draft.bond)
    about = _about(draft.id, keys.person, draft.audience, draft.version)
    await connection.execute(
        insert(records).values(
            id=draft.id,
            version=draft.version,
            owner=keys.person,
            bond=draft.bond if draft.audience.is_shared else None,
            audience=draft.audience.value,
            round=draft.round,
            held_until=_seconds(draft.held_until),
            sealed=seal(key, _to_bytes(draft), about),
        )
    )
    return head.plus(row_hash(derive(keys.mine, "head"), draft.id, draft.version, has_words=True))


async def _must_be_together(connection: AsyncConnection, bond: BondId | None) -> None:
    """Looked up within the writing transaction, so that no shared write slips in after an unlink."""
    state = (await connection.execute(select(bonds.c.state).where(bonds.c.id == bond))).scalar()
    if state != BondState.TOGETHER.value:
        raise NotTogether


async def redact(
    cellar: Cellar,
    keys: OpenKeys,
    record_id: RecordId,
    at: datetime,
    then: Draft | None = None,
    was: str = "",
) -> None:
    """Delete the words of every version of one's own record, and leave a tombstone (or `then`) as the next version.

    The tombstone says of what kind it `was`, where that is to be shown.
    Raises NotThere for a record that is not there or not one's own, StaleVersion where `then` does not follow the
    last version.
    """
    async with cellar.notebook.write() as connection:
        own = and_(records.c.id == record_id, records.c.owner == keys.person)
        rows = (await connection.execute(select(records).where(own).order_by(records.c.version))).all()
        if not rows:
            raise NotThere
        if then is not None and then.version != rows[-1].version + 1:
            raise StaleVersion
        head = _without_words(keys, await _read_head(connection, keys), rows)
        await connection.execute(update(records).where(own).values(sealed=None, held_until=None))
        head = await _insert(connection, keys, head, then or _tombstone(rows[-1], at, was))
        await _write_head(connection, keys, head)
    await _wipe(cellar, keys)


def _tombstone(last: Row[Any], at: datetime, was: str) -> Draft:
    """What only its author has seen, in the outbox or among their own, leaves a mark for its author alone."""
    seen_by_both = last.bond is not None and last.held_until is None
    return Draft(
        kind="gone",
        body={"was": was} if was else {},
        audience=Audience(last.audience) if seen_by_both or last.audience == "safety" else Audience.MINE,
        at=at,
        id=RecordId(last.id),
        version=last.version + 1,
        bond=last.bond if seen_by_both else None,
    )


async def release(cellar: Cellar, keys: OpenKeys, record_id: RecordId) -> BondId | None:
    """Let a held record out of the outbox now. Hands back its bond, or None if nothing was held.

    Raises NotTogether where the bond has ended: what was held then never leaves.
    """
    async with cellar.notebook.write() as connection:
        held = and_(
            records.c.id == record_id, records.c.owner == keys.person, records.c.held_until.is_not(None)
        )
        bond = (await connection.execute(select(records.c.bond).where(held))).scalar()
        if bond is not None:
            await _must_be_together(connection, bond)
        await connection.execute(update(records).where(held).values(held_until=None))
    return bond


# --- reading --------------------------------------------------------------------------------------

_decode = json.JSONDecoder().raw_decode
_AUDIENCES = {audience.value: audience for audience in Audience}

#: What a row is read as: seq, id, version, owner, bond, audience, round, held_until, sealed.
Row_ = tuple[int, RecordId, int, PersonId, BondId | None, str, RoundId | None, int | None, bytes | None]
_ROW = "SELECT seq, id, version, owner, bond, audience, round, held_until, sealed FROM records WHERE "
_OWN = _ROW + "owner = ? AND seq > ? ORDER BY seq"
_THEIRS = _ROW + THEIRS + " AND seq > ? ORDER BY seq"


def _open_row(row: Row_, opener: Opener) -> Plain:
    seq, id, version, owner, bond, audience, round, held_until, sealed = row
    assert sealed is not None
    inside = _decode(opener.open(sealed, About(id, owner, audience, version)).decode())[0]
    return (
        id,
        version,
        seq,
        owner,
        audience,
        bond,
        round,
        held_until,
        inside["kind"],
        inside["at"],
        inside["body"],
    )


#: What `Record._make` does, without a line of Python for each of thousands.
_as_record = partial(tuple.__new__, Record)


def _columns(rows: Sequence[Plain]) -> Columns:
    return tuple(zip(*rows, strict=True)) if rows else NO_PAST.columns


def _records(columns: Columns) -> Iterator[Record]:
    """The records of opened rows; column by column, without a line of Python for each."""
    id, version, seq, owner, audience, bond, round, held, kind, at, body = columns
    until = [None if moment is None else datetime.fromtimestamp(moment, UTC) for moment in held]
    place = map(_AUDIENCES.__getitem__, audience)
    moments = map(datetime.fromisoformat, at)
    rows = zip(id, version, seq, owner, place, bond, round, until, kind, moments, body, strict=True)
    return map(_as_record, rows)


def _open_all(keys: OpenKeys, rows: Iterable[Row_]) -> Iterator[Plain]:
    openers: dict[tuple[str, str | None], Opener | None] = {}
    for row in rows:
        if row[8] is None:
            continue
        place = (row[5], row[4])
        if place not in openers:
            key = keys.for_record(_AUDIENCES[row[5]], row[4])
            openers[place] = Opener(key) if key is not None else None
        opener = openers[place]
        if opener is not None:
            yield _open_row(row, opener)


def read_page(connection: sqlite3.Connection, keys: OpenKeys, snapshots: Snapshots) -> Page:
    """All that these keys open: one's own rows, and what the other has sent and both rounds have revealed."""
    age = snapshots.age
    past = snapshots.find(connection, keys)
    own: list[Row_] = connection.execute(_OWN, (keys.person, past.until)).fetchall()
    rows = list(own)
    for bond in keys.bonds:
        rows += connection.execute(_THEIRS, (bond, keys.person, keys.person, past.until)).fetchall()
    rows.sort(key=itemgetter(0))
    fresh = tuple(_open_all(keys, rows))
    many = len(rows) >= OPEN_END + LEAST
    snapshots.note_few(keys, few=not many and not past.until)
    if many:
        snapshots.keep(connection, keys, _grown(keys, past, fresh, own, rows[-OPEN_END][0] - 1), age)
    sealed = connection.execute("SELECT sealed FROM heads WHERE owner = ?", (keys.person,)).fetchone()
    head = _open_head(keys, sealed[0] if sealed else None)
    opened = (*_records(past.columns), *_records(_columns(fresh)))
    return Page(opened, _missing(head, past.head.and_more(_head_of(keys, own))))


def _grown(keys: OpenKeys, past: Past, fresh: tuple[Plain, ...], own: Sequence[Row_], until: int) -> Past:
    """The past with what is newer, up to the row `until`."""
    head = past.head.and_more(_head_of(keys, (row for row in own if row[0] <= until)))
    newer = _columns([row for row in fresh if row[2] <= until])
    return Past(until, head, tuple(old + new for old, new in zip(past.columns, newer, strict=True)))


def _head_of(keys: OpenKeys, own: Iterable[Row_]) -> Head:
    return head_of(derive(keys.mine, "head"), ((row[1], row[2], row[8] is not None) for row in own))


def _missing(promised: Head, found: Head) -> int:
    """How many own rows the head promises and the file lacks; at least 1 where the digest differs."""
    return 0 if found == promised else max(1, promised.count - found.count)


async def read(cellar: Cellar, keys: OpenKeys) -> Page:
    """The page that `read_page` gives, from one snapshot of the file."""
    return await cellar.notebook.ask(lambda connection: read_page(connection, keys, cellar.snapshots))


async def due(cellar: Cellar, now: datetime) -> dict[BondId, list[RecordId]]:
    """Let out every held record whose time has come, by bond, so that both can be told.

    Only a bond that holds lets anything out: what was held at an unlink never leaves.
    """
    ripe = and_(
        records.c.held_until <= int(now.timestamp()),
        records.c.bond.in_(select(bonds.c.id).where(bonds.c.state == BondState.TOGETHER.value)),
    )
    query = select(records.c.bond, records.c.id).where(ripe)
    async with cellar.notebook.read() as connection:
        if not (await connection.execute(query.limit(1))).all():
            return {}
    async with cellar.notebook.write() as connection:
        rows = (await connection.execute(query)).all()
        await connection.execute(update(records).where(ripe).values(held_until=None))
    out: dict[BondId, list[RecordId]] = {}
    for row in rows:
        out.setdefault(BondId(row.bond), []).append(RecordId(row.id))
    return out


async def hold_anew(cellar: Cellar, until: datetime) -> set[PersonId]:
    """Hold on to all that waits, after a time in which nobody could take it back. Hands back whose it is.

    What was put back lies later than any time, and goes on waiting for its author.
    """
    return await _hold(cellar, records.c.held_until < _seconds(until), until)


async def hold_for_seen(cellar: Cellar, until: datetime) -> set[PersonId]:
    """Give a time to what was put back, once its author has signed in. Hands back whose it is.

    A restore ends every session, so whoever has one came after it.
    """
    here = records.c.owner.in_(select(sessions.c.owner))
    return await _hold(cellar, and_(records.c.held_until == UNTIL_SEEN, here), until)


async def _hold(cellar: Cellar, which: ColumnElement[bool], until: datetime) -> set[PersonId]:
    query = select(records.c.owner).where(which)
    async with cellar.notebook.read() as connection:
        if not (await connection.execute(query.limit(1))).all():
            return set()
    async with cellar.notebook.write() as connection:
        owners = {PersonId(owner) for owner in (await connection.execute(query)).scalars()}
        await connection.execute(update(records).where(which).values(held_until=_seconds(until)))
    return owners
