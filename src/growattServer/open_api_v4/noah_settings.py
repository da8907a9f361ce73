"""How the settings of a NOAH are read and sent, in the words of the catalogue of settings."""

from __future__ import annotations

from typing import Any

from ..operation import is_replaced, self_call
from ..wire import Flow
from .calls import V4Calls, serial_number
from .endpoints import SET_GRID_CHARGE, SET_HIGH_SOC, SET_LOW_SOC, SET_POWER
from .noah import noah_bean

_CALLS: dict[str, tuple[str, tuple[Any, ...]]] = {
    SET_POWER.path: ("set_active_power", ("noah",)),
    SET_HIGH_SOC.path: ("set_noah_charge_limit", ()),
    SET_LOW_SOC.path: ("set_noah_discharge_limit", ()),
    SET_GRID_CHARGE.path: ("set_noah_grid_charging", ()),
}
"""The method that sends a command, and what it takes between serial number and value."""


def settings_reply(device: Any) -> Flow[Any]:
    """The flow that reads what shows the settings, as they are now."""
    if is_replaced(device, "detail"):
        return (yield from self_call(device, "detail"))
    sn = serial_number(device.device_sn)
    bean, _ = yield from noah_bean(device.api, sn, is_fresh=True)
    return bean


def send_setting(api: V4Calls, device_sn: str, command: str, values: list[str]) -> Flow[Any]:
    """The flow that sends a command of the catalogue with its values."""
    name, more = _CALLS[command]
    return self_call(api, name, device_sn, *more, int(values[0]))
