"""The first tables of the notebook file."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _people()
    _log()
    _browsers()


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("sign_in", sa.String(32), nullable=False, unique=True),
    )
    op.create_table(
        "bonds",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("first", sa.String(32), nullable=False, index=True),
        sa.Column("second", sa.String(32), index=True),
        sa.Column("state", sa.String(8), nullable=False),
    )
    op.create_table(
        "invites",
        sa.Column("fingerprint", sa.String(32), primary_key=True),
        sa.Column("bond", sa.String(32), nullable=False),
        sa.Column("expires", sa.Integer, nullable=False),
    )


def _log() -> None:
    op.create_table(
        "records",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(32), nullable=False, index=True),
        sa.Column("bond", sa.String(32), index=True),
        sa.Column("audience", sa.String(6), nullable=False),
        sa.Column("round", sa.String(32)),
        sa.Column("held_until", sa.Integer, index=True),
        sa.Column("sealed", sa.LargeBinary),
        sa.UniqueConstraint("id", "version"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "heads",
        sa.Column("owner", sa.String(32), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("owner", sa.String(32), primary_key=True),
        sa.Column("slot", sa.String(32), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def _browsers() -> None:
    op.create_table(
        "devices",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(32), nullable=False, index=True),
        sa.Column("label", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("fingerprint", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(32), nullable=False, index=True),
        sa.Column("device", sa.String(32)),
        sa.Column("began", sa.Integer, nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
    )
    op.create_table(
        "limits",
        sa.Column("what", sa.String(64), primary_key=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
    )
    op.create_table(
        "post",
        sa.Column("owner", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(8), primary_key=True),
        sa.Column("settings", sa.LargeBinary, nullable=False),
        sa.Column("last_day", sa.Integer),
    )
