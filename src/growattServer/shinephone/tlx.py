"""TLX, the vendor's code name of the MIN inverters, and their batteries."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812  # methods have an argument called date
from datetime import time
from typing import Any

from ..arguments import required_switch
from ..exceptions import GrowattParameterError
from ..operation import operation, self_call
from ..switches import TLX, with_switches
from ..wire import Flow
from . import records
from .calls import call, call_record, wrapped
from .checks import numbered, whole_or_text
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
from .exchange import ShinePhoneCalls, promised
from .inverter import by_update
from .refusals import call_setting, setting_error

BATT_MODE_LOAD_FIRST = 0
BATT_MODE_BATTERY_FIRST = 1
BATT_MODE_GRID_FIRST = 2


class TlxOperations(ShinePhoneCalls):
    """The calls about TLX inverters; None is the answer for a device of another family."""

    @operation
    def tlx_system_status(self, plant_id: int | str, tlx_id: str) -> Flow[records.TlxSystemStatus]:
        """The present powers of an inverter, in kW."""
        return call_record(
            self, TLX_SYSTEM_STATUS, {"plantId": plant_id, "id": tlx_id}, records.TlxSystemStatus
        )

    @operation
    def tlx_energy_overview(
        self, plant_id: int | str, tlx_id: str
    ) -> Flow[records.TlxEnergyOverview]:
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
        plant_id: int | str,
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
        operation = TLX_ALL_SETTINGS.operation
        found = promised(answer, dict, operation) or {}
        return wrapped(promised(found.get("tlxSetBean"), dict, operation), records.TlxSettings)

    @operation
    def tlx_get_all_settings(self, tlx_id: str) -> Flow[records.TlxSettings | None]:
        """The same as `tlx_all_settings`, under a name that the documentation used."""
        return self_call(self, "tlx_all_settings", tlx_id)

    @operation
    def tlx_enabled_settings(self, tlx_id: str) -> Flow[records.TlxEnabledSettings]:
        """Which settings the app offers for an inverter."""
        parameters = {"deviceSn": tlx_id, "stringTime": today(), "type": "5"}
        return call_record(self, TLX_ENABLED_SETTINGS, parameters, records.TlxEnabledSettings)

    @operation
    def tlx_get_enabled_settings(self, tlx_id: str) -> Flow[records.TlxEnabledSettings]:
        """The same as `tlx_enabled_settings`, under a name that the documentation used."""
        return self_call(self, "tlx_enabled_settings", tlx_id)

    @operation
    def tlx_battery_info(self, serial_num: str) -> Flow[records.TlxBattery]:
        """The state of a battery; its serial number is in `device_list`, with the type `bat`."""
        return call_record(
            self, TLX_BATTERY_INFO, {"lan": "1", "serialNum": serial_num}, records.TlxBattery
        )

    @operation
    def tlx_battery_info_detailed(
        self, plant_id: int | str | None = None, serial_num: str | None = None
    ) -> Flow[records.TlxBatteryDetail]:
        """The latest readings of a battery, under `data`.

        A single argument is the serial number, as the documentation had it.
        """
        if serial_num is None:
            plant_id, serial_num = None, None if plant_id is None else str(plant_id)
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
        segment = whole_or_text("segment_id", segment_id)
        mode = whole_or_text("batt_mode", batt_mode)
        start = hour_and_minute("start_time", start_time)
        end = hour_and_minute("end_time", end_time)
        is_on = "1" if required_switch("enabled", enabled) else "0"
        parameters = {
            "serialNum": serial_number,
            "type": f"time_segment{segment}",
            **numbered([mode, *start, *end, is_on]),
        }
        answer = yield from call_setting(
            self, UPDATE_TLX_SEGMENT, parameters, records.SettingAnswer
        )
        if isinstance(answer, records.SettingAnswer) and answer.success:
            return answer
        said = "Failed to update TLX inverter time segment"
        raise setting_error(answer, UPDATE_TLX_SEGMENT, said)

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
        sent = with_switches(TLX, setting_type, values)
        theirs = by_update(self, UPDATE_TLX, serial_number, setting_type, sent)
        if theirs is not None:
            return theirs
        both = {"serialNum": serial_number, "type": setting_type, **sent}
        return call_setting(self, UPDATE_TLX, both, records.SettingAnswer)
