"""A store of an earlier version that is only read: what it lacks is unknown, the rest is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from growattServer.recorder import (
    GrowattStoreError,
    Store,
    backup,
    check,
    copy_rows,
    export,
    plan,
    read_readings,
    read_rollups,
)
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.families import FAMILIES
from growattServer.recorder.keep.migrate import HEAD

from .small_store import Rows, new_device, put

MIN = FAMILIES["min"]
NOON = 1_781_517_600
NOW = datetime.fromtimestamp(NOON + 86_400, UTC)
ROWS: Rows = {
    NOON + number * 300: {"pv_power": 7.0, "pv_energy_total": 100.0 + number / 10, "status": 1}
    for number in range(200)
}
EARLIER = f"UPDATE alembic_version SET version_num = '{int(HEAD) - 1:04}'"  # noqa: S608  # our own


@pytest.fixture
def where(new_store: Callable[[], str]) -> str:
    """A store with a device and its rows."""
    place = new_store()
    with Store(place) as store:
        put(store, new_device(store), ROWS)
    return place


def take_away(where: str, columns: Callable[[Any], bool], *statements: str) -> set[str]:
    """Let a store be as an earlier version made it; gives the columns that it lacks."""
    gone: set[str] = set()
    with Store(where) as store, store.writing() as connection:
        for table in (schema.readings(MIN), schema.rollups(MIN)):
            for column in list(table.columns)[5:]:
                if columns(column):
                    gone.add(column.name)
                    connection.exec_driver_sql(
                        f'ALTER TABLE {table.name} DROP COLUMN "{column.name}"'
                    )
        for statement in statements:
            connection.exec_driver_sql(statement)
    return gone


def rows_of(store: Store) -> Iterator[dict[str, Any]]:
    for batches in (
        read_readings(store, "SMALL1"),
        read_rollups(store, "SMALL1", "hour"),
        read_rollups(store, "SMALL1", "year"),
    ):
        for batch in batches:
            yield from (dict(zip(batch.names, row, strict=True)) for row in batch.rows)


SEVERAL = {
    "one of a power": lambda column: column.name.startswith("pv4_power"),
    "each second": lambda column: sum(map(ord, column.name)) % 2 == 0,
    "those that all need": lambda column: column.name.startswith(("pv_power", "pv_energy")),
}


@pytest.mark.parametrize("lacks", SEVERAL)
def test_what_is_there_is_read(where: str, lacks: str) -> None:
    with Store(where, read_only=True) as store:
        before = list(rows_of(store))
    gone = take_away(where, SEVERAL[lacks], EARLIER)
    assert gone
    with Store(where, read_only=True) as store:
        after = list(rows_of(store))
    assert after == [
        {name: None if name in gone else value for name, value in row.items()} for row in before
    ]


def test_all_that_only_reads_works(
    where: str, tmp_path: Path, new_store: Callable[[], str]
) -> None:
    with Store(where, read_only=True) as store:
        before = check(store)
    take_away(
        where,
        SEVERAL["one of a power"],
        "DROP TABLE raw_replies",
        "DROP TABLE fields",
        "ALTER TABLE devices DROP COLUMN rated_power",
        "ALTER TABLE windows DROP COLUMN extra_rows",
        "UPDATE alembic_version SET version_num = '0001'",
    )
    with Store(where, read_only=True) as store:
        assert check(store) == before
        assert store.device("SMALL1").rated_power is None
        assert plan(store, now=NOW).calls > 0
        assert export(store, tmp_path / "all.csv") == len(ROWS)
        backup(store, tmp_path / "copy.db")
        with Store(new_store()) as other:
            copy_rows(store, other)
            assert list(rows_of(other)) == list(rows_of(store))
        with store.reading() as connection:
            assert connection.execute(schema.raw_replies.select()).all() == []


def test_a_store_without_readings_has_to_be_brought_up_to_date(where: str) -> None:
    with Store(where) as store, store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        for table in schema.projected():
            connection.exec_driver_sql(f"DROP TABLE {table.name}")
    with pytest.raises(GrowattStoreError, match="once without read_only"):
        Store(where, read_only=True)
