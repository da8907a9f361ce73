"""Reading a store of an earlier version as it is: what it lacks is unknown, and nothing is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, Table, event

from . import schema
from .migrate import columns_in


def lacking(connection: Connection) -> dict[str, str]:
    """What stands in for the tables that are not as they are now, by their names."""
    there = columns_in(connection)
    made = {}
    for table in schema.every_table():
        columns = there.get(table.name, set())
        if not columns.issuperset(table.columns.keys()):
            made[table.name] = _stand_in(connection, table, columns)
    return made


def has_readings(connection: Connection) -> bool:
    """Is there a table of readings or roll-ups?"""
    there = columns_in(connection)
    return any(table.name in there for table in schema.projected())


def _stand_in(connection: Connection, table: Table, columns: set[str]) -> str:
    """The table as it is now, under its name, for the beginning of a query."""
    dialect = connection.dialect
    shown = [
        f'"{column.name}"'
        if column.name in columns
        else f'CAST(NULL AS {column.type.compile(dialect)}) AS "{column.name}"'
        for column in table.columns
    ]
    # SQLite takes the bare name for the stand-in itself
    name = f"main.{table.name}" if dialect.name == "sqlite" else table.name
    source = f" FROM {name}" if columns else " WHERE 1 = 0"
    return f"{table.name} AS (SELECT {', '.join(shown)}{source})"


def stand_in(engine: Engine, made: Mapping[str, str]) -> None:
    """Let queries of this engine see these in the place of tables."""
    if not made:
        return
    wanted = re.compile(rf"\b(?:{'|'.join(made)})\b")

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def begin(
        connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> tuple[str, Any]:
        names = set(wanted.findall(statement)) if statement.startswith("SELECT") else set()
        if names:
            parts = ", ".join(made[name] for name in sorted(names))
            statement = f"WITH {parts} {statement}"
        return statement, parameters
