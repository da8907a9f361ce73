"""TLX, the vendor's code name of the MIN inverters, and their batteries."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812  # methods have an argument called date
from datetime import time
from typing import Any

from ..exceptions import GrowattParameterError, GrowattSettingError
from ..operation import operation
from ..parsing import as_said
from ..wire import Flow
from . import records
from .calls import call, call_record, wrapped
from .checks import numbered
from .dates import Timespan, as_timespan, date_text, hour_and_minute, today
from .endpoints import (
    TLX_ALL_SETTINGS,
    TLX_BATTERY_DETAIL,
    TLX_BATTERY_INFO,
    TLX_DATA,
    TLX_DETAIL,
    TLX_ENABLED_SETTINGS,
    TLX_ENERGY_OVERVIEW,
    TLX_ENERGY_PROD_CONS,
    TLX_PARAMS,
    TLX_SYSTEM_STATUS,
    UPDATE_TLX,
    UPDATE_TLX_SEGMENT,
)
from .exchange import ShinePhoneCalls

BATT_MODE_LOAD_FIRST = 0
BATT_MODE_BATTERY_FIRST = 1
BATT_MODE_GRID_FIRST = 2

_REFUSALS = {
    "501": "the server's system error; read the setting back before trying again",
    "502": "the server failed; read the setting back before trying again",
    "503": "the serial number is empty",
    "504": "the device is offline; try again when it is back",
    "505": "the datalogger is offline; try again when it is back",
    "506": "no such setting",
    "507": "a value is missing",
    "508": "a value is out of range",
    "509": "bad time, or the segment overlaps another one",
    "701": "this account may not change settings",
}
_OFFLINE = ("504", "505")


class TlxOperations(ShinePhoneCalls):
    """The calls about TLX inverters; None is the answer for a device of another family."""

    @operation
    def tlx_system_status(self, plant_id: str, tlx_id: str) -> Flow[records.TlxSystemStatus]:
        """The present powers of an inverter, in kW."""
        return call_record(
            self, TLX_SYSTEM_STATUS, {"plantId": plant_id, "id": tlx_id}, records.TlxSystemStatus
        )

    @operation
    def tlx_energy_overview(self, plant_id: str, tlx_id: str) -> Flow[records.TlxEnergyOverview]:
        """Energies of an inverter today and ever, in kWh."""
        return call_record(
            self,
            TLX_ENERGY_OVERVIEW,
            {"plantId": plant_id, "id": tlx_id},
            records.TlxEnergyOverview,
        )

    @operation
    def tlx_energy_prod_cons(
        self,
        plant_id: str,
        tlx_id: str,
        timespan: Timespan = Timespan.hour,
        date: Date | str | None = None,
    ) -> Flow[records.TlxProductionConsumption]:
        """Curves of production and consumption, under `chartData`, with their totals.

        `Timespan.hour` is the day of `date` in 5-minute steps, `day` the days of its month, `month`
        the months of its year. `date` is today in UTC unless given.
        """
        span = as_timespan(timespan)
        parameters = {
            "date": date_text(date, span),
            "plantId": plant_id,
            "language": "1",
            "id": tlx_id,
            "type": span.value,
        }
        return call_record(self, TLX_ENERGY_PROD_CONS, parameters, records.TlxProductionConsumption)

    @operation
    def tlx_data(self, tlx_id: str, date: Date | str | None = None) -> Flow[records.TlxCurve]:
        """The power of an inverter over one day, today in UTC unless `date` is given."""
        parameters = {"id": tlx_id, "type": "1", "date": date_text(date)}
        return call_record(self, TLX_DATA, parameters, records.TlxCurve)

    @operation
    def tlx_detail(self, tlx_id: str) -> Flow[records.TlxDetail]:
        """The latest readings, under `data`."""
        return call_record(self, TLX_DETAIL, {"id": tlx_id}, records.TlxDetail)

    @operation
    def tlx_params(self, tlx_id: str) -> Flow[records.TlxParams]:
        """Master data of an inverter, under `newBean` and `inverterBean`."""
        return call_record(self, TLX_PARAMS, {"id": tlx_id}, records.TlxParams)

    @operation
    def tlx_all_settings(self, tlx_id: str) -> Flow[records.TlxSettings | None]:
        """All settings of an inverter, also those that its model does not have."""
        answer = yield from call(self, TLX_ALL_SETTINGS, {"serialNum": tlx_id})
        settings = answer.get("tlxSetBean") if isinstance(answer, dict) else None
        return wrapped(settings, records.TlxSettings)

    @operation
    def tlx_get_all_settings(self, tlx_id: str) -> Flow[records.TlxSettings | None]:
        """The same as `tlx_all_settings`, under a name that the documentation used."""
        return TlxOperations.tlx_all_settings.flow(self, tlx_id)

    @operation
    def tlx_enabled_settings(self, tlx_id: str) -> Flow[records.TlxEnabledSettings]:
        """Which settings the app offers for an inverter."""
        parameters = {"deviceSn": tlx_id, "stringTime": today(), "type": "5"}
        return call_record(self, TLX_ENABLED_SETTINGS, parameters, records.TlxEnabledSettings)

    @operation
    def tlx_get_enabled_settings(self, tlx_id: str) -> Flow[records.TlxEnabledSettings]:
        """The same as `tlx_enabled_settings`, under a name that the documentation used."""
        return TlxOperations.tlx_enabled_settings.flow(self, tlx_id)

    @operation
    def tlx_battery_info(self, serial_num: str) -> Flow[records.TlxBattery]:
        """The state of a battery; its serial number is in `device_list`, with the type `bat`."""
        return call_record(
            self, TLX_BATTERY_INFO, {"lan": "1", "serialNum": serial_num}, records.TlxBattery
        )

    @operation
    def tlx_battery_info_detailed(
        self, plant_id: str | None = None, serial_num: str | None = None
    ) -> Flow[records.TlxBatteryDetail]:
        """The latest readings of a battery, under `data`.

        A single argument is the serial number, as the documentation had it.
        """
        if serial_num is None:
            plant_id, serial_num = None, plant_id
        if serial_num is None:
            raise GrowattParameterError("serial_num is missing")
        parameters = {"lan": "1", "plantId": plant_id, "id": serial_num}
        return call_record(self, TLX_BATTERY_DETAIL, parameters, records.TlxBatteryDetail)

    @operation
    def update_tlx_inverter_time_segment(
        self,
        serial_number: str,
        segment_id: int,
        batt_mode: int,
        start_time: time | str,
        end_time: time | str,
        enabled: bool,
    ) -> Flow[records.SettingAnswer]:
        """What the server says to a time segment that it takes; raises GrowattSettingError else.

        `segment_id` is 1 to 9, `batt_mode` one of `BATT_MODE_...`; times are also texts HH:MM. A
        segment that overlaps another one is refused, even where one of them is not enabled.
        """
        start = hour_and_minute("start_time", start_time)
        end = hour_and_minute("end_time", end_time)
        parameters = {
            "serialNum": serial_number,
            "type": f"time_segment{segment_id}",
            **numbered([batt_mode, *start, *end, "1" if enabled else "0"]),
        }
        answer = yield from call_record(self, UPDATE_TLX_SEGMENT, parameters, records.SettingAnswer)
        _raise_if_refused(answer)
        return answer

    @operation
    def update_tlx_inverter_setting(
        self,
        serial_number: str,
        setting_type: str,
        parameter: dict[str, Any] | list[Any] | str | float,
    ) -> Flow[records.SettingAnswer]:
        """What the server says to a setting; look at `success` in it.

        `parameter` is one value, a list of `param1`, `param2`, ..., or a dict.
        """
        is_single = not isinstance(parameter, dict | list | tuple)
        values = numbered([parameter] if is_single else parameter)
        both = {"serialNum": serial_number, "type": setting_type, **values}
        return call_record(self, UPDATE_TLX, both, records.SettingAnswer)


def _raise_if_refused(answer: Any) -> None:
    known = answer if isinstance(answer, dict) else {}
    if known.get("success"):
        return
    code = as_said(known.get("msg", "Unknown error"))
    raise GrowattSettingError(
        f"Failed to update TLX inverter time segment: {code}",
        code,
        operation=UPDATE_TLX_SEGMENT.operation,
        hint=_REFUSALS.get(code),
        retryable=code in _OFFLINE,
    )
