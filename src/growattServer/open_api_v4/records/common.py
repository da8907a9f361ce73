"""What is the same for all families: the list of devices, models, fast readings, VPP periods."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    flag,
    integer,
    number,
    percent,
    required,
    rows,
    serial_number,
    text,
    timestamp,
    volts,
    watts,
)
from growattServer.records.choices import EnergyPriority

IDENTITY, SETTING = Kind.IDENTITY, Kind.SETTING
CAPTURE = Basis.CAPTURE


class HighFrequencyState(Code):
    """What a device does, in a high-frequency reading."""

    STANDBY = 0
    SELF_CHECK = 1
    FAULT = 3
    UPGRADING = 4
    PV_ON_GRID = 5
    BATTERY_ON_GRID = 6
    PV_AND_BATTERY_OFF_GRID = 7
    BATTERY_OFF_GRID = 8
    BYPASS = 9


class BatteryState(Code):
    """What a battery does, in a high-frequency reading."""

    STANDBY = 0
    DISCONNECTED = 1
    CHARGING = 2
    DISCHARGING = 3
    FAULT = 4
    UPGRADING = 5


class DeviceRow(Record):
    """A device that the token may use, in `DeviceList`."""

    device_sn = required(serial_number("deviceSn", "Serial number of the device"))
    family = required(
        serial_number("deviceType", "Family, the word that all calls of V4 want, such as min")
    )
    datalogger_sn = serial_number("datalogSn", "Serial number of the datalogger, often null")
    created = timestamp(
        "createDate", "When the device was added (zone not documented)", kind=IDENTITY
    )


class DeviceList(Record):
    """A page of the devices that the token may use (`queryDeviceList`).

    https://www.showdoc.com.cn/2540838290984246/11292915113214428
    """

    count = integer("count", "Number of devices, on all pages together")
    pages = integer("pages", "Number of pages")
    page_size = integer("pageSize", "Devices on a page, 100")
    start_count = integer("startCount", "Devices before this page, going by the key", basis=CAPTURE)
    is_last = flag("lastPager", "True on the last page", basis=CAPTURE)
    is_unpaged = flag("notPager", "Not documented", basis=CAPTURE)
    other = text("other", "Not documented, always null", basis=CAPTURE)
    devices = rows("data", DeviceRow, "The devices of this page")


class DeviceModel(Record, kind=Kind.IDENTITY):
    """Model and battery of a device (`queryDeviceInfoParam`).

    https://www.showdoc.com.cn/2540838290984246/11559060626973442
    """

    device_sn = required(serial_number("deviceSn", "Serial number of the device"))
    family = serial_number("deviceType", "Family, as in the list of devices")
    model = serial_number("deviceModel", "Model name")
    datalogger_model = serial_number("dataloggerModel", "Model of the datalogger")
    battery_model = serial_number("batteryModel", "Model of the battery")
    rated_power = watts("norminalPower", "Rated power (the key is misspelt)")
    battery_capacity = number("batteryCapacity", "Capacity of the battery", unit="kWh", precision=1)
    battery_rated_power = watts("batteryNominalPower", "Rated power of the battery")
    has_battery = flag("hasBattery", "True with a battery")


class HighFrequencyBattery(Record):
    """One battery, in `HighFrequencyReading`."""

    index = integer("index", "Number of the battery, from 1", kind=IDENTITY)
    battery_soc = percent("soc", "State of charge")
    battery_charge_power = watts("chargePower", "Charging power")
    battery_discharge_power = watts("dischargePower", "Discharging power")
    battery_current = amperes("ibat", "Battery current")
    battery_voltage = volts("vbat", "Battery voltage")


class HighFrequencyReading(Record):
    """A reading that is newer than the latest one (`queryDfcData`).

    https://www.showdoc.com.cn/2540838290984246/11559060626625550
    """

    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    utc_time = timestamp("utcTime", "Time of the reading, in UTC")
    status = coded("status", HighFrequencyState, "State", faults=(HighFrequencyState.FAULT,))
    energy_priority = coded("priority", EnergyPriority, "Energy priority")
    battery_status = coded("batteryStatus", BatteryState, "State of the battery")
    pv_power = watts("ppv", "Total PV power")
    ac_power = watts("pac", "AC output power")
    import_power = watts("activePower", "Total power taken from the grid")
    export_power = watts("reverActivePower", "Total power fed to the grid")
    load_power = watts("payLoadPower", "Power of local loads, calculated")
    battery_power = watts("batPower", "Battery power: positive charging, negative discharging")
    battery_soc = percent("soc", "State of charge, average of all batteries")
    ac_voltage_l1 = volts("vac1", "AC voltage, phase 1")
    ac_voltage_l2 = volts("vac2", "AC voltage, phase 2")
    ac_voltage_l3 = volts("vac3", "AC voltage, phase 3")
    batteries = rows("batteryList", HighFrequencyBattery, "The batteries", may_be_absent=True)


class VppPeriod(Record, kind=Kind.SETTING):
    """A period of a VPP schedule; of which zone its minutes are is not documented."""

    power = number("percentage", "Power: positive charges, negative discharges", unit="%")
    start_minute = integer("startTime", "First minute of the day, 0 to 1440", unit="min")
    end_minute = integer("endTime", "Last minute of the day, 0 to 1440", unit="min")
