"""What comes in is bounded: times, whole numbers, characters, whatever key they stand under."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from growattServer import Record
from growattServer.fields import Field
from growattServer.parsing import parse_datetime, parse_day, parse_java_date
from record_classes import every_record

JAVA = {"year": 126, "month": 5, "date": 15, "hours": 12, "minutes": 0, "seconds": 0}
ODD: tuple[Any, ...] = (
    *("9999-12-31 23:59:59", "0001-01-01 00:00:00", "1999-12-31 23:59:59", "2101-01-01 00:00:00"),
    *("9999-12-31", "0001-01-01", "1970-01-01", "2500-06-15 12:00"),
    *({**JAVA, "year": year} for year in (-1899, 0, 70, 99, 201, 8099, 10**9, 1.5, "126", None)),
    *({"time": {**JAVA, "year": 8099}}, {"time": "x"}, {"time": None}),
    *("\ud800", "a\udfffb", "\ud83d\ude00", "\udc80" * 50),
    *(2**63, -(2**63) - 1, 2**64, 10**30, 10**400, "9223372036854775808", "-9" * 9, 1e19, 1e300),
    *("1e19", "1e400", float("nan"), float("inf"), -1e308, True, [], {}, [[]], [1], ["\ud800"]),
)


def values_in(value: Any) -> Iterator[Any]:
    if isinstance(value, Record):
        for row in type(value).fields.values():
            yield from values_in(row.read(value))
    elif isinstance(value, dict):
        yield from (inner for each in value.values() for inner in values_in(each))
    elif isinstance(value, list | tuple):
        yield from (inner for each in value for inner in values_in(each))
    else:
        yield value


def is_as_sent(row: Field[Any]) -> bool:
    """Whether a row shows a tree that nobody has described, as it was sent."""
    tree = {"a": [{"b": object()}]}
    return bool(row.parse(tree) is tree)


def assert_bounded(value: Any) -> None:
    if isinstance(value, int):
        assert -(2**63) <= value < 2**63
    elif isinstance(value, str):
        value.encode()
    elif isinstance(value, date):
        assert 2000 <= value.year <= 2100


@pytest.mark.parametrize("record", every_record(), ids=lambda record: record.__qualname__)
def test_every_row(record: type[Record]) -> None:
    for name, row in record.fields.items():
        if is_as_sent(row):
            continue
        for odd in ODD:
            sent = record({row.key: odd})
            try:
                for value in values_in(row.read(sent)):
                    assert_bounded(value)
            except Exception as error:
                error.add_note(f"{record.__name__}.{name} of {odd!r}"[:500])
                raise


def test_the_ends_of_what_is_a_time() -> None:
    assert parse_datetime("2000-01-01 00:00:00") == datetime(2000, 1, 1)
    assert parse_datetime("2100-12-31 23:59:59") == datetime(2100, 12, 31, 23, 59, 59)
    assert parse_day("2000-01-01") == date(2000, 1, 1)
    assert parse_java_date({**JAVA, "year": 200}) == datetime(2100, 6, 15, 12)
    assert parse_java_date({**JAVA, "year": 99}) is None


def test_what_was_sent_stays() -> None:
    record = every_record()[0]({"x": 2**70, "time": "9999-12-31 23:59:59"})
    assert json.loads(json.dumps(record)) == {"x": 2**70, "time": "9999-12-31 23:59:59"}
