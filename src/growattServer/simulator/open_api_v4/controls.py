"""The calls of V4 that write, and those that ask the device itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from ..asking import Body, Params
from ..device import Device
from ..errors import VendorError
from ..families import FAMILIES
from ..scene import Scene
from . import vpp
from .asking import WRONG_TYPE, is_noah, reachable_device_of
from .dialect import RefusedError

_ACTIVE_POWER = "pv_active_p_rate"
_WRITTEN: Body = {"code": 0, "data": None, "message": "PARAMETER_SETTING_SUCCESSFUL"}
_VPP_TYPES = frozenset({"sph", "spa", "min", "wit"})
_SWITCH = "set_param_2"

Write = Callable[[Scene, Params, Device], None]


def failed() -> VendorError:
    """The setting was not taken."""
    return RefusedError(6, "PARAMETER_SETTING_FAILED")


def whole(text: str, low: int, high: int) -> int:
    """A whole number between two ends, or the refusal of a setting."""
    if not re.fullmatch(r"-?\d{1,6}", text.strip()) or not low <= int(text) <= high:
        raise failed()
    return int(text)


def written(write: Write) -> Callable[[Scene, Params], Body]:
    """A call that writes to one device."""

    def answer(scene: Scene, params: Params) -> Body:
        write(scene, params, reachable_device_of(scene, params))
        return dict(_WRITTEN)

    return answer


def read(data: Any) -> Body:
    """What a device has answered, in the words of these calls."""
    return {"code": 0, "data": data, "message": "success"}


def set_on_or_off(scene: Scene, params: Params, device: Device) -> None:
    """Switch a device."""
    table = FAMILIES[device.family].table
    if is_noah(device):
        raise RefusedError(WRONG_TYPE)
    if table.power_switch not in table.settings:
        raise failed()
    value = str(whole(params.get("value", ""), 0, 1))
    table.put(device, table.power_switch, (value,), scene.now)


def set_power(scene: Scene, params: Params, device: Device) -> None:
    """A share of the rated power; of a NOAH its output in W."""
    table = FAMILIES[device.family].table
    if is_noah(device):
        watts = str(whole(params.get("value", ""), 0, 800))
        table.put(device, "default_power", (watts,), scene.now)
        return
    if _ACTIVE_POWER not in device.values:
        raise failed()
    share = str(whole(params.get("value", ""), 0, 100))
    table.put(device, _ACTIVE_POWER, (share, *device.values[_ACTIVE_POWER][1:]), scene.now)


def read_power(scene: Scene, params: Params) -> Body:
    """What was set."""
    device = reachable_device_of(scene, params)
    name = "default_power" if is_noah(device) else _ACTIVE_POWER
    if name not in device.values:
        raise failed()
    return read(int(float(device.values[name][0])))


def set_vpp(scene: Scene, params: Params, device: Device) -> None:
    """Write a VPP parameter, and let the device do what it says from now on."""
    name, now = _vpp_name(params), scene.now
    value = vpp.tidy_value(name, params.get("value", ""), failed())
    table = FAMILIES[device.family].table
    if name == vpp.SCHEDULE:
        device.order(now, vpp.orders_of(value), device.orders_today)
        return
    device.remembered[name] = value
    if name == _SWITCH:
        table.put(device, table.power_switch, (value,), now)
    elif name in vpp.POWER:
        share = str(vpp.power_percent(device.remembered))
        table.put(device, _ACTIVE_POWER, (share, *device.values[_ACTIVE_POWER][1:]), now)
    elif name in vpp.REMOTE:
        device.obey(now, vpp.command(device.remembered, now))
    elif name == vpp.CLOCK:
        table.set_clock(device, datetime.fromisoformat(value), now)
    else:
        device.insist(now, vpp.behaviour(device.remembered))


def _vpp_name(params: Params) -> str:
    if params.get("deviceType", "").strip() not in _VPP_TYPES:
        raise RefusedError(WRONG_TYPE)
    return params.get("setType", "").strip()


def read_vpp(scene: Scene, params: Params) -> Body:
    """What was set, or the value from the factory."""
    device = reachable_device_of(scene, params)
    name = _vpp_name(params)
    if name == vpp.SCHEDULE:
        return read(vpp.schedule_of(device.orders))
    return read(vpp.read_value(name, device.remembered, failed()))


def remove_vpp(scene: Scene, params: Params, device: Device) -> None:
    """Forget a schedule."""
    if _vpp_name(params) != vpp.SCHEDULE:
        raise failed()
    device.order(scene.now, (), device.orders_today)


# --- NOAH ----------------------------------------------------------------------------------------


def of_noah(write: Write) -> Callable[[Scene, Params], Body]:
    """A call that only a NOAH has."""

    def checked(scene: Scene, params: Params, device: Device) -> None:
        if not is_noah(device):
            raise RefusedError(WRONG_TYPE)
        write(scene, params, device)

    return written(checked)


def set_high_soc(scene: Scene, params: Params, device: Device) -> None:
    """The level where charging stops."""
    low = device.values["charging_soc"][1]
    _put_socs(scene, device, params.get("value", ""), low)


def set_low_soc(scene: Scene, params: Params, device: Device) -> None:
    """The level where discharging stops, not above the other."""
    high = device.values["charging_soc"][0]
    _put_socs(scene, device, high, params.get("value", ""))


def _put_socs(scene: Scene, device: Device, high: str, low: str) -> None:
    upper = whole(high, 0, 100)
    lower = whole(low, 0, upper)
    table = FAMILIES[device.family].table
    table.put(device, "charging_soc", (str(upper), str(lower)), scene.now)


def set_time_segment(scene: Scene, params: Params, device: Device) -> None:
    """One of nine segments; the documented modes only."""
    number = whole(params.get("type", ""), 1, 9)
    mode = whole(params.get("mode", ""), 0, 1)
    watts = whole(params.get("power", ""), 0, 800)
    enabled = whole(params.get("enable", ""), 0, 1)
    start, end = _clock(params.get("startTime", "")), _clock(params.get("endTime", ""))
    texts = (mode, *start, *end, watts, enabled)
    table = FAMILIES[device.family].table
    table.put(device, f"time_segment{number}", tuple(map(str, texts)), scene.now)


def _clock(text: str) -> tuple[int, int]:
    hour, colon, minute = text.strip().partition(":")
    if not colon:
        raise failed()
    return whole(hour, 0, 23), whole(minute, 0, 59)


def set_grid_charge(scene: Scene, params: Params, device: Device) -> None:
    """Kept, and shown among the details; nothing in this world depends on it."""
    device.remembered["setGridCharge"] = str(whole(params.get("value", ""), 0, 1))


def set_off_grid(scene: Scene, params: Params, device: Device) -> None:
    """Taken; nothing in this world depends on it, and V4 shows it nowhere."""
    device.remembered["setOffGrid"] = str(whole(params.get("value", ""), 0, 1))


def pair(scene: Scene, params: Params, device: Device) -> None:
    """Kept is the serial number of the inverter, which the details show."""
    try:
        inverter = json.loads(params.get("value", ""))
    except (ValueError, RecursionError):
        raise failed() from None
    keys = {"deviceId", "deviceModel", "brandsName", "modelId", "type"}
    if not isinstance(inverter, dict) or not keys <= inverter.keys():
        raise failed()
    device.remembered["deviceId"] = str(inverter["deviceId"])[:30]
