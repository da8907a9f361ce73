"""Rows of records as CSV, JSON Lines and Parquet; columns and types come from the field rows."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from enum import IntEnum
from itertools import islice
from pathlib import Path
from typing import IO, Any

from .. import Field, Kind, Record
from ..spreadsheet import as_cell
from .errors import WrongUse
from .printable import printable, printable_json

FORMATS = ("csv", "jsonl", "parquet")


def columns_of(record: type[Record], wanted: str | None) -> list[Field[Any]]:
    """The columns: `wanted` is a list of names, `all`, or None for all quantities with a unit."""
    fields = record.fields
    if wanted is None:
        kinds = (Kind.MEASUREMENT, Kind.DAILY, Kind.LIFETIME)
        chosen = [row for row in fields.values() if row.unit and row.kind in kinds]
        return [row for name in ("time", "status") if (row := fields.get(name))] + chosen
    if wanted == "all":
        return list(fields.values())
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    if unknown := [name for name in names if name not in fields]:
        raise WrongUse(f"there is no column {', '.join(unknown)}; docs/records.md lists them")
    return [fields[name] for name in names]


def format_of(path: Path, said: str | None) -> str:
    """The format that is said, or that the name of the file tells."""
    name = said or path.suffix.removeprefix(".").lower()
    name = {"json": "jsonl", "ndjson": "jsonl", "pq": "parquet"}.get(name, name)
    if name not in FORMATS:
        raise WrongUse(f"the name of {path} does not show its format", "add --format csv")
    return name


def _plain(value: Any) -> Any:
    """A value as text formats hold it."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return dict(value) if isinstance(value, Record) else value


def write_csv(file: IO[str], fields: Sequence[Field[Any]], rows: Iterable[Record]) -> int:
    """A header with the names of the attributes, then a line for each row; unknown is empty.

    What would steer a terminal is written out on standard output, and stays in files.
    """
    out, count = csv.writer(file, lineterminator="\n"), 0
    shown = printable if file is sys.stdout else str
    out.writerow([field.name for field in fields])
    for row in rows:
        values = [_plain(field.read(row)) for field in fields]
        out.writerow(
            [
                json.dumps(each) if isinstance(each, dict | list) else _cell(each, shown)
                for each in values
            ]
        )
        count += 1
    return count


def _cell(value: Any, shown: Callable[[str], str]) -> Any:
    return as_cell(shown(value)) if isinstance(value, str) else value


def write_jsonl(file: IO[str], fields: Sequence[Field[Any]], rows: Iterable[Record]) -> int:
    """An object for each row."""
    count = 0
    for row in rows:
        values = {field.name: _plain(field.read(row)) for field in fields}
        file.write(printable_json(json.dumps(values, ensure_ascii=False)) + "\n")
        count += 1
    return count


ROWS_IN_A_GROUP = 5_000


def write_parquet(
    path: Path, fields: Sequence[Field[Any]], rows: Callable[[], Iterable[Record]]
) -> int:
    """Typed columns, with unit and meaning in their metadata; `rows` is gone through twice."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = [_kind_of(pa, field, found) for field, found in _types(fields, rows())]
    schema = pa.schema(
        pa.field(field.name, kind, metadata=_metadata(field))
        for field, kind in zip(fields, kinds, strict=True)
    )
    count = 0
    with pq.ParquetWriter(path, schema) as writer:
        for group in _groups(rows()):
            columns = []
            for field, kind in zip(fields, kinds, strict=True):
                values = [field.read(row) for row in group]
                texts = kind == pa.string()
                columns.append(pa.array([_as_text(v) for v in values] if texts else values, kind))
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            count += len(group)
    return count


def _types(
    fields: Sequence[Field[Any]], rows: Iterable[Record]
) -> list[tuple[Field[Any], set[type]]]:
    found: list[set[type]] = [set() for _ in fields]
    for row in rows:
        for types, field in zip(found, fields, strict=True):
            types.add(_type_of(field.read(row)))
    return list(zip(fields, ({*types} - {type(None)} for types in found), strict=True))


class _Moment:
    """The type of a datetime that has a zone."""


def _type_of(value: Any) -> type:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return _Moment
    # a code is an integer with a name
    return int if isinstance(value, IntEnum) else type(value)


def _kind_of(pa: Any, field: Field[Any], found: set[type]) -> Any:
    if not found and field.unit:
        return pa.float64()
    one = next(iter(found)) if len(found) == 1 else None
    kinds = {
        float: pa.float64(),
        int: pa.int64(),
        bool: pa.bool_(),
        datetime: pa.timestamp("s"),
        _Moment: pa.timestamp("s", "UTC"),
    }
    return kinds.get(one, pa.string()) if one else pa.string()


def _groups(rows: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(rows)
    while group := list(islice(rest, ROWS_IN_A_GROUP)):
        yield group


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    plain = _plain(value)
    return json.dumps(plain) if isinstance(plain, dict | list) else str(plain)


def _metadata(field: Field[Any]) -> Mapping[str, str]:
    return {"unit": field.unit or "", "meaning": field.meaning}
