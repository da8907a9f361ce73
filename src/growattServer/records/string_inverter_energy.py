"""MAX and inverter: measurements of devices with many PV strings."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    celsius,
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
from growattServer.records.pv_inverter_energy import PvInverterEnergyFields

NAME = Basis.NAME
DAILY, IDENTITY, LIFETIME = Kind.DAILY, Kind.IDENTITY, Kind.LIFETIME


class StringInverterEnergyFields(PvInverterEnergyFields):
    """What the measurements of a MAX and of an inverter have in common.

    The better known meaning of a key holds for both.
    """

    # The record
    debug_1 = text("debug1", "Debug values joined by commas", basis=NAME)
    debug_2 = text("debug2", "Debug values joined by commas", basis=NAME)
    time = timestamp(
        "time", "Time of the record (zone not documented; timezone_id moves it in histories)"
    )

    # State
    derating_code = integer("deratingMode", "Why the power is limited, 0 no limit")
    fault_code_1 = integer("faultCode1", "Fault code, word 1", codes="unknown")
    fault_code_2 = integer("faultCode2", "Fault code, word 2", codes="unknown")
    fault_value = integer("faultValue", "Value belonging to the fault")
    pid_fault_code = integer("pidFaultCode", "PID fault code")
    warning_bits = integer("warnBit", "Warning bits")
    warning_value_3 = integer("warningValue3", "Warning value 3")

    # Temperatures
    temperature_2 = celsius("temperature2", "Inverter temperature")
    temperature_3 = celsius("temperature3", "Battery temperature")
    temperature_4 = celsius("temperature4", "Output temperature")
    temperature_5 = celsius("temperature5", "Second ambient temperature")

    # PV
    insulation_resistance = kiloohms("pvIso", "Insulation resistance of the PV side")
    pv4_current = amperes("ipv4", "Current of PV input 4")
    pv5_current = amperes("ipv5", "Current of PV input 5")
    pv6_current = amperes("ipv6", "Current of PV input 6")
    pv7_current = amperes("ipv7", "Current of PV input 7")
    pv8_current = amperes("ipv8", "Current of PV input 8")
    pv9_current = amperes("ipv9", "Current of PV input 9")
    pv10_current = amperes("ipv10", "Current of PV input 10")
    pv3_energy_today = kilowatt_hours_today("epv3Today", "Energy of PV input 3 today")
    pv4_energy_today = kilowatt_hours_today("epv4Today", "Energy of PV input 4 today")
    pv5_energy_today = kilowatt_hours_today("epv5Today", "Energy of PV input 5 today")
    pv6_energy_today = kilowatt_hours_today("epv6Today", "Energy of PV input 6 today")
    pv7_energy_today = kilowatt_hours_today("epv7Today", "Energy of PV input 7 today")
    pv8_energy_today = kilowatt_hours_today("epv8Today", "Energy of PV input 8 today")
    pv9_energy_today = kilowatt_hours_today("epv9Today", "Energy of PV input 9 today")
    pv10_energy_today = kilowatt_hours_today("epv10Today", "Energy of PV input 10 today")
    pv3_energy_total = kilowatt_hours_total("epv3Total", "Lifetime energy of PV input 3")
    pv4_energy_total = kilowatt_hours_total("epv4Total", "Lifetime energy of PV input 4")
    pv5_energy_total = kilowatt_hours_total("epv5Total", "Lifetime energy of PV input 5")
    pv6_energy_total = kilowatt_hours_total("epv6Total", "Lifetime energy of PV input 6")
    pv7_energy_total = kilowatt_hours_total("epv7Total", "Lifetime energy of PV input 7")
    pv8_energy_total = kilowatt_hours_total("epv8Total", "Lifetime energy of PV input 8")
    pv9_energy_total = kilowatt_hours_total("epv9Total", "Lifetime energy of PV input 9")
    pv10_energy_total = kilowatt_hours_total("epv10Total", "Lifetime energy of PV input 10")
    pv4_power = watts("ppv4", "Power of PV input 4")
    pv5_power = watts("ppv5", "Power of PV input 5")
    pv6_power = watts("ppv6", "Power of PV input 6")
    pv7_power = watts("ppv7", "Power of PV input 7")
    pv8_power = watts("ppv8", "Power of PV input 8")
    pv9_power = watts("ppv9", "Power of PV input 9")
    pv10_power = watts("ppv10", "Power of PV input 10")
    pv4_voltage = volts("vpv4", "Voltage of PV input 4")
    pv5_voltage = volts("vpv5", "Voltage of PV input 5")
    pv6_voltage = volts("vpv6", "Voltage of PV input 6")
    pv7_voltage = volts("vpv7", "Voltage of PV input 7")
    pv8_voltage = volts("vpv8", "Voltage of PV input 8")
    pv9_voltage = volts("vpv9", "Voltage of PV input 9")
    pv10_voltage = volts("vpv10", "Voltage of PV input 10")

    # PV strings
    string_9_current = amperes("currentString9", "Current of PV string 9")
    string_10_current = amperes("currentString10", "Current of PV string 10")
    string_11_current = amperes("currentString11", "Current of PV string 11")
    string_12_current = amperes("currentString12", "Current of PV string 12")
    string_13_current = amperes("currentString13", "Current of PV string 13")
    string_14_current = amperes("currentString14", "Current of PV string 14")
    string_15_current = amperes("currentString15", "Current of PV string 15")
    string_16_current = amperes("currentString16", "Current of PV string 16")
    string_9_voltage = volts("vString9", "Voltage of PV string 9")
    string_10_voltage = volts("vString10", "Voltage of PV string 10")
    string_11_voltage = volts("vString11", "Voltage of PV string 11")
    string_12_voltage = volts("vString12", "Voltage of PV string 12")
    string_13_voltage = volts("vString13", "Voltage of PV string 13")
    string_14_voltage = volts("vString14", "Voltage of PV string 14")
    string_15_voltage = volts("vString15", "Voltage of PV string 15")
    string_16_voltage = volts("vString16", "Voltage of PV string 16")

    # AC output
    leakage_current = milliamperes("gfci", "Leakage current")
    dc_injection_l1 = milliamperes("rDci", "DC injected into AC phase R")
    dc_injection_l2 = milliamperes("sDci", "DC injected into AC phase S")
    dc_injection_l3 = milliamperes("tDci", "DC injected into AC phase T")
    line_voltage_l1_l2 = volts("vacRs", "Line voltage between phases R and S")
    line_voltage_l2_l3 = volts("vacSt", "Line voltage between phases S and T")
    line_voltage_l3_l1 = volts("vacTr", "Line voltage between phases T and R")

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
    pid_c_current = amperes("iPidPvcpe", "PID current of input C")
    pid_d_current = amperes("iPidPvdpe", "PID current of input D")
    pid_e_current = amperes("iPidPvepe", "PID current of input E")
    pid_f_current = amperes("iPidPvfpe", "PID current of input F")
    pid_g_current = amperes("iPidPvgpe", "PID current of input G")
    pid_h_current = amperes("iPidPvhpe", "PID current of input H")
    pid_c_voltage = volts("vPidPvcpe", "PID voltage of input C")
    pid_d_voltage = volts("vPidPvdpe", "PID voltage of input D")
    pid_e_voltage = volts("vPidPvepe", "PID voltage of input E")
    pid_f_voltage = volts("vPidPvfpe", "PID voltage of input F")
    pid_g_voltage = volts("vPidPvgpe", "PID voltage of input G")
    pid_h_voltage = volts("vPidPvhpe", "PID voltage of input H")
    pid_bus_voltage = volts("pidBus", "PID bus voltage")
