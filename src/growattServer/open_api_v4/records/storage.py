"""Off-grid storage inverters."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    flag,
    timestamp,
)
from growattServer.records.storage_detail import StorageDetailFields
from growattServer.records.storage_energy import StorageEnergyFields

from .times import epoch, server_time

CAPTURE = Basis.CAPTURE
MEASUREMENT = Kind.MEASUREMENT


class StorageDetail(StorageDetailFields):
    """What an off-grid storage inverter is and how it is set (`queryDeviceInfo`).

    https://www.showdoc.com.cn/2540838290984246/11292917862205677
    """

    # State
    last_update_time = epoch("lastUpdateTime", "Time of the last data", kind=MEASUREMENT)
    last_update_time_from_text = server_time(
        "lastUpdateTimeText", "Time of the last data, from its text", kind=MEASUREMENT
    )
    lost = flag("lost", "True when the cloud has lost the device", kind=MEASUREMENT)
    device_time = timestamp("sysTime", "Time on the clock of the device", kind=MEASUREMENT)


class StorageEnergy(StorageEnergyFields):
    """A reading of an off-grid storage inverter: the latest, or one of a day.

    https://www.showdoc.com.cn/2540838290984246/11292918042831939
    """

    # The record
    calendar_time = epoch("calendar", "Time of the reading")
    lost = flag("lost", "True in all replies: says nothing", basis=CAPTURE)
    time = server_time("time", "Time of the reading, from its text")
