"""A secret of the house's own, so that a notebook file alone does not let anybody test a name."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    house = op.create_table(
        "house",
        sa.Column("what", sa.String(8), primary_key=True),
        sa.Column("secret", sa.LargeBinary, nullable=False),
    )
    op.bulk_insert(house, [{"what": "names", "secret": secrets.token_bytes(32)}])
