"""The parts of large systems, such as HPS: measurements."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    celsius,
    flag,
    hertz,
    integer,
    java_calendar,
    number,
    percent,
    required,
    serial_number,
    text,
    timestamp,
    volts,
)

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
DAILY, IDENTITY = Kind.DAILY, Kind.IDENTITY


class AtessEnergyFields(Record):
    """What the measurements of an HPS, a PCS and their like have in common.

    The page gives no unit for most powers and energies: they are `..._raw`.
    """

    # The record
    device_sn = required(serial_number("serialNum", "Serial number of the device", basis=NAME))
    bus_address = integer(
        "address", "Bus address of the device (0 in many replies)", kind=IDENTITY, basis=NAME
    )
    resent = flag("again", "True when the record was re-sent by the datalogger", basis=NAME)
    alias = serial_number("alias", "User-given name", basis=NAME)
    calendar_time = java_calendar(
        "calendar", "Time of the record (UTC+8 or plant clock, disputed)", basis=NAME
    )
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger", basis=NAME)
    record_day = text("day", "Day of the record, normally empty", basis=NAME)
    time = timestamp(
        "time",
        "Time of the record (zone not documented; timezone_id moves it in histories)",
        basis=NAME,
    )
    has_device_time = flag("withTime", "True when the device sent its own time")

    # State
    alarm_code_1 = integer("alarmCode1", "Alarm code, word 1", basis=NAME)
    alarm_code_2 = integer("alarmCode2", "Alarm code, word 2", basis=NAME)
    bms_status = integer("bmsStatus", "BMS state")
    bms_voltage_status = integer("bmsVoltStatus", "BMS voltage state", basis=NAME)
    lost = flag("lost", "True when the cloud has lost the device", basis=NAME)
    self_run_time_raw = number("selfTime", "Self running time, unit unknown", basis=NAME)
    status = integer("status", "State code of the device", basis=NAME)
    status_key = text("statusLang", "Translation key of the state", basis=NAME)
    status_text = text("statusText", "State as text or translation key", basis=NAME)
    system_fault_bits_1 = integer("sysFaultWord1", "System fault bit field 1", basis=NAME)
    system_fault_bits_2 = integer("sysFaultWord2", "System fault bit field 2", basis=NAME)
    system_fault_bits_3 = integer("sysFaultWord3", "System fault bit field 3", basis=NAME)
    system_fault_bits_4 = integer("sysFaultWord4", "System fault bit field 4", basis=NAME)
    system_fault_bits_5 = integer("sysFaultWord5", "System fault bit field 5", basis=NAME)
    system_fault_bits_6 = integer("sysFaultWord6", "System fault bit field 6", basis=NAME)
    type_flags = integer("typeFlag", "Type flags", basis=NAME)

    # Temperatures
    temperature_extreme_cells = number(
        "maxMinTempCell", "Cells with the highest and lowest temperature", basis=NAME
    )
    battery_temperature_max = celsius("maxTemp", "Highest temperature", basis=NAME)
    battery_temperature_min = celsius("minTemp", "Lowest temperature", basis=NAME)

    # PV
    pv_bus_voltage = volts("mvpv", "Intermediate PV voltage", basis=NAME)
    pv_power_raw = number("ppv", "Total PV power, unit unknown")

    # AC output
    bvbus = number("bvbus", "Not documented", basis=CAPTURE)

    # Battery
    bms_protection_bits = integer("bmsProtection", "BMS protection bits", basis=NAME)
    battery_soc = percent("capacity", "Battery state of charge", basis=NAME)
    charge_time_today_raw = number(
        "eChargeTimeToday", "Charging time today, unit unknown", kind=DAILY, basis=NAME
    )
    charge_energy_today_raw = number(
        "eChargeToday", "Energy charged today, unit unknown", kind=DAILY
    )
    discharge_time_today_raw = number(
        "eDischargeTimeToday", "Discharging time today, unit unknown", kind=DAILY, basis=NAME
    )
    discharge_energy_today_raw = number(
        "eDischargeToday", "Energy discharged today, unit unknown", kind=DAILY
    )
    charge_current_max = amperes("maxChargeCurr", "Highest charging current", basis=NAME)
    discharge_current_max = amperes("maxDischargeCurr", "Highest discharging current", basis=NAME)
    warmest_sensor = number("maxTempNum", "Number of the warmest sensor", basis=NAME)
    cell_voltage_max = volts("maxVolt", "Highest cell voltage", basis=NAME)
    highest_cell = number("maxVoltCell", "Cell with the highest voltage", basis=NAME)
    highest_cell_number = number(
        "maxVoltNum", "Number of the cell with the highest voltage", basis=NAME
    )
    voltage_extreme_cells_raw = number(
        "maxminVoltCell", "Cells with the highest and lowest voltage, unit unknown", basis=NAME
    )
    coldest_group = number("minTempGroup", "Group with the lowest temperature", basis=NAME)
    coldest_sensor = number("minTempNum", "Number of the coldest sensor", basis=NAME)
    cell_voltage_min = volts("minVolt", "Lowest cell voltage", basis=NAME)
    lowest_cell = number("minVoltCell", "Cell with the lowest voltage", basis=NAME)
    lowest_group = number("minVoltGroup", "Group with the lowest voltage", basis=NAME)
    lowest_cell_number = number(
        "minVoltNum", "Number of the cell with the lowest voltage", basis=NAME
    )


class AtessGridEnergyFields(AtessEnergyFields):
    """What an HPS and a PCS have beside that: the side of the grid."""

    # State
    ats_bypass_status = integer("atsBypass", "State of the transfer-switch bypass", basis=NAME)
    generator_or_grid_choice = integer(
        "dgGridSelect", "Diesel generator or grid chosen", basis=NAME
    )
    system_fault_bits_7 = integer("sysFaultWord7", "System fault bit field 7", basis=NAME)
    system_fault_bits_8 = integer("sysFaultWord8", "System fault bit field 8", basis=NAME)

    # Temperatures
    temperature_1 = celsius("temp1", "Temperature sensor 1")
    temperature_2 = celsius("temp2", "Temperature sensor 2")
    temperature_3 = celsius("temp3", "Temperature sensor 3")
    temperature_4 = celsius("temp4", "Temperature sensor 4")
    temperature_5 = celsius("temp5", "Temperature sensor 5")
    temperature_6 = celsius("temp6", "Temperature sensor 6")

    # PV
    vpvuv = number("vpvuv", "Not documented", basis=CAPTURE)
    vpvvw = number("vpvvw", "Not documented", basis=CAPTURE)
    vpvwu = number("vpvwu", "Not documented", basis=CAPTURE)

    # AC output
    active_power_l2_raw = number("bActivePower", "Active power, phase B, unit unknown", basis=NAME)
    bvbus_nega = number("bvbusNega", "Not documented", basis=CAPTURE)
    bvbus_posi = number("bvbusPosi", "Not documented", basis=CAPTURE)
    bypass_frequency = hertz("bypassFreq", "Bypass frequency", basis=NAME)
    power_factor = number("pf", "Power factor", basis=NAME)
    power_factor_sign = integer("pfSymbol", "Sign of the power factor", basis=NAME)

    # Grid and loads
    generator_or_grid_power_raw = number(
        "dgGridPower", "Diesel generator / grid power, unit unknown", basis=NAME
    )
    grid_frequency = hertz("gridFreq", "Grid frequency", basis=NAME)
    load_power_raw = number("loadActivePower", "Active power of the load, unit unknown", basis=NAME)
    load_current_l1 = amperes("loadIa", "Load current, phase A", basis=NAME)
    load_current_l2 = amperes("loadIb", "Load current, phase B", basis=NAME)
    load_current_l3 = amperes("loadIc", "Load current, phase C", basis=NAME)
    load_power_factor = number("loadPf", "Power factor of the load", basis=NAME)
    load_reactive_power_raw = number(
        "loadReactivePower", "Reactive power of the load, unit unknown", basis=NAME
    )
