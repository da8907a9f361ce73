"""Every call of V4 that is simulated: its path, who answers, and its pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..asking import Body, Params
from ..families.base import FIVE_MINUTES
from ..scene import Scene
from . import controls, readings
from .controls import of_noah, written

FIVE_SECONDS = 5.0


class V4Call(NamedTuple):
    """One call. What the vendor counts by is not told: here by device, and settings by token."""

    path: str
    answer: Callable[[Scene, Params], Body]
    every_s: float = FIVE_SECONDS
    subject: str = ""
    every_s_of: Mapping[str, float] = MappingProxyType({})


def _seldom(path: str, answer: Callable[[Scene, Params], Body]) -> V4Call:
    return V4Call(path, answer, FIVE_MINUTES, "deviceSn")


CALLS = (
    V4Call("queryDeviceList", readings.device_list),
    _seldom("queryDeviceInfo", readings.device_info),
    _seldom("queryLastData", readings.last_data)._replace(every_s_of={"noah": 60.0}),
    _seldom("queryHistoricalData", readings.historical_data),
    _seldom("queryDevicesHistoricalData", readings.devices_historical_data),
    # the vendor names no pace for these two
    V4Call("queryDfcData", readings.high_frequency, 0.0),
    V4Call("queryDeviceInfoParam", readings.device_model, 0.0),
    V4Call("getWiFiSignalByDevice", readings.signal),
    V4Call("setOnOrOff", written(controls.set_on_or_off)),
    V4Call("setPower", written(controls.set_power)),
    V4Call("readPower", controls.read_power),
    V4Call("readVppParameter", controls.read_vpp),
    V4Call("setVppParameter", written(controls.set_vpp)),
    V4Call("setNewVppParameter", written(controls.set_vpp)),
    V4Call("removeVppTimePeriod", written(controls.remove_vpp)),
    V4Call("setHighLimitSoc", of_noah(controls.set_high_soc)),
    V4Call("setLowLimitSoc", of_noah(controls.set_low_soc)),
    V4Call("setTimeSegment", of_noah(controls.set_time_segment)),
    V4Call("setDevice", of_noah(controls.pair)),
    V4Call("setGridCharge", of_noah(controls.set_grid_charge)),
    V4Call("setOffGrid", of_noah(controls.set_off_grid)),
)
