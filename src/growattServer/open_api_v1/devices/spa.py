"""SPA storage inverters (type 6), which charge a battery from the AC side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import switches
from .. import endpoints, records
from ..calls import V1Calls
from ..endpoints import TEN_SECONDS
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

__all__ = ["Spa", "SpaBySerialNumber"]

if TYPE_CHECKING:
    from ...operation_types import Operation
    from ...signatures import AwaitedOperations
    from .readable import AsyncApiT

    __all__ += ["AsyncSpa"]


class Spa(ReadsParameters[ApiT]):
    """An SPA; three periods each say when its battery charges, discharges, or does not discharge.

    `device.plan` and `device.read_settings` know its settings by our names.
    """

    DEVICE_TYPE_ID = 6
    _about = "Storage inverters that charge a battery from the AC side."
    _models = "SPA 1000-3000TL BL, SPA 4000-10000TL3 BH; seen: Growatt 1000-S"
    _serial_key = "spa_sn"
    _read_endpoint = endpoints.read_parameter("readSpaParam", page=6129809145198328)
    _write_endpoint = endpoints.write_parameter("spaSet", page=6129790987434517)
    _value_count = 18
    _switches = switches.SPA_V1

    detail = reads(
        endpoints.detail("device/spa/spa_data_info", "SPA inverter details", page=6129791904178555),
        lambda: records.SpaDetail,
        "Master data and settings of the inverter, its periods included.",
    )
    energy = reads(
        endpoints.latest("device/spa/spa_last_data", "SPA", 6129794031492135, TEN_SECONDS),
        lambda: records.SpaEnergy,
        """The latest readings: powers in W, energies in kWh; up to 5 minutes old.

        The server allows one call in 10 seconds a device. `lost` is not to be relied upon.
        """,
    )
    latest: Operation[[], records.SpaEnergy]
    energy_history = pages(
        endpoints.history("device/spa/spa_data", "SPA", 6129802729032136, TEN_SECONDS),
        lambda: records.SpaEnergyHistory,
        HISTORY_TEXT,
    )
    history = walks(lambda: records.SpaEnergy)

    alarms = alarm_pages(
        endpoints.alarms("device/spa/alarm_data", "SPA", 6129804467339594, TEN_SECONDS),
        lambda: records.DeviceAlarms,
        ALARMS_TEXT,
    )


if TYPE_CHECKING:

    class AsyncSpa(Spa[AsyncApiT], AwaitedOperations):
        """`Spa` behind an async client: its methods are `async def`."""


class SpaBySerialNumber(DeclaredOperations, V1Calls):
    """The calls about one SPA, or many."""

    spa_detail = reads_of(Spa, Spa.detail)
    spa_energy = reads_of(Spa, Spa.energy)
    spa_energy_history = pages_of(Spa, Spa.energy_history)
    spa_alarms = alarm_pages_of(Spa, Spa.alarms)
    spa_read_parameter = reads_parameter_of(Spa, Spa.read_parameter)
    spa_write_parameter = writes_parameter_of(Spa, Spa.write_parameter)
    spa_last_data_batch = batch(
        endpoints.latest_of_many(
            "device/spa/spas_data", "spas", "SPA", 6138369063488649, TEN_SECONDS
        ),
        lambda: records.SpaEnergy,
        BATCH_TEXT.format("SPA", "10 seconds"),
    )
