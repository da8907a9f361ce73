"""Accounts of a fleet have a number: whose plants these are stays when one has another name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table on a server, and what lets it find the devices of an account."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "fleet_accounts",
        sa.Column("account_id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("token", sa.Text, unique=True),
        sa.Column("turn_at", sa.Double, nullable=False, server_default="0"),
        sa.Column("began_at", sa.Double),
        sa.Column("next_page", sa.Integer),
        sa.Column("memory", sa.Text, nullable=False, server_default="{}"),
    )
    op.execute("INSERT INTO fleet_accounts (name) SELECT DISTINCT account FROM fleet_plants")
    op.add_column("fleet_plants", sa.Column("account_id", sa.Integer))
    op.add_column("fleet_plants", sa.Column("device_page", sa.Integer))
    for name, kind in (("seen_at", sa.Double), ("missed", sa.Integer)):
        op.add_column("fleet_plants", sa.Column(name, kind, nullable=False, server_default="0"))
    op.execute(
        "UPDATE fleet_plants SET account_id = fleet_accounts.account_id"
        " FROM fleet_accounts WHERE fleet_accounts.name = fleet_plants.account"
    )
    op.drop_column("fleet_plants", "account")
    op.alter_column("fleet_plants", "account_id", nullable=False)
    op.create_index("ix_fleet_plants_account_id", "fleet_plants", ["account_id"])
    op.create_index("ix_devices_plant_id", "devices", ["plant_id"])
    _forget_jobs()


def _forget_jobs() -> None:
    """What waits in the queue is a step each; there are turns instead."""
    has_queue = sa.text("SELECT to_regclass('procrastinate_jobs')")
    if op.get_bind().scalar(has_queue) is not None:
        op.execute("DELETE FROM procrastinate_periodic_defers WHERE task_name LIKE 'growatt.%'")
        op.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE 'growatt.%'")
