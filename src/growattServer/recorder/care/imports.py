"""Import of an exported file: its rows go into the store as if the history had told them."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import IO, Any, AnyStr, TypeVar

import orjson
from sqlalchemy import Connection

from ...exceptions import GrowattError, GrowattParameterError
from ...parsing import FIRST_YEAR, LAST_YEAR, in_message, integer_parser, whole_text
from ...spreadsheet import from_cell
from ..derive.cleaning import clean_all
from ..errors import GrowattStoreError, content_trouble
from ..keep.columns import Column, columns_of
from ..keep.readings import Reading, put_readings
from ..keep.store import Store, StoredDevice, devices_of
from ..keep.weeks import window_of
from ..keep.windows import save_window
from ..read.export import FORMATS
from ..read.frames import import_arrow
from ..receive.history import note_changes

T = TypeVar("T")

BATCH_ROWS = 1000
# characters of a row; those of ours have a few thousand
_LONGEST_LINE = 1_000_000

parse_integer = integer_parser(())


class _Place:
    """Where in a file the reading is."""

    def __init__(self, unit: str) -> None:
        self.unit, self.number = unit, 0

    def __str__(self) -> str:
        return f", {self.unit} {self.number}" if self.number else ""

    def counted(self, lines: Iterable[T]) -> Iterator[T]:
        """The same, and how many there were."""
        for self.number, line in enumerate(lines, 1):
            yield line


def import_file(store: Store, path: str | os.PathLike[str]) -> int:
    """Read a file that `export` has written; gives how many rows are new.

    The devices must be in the store already, which a recorder sees to at its start. What is there
    stays; importing a file twice changes nothing. A file that holds something else is a
    GrowattStoreError that names the line, and nothing of it is in the store.
    """
    source = Path(path)
    readers = {".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}
    if source.suffix not in readers:
        raise GrowattParameterError(f"the file must end in one of {', '.join(FORMATS)}")
    place = _Place("row" if source.suffix == ".parquet" else "line")
    new = 0
    with store.alone(), content_trouble(store.name):
        with store.writing() as connection:
            devices = devices_of(connection)
            rows = _readings(devices, store, readers[source.suffix](source, place), place)
            rows = _told(source, place, rows)
            while part := list(islice(rows, BATCH_ROWS)):
                new += _put(connection, part)
        clean_all(store)
    return new


def _told(source: Path, place: _Place, rows: Iterator[T]) -> Iterator[T]:
    """The same rows; what the file leads to is one of our errors that names it."""
    try:
        yield from rows
    except GrowattError:
        raise
    except Exception as error:
        # files come from anywhere, and what a cell of one leads to is nobody's list
        said = (
            error.strerror if isinstance(error, OSError) and error.strerror else in_message(error)
        )
        raise GrowattStoreError(
            f"{source}{place} cannot be read: {said or type(error).__name__}",
            hint="nothing of the file is in the store",
        ) from error


def _readings(
    devices: Iterable[StoredDevice],
    store: Store,
    rows: Iterable[Mapping[str, Any]],
    place: _Place,
) -> Iterator[tuple[StoredDevice, Reading]]:
    known = {device.device_sn: (device, _row_reader(device)) for device in devices}
    for row in rows:
        sn = str(row.get("device_sn"))
        if sn not in known:
            raise GrowattStoreError(
                f"The store {store.name} has no device {_shown(sn)}{place}",
                hint="record once with this account, so that plants and devices are known",
            )
        device, read = known[sn]
        yield device, read(row)


def _put(connection: Connection, readings: Iterable[tuple[StoredDevice, Reading]]) -> int:
    parts: dict[int, tuple[StoredDevice, list[Reading]]] = {}
    for device, reading in readings:
        parts.setdefault(device.device_id, (device, []))[1].append(reading)
    new = 0
    for device, mine in parts.values():
        written = put_readings(connection, device.family, device.device_id, mine, confirmed=False)
        for number in {window_of(moment) for moment in written.times()}:
            # makes the window known, so that it gets cleaned
            save_window(connection, device.device_id, number, cleaned_to=None)
        note_changes(connection, device, written)
        new += len(written.new)
    return new


def _row_reader(device: StoredDevice) -> Callable[[Mapping[str, Any]], Reading]:
    columns = [(column.name, _converter(column)) for column in columns_of(device.family.record)]

    def read(row: Mapping[str, Any]) -> Reading:
        values = tuple(
            None if (value := row.get(name)) is None or value == "" else convert(value)
            for name, convert in columns
        )
        return Reading(_moment(row.get("time")), values)

    return read


def _moment(said: Any) -> int:
    time = datetime.fromisoformat(said) if isinstance(said, str) else said
    if not isinstance(time, datetime):
        raise ValueError(
            f"time must be a moment such as 2026-06-15T12:00:00+00:00, not {_shown(said)}"
        )
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    if not FIRST_YEAR <= aware.year <= LAST_YEAR:
        raise ValueError(f"{_shown(said)} is not a time of a device")
    return int(aware.timestamp())


def _converter(column: Column) -> Callable[[Any], Any]:
    """What makes the value of a column of a cell; raises ValueError where it holds none."""

    def wrong(value: Any) -> ValueError:
        return ValueError(f"{column.name} is {_WANTED[column.type]}, not {_shown(value)}")

    def number(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise wrong(value)
        try:
            found = float(value)
        except (ValueError, OverflowError):
            raise wrong(value) from None
        if not isfinite(found):
            raise wrong(value)
        return found

    def whole(value: Any) -> int:
        found = parse_integer(value)
        if found is None:
            raise wrong(value)
        return found

    def text(value: Any) -> str:
        if not isinstance(value, str) or "\0" in value:
            raise wrong(value)
        return whole_text(value)

    def flag(value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value not in ("true", "false"):
            raise wrong(value)
        return bool(value == "true")

    return {"number": number, "integer": whole, "text": text, "flag": flag}[column.type]


_WANTED = {
    "number": "a number",
    "integer": "a whole number",
    "text": "a text",
    "flag": "true or false",
}


def _shown(value: Any) -> str:
    return in_message(value)[:80] or "an empty text"


def _lines_of(file: IO[AnyStr]) -> Iterator[AnyStr]:
    """The lines of a file; ValueError for one that is longer than any row, before it is read."""
    while line := file.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise ValueError(f"a line is longer than {_LONGEST_LINE} characters")
        yield line


def _csv(path: Path, place: _Place) -> Iterator[Mapping[str, Any]]:
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(place.counted(_lines_of(file)))
        missing = {"device_sn", "time"}.difference(reader.fieldnames or ())
        if missing:
            raise ValueError(f"it has no column {min(missing)}")
        for row in reader:
            yield {
                name: from_cell(cell) if isinstance(cell, str) else cell
                for name, cell in row.items()
            }


def _jsonl(path: Path, place: _Place) -> Iterator[Mapping[str, Any]]:
    with path.open("rb") as file:
        for line in place.counted(_lines_of(file)):
            row = orjson.loads(line)
            if not isinstance(row, dict):
                raise ValueError(f"a line must be an object, not {_shown(row)}")
            yield row


def _parquet(path: Path, place: _Place) -> Iterator[Mapping[str, Any]]:
    import_arrow("a Parquet file")
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        batches = file.iter_batches(BATCH_ROWS)
        yield from place.counted(row for batch in batches for row in batch.to_pylist())
