"""SPH hybrid inverters (type 5; the vendor's code name is MIX)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import switches
from ...arguments import required_switch
from ...operation import operation, self_call
from ...wire import Flow
from .. import endpoints, records
from ..calls import V1Calls
from ..checks import whole_number
from ..endpoints import FIVE_MINUTES, TEN_SECONDS
from .abstract_device import AbstractDevice, ApiT
from .declared import (
    ALARMS_TEXT,
    BATCH_TEXT,
    HISTORY_TEXT,
    DeclaredOperations,
    alarm_pages,
    alarm_pages_of,
    batch,
    pages,
    pages_of,
    reads,
    reads_of,
    reads_parameter_of,
    walks,
    writes_parameter_of,
)

__all__ = ["Sph", "SphBySerialNumber"]

if TYPE_CHECKING:
    from ...operation_types import Operation
    from ...signatures import AwaitedOperations
    from ..schedules import AcChargeTimes, AcDischargeTimes
    from .readable import AsyncApiT

    __all__ += ["AsyncSph"]


class Sph(AbstractDevice[ApiT]):
    """An SPH inverter; three charge and three discharge periods say what its battery does."""

    DEVICE_TYPE_ID = 5
    _about = "Hybrid inverters for homes, called MIX in the ShinePhone app."
    _models = "SPH 3000-6000TL BL, SPH 4000-10000TL3 BH; seen: SPH 5000TL BL-UP, SPH 6000TL-HUB"
    _serial_key = "mix_sn"
    _read_endpoint = endpoints.read_parameter("readMixParam", page=6129766954561259)
    _write_endpoint = endpoints.write_parameter("mixSet", page=6129761750718760)
    _value_count = 18
    _switches = switches.MIX

    detail = reads(
        endpoints.detail("device/mix/mix_data_info", "SPH inverter details", page=6129763571291058),
        lambda: records.SphDetail,
        "Master data and settings of the inverter, charge and discharge periods included.",
    )
    energy = reads(
        endpoints.latest(
            "device/mix/mix_last_data", "SPH", page=6129764434976910, every=TEN_SECONDS
        ),
        lambda: records.SphEnergy,
        """The latest readings: powers in W, energies in kWh; up to 5 minutes old.

        The server allows one call in 10 seconds a device. `lost` is not to be relied upon.
        """,
    )
    latest: Operation[[], records.SphEnergy]
    energy_history = pages(
        endpoints.history("device/mix/mix_data", "SPH", page=6129765461123058, every=FIVE_MINUTES),
        lambda: records.SphEnergyHistory,
        HISTORY_TEXT,
    )
    history = walks(lambda: records.SphEnergy)
    alarms = alarm_pages(
        endpoints.alarms("device/mix/alarm_data", "SPH", 6129766025111256, TEN_SECONDS),
        lambda: records.DeviceAlarms,
        ALARMS_TEXT,
    )

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
        from ..schedules import period_values

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
        from ..schedules import period_values

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
        from ..schedules import read_ac_charge_times

        reply: Any = settings_data
        if reply is None:
            reply = yield from self._settings_reply()
        return read_ac_charge_times(reply)

    @operation
    def read_ac_discharge_times(
        self, settings_data: dict[str, Any] | None = None
    ) -> Flow[AcDischargeTimes]:
        """The discharge periods, read from `settings_data` where given, else from `detail()`."""
        from ..schedules import read_ac_discharge_times

        reply: Any = settings_data
        if reply is None:
            reply = yield from self._settings_reply()
        return read_ac_discharge_times(reply)


if TYPE_CHECKING:

    class AsyncSph(Sph[AsyncApiT], AwaitedOperations):
        """`Sph` behind an async client: its methods are `async def`."""


class SphBySerialNumber(DeclaredOperations, V1Calls):
    """The calls about one SPH, or many."""

    sph_detail = reads_of(Sph, Sph.detail)
    sph_energy = reads_of(Sph, Sph.energy)
    sph_energy_history = pages_of(Sph, Sph.energy_history)
    sph_alarms = alarm_pages_of(Sph, Sph.alarms)
    sph_read_parameter = reads_parameter_of(Sph, Sph.read_parameter)
    sph_write_parameter = writes_parameter_of(Sph, Sph.write_parameter)
    sph_last_data_batch = batch(
        endpoints.latest_of_many(
            "device/mix/mixs_data", "mixs", "SPH", page=6129786427013561, every=TEN_SECONDS
        ),
        lambda: records.SphEnergy,
        BATCH_TEXT.format("SPH", "10 seconds"),
    )

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


def _parameters(values: list[int]) -> dict[str, str]:
    """`param1`, `param2`, ... and no empty ones behind the last."""
    return {f"param{position}": str(value) for position, value in enumerate(values, start=1)}
