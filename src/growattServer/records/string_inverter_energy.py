"""MAX and inverter: measurements of devices with many PV strings."""

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
    kiloohms,
    kilowatt_hours_today,
    kilowatt_hours_total,
    milliamperes,
    number,
    percent,
    text,
    timestamp,
    volts,
    watts,
)

NAME = Basis.NAME
DAILY, IDENTITY, LIFETIME = Kind.DAILY, Kind.IDENTITY, Kind.LIFETIME


class StringInverterEnergyFields(Record):
    """What the measurements of a MAX and of an inverter have in common.

    The better known meaning of a key holds for both.
    """

    # The record
    resent = flag("again", "True when the record was re-sent by the datalogger", basis=NAME)
    debug_1 = text("debug1", "Debug values joined by commas", basis=NAME)
    debug_2 = text("debug2", "Debug values joined by commas", basis=NAME)
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)
    time = timestamp(
        "time", "Time of the record (zone not documented; timezone_id moves it in histories)"
    )

    # State
    derating_code = integer("deratingMode", "Why the power is limited, 0 no limit")
    string_warning_bits = integer("dwStringWarningValue1", "Warning of the strings, a code")
    fault_code_1 = integer("faultCode1", "Fault code, word 1", codes="unknown")
    fault_code_2 = integer("faultCode2", "Fault code, word 2", codes="unknown")
    fault_value = integer("faultValue", "Value belonging to the fault")
    pid_fault_code = integer("pidFaultCode", "PID fault code")
    pid_status = integer("pidStatus", "State of the PID box, a code")
    status = integer("status", "State, a code", faults=(3,))
    status_text = text("statusText", "State as text, such as Waiting", basis=NAME)
    running_time_raw = number("timeTotal", "Running time, unit unknown", kind=LIFETIME)
    warning_bits = integer("warnBit", "Warning bits")
    warning_code = integer("warnCode", "Warning code", codes="unknown")
    warning_value_1 = integer("warningValue1", "Warning code 1")
    warning_value_2 = integer("warningValue2", "Warning code 2")
    warning_value_3 = integer("warningValue3", "Warning value 3")
    pid_fault_value = integer("wPIDFaultValue", "PID fault value")
    string_status_bits = integer("wStringStatusValue", "State of the strings, a code")

    # Temperatures
    module_temperature = celsius("ipmTemperature", "Temperature of the power module")
    temperature = celsius("temperature", "Temperature of the inverter")
    temperature_2 = celsius("temperature2", "Inverter temperature")
    temperature_3 = celsius("temperature3", "Battery temperature")
    temperature_4 = celsius("temperature4", "Output temperature")
    temperature_5 = celsius("temperature5", "Second ambient temperature")

    # PV
    insulation_resistance = kiloohms("pvIso", "Insulation resistance of the PV side")
    pv1_current = amperes("ipv1", "Current of PV input 1")
    pv2_current = amperes("ipv2", "Current of PV input 2")
    pv3_current = amperes("ipv3", "Current of PV input 3")
    pv4_current = amperes("ipv4", "Current of PV input 4")
    pv5_current = amperes("ipv5", "Current of PV input 5")
    pv6_current = amperes("ipv6", "Current of PV input 6")
    pv7_current = amperes("ipv7", "Current of PV input 7")
    pv8_current = amperes("ipv8", "Current of PV input 8")
    pv9_current = amperes("ipv9", "Current of PV input 9")
    pv10_current = amperes("ipv10", "Current of PV input 10")
    pv1_energy_today = kilowatt_hours_today("epv1Today", "Energy of PV input 1 today")
    pv2_energy_today = kilowatt_hours_today("epv2Today", "Energy of PV input 2 today")
    pv3_energy_today = kilowatt_hours_today("epv3Today", "Energy of PV input 3 today")
    pv4_energy_today = kilowatt_hours_today("epv4Today", "Energy of PV input 4 today")
    pv5_energy_today = kilowatt_hours_today("epv5Today", "Energy of PV input 5 today")
    pv6_energy_today = kilowatt_hours_today("epv6Today", "Energy of PV input 6 today")
    pv7_energy_today = kilowatt_hours_today("epv7Today", "Energy of PV input 7 today")
    pv8_energy_today = kilowatt_hours_today("epv8Today", "Energy of PV input 8 today")
    pv9_energy_today = kilowatt_hours_today("epv9Today", "Energy of PV input 9 today")
    pv10_energy_today = kilowatt_hours_today("epv10Today", "Energy of PV input 10 today")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    pv1_energy_total = kilowatt_hours_total("epv1Total", "Lifetime energy of PV input 1")
    pv2_energy_total = kilowatt_hours_total("epv2Total", "Lifetime energy of PV input 2")
    pv3_energy_total = kilowatt_hours_total("epv3Total", "Lifetime energy of PV input 3")
    pv4_energy_total = kilowatt_hours_total("epv4Total", "Lifetime energy of PV input 4")
    pv5_energy_total = kilowatt_hours_total("epv5Total", "Lifetime energy of PV input 5")
    pv6_energy_total = kilowatt_hours_total("epv6Total", "Lifetime energy of PV input 6")
    pv7_energy_total = kilowatt_hours_total("epv7Total", "Lifetime energy of PV input 7")
    pv8_energy_total = kilowatt_hours_total("epv8Total", "Lifetime energy of PV input 8")
    pv9_energy_total = kilowatt_hours_total("epv9Total", "Lifetime energy of PV input 9")
    pv10_energy_total = kilowatt_hours_total("epv10Total", "Lifetime energy of PV input 10")
    pv_power = watts("ppv", "Total PV power")
    pv1_power = watts("ppv1", "Power of PV input 1")
    pv2_power = watts("ppv2", "Power of PV input 2")
    pv3_power = watts("ppv3", "Power of PV input 3")
    pv4_power = watts("ppv4", "Power of PV input 4")
    pv5_power = watts("ppv5", "Power of PV input 5")
    pv6_power = watts("ppv6", "Power of PV input 6")
    pv7_power = watts("ppv7", "Power of PV input 7")
    pv8_power = watts("ppv8", "Power of PV input 8")
    pv9_power = watts("ppv9", "Power of PV input 9")
    pv10_power = watts("ppv10", "Power of PV input 10")
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv3_voltage = volts("vpv3", "Voltage of PV input 3")
    pv4_voltage = volts("vpv4", "Voltage of PV input 4")
    pv5_voltage = volts("vpv5", "Voltage of PV input 5")
    pv6_voltage = volts("vpv6", "Voltage of PV input 6")
    pv7_voltage = volts("vpv7", "Voltage of PV input 7")
    pv8_voltage = volts("vpv8", "Voltage of PV input 8")
    pv9_voltage = volts("vpv9", "Voltage of PV input 9")
    pv10_voltage = volts("vpv10", "Voltage of PV input 10")

    # PV strings
    string_1_current = amperes("currentString1", "Current of PV string 1")
    string_2_current = amperes("currentString2", "Current of PV string 2")
    string_3_current = amperes("currentString3", "Current of PV string 3")
    string_4_current = amperes("currentString4", "Current of PV string 4")
    string_5_current = amperes("currentString5", "Current of PV string 5")
    string_6_current = amperes("currentString6", "Current of PV string 6")
    string_7_current = amperes("currentString7", "Current of PV string 7")
    string_8_current = amperes("currentString8", "Current of PV string 8")
    string_9_current = amperes("currentString9", "Current of PV string 9")
    string_10_current = amperes("currentString10", "Current of PV string 10")
    string_11_current = amperes("currentString11", "Current of PV string 11")
    string_12_current = amperes("currentString12", "Current of PV string 12")
    string_13_current = amperes("currentString13", "Current of PV string 13")
    string_14_current = amperes("currentString14", "Current of PV string 14")
    string_15_current = amperes("currentString15", "Current of PV string 15")
    string_16_current = amperes("currentString16", "Current of PV string 16")
    string_1_voltage = volts("vString1", "Voltage of PV string 1")
    string_2_voltage = volts("vString2", "Voltage of PV string 2")
    string_3_voltage = volts("vString3", "Voltage of PV string 3")
    string_4_voltage = volts("vString4", "Voltage of PV string 4")
    string_5_voltage = volts("vString5", "Voltage of PV string 5")
    string_6_voltage = volts("vString6", "Voltage of PV string 6")
    string_7_voltage = volts("vString7", "Voltage of PV string 7")
    string_8_voltage = volts("vString8", "Voltage of PV string 8")
    string_9_voltage = volts("vString9", "Voltage of PV string 9")
    string_10_voltage = volts("vString10", "Voltage of PV string 10")
    string_11_voltage = volts("vString11", "Voltage of PV string 11")
    string_12_voltage = volts("vString12", "Voltage of PV string 12")
    string_13_voltage = volts("vString13", "Voltage of PV string 13")
    string_14_voltage = volts("vString14", "Voltage of PV string 14")
    string_15_voltage = volts("vString15", "Voltage of PV string 15")
    string_16_voltage = volts("vString16", "Voltage of PV string 16")

    # AC output
    reactive_energy_today = number("eRacToday", "Reactive energy today", unit="kvarh", kind=DAILY)
    reactive_energy_total = number(
        "eRacTotal", "Lifetime reactive energy", unit="kvarh", kind=LIFETIME
    )
    leakage_current = milliamperes("gfci", "Leakage current")
    negative_bus_voltage = volts("nBusVoltage", "Negative DC bus voltage")
    ac_power_l1 = watts("pacr", "AC power, phase 1")
    ac_power_l2 = watts("pacs", "AC power, phase 2")
    ac_power_l3 = watts("pact", "AC power, phase 3")
    positive_bus_voltage = volts("pBusVoltage", "Positive DC bus voltage")
    reactive_power = number("rac", "Reactive power", unit="var")
    dc_injection_l1 = milliamperes("rDci", "DC injected into AC phase R")
    output_share = percent("realOPPercent", "Output power as share of the rated power", basis=NAME)
    dc_injection_l2 = milliamperes("sDci", "DC injected into AC phase S")
    dc_injection_l3 = milliamperes("tDci", "DC injected into AC phase T")
    line_voltage_l1_l2 = volts("vacRs", "Line voltage between phases R and S")
    line_voltage_l2_l3 = volts("vacSt", "Line voltage between phases S and T")
    line_voltage_l3_l1 = volts("vacTr", "Line voltage between phases T and R")

    # Grid and loads
    grid_frequency = hertz("fac", "Grid frequency")
    full_load_power = watts("opFullwatt", "Full-load power", basis=NAME)

    # Compensation (APF and SVG)
    compensated_harmonics_l1 = percent("compharir", "Harmonic content compensated, phase R")
    compensated_harmonics_l2 = percent("compharis", "Harmonic content compensated, phase S")
    compensated_harmonics_l3 = percent("compharit", "Harmonic content compensated, phase T")
    compensated_reactive_power_l1 = number(
        "compqr", "Reactive power compensated, phase R", unit="var"
    )
    compensated_reactive_power_l2 = number(
        "compqs", "Reactive power compensated, phase S", unit="var"
    )
    compensated_reactive_power_l3 = number(
        "compqt", "Reactive power compensated, phase T", unit="var"
    )
    ct_harmonics_l1 = percent("ctharir", "Harmonic content on the CT side, phase R")
    ct_harmonics_l2 = percent("ctharis", "Harmonic content on the CT side, phase S")
    ct_harmonics_l3 = percent("ctharit", "Harmonic content on the CT side, phase T")
    ct_current_l1 = amperes("ctir", "Current on the CT side, phase R")
    ct_current_l2 = amperes("ctis", "Current on the CT side, phase S")
    ct_current_l3 = amperes("ctit", "Current on the CT side, phase T")
    ct_reactive_power_l1 = number("ctqr", "Reactive power on the CT side, phase R", unit="var")
    ct_reactive_power_l2 = number("ctqs", "Reactive power on the CT side, phase S", unit="var")
    ct_reactive_power_l3 = number("ctqt", "Reactive power on the CT side, phase T", unit="var")

    # PID
    pid_1_current = amperes("iPidPvape", "PID current of PV input 1")
    pid_2_current = amperes("iPidPvbpe", "PID current of PV input 2")
    pid_3_current = amperes("iPidPvcpe", "PID current of PV input 3")
    pid_4_current = amperes("iPidPvdpe", "PID current of PV input 4")
    pid_5_current = amperes("iPidPvepe", "PID current of PV input 5")
    pid_6_current = amperes("iPidPvfpe", "PID current of PV input 6")
    pid_7_current = amperes("iPidPvgpe", "PID current of PV input 7")
    pid_8_current = amperes("iPidPvhpe", "PID current of PV input 8")
    pid_1_voltage = volts("vPidPvape", "PID voltage of PV input 1")
    pid_2_voltage = volts("vPidPvbpe", "PID voltage of PV input 2")
    pid_3_voltage = volts("vPidPvcpe", "PID voltage of PV input 3")
    pid_4_voltage = volts("vPidPvdpe", "PID voltage of PV input 4")
    pid_5_voltage = volts("vPidPvepe", "PID voltage of PV input 5")
    pid_6_voltage = volts("vPidPvfpe", "PID voltage of PV input 6")
    pid_7_voltage = volts("vPidPvgpe", "PID voltage of PV input 7")
    pid_8_voltage = volts("vPidPvhpe", "PID voltage of PV input 8")
    pid_bus_voltage = volts("pidBus", "PID bus voltage")
