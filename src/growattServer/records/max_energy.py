"""MAX: measurements, as all APIs show them."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    flag,
    integer,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    raw,
    required,
    serial_number,
    text,
    volts,
    watts,
)
from growattServer.records.string_inverter_energy import StringInverterEnergyFields

NAME = Basis.NAME
IDENTITY, LIFETIME, SETTING = Kind.IDENTITY, Kind.LIFETIME, Kind.SETTING


class MaxState(Code):
    """What a MAX did when it sent its reading; 1 has no text on the page of the vendor."""

    STANDBY = 0
    DISCHARGE = 2
    FAULT = 3
    UPGRADING = 4


class MaxEnergyFields(StringInverterEnergyFields):
    """What a MAX measures."""

    # The record
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    bus_address = integer(
        "address", "Bus address of the device (0 in many replies)", kind=IDENTITY, basis=NAME
    )
    alias = serial_number("alias", "User-given name", basis=NAME)
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger", basis=NAME)
    record_day = text("day", "Day of the record, normally empty")
    debug_3 = text("debug3", "Debug values joined by commas", basis=NAME)
    device_bean = raw("maxBean", "Nested detail bean of the device, often null", basis=NAME)
    has_device_time = flag("withTime", "True when the device sent its own time")

    # State
    status = coded("status", MaxState, "State", faults=(MaxState.FAULT,))
    pv1_arc_fault_value = integer("afciPv1", "Arc fault value of PV input 1", basis=NAME)
    pv2_arc_fault_value = integer("afciPv2", "Arc fault value of PV input 2", basis=NAME)
    arc_fault_status = integer("afciStatus", "State of the arc fault detector", basis=NAME)
    fault_code = integer("faultType", "Fault type", codes="error or protect")
    apf_status = number("apfStatus", "State of the APF / SVG module")
    apf_status_text = text("apfStatusText", "State of the APF / SVG module, as text", basis=NAME)
    lost = flag(
        "lost",
        "Not reliable: true was seen for a device that the device list shows online",
        basis=NAME,
    )
    pid_status_text = text("pidStatusText", "PID state, as text", basis=NAME)
    string_fault_bits = integer("strFault", "Fault of the strings, a code")
    running_time_raw = number("timeTotal", "Running time, unit unknown", kind=LIFETIME)

    # PV
    pv11_current = amperes("ipv11", "Current of PV input 11")
    pv12_current = amperes("ipv12", "Current of PV input 12")
    pv13_current = amperes("ipv13", "Current of PV input 13")
    pv14_current = amperes("ipv14", "Current of PV input 14")
    pv15_current = amperes("ipv15", "Current of PV input 15")
    pv16_current = amperes("ipv16", "Current of PV input 16")
    pv11_energy_today = kilowatt_hours_today("epv11Today", "Energy of PV input 11 today")
    pv12_energy_today = kilowatt_hours_today("epv12Today", "Energy of PV input 12 today")
    pv13_energy_today = kilowatt_hours_today("epv13Today", "Energy of PV input 13 today")
    pv14_energy_today = kilowatt_hours_today("epv14Today", "Energy of PV input 14 today")
    pv15_energy_today = kilowatt_hours_today("epv15Today", "Energy of PV input 15 today")
    pv16_energy_today = kilowatt_hours_today("epv16Today", "Energy of PV input 16 today")
    pv11_energy_total = kilowatt_hours_total("epv11Total", "Lifetime energy of PV input 11")
    pv12_energy_total = kilowatt_hours_total("epv12Total", "Lifetime energy of PV input 12")
    pv13_energy_total = kilowatt_hours_total("epv13Total", "Lifetime energy of PV input 13")
    pv14_energy_total = kilowatt_hours_total("epv14Total", "Lifetime energy of PV input 14")
    pv15_energy_total = kilowatt_hours_total("epv15Total", "Lifetime energy of PV input 15")
    pv16_energy_total = kilowatt_hours_total("epv16Total", "Lifetime energy of PV input 16")
    pv11_power = watts("ppv11", "Power of PV input 11")
    pv12_power = watts("ppv12", "Power of PV input 12")
    pv13_power = watts("ppv13", "Power of PV input 13")
    pv14_power = watts("ppv14", "Power of PV input 14")
    pv15_power = watts("ppv15", "Power of PV input 15")
    pv16_power = watts("ppv16", "Power of PV input 16")
    pv11_voltage = volts("vpv11", "Voltage of PV input 11")
    pv12_voltage = volts("vpv12", "Voltage of PV input 12")
    pv13_voltage = volts("vpv13", "Voltage of PV input 13")
    pv14_voltage = volts("vpv14", "Voltage of PV input 14")
    pv15_voltage = volts("vpv15", "Voltage of PV input 15")
    pv16_voltage = volts("vpv16", "Voltage of PV input 16")

    # PV strings
    string_17_current = amperes("currentString17", "Current of PV string 17")
    string_18_current = amperes("currentString18", "Current of PV string 18")
    string_19_current = amperes("currentString19", "Current of PV string 19")
    string_20_current = amperes("currentString20", "Current of PV string 20")
    string_21_current = amperes("currentString21", "Current of PV string 21")
    string_22_current = amperes("currentString22", "Current of PV string 22")
    string_23_current = amperes("currentString23", "Current of PV string 23")
    string_24_current = amperes("currentString24", "Current of PV string 24")
    string_25_current = amperes("currentString25", "Current of PV string 25")
    string_26_current = amperes("currentString26", "Current of PV string 26")
    string_27_current = amperes("currentString27", "Current of PV string 27")
    string_28_current = amperes("currentString28", "Current of PV string 28")
    string_29_current = amperes("currentString29", "Current of PV string 29")
    string_30_current = amperes("currentString30", "Current of PV string 30")
    string_31_current = amperes("currentString31", "Current of PV string 31")
    string_32_current = amperes("currentString32", "Current of PV string 32")
    string_17_voltage = volts("vString17", "Voltage of PV string 17")
    string_18_voltage = volts("vString18", "Voltage of PV string 18")
    string_19_voltage = volts("vString19", "Voltage of PV string 19")
    string_20_voltage = volts("vString20", "Voltage of PV string 20")
    string_21_voltage = volts("vString21", "Voltage of PV string 21")
    string_22_voltage = volts("vString22", "Voltage of PV string 22")
    string_23_voltage = volts("vString23", "Voltage of PV string 23")
    string_24_voltage = volts("vString24", "Voltage of PV string 24")
    string_25_voltage = volts("vString25", "Voltage of PV string 25")
    string_26_voltage = volts("vString26", "Voltage of PV string 26")
    string_27_voltage = volts("vString27", "Voltage of PV string 27")
    string_28_voltage = volts("vString28", "Voltage of PV string 28")
    string_29_voltage = volts("vString29", "Voltage of PV string 29")
    string_30_voltage = volts("vString30", "Voltage of PV string 30")
    string_31_voltage = volts("vString31", "Voltage of PV string 31")
    string_32_voltage = volts("vString32", "Voltage of PV string 32")
    string_open_bits = integer("strBreak", "PV strings found open, bits")
    string_unbalanced_bits = integer("strUnblance", "PV strings found unbalanced, bits")
    string_unmatched_bits = integer("strUnmatch", "PV strings found unmatched, bits")

    # AC output
    energy_today = kilowatt_hours_today("eacToday", "AC energy produced today")
    energy_total = kilowatt_hours_total("eacTotal", "Lifetime AC energy produced")
    ac_current_l1 = amperes("iacr", "AC current, phase 1")
    ac_current_l2 = amperes("iacs", "AC current, phase 2")
    ac_current_l3 = amperes("iact", "AC current, phase 3")
    ac_power = watts("pac", "AC output power")
    power_factor = number("pf", "Power factor")
    output_energy_today = kilowatt_hours_today(
        "powerToday", "Energy produced today, under a second key", basis=NAME
    )
    output_energy_total = kilowatt_hours_total(
        "powerTotal", "Lifetime energy produced, under a second key", basis=NAME
    )
    reactive_power_2 = number(
        "reactPower", "Reactive power, under a second key", unit="var", basis=NAME
    )
    reactive_power_max = number("reactPowerMax", "Highest reactive power", unit="var", basis=NAME)
    reactive_energy_2_total = number(
        "reactPowerTotal",
        "Lifetime reactive energy, under a second key",
        unit="kvarh",
        kind=LIFETIME,
        basis=NAME,
    )
    ac_voltage_l1 = volts("vacr", "AC voltage, phase 1")
    ac_voltage_l2 = volts("vacs", "AC voltage, phase 2")
    ac_voltage_l3 = volts("vact", "AC voltage, phase 3")

    # PID
    pid_9_current = amperes("iPidPvpe9", "PID current of PV input 9")
    pid_10_current = amperes("iPidPvpe10", "PID current of PV input 10")
    pid_11_current = amperes("iPidPvpe11", "PID current of PV input 11")
    pid_12_current = amperes("iPidPvpe12", "PID current of PV input 12")
    pid_13_current = amperes("iPidPvpe13", "PID current of PV input 13")
    pid_14_current = amperes("iPidPvpe14", "PID current of PV input 14")
    pid_15_current = amperes("iPidPvpe15", "PID current of PV input 15")
    pid_16_current = amperes("iPidPvpe16", "PID current of PV input 16")
    pid_9_voltage = volts("vPidPvpe9", "PID voltage of PV input 9")
    pid_10_voltage = volts("vPidPvpe10", "PID voltage of PV input 10")
    pid_11_voltage = volts("vPidPvpe11", "PID voltage of PV input 11")
    pid_12_voltage = volts("vPidPvpe12", "PID voltage of PV input 12")
    pid_13_voltage = volts("vPidPvpe13", "PID voltage of PV input 13")
    pid_14_voltage = volts("vPidPvpe14", "PID voltage of PV input 14")
    pid_15_voltage = volts("vPidPvpe15", "PID voltage of PV input 15")
    pid_16_voltage = volts("vPidPvpe16", "PID voltage of PV input 16")
