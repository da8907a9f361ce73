"""The simulator's answers have the keys and types of the vendor's examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import MIN_PLANT, SPH_PLANT, Call
from .shapes import differences

CAPTURES = Path(__file__).parents[1] / "captures" / "v1"
DAY = {"start_date": "2026-06-15", "end_date": "2026-06-15"}

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
    "min_details": ("GET", "device/tlx/tlx_data_info", {"device_sn": "SIMMIN0001"}),
    "min_settings": ("GET", "device/tlx/tlx_set_info", {"device_sn": "SIMMIN0001"}),
    "min_last_data": ("POST", "device/tlx/tlx_last_data", {"tlx_sn": "SIMMIN0001"}),
    "min_last_data_batch": (
        "POST",
        "device/tlx/tlxs_data",
        {"tlxs": "SIMMIN0001", "pageNum": 1},
    ),
    "min_history": ("POST", "device/tlx/tlx_data", {"tlx_sn": "SIMMIN0001", **DAY}),
    "min_setting_read": (
        "POST",
        "readMinParam",
        {"device_sn": "SIMMIN0001", "paramId": "ac_charge", "startAddr": 0, "endAddr": 0},
    ),
    "min_setting_write": (
        "POST",
        "tlxSet",
        {"tlx_sn": "SIMMIN0001", "type": "ac_charge", "param1": 1},
    ),
    "sph_details": ("GET", "device/mix/mix_data_info", {"device_sn": "SIMSPH0001"}),
    "sph_last_data": ("POST", "device/mix/mix_last_data", {"mix_sn": "SIMSPH0001"}),
    "sph_last_data_batch": (
        "POST",
        "device/mix/mixs_data",
        {"mixs": "SIMSPH0001", "pageNum": 1},
    ),
    "sph_history": ("POST", "device/mix/mix_data", {"mix_sn": "SIMSPH0001", **DAY}),
    "sph_setting_read": (
        "POST",
        "readMixParam",
        {"device_sn": "SIMSPH0001", "paramId": "pv_on_off", "startAddr": 0, "endAddr": 0},
    ),
    "sph_setting_write": (
        "POST",
        "mixSet",
        {"mix_sn": "SIMSPH0001", "type": "pv_on_off", "param1": 1},
    ),
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
}


def example(name: str) -> Any:
    text = (CAPTURES / f"{name}.json").read_text("utf-8")
    # in a batch the serial number is a key
    for family in ("MIN", "SPH"):
        text = text.replace(f"TST{family}0001", f"SIM{family}0001")
    return json.loads(text)


@pytest.mark.parametrize("name", [path.stem for path in sorted(CAPTURES.glob("*.json"))])
def test_answer_has_the_shape_of_the_example(name: str, call: Call) -> None:
    if name not in CALLS:
        pytest.skip(f"{name} is not simulated")
    method, path, params = CALLS[name]
    found = [
        difference
        for difference in differences(example(name), call(method, path, **params))
        if difference.split(":")[0] not in EXTRA
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
