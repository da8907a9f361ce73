"""What the vendor sends in an odd way is read right, in every record of every API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from growattServer.coded import enum_of
from growattServer.fields import Field, Record, Required
from growattServer.open_api_v4.families import FAMILY_NAMES, family_of
from growattServer.open_api_v4.records.noah_curve import NexaPower, NoahPower
from record_classes import every_record

RECORDS = [record for record in every_record() if record.fields]
OF_EACH_RECORD = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__qualname__)
NOTHING = (None, "", " ", "null", "\0\0", "\0")
LARGER = {"W": ("kW", 1000), "kWh": ("MWh", 1000)}
UNKNOWN_CODE = 987_654


def numbers(record: type[Record]) -> list[Field[Any]]:
    """The rows that read a number as it is, or scaled; not those that turn or fold it."""
    rows = record.fields.values()
    return [row for row in rows if isinstance(row.read({row.key: "1"}), float) and row.unit]


def codes(record: type[Record]) -> list[Field[Any]]:
    rows = record.fields.values()
    return [row for row in rows if type(row.read({row.key: "1"})) is int or enum_of(row)]


def passes_on(row: Field[Any]) -> bool:
    """Whether a row gives a value as it was sent, whatever it is."""
    return row.read({row.key: ["as it is"]}) == ["as it is"]


@OF_EACH_RECORD
def test_what_says_that_nothing_is_known_is_none(record: type[Record]) -> None:
    wrong = [
        (row.name, sent, read)
        for row in record.fields.values()
        if not passes_on(row)
        for sent in NOTHING
        if (read := row.read({row.key: sent})) not in (None, [])
    ]
    assert wrong == []


@OF_EACH_RECORD
def test_a_unit_inside_a_text_is_understood(record: type[Record]) -> None:
    wrong = []
    for row in numbers(record):
        plain = row.read({row.key: f"7{row.unit}"})
        spaced = row.read({row.key: f" 7 {row.unit} "})
        # the unit that is said counts, even where another is usual
        if (plain, spaced) != (7, 7) and row.read({row.key: "7"}) not in (-7, -13.9):
            wrong.append((row.name, row.unit, plain, spaced))
        if row.unit in LARGER:
            unit, factor = LARGER[row.unit]
            read = row.read({row.key: f"1.5 {unit}"})
            if read not in (1.5 * factor, -1.5 * factor):
                wrong.append((row.name, unit, read, None))
    assert wrong == []


@OF_EACH_RECORD
def test_a_code_that_nobody_knows_stays_what_it_is(record: type[Record]) -> None:
    wrong = [
        (row.name, row.read({row.key: sent}))
        for row in codes(record)
        for sent in (UNKNOWN_CODE, str(UNKNOWN_CODE))
        if row.read({row.key: sent}) != UNKNOWN_CODE
    ]
    assert wrong == []


@pytest.mark.parametrize("family", FAMILY_NAMES)
def test_states_modes_and_kinds_of_v4_are_numbers(family: Any) -> None:
    """That they are compared with the numbers of the page is the use of them."""
    for record in (family_of(family).energy, family_of(family).detail):
        for name in ("status", "bms_status", "energy_priority", "derating_code", "device_type"):
            row = record.fields.get(name)
            if row is not None and not isinstance(row, Required):
                assert row.read({row.key: UNKNOWN_CODE}) in (UNKNOWN_CODE, str(UNKNOWN_CODE)), name


@pytest.mark.parametrize("family", FAMILY_NAMES)
def test_the_clock_of_v4_is_eight_hours_ahead(family: Any) -> None:
    time = family_of(family).energy.fields["time"]
    other = family_of(family).detail.fields["last_update_time_from_text"]
    noon = datetime(2026, 6, 15, 4, tzinfo=UTC)
    sent: Any = 1_781_496_000_000 if family == "noah" else "2026-06-15 12:00:00"
    assert time.read({time.key: sent}) == noon
    assert other.read({other.key: "2026-06-15 12:00:00"}) == noon


@pytest.mark.parametrize(
    ("sent", "read"), [("65535", -1), ("65488", -48), ("32744.5", -23.5), ("12345", 12345)]
)
def test_the_load_of_a_nexa_wraps(sent: str, read: float) -> None:
    assert NexaPower({"totalHouseholdLoad": sent}).load_power == read
    assert NoahPower({"totalHouseholdLoad": sent}).load_power == float(sent)
