"""MIN (also TLX, MOD, MID and NEO)."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    flag,
    raw,
    required,
    timestamp,
)
from growattServer.records.min_detail import MinDetailTokenFields
from growattServer.records.min_energy import MinEnergyFields

from .times import epoch, server_time

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
MEASUREMENT = Kind.MEASUREMENT


class MinDetail(MinDetailTokenFields):
    """What a MIN is and how it is set (`queryDeviceInfo`).

    https://www.showdoc.com.cn/2540838290984246/11292925501705236
    """

    # State
    last_update_time = epoch("lastUpdateTime", "Time of the last data", kind=MEASUREMENT)
    last_update_time_from_text = server_time(
        "lastUpdateTimeText", "Time of the last data, from its text", kind=MEASUREMENT
    )
    lost = flag("lost", "True when the cloud has lost the device", kind=MEASUREMENT)
    device_time = timestamp("sysTime", "Time on the clock of the device", kind=MEASUREMENT)

    # Others
    settings = raw("tlxSetbean", "The settings, as `tlx_set_info` has them", kind=MEASUREMENT)


class MinEnergy(MinEnergyFields):
    """A reading of a MIN: the latest, or one of a day.

    https://www.showdoc.com.cn/2540838290984246/11292926445680439
    """

    device_sn = required(MinEnergyFields.device_sn)

    # The record
    calendar_time = epoch("calendar", "Time of the reading")
    lost = flag("lost", "True in all replies: says nothing", basis=CAPTURE)
    time = server_time("time", "Time of the reading, from its text")
