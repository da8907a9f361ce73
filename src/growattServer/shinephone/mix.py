"""MIX, the vendor's code name of the SPH hybrid inverters."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812  # methods have an argument called date
from typing import Any

from ..operation import operation
from ..switches import MIX, with_switches
from ..wire import Flow
from . import records
from .calls import call_record
from .checks import numbered
from .dates import Timespan, as_timespan, date_text
from .endpoints import (
    MIX_DETAIL,
    MIX_INFO,
    MIX_SETTINGS,
    MIX_SYSTEM_STATUS,
    MIX_TOTALS,
    UPDATE_MIX,
)
from .exchange import ShinePhoneCalls
from .inverter import by_update
from .refusals import call_setting


class MixOperations(ShinePhoneCalls):
    """The calls about MIX inverters; None is the answer for a device of another family."""

    @operation
    def mix_info(self, mix_id: str, plant_id: int | str | None = None) -> Flow[records.MixInfo]:
        """Battery, grid and PV of an inverter in short."""
        parameters = {"mixId": mix_id, "plantId": plant_id or None}
        return call_record(self, MIX_INFO, parameters, records.MixInfo)

    @operation
    def mix_totals(self, mix_id: str, plant_id: int | str) -> Flow[records.MixTotals]:
        """Energies of an inverter today and ever, in kWh."""
        return call_record(
            self, MIX_TOTALS, {"mixId": mix_id, "plantId": plant_id}, records.MixTotals
        )

    @operation
    def mix_system_status(self, mix_id: str, plant_id: int | str) -> Flow[records.MixSystemStatus]:
        """The present powers of an inverter, in kW but for `pPv1` and `pPv2` in W."""
        return call_record(
            self, MIX_SYSTEM_STATUS, {"mixId": mix_id, "plantId": plant_id}, records.MixSystemStatus
        )

    @operation
    def mix_detail(
        self,
        mix_id: str,
        plant_id: int | str,
        timespan: Timespan = Timespan.hour,
        date: Date | str | None = None,
    ) -> Flow[records.MixProductionConsumption]:
        """Curves of production and consumption, under `chartData`, with their totals.

        `Timespan.hour` is the day of `date` in 5-minute steps, `day` the days of its month, `month`
        the months of its year. `date` is today in UTC unless given.
        """
        span = as_timespan(timespan)
        parameters = {
            "plantId": plant_id,
            "mixId": mix_id,
            "type": span.value,
            "date": date_text(date, span),
        }
        return call_record(self, MIX_DETAIL, parameters, records.MixProductionConsumption)

    @operation
    def get_mix_inverter_settings(self, serial_number: str) -> Flow[records.MixSettingsAnswer]:
        """The settings of an inverter, under `obj` and there mostly under `mixBean`."""
        parameters = {"serialNum": serial_number, "kind": "0"}
        return call_record(self, MIX_SETTINGS, parameters, records.MixSettingsAnswer)

    @operation
    def update_mix_inverter_setting(
        self, serial_number: str, setting_type: str, parameters: dict[str, Any] | list[Any]
    ) -> Flow[records.SettingAnswer]:
        """What the server says to a setting; look at `success` in it.

        `parameters` is a dict, or a list of `param1`, `param2`, ... A schedule is written as a
        whole: all its periods are sent every time.
        """
        values = with_switches(MIX, setting_type, numbered(parameters))
        theirs = by_update(self, UPDATE_MIX, serial_number, setting_type, values)
        if theirs is not None:
            return theirs
        both = {"serialNum": serial_number, "type": setting_type, **values}
        return call_setting(self, UPDATE_MIX, both, records.SettingAnswer)
