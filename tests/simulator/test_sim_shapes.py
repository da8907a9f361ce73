"""The simulator's answers have the keys and types of the vendor's examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from growattServer.simulator import Simulator
from growattServer.simulator.families import TOKEN_FAMILIES
from growattServer.simulator.families.base import TokenFamily
from growattServer.simulator.logger_calls import check_code

from .conftest import (
    EVERY_FAMILY,
    MIN_PLANT,
    PATHS,
    SPH_PLANT,
    WRITES,
    Call,
    serial_of,
    written,
)
from .shapes import differences

CAPTURES = Path(__file__).parents[1] / "captures" / "v1"
OWNER, BOOST = 7000001, "SIMGRB0001"
LOGGER = {"datalog_sn": "SIMLOG0001"}
DAY = {"start_date": "2026-06-15", "end_date": "2026-06-15"}


def calls_of(family: TokenFamily) -> Iterator[tuple[str, tuple[str, str, dict[str, Any]]]]:
    """Every call of a family, by the name of its example, at its documented path."""
    serial_number, switch = serial_of(family), family.table.power_switch
    named = {family.serial_key: serial_number}
    by_device = {"device_sn": serial_number}
    params: dict[str, dict[str, Any]] = {
        "details": by_device,
        "settings": by_device,
        "last_data": named,
        "last_data_batch": {family.batch_key: serial_number, "pageNum": 1},
        "history": {**named, **DAY},
        "alarms": named,
        "setting_read": {**by_device, "paramId": switch, "startAddr": 0, "endAddr": 0},
    }
    if family.name in WRITES:
        params["setting_write"] = written(family, switch, 1)
    for name, path in PATHS.items():
        owner, _, call = name.partition("_")
        if owner == family.name and call != "add":
            yield name, (*path, params[call])


CALLS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "plant_list": ("GET", "plant/list", {}),
    "plant_details": ("GET", "plant/details", {"plant_id": MIN_PLANT}),
    "plant_data": ("GET", "plant/data", {"plant_id": MIN_PLANT}),
    "plant_energy": (
        "GET",
        "plant/energy",
        {"plant_id": MIN_PLANT, "time_unit": "day", **DAY},
    ),
    "plant_power": ("GET", "plant/power", {"plant_id": MIN_PLANT, "date": "2026-06-15"}),
    "device_list": ("GET", "device/list", {"plant_id": MIN_PLANT}),
    "plant_by_device": ("POST", "plant/sn_plant", {"device_sn": "SIMMIN0001"}),
    "device_datalogger": ("POST", "device/sn_datalog", {"device_sn": "SIMMIN0001"}),
    "device_check_sn": ("GET", "device/check/sn", {"dataloggerSn": "SIMMIN0001"}),
    "datalogger_list": ("GET", "device/datalogger/list", {"plant_id": MIN_PLANT}),
    "datalogger_add": (
        "POST",
        "device/datalogger/add",
        {"plant_id": MIN_PLANT, "sn": "SIMLOG0077", "c_user_id": OWNER},
    ),
    "datalogger_delete": (
        "POST",
        "device/datalogger/delete",
        {"plant_id": MIN_PLANT, "sn": "SIMLOG0001"},
    ),
    "datalogger_validate": (
        "POST",
        "device/datalogger/validate",
        {"datalogSn": "SIMLOG0077", "valiCode": check_code("SIMLOG0077")},
    ),
    "device_day_energy": (
        "GET",
        "device/inverter/day_energy",
        {"device_sn": "SIMMIN0001", "date": "2026-06-14"},
    ),
    "device_create_date": (
        "POST",
        "device/all/create_date",
        {"devices": "SIMMIN0001", "pageNum": 1},
    ),
    "device_add": (
        "POST",
        "device/sn/add",
        {"plant_id": MIN_PLANT, "sn": "SIMMIN0077", "c_user_id": OWNER},
    ),
    "storage_add": (
        "POST",
        "device/storage/add",
        {"plant_id": MIN_PLANT, "sn": "SIMSPF0077", "c_user_id": OWNER},
    ),
    "user_list": ("GET", "user/c_user_list", {}),
    "user_check": ("POST", "user/check_user", {"user_name": "anna"}),
    "user_register": (
        "POST",
        "user/user_register",
        {
            "user_name": "anna",
            "user_password": "Pass-Word-77",
            "user_email": "anna@example.com",
            "user_type": 1,
            "user_country": "Germany",
        },
    ),
    "user_modify": ("POST", "user/modify", {"c_user_id": OWNER, "mobile": "1"}),
    "plant_list_by_user": ("POST", "plant/user_plant_list", {"user_name": "demo"}),
    "plant_add": ("POST", "plant/add", {"c_user_id": OWNER, "name": "Barn", "peak_power": 9.9}),
    "plant_modify": (
        "POST",
        "plant/modify",
        {"c_user_id": OWNER, "plant_id": MIN_PLANT, "name": "Barn", "peak_power": 9.9},
    ),
    "plant_delete": ("POST", "plant/delete", {"plant_id": MIN_PLANT}),
    "vpp_soc": ("POST", "device/vpp/getSocData", {"vppSn": "SIMMIN0001"}),
    "vpp_write": (
        "POST",
        "vppRemoteSetNew",
        {"vppSn": "SIMMIN0001", "time": 720, "percentage": 50},
    ),
    "vpp_write_periods": (
        "POST",
        "vppSetNew",
        {
            "vppSn": "SIMMIN0001",
            "timePeriods": '[{"percentage": 60, "startTime": 60, "endTime": 300}]',
        },
    ),
    "groboost_details": ("GET", "device/boost/boost_data_info", {"device_sn": BOOST}),
    "groboost_last_data": ("POST", "device/boost/boost_last_data", {"boost_sn": BOOST}),
    "groboost_last_data_batch": (
        "POST",
        "device/boost/boosts_data",
        {"boosts": BOOST, "pageNum": 1},
    ),
    "groboost_history": ("POST", "device/boost/boost_data", {"boost_sn": BOOST, **DAY}),
    "meter_list": ("GET", "device/ammeter/meter_list", LOGGER),
    "meter_last_data": ("GET", "device/ammeter/meter_last_data", {**LOGGER, "address": 1}),
    "meter_history": ("GET", "device/ammeter/meter_data", {**LOGGER, "address": 1, **DAY}),
    "env_sensor_list": ("GET", "device/env/env_list", LOGGER),
    "env_sensor_last_data": ("GET", "device/env/env_last_data", {**LOGGER, "address": 2}),
    "env_sensor_history": ("GET", "device/env/env_data", {**LOGGER, "address": 2, **DAY}),
    **{name: asked for family in TOKEN_FAMILIES.values() for name, asked in calls_of(family)},
}

# Documented for these answers, needed to see what was written, absent from the example.
EXTRA = {
    "$.data.wchargeSOCLowLimit",
    "$.data.ubAcChargingStopSOC",
    "$.data.onGridDischargeStopSOC",
    "$.data.tlxSetbean.wchargeSOCLowLimit",
    "$.data.tlxSetbean.ubAcChargingStopSOC",
    "$.data.tlxSetbean.onGridDischargeStopSOC",
    "$.data.loadFirstStopSocSet",
    *(f"$.data.{key}" for key in ("onOff", "activeRate", "pvPfCmdMemoryState", "pf")),
}
# No plant of this world has a picture.
NOT_HERE = {"$.data.plant.image_url: str in the example, NoneType here"}


def example(name: str) -> Any:
    text = (CAPTURES / f"{name}.json").read_text("utf-8")
    # in a batch the serial number is a key
    for family in TOKEN_FAMILIES.values():
        serial_number = serial_of(family)
        text = text.replace(serial_number.replace("SIM", "TST"), serial_number)
    return json.loads(text.replace("TSTGRB0001", BOOST))


@EVERY_FAMILY
@pytest.mark.parametrize("name", [path.stem for path in sorted(CAPTURES.glob("*.json"))])
def test_answer_has_the_shape_of_the_example(name: str, sim: Simulator, call: Call) -> None:
    if name not in CALLS:
        pytest.skip(f"{name} is not simulated")
    method, path, params = CALLS[name]
    if name.endswith("_alarms"):
        alarm = example(name)["data"]["alarms"][0]
        ends = sim.clock()["now"]
        for serial_number in params.values():
            sim.add_alarm(serial_number, alarm["alarm_code"], start=ends, end=ends)
    found = [
        difference
        for difference in differences(example(name), call(method, path, **params))
        if difference.split(":")[0] not in EXTRA and difference not in NOT_HERE
    ]
    assert found == []


def test_every_simulated_answer_has_an_example() -> None:
    assert all((CAPTURES / f"{name}.json").exists() for name in CALLS)


def test_meter_row_is_the_poor_one_of_the_example(call: Call) -> None:
    rows = call("GET", "device/list", plant_id=SPH_PLANT)["data"]["devices"]
    assert list(differences(example("device_list")["data"]["devices"][2], rows[-1])) == []
    assert rows[-1]["device_sn"] == "AMMETER"


def test_comparer_sees_missing_and_additional_keys() -> None:
    found = list(differences({"a": {"b": 1}}, {"a": {"c": 1}}))
    assert found == ["$.a.b: missing here", "$.a.c: not in the example"]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [(1, "1"), ("1", 1), (True, 1), (1, None), (None, 0), ({}, []), ([1], []), ([{"a": 1}], [{}])],
)
def test_comparer_sees_another_type(theirs: Any, ours: Any) -> None:
    assert list(differences(theirs, ours))


def test_comparer_takes_a_whole_float_for_a_number() -> None:
    assert list(differences({"a": 1, "b": 2.5, "c": []}, {"a": 1.5, "b": 2, "c": [1]})) == []
