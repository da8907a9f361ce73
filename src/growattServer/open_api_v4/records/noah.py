"""NOAH and NEXA balcony batteries."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    celsius,
    clock,
    flag,
    hours,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    required,
    serial_number,
    text,
    volts,
    watts,
)
from growattServer.records.choices import NoahMode
from growattServer.records.states import NoahState

from .times import epoch, server_time

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY = Kind.IDENTITY
MEASUREMENT = Kind.MEASUREMENT


class ChargingState(Code):
    """Whether the packs of a NOAH are being charged."""

    IDLE = 0
    CHARGING = 1
    DISCHARGING = 2


class NoahDetail(Record, kind=Kind.SETTING):
    """What a NOAH or NEXA is and how it is set (`queryDeviceInfo`).

    https://www.showdoc.com.cn/2540838290984246/11315140426110613
    """

    # Names and versions
    bus_address = integer("address", "Bus address of the device", kind=IDENTITY)
    alias = serial_number("alias", "User-given name")
    paired_inverter_model = integer(
        "associatedInvManAndModel", "Not documented", kind=IDENTITY, basis=CAPTURE
    )
    paired_inverter_sn = serial_number("associatedInvSn", "Serial number of the paired inverter")
    bms_firmware_version = serial_number("bmsVersion", "BMS version")
    datalogger_sn = serial_number("datalogSn", "Serial number of the datalogger")
    device_sn = required(serial_number("deviceSn", "Serial number of the device"))
    firmware_version = serial_number("fwVersion", "Firmware version")
    manufacturer = text("manName", "Manufacturer name", basis=NAME)
    model = serial_number("model", "Model")
    model_name = serial_number("modelName", "Model name", basis=NAME)
    mppt_firmware_version = serial_number("mpptVersion", "MPPT firmware version")
    ota_device_type_code_high = text("otaDeviceTypeCodeHigh", "OTA type code, high part")
    ota_device_type_code_low = text("otaDeviceTypeCodeLow", "OTA type code, low part", basis=NAME)
    pd_firmware_version = serial_number("pdVersion", "PD firmware version")
    port_name = serial_number(
        "portName", "Name of the communication port, usually logger kind and serial"
    )

    # State
    last_update_time = epoch("lastUpdateTime", "Time of the last data", kind=MEASUREMENT)
    last_update_time_from_text = server_time(
        "lastUpdateTimeText", "Time of the last data, from its text", kind=MEASUREMENT
    )
    lost = flag("lost", "True when the cloud has lost the device", kind=MEASUREMENT)
    status = coded("status", NoahState, "State", kind=MEASUREMENT)
    device_time = epoch(
        "sysTime", "Clock of the device (hours off in the example)", kind=MEASUREMENT
    )
    time_segment_1_enabled = flag("time1Enable", "Time segment 1 is in use")
    time_segment_1_end = clock("time1End", "End of time segment 1")
    time_segment_1_mode = coded("time1Mode", NoahMode, "Mode of time segment 1")
    time_segment_1_power = watts("time1Power", "Output power of time segment 1", kind=MEASUREMENT)
    time_segment_1_start = clock("time1Start", "Start of time segment 1")
    time_segment_2_enabled = flag("time2Enable", "Time segment 2 is in use")
    time_segment_2_end = clock("time2End", "End of time segment 2")
    time_segment_2_mode = coded("time2Mode", NoahMode, "Mode of time segment 2")
    time_segment_2_power = watts("time2Power", "Output power of time segment 2", kind=MEASUREMENT)
    time_segment_2_start = clock("time2Start", "Start of time segment 2")
    time_segment_3_enabled = flag("time3Enable", "Time segment 3 is in use")
    time_segment_3_end = clock("time3End", "End of time segment 3")
    time_segment_3_mode = coded("time3Mode", NoahMode, "Mode of time segment 3")
    time_segment_3_power = watts("time3Power", "Output power of time segment 3", kind=MEASUREMENT)
    time_segment_3_start = clock("time3Start", "Start of time segment 3")
    time_segment_4_enabled = flag("time4Enable", "Time segment 4 is in use")
    time_segment_4_end = clock("time4End", "End of time segment 4")
    time_segment_4_mode = coded("time4Mode", NoahMode, "Mode of time segment 4")
    time_segment_4_power = watts("time4Power", "Output power of time segment 4", kind=MEASUREMENT)
    time_segment_4_start = clock("time4Start", "Start of time segment 4")
    time_segment_5_enabled = flag("time5Enable", "Time segment 5 is in use")
    time_segment_5_end = clock("time5End", "End of time segment 5")
    time_segment_5_mode = coded("time5Mode", NoahMode, "Mode of time segment 5")
    time_segment_5_power = watts("time5Power", "Output power of time segment 5", kind=MEASUREMENT)
    time_segment_5_start = clock("time5Start", "Start of time segment 5")
    time_segment_6_enabled = flag("time6Enable", "Time segment 6 is in use")
    time_segment_6_end = clock("time6End", "End of time segment 6")
    time_segment_6_mode = coded("time6Mode", NoahMode, "Mode of time segment 6")
    time_segment_6_power = watts("time6Power", "Output power of time segment 6", kind=MEASUREMENT)
    time_segment_6_start = clock("time6Start", "Start of time segment 6")
    time_segment_7_enabled = flag("time7Enable", "Time segment 7 is in use")
    time_segment_7_end = clock("time7End", "End of time segment 7")
    time_segment_7_mode = coded("time7Mode", NoahMode, "Mode of time segment 7")
    time_segment_7_power = watts("time7Power", "Output power of time segment 7", kind=MEASUREMENT)
    time_segment_7_start = clock("time7Start", "Start of time segment 7")
    time_segment_8_enabled = flag("time8Enable", "Time segment 8 is in use")
    time_segment_8_end = clock("time8End", "End of time segment 8")
    time_segment_8_mode = coded("time8Mode", NoahMode, "Mode of time segment 8")
    time_segment_8_power = watts("time8Power", "Output power of time segment 8", kind=MEASUREMENT)
    time_segment_8_start = clock("time8Start", "Start of time segment 8")
    time_segment_9_enabled = flag("time9Enable", "Time segment 9 is in use")
    time_segment_9_end = clock("time9End", "End of time segment 9")
    time_segment_9_mode = coded("time9Mode", NoahMode, "Mode of time segment 9")
    time_segment_9_power = watts("time9Power", "Output power of time segment 9", kind=MEASUREMENT)
    time_segment_9_start = clock("time9Start", "Start of time segment 9")
    utc_offset = hours("timezone", "Time zone offset of the plant, hours from UTC", basis=NAME)

    # Battery
    charge_stop_soc = percent("chargingSocHighLimit", "Upper state of charge limit")
    discharge_stop_soc = percent("chargingSocLowLimit", "Lower state of charge limit")
    extension_battery_number = integer(
        "ebmOrderNum", "Order number of the extension battery pack", kind=IDENTITY
    )
    smart_socket_power = watts("smartSocketPower", "Smart socket power", kind=MEASUREMENT)

    # Grid
    ac_couple_power_control = integer(
        "acCouplePowerControl", "AC-coupling power control", basis=NAME
    )
    grid_charging_enabled = flag(
        "allowGridCharging", "Charging from the grid allowed (0/1)", basis=NAME
    )
    export_limit_enabled = flag("antiBackflowEnable", "Export limit enabled", basis=NAME)
    export_power_limit = percent("antiBackflowPowerPercentage", "Export limit", basis=NAME)
    pv_modules_power = watts("componentPower", "Power of the PV modules", kind=MEASUREMENT)
    default_ac_couple_power = integer(
        "defaultACCouplePower", "Default AC-coupling power", kind=MEASUREMENT, basis=NAME
    )
    default_power = watts("defaultPower", "Output power outside the time segments")
    device_to_grid_power = watts(
        "deviceToGridPower", "Power limit from device to grid", kind=MEASUREMENT, basis=NAME
    )
    grid_connection_control = integer(
        "gridConnectionControl", "Grid connection control", basis=NAME
    )
    grid_to_device_power = watts(
        "gridToDevicePower", "Power limit from grid to device", kind=MEASUREMENT, basis=NAME
    )

    # Others
    meter_unbind = integer("ammeterUnbind", "Meter unbound flag", basis=NAME)
    default_mode = integer("defaultMode", "Default working mode", basis=NAME)
    eastron_meter_control_pair = integer(
        "eastronAmmeterControlPair", "Not documented", basis=CAPTURE
    )
    location = serial_number("location", "Place text")
    shelly_meter_paired = flag("shellyFlag", "Shelly meter paired", basis=NAME)
    temperature_unit_code = integer("tempType", "Temperature unit selector")


class NoahEnergy(Record):
    """A reading of a NOAH or NEXA: the latest, or one of a day.

    https://www.showdoc.com.cn/2540838290984246/11315141402697236
    """

    # The record
    meter_present = integer("ctFlag", "CT / meter present flag", basis=NAME)
    datalogger_sn = serial_number("datalogSn", "Serial number of the datalogger")
    device_sn = required(serial_number("deviceSn", "Serial number of the device"))
    energy_today = kilowatt_hours_today("eacToday", "AC energy produced today")
    resent = flag("isAgain", "Record is a re-transmission")
    settable_time_period = integer("settableTimePeriod", "Not documented", basis=CAPTURE)
    time = epoch("time", "Time of the reading")
    time_from_text = server_time("timeStr", "Time of the reading, from its text")

    # State
    ac_coupling_protection_bits = integer(
        "acCoupleProtectStatus", "AC-coupling protection bits", basis=NAME
    )
    ac_coupling_warning_bits = integer("acCoupleWarnStatus", "AC-coupling warning bits", basis=NAME)
    battery_1_protection_bits = integer(
        "battery1ProtectStatus", "Protection bits of battery pack 1", codes="NOAH pack protections"
    )
    battery_1_warning_bits = integer(
        "battery1WarnStatus", "Warning bits of battery pack 1", codes="NOAH pack warnings"
    )
    battery_2_protection_bits = integer(
        "battery2ProtectStatus", "Protection bits of battery pack 2", codes="NOAH pack protections"
    )
    battery_2_warning_bits = integer(
        "battery2WarnStatus", "Warning bits of battery pack 2", codes="NOAH pack warnings"
    )
    battery_3_protection_bits = integer(
        "battery3ProtectStatus", "Protection bits of battery pack 3", codes="NOAH pack protections"
    )
    battery_3_warning_bits = integer(
        "battery3WarnStatus", "Warning bits of battery pack 3", codes="NOAH pack warnings"
    )
    battery_4_protection_bits = integer(
        "battery4ProtectStatus", "Protection bits of battery pack 4", codes="NOAH pack protections"
    )
    battery_4_warning_bits = integer(
        "battery4WarnStatus", "Warning bits of battery pack 4", codes="NOAH pack warnings"
    )
    fault_bits = integer(
        "faultStatus", "Battery pack fault bits, bit n-1 = pack n", codes="NOAH pack faults"
    )
    battery_heating_bits = integer(
        "heatingStatus", "Battery heating bits, bit n-1 = pack n is heating"
    )
    mppt_protection_bits = integer(
        "mpptProtectStatus", "MPPT protection bits", codes="NOAH panel protections"
    )
    pd_warning_bits = integer("pdWarnStatus", "PD warning bits", codes="NOAH link warnings")
    status = coded("status", NoahState, "State", faults=(NoahState.FAULT,))
    battery_charging_bits = coded(
        "totalBatteryPackChargingStatus", ChargingState, "Whether the packs charge"
    )

    # PV
    pv_power = watts("ppv", "Total PV power")
    pv1_current = amperes("pv1Current", "Current of PV input 1")
    pv1_temperature = celsius("pv1Temp", "Temperature at PV input 1")
    pv1_voltage = volts("pv1Voltage", "Voltage of PV input 1")
    pv2_current = amperes("pv2Current", "Current of PV input 2")
    pv2_temperature = celsius("pv2Temp", "Temperature at PV input 2")
    pv2_voltage = volts("pv2Voltage", "Voltage of PV input 2")
    pv3_current = amperes("pv3Current", "Current of PV input 3")
    pv3_temperature = celsius("pv3Temp", "Temperature at PV input 3")
    pv3_voltage = volts("pv3Voltage", "Voltage of PV input 3")
    pv4_current = amperes("pv4Current", "Current of PV input 4")
    pv4_temperature = celsius("pv4Temp", "Temperature at PV input 4")
    pv4_voltage = volts("pv4Voltage", "Voltage of PV input 4")

    # Battery, as its own controller (BMS) says
    battery_cycles = integer("batteryCycles", "Battery cycle count", basis=NAME)
    battery_soh = percent("batterySoh", "Battery state of health", basis=NAME)
    battery_cell_voltage_max_raw = number(
        "maxCellVoltage", "Highest cell voltage; sample values near 3300 look like mV", basis=NAME
    )
    battery_cell_voltage_min_raw = number(
        "minCellVoltage", "Lowest cell voltage; sample values near 3300 look like mV", basis=NAME
    )

    # Battery
    battery_1_sn = serial_number("battery1SerialNum", "Serial number of battery pack 1")
    battery_1_soc = percent("battery1Soc", "State of charge of battery pack 1")
    battery_1_temperature = celsius("battery1Temp", "Temperature of battery pack 1")
    battery_1_temperature_fahrenheit = number(
        "battery1TempF", "Temperature of battery pack 1, once more", unit="°F"
    )
    battery_2_sn = serial_number("battery2SerialNum", "Serial number of battery pack 2")
    battery_2_soc = percent("battery2Soc", "State of charge of battery pack 2")
    battery_2_temperature = celsius("battery2Temp", "Temperature of battery pack 2")
    battery_2_temperature_fahrenheit = number(
        "battery2TempF", "Temperature of battery pack 2, once more", unit="°F"
    )
    battery_3_sn = serial_number("battery3SerialNum", "Serial number of battery pack 3")
    battery_3_soc = percent("battery3Soc", "State of charge of battery pack 3")
    battery_3_temperature = celsius("battery3Temp", "Temperature of battery pack 3")
    battery_3_temperature_fahrenheit = number(
        "battery3TempF", "Temperature of battery pack 3, once more", unit="°F"
    )
    battery_4_sn = serial_number("battery4SerialNum", "Serial number of battery pack 4")
    battery_4_soc = percent("battery4Soc", "State of charge of battery pack 4")
    battery_4_temperature = celsius("battery4Temp", "Temperature of battery pack 4")
    battery_4_temperature_fahrenheit = number(
        "battery4TempF", "Temperature of battery pack 4, once more", unit="°F"
    )
    battery_count = integer("batteryPackageQuantity", "Battery packs in parallel")
    charge_stop_soc = percent("chargeSocLimit", "Upper state of charge limit", basis=NAME)
    discharge_stop_soc = percent("dischargeSocLimit", "Lower state of charge limit", basis=NAME)
    battery_power = watts("totalBatteryPackChargingPower", "Power into or out of the battery")
    battery_soc = percent("totalBatteryPackSoc", "State of charge over all packs")

    # Temperatures
    temperature_1 = celsius("systemTemp", "System temperature", basis=NAME)

    # Backup output
    load_power_without_plugs = watts(
        "householdLoadApartFromGroplug", "Household load without smart plugs", basis=NAME
    )
    off_grid_current = amperes("offGridCurrent", "Current on the off-grid output", basis=NAME)
    off_grid_power = watts("offGridPower", "Power on the off-grid output", basis=NAME)
    off_grid_voltage = volts("offGridVoltage", "Voltage on the off-grid output", basis=NAME)
    load_power = watts("totalHouseholdLoad", "Total household load", basis=NAME)

    # Grid and loads
    meter_power = watts("ctSelfPower", "Power measured by the CT / meter", basis=NAME)
    on_grid_current = amperes("onGridCurrent", "Current on the grid connection", basis=NAME)
    on_grid_power = watts("onGridPower", "Power on the grid connection", basis=NAME)
    on_grid_voltage = volts("onGridVoltage", "Voltage on the grid connection", basis=NAME)
    on_off_grid = integer("onOffGrid", "On-grid / off-grid state", basis=NAME)

    # AC output
    energy_month = kilowatt_hours("eacMonth", "Energy produced this month")
    energy_total = kilowatt_hours_total("eacTotal", "Lifetime AC energy produced")
    energy_year = kilowatt_hours("eacYear", "Energy produced this year")
    ac_power = watts("pac", "AC output power")
    energy_priority = coded("workMode", NoahMode, "Mode of the active time slot")
