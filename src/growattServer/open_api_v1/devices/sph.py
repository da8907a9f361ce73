"""SPH hybrid inverters (type 5; the vendor's code name is MIX)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ... import switches
from ...arguments import required_switch
from ...operation import AwaitedOperations, operation
from ...self_calls import is_replaced, self_call
from ...wire import Flow
from .. import records
from ..calls import call_record
from ..checks import whole_number
from ..endpoints import (
    SPH_DETAIL,
    SPH_ENERGY,
    SPH_ENERGY_HISTORY,
    SPH_READ_PARAMETER,
    SPH_WRITE_PARAMETER,
)
from ..schedules import (
    AcChargeTimes,
    AcDischargeTimes,
    period_values,
    read_ac_charge_times,
    read_ac_discharge_times,
)
from .abstract_device import AbstractDevice, ApiT, AsyncApiT


class Sph(AbstractDevice[ApiT]):
    """An SPH inverter; three charge and three discharge periods say what its battery does."""

    DEVICE_TYPE_ID = 5
    _serial_key = "mix_sn"
    _read_endpoint = SPH_READ_PARAMETER
    _write_endpoint = SPH_WRITE_PARAMETER
    _value_count = 18
    _switches = switches.MIX

    @operation
    def detail(self) -> Flow[records.SphDetail]:
        """Master data and settings of the inverter, charge and discharge periods included."""
        return call_record(self.api, SPH_DETAIL, {"device_sn": self._sn}, records.SphDetail)

    @operation
    def energy(self) -> Flow[records.SphEnergy]:
        """The latest readings: powers in W, energies in kWh; up to 5 minutes old.

        The server allows one call in 10 seconds a device. `lost` is not to be relied upon.
        """
        return call_record(self.api, SPH_ENERGY, {"mix_sn": self._sn}, records.SphEnergy)

    @operation
    def energy_history(
        self,
        start_date: date | None = None,
        end_date: date | None = None,
        timezone: str | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[records.SphEnergyHistory]:
        """Readings of up to 7 days, in pages of 20 rows unless `limit` says up to 100.

        The default is today in the zone of this machine; `timezone` is the zone of the rows' times
        (the server's default is UTC). `count` is the number of rows in all pages.
        """
        parameters = self._history_parameters(start_date, end_date, timezone, page, limit)
        return call_record(self.api, SPH_ENERGY_HISTORY, parameters, records.SphEnergyHistory)

    def _settings_reply(self) -> Flow[records.SphDetail]:
        if is_replaced(self, "detail"):
            return self_call(self, "detail")
        parameters = {"device_sn": self._sn}
        return call_record(self.api, SPH_DETAIL, parameters, records.SphDetail, is_fresh=True)

    @operation
    def read_parameter(
        self,
        parameter_id: str | None = None,
        start_address: int | None = None,
        end_address: int | None = None,
    ) -> Flow[Any]:
        """One setting by its id, or registers by their addresses, as the text the server sends.

        Without `parameter_id` the registers from `start_address` to `end_address` are read.
        """
        return self._read(parameter_id, start_address, end_address)

    @operation
    def write_ac_charge_times(
        self,
        charge_power: int,
        charge_stop_soc: int,
        mains_enabled: bool,
        periods: list[dict[str, Any]],
    ) -> Flow[Any]:
        """What the server says to the charge periods: an empty text when it accepts.

        Power and state of charge are in %; `mains_enabled` allows charging from the grid. All three
        periods are written at once, each a dict with `start_time` and `end_time` (datetime.time)
        and `enabled`.
        """
        head = [
            whole_number("charge_power", charge_power, 0, 100),
            whole_number("charge_stop_soc", charge_stop_soc, 0, 100),
            int(required_switch("mains_enabled", mains_enabled)),
        ]
        return self._write(
            "mix_ac_charge_time_period",
            _parameters([*head, *period_values("charge period", periods)]),
            "writing AC charge time periods",
        )

    @operation
    def write_ac_discharge_times(
        self, discharge_power: int, discharge_stop_soc: int, periods: list[dict[str, Any]]
    ) -> Flow[Any]:
        """What the server says to the discharge periods: an empty text when it accepts.

        Power and state of charge are in %. All three periods are written at once, each a dict with
        `start_time` and `end_time` (datetime.time) and `enabled`.
        """
        head = [
            whole_number("discharge_power", discharge_power, 0, 100),
            whole_number("discharge_stop_soc", discharge_stop_soc, 0, 100),
        ]
        return self._write(
            "mix_ac_discharge_time_period",
            _parameters([*head, *period_values("discharge period", periods)]),
            "writing AC discharge time periods",
        )

    @operation
    def read_ac_charge_times(
        self, settings_data: dict[str, Any] | None = None
    ) -> Flow[AcChargeTimes]:
        """The charge periods, read from `settings_data` where given, else from `detail()`."""
        if settings_data is None:
            settings_data = yield from self._settings_reply()
        return read_ac_charge_times(settings_data)

    @operation
    def read_ac_discharge_times(
        self, settings_data: dict[str, Any] | None = None
    ) -> Flow[AcDischargeTimes]:
        """The discharge periods, read from `settings_data` where given, else from `detail()`."""
        if settings_data is None:
            settings_data = yield from self._settings_reply()
        return read_ac_discharge_times(settings_data)


class AsyncSph(Sph[AsyncApiT], AwaitedOperations):
    """The same inverter behind an async client: its methods are `async def`.

    `Sph(api, serial_number)` of such a client makes one, and so do its `get_device` and others.
    """


Sph._awaited = AsyncSph


def _parameters(values: list[int]) -> dict[str, str]:
    """`param1`, `param2`, ... and no empty ones behind the last."""
    return {f"param{position}": str(value) for position, value in enumerate(values, start=1)}
