"""Roll-ups hold what people look at; the rest is computed from the readings.

What no reading tells any more, as those were dropped, moves to `frozen_hours`. Columns that are new
are filled week by week, while a recorder records.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables of roll-ups anew, in the transaction of all the rest."""
    op.create_table(
        "frozen_hours",
        sa.Column("device_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    # which columns there are to be is known to the store
    context.config.attributes["make_slim"]()
