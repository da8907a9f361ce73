"""Frames: readings or roll-ups of a device as polars, pandas or Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...exceptions import GrowattParameterError
from ..errors import content_trouble, extra_missing
from ..keep.columns import columns_of, other_levels, rollup_columns
from ..keep.store import Store, StoredDevice
from .batches import Block, When, reading_blocks, rollup_blocks

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
    with content_trouble(store.name), store.reading() as connection:
        device = store.device_in(connection, device_sn)
        if span is None:
            blocks = reading_blocks(connection, device, first, last, columns, cleaned=cleaned)
        else:
            blocks = rollup_blocks(connection, device, span, first, last, columns)
        schema = arrow.schema(list(arrow_types(device, span, columns).items()))
        return arrow.Table.from_batches(
            [to_record_batch(arrow, block, schema) for block in blocks], schema
        )


def import_arrow(used_for: str) -> Any:
    """The module pyarrow, or a sentence."""
    try:
        import pyarrow
    except ImportError:
        raise extra_missing(used_for, "frames") from None
    return pyarrow


def arrow_types(
    device: StoredDevice, span: str | None, columns: Sequence[str] | None = None
) -> dict[str, Any]:
    """The Arrow types of the columns, in order."""
    arrow = import_arrow("a frame")
    record, moment = device.family.record, arrow.timestamp("s", tz="UTC")
    if span is not None:
        head = {"local": arrow.string(), "start": moment, "samples": arrow.int64()}
        known = rollup_columns(record)
        others = [] if columns is None else list(other_levels(record))
        return {**head, **_named(dict.fromkeys((*known, *others), arrow.float64()), columns)}
    types = {
        "number": arrow.float64(),
        "integer": arrow.int64(),
        "flag": arrow.bool_(),
        "text": arrow.string(),
    }
    middle = {column.name: types[column.type] for column in columns_of(record)}
    return {"time": moment, **_named(middle, columns), "corrections": arrow.string()}


def _named(types: dict[str, Any], columns: Sequence[str] | None) -> dict[str, Any]:
    return {name: kind for name, kind in types.items() if columns is None or name in columns}


def to_record_batch(arrow: Any, block: Block, schema: Any) -> Any:
    """Some rows as an Arrow record batch with the columns of the schema."""
    columns = dict(zip(*block, strict=True))
    # seconds since 1970 are what the moments of a column are made of
    arrays = [arrow.array(columns[field.name], type=field.type) for field in schema]
    return arrow.RecordBatch.from_arrays(arrays, schema=schema)
