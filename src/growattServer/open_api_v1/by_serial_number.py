"""The methods of the devices, reached through the api with a serial number."""

from __future__ import annotations

from datetime import date, time
from enum import Enum
from typing import Any

from ..operation import operation
from ..rows import Rows
from ..self_calls import self_call
from ..warn import warn_caller
from ..wire import Flow
from . import records
from .calls import V1Calls
from .devices import Min, ParameterValue, Sph
from .schedules import AcChargeTimes, AcDischargeTimes, TimeSegment


class DeviceType(Enum):
    """The `type` of a row of `device_list`."""

    INVERTER = 1
    STORAGE = 2
    OTHER = 3
    MAX = 4
    SPH = 5
    SPA = 6
    MIN = 7
    PCS = 8
    HPS = 9
    PBD = 10


class DeviceOperations(V1Calls):
    """The calls about one device, named after its family."""

    def get_device(self, device_sn: str, device_type: int | DeviceType) -> Any:
        """The device object of a serial number; None, with a warning, for other families."""
        kind = device_type.value if isinstance(device_type, DeviceType) else device_type
        if kind == Sph.DEVICE_TYPE_ID:
            return Sph(self, device_sn)
        if kind == Min.DEVICE_TYPE_ID:
            return Min(self, device_sn)
        warn_caller(f"Device for type id: {device_type} has not been implemented yet.")
        return None

    @operation
    def min_detail(self, device_sn: str) -> Flow[records.MinDetail]:
        """`Min.detail` of the inverter with this serial number."""
        return self_call(Min(self, device_sn), "detail")

    @operation
    def min_energy(self, device_sn: str) -> Flow[records.MinEnergy]:
        """`Min.energy` of the inverter with this serial number."""
        return self_call(Min(self, device_sn), "energy")

    @operation
    def min_energy_history(
        self,
        device_sn: str,
        start_date: date | None = None,
        end_date: date | None = None,
        timezone: str | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[records.MinEnergyHistory]:
        """`Min.energy_history` of the inverter with this serial number."""
        return self_call(
            Min(self, device_sn), "energy_history", start_date, end_date, timezone, page, limit
        )

    @operation
    def min_settings(self, device_sn: str) -> Flow[records.MinSettings]:
        """`Min.settings` of the inverter with this serial number."""
        return self_call(Min(self, device_sn), "settings")

    @operation
    def min_read_parameter(
        self,
        device_sn: str,
        parameter_id: str | None,
        start_address: int | None = None,
        end_address: int | None = None,
    ) -> Flow[Any]:
        """`Min.read_parameter` of the inverter with this serial number."""
        return self_call(
            Min(self, device_sn), "read_parameter", parameter_id, start_address, end_address
        )

    @operation
    def min_write_parameter(
        self,
        device_sn: str,
        parameter_id: str,
        parameter_values: ParameterValue | None = None,
    ) -> Flow[Any]:
        """`Min.write_parameter` of the inverter with this serial number."""
        return self_call(Min(self, device_sn), "write_parameter", parameter_id, parameter_values)

    @operation
    def min_write_time_segment(
        self,
        device_sn: str,
        segment_id: int,
        batt_mode: int,
        start_time: time,
        end_time: time,
        enabled: bool = True,
    ) -> Flow[Any]:
        """`Min.write_time_segment` of the inverter with this serial number."""
        return self_call(
            Min(self, device_sn),
            "write_time_segment",
            segment_id,
            batt_mode,
            start_time,
            end_time,
            enabled,
        )

    @operation
    def min_read_time_segments(
        self, device_sn: str, settings_data: dict[str, Any] | None = None
    ) -> Flow[Rows[TimeSegment]]:
        """`Min.read_time_segments` of the inverter with this serial number."""
        return self_call(Min(self, device_sn), "read_time_segments", settings_data)

    @operation
    def sph_detail(self, device_sn: str) -> Flow[records.SphDetail]:
        """`Sph.detail` of the inverter with this serial number."""
        return self_call(Sph(self, device_sn), "detail")

    @operation
    def sph_energy(self, device_sn: str) -> Flow[records.SphEnergy]:
        """`Sph.energy` of the inverter with this serial number."""
        return self_call(Sph(self, device_sn), "energy")

    @operation
    def sph_energy_history(
        self,
        device_sn: str,
        start_date: date | None = None,
        end_date: date | None = None,
        timezone: str | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[records.SphEnergyHistory]:
        """`Sph.energy_history` of the inverter with this serial number."""
        return self_call(
            Sph(self, device_sn), "energy_history", start_date, end_date, timezone, page, limit
        )

    @operation
    def sph_read_parameter(
        self,
        device_sn: str,
        parameter_id: str | None = None,
        start_address: int | None = None,
        end_address: int | None = None,
    ) -> Flow[Any]:
        """`Sph.read_parameter` of the inverter with this serial number."""
        return self_call(
            Sph(self, device_sn), "read_parameter", parameter_id, start_address, end_address
        )

    @operation
    def sph_write_parameter(
        self,
        device_sn: str,
        parameter_id: str,
        parameter_values: ParameterValue | None = None,
    ) -> Flow[Any]:
        """`Sph.write_parameter` of the inverter with this serial number."""
        return self_call(Sph(self, device_sn), "write_parameter", parameter_id, parameter_values)

    @operation
    def sph_write_ac_charge_times(
        self,
        device_sn: str,
        charge_power: int,
        charge_stop_soc: int,
        mains_enabled: bool,
        periods: list[dict[str, Any]],
    ) -> Flow[Any]:
        """`Sph.write_ac_charge_times` of the inverter with this serial number."""
        return self_call(
            Sph(self, device_sn),
            "write_ac_charge_times",
            charge_power,
            charge_stop_soc,
            mains_enabled,
            periods,
        )

    @operation
    def sph_write_ac_discharge_times(
        self,
        device_sn: str,
        discharge_power: int,
        discharge_stop_soc: int,
        periods: list[dict[str, Any]],
    ) -> Flow[Any]:
        """`Sph.write_ac_discharge_times` of the inverter with this serial number."""
        return self_call(
            Sph(self, device_sn),
            "write_ac_discharge_times",
            discharge_power,
            discharge_stop_soc,
            periods,
        )

    @operation
    def sph_read_ac_charge_times(
        self, device_sn: str, settings_data: dict[str, Any] | None = None
    ) -> Flow[AcChargeTimes]:
        """`Sph.read_ac_charge_times` of the inverter with this serial number."""
        return self_call(Sph(self, device_sn), "read_ac_charge_times", settings_data)

    @operation
    def sph_read_ac_discharge_times(
        self, device_sn: str, settings_data: dict[str, Any] | None = None
    ) -> Flow[AcDischargeTimes]:
        """`Sph.read_ac_discharge_times` of the inverter with this serial number."""
        return self_call(Sph(self, device_sn), "read_ac_discharge_times", settings_data)
