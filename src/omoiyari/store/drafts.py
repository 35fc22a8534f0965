"""Half-written texts: sealed, one per field, overwritten as the person types, gone when the text is kept."""

from sqlalchemy import Integer, delete, literal_column, select
from sqlalchemy.dialects.sqlite import insert as upsert

from omoiyari.couple import Audience
from omoiyari.store.cellar import Cellar
from omoiyari.store.keys import OpenKeys
from omoiyari.store.tables import drafts
from omoiyari.vault import About, Key, derive, fingerprint, seal, unseal

MOST = 200  # half-written texts of one person


def _slot(keys: OpenKeys, name: str) -> str:
    """The field's name is not told to the file either."""
    return fingerprint(derive(keys.mine, "drafts") + name.encode(), "draft")


def _key(keys: OpenKeys, audience: Audience) -> Key:
    return keys.must_hold(audience, None)


def _about(keys: OpenKeys, slot: str, audience: Audience) -> About:
    return About(slot, keys.person, f"draft-{audience}", 0)


async def save_draft(cellar: Cellar, keys: OpenKeys, name: str, text: str, audience: Audience) -> None:
    """Keep what is in a field now, for its author alone; an empty text is forgotten, and so is the oldest of 201."""
    slot = _slot(keys, name)
    here = (drafts.c.owner == keys.person, drafts.c.slot == slot)
    async with cellar.notebook.write() as connection:
        if not text:
            await connection.execute(delete(drafts).where(*here))
            return
        sealed = seal(_key(keys, audience), text.encode(), _about(keys, slot, audience))
        statement = upsert(drafts).values(owner=keys.person, slot=slot, sealed=sealed)
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["owner", "slot"], set_={"sealed": sealed})
        )
        row = literal_column("rowid", Integer)
        newest = select(row).select_from(drafts).where(drafts.c.owner == keys.person).order_by(row.desc())
        await connection.execute(
            delete(drafts).where(drafts.c.owner == keys.person, row.not_in(newest.limit(MOST)))
        )


async def read_draft(cellar: Cellar, keys: OpenKeys, name: str, audience: Audience = Audience.MINE) -> str:
    """What was in the field last, or an empty text."""
    slot = _slot(keys, name)
    query = select(drafts.c.sealed).where(drafts.c.owner == keys.person, drafts.c.slot == slot)
    async with cellar.notebook.read() as connection:
        sealed = (await connection.execute(query)).scalar()
    if sealed is None:
        return ""
    return unseal(_key(keys, audience), sealed, _about(keys, slot, audience)).decode()
