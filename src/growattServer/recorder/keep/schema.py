"""The tables, as SQLAlchemy sees them; times are seconds since 1970 (UTC), days ISO texts.

`readings_<family>` has one row a device and time: raw values as columns, and in `corrections` what
cleaning makes of them, `{"name": [value, "reason"]}`. A week that no longer changes is one row of
`frozen` instead, as `frozen_weeks.py` packs it. `rollups_<family>` has a row for each hour,
day, month and year of the plant's calendar, with energies and the levels that `columns.py` keeps;
`frozen_hours` has what roll-ups held once and no reading tells any more. `moves` says in which
plant a device was before, until when it was last listed there. `fields` says what the columns mean.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from .columns import columns_of, rollup_columns
from .families import FAMILIES, Family

metadata = MetaData()


def _key(name: str, kind: type[TypeEngine[Any]]) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


plants = Table(
    "plants",
    metadata,
    _key("plant_id", BigInteger),
    Column("name", Text),
    Column("timezone", Text, nullable=False),
    Column("timezone_why", Text),
    Column("timezone_is_sure", Boolean),
    Column("latitude", Double),
    Column("longitude", Double),
    Column("peak_power", Double),
    Column("created", Text),
)
devices = Table(
    "devices",
    metadata,
    Column("device_id", Integer, primary_key=True),
    Column("device_sn", Text, nullable=False, unique=True),
    Column("family", Text, nullable=False),
    Column("plant_id", BigInteger, nullable=False),
    Column("model", Text),
    Column("datalogger_sn", Text),
    Column("rated_power", Double),
    Column("listed_at", BigInteger),
)
moves = Table(
    "moves",
    metadata,
    _key("device_id", Integer),
    _key("until", BigInteger),
    Column("plant_id", BigInteger, nullable=False),
)
windows = Table(
    "windows",
    metadata,
    _key("device_id", Integer),
    _key("number", Integer),
    Column("next_page", Integer),
    Column("started_at", BigInteger),
    Column("read_at", BigInteger),
    Column("server_rows", Integer),
    Column("extra_rows", Integer),
    Column("cleaned_to", BigInteger),
    Column("cleaned_from", Text),
    Column("cleaner", Text),
    Column("unplaced_rows", Integer),
    Column("failures", Integer),
    Column("retry_at", BigInteger),
)
frozen = Table(
    "frozen",
    metadata,
    _key("device_id", Integer),
    _key("number", Integer),
    Column("rows", Integer, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("first_time", BigInteger, nullable=False),
    Column("last_time", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
frozen_hours = Table(
    "frozen_hours",
    metadata,
    _key("device_id", Integer),
    _key("number", Integer),
    Column("body", LargeBinary, nullable=False),
)
daily_energy = Table(
    "daily_energy",
    metadata,
    _key("plant_id", BigInteger),
    Column("day", Text, primary_key=True),
    Column("energy", Double),
    Column("read_at", BigInteger, nullable=False),
)
events, settings_changes = (
    Table(
        name,
        metadata,
        _key("device_id", Integer),
        _key("time", BigInteger),
        Column("name", Text, primary_key=True),
        Column("before", Text),
        Column("after", Text),
    )
    for name in ("events", "settings_changes")
)
marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("time", BigInteger, nullable=False),
)
raw_replies = Table(
    "raw_replies",
    metadata,
    _key("device_id", Integer),
    Column("call", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
fields = Table(
    "fields",
    metadata,
    Column("family", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("unit", Text),
    Column("kind", Text),
    Column("meaning", Text),
)

_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "number": Double,
    "integer": BigInteger,
    "flag": Boolean,
    "text": Text,
}


@cache
def readings(family: Family) -> Table:
    """The table of readings of a family."""
    return Table(
        f"readings_{family.table}",
        MetaData(),
        _key("device_id", Integer),
        _key("time", BigInteger),
        Column("confirmed", Boolean, nullable=False),
        Column("corrections", Text),
        *(Column(column.name, _TYPES[column.type]) for column in columns_of(family.record)),
    )


@cache
def rollups(family: Family) -> Table:
    """The table of roll-ups of a family; `span` is hour, day, month or year."""
    return Table(
        f"rollups_{family.table}",
        MetaData(),
        _key("device_id", Integer),
        Column("span", Text, primary_key=True),
        _key("start", BigInteger),
        Column("local", Text, nullable=False),
        Column("samples", Integer, nullable=False),
        *(Column(name, Double) for name in rollup_columns(family.record)),
        sqlite_with_rowid=False,
    )


def projected() -> list[Table]:
    """The tables whose columns come from field rows."""
    return [table(family) for family in FAMILIES.values() for table in (readings, rollups)]


def every_table() -> list[Table]:
    """All tables of a store, but for those of a fleet."""
    return [*metadata.sorted_tables, *projected()]
