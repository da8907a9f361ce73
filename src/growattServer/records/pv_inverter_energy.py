"""Inverters with panels and no battery: measurements that MAX and the older line share."""

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
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    text,
    volts,
    watts,
)

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY = Kind.IDENTITY
DAILY, LIFETIME = Kind.DAILY, Kind.LIFETIME


class PvInverterEnergyFields(Record):
    """Three PV inputs, eight strings and the AC side.

    The better known meaning of a key holds for all.
    """

    # The record
    resent = flag("again", "True when the record was re-sent by the datalogger", basis=NAME)
    pv1_energy_today = kilowatt_hours_today("epv1Today", "Energy of PV input 1 today")
    pv2_energy_today = kilowatt_hours_today("epv2Today", "Energy of PV input 2 today")

    # State
    string_warning_bits = integer("dwStringWarningValue1", "Warning of the strings, a code")
    pid_status = integer("pidStatus", "State of the PID box, a code")
    status_text = text("statusText", "State as text, such as Waiting", basis=NAME)
    warning_code = integer("warnCode", "Warning code", codes="unknown")
    warning_value_1 = integer("warningValue1", "Warning code 1")
    warning_value_2 = integer("warningValue2", "Warning code 2")
    pid_fault_value = integer("wPIDFaultValue", "PID fault value")
    string_status_bits = integer("wStringStatusValue", "State of the strings, a code")

    # PV
    string_1_current = amperes("currentString1", "Current of PV string 1")
    string_2_current = amperes("currentString2", "Current of PV string 2")
    string_3_current = amperes("currentString3", "Current of PV string 3")
    string_4_current = amperes("currentString4", "Current of PV string 4")
    string_5_current = amperes("currentString5", "Current of PV string 5")
    string_6_current = amperes("currentString6", "Current of PV string 6")
    string_7_current = amperes("currentString7", "Current of PV string 7")
    string_8_current = amperes("currentString8", "Current of PV string 8")
    pv1_energy_total = kilowatt_hours_total("epv1Total", "Lifetime energy of PV input 1")
    pv2_energy_total = kilowatt_hours_total("epv2Total", "Lifetime energy of PV input 2")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    pid_a_current = amperes("iPidPvape", "PID current of input A")
    pid_b_current = amperes("iPidPvbpe", "PID current of input B")
    pv1_current = amperes("ipv1", "Current of PV input 1")
    pv2_current = amperes("ipv2", "Current of PV input 2")
    pv3_current = amperes("ipv3", "Current of PV input 3")
    pv_power = watts("ppv", "Total PV power")
    pv1_power = watts("ppv1", "Power of PV input 1")
    pv2_power = watts("ppv2", "Power of PV input 2")
    pv3_power = watts("ppv3", "Power of PV input 3")
    pid_a_voltage = volts("vPidPvape", "PID voltage of input A")
    pid_b_voltage = volts("vPidPvbpe", "PID voltage of input B")
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv3_voltage = volts("vpv3", "Voltage of PV input 3")
    string_1_voltage = volts("vString1", "Voltage of PV string 1")
    string_2_voltage = volts("vString2", "Voltage of PV string 2")
    string_3_voltage = volts("vString3", "Voltage of PV string 3")
    string_4_voltage = volts("vString4", "Voltage of PV string 4")
    string_5_voltage = volts("vString5", "Voltage of PV string 5")
    string_6_voltage = volts("vString6", "Voltage of PV string 6")
    string_7_voltage = volts("vString7", "Voltage of PV string 7")
    string_8_voltage = volts("vString8", "Voltage of PV string 8")

    # Temperatures
    module_temperature = celsius("ipmTemperature", "Temperature of the power module")
    temperature = celsius("temperature", "Temperature of the inverter")

    # Grid and loads
    grid_frequency = hertz("fac", "Grid frequency")
    full_load_power = watts("opFullwatt", "Full-load power")

    # AC output
    negative_bus_voltage = volts("nBusVoltage", "Negative DC bus voltage")
    ac_power_l1 = watts("pacr", "AC power, phase 1")
    ac_power_l2 = watts("pacs", "AC power, phase 2")
    ac_power_l3 = watts("pact", "AC power, phase 3")
    positive_bus_voltage = volts("pBusVoltage", "Positive DC bus voltage")
    reactive_power = number("rac", "Reactive power", unit="var")

    # Others
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)
    output_share = percent("realOPPercent", "Output power as share of the rated power")
    reactive_energy_today = number("eRacToday", "Reactive energy today", unit="kvarh", kind=DAILY)
    reactive_energy_total = number(
        "eRacTotal", "Lifetime reactive energy", unit="kvarh", kind=LIFETIME
    )
