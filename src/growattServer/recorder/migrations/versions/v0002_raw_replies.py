"""Raw replies may be kept, and a store says what its columns mean."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "raw_replies",
        sa.Column("device_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("call", sa.Text, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "fields",
        sa.Column("family", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("unit", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("meaning", sa.Text),
    )
