"""Whether a notebook is as it was is counted for every page, and needs no look at its rows."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    worded = sa.text("sealed IS NOT NULL")
    op.create_index("records_worded", "records", ["owner", "held_until"], sqlite_where=worded)
    sent = sa.text("held_until IS NULL AND sealed IS NOT NULL")
    op.create_index("records_sent", "records", ["bond", "owner", "audience", "round"], sqlite_where=sent)
