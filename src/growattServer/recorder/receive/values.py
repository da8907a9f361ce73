"""From a record to the values of its columns, quickly: this is what a backfill waits for.

Rows of a history have the same keys, row after row, and nearly all of their values are numbers that
need no parsing. So it is worked out once for each set of keys where the numbers are, and looking
whether they are plain numbers is left to built-in functions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import hypot
from operator import itemgetter
from typing import Any, NamedTuple

from ...fields import Record
from ...parsing import integer_parser, number_parser
from ..keep.columns import Column, Values, columns_of

Read = Callable[[Record], Any]

_INT64 = 2**63
# in this range an int and the float of the same value are alike
_EXACT = 2**53
_MOST_SHAPES = 100
_FLOATS, _INTS = frozenset({int, float}), frozenset({int})


class _Shape(NamedTuple):
    """How records with one set of keys are read."""

    numbers: Callable[[Record], tuple[Any, ...]]
    numbers_parse: list[Read]
    integers: Callable[[Record], tuple[Any, ...]]
    integers_parse: list[Read]
    others: list[Read]
    order: Callable[[tuple[Any, ...]], Values]


@cache
def reader_of(record: type[Record]) -> Callable[[Record], Values]:
    """A function that gives the values of a record, in the order of the columns."""
    columns = columns_of(record)
    shapes: dict[tuple[str, ...], _Shape] = {}

    def read(sent: Record) -> Values:
        keys = tuple(sent)
        shape = shapes.get(keys)
        if shape is None:
            if len(shapes) >= _MOST_SHAPES:
                shapes.clear()
            shape = shapes[keys] = _shape_of(columns, set(keys), record)
        numbers, integers = shape.numbers(sent), shape.integers(sent)
        if not _are_plain(numbers, _FLOATS):
            numbers = tuple([parse(sent) for parse in shape.numbers_parse])
        if not _are_plain(integers, _INTS):
            integers = tuple([parse(sent) for parse in shape.integers_parse])
        others = tuple([parse(sent) for parse in shape.others])
        return shape.order((None, *numbers, *integers, *others))

    return read


def _are_plain(values: tuple[Any, ...], kinds: frozenset[type]) -> bool:
    """Are all of them numbers that parsing leaves as they are?"""
    if not kinds.issuperset(map(type, values)):
        return False
    try:
        # no value is larger than the length of all of them, and NaN is not less than anything
        return hypot(*values) < _EXACT
    except OverflowError:
        return False


def _shape_of(columns: Sequence[Column], keys: set[str], record: type[Record]) -> _Shape:
    numbers: list[int] = []
    integers: list[int] = []
    others: list[int] = []
    for place, column in enumerate(columns):
        row = column.row
        if row.other_keys or row.key not in keys:
            if keys.intersection((row.key, *row.other_keys)):
                others.append(place)
        elif row.parse is number_parser(row.unit, 1, ()):
            numbers.append(place)
        elif row.parse is integer_parser(()):
            integers.append(place)
        else:
            others.append(place)
    found = {place: spot for spot, place in enumerate([*numbers, *integers, *others], start=1)}
    return _Shape(
        _getter([columns[place].row.key for place in numbers]),
        [_parser(columns[place], record) for place in numbers],
        _getter([columns[place].row.key for place in integers]),
        [_parser(columns[place], record) for place in integers],
        [_parser(columns[place], record) for place in others],
        _getter([found.get(place, 0) for place in range(len(columns))]),
    )


def _getter(keys: Sequence[Any]) -> Callable[[Any], tuple[Any, ...]]:
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda values: tuple(values[key] for key in keys)


def _parser(column: Column, record: type[Record]) -> Read:
    """Reads one column, as a value that every engine can hold."""
    row = column.row
    if column.type == "integer":

        def whole(sent: Record) -> Any:
            number = row.read(sent)
            return number if number is None or -_INT64 <= number < _INT64 else None

        return whole
    if column.type == "text":

        def text(sent: Record) -> Any:
            said = row.read(sent)
            return said if said is None else said.encode("utf-8", "replace").decode()

        return text
    return lambda sent: row.read(sent)
