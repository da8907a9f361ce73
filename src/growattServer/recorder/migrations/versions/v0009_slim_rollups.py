"""Roll-ups hold what people look at; the rest is computed from the readings.

What no reading tells any more, as those were dropped, moves to `frozen_hours`. Columns that are new
are filled week by week, while a recorder records.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

from growattServer.recorder.keep import schema
from growattServer.recorder.keep.families import FAMILIES, Family
from growattServer.recorder.keep.frozen_hours import keep_hours
from growattServer.recorder.keep.marks import DROPPED
from growattServer.recorder.keep.migrate import columns_in
from growattServer.recorder.keep.renewal import note_all
from growattServer.recorder.keep.windows import WINDOW_S

revision = "0009"
down_revision = "0008"

_HEAD = ["device_id", "span", "start", "local", "samples"]


def upgrade() -> None:
    """Make the tables of roll-ups anew, in the transaction of all the rest."""
    op.create_table(
        "frozen_hours",
        sa.Column("device_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    connection = op.get_bind()
    there = columns_in(connection)
    for family in FAMILIES.values():
        table = schema.rollups(family)
        gone = sorted(there.get(table.name, set()) - set(table.columns.keys()))
        if gone:
            _keep_what_no_reading_tells(connection, family, gone)
            _make_slim(connection, table, there[table.name], gone)
    note_all(connection)


def _keep_what_no_reading_tells(connection: Any, family: Family, gone: list[str]) -> None:
    marks, devices = schema.marks.c, schema.devices.c
    dropped = connection.scalar(sa.select(marks.time).where(marks.name == DROPPED)) or 0
    mine = sa.select(devices.device_id).where(devices.family == family.name)
    for device_id in list(connection.scalars(mine)) if dropped else ():
        table = schema.rollups(family).name
        shown = ", ".join(f'"{name}"' for name in ("start", "samples", *gone))
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        weeks: dict[int, list[Any]] = defaultdict(list)
        for row in connection.exec_driver_sql(
            f"SELECT {shown} FROM {table} WHERE device_id = {mark} "  # noqa: S608  # our own names
            f"AND span = 'hour' AND start < {mark} ORDER BY start",
            (device_id, dropped),
        ):
            weeks[row[0] // WINDOW_S].append(tuple(row))
        for number, rows in weeks.items():
            columns = map(list, zip(*rows, strict=True))
            keep_hours(
                connection,
                device_id,
                number,
                dict(zip(("start", "samples", *gone), columns, strict=True)),
            )


def _make_slim(connection: Any, table: sa.Table, there: set[str], gone: list[str]) -> None:
    if connection.dialect.name != "sqlite":
        dropped = ", ".join(f'DROP COLUMN "{name}"' for name in gone)
        connection.exec_driver_sql(f"ALTER TABLE {table.name} {dropped}")
        return
    # SQLite would write the whole table once more for each column
    connection.exec_driver_sql(f"ALTER TABLE {table.name} RENAME TO {table.name}_wide")
    table.create(connection)
    names = ", ".join(f'"{name}"' for name in table.columns.keys() if name in there)  # noqa: SIM118
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {table.name}_wide "  # noqa: S608
        "ORDER BY device_id, span, start"
    )
    connection.exec_driver_sql(f"DROP TABLE {table.name}_wide")
