"""Looking at everything of a result, as a program would that shows all of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from growattServer import GrowattReplyError
from growattServer.fields import Record

MOST_ROWS = 30


def look_at_message(error: Exception) -> None:
    """The message of an error is a sentence that can be shown."""
    said = str(error)
    assert 0 < len(said) < 1500, said[:3000]
    assert said.isprintable(), said


def look_at(result: Any) -> list[Record]:
    """Read every attribute of every record in a result, which must not raise; gives the records."""
    seen: list[Record] = []
    with suppress(RecursionError):
        repr(result)  # of what is nested deeper than Python can show
    _look(result, seen, 12)
    return seen


def _look(value: Any, seen: list[Record], depth: int) -> None:
    if depth == 0 or len(seen) > 200:
        return
    if isinstance(value, Record):
        seen.append(value)
        for row in type(value).fields.values():
            _look(row.read(value), seen, depth - 1)
            _look_from_outside(value, row.name)
        getattr(value, "error", None)
    elif isinstance(value, dict):
        _look_at_some(value.values(), seen, depth)
    elif isinstance(value, list | tuple):
        _look_at_some(value, seen, depth)


def _look_from_outside(record: Record, name: str) -> None:
    with suppress(GrowattReplyError):  # what names a thing may not be missing
        getattr(record, name)


def _look_at_some(values: Iterable[Any], seen: list[Record], depth: int) -> None:
    for _, value in zip(range(MOST_ROWS), values, strict=False):
        _look(value, seen, depth - 1)
