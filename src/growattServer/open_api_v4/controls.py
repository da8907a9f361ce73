"""Switching devices, limiting their power, and the VPP parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from ..arguments import required_switch
from ..etiquette.envelope import shape_error, shape_of
from ..exceptions import GrowattParameterError
from ..open_api_v1.calls import call
from ..open_api_v1.checks import whole_number
from ..open_api_v1.endpoints import Endpoint
from ..operation import operation
from ..parsing import number_parser
from ..rows import Rows
from ..wire import Flow
from .calls import V4Calls, device, objects, write
from .endpoints import (
    READ_POWER,
    READ_VPP,
    REMOVE_VPP,
    SET_NEW_VPP,
    SET_ON_OFF,
    SET_POWER,
    SET_VPP,
)
from .families import VPP_FAMILIES
from .records import VppPeriod
from .vpp import SCHEDULE, vpp_parameter, vpp_text

NOAH_MOST_WATTS = 800

VppValue: TypeAlias = bool | int | datetime | Iterable[Mapping[str, Any]]


class ControlOperations(V4Calls):
    """The calls that write; none is sent again where it may have arrived.

    Of codes 1 and 16 the device may have obeyed all the same: read the setting back.
    """

    @operation
    def set_on(self, device_sn: str, family: str, on: bool) -> Flow[None]:
        """Switch a device on or off. It may not answer when it sleeps. Not for a NOAH."""
        _not_noah("set_on", family)
        value = int(required_switch("on", on))
        return write(self, SET_ON_OFF, {**device(device_sn, family), "value": value})

    @operation
    def set_active_power(self, device_sn: str, family: str, value: int) -> Flow[None]:
        """Limit the power of a device to a share of its rated power, 0 to 100 %.

        Of a NOAH it is the default output power instead, 0 to 800 W.
        """
        named = device(device_sn, family)
        most = NOAH_MOST_WATTS if family == "noah" else 100
        return write(self, SET_POWER, {**named, "value": whole_number("value", value, 0, most)})

    @operation
    def read_active_power(self, device_sn: str, family: str) -> Flow[float]:
        """What `set_active_power` has set, asked of the device itself.

        Of a NOAH it is presumably in W, which is not documented.
        """
        return _read_number(self, READ_POWER, device(device_sn, family))

    @operation
    def read_vpp(self, device_sn: str, family: str, parameter: str) -> Flow[float]:
        """A VPP parameter, by our name or the vendor's `set_param_N`, asked of the device itself.

        The schedule is no number: `read_vpp_schedule` reads it.
        """
        known = vpp_parameter(parameter)
        if known.name == SCHEDULE:
            raise GrowattParameterError("the schedule is read with read_vpp_schedule")
        named = {**_vpp_device(device_sn, family), "setType": known.key}
        return _read_number(self, READ_VPP, named)

    @operation
    def read_vpp_schedule(self, device_sn: str, family: str) -> Flow[Rows[VppPeriod]]:
        """The periods of the VPP schedule, asked of the device itself."""
        known = vpp_parameter(SCHEDULE)
        return _read_periods(self, {**_vpp_device(device_sn, family), "setType": known.key})

    @operation
    def set_vpp(self, device_sn: str, family: str, parameter: str, value: VppValue) -> Flow[None]:
        """Set a VPP parameter; a schedule is a list of `VppPeriod` or of dicts like it.

        The server wants 5 seconds between two calls.
        """
        return _set_vpp(self, SET_VPP, device_sn, family, parameter, value)

    @operation
    def set_vpp_newer(
        self, device_sn: str, family: str, parameter: str, value: VppValue
    ) -> Flow[None]:
        """The same through the newer of the vendor's two calls, which is not known to differ.

        Clear a schedule with `clear_vpp_schedule` before another is set.
        """
        return _set_vpp(self, SET_NEW_VPP, device_sn, family, parameter, value)

    @operation
    def clear_vpp_schedule(self, device_sn: str, family: str) -> Flow[None]:
        """Take all periods out of the schedule."""
        known = vpp_parameter(SCHEDULE)
        return write(self, REMOVE_VPP, {**_vpp_device(device_sn, family), "setType": known.key})


def _not_noah(name: str, family: str) -> None:
    if family == "noah":
        raise GrowattParameterError(f"{name} is not for a NOAH, whose server has no such call")


def _vpp_device(device_sn: str, family: str) -> dict[str, str]:
    named = device(device_sn, family)
    if family not in VPP_FAMILIES:
        raise GrowattParameterError(
            f"the vendor documents VPP parameters for {', '.join(VPP_FAMILIES)}, not {family}"
        )
    return named


def _set_vpp(
    api: V4Calls, endpoint: Endpoint, device_sn: str, family: str, parameter: str, value: VppValue
) -> Flow[None]:
    known = vpp_parameter(parameter)
    named = _vpp_device(device_sn, family)
    return write(api, endpoint, {**named, "setType": known.key, "value": vpp_text(known, value)})


def _read_number(api: V4Calls, endpoint: Endpoint, parameters: dict[str, str]) -> Flow[float]:
    data = yield from call(api, endpoint, parameters)
    value = number_parser(None, 1, ())(data)
    if value is None:
        raise shape_error(endpoint.operation, f"data is {shape_of(data)} instead of a number")
    return value


def _read_periods(api: V4Calls, parameters: dict[str, str]) -> Flow[Rows[VppPeriod]]:
    data = yield from call(api, READ_VPP, parameters)
    if not isinstance(data, list):
        raise shape_error(READ_VPP.operation, f"data is {shape_of(data)} instead of a list")
    return Rows(VppPeriod(row) for row in objects(data))
