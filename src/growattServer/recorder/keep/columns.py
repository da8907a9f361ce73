"""Columns, projected from field rows: what is stored of a record, and how it comes back.

Every value that can change becomes a column of the same name: measurements and counters, in the
units of the rows. Identities, settings, times and trees do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from ...fields import Field, Kind, Record, row_like
from .families import Family

KEPT = frozenset({Kind.MEASUREMENT, Kind.DAILY, Kind.LIFETIME})

Values = tuple[Any, ...]


class Column(NamedTuple):
    """A column of readings; `type` is number, integer, flag or text."""

    name: str
    type: str
    unit: str | None
    # a Field, which type checkers would take for a descriptor here
    row: Any


class Summed(NamedTuple):
    """An energy in roll-ups: by how much a counter has risen."""

    name: str
    counter: str
    is_daily: bool


@cache
def columns_of(record: type[Record]) -> tuple[Column, ...]:
    """The columns of a class of records, in the order of its rows."""
    return tuple(
        Column(name, kind, row.unit, row)
        for name, row in record.fields.items()
        if row.kind in KEPT and (kind := _type_of(row))
    )


def _type_of(row: Field[Any]) -> str | None:
    """What a row reads, seen from what it makes of a 1; None for times, objects and lists."""
    value = row.parse("1")
    if value is None or row.parse({}) is not None:
        return None
    return {bool: "flag", int: "integer", float: "number", str: "text"}.get(type(value))


# --- readings as records again, for the cleaner --------------------------------------------------


def _as_it_is(value: Any) -> Any:
    return value


def _as_number(value: Any) -> Any:
    # whoever asks a row what it reads does so with a text
    return float(value) if isinstance(value, str) else value


@cache
def stored_record(family: Family) -> type[Record]:
    """A class of records whose keys are the columns: stored values need no parsing again."""
    rows = {column.name: _stored_row(column) for column in columns_of(family.record)}
    time: Field[datetime] = Field("time", _as_it_is, "Time of the record in UTC", kind=None)
    return type(f"{family.table.capitalize()}Reading", (Record,), {"time": time, **rows})


def _stored_row(column: Column) -> Field[Any]:
    """The row of a column: all that the family's own says, and another key and type."""
    parse = _as_number if column.type in ("number", "integer") else _as_it_is
    return row_like(column.row, Field, key=column.name, parse=parse, other_keys=())


# --- roll-ups ------------------------------------------------------------------------------------


@cache
def averaged_of(record: type[Record]) -> tuple[str, ...]:
    """The columns of which roll-ups hold mean, least and most: powers and percentages."""
    found = [
        column.name
        for column in columns_of(record)
        if column.unit in ("W", "%") and column.row.kind is Kind.MEASUREMENT
    ]
    # some devices tell the least and most of a percentage themselves, and roll-ups have their own
    taken = {f"{name}{end}" for name in found for end in ("_min", "_max")}
    return tuple(name for name in found if name not in taken)


@cache
def summed_of(record: type[Record]) -> tuple[Summed, ...]:
    """The energies of roll-ups: from the lifetime counter, or the daily one where there is none."""
    found: dict[str, Summed] = {}
    for kind, ending in ((Kind.LIFETIME, "_total"), (Kind.DAILY, "_today")):
        for column in columns_of(record):
            if column.row.kind is kind and column.unit == "kWh":
                name = column.name.removesuffix(ending)
                found.setdefault(name, Summed(name, column.name, kind is Kind.DAILY))
    return tuple(found.values())


@cache
def rollup_sources(record: type[Record]) -> tuple[str, ...]:
    """The columns that roll-ups are made from: powers and percentages, then counters."""
    return (*averaged_of(record), *(each.counter for each in summed_of(record)))


def rollup_columns(record: type[Record]) -> list[str]:
    """The value columns of a roll-up: energies in kWh, then mean, least and most of each power."""
    energies = [each.name for each in summed_of(record)]
    means = [f"{name}{end}" for name in averaged_of(record) for end in ("", "_min", "_max")]
    return energies + means


def corrected(names: Sequence[str], values: Values, corrections: Mapping[str, Any] | None) -> Any:
    """The cleaned values of a row; `corrections` are `{name: [value, reason]}`."""
    if not corrections:
        return values
    return tuple(
        corrections[name][0] if name in corrections else value
        for name, value in zip(names, values, strict=True)
    )
