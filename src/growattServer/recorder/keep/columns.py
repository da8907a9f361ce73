"""Columns, projected from field rows: what is stored of a record, and how it comes back.

Every value that can change becomes a column of the same name: measurements and counters, in the
units of the rows. Identities, settings, times and trees do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from ...fields import Field, Kind, Record, row_like
from .families import FAMILIES, Family

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
    # a code is an integer with a name
    kinds = {bool: "flag", int: "integer", float: "number", str: "text"}
    return next((kind for one, kind in kinds.items() if isinstance(value, one)), None)


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

ENDS = {"": "mean", "_min": "min", "_max": "max"}
"""What the columns of a level are of, by how their names end."""

COMMON = 4
"""So many families have the columns whose levels are kept: a third of them."""


class Level(NamedTuple):
    """A power, percentage or temperature in roll-ups: the column it is of, and which ends."""

    name: str
    ends: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        return [f"{self.name}{end}" for end in self.ends]


@cache
def kept_levels(record: type[Record]) -> tuple[Level, ...]:
    """The levels that roll-ups hold: those that people know from several families.

    Of what has a number in its name, a string, a phase, a sensor, it is the mean; else the most,
    too, and the least unless it is a power, which is 0 on most days. Whatever else there is, is
    computed from the readings when it is asked for.
    """
    units = {column.name: column.unit for column in columns_of(record)}
    return tuple(
        Level(name, ("",) if any(map(str.isdigit, name)) else _KEPT_ENDS[unit])
        for name in level_names(record)
        if (unit := units[name]) in _KEPT_ENDS and (name, unit) in _common()
    )


_KEPT_ENDS: dict[str | None, tuple[str, ...]] = {
    "W": ("", "_max"),
    "%": tuple(ENDS),
    "°C": tuple(ENDS),
}


@cache
def level_names(record: type[Record]) -> tuple[str, ...]:
    """The columns of which there are mean, least and most: measurements with a unit."""
    energies = {each.name for each in summed_of(record)}
    found = [
        column.name
        for column in columns_of(record)
        if column.unit not in (None, "kWh")
        and column.type in ("number", "integer")
        and column.row.kind is Kind.MEASUREMENT
    ]
    # some devices tell the least and most of a value themselves, and roll-ups have their own
    taken = {f"{name}{end}" for name in found for end in ENDS if end} | energies
    return tuple(name for name in found if name not in taken)


@cache
def _common() -> frozenset[tuple[str, str | None]]:
    families = Counter(
        (column.name, column.unit)
        for family in FAMILIES.values()
        for column in columns_of(family.record)
        if column.row.kind is Kind.MEASUREMENT
    )
    return frozenset(each for each, count in families.items() if count >= COMMON)


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
def counters_of(record: type[Record]) -> tuple[str, ...]:
    """The columns of the counters, in the order of the energies."""
    return tuple(each.counter for each in summed_of(record))


@cache
def measured_of(record: type[Record]) -> frozenset[str]:
    """Powers, percentages and counters, which history and latest records tell alike."""
    powers = {
        column.name
        for column in columns_of(record)
        if column.unit in ("W", "%") and column.row.kind is Kind.MEASUREMENT
    }
    return frozenset(powers) | set(counters_of(record))


@cache
def rollup_columns(record: type[Record]) -> tuple[str, ...]:
    """The value columns of a stored roll-up: energies in kWh, then levels."""
    energies = [each.name for each in summed_of(record)]
    return (*energies, *(name for level in kept_levels(record) for name in level.columns))


@cache
def other_levels(record: type[Record]) -> dict[str, Level]:
    """The further columns that roll-ups can tell, computed from the readings, and what is of."""
    kept = set(rollup_columns(record))
    return {
        f"{name}{end}": Level(name, (end,))
        for name in level_names(record)
        for end in ENDS
        if f"{name}{end}" not in kept
    }


@cache
def ways_of(record: type[Record]) -> tuple[str, ...]:
    """How each column of a longer span is made of a shorter one's: sum, mean, min or max."""
    levels = (ENDS[end] for level in kept_levels(record) for end in level.ends)
    return (*["sum"] * len(summed_of(record)), *levels)


def corrected(names: Sequence[str], values: Values, corrections: Mapping[str, Any] | None) -> Any:
    """The cleaned values of a row; `corrections` are `{name: [value, reason]}`."""
    if not corrections:
        return values
    return tuple(
        corrections[name][0] if name in corrections else value
        for name, value in zip(names, values, strict=True)
    )
