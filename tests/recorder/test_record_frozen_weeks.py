"""A week as bytes: every value comes back as it was, and every flipped byte is noticed."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growattServer.recorder.keep.frozen_weeks import (
    DamagedWeekError,
    freeze_columns,
    salvage_columns,
    thaw_columns,
)

DECIMALS = st.builds(
    lambda whole, digits: whole / 10**digits, st.integers(-(10**9), 10**9), st.integers(0, 7)
)
SINGLE = st.floats(width=32, allow_nan=False)
ANY_FLOAT = st.floats() | st.sampled_from([0.0, -0.0, 5e-324, 1.7976931348623157e308])
WHOLE = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
KINDS = (
    DECIMALS,
    st.integers(0, 40).map(lambda steps: steps / 10),
    SINGLE,
    ANY_FLOAT,
    st.integers(0, 9000),
    WHOLE,
    TEXT,
    st.booleans(),
    st.one_of(DECIMALS, WHOLE, TEXT, st.booleans()),
)


def cells(kind: Any) -> Any:
    """Values of a kind, where each may be missing."""
    return st.just(kind) | st.just(st.none() | kind)


@st.composite
def weeks(draw: Any) -> dict[str, list[Any]]:
    rows = draw(st.integers(0, 40))
    names = draw(st.lists(TEXT, unique=True, max_size=6))
    found = {}
    for name in names:
        kind = draw(st.sampled_from(KINDS).flatmap(cells))
        column = draw(st.lists(kind, min_size=rows, max_size=rows))
        found[name] = [column[0]] * rows if rows and draw(st.booleans()) else column
    return found


def exactly(values: list[Any]) -> list[Any]:
    """Values so that 1, 1.0 and true differ, and each NaN equals itself."""
    return [
        (type(value), struct.pack("<d", value) if isinstance(value, float) else value)
        for value in values
    ]


@given(weeks())
@settings(max_examples=400, deadline=None)
def test_whatever_is_frozen_comes_back_as_it_was(columns: dict[str, list[Any]]) -> None:
    frozen = freeze_columns(columns)
    rows, thawed = thaw_columns(frozen, [*columns, "of a later version"])
    assert rows == len(next(iter(columns.values()), ()))
    assert thawed.pop("of a later version") == [None] * rows
    assert {name: exactly(values) for name, values in thawed.items()} == {
        name: exactly(values) for name, values in columns.items()
    }
    known = {name for name, values in columns.items() if values.count(None) < rows}
    assert set(thaw_columns(frozen)[1]) == known
    for name in list(columns)[:2]:
        assert exactly(thaw_columns(frozen, [name])[1][name]) == exactly(columns[name])


@given(weeks(), st.data())
@settings(max_examples=200, deadline=None)
def test_a_byte_that_is_flipped_is_noticed(columns: dict[str, list[Any]], data: Any) -> None:
    frozen = bytearray(freeze_columns(columns))
    place = data.draw(st.integers(0, len(frozen) - 1))
    frozen[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DamagedWeekError):
        thaw_columns(bytes(frozen), [])
    with pytest.raises(DamagedWeekError):
        thaw_columns(bytes(frozen[:place]))


@given(weeks(), st.data())
@settings(max_examples=200, deadline=None)
def test_what_is_salvaged_is_as_it_was(columns: dict[str, list[Any]], data: Any) -> None:
    frozen = bytearray(freeze_columns(columns))
    _, whole = thaw_columns(bytes(frozen))
    assert {name: exactly(values) for name, values in salvage_columns(bytes(frozen)).items()} == {
        name: exactly(values) for name, values in whole.items()
    }
    place = data.draw(st.integers(0, len(frozen) - 1))
    frozen[place] ^= data.draw(st.integers(1, 255))
    for name, values in salvage_columns(bytes(frozen)).items():
        assert exactly(values) == exactly(whole[name])


def test_one_flipped_byte_costs_one_column() -> None:
    columns: dict[str, list[Any]] = {
        name: [float(row * row * ord(name) % 977) for row in range(300)] for name in "abcdef"
    }
    frozen = bytearray(freeze_columns(columns))
    frozen[-40] ^= 1
    assert salvage_columns(bytes(frozen)) == {name: columns[name] for name in "abcde"}


@given(st.binary(max_size=60))
def test_other_bytes_are_no_week(other: bytes) -> None:
    assert salvage_columns(other) == {}
    with pytest.raises(DamagedWeekError):
        thaw_columns(other)


@pytest.mark.parametrize("value", [b"bytes", [1], object()])
def test_what_no_reading_holds_is_not_frozen(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot be frozen"):
        freeze_columns({"a": [None, value]})


def test_a_week_of_a_device_is_small() -> None:
    times = [1_781_136_000 + 300 * row for row in range(2016)]
    powers = [round(abs(row % 288 - 144) * 31.7, 1) for row in range(2016)]
    counters = [round(row * 0.1, 1) for row in range(2016)]
    never_moves = {f"zero{number}": [0.0] * 2016 for number in range(100)}
    frozen = freeze_columns({"time": times, "power": powers, "counter": counters, **never_moves})
    assert len(frozen) < 2016
