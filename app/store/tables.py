"""The store's own tables: operations, their changes, drafts and facts about the file. People never see them as records."""

import sqlalchemy as sa

from app.models.types import UuidType

metadata = sa.MetaData()

operations = sa.Table(
    "operations",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("id", UuidType(), nullable=False, unique=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("label_values", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("reverses", sa.Integer),
    sa.Column("undone", sa.Integer, nullable=False, default=0, server_default="0"),
    sa.Column("actor", UuidType()),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("digest", sa.LargeBinary),
    sqlite_strict=True,
)

changes = sa.Table(
    "changes",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("operation", sa.Integer, sa.ForeignKey("operations.seq"), nullable=False, index=True),
    sa.Column("entity", sa.Text, nullable=False),
    sa.Column("record_id", UuidType(), nullable=False, index=True),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("chain", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sqlite_strict=True,
)

file_facts = sa.Table(
    "file_facts",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sqlite_strict=True,
)

GIVEN = "given"
"""The fact that holds, as JSON, the highest number of each row of numbers that records lost in a restore had."""

EPOCH = "epoch"
"""The fact that is new after each restore: steps of the same sequence number are other steps then (fault F71)."""
