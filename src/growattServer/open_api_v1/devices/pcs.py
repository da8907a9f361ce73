"""PCS battery converters (type 8) of large systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import endpoints, records
from ..calls import V1Calls
from ..endpoints import FIVE_MINUTES, LATEST
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

__all__ = ["Pcs", "PcsBySerialNumber"]

if TYPE_CHECKING:
    from ...operation_types import Operation
    from ...signatures import AwaitedOperations
    from .readable import AsyncApiT

    __all__ += ["AsyncPcs"]


class Pcs(ReadableDevice[ApiT]):
    """A PCS; the API can read it, and not set it."""

    DEVICE_TYPE_ID = 8
    _about = "Battery inverters for businesses."
    _models = "PCS"
    _serial_key = "pcs_sn"

    detail = reads(
        endpoints.detail("device/pcs/pcs_data_info", "PCS details", 6129831722860832, None),
        lambda: records.PcsDetail,
        "Master data of the device; the page gives no unit for most powers and energies.",
    )
    energy = reads(
        endpoints.latest("device/pcs/pcs_last_data", "PCS", 6131235037123575, FIVE_MINUTES),
        lambda: records.PcsEnergy,
        """The latest readings; the page gives no unit for most powers and energies: `..._raw`.

        The server allows one call in 5 minutes a device. `lost` is not to be relied upon.
        """,
    )
    latest: Operation[[], records.PcsEnergy]
    energy_history = pages(
        endpoints.history("device/pcs/pcs_data", "PCS", 6131245575367488, FIVE_MINUTES, LATEST),
        lambda: records.PcsEnergyHistory,
        HISTORY_TEXT,
    )
    history = walks(lambda: records.PcsEnergy)
    alarms = alarm_pages(
        endpoints.alarms("device/pcs/alarm_data", "PCS", 6131258854397548, FIVE_MINUTES),
        lambda: records.AtessAlarms,
        ALARMS_TEXT,
    )


if TYPE_CHECKING:

    class AsyncPcs(Pcs[AsyncApiT], AwaitedOperations):
        """`Pcs` behind an async client: its methods are `async def`."""


class PcsBySerialNumber(DeclaredOperations, V1Calls):
    """The calls about one PCS."""

    pcs_detail = reads_of(Pcs, Pcs.detail)
    pcs_energy = reads_of(Pcs, Pcs.energy)
    pcs_energy_history = pages_of(Pcs, Pcs.energy_history)
    pcs_alarms = alarm_pages_of(Pcs, Pcs.alarms)
