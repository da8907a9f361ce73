"""How the settings of a NOAH are read and sent, in the words of the catalogue of settings."""

from __future__ import annotations

from typing import Any

from ..operation import is_replaced, self_call
from ..wire import Flow
from .calls import V4Calls, device, serial_number, write
from .endpoints import (
    SET_GRID_CHARGE,
    SET_HIGH_SOC,
    SET_LOW_SOC,
    SET_POWER,
    SET_TIME_SEGMENT,
)
from .noah import noah_bean

_CALLS: dict[str, tuple[str, tuple[Any, ...]]] = {
    SET_POWER.path: ("set_active_power", ("noah",)),
    SET_HIGH_SOC.path: ("set_noah_charge_limit", ()),
    SET_LOW_SOC.path: ("set_noah_discharge_limit", ()),
    SET_GRID_CHARGE.path: ("set_noah_grid_charging", ()),
}
"""The method that sends a command, and what it takes between serial number and value."""


def settings_reply(noah: Any) -> Flow[Any]:
    """The flow that reads what shows the settings, as they are now."""
    if is_replaced(noah, "detail"):
        return (yield from self_call(noah, "detail"))
    sn = serial_number(noah.device_sn)
    bean, _ = yield from noah_bean(noah.api, sn, is_fresh=True)
    return bean


def send_setting(api: V4Calls, device_sn: str, command: str, values: list[str]) -> Flow[Any]:
    """The flow that sends a command of the catalogue with its values."""
    if command.startswith(SET_TIME_SEGMENT.path):
        number = command.removeprefix(SET_TIME_SEGMENT.path)
        return write(
            api, SET_TIME_SEGMENT, {**device(device_sn, "noah"), **_segment(number, values)}
        )
    name, more = _CALLS[command]
    return self_call(api, name, device_sn, *more, int(values[0]))


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
