"""MAX inverters (type 4): three-phase, with many PV strings and no battery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import switches
from .. import endpoints, records
from ..calls import V1Calls
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

__all__ = ["Max", "MaxBySerialNumber"]

if TYPE_CHECKING:
    from ...operation_types import Operation
    from ...signatures import AwaitedOperations
    from .readable import AsyncApiT

    __all__ += ["AsyncMax"]


class Max(ReadsParameters[ApiT]):
    """A MAX inverter; no documented reply shows its settings but by their names."""

    DEVICE_TYPE_ID = 4
    _about = "Three-phase inverters for businesses."
    _models = "MAX, MOD-X; seen: MOD 10KTL3-X"
    _serial_key = "max_sn"
    _read_endpoint = endpoints.read_parameter("readMaxParam", page=6127601154776404)
    _write_endpoint = endpoints.write_parameter("maxSet", page=6127597452472600)
    _value_count = 19
    _switches = switches.MAX

    detail = reads(
        endpoints.detail("device/max/max_data_info", "MAX inverter details", page=6120369315865619),
        lambda: records.MaxDetail,
        "Master data of the inverter, and its settings where it shows them.",
    )
    energy = reads(
        endpoints.latest("device/max/max_last_data", "MAX", 6127572916461964, FIVE_MINUTES),
        lambda: records.MaxEnergy,
        """The latest readings: powers in W, energies in kWh; up to 5 minutes old.

        The server allows one call in 5 minutes a device. `lost` is not to be relied upon.
        """,
    )
    latest: Operation[[], records.MaxEnergy]
    energy_history = pages(
        endpoints.history("device/max/max_data", "MAX", 6127583793839931, FIVE_MINUTES),
        lambda: records.MaxEnergyHistory,
        HISTORY_TEXT,
    )
    history = walks(lambda: records.MaxEnergy)
    alarms = alarm_pages(
        endpoints.alarms("device/max/alarm_data", "MAX", 6127591022121148, None),
        lambda: records.MaxAlarms,
        ALARMS_TEXT,
    )


if TYPE_CHECKING:

    class AsyncMax(Max[AsyncApiT], AwaitedOperations):
        """`Max` behind an async client: its methods are `async def`."""


class MaxBySerialNumber(DeclaredOperations, V1Calls):
    """The calls about one MAX, or many."""

    max_detail = reads_of(Max, Max.detail)
    max_energy = reads_of(Max, Max.energy)
    max_energy_history = pages_of(Max, Max.energy_history)
    max_alarms = alarm_pages_of(Max, Max.alarms)
    max_read_parameter = reads_parameter_of(Max, Max.read_parameter)
    max_write_parameter = writes_parameter_of(Max, Max.write_parameter)
    max_last_data_batch = batch(
        endpoints.latest_of_many(
            "device/max/maxs_data", "maxs", "MAX", 6127606661600864, FIVE_MINUTES
        ),
        lambda: records.MaxEnergy,
        BATCH_TEXT.format("MAX", "5 minutes"),
    )
