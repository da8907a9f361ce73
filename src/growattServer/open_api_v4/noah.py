"""The settings of a NOAH."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

from ..arguments import quoted, required_switch, whole
from ..exceptions import GrowattParameterError
from ..open_api_v1.checks import required, time_of_day, whole_number
from ..open_api_v1.endpoints import Endpoint
from ..operation import operation
from ..rows import Rows
from ..wire import Flow
from .calls import V4Calls, serial_number, write
from .controls import NOAH_MOST_WATTS
from .endpoints import (
    SET_DEVICE,
    SET_GRID_CHARGE,
    SET_HIGH_SOC,
    SET_LOW_SOC,
    SET_OFF_GRID,
    SET_TIME_SEGMENT,
)
from .families import family_of
from .records import NoahSegment
from .settings import info_bean

SEGMENTS = 9
MODES = {0: "load first", 1: "battery first", 2: "smart"}
"""The vendor documents 0 and 1; 2 comes from a public client."""


class NoahOperations(V4Calls):
    """The calls that write settings of a NOAH or NEXA, and its segments read back."""

    @operation
    def set_noah_charge_limit(self, device_sn: str, percent: int) -> Flow[None]:
        """Set the level where charging stops, 0 to 100 %; `info` shows it."""
        return _set(self, SET_HIGH_SOC, device_sn, whole_number("percent", percent, 0, 100))

    @operation
    def set_noah_discharge_limit(self, device_sn: str, percent: int) -> Flow[None]:
        """Set the level where discharging stops, 0 to 100 %; `info` shows it."""
        return _set(self, SET_LOW_SOC, device_sn, whole_number("percent", percent, 0, 100))

    @operation
    def set_noah_grid_charging(self, device_sn: str, allowed: bool) -> Flow[None]:
        """Allow or forbid charging from the grid."""
        return _set(self, SET_GRID_CHARGE, device_sn, int(required_switch("allowed", allowed)))

    @operation
    def set_noah_off_grid(self, device_sn: str, on: bool) -> Flow[None]:
        """Switch the off-grid output on or off."""
        return _set(self, SET_OFF_GRID, device_sn, int(required_switch("on", on)))

    @operation
    def set_noah_time_segment(
        self,
        device_sn: str,
        segment: int,
        start_time: time | str,
        end_time: time | str,
        mode: int = 0,
        power: int = 0,
        enabled: bool = True,
    ) -> Flow[None]:
        """Set one of nine time segments: mode 0 load first, 1 battery first, 2 smart; power in W.

        Mode 2 is not in the vendor's documentation. A segment does not go over midnight.
        """
        start, end = time_of_day("start_time", start_time), time_of_day("end_time", end_time)
        if end <= start:
            raise GrowattParameterError(
                f"end_time {end:%H:%M} is not after start_time {start:%H:%M}; "
                "split a segment that goes over midnight"
            )
        values = {
            "type": str(whole_number("segment", segment, 1, SEGMENTS)),
            "startTime": f"{start:%H:%M}",
            "endTime": f"{end:%H:%M}",
            "mode": str(_mode(mode)),
            "power": str(whole_number("power", power, 0, NOAH_MOST_WATTS)),
            "enable": str(int(required_switch("enabled", enabled))),
        }
        return write(self, SET_TIME_SEGMENT, {**_noah(device_sn), **values})

    @operation
    def read_noah_time_segments(self, device_sn: str) -> Flow[Rows[NoahSegment]]:
        """The nine time segments, as `info` shows them: one call in 5 minutes with it."""
        return _segments(self, serial_number(device_sn))

    @operation
    def pair_noah(
        self, device_sn: str, brand: str, model: str, model_id: str, inverter_sn: str = ""
    ) -> Flow[None]:
        """Tell a NOAH which inverter stands behind it, by the vendor's list of brands and models.

        Two rows of that list are known: Hoymiles, HM-1500, 0x0207, and Growatt, NEO 2000M-X2,
        0x0105. Nobody has reported to have made this call.
        """
        inverter = {
            "deviceId": str(inverter_sn).strip(),
            "deviceModel": required("model", model),
            "brandsName": required("brand", brand),
            "modelId": required("model_id", model_id),
            "type": 0,
        }
        return _set(self, SET_DEVICE, device_sn, json.dumps(inverter, separators=(",", ":")))


def _noah(device_sn: str) -> dict[str, str]:
    return {"deviceSn": serial_number(device_sn), "deviceType": "noah"}


def _set(api: V4Calls, endpoint: Endpoint, device_sn: str, value: Any) -> Flow[None]:
    return write(api, endpoint, {**_noah(device_sn), "value": value})


def _mode(mode: Any) -> int:
    found = whole(mode)
    if found not in MODES:
        raise GrowattParameterError(f"mode is 0, 1 or 2, not {quoted(mode)}")
    return found


def _segments(api: V4Calls, device_sn: str) -> Flow[Rows[NoahSegment]]:
    bean, age = yield from info_bean(api, device_sn, family_of("noah"))
    return Rows(_segment(number, bean) for number in range(1, SEGMENTS + 1)).aged(age)


def _segment(number: int, bean: dict[str, Any]) -> NoahSegment:
    keys = ("Start", "End", "Mode", "Power", "Enable")
    return NoahSegment({"segment": number, **{key: bean.get(f"time{number}{key}") for key in keys}})
