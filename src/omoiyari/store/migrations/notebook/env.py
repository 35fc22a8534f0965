"""Run by Alembic."""

from omoiyari.store.migrations import run

run()
