"""Frames: readings or roll-ups of a device as polars, pandas or Arrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ...exceptions import GrowattParameterError
from ..errors import content_trouble, extra_missing
from ..keep.columns import columns_of, other_levels, rollup_columns
from ..keep.store import Store
from .batches import Batch, When, read_readings, read_rollups

if TYPE_CHECKING:
    import pyarrow

KINDS = ("polars", "pandas", "arrow")


def read_frame(
    store: Store,
    device_sn: str,
    first: When = None,
    last: When = None,
    *,
    span: str | None = None,
    columns: Sequence[str] | None = None,
    cleaned: bool = True,
    kind: str = "polars",
) -> Any:
    """The readings of a device as a frame; with `span` hour, day, month or year its roll-ups.

    `kind` is polars, pandas or arrow. Days are the plant's, both ends included; times are in UTC.
    """
    if kind not in KINDS:
        raise GrowattParameterError(f"kind must be one of {', '.join(KINDS)}, not {kind!r}")
    table = read_table(store, device_sn, first, last, span, columns, cleaned)
    if kind == "arrow":
        return table
    if kind == "pandas":
        try:
            return table.to_pandas()
        except ImportError:
            raise extra_missing("a pandas frame", "frames") from None
    try:
        import polars
    except ImportError:
        raise extra_missing("a polars frame", "frames") from None
    return polars.from_arrow(table)


def read_table(
    store: Store,
    device_sn: str,
    first: When,
    last: When,
    span: str | None,
    columns: Sequence[str] | None,
    cleaned: bool,
) -> pyarrow.Table:
    """The same as an Arrow table."""
    arrow = import_arrow("a frame")
    if span is None:
        batches = read_readings(store, device_sn, first, last, columns=columns, cleaned=cleaned)
    else:
        batches = read_rollups(store, device_sn, span, first, last, columns=columns)
    types = arrow_types(store, device_sn, span, columns)
    # what is left of them would hold a connection until it is collected
    with content_trouble(store.name), closing(batches):
        return arrow.Table.from_batches(*_as_arrow(arrow, batches, types, columns, span))


def import_arrow(used_for: str) -> Any:
    """The module pyarrow, or a sentence."""
    try:
        import pyarrow
    except ImportError:
        raise extra_missing(used_for, "frames") from None
    return pyarrow


def arrow_types(
    store: Store, device_sn: str, span: str | None, columns: Sequence[str] | None = None
) -> dict[str, Any]:
    """The Arrow types of the columns, in order."""
    arrow = import_arrow("a frame")
    record = store.device(device_sn).family.record
    moment = arrow.timestamp("s", tz="UTC")
    if span is not None:
        head = {"local": arrow.string(), "start": moment, "samples": arrow.int64()}
        others = [name for name in other_levels(record) if columns is not None and name in columns]
        return {**head, **dict.fromkeys((*rollup_columns(record), *others), arrow.float64())}
    types = {
        "number": arrow.float64(),
        "integer": arrow.int64(),
        "flag": arrow.bool_(),
        "text": arrow.string(),
    }
    middle = {column.name: types[column.type] for column in columns_of(record)}
    return {"time": moment, **middle, "corrections": arrow.string()}


def _as_arrow(
    arrow: Any,
    batches: Iterator[Batch],
    types: dict[str, Any],
    columns: Sequence[str] | None,
    span: str | None,
) -> tuple[list[Any], Any]:
    ends = ("local", "start", "samples") if span else ("time", "corrections")
    names = [name for name in types if columns is None or name in ends or name in columns]
    schema = arrow.schema([(name, types[name]) for name in names])
    return [to_record_batch(arrow, batch, schema) for batch in batches], schema


def to_record_batch(arrow: Any, batch: Batch, schema: Any) -> Any:
    """A batch of rows as an Arrow record batch with the columns of the schema."""
    places = {name: place for place, name in enumerate(batch.names)}
    arrays = [
        arrow.array([row[places[field.name]] for row in batch.rows], type=field.type)
        for field in schema
    ]
    return arrow.RecordBatch.from_arrays(arrays, schema=schema)
