"""The first tables of the key file."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "wraps",
        sa.Column("holder", sa.String(32), primary_key=True),
        sa.Column("lock", sa.String(48), primary_key=True),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_index("wraps_by_lock", "wraps", ["lock"])
    op.create_table("erased", sa.Column("person", sa.String(32), primary_key=True))
