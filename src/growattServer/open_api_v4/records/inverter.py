"""Grid-tied inverters of the older line."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    flag,
    kilowatt_hours_today,
    kilowatt_hours_total,
    required,
    serial_number,
)
from growattServer.records.inverter_detail import InverterDetailFields
from growattServer.records.inverter_energy import InverterEnergyFields

from .times import epoch, server_time

NAME = Basis.NAME
LIFETIME, MEASUREMENT = Kind.LIFETIME, Kind.MEASUREMENT


class InverterDetail(InverterDetailFields):
    """What a grid-tied inverter of the older line is and how it is set (`queryDeviceInfo`).

    https://www.showdoc.com.cn/2540838290984246/11292916280672808
    """

    # State
    last_update_time = epoch("lastUpdateTime", "Time of the last data", kind=MEASUREMENT)
    last_update_time_from_text = server_time(
        "lastUpdateTimeText", "Time of the last data, from its text", kind=MEASUREMENT
    )
    lost = flag("lost", "True when the cloud has lost the device", kind=MEASUREMENT)


class InverterEnergy(InverterEnergyFields):
    """A reading of a grid-tied inverter of the older line: the latest, or one of a day.

    https://www.showdoc.com.cn/2540838290984246/11292916843107127
    """

    device_sn = required(
        serial_number("inverterId", "Serial number of the device", other_keys=("serialNum",))
    )

    # The record
    time = server_time("time", "Time of the reading, from its text")
    calendar_time = epoch("timeCalendar", "Time of the reading, once more")

    # AC output, in the unit that its page prints
    reactive_energy_today = kilowatt_hours_today("eRacToday", "Reactive energy today")
    reactive_energy_total = kilowatt_hours_total("eRacTotal", "Lifetime reactive energy")
