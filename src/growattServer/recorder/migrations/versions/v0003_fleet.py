"""What workers of a fleet share: the limits of accounts, and whose each plant is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _name(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def upgrade() -> None:
    """Make the tables on a server; a file has one recorder, and no fleet."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "limit_paces",
        *map(_name, ("account", "call", "subject")),
        *(sa.Column(name, sa.Double, nullable=False) for name in ("next_at", "slower_s")),
        *(sa.Column(name, sa.Double, nullable=False) for name in ("refused_at", "flight_until")),
        sa.Column("pid", sa.Integer, nullable=False),
    )
    op.create_table(
        "limit_calls",
        *map(_name, ("account", "call")),
        sa.Column("hour", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "limit_answers",
        *map(_name, ("account", "call", "variant")),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table("limit_documents", _name("name"), sa.Column("body", sa.Text, nullable=False))
    op.create_table(
        "fleet_plants",
        sa.Column("plant_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("account", sa.Text, nullable=False, index=True),
        sa.Column("listed", sa.Text, nullable=False),
        sa.Column("looked_up_at", sa.BigInteger),
    )
    op.create_table(
        "fleet_devices",
        sa.Column("device_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("past_due_at", sa.Double, nullable=False),
    )
