"""Every V4 operation with arguments that the simulated cloud accepts, and its result."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import time
from typing import Any, NamedTuple

from growattServer import OpenApiV4, Rows
from growattServer.open_api_v4 import records
from growattServer.open_api_v4.noah_app import NoahAppOperations

START = "2026-06-15T12:00:00+02:00"
DAY = "2026-06-15"
MIN, SPH, NOAH = "SIMMIN0001", "SIMSPH0001", "SIMNOA0001"
PERIODS = [
    {"percentage": 95, "startTime": 0, "endTime": 300},
    {"percentage": -60, "startTime": 301, "endTime": 720},
]
SERIALS = {
    "min": MIN,
    "sph": SPH,
    "spa": "SIMSPA0001",
    "inv": "SIMINV0001",
    "storage": "SIMSPF0001",
    "noah": NOAH,
}
"""The devices of the simulated world by the words of V4."""


class Case(NamedTuple):
    """One operation: its arguments, the path and form that it sends, the type of its result."""

    arguments: tuple[Any, ...]
    path: str
    form: Mapping[str, str]
    returns: type
    writes: bool = False


def _min(**more: str) -> dict[str, str]:
    return {"deviceSn": MIN, "deviceType": "min", **more}


def _noah(**more: str) -> dict[str, str]:
    return {"deviceSn": NOAH, "deviceType": "noah", **more}


_NOTHING = type(None)
_INVERTER = (
    '{"deviceId":"INV1","deviceModel":"HM-1500","brandsName":"Hoymiles","modelId":"0x0207",'
    '"type":0}'
)
_SCHEDULE = (
    '[{"percentage":95,"startTime":0,"endTime":300},'
    '{"percentage":-60,"startTime":301,"endTime":720}]'
)
CASES: Mapping[str, Case] = {
    "devices": Case((), "queryDeviceList", {"page": "1"}, Rows),
    "info": Case(([MIN], "min"), "queryDeviceInfo", _min(), dict),
    "latest": Case(([MIN], "min"), "queryLastData", _min(), dict),
    "history": Case((MIN, "min", DAY), "queryHistoricalData", _min(date=DAY), Rows),
    "history_of_many": Case(
        ([MIN], "min", DAY), "queryDevicesHistoricalData", _min(date=DAY), dict
    ),
    "high_frequency": Case((MIN, "min"), "queryDfcData", _min(), records.HighFrequencyReading),
    "model": Case((MIN, "min"), "queryDeviceInfoParam", _min(), records.DeviceModel),
    "signal_strength": Case((MIN, "min"), "getWiFiSignalByDevice", _min(), int),
    "set_on": Case((MIN, "min", True), "setOnOrOff", _min(value="1"), _NOTHING, True),
    "set_active_power": Case((MIN, "min", 80), "setPower", _min(value="80"), _NOTHING, True),
    "read_active_power": Case((MIN, "min"), "readPower", _min(), float),
    "read_vpp": Case(
        (MIN, "min", "remote_power"), "readVppParameter", _min(setType="set_param_27"), float
    ),
    "read_vpp_schedule": Case((MIN, "min"), "readVppParameter", _min(setType="set_param_34"), Rows),
    "set_vpp": Case(
        (MIN, "min", "schedule", PERIODS),
        "setVppParameter",
        _min(setType="set_param_34", value=_SCHEDULE),
        _NOTHING,
        True,
    ),
    "set_vpp_newer": Case(
        (MIN, "min", "set_param_27", -50),
        "setNewVppParameter",
        _min(setType="set_param_27", value="-50"),
        _NOTHING,
        True,
    ),
    "clear_vpp_schedule": Case(
        (MIN, "min"), "removeVppTimePeriod", _min(setType="set_param_34"), _NOTHING, True
    ),
    "set_noah_charge_limit": Case((NOAH, 90), "setHighLimitSoc", _noah(value="90"), _NOTHING, True),
    "set_noah_discharge_limit": Case(
        (NOAH, 20), "setLowLimitSoc", _noah(value="20"), _NOTHING, True
    ),
    "set_noah_grid_charging": Case((NOAH, True), "setGridCharge", _noah(value="1"), _NOTHING, True),
    "set_noah_off_grid": Case((NOAH, False), "setOffGrid", _noah(value="0"), _NOTHING, True),
    "set_noah_time_segment": Case(
        (NOAH, 3, time(6, 5), "22:30", 1, 400),
        "setTimeSegment",
        _noah(type="3", startTime="06:05", endTime="22:30", mode="1", power="400", enable="1"),
        _NOTHING,
        True,
    ),
    "read_noah_time_segments": Case((NOAH,), "queryDeviceInfo", _noah(), Rows),
    "pair_noah": Case(
        (NOAH, "Hoymiles", "HM-1500", "0x0207", "INV1"),
        "setDevice",
        _noah(value=_INVERTER),
        _NOTHING,
        True,
    ),
}

_ALL = {name for name, member in inspect.getmembers(OpenApiV4) if hasattr(member, "flow")}
LIVE_OPERATIONS = {name for name in _ALL if name in vars(NoahAppOperations)}
"""The calls of the app, which are no part of V4 and have to be asked for."""
# it asks no server
OPERATIONS = _ALL - LIVE_OPERATIONS - {"budget"}
