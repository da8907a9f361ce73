"""What keeps a window from being read, so that those behind it need not wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("windows", sa.Column("unplaced_rows", sa.Integer))
    op.add_column("windows", sa.Column("failures", sa.Integer))
    op.add_column("windows", sa.Column("retry_at", sa.BigInteger))
