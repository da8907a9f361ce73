"""Grid-tied inverters of the older line (type 1): panels and no battery."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ... import switches
from ...wire import Flow
from .. import endpoints, records
from ..calls import V1Calls, call
from ..endpoints import FIVE_MINUTES
from .abstract_device import ApiT
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
from .parameters import ReadsParameters

_WITH_TWO_VALUES = frozenset({"pv_reactive_p_rate", "set_any_reg"})

__all__ = ["Inverter", "InverterBySerialNumber"]

if TYPE_CHECKING:
    from ...operation_types import Operation
    from ...signatures import AwaitedOperations
    from .readable import AsyncApiT

    __all__ += ["AsyncInverter"]


class Inverter(ReadsParameters[ApiT]):
    """A grid-tied inverter of the older line; no documented reply shows its settings.

    A program found that a setting with one value is accepted and ignored unless its second command
    is `growatt` and the inverter's date, as in `growatt20260615`. `write_parameter` sends that with
    the date of this machine where you give no second value. Where the two dates differ, give it.
    """

    DEVICE_TYPE_ID = 1
    _about = "String inverters of the older line."
    _models = "seen: Growatt 25000 UE, Growatt 3000MTL-S"
    _serial_key = "device_sn"
    _read_endpoint = endpoints.read_parameter("readInverterParam", page=None)
    _write_endpoint = endpoints.write_parameter("inverterSet", page=6118532122241417)
    _value_count = 2
    _switches = switches.INVERTER

    detail = reads(
        endpoints.detail(
            "device/inverter/inv_data_info",
            "grid-tied inverter details",
            6118559963559236,
            FIVE_MINUTES,
        ),
        lambda: records.InverterDetail,
        """Master data of the inverter; its energies and powers are 0 in the documented reply.

        The server allows one call in 5 minutes a device.
        """,
    )
    energy = reads(
        endpoints.latest(
            "device/inverter/last_new_data", "grid-tied", 6118571427302257, FIVE_MINUTES, "GET"
        ),
        lambda: records.InverterEnergy,
        """The latest readings: powers in W, energies in kWh; up to 5 minutes old.

        The server allows one call in 5 minutes a device.
        """,
    )
    latest: Operation[[], records.InverterEnergy]
    energy_history = pages(
        endpoints.history(
            "device/inverter/data", "grid-tied", 6118823163304569, FIVE_MINUTES, method="GET"
        ),
        lambda: records.InverterEnergyHistory,
        HISTORY_TEXT,
    )
    history = walks(lambda: records.InverterEnergy)
    alarms = alarm_pages(
        endpoints.alarms("device/inverter/alarm", "grid-tied", None, FIVE_MINUTES, "GET"),
        lambda: records.InverterAlarms,
        ALARMS_TEXT,
    )

    def _write(self, setting: str, values: dict[str, str], operation: str) -> Flow[Any]:
        first, second = values.values()
        if not second and setting not in _WITH_TWO_VALUES:
            second = f"growatt{date.today():%Y%m%d}"
        parameters = {
            self._serial_key: self._sn,
            "paramId": setting,
            "command_1": first,
            "command_2": second,
        }
        return call(self.api, self._write_endpoint, parameters, operation)


if TYPE_CHECKING:

    class AsyncInverter(Inverter[AsyncApiT], AwaitedOperations):
        """`Inverter` behind an async client: its methods are `async def`."""


class InverterBySerialNumber(DeclaredOperations, V1Calls):
    """The calls about one inverter of the older line, or many."""

    inverter_detail_v1 = reads_of(
        Inverter,
        Inverter.detail,
        "`inverter_detail` without `_v1` is the call of the password API, as in release 2.2.0.",
    )
    inverter_energy = reads_of(Inverter, Inverter.energy)
    inverter_energy_history = pages_of(Inverter, Inverter.energy_history)
    inverter_alarms = alarm_pages_of(Inverter, Inverter.alarms)
    inverter_read_parameter = reads_parameter_of(Inverter, Inverter.read_parameter)
    inverter_write_parameter = writes_parameter_of(Inverter, Inverter.write_parameter)
    inverter_last_data_batch = batch(
        endpoints.latest_of_many(
            "device/inverter/invs_data", "inverters", "grid-tied", 6119373063246256, FIVE_MINUTES
        ),
        lambda: records.InverterEnergy,
        BATCH_TEXT.format("inverters of the older line", "5 minutes"),
    )
