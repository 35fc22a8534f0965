"""A visit: the notebook that one request opens, with what came home meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from omoiyari.couple import Audience, BondState, Notebook, Record
from omoiyari.practice import unmatched
from omoiyari.store.bonds import read_bonds
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import StaleVersion
from omoiyari.store.keys import OpenKeys
from omoiyari.store.log import Draft, read_page, redact
from omoiyari.store.snapshot import Snapshots


async def open_notebook(cellar: Cellar, keys: OpenKeys) -> Notebook:
    """Open all that `keys` can read, from one snapshot; aside, where every row may have to be unsealed."""
    file = cellar.notebook
    ask = file.ask if cellar.snapshots.are_quick(keys) else file.ask_aside
    return await ask(lambda connection: _notebook(connection, keys, cellar.snapshots))


def _notebook(connection: sqlite3.Connection, keys: OpenKeys, snapshots: Snapshots) -> Notebook:
    page = read_page(connection, keys, snapshots)  # first: it notes the age before the file's state is fixed
    bonds = read_bonds(connection, keys.person)
    return Notebook(keys.person, page.records, bonds, page.missing)


def coming_home(notebook: Notebook, now: datetime) -> list[Record]:
    """What becomes its author's own: what an ended bond still held in the outbox, and answers nobody will match."""
    return [*_stranded(notebook), *unmatched(notebook, now)]


def _stranded(notebook: Notebook) -> Iterator[Record]:
    ended = {bond.id for bond in notebook.bonds if bond.state is BondState.ENDED}
    for record in notebook.latest.values() if ended else ():
        if record.owner == notebook.reader and record.bond in ended and record.held_until is not None:
            yield record


async def bring_home(cellar: Cellar, keys: OpenKeys, record: Record, now: datetime) -> None:
    """Reseal one's own shared record as `mine`; the shared ciphertext is deleted.

    What stands otherwise by now, by another phone, stays as it is.
    """
    home = Draft(
        kind=record.kind,
        body=record.body,
        audience=Audience.MINE,
        at=record.at,
        id=record.id,
        version=record.version + 1,
    )
    with suppress(StaleVersion):
        await redact(cellar, keys, record.id, now, then=home)
