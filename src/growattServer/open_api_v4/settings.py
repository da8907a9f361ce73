"""How settings are read and sent through V4, in the words of the catalogue of settings."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from ..exceptions import GrowattUnknownDeviceError
from ..operation import is_replaced, self_call
from ..vpp_parameters import SCHEDULE, SYSTEM_TIME
from ..wire import Flow
from .calls import V4Calls, beans, device, serial_number, write
from .endpoints import (
    DEVICE_INFO,
    SET_GRID_CHARGE,
    SET_HIGH_SOC,
    SET_LOW_SOC,
    SET_ON_OFF,
    SET_POWER,
    SET_TIME_SEGMENT,
)
from .families import Family
from .vpp import vpp_parameter

_NOAH_CALLS = {
    SET_HIGH_SOC.path: "set_noah_charge_limit",
    SET_LOW_SOC.path: "set_noah_discharge_limit",
    SET_GRID_CHARGE.path: "set_noah_grid_charging",
}
"""The method that sends a command which only a NOAH has."""


def settings_reply(one: Any) -> Flow[Any]:
    """The flow that reads what shows settings of a device, as they are now."""
    if is_replaced(one, "detail"):
        return (yield from self_call(one, "detail"))
    sn = serial_number(one.device_sn)
    bean, _ = yield from info_bean(one.api, sn, one._family, is_fresh=True)
    return bean


def info_bean(
    api: V4Calls, device_sn: str, family: Family, *, is_fresh: bool = False
) -> Flow[tuple[dict[str, Any], Any]]:
    """What `info` tells of a device, as sent, and its age if it is an earlier answer."""
    sent, age = yield from beans(api, DEVICE_INFO, device_sn, family, is_fresh=is_fresh)
    serial = family.detail.fields["device_sn"]
    bean = next((each for each in sent if serial.read(each) == device_sn), None)
    if bean is None:
        raise GrowattUnknownDeviceError(
            f"Error during {DEVICE_INFO.operation}",
            0,
            f"the answer has no such {family.common_name.upper()}",
            operation=DEVICE_INFO.operation,
        )
    return bean, age


def ask_setting(api: V4Calls, device_sn: str, family: Family, command: str) -> Flow[Any]:
    """The flow that asks the device itself for what a command has set."""
    if command == SET_POWER.path:
        return self_call(api, "read_active_power", device_sn, family.name)
    if vpp_parameter(command).name == SCHEDULE:
        return self_call(api, "read_vpp_schedule", device_sn, family.name)
    return self_call(api, "read_vpp", device_sn, family.name, command)


def send_setting(
    api: V4Calls, device_sn: str, family: Family, command: str, values: list[str]
) -> Flow[Any]:
    """The flow that sends a command of the catalogue with its values."""
    if command.startswith(SET_TIME_SEGMENT.path):
        number = command.removeprefix(SET_TIME_SEGMENT.path)
        return write(
            api, SET_TIME_SEGMENT, {**device(device_sn, family.name), **_segment(number, values)}
        )
    text = values[0]
    if command in _NOAH_CALLS:
        return self_call(api, _NOAH_CALLS[command], device_sn, int(text))
    if command == SET_POWER.path:
        return self_call(api, "set_active_power", device_sn, family.name, int(text))
    if command == SET_ON_OFF.path:
        return self_call(api, "set_on", device_sn, family.name, text == "1")
    return _send_vpp(api, device_sn, family, command, text)


def _send_vpp(api: V4Calls, device_sn: str, family: Family, command: str, text: str) -> Flow[Any]:
    name = vpp_parameter(command).name
    value: Any = int(text) if name not in (SCHEDULE, SYSTEM_TIME) else None
    if name == SYSTEM_TIME:
        value = datetime.fromisoformat(text)
    elif name == SCHEDULE:
        value = json.loads(text)
        if not value:
            # one without periods cannot be set
            return self_call(api, "clear_vpp_schedule", device_sn, family.name)
    return self_call(api, "set_vpp", device_sn, family.name, command, value)


def _segment(number: str, values: list[str]) -> dict[str, str]:
    """The parameters of a segment, also of one over midnight, which a revert may restore."""
    mode, power, *times, switch = values
    start, end = (f"{int(hour):02}:{int(minute):02}" for hour, minute in (times[:2], times[2:]))
    if start == end:
        # one that was never set: whether the server takes a segment without length is not known,
        # and what is off is off whatever its times are
        start, end, switch = "00:00", "00:01", "0"
    return {
        "type": number,
        "startTime": start,
        "endTime": end,
        "mode": mode,
        "power": power,
        "enable": switch,
    }
