"""Run by Alembic: one file, one transaction."""

from alembic import context
from sqlalchemy import create_engine

engine = create_engine(f"sqlite:///{context.config.attributes['path']}")
with engine.begin() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
