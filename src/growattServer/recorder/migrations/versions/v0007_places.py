"""Why a plant has its time zone, and in which plants a device was before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("plants", sa.Column("timezone_why", sa.Text))
    op.add_column("plants", sa.Column("timezone_is_sure", sa.Boolean))
    op.add_column("devices", sa.Column("listed_at", sa.BigInteger))
    op.create_table(
        "moves",
        sa.Column("device_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("until", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("plant_id", sa.BigInteger, nullable=False),
    )
