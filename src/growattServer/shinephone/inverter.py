"""Inverters without storage, and the writers that fit several families."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812  # methods have an argument called date
from typing import Any

from ..operation import is_replaced, operation, self_call
from ..switches import MIX, SPA, TLX, with_switches
from ..wire import Flow
from . import records
from .calls import call_record
from .checks import numbered
from .dates import date_text
from .endpoints import (
    INVERTER_DATA,
    INVERTER_DETAIL,
    INVERTER_DETAIL_TWO,
    UPDATE_AC,
    UPDATE_INVERTER,
    Endpoint,
)
from .exchange import ShinePhoneCalls
from .refusals import call_setting

_SWITCHES = {"tlxSet": TLX, "mixSetApiNew": MIX, "spaSetApi": SPA}
"""By the name of the family's call, as `default_parameters` have it."""


class InverterOperations(ShinePhoneCalls):
    """The calls about inverters without storage."""

    @operation
    def inverter_data(
        self, inverter_id: str, date: Date | str | None = None
    ) -> Flow[records.InverterCurve]:
        """The power of an inverter over one day, today in UTC unless `date` is given."""
        parameters = {"id": inverter_id, "type": "1", "date": date_text(date)}
        return call_record(self, INVERTER_DATA, parameters, records.InverterCurve)

    @operation
    def inverter_detail(self, inverter_id: str) -> Flow[records.InverterEnergy]:
        """The latest readings; `powerToday` and `powerTotal` are energies in kWh."""
        return call_record(
            self, INVERTER_DETAIL, {"inverterId": inverter_id}, records.InverterEnergy
        )

    @operation
    def inverter_detail_two(self, inverter_id: str) -> Flow[records.InverterDetailTwo]:
        """The latest readings under `data`, with other names than in `inverter_detail`."""
        return call_record(
            self, INVERTER_DETAIL_TWO, {"inverterId": inverter_id}, records.InverterDetailTwo
        )

    @operation
    def update_inverter_setting(
        self,
        serial_number: str,
        setting_type: str,
        default_parameters: dict[str, Any],
        parameters: dict[str, Any] | list[Any],
    ) -> Flow[records.SettingAnswer]:
        """What the server says to a setting of any family; look at `success` in it.

        Sent are `default_parameters` (`op`, `serialNum`, `type`) and `parameters`, a dict or a list
        of `param1`, `param2`, ...; the first two arguments are not.
        """
        both = {**default_parameters, **numbered(parameters)}
        both = with_switches(_SWITCHES.get(str(both.get("op")), {}), both.get("type"), both)
        return call_setting(self, UPDATE_INVERTER, both, records.SettingAnswer)

    @operation
    def update_ac_inverter_setting(
        self, serial_number: str, setting_type: str, parameters: dict[str, Any] | list[Any]
    ) -> Flow[records.SettingAnswer]:
        """What the server says to a setting of an AC-coupled SPA; look at `success` in it."""
        values = with_switches(SPA, setting_type, numbered(parameters))
        theirs = by_update(self, UPDATE_AC, serial_number, setting_type, values)
        if theirs is not None:
            return theirs
        both = {"serialNum": serial_number, "type": setting_type, **values}
        return call_setting(self, UPDATE_AC, both, records.SettingAnswer)


def by_update(
    api: ShinePhoneCalls, endpoint: Endpoint, serial_number: str, setting_type: str, parameters: Any
) -> Flow[records.SettingAnswer] | None:
    """The writers of the families go through `update_inverter_setting` where it is replaced."""
    if not is_replaced(api, "update_inverter_setting"):
        return None
    head = {**endpoint.query, "serialNum": serial_number, "type": setting_type}
    return self_call(api, "update_inverter_setting", serial_number, setting_type, head, parameters)
