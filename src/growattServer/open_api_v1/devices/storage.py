"""Off-grid storage inverters (type 2), such as the SPF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import switches
from ...exceptions import GrowattParameterError
from ...parsing import number_parser
from ...wire import Flow
from .. import endpoints, records
from ..calls import V1Calls
from ..endpoints import TEN_SECONDS
from .abstract_device import ApiT
from .declared import (
    ALARMS_TEXT,
    HISTORY_TEXT,
    DeclaredOperations,
    alarm_pages,
    alarm_pages_of,
    pages,
    pages_of,
    reads,
    reads_of,
    reads_parameter_of,
    walks,
    writes_parameter_of,
)
from .parameters import ReadsParameters

_WINDOWS = frozenset({"storage_cmd_forced_discharge_time1", "storage_ac_charge_hour_start"})

__all__ = ["Storage", "StorageBySerialNumber"]

if TYPE_CHECKING:
    from ...operation_types import Operation
    from ...signatures import AwaitedOperations
    from .readable import AsyncApiT

    __all__ += ["AsyncStorage"]


class Storage(ReadsParameters[ApiT]):
    """An off-grid storage inverter; no documented reply shows its settings.

    A window of the day that ends before it starts is an error before anything is sent: the server
    refuses it.
    """

    DEVICE_TYPE_ID = 2
    _about = "Off-grid storage inverters."
    _models = "SPF; seen: SPF 6000 ES PLUS"
    _serial_key = "storage_sn"
    _read_endpoint = endpoints.read_parameter("readStorageParam", page=6119793934974232)
    _write_endpoint = endpoints.write_parameter("storageSet", page=6119502268976860)
    _value_count = 4
    _switches = switches.STORAGE

    detail = reads(
        endpoints.detail(
            "device/storage/storage_data_info",
            "storage inverter details",
            6119506364286651,
            TEN_SECONDS,
        ),
        lambda: records.StorageDetail,
        """Master data of the device, and some of how it is set.

        The server allows one call in 10 seconds a device.
        """,
    )
    energy = reads(
        endpoints.latest(
            "device/storage/storage_last_data", "storage", 6119678224369391, TEN_SECONDS
        ),
        lambda: records.StorageEnergy,
        """The latest readings: powers in W, energies in kWh; up to 5 minutes old.

        The server allows one call in 10 seconds a device. `lost` is not to be relied upon.
        """,
    )
    latest: Operation[[], records.StorageEnergy]
    energy_history = pages(
        endpoints.history("device/storage/storage_data", "storage", 6119692996848995, TEN_SECONDS),
        lambda: records.StorageEnergyHistory,
        HISTORY_TEXT,
    )
    history = walks(lambda: records.StorageEnergy)
    alarms = alarm_pages(
        endpoints.alarms("device/storage/alarm_data", "storage", 6119784080785951, TEN_SECONDS),
        lambda: records.DeviceAlarms,
        ALARMS_TEXT,
    )

    def _write(self, setting: str, values: dict[str, str], operation: str) -> Flow[Any]:
        if setting in _WINDOWS:
            _check_window(setting, list(values.values()))
        return super()._write(setting, values, operation)


def _check_window(setting: str, texts: list[str]) -> None:
    """Raise where both ends can be read and the end is first; the rest is the server's to say."""
    first, second, third, fourth = map(number_parser(None, 1, ()), texts)
    if first is None or second is None or third is None or fourth is None:
        return
    if (third, fourth) < (first, second):
        raise GrowattParameterError(
            f"the window of {setting} ends at {third:02g}:{fourth:02g}, before its start "
            f"{first:02g}:{second:02g}; the server refuses that, so split a window over midnight"
        )


if TYPE_CHECKING:

    class AsyncStorage(Storage[AsyncApiT], AwaitedOperations):
        """`Storage` behind an async client: its methods are `async def`."""


class StorageBySerialNumber(DeclaredOperations, V1Calls):
    """The calls about one storage; V1 has none for many."""

    storage_detail_v1 = reads_of(
        Storage,
        Storage.detail,
        "`storage_detail` without `_v1` is the call of the password API, as in release 2.2.0.",
    )
    storage_energy = reads_of(Storage, Storage.energy)
    storage_energy_history = pages_of(Storage, Storage.energy_history)
    storage_alarms = alarm_pages_of(Storage, Storage.alarms)
    storage_read_parameter = reads_parameter_of(Storage, Storage.read_parameter)
    storage_write_parameter = writes_parameter_of(Storage, Storage.write_parameter)
