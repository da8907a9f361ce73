"""SPH and SPA: measurements, as all APIs show them."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    ampere_hours,
    amperes,
    celsius,
    flag,
    hertz,
    integer,
    java_calendar,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    raw,
    required,
    serial_number,
    text,
    timestamp,
    volt_amperes,
    volts,
    watts,
)
from growattServer.records.choices import BatteryKind, EnergyPriority
from growattServer.records.states import SystemWorkMode

NAME = Basis.NAME
REPORT = Basis.REPORT
SETTING = Kind.SETTING
IDENTITY = Kind.IDENTITY
LIFETIME = Kind.LIFETIME


class SphState(Code):
    """What an SPH or SPA did when it sent its reading."""

    WAITING = 0
    NORMAL = 1
    FAULT = 2
    PV_AND_BATTERY_ONLINE = 5
    BYPASS = 9


class SphSpaEnergyFields(Record):
    """What the measurements of an SPH and of an SPA have in common."""

    # The record
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger", basis=NAME)
    alias = serial_number("alias", "User-given name", basis=NAME)
    bus_address = integer("address", "Bus address (0 in many replies)", kind=IDENTITY, basis=NAME)
    time = timestamp(
        "time",
        "Time of the record (zone not documented; timezone_id moves it in histories)",
        basis=NAME,
    )
    calendar_time = java_calendar("calendar", "Time of the record (UTC+8 or plant clock, disputed)")
    record_day = text("day", "Day of the record, normally empty", basis=NAME)
    day_map = raw("dayMap", "Per-day map, normally null", basis=NAME)
    resent = flag("again", "True when the datalogger sent the record again", basis=NAME)
    has_device_time = flag("withTime", "True when the device sent its own time")

    # State
    status = coded(
        "status",
        SphState,
        "State (the vendor describes 0 to 2, replies show the others)",
        faults=(SphState.FAULT, 3),
    )
    status_text = text("statusText", "State as text or translation key", basis=NAME)
    lost = flag("lost", "Not reliable: true was seen for an online device")
    system_work_mode = coded("uwSysWorkMode", SystemWorkMode, "System working mode")
    energy_priority = coded(
        "priorityChoose",
        EnergyPriority,
        "Energy priority (other numbers are seen)",
        kind=Kind.SETTING,
        basis=NAME,
    )
    system_enable_bits = integer("sysEn", "System enable bits")
    fault_code = integer("faultCode", "Fault code, 0 none", codes="unknown")
    fault_bits = integer("faultBitCode", "Fault bits")
    error_code = integer("errorCode", "Error code", codes="unknown")
    error_text = text("errorText", "Text of the error code", basis=NAME)
    warning_code = integer("warnCode", "Warning code, 0 none", codes="unknown")
    warning_text = text("warnText", "Text of the warning", basis=NAME)
    system_fault_bits = integer("sysFaultWord", "System fault bit field", basis=NAME)
    system_fault_bits_1 = integer("sysFaultWord1", "System fault bit field 1", basis=NAME)
    system_fault_bits_2 = integer("sysFaultWord2", "System fault bit field 2", basis=NAME)
    system_fault_bits_3 = integer("sysFaultWord3", "System fault bit field 3", basis=NAME)
    system_fault_bits_4 = integer("sysFaultWord4", "System fault bit field 4", basis=NAME)
    system_fault_bits_5 = integer("sysFaultWord5", "System fault bit field 5", basis=NAME)
    system_fault_bits_6 = integer("sysFaultWord6", "System fault bit field 6", basis=NAME)
    system_fault_bits_7 = integer("sysFaultWord7", "System fault bit field 7", basis=NAME)
    running_time = number("timeTotal", "Running time (unit disputed: h, min or s)", kind=LIFETIME)

    # Temperatures
    temperature_1 = celsius("temp1", "Temperature sensor 1")
    temperature_2 = celsius("temp2", "Temperature sensor 2")

    # AC output
    ac_power = watts("pac", "AC output power")
    energy_today = kilowatt_hours_today("eacToday", "AC energy produced today")
    energy_total = kilowatt_hours_total("eacTotal", "Lifetime AC energy produced")
    grid_frequency = hertz("fac", "Grid frequency")
    apparent_power_l1 = volt_amperes("pac1", "Apparent AC output power, phase 1")
    ac_voltage_l1 = volts("vac1", "AC voltage, phase 1")

    # Grid, loads, self-consumption
    import_power = watts("pacToUserTotal", "Total power taken from the grid")
    import_power_l1 = watts(
        "pacToUserR", "Power taken from the grid, phase 1 (Home Assistant reads kW)"
    )
    import_energy_today = kilowatt_hours_today("etoUserToday", "Energy taken from the grid today")
    import_energy_total = kilowatt_hours_total("etoUserTotal", "Lifetime energy from the grid")
    export_power = watts("pacToGridTotal", "Total power fed to the grid (Home Assistant reads kW)")
    export_power_l1 = watts("pacToGridR", "Power fed to the grid, phase 1")
    export_energy_today = kilowatt_hours_today("etoGridToday", "Energy fed to the grid today")
    export_energy_total = kilowatt_hours_total("etogridTotal", "Lifetime energy fed to the grid")
    load_power = watts("plocalLoadTotal", "Power of local loads")
    load_power_l1 = watts("plocalLoadR", "Power of local loads, phase 1 going by the key")
    load_energy_today = kilowatt_hours_today("elocalLoadToday", "Energy used by local loads today")
    load_energy_total = kilowatt_hours_total("elocalLoadTotal", "Lifetime energy of local loads")

    # Battery
    battery_soc = percent("soc", "State of charge")
    battery_soc_text = text("socText", "State of charge with unit, as text", basis=NAME)
    battery_voltage = volts("vbat", "Battery voltage")
    dsp_battery_voltage = volts("vBatDsp", "Battery voltage measured by the DSP")
    battery_temperature = celsius("batteryTemperature", "Battery temperature")
    battery_charge_power = watts("pcharge1", "Battery charging power")
    battery_discharge_power = watts("pdischarge1", "Battery discharging power")
    battery_charge_energy_today = kilowatt_hours_today("echarge1Today", "Battery charge today")
    battery_charge_energy_total = kilowatt_hours_total("echarge1Total", "Lifetime battery charge")
    ac_charge_power = watts("acChargePower", "Power at which the battery is charged from AC")
    ac_charge_energy_today = kilowatt_hours_today("acChargeEnergyToday", "Charge from AC today")
    ac_charge_energy_total = kilowatt_hours_total("acChargeEnergyTotal", "Lifetime charge from AC")
    battery_type = coded("batteryType", BatteryKind, "Battery kind", basis=NAME)

    # Battery, as its own controller (BMS) says
    bms_battery_soc = percent("bmsSOC", "Battery state of charge from the BMS")
    bms_battery_voltage = volts("bmsBatteryVolt", "Battery voltage from the BMS")
    bms_battery_current = amperes("bmsBatteryCurr", "Battery current from the BMS")
    bms_battery_temperature = celsius("bmsBatteryTemp", "Battery temperature from the BMS")
    battery_soh = percent("bmsSOH", "Battery state of health")
    battery_cycles = integer("bmsCycleCnt", "Number of battery cycles", kind=LIFETIME)
    battery_rated_capacity = ampere_hours("bmsGaugeFCC", "Rated capacity from the fuel gauge")
    battery_remaining_capacity = ampere_hours("bmsGaugeRM", "Remaining capacity (fuel gauge)")
    battery_cell_1_voltage = volts("bmsCell1Volt", "Voltage of battery cell 1")
    battery_cell_2_voltage = volts("bmsCell2Volt", "Voltage of battery cell 2")
    battery_cell_3_voltage = volts("bmsCell3Volt", "Voltage of battery cell 3")
    battery_cell_4_voltage = volts("bmsCell4Volt", "Voltage of battery cell 4")
    battery_cell_5_voltage = volts("bmsCell5Volt", "Voltage of battery cell 5")
    battery_cell_6_voltage = volts("bmsCell6Volt", "Voltage of battery cell 6")
    battery_cell_7_voltage = volts("bmsCell7Volt", "Voltage of battery cell 7")
    battery_cell_8_voltage = volts("bmsCell8Volt", "Voltage of battery cell 8")
    battery_cell_9_voltage = volts("bmsCell9Volt", "Voltage of battery cell 9")
    battery_cell_10_voltage = volts("bmsCell10Volt", "Voltage of battery cell 10")
    battery_cell_11_voltage = volts("bmsCell11Volt", "Voltage of battery cell 11")
    battery_cell_12_voltage = volts("bmsCell12Volt", "Voltage of battery cell 12")
    battery_cell_13_voltage = volts("bmsCell13Volt", "Voltage of battery cell 13")
    battery_cell_14_voltage = volts("bmsCell14Volt", "Voltage of battery cell 14")
    battery_cell_15_voltage = volts("bmsCell15Volt", "Voltage of battery cell 15")
    battery_cell_16_voltage = volts("bmsCell16Volt", "Voltage of battery cell 16")
    battery_cell_voltage_min = volts("uwMinCellVol", "Lowest cell voltage", basis=REPORT)
    battery_cell_voltage_spread = volts(
        "bmsDeltaVolt", "Highest minus lowest cell voltage, sent in mV by the examples", scale=0.001
    )
    battery_constant_voltage = volts("bmsConstantVolt", "Constant-voltage charging point")
    battery_max_current = amperes("bmsMaxCurr", "Highest current that the BMS allows")
    battery_max_discharge_current = amperes(
        "bmsMaxDischgCurr", "Highest discharge current the BMS allows"
    )
    battery_pack_type = number("bmsUsingCap", "Kind of battery pack")
    bms_pack_info = number("bmsPackInfo", "Battery pack information")
    bms_info_bits = number("bmsInfo", "BMS information bits")
    bms_status = integer("bmsStatus", "BMS state")
    bms_status_old = integer("bmsStatusOld", "Past BMS state")
    bms_error_bits = integer("bmsError", "BMS error bits")
    bms_error_bits_old = integer("bmsErrorOld", "Past BMS error bits")
    bms_warning_bits = integer("bmsWarnInfo", "BMS warning bits")
    bms_warning_bits_old = integer("bmsWarnInfoOld", "Past BMS warning bits")
    bms_firmware_version = serial_number("bmsFW", "BMS firmware number")
    bms_controller_version = serial_number("bmsMCUVersion", "BMS controller firmware number")
    bms_highest_software_version = integer(
        "bmsHighestSoftVersion", "Highest BMS software version", kind=IDENTITY, basis=REPORT
    )

    # Buses
    bus_voltage_1 = volts("vBus1", "Bus 1 voltage")
    bus_voltage_2 = volts("vBus2", "Bus 2 voltage")

    # Backup output (EPS, also called UPS)
    backup_frequency = hertz("upsFac", "Frequency of the backup output")
    backup_power_factor_raw = number(
        "upsPF", "Power factor of the backup output (scale unknown: 1000 in the examples)"
    )
    backup_load_share = percent("upsLoadpercent", "Load share of the backup output")
    backup_apparent_power_l1 = volt_amperes(
        "upsPac1", "Apparent power of the backup output, phase 1"
    )
    backup_voltage_l1 = volts("upsVac1", "Voltage of the backup output, phase 1")
