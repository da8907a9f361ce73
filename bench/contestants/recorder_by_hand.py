"""The loop that one would write: json, a list of keys, `executemany` or COPY, a page a transaction.

The table is the one of our store, made by the same statement, with its primary key; SQLite gets
the same settings. Values go in as they were sent.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import orjson
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.columns import columns_of
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from recorder_work import FAMILY, pages_of, stores_of, weeks
from work import Tasks

TABLE = schema.readings(FAMILY)
KEYS = [column.row.key for column in columns_of(FAMILY.record)]
COLUMNS = ", ".join(f'"{column.name}"' for column in TABLE.columns)
MARKS = ", ".join("?" * len(TABLE.columns))
INSERT = f"INSERT INTO {TABLE.name} ({COLUMNS}) VALUES ({MARKS})"  # noqa: S608  # our own names
COPY = f"COPY {TABLE.name} ({COLUMNS}) FROM STDIN"


def rows_of(body: bytes, number: int) -> Iterator[list[Any]]:
    """The rows of a reply."""
    for row in orjson.loads(body)["data"]["datas"]:
        time = int(datetime.fromisoformat(row["time"] + "+00:00").timestamp())
        yield [number, time, True, None, *map(row.get, KEYS)]


def _create(dialect: Dialect) -> str:
    return str(CreateTable(TABLE).compile(dialect=dialect))


def in_sqlite(path: str, pages: list[bytes]) -> Callable[[int], None]:
    """What writes a week into a file."""
    connection = sqlite3.connect(path)
    for pragma in ("page_size = 16384", "journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA cache_size = -8000")
    connection.execute(_create(sqlite.dialect()))

    def week(number: int) -> None:
        for body in pages:
            with connection:
                connection.executemany(INSERT, rows_of(body, number))

    return week


def in_postgres(url: str, pages: list[bytes]) -> Callable[[int], None]:
    """What writes a week into a database."""
    import psycopg

    connection: Any = psycopg.connect(url)
    connection.execute(_create(postgresql.dialect()))
    connection.commit()

    def week(number: int) -> None:
        for body in pages:
            with connection.transaction(), connection.cursor() as cursor, cursor.copy(COPY) as copy:
                for row in rows_of(body, number):
                    copy.write_row(row)

    return week


def tasks(url: str, folder: str) -> Tasks:
    """Filling each of the tables."""
    ways = {"sqlite": in_sqlite, "postgres": in_postgres}
    pages = pages_of(folder)
    stores = stores_of(url, folder, "by_hand")
    return {f"{engine}_rows": weeks(ways[engine](where, pages)) for engine, where in stores}
