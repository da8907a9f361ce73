"""Making the roll-ups of a store of version 0008 slim: for the migration, in its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from . import schema
from .families import FAMILIES, Family
from .frozen_hours import keep_hours
from .mark_names import DROPPED
from .renewal import note_all
from .weeks import WINDOW_S


def make_slim(connection: Any, there: Mapping[str, set[str]]) -> None:
    """Make the tables of roll-ups anew; `there` are the columns that each table has."""
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
    names = ", ".join(f'"{name}"' for name in table.columns.keys() if name in there)  # noqa: SIM118  # no dict
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {table.name}_wide "  # noqa: S608  # as above
        "ORDER BY device_id, span, start"
    )
    connection.exec_driver_sql(f"DROP TABLE {table.name}_wide")
