"""When there is something to do about the days of a plant that workers record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column on a server; a file has no fleet."""
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("fleet_plants", sa.Column("days_due_at", sa.Double))
