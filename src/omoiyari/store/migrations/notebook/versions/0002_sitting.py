"""Whether two sit before one screen belongs to the session, where no browser can take it out again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("sessions", sa.Column("sitting", sa.Integer, nullable=False, server_default="0"))
