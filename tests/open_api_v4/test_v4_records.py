"""The records of V4 hold the vendor's facts: each key once, with its unit; they read examples."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from growattServer.coded import enum_of
from growattServer.fields import Basis, Field, Kind, Record
from growattServer.open_api_v4 import records
from growattServer.open_api_v4.families import FAMILY_NAMES, FamilyName, family_of
from growattServer.open_api_v4.records import times
from support import facts

CAPTURES = Path(__file__).parent.parent / "captures" / "v4"
FACTS = facts("v4_fields")["beans"]
BEANS: list[tuple[FamilyName, str]] = [
    (family, bean) for family in FAMILY_NAMES for bean in ("device_info", "last_data")
]
REPLIES = facts("v4_fields")["replies"]
OTHERS: dict[str, type[Record]] = {
    "device_list": records.DeviceList,
    "device_row": records.DeviceRow,
    "model": records.DeviceModel,
    "high_frequency": records.HighFrequencyReading,
    "high_frequency_battery": records.HighFrequencyBattery,
}
SCALED = {"0.1°C": ("°C", 0.1), "0.01V": ("V", 0.01), "0.1V": ("V", 0.1)}
# V1's page of the MIN says VA where that of V4 says W
APPARENT = {"epsPac", "epsPac1", "epsPac2", "epsPac3"}
MOMENT = datetime(2026, 5, 12, 10, 20, 30, tzinfo=UTC)
"""When all examples were made."""


def record_of(family: FamilyName, bean: str) -> type[Record]:
    of = family_of(family)
    return of.detail if bean == "device_info" else of.energy


SHEETS = [
    *(
        pytest.param(record_of(family, bean), FACTS[f"{family}.{bean}"], id=f"{family}.{bean}")
        for family, bean in BEANS
    ),
    *(pytest.param(OTHERS[name], REPLIES[name], id=name) for name in REPLIES),
]
OF_EACH_SHEET = pytest.mark.parametrize(("record", "sheet"), SHEETS)


def keys_of(row: Field[Any]) -> tuple[str, ...]:
    return (row.key, *row.other_keys)


def example(call: str, family: str) -> Any:
    name = call if family == "min" else f"{call}.{family}"
    return json.loads((CAPTURES / f"{name}.json").read_text("utf-8"))["data"]


def beans_of(call: str, family: FamilyName) -> list[dict[str, Any]]:
    data = example(call, family)
    found: list[dict[str, Any]] = data["datas" if "historical" in call else family]
    return found


def test_the_sheets_are_of_all_families_and_replies() -> None:
    assert set(FACTS) == {f"{family}.{bean}" for family, bean in BEANS}
    assert set(REPLIES) == set(OTHERS)


@OF_EACH_SHEET
def test_every_key_has_one_row(record: type[Record], sheet: dict[str, Any]) -> None:
    keys = Counter(key for row in record.fields.values() for key in keys_of(row))
    assert set(sheet) - set(keys) == set()
    assert [key for key, times in keys.items() if times > 1] == []
    assert all(getattr(record, name) is row for name, row in record.fields.items())


UNITS_OF_V1: dict[str, set[str]] = {}
"""The units that the pages of V1 print for a key, whatever the family."""
for bean in facts("v1_fields")["beans"].values():
    for key, fact in bean.items():
        if fact["unit"]:
            UNITS_OF_V1.setdefault(key, set()).add(fact["unit"].removeprefix("0.1 "))


@OF_EACH_SHEET
def test_a_unit_that_the_facts_do_not_have_is_of_v1_or_of_no_page(
    record: type[Record], sheet: dict[str, Any]
) -> None:
    rows = {key: row for row in record.fields.values() for key in keys_of(row)}
    wrong = [
        (key, row.name, row.unit)
        for key, (_, unit) in sheet.items()
        if unit is None and (row := rows[key]).unit is not None
        # a name, an example or a report may tell a unit; a page has to have printed it
        if row.basis is Basis.DOCUMENTED and row.unit not in UNITS_OF_V1.get(key, set())
    ]
    assert wrong == []


@OF_EACH_SHEET
def test_rows_have_the_units_of_the_facts(record: type[Record], sheet: dict[str, Any]) -> None:
    rows = {key: row for row in record.fields.values() for key in keys_of(row)}
    wrong = []
    for key, (kind, unit) in sheet.items():
        wanted, factor = SCALED.get(unit, (unit, 1.0))
        row = rows[key]
        if kind not in ("number", "integer") or unit is None:
            continue
        read = row.read({key: 7})
        if record is record_of("min", "last_data") and key in APPARENT and unit == "W":
            wanted = "VA"
        if row.unit != wanted or not isclose(float(str(read)), 7 * factor):
            wrong.append((row.name, key, row.unit, unit, read))
    assert wrong == []


@pytest.mark.parametrize(("family", "bean"), BEANS)
def test_rows_are_described(family: FamilyName, bean: str) -> None:
    record = record_of(family, bean)
    assert record.__doc__
    assert "showdoc.com.cn/2540838290984246/" in record.__doc__
    wrong = []
    for row in record.fields.values():
        named = re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", row.name)
        # the list of a code is as long as it is
        said = row.meaning if enum_of(row) is None else row.meaning.split(":")[0]
        told = 1 < len(said) < 120 and (said[0].isupper() or said[0].isdigit())
        known = isinstance(row.basis, Basis) and isinstance(row.kind, Kind)
        if not (named and told and known):
            wrong.append((row.name, row.meaning))
        if row.name.endswith(("_sn", "firmware_version")) and row.kind is not Kind.IDENTITY:
            wrong.append((row.name, str(row.kind)))
        counts = row.kind in (Kind.DAILY, Kind.LIFETIME) and row.unit == "kWh"
        if counts and not re.search("_today|_total", row.name):
            wrong.append((row.name, str(row.kind)))
    assert wrong == []


# --- the examples ---------------------------------------------------------------------------------

READINGS = [
    (call, family)
    for call in ("query_device_info", "query_last_data", "query_historical_data")
    for family in FAMILY_NAMES
]
NO_VALUE = {-1, -0.1, 255}
"""What the vendor sends where it has no value."""


@pytest.mark.parametrize(("call", "family"), READINGS)
def test_an_example_is_read(call: str, family: FamilyName) -> None:
    record = record_of(family, "device_info" if "info" in call else "last_data")
    known = {key for row in record.fields.values() for key in keys_of(row)}
    sent = beans_of(call, family)
    assert sent
    for bean in sent:
        read: Any = record(bean)
        assert read == bean
        assert set(bean) - known == set()
        assert read.device_sn
        lost = [
            (row.name, bean[row.key])
            for row in record.fields.values()
            if getattr(read, row.name) is None
            and bean.get(row.key) not in (None, "", "null", "NULL")
            and bean[row.key] not in NO_VALUE
            and (row.key, bean[row.key]) != ("plantId", 0)
        ]
        assert lost == []


@pytest.mark.parametrize("family", FAMILY_NAMES)
def test_times_are_moments_in_utc(family: FamilyName) -> None:
    """Beside the true epochs the vendor shows texts on its own clock: both mean one moment."""
    detail = record_of(family, "device_info")(beans_of("query_device_info", family)[0])
    assert detail.fields["last_update_time"].read(detail) == MOMENT
    assert detail.fields["last_update_time_from_text"].read(detail) == MOMENT
    reading: Any = record_of(family, "last_data")(beans_of("query_last_data", family)[0])
    assert reading.time == MOMENT
    other = "time_from_text" if family == "noah" else "calendar_time"
    assert getattr(reading, other) == MOMENT


@pytest.mark.parametrize(
    "sent", [None, "", "null", "12:00", "2026-02-30 12:00:00", "1970-01-01 00:00:00", 5, True, []]
)
def test_what_is_no_text_of_a_time_is_none(sent: Any) -> None:
    assert times.server_time("t", "Time").read({"t": sent}) is None


@pytest.mark.parametrize("sent", [None, "", "1778581230000", True, 0, -1, 1e30, float("nan"), []])
def test_what_is_no_epoch_is_none(sent: Any) -> None:
    assert times.epoch("t", "Time").read({"t": sent}) is None


def test_the_other_records_read_their_examples() -> None:
    listed = records.DeviceList(example("query_device_list", "min"))
    assert [row.family for row in listed.devices] == [
        "inv", "storage", "max", "sph", "spa", "min", "wit", "sph-s", "noah",
    ]  # fmt: skip
    assert listed.is_last is True
    assert not records.DeviceList(example("query_device_list.empty", "min")).devices
    model = records.DeviceModel(example("query_device_info_param", "min"))
    assert (model.rated_power, model.battery_capacity, model.has_battery) == (6000, 6.5, True)
    fast = records.HighFrequencyReading(example("query_dfc_data", "min"))
    assert (fast.battery_power, fast.batteries[0].battery_voltage) == (-1180, 380.6)
    for record, data in ((model, "query_device_info_param"), (fast, "query_dfc_data")):
        assert {row.key for row in record.fields.values()} == set(example(data, "min"))


def test_every_name_of_the_room_is_there() -> None:
    assert {getattr(records, name).__name__ for name in records.__all__} == set(records.__all__)
