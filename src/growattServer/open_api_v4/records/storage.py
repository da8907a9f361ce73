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

    `status`: -1 lost, 0 offline, 1 online, 2 charging, 3 discharging, 4 error, 5 burning, 6 solar
    charging, 7 grid charging, 8 solar and grid charging, 9 solar and grid charging with bypass
    output, 10 PV charging with bypass output, 11 grid charging with bypass output, 12 bypass
    output, 13 solar charging while discharging, 14 grid charging while discharging.
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

    `status`: 0 operating, 1 charge, 2 discharge, 3 fault, 4 flashing firmware.
    https://www.showdoc.com.cn/2540838290984246/11292918042831939
    """

    # The record
    calendar_time = epoch("calendar", "Time of the reading")
    lost = flag("lost", "True in all replies: says nothing", basis=CAPTURE)
    time = server_time("time", "Time of the reading, from its text")
