"""The first tables: plants, devices, progress, days, events, settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _time() -> sa.Column[int]:
    return sa.Column("time", sa.BigInteger, primary_key=True, autoincrement=False)


def upgrade() -> None:
    """Make the tables; those with columns from field rows are made when a store is opened."""
    op.create_table(
        "plants",
        sa.Column("plant_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text),
        sa.Column("timezone", sa.Text, nullable=False),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        sa.Column("peak_power", sa.Double),
        sa.Column("created", sa.Text),
    )
    op.create_table(
        "devices",
        sa.Column("device_id", sa.Integer, primary_key=True),
        sa.Column("device_sn", sa.Text, nullable=False, unique=True),
        sa.Column("family", sa.Text, nullable=False),
        sa.Column("plant_id", sa.BigInteger, nullable=False),
        sa.Column("model", sa.Text),
        sa.Column("datalogger_sn", sa.Text),
        sa.Column("rated_power", sa.Double),
    )
    op.create_table(
        "windows",
        _number("device_id"),
        _number("number"),
        sa.Column("next_page", sa.Integer),
        sa.Column("started_at", sa.BigInteger),
        sa.Column("read_at", sa.BigInteger),
        sa.Column("server_rows", sa.Integer),
        sa.Column("extra_rows", sa.Integer),
        sa.Column("cleaned_to", sa.BigInteger),
        sa.Column("cleaned_from", sa.Text),
        sa.Column("cleaner", sa.Text),
    )
    op.create_table(
        "daily_energy",
        sa.Column("plant_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("energy", sa.Double),
        sa.Column("read_at", sa.BigInteger, nullable=False),
    )
    for name in ("events", "settings_changes"):
        op.create_table(
            name,
            _number("device_id"),
            _time(),
            sa.Column("name", sa.Text, primary_key=True),
            sa.Column("before", sa.Text),
            sa.Column("after", sa.Text),
        )
    op.create_table(
        "marks",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("time", sa.BigInteger, nullable=False),
    )
