"""A week of rows as a few bytes, and back again: exact, a column at a time, with a checksum.

Readings have few digits and change little from one to the next. So a column of numbers becomes
whole numbers, of these the differences, of these first all low bytes and then all high ones, and
that is compressed (zlib). A column that never changes is a value in the directory. Whatever does
not come back the same to the last bit is kept in another way that does.

    GFW1 | checksum | length of directory | directory | the columns, each compressed

The checksum (CRC-32) covers all that follows it, and finds every byte that is flipped. The
directory (JSON, compressed) says where each column is and how it is kept:

    ["=", value]                        the same in all rows
    ["n", how, scale, width, first, masked, offset, length]     numbers, as differences
    ["c", [value, ...], offset, length] one of a few values: a byte a row
    ["d", masked, offset, length]       numbers in double precision
    ["j", offset, length]               JSON

`masked` is where the rows without a value are told, `[offset, length]`, or null.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate, repeat
from math import isfinite
from operator import mul, sub, truediv
from typing import Any, ClassVar, NamedTuple

MAGIC = b"GFW1"
LEVEL = 6

Columns = Mapping[str, Sequence[Any]]

_HEAD = struct.Struct("<4sII")
_SCALES = (1, 10, 100, 1000, 10_000, 100_000, 1_000_000)
# up to here a whole number, and a whole number divided by a power of ten, is exact as a float
_EXACT = 2**53
_WIDTHS = (("b", 1), ("h", 2), ("i", 4), ("q", 8))
_BYTES = dict(_WIDTHS)
_SOME = 60
_FEW = 255
_KINDS = {int, float, str, bool}
# a week has 2016 rows, and no device has a row a second
_MOST_ROWS = 7 * 86_400
_MOST_BYTES = 64 * 2**20


class DamagedWeekError(ValueError):
    """Bytes that are not what was frozen."""


def freeze_columns(columns: Columns) -> bytes:
    """Columns of the same length as bytes; values are numbers, texts, flags or None.

    Raises TypeError for a value of another kind.
    """
    rows = len(next(iter(columns.values()), ()))
    body = _Body(rows)
    directory = {name: kept for name, values in columns.items() if (kept := body.keep(values))}
    told = json.dumps({"rows": rows, "columns": directory}, separators=(",", ":"))
    head = zlib.compress(told.encode(), LEVEL)
    rest = b"".join([len(head).to_bytes(4, "little"), head, *body.parts])
    return MAGIC + zlib.crc32(rest).to_bytes(4, "little") + rest


def thaw_columns(
    frozen: bytes, names: Collection[str] | None = None
) -> tuple[int, dict[str, list[Any]]]:
    """How many rows there are, and these columns of them, or all that are not empty.

    A column that was empty, or not known when the week was frozen, is empty. Raises
    DamagedWeekError where a byte is not as it was.
    """
    try:
        return _thawed(frozen, names)
    except DamagedWeekError:
        raise
    except Exception as error:
        # whoever knows the checksum may write anything
        raise DamagedWeekError(f"a frozen week cannot be read: {type(error).__name__}") from error


def salvage_columns(frozen: bytes) -> dict[str, list[Any]]:
    """The columns of a damaged week that are as they were: each has a checksum of its own (zlib).

    Empty where even the directory is damaged.
    """
    found = {}
    with suppress(Exception):
        source, directory = _opened(frozen)
        for name, kept in directory.items():
            with suppress(Exception):
                found[name] = source.column(kept)
    return found


def _thawed(frozen: bytes, names: Collection[str] | None) -> tuple[int, dict[str, list[Any]]]:
    magic, checksum, _ = _HEAD.unpack_from(frozen)
    if magic != MAGIC or zlib.crc32(memoryview(frozen)[8:]) != checksum:
        raise DamagedWeekError("a frozen week is not as it was written")
    source, directory = _opened(frozen)
    wanted = directory if names is None else names
    return source.rows, {
        name: source.column(directory[name]) if name in directory else [None] * source.rows
        for name in wanted
    }


def _opened(frozen: bytes) -> tuple[_Source, dict[str, list[Any]]]:
    """What reads the columns, and the directory."""
    start = _HEAD.size + _HEAD.unpack_from(frozen)[2]
    told = json.loads(zlib.decompress(frozen[_HEAD.size : start]))
    rows = told["rows"]
    if not 0 <= rows <= _MOST_ROWS:
        raise DamagedWeekError(f"a frozen week has {rows} rows")
    return _Source(memoryview(frozen)[start:], rows), told["columns"]


# --- to bytes ------------------------------------------------------------------------------------


class _Body:
    """What the columns become, one after the other; the same bytes are there once."""

    def __init__(self, rows: int) -> None:
        self.parts: list[bytes] = []
        self._rows = rows
        self._end = 0
        self._places: dict[bytes, tuple[int, int]] = {}

    def keep(self, values: Sequence[Any]) -> list[Any] | None:
        """How a column is kept; None for an empty one."""
        if len(values) != self._rows:
            raise ValueError("the columns of a week have the same length")
        kinds = set(map(type, values))
        has_gaps = type(None) in kinds
        kinds.discard(type(None))
        if not kinds:
            return None
        if not kinds <= _KINDS:
            strange = min(each.__name__ for each in kinds - _KINDS)
            raise TypeError(f"a reading has a value of type {strange}, which cannot be frozen")
        if kinds == {int} or kinds == {float}:
            return self._numbers(kinds.pop(), values, has_gaps)
        if kinds == {str} or kinds == {bool}:
            return self._few(list(dict.fromkeys(values)), values) or self._others(values)
        return self._others(values)

    def _numbers(self, kind: type, values: Sequence[Any], has_gaps: bool) -> list[Any]:
        known = [value for value in values if value is not None] if has_gaps else values
        exact = b"" if kind is int else array("d", known).tobytes()
        if not has_gaps and _are_one(known, exact):
            return ["=", known[0]]
        found = _as_they_are(known) if kind is int else _scaled(known, exact)
        if found is None and kind is int:
            return self._others(values)
        mask = self._put(bytes([value is not None for value in values])) if has_gaps else None
        if found is None:
            return ["d", mask, *self._put(_ordered("d", exact))]
        numbers = found.numbers
        steps = list(map(sub, numbers[1:], numbers))
        code, width = _width_of(steps)
        packed = _ordered(code, array(code, steps).tobytes())
        shuffled = b"".join([packed[byte::width] for byte in range(width)])
        return ["n", found.how, found.scale, code, numbers[0], mask, *self._put(shuffled)]

    def _few(self, different: list[Any], values: Sequence[Any]) -> list[Any] | None:
        """How a column of a few values is kept, which are alike only if they are the same."""
        if len(different) == 1:
            return ["=", different[0]]
        if len(different) > _FEW:
            return None
        codes = {value: code for code, value in enumerate(different)}
        return ["c", different, *self._put(bytes(map(codes.__getitem__, values)))]

    def _others(self, values: Sequence[Any]) -> list[Any]:
        """Anything as JSON, in which 1 and 1.0 and true are three things."""
        return ["j", *self._put(json.dumps(values, separators=(",", ":")).encode())]

    def _put(self, data: bytes) -> tuple[int, int]:
        place = self._places.get(data)
        if place is None:
            part = zlib.compress(data, LEVEL)
            self.parts.append(part)
            place = self._places[data] = self._end, len(part)
            self._end += len(part)
        return place


def _are_one(known: Sequence[Any], exact: bytes) -> bool:
    """Is it one number again and again, which JSON can tell? 0.0 equals -0.0 and is another one."""
    if exact:
        return exact == exact[:8] * len(known) and isfinite(known[0])
    return known.count(known[0]) == len(known)


class _Whole(NamedTuple):
    """Numbers as whole ones, and how to make of these what they were."""

    how: str
    scale: int
    numbers: list[int]


def _as_they_are(known: Sequence[int]) -> _Whole | None:
    fits = min(known) > -_EXACT and max(known) < _EXACT
    return _Whole("i", 1, list(known)) if fits else None


def _scaled(known: Sequence[float], exact: bytes) -> _Whole | None:
    """Decimal numbers as whole ones, where that brings them back to the last bit."""
    few = known[:: -(-len(known) // _SOME)]
    few_exact = array("d", few).tobytes()
    try:
        for scale in _SCALES:
            # most scales that do not fit do not fit these few either
            for some in (few, known):
                numbers = list(map(round, map(mul, some, repeat(scale))))
                if not -_EXACT < min(numbers) <= max(numbers) < _EXACT:
                    return None
                how = _fitting(numbers, scale, few_exact if some is few else exact)
                if how is None:
                    break
            else:
                return _Whole(how or "", scale, numbers)
    except (ValueError, OverflowError):
        # infinite, or not a number
        return None
    return None


def _fitting(numbers: list[int], scale: int, exact: bytes) -> str | None:
    """How the numbers come back to the last bit: as floats, or as floats of single precision."""
    for how in ("f", "s"):
        if array("d", _back(how, scale, numbers)).tobytes() == exact:
            return how
    return None


def _back(how: str, scale: int, numbers: Sequence[int]) -> list[Any]:
    if how == "i":
        return list(numbers)
    floats = list(map(truediv, numbers, repeat(scale)))
    return floats if how == "f" else array("f", floats).tolist()


def _width_of(steps: Sequence[int]) -> tuple[str, int]:
    """The narrowest integers that hold all of them; eight bytes hold any."""
    least, most = min(steps, default=0), max(steps, default=0)
    for code, width in _WIDTHS:
        if -(1 << (8 * width - 1)) <= least and most < 1 << (8 * width - 1):
            return code, width
    raise ValueError("no step of such numbers is wider")


def _ordered(code: str, packed: bytes) -> bytes:
    """The bytes of such numbers in the order of the format, or of this processor again."""
    if sys.byteorder == "little":
        return packed
    values = array(code, packed)
    values.byteswap()
    return values.tobytes()


# --- from bytes ----------------------------------------------------------------------------------


class _Source:
    """The columns of a week that is frozen."""

    def __init__(self, body: memoryview, rows: int) -> None:
        self._body = body
        self.rows = rows

    def column(self, kept: Sequence[Any]) -> list[Any]:
        """A column of the directory."""
        how, *rest = kept
        values = self._READERS[how](self, *rest)
        if len(values) != self.rows:
            raise DamagedWeekError(f"a column of a frozen week has {len(values)} rows")
        return values

    def _same(self, value: Any) -> list[Any]:
        return [value] * self.rows

    def _numbers(
        self,
        how: str,
        scale: int,
        code: str,
        first: int,
        mask: list[int] | None,
        offset: int,
        length: int,
    ) -> list[Any]:
        width = _BYTES[code]
        shuffled = self._data(offset, length)
        if width == 1:
            packed: bytes | bytearray = shuffled
        else:
            packed, count = bytearray(len(shuffled)), len(shuffled) // width
            for byte in range(width):
                packed[byte::width] = shuffled[byte * count : (byte + 1) * count]
        numbers = list(accumulate(_unpacked(code, packed), initial=first))
        return self._with_gaps(_back(how, scale, numbers), mask)

    def _few(self, different: list[Any], offset: int, length: int) -> list[Any]:
        return [different[code] for code in self._data(offset, length)]

    def _doubles(self, mask: list[int] | None, offset: int, length: int) -> list[Any]:
        return self._with_gaps(_unpacked("d", self._data(offset, length)).tolist(), mask)

    def _json(self, offset: int, length: int) -> list[Any]:
        found: list[Any] = json.loads(self._data(offset, length))
        return found

    def _with_gaps(self, known: list[Any], mask: list[int] | None) -> list[Any]:
        if mask is None:
            return known
        following = iter(known)
        return [next(following) if is_known else None for is_known in self._data(*mask)]

    def _data(self, offset: int, length: int) -> bytes:
        # nothing in a week is larger, whatever the bytes say
        reader = zlib.decompressobj()
        data = reader.decompress(self._body[offset : offset + length], _MOST_BYTES)
        if not reader.eof:
            raise DamagedWeekError("a column of a frozen week does not end")
        return data

    _READERS: ClassVar[dict[str, Callable[..., list[Any]]]] = {
        "=": _same,
        "n": _numbers,
        "c": _few,
        "d": _doubles,
        "j": _json,
    }


def _unpacked(code: str, packed: bytes | bytearray) -> array[Any]:
    return array(code, _ordered(code, bytes(packed)))
