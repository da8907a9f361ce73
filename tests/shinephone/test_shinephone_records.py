"""The records of the password API hold what is known: each key once, readable from any answer."""

from __future__ import annotations

import json
import re
import runpy
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from math import isclose, isfinite
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shinephone_operations import RECORDS, RETURN_LISTS

from growattServer.coded import enum_of
from growattServer.fields import Basis, Field, Kind, Record
from growattServer.open_api_v1.records import InverterEnergy as V1InverterEnergy
from growattServer.open_api_v1.records import (
    MinDetail,
    MinEnergy,
    MinSettings,
    SphDetail,
    SphEnergy,
)
from growattServer.open_api_v1.records import StorageEnergy as V1StorageEnergy
from growattServer.records.inverter_energy import InverterEnergyFields
from growattServer.records.storage_detail import StorageDetailFields
from growattServer.rows import Rows
from growattServer.shinephone import records
from growattServer.shinephone.records import (
    Answer,
    Dashboard,
    Device,
    InverterDetailTwo,
    InverterEnergy,
    LoginReply,
    MixInfo,
    MixPowerPoint,
    MixProductionConsumption,
    MixSettings,
    MixSettingsAnswer,
    MixSystemStatus,
    MixTotals,
    NoahInfo,
    NoahStatusAnswer,
    PlantCurve,
    PlantEnergyData,
    PlantInfo,
    PlantListSums,
    PlantSettings,
    StorageDetail,
    StorageDevice,
    StorageEnergy,
    StorageParams,
    TlxBattery,
    TlxBatteryDetail,
    TlxBatteryLatest,
    TlxCurve,
    TlxDetail,
    TlxDevice,
    TlxEnabledSettings,
    TlxEnergy,
    TlxEnergyOverview,
    TlxOutput,
    TlxPowerPoint,
    TlxProductionConsumption,
    TlxSettings,
    TlxSystemStatus,
    Weather,
)
from support import of_each_record

TESTS = Path(__file__).parent.parent
CAPTURES = TESTS / "captures" / "legacy"
FACTS = json.loads((TESTS / "facts" / "legacy_fields.json").read_text("utf-8"))
FIELDS: dict[str, dict[str, Any]] = {
    method: group["fields"] for group in FACTS["groups"] for method in group["methods"]
}
NOTHING = type(None)


def keys_of(row: Field[Any]) -> tuple[str, ...]:
    """All spellings under which the vendor sends the value, the first one first."""
    return (row.key, *row.other_keys)


def child(row: Field[Any]) -> tuple[type[Record], str] | None:
    """The record that the row gives, and what stands between its path and theirs."""
    probes: list[tuple[Any, str]] = [({}, "."), ([{}], "[]."), ({"x": {}}, ".*."), ({"x": []}, ".")]
    for probe, between in probes:
        value = row.parse(probe)
        if isinstance(value, dict) and not isinstance(value, Record):
            value = value.get("x")
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, Record):
            return type(value), between
    return None


def places(record: type[Record], at: str = "") -> Iterator[tuple[type[Record], str]]:
    """The record and all inside it, each with the path to it."""
    yield record, at
    for row in record.fields.values():
        if inner := child(row):
            yield from places(inner[0], at + row.key + inner[1])


def known_of() -> dict[type[Record], dict[str, list[dict[str, Any]]]]:
    """For each record all facts of each of its keys, from all the places where it stands."""
    found: dict[type[Record], dict[str, list[dict[str, Any]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for method, returned in RECORDS.items():
        for record, at in places(returned):
            for path, fact in FIELDS[method].items():
                if path.startswith(at) and path != at and not re.search(r"[.\[]", path[len(at) :]):
                    found[record][path[len(at) :]].append(fact)
    return found


KNOWN = known_of()
CLASSES = list(dict.fromkeys(record for r in RECORDS.values() for record, _ in places(r)))

# keys that no path names, and why they have a row
BEYOND_THE_PATHS: dict[type[Record], set[str]] = {
    LoginReply: {"userId", "userLevel"},  # the client adds them
    PlantSettings: {"eyearMoneyText"},  # EYearMoneyText inside plant_energy_data
    # the bean of all APIs, of which the token APIs show more
    StorageEnergy: {key for row in V1StorageEnergy.fields.values() for key in keys_of(row)},
    StorageDevice: {key for row in StorageDetailFields.fields.values() for key in keys_of(row)},
    InverterEnergy: {key for row in InverterEnergyFields.fields.values() for key in keys_of(row)},
    # the facts have them in one sentence about weatherMap
    Weather: {"cond_code", "cond_txt", "msg", "newTmp", "success", "tmp"},
}
# one key with two shapes: a map of moments for a day, lists for a month or a year
TWO_SHAPES = {(TlxProductionConsumption, "chartData")}

ROWS = [
    (record, row, key)
    for record in CLASSES
    for row in record.fields.values()
    for key in keys_of(row)
    if key in KNOWN[record]
]
ALL_ROWS = [(record, row) for record in CLASSES for row in record.fields.values()]

# --- facts and rows ------------------------------------------------------------------------------


def test_every_method_has_a_record() -> None:
    assert set(RECORDS) == set(FIELDS)
    assert {"plant_list_two", "device_list", "inverter_list"} == RETURN_LISTS
    assert "public clients" in FACTS["source"]


def test_all_records_are_exported() -> None:
    names = {record.__name__ for record in CLASSES}
    assert set(records.__all__) == names | {"Answer"}
    assert all(issubclass(record, Answer) for record in CLASSES)


def test_every_path_is_in_a_record() -> None:
    for method, returned in RECORDS.items():
        described = {
            at + key
            for record, at in places(returned)
            for row in record.fields.values()
            for key in keys_of(row)
        }
        assert set(FIELDS[method]) - described == set(), method


@pytest.mark.parametrize("record", CLASSES, ids=lambda record: record.__name__)
def test_every_key_has_one_row(record: type[Record]) -> None:
    keys = Counter(key for row in record.fields.values() for key in keys_of(row))
    assert set(keys) == set(KNOWN[record]) | BEYOND_THE_PATHS.get(record, set())
    twice = {(record, key) for key, times in keys.items() if times > 1}
    assert twice == {place for place in TWO_SHAPES if place[0] is record}
    # also of a class that it inherits from, of which it hides no row
    own = [row for one in record.__mro__ for row in vars(one).values() if isinstance(row, Field)]
    assert len(record.fields) == len(own)


@of_each_record(ALL_ROWS)
def test_row_is_described(record: type[Record], row: Field[Any]) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", row.name)
    assert row.name != "fields"
    assert not hasattr(dict, row.name)
    told = row.meaning.partition(":")[0] if enum_of(row) else row.meaning
    assert 1 < len(told) < 120
    assert row.meaning[0].isupper() or row.meaning[0].isdigit()
    # the V1 pages document what both APIs show
    assert row.basis is not Basis.DOCUMENTED or row.name not in vars(record)
    assert isinstance(row.kind, Kind)
    if row.unit == "kWh" and row.kind in (Kind.DAILY, Kind.LIFETIME):
        assert row.name.endswith(("_today", "_total"))
    if row.unit == "kWh" and row.name.endswith("_today"):
        assert row.kind is Kind.DAILY
    if row.unit == "kWh" and row.name.endswith("_total"):
        assert row.kind is Kind.LIFETIME
    if row.name.endswith(("_sn", "firmware_version")):
        assert row.kind is Kind.IDENTITY


@of_each_record(ROWS)
def test_basis_is_honest(record: type[Record], row: Field[Any], key: str) -> None:
    facts = KNOWN[record][key]
    if row.meaning.startswith("Not documented"):
        assert all("meaning" in fact or fact.get("inferred") for fact in facts), key
        assert row.basis is Basis.CAPTURE
    if any(fact.get("inferred") for fact in facts) and row.basis is not Basis.NAME:
        assert known_by_v1(record, row), key


@pytest.mark.parametrize("record", CLASSES, ids=lambda record: record.__name__)
def test_record_says_where_it_stands(record: type[Record]) -> None:
    methods = {method for method, returned in RECORDS.items() if returned is record}
    around = {r.__name__ for r in CLASSES for row in r.fields.values() if child_is(row, record)}
    assert record.__doc__
    named = set(re.findall(r"`(\w+)`", record.__doc__))
    writes = record.__name__ in ("SettingAnswer", "LoginReply")
    assert named & (methods | around) or writes


def child_is(row: Field[Any], record: type[Record]) -> bool:
    inner = child(row)
    return inner is not None and inner[0] is record


# --- units ---------------------------------------------------------------------------------------

# the units of the facts, as a unit that rows have and a factor
UNITS: dict[str, tuple[str | None, float]] = {
    "none": (None, 1),
    "kW": ("W", 1000),
    "deg": ("°", 1),
    "in text (%)": ("%", 1),
    "in text (kWh)": ("kWh", 1),
}
# an amount with its currency, a mass whose unit grows with it: texts as sent
TEXTS_WITH_UNITS = {
    "plantMoneyText",
    "todayRevenue",
    "totalRevenue",
    "CO2Sum",
    "currentPacStr",
}
# The facts do not know the unit, the text beside the number in the example does.
UNIT_OF_THE_TEXT_BESIDE = {
    "eDischargeToday": "eDischargeTodayText",
    "eDischargeTotal": "eDischargeTotalText",
    "iCharge": "iChargeText",
    "iDischarge": "iDischargeText",
    "iacToGrid": "iacToGridText",
    "iacToUser": "iacToUserText",
    "ipv": "ipvText",
    "pacToGrid": "pacToGridText",
    "pacToUser": "pacToUserText",
    "vBuck": "vBuckText",
    "vac": "vacText",
}
# The unit is known from elsewhere: bdc1Soc and timezone mean the same in every other record,
# uwLVRT3EE is the third of three, of which V1 has two.
UNIT_OF_OTHER_RECORDS = {
    (Device, "bdc1Soc"): "%",
    (Device, "bdc2Soc"): "%",
    (StorageDevice, "timezone"): "h",
    (MixSettings, "uwLVRT3EE"): "V",
}
# other clients say W or s; the vendor's V1 pages say VA for the same keys, and dispute the time
V1_KNOWS_BETTER = {
    *((TlxEnergy, key) for key in ("pac1", "pac2", "pac3")),
    *((TlxEnergy, key) for key in ("epsPac", "epsPac1", "epsPac2", "epsPac3")),
    *((TlxEnergy, key) for key in ("timeTotal", "totalWorkingTime")),
    *((MixInfo, key) for key in ("upsPac1", "upsPac2", "upsPac3")),
    *((InverterEnergy, key) for key in ("iPidPvape", "iPidPvbpe")),
}

# the records of the V1 API about the same family, the closest one first
V1_RECORDS: dict[type[Record], tuple[type[Record], ...]] = {
    TlxEnergy: (MinEnergy,),
    StorageEnergy: (V1StorageEnergy,),
    StorageDevice: (StorageDetailFields,),
    InverterEnergy: (V1InverterEnergy,),
    TlxDevice: (MinDetail,),
    TlxSettings: (MinSettings, MinDetail),
    MixSettings: (SphDetail, MinSettings),
    **dict.fromkeys(
        (
            TlxSystemStatus,
            TlxEnergyOverview,
            TlxPowerPoint,
            TlxProductionConsumption,
            TlxOutput,
            TlxCurve,
            TlxEnabledSettings,
            TlxBattery,
            TlxBatteryLatest,
        ),
        (MinEnergy, MinDetail, MinSettings),
    ),
    **dict.fromkeys(
        (MixInfo, MixTotals, MixSystemStatus, MixProductionConsumption, MixPowerPoint),
        (SphEnergy, SphDetail),
    ),
}


def known_by_v1(record: type[Record], row: Field[Any]) -> Field[Any] | None:
    """The row of the same name in the V1 records of the family."""
    candidates = V1_RECORDS.get(record, ())
    return next((v1.fields[row.name] for v1 in candidates if row.name in v1.fields), None)


@of_each_record(ROWS)
def test_unit_fits_the_facts(record: type[Record], row: Field[Any], key: str) -> None:
    said = {fact["unit"] for fact in KNOWN[record][key]} - {None, "none"}
    assert len(said) < 2
    unit = said.pop() if said else None
    wanted, _ = UNITS.get(unit or "none", (unit, 1))
    if (record, key) in V1_KNOWS_BETTER:
        v1 = known_by_v1(record, row)
        assert v1 is not None
        assert (v1.unit, row.unit) != (wanted, wanted)
        wanted = v1.unit
    elif key in TEXTS_WITH_UNITS:
        wanted = None
    elif unit == "in text":
        assert row.unit is not None
        wanted = row.unit
    elif unit is None and (record, key) in UNIT_OF_OTHER_RECORDS:
        wanted = UNIT_OF_OTHER_RECORDS[record, key]
    elif unit is None and record is StorageEnergy and key in UNIT_OF_THE_TEXT_BESIDE:
        number, suffix = answer("storage_params")["storageDetailBean"][
            UNIT_OF_THE_TEXT_BESIDE[key]
        ].split()
        assert float(number) == answer("storage_params")["storageDetailBean"][key]
        wanted = suffix
    elif unit is None and row.unit:
        v1 = known_by_v1(record, row)
        assert v1 is not None, f"who says that {key} is in {row.unit}?"
        wanted = v1.unit
    assert row.unit == wanted


@of_each_record(ROWS)
def test_number_is_converted(record: type[Record], row: Field[Any], key: str) -> None:
    """As the facts say where they know the unit, else as the same row of V1 does."""
    said = {fact["unit"] for fact in KNOWN[record][key]} - {None, "none"}
    if row.unit is None or not isinstance(row.parse("2.5"), float):
        return
    if said and (record, key) not in V1_KNOWS_BETTER:
        _, factor = UNITS.get(next(iter(said)), (None, 1))
    elif (v1 := known_by_v1(record, row)) and (record, key) not in NOT_SCALED_HERE:
        factor = v1.parse(1) or 0
    else:
        factor = 1
    for sent in (2.5, "2.5", " 2.5 ", f"2.5 {row.unit}", f"2.5{row.unit}"):
        if isinstance(sent, str) and row.unit in sent and factor != 1:
            continue
        read = getattr(record({key: sent}), row.name)
        assert isclose(read, 2.5 * factor), sent


# V1 sends tenths of volts and amperes, this API volts and amperes: see the example
NOT_SCALED_HERE = {(MixSettings, "floatChargeCurrentLimit"), (MixSettings, "vbatWarning")}


@pytest.mark.parametrize(
    ("record", "key", "sent", "read"),
    [
        (PlantListSums, "todayEnergySum", "0.6 kWh", 0.6),
        (PlantListSums, "todayEnergySum", "2.37 MWh", 2370.0),
        (PlantListSums, "currentPowerSum", "628.8 W", 628.8),
        (MixInfo, "soc", "45%", 45.0),
        (Device, "capacity", "99 %", 99.0),
        (Device, "powerStr", "0.01kW", 10.0),
        (Device, "eTodayStr", "0.2kWh", 0.2),
        (PlantEnergyData, "formulaCo2Str", "816.5kg", 816.5),
        (PlantEnergyData, "nominalPowerStr", "0.8kWp", 0.8),
        (TlxOutput, "exportLimitPower2", "0.6kW", 600.0),
        (TlxSystemStatus, "bmsBatteryEnergy", "5.1kWh", 5.1),
    ],
)
def test_units_inside_texts(record: type[Record], key: str, sent: str, read: float) -> None:
    row = next(row for row in record.fields.values() if key in keys_of(row))
    assert getattr(record({key: sent}), row.name) == read


# --- one name, one quantity, in both APIs --------------------------------------------------------

# names that programs for V1 know, and the key behind them here
PROMISED: dict[type[Record], dict[str, str]] = {
    TlxEnergy: {
        "pv_power": "ppv",
        "ac_power": "pac",
        "energy_today": "eacToday",
        "energy_total": "eacTotal",
        "import_power": "pacToUserTotal",
        "export_power": "pacToGridTotal",
        "load_power": "pacToLocalLoad",
        "export_energy_total": "etoGridTotal",
        "battery_soc": "bdc1Soc",
        "battery_discharge_energy_today": "edischargeToday",
        "self_consumption_energy_today": "eselfToday",
        "status": "status",
        "time": "time",
    },
    TlxSystemStatus: {
        "pv_power": "ppv",
        "pv1_power": "pPv1",
        "pv1_voltage": "vPv1",
        "ac_power": "pac",
        "ac_voltage_l1": "vac1",
        "grid_frequency": "fAc",
        "import_power": "pactouser",
        "export_power": "pactogrid",
        "load_power": "pLocalLoad",
        "battery_soc": "SOC",
        "battery_voltage": "vBat",
        "battery_charge_power": "chargePower",
        "battery_discharge_power": "pdisCharge",
        "backup_frequency": "upsFac",
        "status": "status",
        "status_text": "lost",
    },
    TlxEnergyOverview: {
        "pv_energy_total": "epvTotal",
        "load_energy_today": "elocalLoadToday",
        "battery_charge_energy_today": "echargetoday",
        "battery_discharge_energy_total": "edischargeTotal",
        "export_energy_today": "etoGridToday",
    },
    TlxDevice: {"device_sn": "serialNum", "model": "modelText", "rated_power": "pmax"},
    TlxSettings: {
        "on": "tlx_on_off",
        "ac_charge_enabled": "acChargeEnable",
        "charge_power_limit": "chargePowerCommand",
        "charge_stop_soc": "wchargeSOCLowLimit",
        "grid_voltage_high_limit": "pv_grid_voltage_high",
        "device_time": "pf_sys_year",
        "time_segment_1_start": "forcedTimeStart1",
        "arc_fault_detection_enabled": "afci_enabled",
        "year_slot_1": "year_time1",
    },
    MixInfo: {
        "battery_soc": "soc",
        "pv_energy_today": "epvToday",
        "battery_charge_energy_today": "eBatChargeToday",
        "ac_charge_energy_total": "acChargeEnergyTotal",
        "backup_apparent_power_l1": "upsPac1",
    },
    MixTotals: {
        "load_energy_total": "elocalLoadTotal",
        "export_energy_total": "etogridTotal",
        "battery_discharge_energy_today": "edischarge1Today",
    },
    MixSystemStatus: {
        "pv_power": "ppv",
        "pv1_power": "pPv1",
        "import_power": "pactouser",
        "export_power": "pactogrid",
        "load_power": "pLocalLoad",
        "battery_soc": "SOC",
        "battery_charge_power": "chargePower",
        "energy_priority": "priorityChoose",
    },
    MixSettings: {
        "on": "onOff",
        "charge_stop_soc": "wchargeSOCLowLimit1",
        "charge_period_1_start": "forcedChargeTimeStart1",
        "grid_first_discharge_stop_soc": "wdisChargeSOCLowLimit2",
        "last_update_time": "lastUpdateTimeText",
    },
}


@pytest.mark.parametrize("record", PROMISED, ids=lambda record: record.__name__)
def test_promised_names(record: type[Record]) -> None:
    for name, key in PROMISED[record].items():
        assert record.fields[name].key == key
        assert any(name in v1.fields for v1 in V1_RECORDS[record])


# a setting of MIN, a measurement of SPH
OF_THE_OTHER_KIND = {(MixSettings, "battery_type")}


@pytest.mark.parametrize("record", V1_RECORDS, ids=lambda record: record.__name__)
def test_same_name_is_same_quantity(record: type[Record]) -> None:
    for row in record.fields.values():
        of_v1 = [v1.fields[row.name] for v1 in V1_RECORDS[record] if row.name in v1.fields]
        if of_v1 and (record, row.name) not in OF_THE_OTHER_KIND:
            assert (row.unit, row.kind) in [(v1.unit, v1.kind) for v1 in of_v1], row.name
        if of_v1 and record is not MixSettings:
            types = [TYPES[sort_of(v1)] for v1 in of_v1]
            assert TYPES[sort_of(row)] in types, row.name


def test_numbers_of_keys_are_in_the_names() -> None:
    """Input 1, phase 2, period 3: the name has the number of the key, where it has one at all."""
    for record in CLASSES:
        for row in record.fields.values():
            for key in keys_of(row):
                numbers, named = (set(re.findall(r"\d+", text)) for text in (key, row.name))
                assert not named or numbers <= named, row


BOTH_APIS = pytest.mark.parametrize(
    ("record", "v1"),
    [
        (TlxEnergy, MinEnergy),
        (StorageEnergy, V1StorageEnergy),
        (InverterEnergy, V1InverterEnergy),
        (TlxDevice, MinDetail),
        (TlxSettings, MinSettings),
        (MixSettings, SphDetail),
    ],
)


@BOTH_APIS
def test_a_row_of_both_apis_stands_once(record: type[Record], v1: type[Record]) -> None:
    own = [
        {
            (row.key, row.name, row.meaning, row.unit, row.kind, row.read({row.key: "1"}))
            for row in vars(one).values()
            if isinstance(row, Field)
        }
        for one in (record, v1)
    ]
    twice = {key for key, *_ in set.intersection(*own)}
    # each nests its own record of settings
    assert twice == ({"tlxSetbean"} if record is TlxDevice else set())


@BOTH_APIS
def test_same_key_has_the_same_name(record: type[Record], v1: type[Record]) -> None:
    """In the objects that both APIs send: same key, same name, same reading."""
    other_names = {
        # here as text of a Java date, so its text mirror is the one to read
        "lastUpdateTime": "last_update_time_text",
        "lastUpdateTimeText": "last_update_time",
    }
    ours = {key: row for row in record.fields.values() for key in keys_of(row)}
    for theirs in v1.fields.values():
        for key in keys_of(theirs):
            row = ours.get(key)
            # a setting that has only its text mirror here carries the name of the setting
            if row is None or theirs.name in (f"{row.name}_text", "clock_text"):
                continue
            if record is MixSettings and key in other_names:
                assert row.name == other_names[key]
                continue
            assert row.name == theirs.name
            assert (row.unit, row.kind) == (theirs.unit, theirs.kind), key
            if (record, key) not in NOT_SCALED_HERE:
                for sent in (1, "2.5", "0", "11:5", "2022-04-09 14:52:39", 255, -1, None):
                    assert row.parse(sent) == theirs.parse(sent), key


@pytest.mark.parametrize("record", CLASSES, ids=lambda record: record.__name__)
def test_family_has_one_unit_a_name(record: type[Record]) -> None:
    """Records of one family agree on the unit of a name."""
    family = re.match(r"Tlx|Mix|Storage|Noah|Inverter|Plant", record.__name__)
    if not family:
        return
    # what storage sends as a number without a unit in one record, it sends with one elsewhere
    doubtful = {"rated_active_power", "energy_price"}
    for other in CLASSES:
        if not other.__name__.startswith(family[0]):
            continue
        for name in set(record.fields) & set(other.fields) - doubtful:
            units = {record.fields[name].unit, other.fields[name].unit} - {None}
            assert len(units) < 2, name


# --- the page of the common names ----------------------------------------------------------------

SCRIPT = TESTS.parent / "scripts" / "common_names.py"
PAGE = TESTS.parent / "docs" / "common-names.md"


def test_page_of_common_names_is_made_from_the_rows() -> None:
    made = runpy.run_path(str(SCRIPT))["page"]()
    assert PAGE.read_text("utf-8") == made, "python scripts/common_names.py > docs/common-names.md"


def test_page_has_the_names_that_programs_ask_for() -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    table = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]
    rows = {cells[0].strip("`"): cells[1:] for cells in table}
    assert len(rows) == len(table)
    assert rows["battery_soc"] == [
        *("%", "measurement", "State of charge, seen by BDC 1"),
        *("`bdc1Soc`", "`soc`", "`soc`", "-", "-", "`capacity`", "`bdc1Soc`, `SOC`, `soc`"),
        "`SOC`, `soc`, `capacity`",
        *("`capacity`", "-", "`soc`"),
    ]
    asked = "pv_power load_power import_power export_power energy_today export_energy_total"
    assert set(asked.split()) <= set(rows)
    assert rows["import_power"][0] == "W"
    assert rows["export_energy_total"][:2] == ["kWh", "lifetime counter"]


# --- the answers that others have published ------------------------------------------------------

BEFORE_THE_RECORD: dict[str, tuple[str, ...]] = {
    "login": ("back",),
    "plant_list": ("back",),
    "plant_detail": ("back",),
    "plant_list_two": ("PlantList",),
    "device_list": ("deviceList",),
    "inverter_list": ("deviceList",),
    "tlx_all_settings": ("obj", "tlxSetBean"),
    **dict.fromkeys(
        [
            "tlx_system_status",
            "tlx_energy_overview",
            "tlx_energy_prod_cons",
            "tlx_enabled_settings",
            "tlx_battery_info",
            "mix_info",
            "mix_totals",
            "mix_system_status",
            "mix_detail",
            "storage_energy_overview",
        ],
        ("obj",),
    ),
}
# the answer to a question about a device of another family has keys of its own
UNKNOWN_KEYS = {
    "mix_info.not_a_mix": {"iGuid", "ibat", "ipv", "pGuid", "pbat", "ppv", "vGuid", "vpv"}
}
EXAMPLES = [*sorted(path.stem for path in CAPTURES.glob("*.json")), "classic_inverter_info"]


@cache
def answer(name: str) -> Any:
    """What the method returns for the example, without its record."""
    method = name.split(".")[0]
    if method == "classic_inverter_info":
        page = (CAPTURES / "classic_inverter_info.html").read_text("utf-8")
        found = re.search(r"inv=JSON\.parse\('({.*?})'\)", page)
        assert found
        return json.loads(found[1])
    data = json.loads((CAPTURES / f"{name}.json").read_text("utf-8"))
    for key in BEFORE_THE_RECORD.get(method, ()):
        data = data[key]
    if method == "login" and data.get("success"):
        data |= {"userId": data["user"]["id"], "userLevel": data["user"]["rightlevel"]}
    return data


def answers(name: str) -> list[Record]:
    data = answer(name)
    of_rows = name.split(".")[0] in RETURN_LISTS
    record = RECORDS[name.split(".")[0]]
    return [record(row) for row in (data if of_rows else [data] if data is not None else [])]


def inside(record: Record) -> list[Record]:
    """The record and all records that its attributes give."""
    found = [record]
    for name, row in record.fields.items():
        # whoever is refused is told of no plants
        value = row.read(record) if record.get("success") is False else getattr(record, name)
        parts = value if isinstance(value, list) else [value]
        if isinstance(value, dict) and not isinstance(value, Record):
            parts = list(value.values())
        for part in parts:
            if isinstance(part, Record):
                found += inside(part)
    return found


def test_every_method_has_an_example() -> None:
    assert {name.split(".")[0] for name in EXAMPLES} == set(RECORDS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_is_read(name: str) -> None:
    for reply in answers(name):
        assert json.loads(json.dumps(reply)) == reply
        for record in inside(reply):
            known = {key for row in record.fields.values() for key in keys_of(row)}
            assert set(record) - known == UNKNOWN_KEYS.get(name, set())


# what reads as None although something is there: it says that nothing is known, or it is the other
# shape of a chart, or a number where a Java date stands elsewhere (create_date has the day)
SAYS_NOTHING: dict[str, set[str]] = {
    "get_mix_inverter_settings": {"plant_id", "group_id"},
    "plant_energy_data": {"created"},
    "tlx_all_settings": {
        *("on_grid_mode", "on_grid_status", "arc_fault_detection_enabled"),
        *(f"pf_curve_{point}_load" for point in range(1, 5)),
    },
    "tlx_energy_prod_cons": {"series"},
    "tlx_energy_prod_cons.day": {"points"},
    "tlx_energy_prod_cons.month": {"points"},
    "tlx_params": {"group_id"},
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_in_an_example_is_lost(name: str) -> None:
    """A value that is there reads as None only where it says that nothing is known."""
    lost = set()
    for reply in answers(name):
        for record in inside(reply):
            for row in record.fields.values():
                sent = next((record[key] for key in keys_of(row) if record.get(key)), None)
                if row.read(record) is None and sent not in (None, "", [], {}, "null"):
                    lost.add(row.name)
    assert lost == SAYS_NOTHING.get(name, set())


EXACT: list[tuple[str, str, dict[str, Any]]] = [
    (
        "login",
        "",
        {"success": True, "message": None, "device_count": 2, "error_text": None},
    ),
    (
        "login",
        "account",
        {
            "user_id": 2100345,
            "user_level": 1,
            "country": "Germany",
            "utc_offset": 8.0,
            "last_login_time": datetime(2026, 6, 4, 20, 31, 7),
            "latitude_text": None,
            "installer_enabled": True,
            "is_approved": False,
        },
    ),
    ("login.locked", "", {"success": False, "message": "507", "account": None}),
    ("login.wrong_password", "", {"success": False, "message": "502"}),
    (
        "plant_list",
        "sums",
        {
            "energy_today": 40.3,
            "energy_total": 5480.0,
            "current_power": 0.0,
            "co2_avoided_text": "2.19 T",
            "revenue_text": "1642.6",
            "has_storage": False,
        },
    ),
    ("plant_detail", "plant", {"plant_id": 1700001, "energy": 21.4, "name": "Demo Roof"}),
    (
        "plant_settings",
        "",
        {
            "plant_id": 1700001,
            "created": datetime(2024, 5, 12),
            "create_date": date(2024, 5, 12),
            "energy_price": 0.3,
            "currency": "EUR",
            "latitude": 48.0,
            "utc_offset": 1.0,
            "timezone": "GMT+1",
            "rated_power": 4600.0,
            "peak_power": 4.6,
            "country": "Germany",
            "alias": None,
        },
    ),
    (
        "plant_energy_data",
        "plant",
        {"created": None, "create_date": date(2024, 5, 12), "revenue_year_from_text": 0.0},
    ),
    (
        "plant_energy_data",
        "",
        {
            "energy_today": 21.4,
            "energy_month": 83.7,
            "energy_total": 2041.3,
            "current_power": 3158.2,
            "co2_avoided_total": 816.5,
            "tree_equivalent_total": 112.3,
        },
    ),
    ("plant_energy_data", "weather", {"temperature": 19.0, "condition": "Sunny"}),
    (
        "plant_info",
        "",
        {"energy_today": 21.4, "inverter_pv_power": 3158.0, "revenue_text": "6.42/€"},
    ),
    (
        "inverter_detail",
        "",
        {
            "device_sn": "INV0DEMO01",
            "energy_today": 17.8,
            "energy_total": 12345.6,
            "ac_power": 2498.7,
            "ac_voltage_l1": 231.4,
            "pv_power": 2591.9,
            "temperature": 44.7,
            "running_time": 21345.7,
            "time": datetime(2026, 6, 4, 21, 9, 11),
        },
    ),
    (
        "classic_inverter_info",
        "",
        {
            "device_sn": "INV0DEMO01",
            "on": True,
            "active_power_limit": 100.0,
            "grid_voltage_high_limit": 263.0,
            "grid_frequency_low_limit": 47.53,
            "rated_power": 3600.0,
            "lost": False,
            "utc_offset": 8.0,
            "last_update_time": datetime(2026, 6, 4, 21, 9, 11),
        },
    ),
    (
        "tlx_system_status",
        "",
        {
            "pv_power": 3190.0,
            "pv1_power": 1610.0,
            "pv1_voltage": 330.4,
            "ac_power": 1920.0,
            "export_power": 1500.0,
            "import_power": 0.0,
            "load_power": 420.0,
            "battery_soc": 68.0,
            "battery_charge_power": 1200.0,
            "rated_power": 4600.0,
            "ac_voltage_l1": 232.1,
            "grid_frequency": 49.98,
            "status": 6,
            "status_text": "tlx.status.operating",
            "inverter_status": -10,
            "meter_connected": False,
            "bms_battery_energy": 0.0,
        },
    ),
    (
        "tlx_energy_prod_cons",
        "",
        {
            "production_energy": 21.4,
            "export_energy": 9.6,
            "load_from_pv_energy": 5.6,
            "load_from_battery_energy": 3.1,
            "battery_discharge_energy_total": 470.8,
            "production_used_share": 55.1,
            "self_consumption_pv_share": 64.4,
            "series": None,
        },
    ),
    ("tlx_energy_prod_cons", "output", {"ac_power": 1920.0, "export_limit_power": 0.0}),
    ("tlx_energy_prod_cons.month", "", {"points": None, "production_energy": 21.4}),
    (
        "tlx_params",
        "device",
        {
            "model_number": 123456789012345678,
            "manufacturer": "PV Inverter",
            "bdc1_firmware_version": "-0",
            "last_update_time": datetime(2026, 6, 4, 21, 9, 40),
            "energy_total": 2041.300048828125,
            "plant_id": None,
            "settings": None,
            "utc_offset": 8.0,
        },
    ),
    (
        "tlx_all_settings",
        "",
        {
            "on": True,
            "ac_charge_enabled": False,
            "charge_power_limit": 100.0,
            "discharge_stop_soc": 10.0,
            "grid_voltage_high_limit": 253.0,
            "grid_frequency_low_limit": 47.65,
            "device_time": datetime(2026, 6, 4, 15, 10),
            "time_segment_1_start": time(0, 0),
            "time_segment_1_enabled": False,
            "arc_fault_detection_enabled": None,
            "pf_curve_1_load": None,
            "pf_curve_1_factor": 1.0,
            "qv_curve_delay": 10000.0,
            "rated_power": 4600.0,
            "year_slot_1": "0_0_0_0_0_0_0",
            "year_slot_2": None,
        },
    ),
    ("tlx_battery_info_detailed", "latest", {"battery_power": 1200.0, "battery_soc": 68.0}),
    ("tlx_battery_info", "", {"lost": False}),
    (
        "mix_info",
        "",
        {
            "battery_soc": 45.0,
            "battery_voltage": 51.9,
            "battery_discharge_power": 310.4,
            "pv_energy_total": 3434.0,
            "charging": False,
        },
    ),
    (
        "mix_totals",
        "",
        {
            "battery_charge_energy_today": 5.3,
            "battery_discharge_energy_total": 760.4,
            "export_energy_total": 1102.7,
            "load_energy_today": 11.8,
            "revenue_today": 5.6,
            "currency_sign": "€",
        },
    ),
    (
        "mix_system_status",
        "",
        {
            "battery_soc": 45.0,
            "pv_power": 570.0,
            "pv1_power": 568.4,
            "load_power": 880.0,
            "battery_discharge_power": 310.0,
            "rated_power": 6000.0,
            "ac_voltage_l1": 233.4,
            "status": 5,
            "status_text": "mix.status.normal",
        },
    ),
    (
        "mix_detail",
        "",
        {
            "production_energy": 18.9,
            "export_energy": 6.3,
            "import_energy": 1.5,
            "load_from_pv_energy": 6.2,
            "load_from_battery_energy": 4.1,
            "battery_discharge_energy_total": 760.4,
            "production_exported_share": 33.3,
            "self_consumption_pv_share": 60.2,
            "self_consumption_battery_share": 39.8,
        },
    ),
    (
        "dashboard_data",
        "",
        {
            "production_energy": 18.9,
            "import_energy": 2.9,
            "load_from_pv_energy": 6.2,
            "load_covered_share": 87.3,
            "self_consumption_pv_share": 60.2,
            "self_consumption_battery_share": 39.8,
            "power_unit": "kW",
        },
    ),
    (
        "noah_system_status",
        "latest",
        {
            "pv_power": 362.0,
            "ac_power": 150.0,
            "battery_charge_power": 212.0,
            "battery_soc": 63.0,
            "energy_total": 214.6,
            "revenue_total": 47.2,
            "energy_priority": 0,
        },
    ),
    (
        "get_mix_inverter_settings",
        "details.settings",
        {
            "last_update_time": datetime(2026, 6, 4, 21, 9, 18),
            "last_update_time_text": "Thu Jun 04 21:09:18 CST 2026",
            "float_charge_current_limit": 2.5,
            "battery_warning_voltage": 11.0,
            "rated_power": 10000.0,
            "utc_offset": 8.0,
            "safety_standard": "1b",
        },
    ),
    (
        "storage_params",
        "latest",
        {
            "battery_soc": 97.0,
            "battery_power": -56.0,
            "pv_power": 56.0,
            "status_text": "PV charge",
            "battery_charge_energy_today": 2.9,
            "time": datetime(2026, 6, 4, 21, 9, 45),
            "battery_voltage_text": "49.95 V",
        },
    ),
    (
        "storage_params",
        "device",
        {"last_update_time": datetime(2026, 6, 4, 21, 9, 45), "rated_apparent_power": 5000.0},
    ),
    (
        "noah_info",
        "details.settings",
        {
            "charge_stop_soc": 95.0,
            "discharge_stop_soc": 11.0,
            "default_power": 150.0,
            "energy_price": 0.22,
            "battery_sns": ["0NOABATT00000001"],
        },
    ),
    ("is_plant_noah_system", "plant", {"has_noah": True, "has_nexa": False}),
    ("update_tlx_inverter_setting", "", {"success": True, "message": "200"}),
    ("update_tlx_inverter_setting.out_of_range", "", {"success": False}),
]


@pytest.mark.parametrize(
    ("name", "inner", "values"), EXACT, ids=[f"{name}-{inner}" for name, inner, _ in EXACT]
)
def test_exact_values(name: str, inner: str, values: dict[str, Any]) -> None:
    record = answers(name)[0]
    for part in inner.split(".") if inner else []:
        record = getattr(record, part)
    assert {attribute: getattr(record, attribute) for attribute in values} == values


def test_lists_hold_records() -> None:
    storage, *_ = PlantInfo(answer("plant_info.with_devices")).devices or []
    assert (storage.family, storage.battery_soc, storage.present_power) == ("storage", 97.0, None)
    assert (storage.battery_charge_power, storage.status) == (56.0, 5)

    inverter, *_ = PlantInfo(answer("plant_info")).inverters or []
    assert (inverter.family, inverter.plant_id) == ("tlx", 1700001)
    assert (inverter.present_power, inverter.energy_today) == (3158.2, 21.4)
    assert inverter.battery_soc == 0.0

    [device] = [Device(row) for row in answer("device_list")]
    assert (device.device_sn, device.lost, device.is_parallel) == ("TLX0DEMO01", False, False)

    logger, *_ = PlantInfo(answer("plant_info")).dataloggers or []
    assert logger.update_interval == 5.0
    assert logger.last_update_time == datetime(2026, 6, 4, 21, 10, 3)
    assert logger.value_texts is not None
    assert logger.value_texts[3] == "5"

    plants = LoginReply(answer("login")).plants or Rows()
    assert (plants[0].plant_id, plants[0].name) == (1700001, "Demo Roof")


def test_curves_are_maps() -> None:
    curve = PlantCurve(answer("plant_detail")).curve
    assert curve is not None
    assert (curve["05:30"], curve["13:00"]) == (0.0, 4006.5)
    assert "01" in (PlantCurve(answer("plant_detail.month")).curve or {})

    power = TlxCurve(answer("tlx_data")).power_curve
    assert power is not None
    assert power["2026-06-04 13:00"] == 4006.5

    points = TlxProductionConsumption(answer("tlx_energy_prod_cons")).points
    assert points is not None
    assert len(points) == 288
    assert points["00:05"].import_power == 280.0
    assert points["00:05"].load_power == 280.0

    series = TlxProductionConsumption(answer("tlx_energy_prod_cons.month")).series
    assert series is not None
    assert series.date == "2026-06"
    assert series.production_energies is not None
    assert series.production_energies[:2] == [88.2, 140.6]

    mix = MixProductionConsumption(answer("mix_detail")).points
    assert mix is not None
    assert (mix["00:10"].import_power, mix["00:10"].pv_power) == (320.0, 0.0)

    dashboard = Dashboard(answer("dashboard_data"))
    assert dashboard.points is not None
    assert dashboard.points["00:05"].load_power == 310.0

    offered = TlxEnabledSettings(answer("tlx_enabled_settings")).offered
    assert offered is not None
    assert (offered["ac_charge"], offered["tlx_on_off"]) == (True, False)


def test_odd_lists_and_maps() -> None:
    assert PlantCurve({"data": {}}).curve is None
    assert PlantCurve({"data": {"01": "null", "02": "1.5"}}).curve == {"02": 1.5}
    assert PlantCurve({"data": ["1"]}).curve is None
    assert TlxProductionConsumption({"chartData": {"00:05": {}}}).points == {"00:05": {}}
    assert TlxProductionConsumption({"chartData": {"00:05": {}}}).series is None
    assert TlxProductionConsumption({"chartData": {"date": "2026-06", "eac": [1]}}).points is None
    series = TlxProductionConsumption({"chartData": {"eac": [1, "2", None, "x"]}}).series
    assert series is not None
    assert series.ac_energies == [1.0, 2.0, None, None]


@pytest.mark.parametrize(
    ("record", "name", "keys"),
    [
        (TlxEnergy, "resent", ("again", "isAgain")),
        (TlxEnergy, "line_voltage_l1_l2", ("vacRs", "vacrs")),
        (TlxSystemStatus, "ac_voltage_l1", ("vac1", "vAc1")),
        (MixInfo, "battery_soc", ("soc", "capacity")),
        (Device, "battery_soc", ("capacity", "bdc1Soc")),
        (Device, "present_power", ("power", "powerStr")),
        (PlantEnergyData, "energy_today", ("todayValue", "todayStr")),
        (MixProductionConsumption, "load_from_pv_energy", ("eChargeToday", "photovoltaic")),
    ],
)
def test_one_value_under_two_keys(record: type[Record], name: str, keys: tuple[str, str]) -> None:
    assert keys_of(record.fields[name]) == keys
    assert getattr(record({keys[0]: "1"}), name) == getattr(record({keys[1]: "1"}), name)
    assert getattr(record({keys[0]: "1", keys[1]: "0"}), name) == 1
    assert getattr(record({keys[0]: "", keys[1]: "0"}), name) == 0


# --- anything may come ---------------------------------------------------------------------------

JAVA_DATE = {"year": 122, "month": 3, "date": 9, "hours": 14, "minutes": 52, "seconds": 39}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -(10**400), 2**63, -0.0, float("nan"), float("inf")]),
    st.floats(-1.7e308, 1.7e308),
    st.text(max_size=30),
    st.from_regex(r"[-+]?[0-9]{0,5}[.:,-]?[0-9]{0,5}([eE][0-9]{1,2})? ?[kMVWh%A°]{0,3}"),
    st.sampled_from(["", "null", "\0\0", "nan", "1e999", "24:99", "11:187", "2022-02-31 10:00:00"]),
    st.sampled_from(["9" * 5000, "-" + "9" * 5000, "1.7e308", "1.7e308 kW"]),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?", fullmatch=True),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*JAVA_DATE, "time", "x"]), inner, max_size=8),
        st.fixed_dictionaries(dict.fromkeys(JAVA_DATE, inner)),
    ),
    max_leaves=10,
)
TYPES: dict[str, tuple[type, ...]] = {
    "number_parser.<locals>.parse": (float,),
    "integer_parser.<locals>.parse": (int,),
    "_Reader.parse": (int,),
    "parse_text": (str,),
    "parse_flag": (bool,),
    "parse_datetime": (datetime,),
    "parse_day": (date,),
    "parse_clock": (time,),
    "parse_java_date": (datetime,),
    "parse_java_calendar": (datetime,),
    "raw.<locals>.<lambda>": (object,),
    "nested.<locals>.parse": (Record,),
    "nested_lists.<locals>.parse": (Record,),
    "rows.<locals>.parse": (list,),
    "_list_parser.<locals>.parse_list": (list,),
    "_map_parser.<locals>.parse_map": (dict,),
}


def sort_of(row: Field[Any]) -> str:
    return row.parse.__qualname__


@pytest.mark.parametrize("record", CLASSES, ids=lambda record: record.__name__)
@settings(deadline=None, max_examples=10)
@example(10**4000)
@given(value=ANYTHING)
def test_any_value_under_any_key(record: type[Record], value: Any) -> None:
    sent = record({key: value for row in record.fields.values() for key in keys_of(row)})
    for name, row in record.fields.items():
        read = row.read(sent)
        types = TYPES[sort_of(row)]
        if types != (object,):
            assert read is None or isinstance(read, types), name
            assert not isinstance(read, bool) or types == (bool,), name
            assert not isinstance(read, float) or isfinite(read), name


def test_records_read_through_their_envelopes() -> None:
    latest = NoahStatusAnswer(answer("noah_system_status")).latest
    assert latest is not None
    assert latest.plant_id is not None
    assert NoahInfo(answer("noah_info")).result == 1
    two = InverterDetailTwo(answer("inverter_detail_two")).latest
    assert two is not None
    assert (two.energy_today, two.energy_total) == (17.8, 12345.6)
    assert (two.grid_frequency, two.ac_current_l1) == (49.98, 10.8)
    detail = InverterEnergy(answer("inverter_detail"))
    assert detail.energy_total == answer("inverter_detail")["powerTotal"]
    assert detail.ac_voltage_l1 == answer("inverter_detail")["vacr"]
    tlx = TlxDetail(answer("tlx_detail")).latest
    assert tlx is not None
    assert tlx.pv_power == answer("tlx_detail")["data"]["ppv"]
    battery = TlxBatteryDetail(answer("tlx_battery_info_detailed")).latest
    assert battery is not None
    assert battery.battery_discharge_energy_total == 470.8
    settings_of_mix = MixSettingsAnswer(answer("get_mix_inverter_settings")).details
    assert settings_of_mix is not None
    assert settings_of_mix.settings is not None
    assert StorageDetail(answer("storage_detail")).load_share is not None
    assert StorageParams(answer("storage_params")).model_name == "SPF 5000 ES"
