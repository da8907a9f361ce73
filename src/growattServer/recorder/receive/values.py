"""From records to the values of their columns, quickly: this is what a backfill waits for.

Rows of a history have the same keys, row after row, and nearly all of their values are numbers that
need no parsing. So it is worked out once for each set of keys how its columns are read, and looking
whether a column has plain numbers is left to built-in functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from math import hypot
from typing import Any, NamedTuple

from ...fields import Record
from ...parsing import integer_parser, number_parser
from ..keep.columns import Column, Values, columns_of

Parse = Callable[[Any], Any]
Cells = Sequence[Any]

_INT64 = 2**63
# in this range an int and the float of the same value are alike
_EXACT = 2**53
_MOST_SHAPES = 100
_FLOATS, _INTS = frozenset({int, float}), frozenset({int})
# equal values of one of these types are read alike
_ALIKE = ({str}, {bool}, {int}, {type(None)})


class _Read(NamedTuple):
    """How a column is read: from its cells, from whole records, or not at all.

    Numbers of the types `plain` are left as they are.
    """

    place: int | None
    parse: Parse | None
    plain: frozenset[type] | None = None


def values_of(record: type[Record], rows: Iterable[Record]) -> list[Values]:
    """The values of records, in the order of the columns."""
    made: list[Values] = []
    for keys, group in groupby(rows, key=tuple):
        alike = list(group)
        shape = _shape_of(record, keys)
        # the same keys in the same order: each column is in its place
        cells = list(zip(*map(dict.values, alike), strict=True))
        columns = [_column(read, cells, alike) for read in shape]
        made += zip(*columns, strict=True)
    return made


def _column(read: _Read, cells: list[tuple[Any, ...]], rows: list[Record]) -> Cells:
    if read.parse is None:
        return (None,) * len(rows)
    found: Cells = rows if read.place is None else cells[read.place]
    kinds = set(map(type, found))
    if read.plain is not None and read.plain >= kinds and _are_exact(found):
        return found
    if kinds in _ALIKE:
        known = {value: read.parse(value) for value in set(found)}
        return [known[value] for value in found]
    return [read.parse(value) for value in found]


def _are_exact(numbers: Cells) -> bool:
    """Are all of them numbers that parsing leaves as they are?"""
    try:
        # no value is larger than the length of all of them, and NaN is not less than anything
        return hypot(*numbers) < _EXACT
    except OverflowError:
        return False


_shapes: dict[tuple[type[Record], tuple[str, ...]], list[_Read]] = {}


def _shape_of(record: type[Record], keys: tuple[str, ...]) -> list[_Read]:
    """How records with these keys are read."""
    shape = _shapes.get((record, keys))
    if shape is None:
        if len(_shapes) >= _MOST_SHAPES:
            _shapes.clear()
        places = {key: place for place, key in enumerate(keys)}
        shape = [_read_of(column, places) for column in columns_of(record)]
        _shapes[record, keys] = shape
    return shape


def _read_of(column: Column, places: Mapping[str, int]) -> _Read:
    row = column.row
    if not places.keys() & {row.key, *row.other_keys}:
        return _Read(None, None)
    if row.other_keys:
        return _Read(None, _storable(column, row.read))
    return _Read(places[row.key], _storable(column, row.parse), _plain_of(column))


def _plain_of(column: Column) -> frozenset[type] | None:
    """The types of numbers that this column's parser leaves as they are."""
    if column.row.parse is number_parser(column.unit, 1, ()):
        return _FLOATS
    return _INTS if column.row.parse is integer_parser(()) else None


def _storable(column: Column, parse: Parse) -> Parse:
    """Reads one column, as a value that every engine can hold."""
    if column.type == "integer":

        def whole(sent: Any) -> Any:
            number = parse(sent)
            # of a code, its number
            return int(number) if number is not None and -_INT64 <= number < _INT64 else None

        return whole
    if column.type == "text":

        def text(sent: Any) -> Any:
            said = parse(sent)
            return said if said is None else said.encode("utf-8", "replace").decode()

        return text
    return parse
