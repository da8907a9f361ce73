"""Cells of an SQLite store that hold something else than their columns say.

SQLite keeps whatever is written into a cell, so a file that is damaged, or that another program
has written to, may hold a text where a number belongs. PostgreSQL does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Double,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from ...counting import counted
from ..keep import schema

_BELONGS: tuple[tuple[type, str], ...] = (
    (Boolean, "typeof({0}) = 'integer' AND {0} IN (0, 1)"),
    (BigInteger, "typeof({0}) = 'integer'"),
    (Integer, "typeof({0}) = 'integer' AND abs({0}) < 2147483648"),
    (Double, "typeof({0}) IN ('real', 'integer')"),
    (LargeBinary, "typeof({0}) = 'blob'"),
    (Text, "typeof({0}) = 'text'"),
)

# the years 2000 to 2100
_FIRST, _END = 946_684_800, 4_133_980_800


class OddCell(NamedTuple):
    """A column with such cells, and how many there are."""

    table: str
    column: str
    cells: int

    def __str__(self) -> str:
        cells = counted(self.cells, "cell")
        return f"{cells} of {self.table}.{self.column} with a value of another type"


def damage_in(connection: Connection) -> list[str]:
    """What SQLite itself finds wrong in a file."""
    found = connection.exec_driver_sql("PRAGMA quick_check")
    return [said for (said,) in found if said != "ok"]


def _fits(table: Table, column: Column[object]) -> str:
    name = f'"{column.name}"'
    belongs = next(sql for kind, sql in _BELONGS if isinstance(column.type, kind)).format(name)
    if table.name.startswith("readings") and column.name == "time":
        belongs = f"{belongs} AND {name} BETWEEN {_FIRST} AND {_END}"
    return f"({belongs} OR {name} IS NULL)" if column.nullable else f"({belongs})"


def odd_cells(connection: Connection) -> Iterator[OddCell]:
    """Where such cells are."""
    for table in schema.every_table():
        columns = list(table.columns)
        sums = ", ".join(f"sum(NOT {_fits(table, column)})" for column in columns)
        counts = connection.exec_driver_sql(f"SELECT {sums} FROM {table.name}").one()  # noqa: S608  # our own names
        for column, count in zip(columns, counts, strict=True):
            if count:
                yield OddCell(table.name, column.name, int(count))


def empty_odd_cells(connection: Connection) -> None:
    """Empty them, and drop the rows that are of no use without.

    Plants and devices stay as they are: nothing else tells what they were.
    """
    for table in schema.every_table():
        if table.name in ("plants", "devices"):
            continue
        for statement in _emptying(table):
            connection.exec_driver_sql(statement)


def _emptying(table: Table) -> Iterator[str]:
    fits = {column.name: _fits(table, column) for column in table.columns if column.nullable}
    needed = " AND ".join(_fits(table, each) for each in table.columns if not each.nullable)
    yield f"DELETE FROM {table.name} WHERE NOT ({needed})"  # noqa: S608  # our own names
    if fits:
        emptied = [f'"{name}" = CASE WHEN {sql} THEN "{name}" END' for name, sql in fits.items()]
        odd = " OR ".join(f"NOT {sql}" for sql in fits.values())
        yield f"UPDATE {table.name} SET {', '.join(emptied)} WHERE {odd}"  # noqa: S608  # our own names
