"""The calls of virtual power plants: an operator asks a battery and gives it orders."""

from __future__ import annotations

import json
import re
from typing import Any

from .asking import Body, Params
from .device import Device
from .errors import VendorError
from .families import TOKEN_FAMILIES
from .java import plain
from .numbers import is_number
from .orders import Order
from .scene import Scene

_MINUTES = 1440


def _battery(scene: Scene, params: Params, empty: int, unknown: int) -> Device:
    serial_number = params.get("vppSn", "").strip()
    if serial_number == "":
        raise VendorError(empty, "error_device_sn_is_empty")
    device = scene.device(serial_number)
    if device is None or device.family not in TOKEN_FAMILIES:
        raise VendorError(unknown, "error_device_not_exist")
    if not device.hardware.battery_capacity_wh:
        raise VendorError(unknown, "error_device_not_exist")
    return device


def vpp_soc(scene: Scene, params: Params) -> Body:
    """How full the battery is; it stands beside the code."""
    device = _battery(scene, params, empty=10003, unknown=10002)
    soc = plain(device.soc_percent(device.latest(scene.now)), 0)
    names = {"dataLogSn": device.datalogger_sn, "sn": device.serial_number}
    return {"error_code": 0, "error_msg": "", "soc": soc, **names}


def vpp_write(scene: Scene, params: Params) -> Body:
    """One order, from a minute of today until midnight; 0 % ends what there is."""
    device = _reached(scene, params)
    start = _whole(params.get("time", ""), 0, _MINUTES)
    percent = _whole(params.get("percentage", ""), -100, 100)
    device.order(scene.now, device.orders, (Order(start, _MINUTES, percent),))
    return _done()


def vpp_write_periods(scene: Scene, params: Params) -> Body:
    """The orders of every day, in place of those before."""
    device = _reached(scene, params)
    text = params.get("timePeriods", "").strip()
    if text == "":
        raise VendorError(10004, "error_time_periods_is_empty")
    device.order(scene.now, tuple(map(_order, _periods(text))), device.orders_today)
    return _done()


def _reached(scene: Scene, params: Params) -> Device:
    device = _battery(scene, params, empty=10004, unknown=10012)
    if not device.reachable:
        raise VendorError(10005, "error_datalogger_offline")
    return device


def _done() -> Body:
    return {"error_code": 0, "error_msg": "", "data": "0"}


def _odd() -> VendorError:
    return VendorError(10008, "error_param_out_of_range")


def _whole(text: str, low: int, high: int) -> int:
    if text.strip() == "":
        raise VendorError(10007, "error_param_value_empty")
    if not re.fullmatch(r"-?\d{1,4}", text.strip()) or not low <= int(text) <= high:
        raise _odd()
    return int(text)


def _periods(text: str) -> list[Any]:
    try:
        periods = json.loads(text)
    except (ValueError, RecursionError):
        raise _odd() from None
    if not isinstance(periods, list):
        raise _odd()
    if not periods:
        raise VendorError(10004, "error_time_periods_is_empty")
    return periods


def _order(period: Any) -> Order:
    if not isinstance(period, dict):
        raise _odd()
    names = ("startTime", "endTime", "percentage")
    if any(name not in period for name in names):
        raise VendorError(10007, "error_param_value_empty")
    values = [period[name] for name in names]
    if not all(is_number(value) and value == int(value) for value in values):
        raise _odd()
    start, end, percent = map(int, values)
    if not (0 <= start < end <= _MINUTES and -100 <= percent <= 100):
        raise _odd()
    return Order(start, end, percent)
