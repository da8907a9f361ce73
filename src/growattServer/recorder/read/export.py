"""Export to CSV, JSON Lines and Parquet: a family a file, streamed, so memory stays flat.

A row of readings has `device_sn`, `time` (UTC, ISO 8601), the values as they were sent, and
`corrections`. Files are written under another name and get their own when they are complete.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from ...exceptions import GrowattError, GrowattParameterError
from ...files import replacing
from ...spreadsheet import as_cell
from ..errors import GrowattStoreError, unreadable
from ..keep.store import Store, StoredDevice
from .batches import Batch, When, head_of, read_readings, read_rollups
from .frames import arrow_types, import_arrow, to_record_batch

FORMATS = (".csv", ".jsonl", ".parquet")

GROUP_ROWS = 20_000
"""Rows of a group of Parquet: ten weeks, some 35 MiB while they are written."""


def export(
    store: Store,
    path: str | os.PathLike[str],
    devices: Sequence[str] | None = None,
    first: When = None,
    last: When = None,
    *,
    span: str | None = None,
) -> int:
    """Write readings (or the roll-ups of a `span`) to a file; gives the number of rows.

    The suffix says how: `.csv`, `.jsonl` or `.parquet`. `devices` are serial numbers of one family,
    all of the store if they are of one.
    """
    target = Path(path)
    if target.suffix not in FORMATS:
        raise GrowattParameterError(f"the file must end in one of {', '.join(FORMATS)}")
    chosen = _of_one_family(store, devices)
    write = {".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}[target.suffix]
    try:
        with replacing(target) as draft, closing(_rows(store, chosen, first, last, span)) as rows:
            return write(store, draft, chosen, rows, span)
    except GrowattError:
        raise
    except OSError as error:
        raise GrowattStoreError(
            f"{target} cannot be written: {error.strerror or type(error).__name__}"
        ) from error
    except Exception as error:
        # a cell holds what no column of this kind can
        raise unreadable(store.name, error) from error


def _of_one_family(store: Store, devices: Sequence[str] | None) -> list[StoredDevice]:
    chosen = store.devices() if devices is None else [store.device(sn) for sn in devices]
    families = sorted({device.family.name for device in chosen})
    if len(families) != 1:
        said = ", ".join(families) or "none"
        raise GrowattParameterError(
            f"a file holds devices of one family, as each has columns of its own; these are of "
            f"{said}: name the devices"
        )
    return chosen


def _rows(
    store: Store, devices: Sequence[StoredDevice], first: When, last: When, span: str | None
) -> Generator[tuple[str, Batch]]:
    for device in devices:
        sn = device.device_sn
        if span is None:
            batches = read_readings(store, sn, first, last, cleaned=False)
        else:
            batches = read_rollups(store, sn, span, first, last)
        with closing(batches):
            for batch in batches:
                yield sn, batch


Rows = Iterator[tuple[str, Batch]]


def _csv(store: Store, path: Path, devices: list[StoredDevice], rows: Rows, span: Any) -> int:
    count = 0
    names = head_of(devices[0], span)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["device_sn", *names])
        for sn, batch in rows:
            writer.writerows([as_cell(sn), *map(_text, row)] for row in batch.rows)
            count += len(batch.rows)
    return count


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return as_cell(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _jsonl(store: Store, path: Path, devices: list[StoredDevice], rows: Rows, span: Any) -> int:
    count = 0
    with path.open("wb") as file:
        for sn, batch in rows:
            for row in batch.rows:
                pairs = zip(batch.names, row, strict=True)
                known = {name: value for name, value in pairs if value is not None}
                file.write(orjson.dumps({"device_sn": sn, **known}) + b"\n")
            count += len(batch.rows)
    return count


def _parquet(store: Store, path: Path, devices: list[StoredDevice], rows: Rows, span: Any) -> int:
    arrow = import_arrow("a Parquet file")
    from pyarrow import parquet

    inner = arrow.schema(list(arrow_types(devices[0], span).items()))
    whole = inner.insert(0, arrow.field("device_sn", arrow.string()))
    count = 0
    with parquet.ParquetWriter(path, whole, compression="zstd") as writer:
        for part in _parts(arrow, rows, inner, whole):
            # a group for each batch would say each time what the columns are
            writer.write_table(part, row_group_size=part.num_rows)
            count += part.num_rows
    return count


def _parts(arrow: Any, rows: Rows, inner: Any, whole: Any) -> Iterator[Any]:
    """Tables of many batches, as many rows as a group has."""
    batches: list[Any] = []
    count = 0
    for sn, batch in rows:
        times = inner.get_field_index("start") if "start" in inner.names else 0
        columns: list[Any] = [list(column) for column in zip(*batch.rows, strict=True)]
        columns[times] = [int(moment.timestamp()) for moment in columns[times]]
        record = to_record_batch(arrow, (batch.names, columns), inner)
        serials = arrow.array([sn] * len(batch.rows), type=arrow.string())
        batches.append(arrow.RecordBatch.from_arrays([serials, *record.columns], schema=whole))
        count += len(batch.rows)
        if count >= GROUP_ROWS:
            yield arrow.Table.from_batches(batches, whole)
            batches, count = [], 0
    if batches:
        yield arrow.Table.from_batches(batches, whole)
