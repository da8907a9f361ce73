"""HPS hybrid systems (type 9), large ones with PV, battery and grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import endpoints, records
from ..calls import V1Calls
from ..endpoints import LATEST, TEN_SECONDS
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
    walks,
)
from .readable import ApiT, ReadableDevice

__all__ = ["Hps", "HpsBySerialNumber"]

if TYPE_CHECKING:
    from ...operation_types import Operation
    from ...signatures import AwaitedOperations
    from .readable import AsyncApiT

    __all__ += ["AsyncHps"]


class Hps(ReadableDevice[ApiT]):
    """An HPS; the API can read it, and not set it."""

    DEVICE_TYPE_ID = 9
    _about = "Hybrid systems with a battery for businesses."
    _models = "HPS"
    _serial_key = "hps_sn"

    detail = reads(
        endpoints.detail("device/hps/hps_data_info", "HPS details", 6131272209142535, TEN_SECONDS),
        lambda: records.HpsDetail,
        "Master data of the device; the page gives no unit for most powers and energies.",
    )
    energy = reads(
        endpoints.latest("device/hps/hps_last_data", "HPS", 6131278907853302, TEN_SECONDS),
        lambda: records.HpsEnergy,
        """The latest readings; the page gives no unit for most powers and energies: `..._raw`.

        The server allows one call in 10 seconds a device. `lost` is not to be relied upon.
        """,
    )
    latest: Operation[[], records.HpsEnergy]
    energy_history = pages(
        endpoints.history("device/hps/hps_data", "HPS", 6131286861044579, TEN_SECONDS, LATEST),
        lambda: records.HpsEnergyHistory,
        HISTORY_TEXT,
    )
    history = walks(lambda: records.HpsEnergy)
    alarms = alarm_pages(
        endpoints.alarms("device/hps/alarm_data", "HPS", 6131425592840458, TEN_SECONDS),
        lambda: records.AtessAlarms,
        ALARMS_TEXT,
    )


if TYPE_CHECKING:

    class AsyncHps(Hps[AsyncApiT], AwaitedOperations):
        """`Hps` behind an async client: its methods are `async def`."""


class HpsBySerialNumber(DeclaredOperations, V1Calls):
    """The calls about one HPS."""

    hps_detail = reads_of(Hps, Hps.detail)
    hps_energy = reads_of(Hps, Hps.energy)
    hps_energy_history = pages_of(Hps, Hps.energy_history)
    hps_alarms = alarm_pages_of(Hps, Hps.alarms)
