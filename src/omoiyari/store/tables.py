"""The two files: the notebook file with sealed rows, and the key file with wraps, so that each has its own backups.

What stands here is all that the server can see. Kind, time and text of a record are inside its seal.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, UniqueConstraint, text

notebook_file = MetaData()
key_file = MetaData()

people = Table(
    "people",
    notebook_file,
    Column("id", String(32), primary_key=True),
    Column(
        "sign_in", String(32), nullable=False, unique=True
    ),  # fingerprint of the name typed at sign-in, with the house secret
)

bonds = Table(
    "bonds",
    notebook_file,
    Column("id", String(32), primary_key=True),
    Column("first", String(32), nullable=False, index=True),
    Column("second", String(32), index=True),
    Column("state", String(8), nullable=False),
)

invites = Table(
    "invites",
    notebook_file,
    Column("fingerprint", String(32), primary_key=True),
    Column("bond", String(32), nullable=False),
    Column("expires", Integer, nullable=False),  # UTC seconds
)

records = Table(
    "records",
    notebook_file,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("owner", String(32), nullable=False, index=True),
    Column("bond", String(32), index=True),
    Column("audience", String(6), nullable=False),
    Column("round", String(32)),
    Column("held_until", Integer, index=True),  # UTC seconds; set while in the outbox
    Column("sealed", LargeBinary),  # None: the words were deleted
    UniqueConstraint("id", "version"),
    Index(
        "records_answered",
        "owner",
        "round",
        sqlite_where=text("audience = 'round' AND sealed IS NOT NULL AND round IS NOT NULL"),
    ),
    Index("records_worded", "owner", "held_until", sqlite_where=text("sealed IS NOT NULL")),
    Index(
        "records_sent",
        "bond",
        "owner",
        "audience",
        "round",
        sqlite_where=text("held_until IS NULL AND sealed IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

heads = Table(
    "heads",
    notebook_file,
    Column("owner", String(32), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

drafts = Table(
    "drafts",
    notebook_file,
    Column("owner", String(32), primary_key=True),
    Column("slot", String(32), primary_key=True),  # fingerprint of the field's name
    Column("sealed", LargeBinary, nullable=False),
)

devices = Table(
    "devices",
    notebook_file,
    Column("id", String(32), primary_key=True),
    Column("owner", String(32), nullable=False, index=True),
    Column("label", LargeBinary, nullable=False),  # sealed
)

sessions = Table(
    "sessions",
    notebook_file,
    Column("fingerprint", String(32), primary_key=True),
    Column("owner", String(32), nullable=False, index=True),
    Column("device", String(32)),
    Column("began", Integer, nullable=False),  # UTC seconds
    Column("used", Integer, nullable=False),  # UTC seconds, to the minute
    Column("sitting", Integer, nullable=False, server_default="0"),  # 1 while two sit before one screen
)

limits = Table(
    "limits",
    notebook_file,
    Column("what", String(64), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("since", Integer, nullable=False),
)

post = Table(
    "post",
    notebook_file,
    Column("owner", String(32), primary_key=True),
    Column("channel", String(8), primary_key=True),
    Column("settings", LargeBinary, nullable=False),  # sealed under the server's own key
    Column("last_day", Integer),  # the day a notice went out last, as an ordinal
)

wraps = Table(
    "wraps",
    key_file,
    Column("holder", String(32), primary_key=True),
    Column("lock", String(48), primary_key=True),  # passphrase, recovery, device:…, session:…, bond:…
    Column("salt", LargeBinary),
    Column("wrapped", LargeBinary, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Index("wraps_by_lock", "lock"),
)

house = Table(
    "house",
    key_file,
    Column("what", String(8), primary_key=True),  # names
    Column("secret", LargeBinary, nullable=False),
)

erased = Table("erased", key_file, Column("person", String(32), primary_key=True))
