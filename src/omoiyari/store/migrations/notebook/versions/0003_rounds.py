"""Which rounds somebody has answered is looked up for every page, and needs no look at each of their rows."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    answered = sa.text("audience = 'round' AND sealed IS NOT NULL AND round IS NOT NULL")
    op.create_index("records_answered", "records", ["owner", "round"], sqlite_where=answered)
