"""What came into the store in which order, for exporters that pass it on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "exporters",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("arrival", sa.BigInteger, nullable=False),
        sa.Column("readings", sa.Integer, nullable=False),
    )
    op.create_table(
        "arrivals",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("device_id", sa.Integer, nullable=False),
        sa.Column("is_new", sa.Boolean, nullable=False),
        sa.Column("times", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
