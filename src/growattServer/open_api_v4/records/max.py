"""MAX."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    integer,
)
from growattServer.records.max_detail import MaxDetailFields
from growattServer.records.max_energy import MaxEnergyFields
from growattServer.records.states import OnlineState

from .times import epoch, server_time

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY, MEASUREMENT, SETTING = Kind.IDENTITY, Kind.MEASUREMENT, Kind.SETTING


class MaxDetail(MaxDetailFields):
    """What a MAX is and how it is set (`queryDeviceInfo`).

    https://www.showdoc.com.cn/2540838290984246/11292919260348864
    """

    # State
    status = coded("status", OnlineState, "State", kind=MEASUREMENT)
    last_update_time = epoch("lastUpdateTime", "Time of the last data", kind=MEASUREMENT)
    last_update_time_from_text = server_time(
        "lastUpdateTimeText", "Time of the last data, from its text", kind=MEASUREMENT
    )

    # What V1 does not show
    safety_firmware_version = integer(
        "safetyVersion", "Safety firmware version", kind=IDENTITY, basis=NAME
    )
    pv_input_count = integer("pvNum", "Number of PV inputs", kind=IDENTITY, basis=NAME)
    open_authorize = integer("openAuthorize", "Not documented", kind=SETTING, basis=CAPTURE)
    permission_switch = integer("permissionSwitch", "Not documented", kind=SETTING, basis=CAPTURE)


class MaxEnergy(MaxEnergyFields):
    """A reading of a MAX: the latest, or one of a day.

    https://www.showdoc.com.cn/2540838290984246/11292919843180935
    """

    # The record
    calendar_time = epoch("calendar", "Time of the reading")
    time = server_time("time", "Time of the reading, from its text")
    calendar_time_2 = epoch("timeCalendar", "Time of the reading, once more")
