"""The sealed log: append, read, redact. Each write also renews its owner's sealed head, in one transaction."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, and_, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from omoiyari.couple import Audience, BondId, BondState, NotTogether, Record, RecordId, RoundId, may_be_shared
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import NotThere, StaleVersion
from omoiyari.store.keys import OpenKeys
from omoiyari.store.tables import bonds, heads, records
from omoiyari.vault import About, Head, Opener, derive, row_hash, seal, unseal

_HEAD_RECORD = "head"


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


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


# --- the head -------------------------------------------------------------------------------------


async def _read_head(connection: AsyncConnection, keys: OpenKeys) -> Head:
    sealed = (await connection.execute(select(heads.c.sealed).where(heads.c.owner == keys.person))).scalar()
    if sealed is None:
        return Head()
    return Head.from_bytes(unseal(keys.mine, sealed, _about(_HEAD_RECORD, keys.person, Audience.MINE, 0)))


async def _write_head(connection: AsyncConnection, keys: OpenKeys, head: Head) -> None:
    sealed = seal(keys.mine, head.to_bytes(), _about(_HEAD_RECORD, keys.person, Audience.MINE, 0))
    statement = upsert(heads).values(owner=keys.person, sealed=sealed)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["owner"], set_={"sealed": sealed})
    )


def _missing(keys: OpenKeys, head: Head, own: Sequence[Row[Any]]) -> int:
    """How many own rows the head promises and the file lacks; at least 1 where the digest differs."""
    key = derive(keys.mine, "head")
    found = Head()
    for row in own:
        found = found.plus(row_hash(key, row.id, row.version, has_words=row.sealed is not None))
    if found == head:
        return 0
    return max(1, head.count - found.count)


# --- writing --------------------------------------------------------------------------------------


async def append(cellar: Cellar, keys: OpenKeys, *drafts: Draft) -> None:
    """Keep all of `drafts` or none.

    The same draft sent twice (same id and version) is kept once. Raises StaleVersion when a newer version of an
    edited record exists, NotThere when the id is another's or the key is not held, DiskTrouble.
    """
    async with cellar.notebook.write() as connection:
        head = await _read_head(connection, keys)
        for draft in drafts:
            if await _is_new(connection, keys, draft):
                head = await _insert(connection, keys, head, draft)
        await _write_head(connection, keys, head)


async def _is_new(connection: AsyncConnection, keys: OpenKeys, draft: Draft) -> bool:
    query = select(records.c.owner, records.c.version).where(records.c.id == draft.id)
    rows = (await connection.execute(query)).all()
    if any(row.owner != keys.person for row in rows):
        raise NotThere
    newest = max((row.version for row in rows), default=0)
    if newest == draft.version == 1:
        return False
    if draft.version != newest + 1:
        raise StaleVersion
    return True


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
    cellar: Cellar, keys: OpenKeys, record_id: RecordId, at: datetime, then: Draft | None = None
) -> None:
    """Delete the words of every version of one's own record, and leave a tombstone (or `then`) as the next version.

    Raises NotThere for a record that is not there or not one's own.
    """
    async with cellar.notebook.write() as connection:
        own = and_(records.c.id == record_id, records.c.owner == keys.person)
        rows = (await connection.execute(select(records).where(own).order_by(records.c.version))).all()
        if not rows:
            raise NotThere
        key = derive(keys.mine, "head")
        head = await _read_head(connection, keys)
        for row in (row for row in rows if row.sealed is not None):
            before = row_hash(key, row.id, row.version, has_words=True)
            head = head.changed(before, row_hash(key, row.id, row.version, has_words=False))
        await connection.execute(update(records).where(own).values(sealed=None, held_until=None))
        head = await _insert(connection, keys, head, then or _tombstone(rows[-1], at))
        await _write_head(connection, keys, head)


def _tombstone(last: Row[Any], at: datetime) -> Draft:
    return Draft(
        kind="gone",
        body={},
        audience=Audience(last.audience),
        at=at,
        id=RecordId(last.id),
        version=last.version + 1,
        bond=last.bond,
    )


async def release(cellar: Cellar, keys: OpenKeys, record_id: RecordId) -> BondId | None:
    """Let a held record out of the outbox now. Hands back its bond, or None if nothing was held."""
    async with cellar.notebook.write() as connection:
        held = and_(
            records.c.id == record_id, records.c.owner == keys.person, records.c.held_until.is_not(None)
        )
        bond = (await connection.execute(select(records.c.bond).where(held))).scalar()
        await connection.execute(update(records).where(held).values(held_until=None))
    return bond


# --- reading --------------------------------------------------------------------------------------


def _open_row(row: Row[Any], opener: Opener) -> Record:
    inside = json.loads(opener.open(row.sealed, _about(row.id, row.owner, row.audience, row.version)))
    return Record(
        id=row.id,
        version=row.version,
        seq=row.seq,
        owner=row.owner,
        audience=Audience(row.audience),
        bond=row.bond,
        round=row.round,
        held_until=_moment(row.held_until),
        kind=inside["kind"],
        at=datetime.fromisoformat(inside["at"]),
        body=inside["body"],
    )


def _open_all(keys: OpenKeys, rows: Sequence[Row[Any]]) -> tuple[Record, ...]:
    openers: dict[tuple[str, str | None], Opener | None] = {}
    opened = []
    for row in rows:
        if row.sealed is None:
            continue
        place = (row.audience, row.bond)
        if place not in openers:
            key = keys.for_record(Audience(row.audience), row.bond)
            openers[place] = Opener(key) if key is not None else None
        opener = openers[place]
        if opener is not None:
            opened.append(_open_row(row, opener))
    return tuple(opened)


async def read(cellar: Cellar, keys: OpenKeys) -> Page:
    """All that these keys open: one's own rows, and what the other has sent and both rounds have revealed."""
    async with cellar.notebook.read() as connection:
        rows = (await connection.execute(_readable(keys))).all()
        head = await _read_head(connection, keys)
    own = [row for row in rows if row.owner == keys.person]
    return Page(_open_all(keys, rows), _missing(keys, head, own))


def _readable(keys: OpenKeys) -> Any:
    """One's own rows; the other's once they are sent, and an answer to a round once one's own is in."""
    mine = records.alias()
    answered = (
        select(mine.c.round)
        .where(
            mine.c.owner == keys.person, mine.c.audience == Audience.ROUND.value, mine.c.sealed.is_not(None)
        )
        .where(mine.c.round.is_not(None))
    )
    theirs = and_(
        records.c.bond.in_(list(keys.bonds)),
        records.c.owner != keys.person,
        records.c.held_until.is_(None),
        or_(records.c.audience == Audience.OURS.value, records.c.round.in_(answered)),
    )
    return select(records).where(or_(records.c.owner == keys.person, theirs)).order_by(records.c.seq)


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
