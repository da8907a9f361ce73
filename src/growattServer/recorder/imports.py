"""Import of an exported file: its rows go into the store as if the history had told them."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection

from ..exceptions import GrowattParameterError
from .cleaning_pass import clean_all
from .columns import Column, columns_of
from .errors import GrowattStoreError
from .export import FORMATS
from .frames import import_arrow
from .history import note_changes
from .store import Store, StoredDevice, devices_of
from .windows import save_window, window_of
from .writer import Reading, put_readings

BATCH_ROWS = 1000


def import_file(store: Store, path: str | os.PathLike[str]) -> int:
    """Read a file that `export` has written; gives how many rows are new.

    The devices must be in the store already, which a recorder sees to at its start. What is there
    stays; importing a file twice changes nothing.
    """
    source = Path(path)
    readers = {".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}
    if source.suffix not in readers:
        raise GrowattParameterError(f"the file must end in one of {', '.join(FORMATS)}")
    new = 0
    try:
        rows = readers[source.suffix](source)
        with store.alone():
            while part := list(islice(rows, BATCH_ROWS)):
                with store.writing() as connection:
                    new += _put(connection, store, part)
            clean_all(store)
    except (OSError, ValueError) as error:
        raise GrowattStoreError(
            f"{source} cannot be read: {error}",
            hint="rows before this place are in the store; importing again does no harm",
        ) from error
    return new


def _put(connection: Connection, store: Store, rows: Iterable[Mapping[str, Any]]) -> int:
    known = {device.device_sn: device for device in devices_of(connection)}
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        parts.setdefault(str(row.get("device_sn")), []).append(row)
    new = 0
    for sn, mine in parts.items():
        if sn not in known:
            raise GrowattStoreError(
                f"The store {store.name} has no device {sn}",
                hint="record once with this account, so that plants and devices are known",
            )
        device = known[sn]
        read = _row_reader(device)
        written = put_readings(
            connection, device.family, device.device_id, map(read, mine), confirmed=False
        )
        for number in {window_of(moment) for moment in written.times()}:
            # makes the window known, so that it gets cleaned
            save_window(connection, device.device_id, number, cleaned_to=None)
        note_changes(connection, device, written)
        new += len(written.new)
    return new


def _row_reader(device: StoredDevice) -> Callable[[Mapping[str, Any]], Reading]:
    columns = [(column.name, _converter(column)) for column in columns_of(device.family.record)]

    def read(row: Mapping[str, Any]) -> Reading:
        time = row["time"]
        if isinstance(time, str):
            time = datetime.fromisoformat(time)
        aware = time if time.tzinfo else time.replace(tzinfo=UTC)
        values = tuple(
            None if (value := row.get(name)) is None or value == "" else convert(value)
            for name, convert in columns
        )
        return Reading(int(aware.timestamp()), values)

    return read


def _converter(column: Column) -> Callable[[Any], Any]:
    def flag(value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value not in ("true", "false"):
            raise ValueError(f"{column.name} is true or false, not {value!r}")
        return bool(value == "true")

    kinds: dict[str, Callable[[Any], Any]] = {"number": float, "integer": int, "text": str}
    return kinds.get(column.type, flag)


def _csv(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _jsonl(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            yield orjson.loads(line)


def _parquet(path: Path) -> Iterator[Mapping[str, Any]]:
    import_arrow("a Parquet file")
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH_ROWS):
            yield from batch.to_pylist()
