"""PBD converters (type 10), which join PV and battery of large systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import endpoints, records
from ..calls import V1Calls
from ..endpoints import FIVE_MINUTES, LATEST, TEN_SECONDS
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

__all__ = ["Pbd", "PbdBySerialNumber"]

if TYPE_CHECKING:
    from ...operation_types import Operation
    from ...signatures import AwaitedOperations
    from .readable import AsyncApiT

    __all__ += ["AsyncPbd"]


class Pbd(ReadableDevice[ApiT]):
    """A PBD; the API can read it, and not set it."""

    DEVICE_TYPE_ID = 10
    _about = "Battery converters on the DC side, for businesses."
    _models = "PBD"
    _serial_key = "pbd_sn"

    detail = reads(
        endpoints.detail("device/pbd/pbd_data_info", "PBD details", 6131307847776153, TEN_SECONDS),
        lambda: records.PbdDetail,
        "Master data of the device; the page gives no unit for most powers and energies.",
    )
    energy = reads(
        endpoints.latest("device/pbd/pbd_last_data", "PBD", 6131312777930154, FIVE_MINUTES),
        lambda: records.PbdEnergy,
        """The latest readings; the page gives no unit for most powers and energies: `..._raw`.

        The server allows one call in 5 minutes a device. `lost` is not to be relied upon.
        """,
    )
    latest: Operation[[], records.PbdEnergy]
    energy_history = pages(
        endpoints.history("device/pbd/pbd_data", "PBD", 6131319527296946, FIVE_MINUTES, LATEST),
        lambda: records.PbdEnergyHistory,
        HISTORY_TEXT,
    )
    history = walks(lambda: records.PbdEnergy)
    alarms = alarm_pages(
        endpoints.alarms("device/pbd/alarm_data", "PBD", 6131327683011501, FIVE_MINUTES),
        lambda: records.AtessAlarms,
        ALARMS_TEXT,
    )


if TYPE_CHECKING:

    class AsyncPbd(Pbd[AsyncApiT], AwaitedOperations):
        """`Pbd` behind an async client: its methods are `async def`."""


class PbdBySerialNumber(DeclaredOperations, V1Calls):
    """The calls about one PBD."""

    pbd_detail = reads_of(Pbd, Pbd.detail)
    pbd_energy = reads_of(Pbd, Pbd.energy)
    pbd_energy_history = pages_of(Pbd, Pbd.energy_history)
    pbd_alarms = alarm_pages_of(Pbd, Pbd.alarms)
