"""Statements for many rows or columns: made once, then handed to the driver as they are.

SQLAlchemy would look at each value, and at each column of a statement, once more each time, which
for tables of this width takes longer than the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, wraps
from typing import Any, TypeVarTuple

from sqlalchemy import Connection, CursorResult, Dialect, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

# For fewer rows the preparation of a COPY takes longer than it saves.
COPY_FROM = 20


def insert_into(table: Table, dialect: Dialect) -> Any:
    """An INSERT that may say what to do where the row is there already."""
    return (sqlite if dialect.name == "sqlite" else postgresql).insert(table)


def in_parts(connection: Connection, query: Executable, size: int) -> Iterator[Sequence[Any]]:
    """The rows of a query, so many at a time: not all of them are in memory at once."""
    # options of the connection would hold for whatever it is used for afterwards
    how = {"stream_results": True, "max_row_buffer": size}
    result = connection.execute(query, execution_options=how)
    while rows := result.fetchmany(size):
        yield rows


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows that are known to be new, with a value for each column in order."""
    if not rows:
        return
    if connection.dialect.name == "postgresql" and len(rows) >= COPY_FROM:
        _copy(connection, table, rows)
        return
    connection.exec_driver_sql(_statement(table, connection.dialect.paramstyle, ()), list(rows))


def upsert_rows(
    connection: Connection,
    table: Table,
    rows: Sequence[tuple[Any, ...]],
    *,
    least: str | None = None,
) -> None:
    """Put rows in the place of those with the same primary key, or add them.

    `least` names a column that no row makes less: one that would stays away.
    """
    if not rows:
        return
    keys = tuple(column.name for column in table.primary_key)
    statement = _statement(table, connection.dialect.paramstyle, keys, least)
    connection.exec_driver_sql(statement, list(rows))


def _copy(connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    # only the driver itself knows COPY
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@cache
def _statement(
    table: Table, paramstyle: str, keys: tuple[str, ...], least: str | None = None
) -> str:
    names = [column.name for column in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    mark = "?" if paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(names))
    made = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608  # our own names
    if keys:
        rest = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys)
        made += f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {rest}"
    if least:
        made += f' WHERE excluded."{least}" >= {table.name}."{least}"'
    return made


_Given = TypeVarTuple("_Given")


def cached_statement(build: Callable[[*_Given], Prepared]) -> Callable[[*_Given], Prepared]:
    """Keep what is made for a dialect by its name, as each engine has a dialect of its own."""
    made: dict[tuple[Any, ...], Prepared] = {}

    @wraps(build)
    def get(*given: *_Given) -> Prepared:
        key = tuple(one.name if isinstance(one, Dialect) else one for one in given)
        if key not in made:
            made[key] = build(*given)
        return made[key]

    return get


class Prepared:
    """A statement as text for one database; `run` takes a dict of parameters for each row."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        self._made: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        self._sql = str(self._made)
        self._order = self._made.positiontup

    def run(self, connection: Connection, *rows: dict[str, Any]) -> CursorResult[Any]:
        """Carry it out, once for each row."""
        given = [self._made.construct_params(row) for row in rows]
        if self._order is not None:
            given = [tuple(row[name] for name in self._order) for row in given]
        return connection.exec_driver_sql(self._sql, given if len(given) > 1 else given[0])
