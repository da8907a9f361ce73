"""When a call that has a pace was made: what a clock that was ahead has written does not count."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column on a server; a file has no fleet."""
    if op.get_bind().dialect.name == "postgresql":
        column = sa.Column("asked_at", sa.Double, nullable=False, server_default="0")
        op.add_column("limit_paces", column)
