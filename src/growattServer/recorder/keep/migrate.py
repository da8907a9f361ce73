"""Bringing a store to the present version: alembic's steps, then columns that are new."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.schema import CreateColumn

from ...parsing import in_message
from ..errors import GrowattStoreVersionError
from . import schema
from .columns import columns_of
from .families import FAMILIES

HEAD = "0011"
"""The version of the stores that this library makes."""

# any number that no other program uses
_MIGRATING_KEY = 0x67726F776D6967


def version_of(connection: Connection) -> str | None:
    """The version of a store; None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def check_version(version: str | None, name: str) -> None:
    """Raise GrowattStoreVersionError for a store of a newer library."""
    # versions are numbers with leading zeros; what is no number is from elsewhere
    if version is not None and (not version.isdigit() or version > HEAD):
        raise GrowattStoreVersionError(
            f"The store {name} has version {in_message(version)}, and this library knows up to "
            f"{HEAD}",
            hint="install a newer growattServer; the store was left as it is",
        )


def migrate(connection: Connection, name: str, to: str = HEAD) -> None:
    """Bring the store to a version; the caller's transaction makes it all or nothing."""
    if connection.dialect.name == "postgresql":
        # several programs may open a new store at once
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING_KEY})
    version = version_of(connection)
    check_version(version, name)
    if version != to:
        _steps(connection, to)
    if to == HEAD:
        _project(connection)


def _steps(connection: Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    # it needs the store, which needs this module
    from .slimming import make_slim

    config = Config()
    config.set_main_option("script_location", "growattServer.recorder:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["make_slim"] = lambda: make_slim(connection, columns_in(connection))
    command.upgrade(config, to)


def _project(connection: Connection) -> None:
    """Make the tables and columns that field rows ask for and the store has not."""
    present = columns_in(connection)
    for table in schema.projected():
        known = present.get(table.name)
        if known is None:
            table.create(connection)
            if table.name.startswith("readings"):
                _make_hypertable(connection, table)
            continue
        for column in table.columns:
            if column.name not in known:
                sql = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {sql}")
    _describe(connection)


_COLUMNS = {
    "sqlite": """
        SELECT made.name, info.name
        FROM sqlite_master AS made JOIN pragma_table_info(made.name) AS info
        WHERE made.type = 'table'
    """,
    "postgresql": """
        SELECT pg_class.relname, pg_attribute.attname
        FROM pg_attribute JOIN pg_class ON pg_attribute.attrelid = pg_class.oid
        WHERE pg_class.relnamespace = current_schema()::regnamespace
        AND pg_class.relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
    """,
}


def columns_in(connection: Connection) -> dict[str, set[str]]:
    """The columns of each table: one question, where a look at their types takes many."""
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(text(_COLUMNS[connection.dialect.name])):
        found.setdefault(table, set()).add(column)
    return found


def _describe(connection: Connection) -> None:
    known = connection.execute(schema.fields.select()).all()
    if {tuple(row) for row in known} != {tuple(row.values()) for row in _descriptions()}:
        connection.execute(schema.fields.delete())
        connection.execute(schema.fields.insert(), _descriptions())


@cache
def _descriptions() -> list[dict[str, str | None]]:
    return [
        {
            "family": family.name,
            "name": column.name,
            "unit": column.unit,
            "kind": column.row.kind and column.row.kind.value,
            "meaning": column.row.meaning,
        }
        for family in FAMILIES.values()
        for column in columns_of(family.record)
    ]


def has_timescale(connection: Connection) -> bool:
    """Is the TimescaleDB extension in this database?"""
    if connection.dialect.name != "postgresql":
        return False
    asked = text("SELECT 1 FROM pg_extension WHERE extname = 'timescaledb'")
    return connection.scalar(asked) is not None


def _make_hypertable(connection: Connection, table: Table) -> None:
    """Cut the table into chunks of four weeks, where TimescaleDB is there to do it."""
    if has_timescale(connection):
        connection.exec_driver_sql(
            f"SELECT create_hypertable('{table.name}', 'time', "
            f"chunk_time_interval => {28 * 86_400})"
        )
