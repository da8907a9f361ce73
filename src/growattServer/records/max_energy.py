"""MAX: measurements, as all APIs show them."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    celsius,
    flag,
    hertz,
    integer,
    kilowatt_hours_today,
    kilowatt_hours_total,
    milliamperes,
    number,
    percent,
    raw,
    required,
    serial_number,
    text,
    volts,
    watts,
)
from growattServer.records.pv_strings import PvStringFields

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
DAILY = Kind.DAILY
IDENTITY = Kind.IDENTITY
LIFETIME = Kind.LIFETIME


class MaxEnergyFields(PvStringFields):
    """What a MAX measures."""

    # The record
    bus_address = integer("address", "Bus address of the device (0 in many replies)", kind=IDENTITY)
    resent = flag("again", "Not documented", basis=NAME)
    alias = serial_number("alias", "User-given name")
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    record_day = text("day", "Day of the record, normally empty")
    energy_today = kilowatt_hours_today("eacToday", "AC energy produced today")
    pv11_energy_today = kilowatt_hours_today("epv11Today", "Energy of PV input 11 today")
    pv12_energy_today = kilowatt_hours_today("epv12Today", "Energy of PV input 12 today")
    pv13_energy_today = kilowatt_hours_today("epv13Today", "Energy of PV input 13 today")
    pv14_energy_today = kilowatt_hours_today("epv14Today", "Energy of PV input 14 today")
    pv15_energy_today = kilowatt_hours_today("epv15Today", "Energy of PV input 15 today")
    pv16_energy_today = kilowatt_hours_today("epv16Today", "Energy of PV input 16 today")
    reactive_energy_today = number("eRacToday", "Reactive energy today", unit="kvarh", kind=DAILY)
    max_bean = raw("maxBean", "Not documented", basis=CAPTURE)
    power_today = kilowatt_hours_today(
        "powerToday", "AC energy produced today (an energy in spite of its key)"
    )
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    running_time = number("timeTotal", "Running time, unit unknown", kind=LIFETIME)
    has_device_time = flag("withTime", "True when the device sent its own time")

    # State
    afci_status = integer("afciStatus", "Arc-fault detector state", basis=NAME)
    active_filter_status = number("apfStatus", "State of the active filter / SVG function")
    active_filter_status_text = text("apfStatusText", "Not documented", basis=CAPTURE)
    derating_code = integer("deratingMode", "Why the power is limited, 0 no limit")
    string_warning_bits = integer("dwStringWarningValue1", "Warning of the strings, a code")
    fault_code_1 = integer("faultCode1", "Fault code 1", codes="unknown")
    fault_code_2 = integer("faultCode2", "Fault code 2", codes="unknown")
    fault_code = integer("faultType", "Fault type", codes="error or protect")
    fault_value = integer("faultValue", "Fault value")
    pid_fault_code = integer("pidFaultCode", "PID fault code")
    pid_status = integer("pidStatus", "State of the PID box, a code")
    pid_status_text = text("pidStatusText", "Not documented", basis=CAPTURE)
    status = integer("status", "State; the record lists the codes", faults=(3,))
    status_text = text("statusText", "State as text, such as Waiting", basis=NAME)
    string_break_bits = integer("strBreak", "String not connected flags")
    string_fault_bits = integer("strFault", "Fault of the strings, a code")
    string_imbalance_bits = integer("strUnblance", "String current imbalance flags")
    string_mismatch_bits = integer("strUnmatch", "String mismatch flags")
    warning_bit = integer("warnBit", "Fault bits")
    warning_code = integer("warnCode", "Warning code", codes="unknown")
    warning_value_1 = integer("warningValue1", "Warning code 1")
    warning_value_2 = integer("warningValue2", "Warning code 2")
    warning_value_3 = integer("warningValue3", "Warning value 3")
    pid_fault_value = integer("wPIDFaultValue", "Fault of the PID box, a code")
    string_status_bits = integer("wStringStatusValue", "State of the strings, a code")

    # PV
    afci_pv_1 = integer("afciPv1", "Arc-fault flag PV 1", basis=NAME)
    afci_pv_2 = integer("afciPv2", "Arc-fault flag PV 2", basis=NAME)
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
    pv11_energy_total = kilowatt_hours_total("epv11Total", "Lifetime energy of PV input 11")
    pv12_energy_total = kilowatt_hours_total("epv12Total", "Lifetime energy of PV input 12")
    pv13_energy_total = kilowatt_hours_total("epv13Total", "Lifetime energy of PV input 13")
    pv14_energy_total = kilowatt_hours_total("epv14Total", "Lifetime energy of PV input 14")
    pv15_energy_total = kilowatt_hours_total("epv15Total", "Lifetime energy of PV input 15")
    pv16_energy_total = kilowatt_hours_total("epv16Total", "Lifetime energy of PV input 16")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    pid_a_current = amperes("iPidPvape", "PID current of input A")
    pid_b_current = amperes("iPidPvbpe", "PID current of input B")
    pid_c_current = amperes("iPidPvcpe", "PID current of input C")
    pid_d_current = amperes("iPidPvdpe", "PID current of input D")
    pid_e_current = amperes("iPidPvepe", "PID current of input E")
    pid_f_current = amperes("iPidPvfpe", "PID current of input F")
    pid_g_current = amperes("iPidPvgpe", "PID current of input G")
    pid_h_current = amperes("iPidPvhpe", "PID current of input H")
    pid_10_current = amperes("iPidPvpe10", "PID current of input 10")
    pid_11_current = amperes("iPidPvpe11", "PID current of input 11")
    pid_12_current = amperes("iPidPvpe12", "PID current of input 12")
    pid_13_current = amperes("iPidPvpe13", "PID current of input 13")
    pid_14_current = amperes("iPidPvpe14", "PID current of input 14")
    pid_15_current = amperes("iPidPvpe15", "PID current of input 15")
    pid_16_current = amperes("iPidPvpe16", "PID current of input 16")
    pid_9_current = amperes("iPidPvpe9", "PID current of input 9")
    pv11_current = amperes("ipv11", "Current of PV input 11")
    pv12_current = amperes("ipv12", "Current of PV input 12")
    pv13_current = amperes("ipv13", "Current of PV input 13")
    pv14_current = amperes("ipv14", "Current of PV input 14")
    pv15_current = amperes("ipv15", "Current of PV input 15")
    pv16_current = amperes("ipv16", "Current of PV input 16")
    pid_bus = volts("pidBus", "PID bus voltage")
    pv_power = watts("ppv", "Total PV power")
    pv11_power = watts("ppv11", "Power of PV input 11")
    pv12_power = watts("ppv12", "Power of PV input 12")
    pv13_power = watts("ppv13", "Power of PV input 13")
    pv14_power = watts("ppv14", "Power of PV input 14")
    pv15_power = watts("ppv15", "Power of PV input 15")
    pv16_power = watts("ppv16", "Power of PV input 16")
    pv_insulation_resistance = number("pvIso", "PV insulation resistance")
    pid_a_voltage = volts("vPidPvape", "PID voltage of input A")
    pid_b_voltage = volts("vPidPvbpe", "PID voltage of input B")
    pid_c_voltage = volts("vPidPvcpe", "PID voltage of input C")
    pid_d_voltage = volts("vPidPvdpe", "PID voltage of input D")
    pid_e_voltage = volts("vPidPvepe", "PID voltage of input E")
    pid_f_voltage = volts("vPidPvfpe", "PID voltage of input F")
    pid_g_voltage = volts("vPidPvgpe", "PID voltage of input G")
    pid_h_voltage = volts("vPidPvhpe", "PID voltage of input H")
    pid_10_voltage = volts("vPidPvpe10", "PID voltage of input 10")
    pid_11_voltage = volts("vPidPvpe11", "PID voltage of input 11")
    pid_12_voltage = volts("vPidPvpe12", "PID voltage of input 12")
    pid_13_voltage = volts("vPidPvpe13", "PID voltage of input 13")
    pid_14_voltage = volts("vPidPvpe14", "PID voltage of input 14")
    pid_15_voltage = volts("vPidPvpe15", "PID voltage of input 15")
    pid_16_voltage = volts("vPidPvpe16", "PID voltage of input 16")
    pid_9_voltage = volts("vPidPvpe9", "PID voltage of input 9")
    pv11_voltage = volts("vpv11", "Voltage of PV input 11")
    pv12_voltage = volts("vpv12", "Voltage of PV input 12")
    pv13_voltage = volts("vpv13", "Voltage of PV input 13")
    pv14_voltage = volts("vpv14", "Voltage of PV input 14")
    pv15_voltage = volts("vpv15", "Voltage of PV input 15")
    pv16_voltage = volts("vpv16", "Voltage of PV input 16")
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

    # Battery, as its own controller (BMS) says
    module_temperature = celsius("ipmTemperature", "Temperature of the power module")

    # Temperatures
    temperature = celsius("temperature", "Temperature of the inverter")
    temperature_2 = celsius("temperature2", "Inverter temperature")
    temperature_3 = celsius("temperature3", "Boost temperature")
    temperature_4 = celsius("temperature4", "Outlet temperature")
    temperature_5 = celsius("temperature5", "Ambient temperature 2")

    # Grid and loads
    grid_frequency = hertz("fac", "Grid frequency")
    full_load_power = watts("opFullwatt", "Full-load power")

    # AC output
    energy_total = kilowatt_hours_total("eacTotal", "Lifetime AC energy produced")
    reactive_energy_total = number(
        "eRacTotal", "Lifetime reactive energy", unit="kvarh", kind=LIFETIME
    )
    leakage_current = milliamperes("gfci", "Leakage current")
    ac_current_l1 = amperes("iacr", "AC current, phase 1")
    ac_current_l2 = amperes("iacs", "AC current, phase 2")
    ac_current_l3 = amperes("iact", "AC current, phase 3")
    negative_bus_voltage = volts("nBusVoltage", "Negative DC bus voltage")
    ac_power = watts("pac", "AC output power")
    ac_power_l1 = watts("pacr", "AC power, phase 1")
    ac_power_l2 = watts("pacs", "AC power, phase 2")
    ac_power_l3 = watts("pact", "AC power, phase 3")
    positive_bus_voltage = volts("pBusVoltage", "Positive DC bus voltage")
    power_factor = number("pf", "Power factor")
    power_total = kilowatt_hours_total(
        "powerTotal", "Lifetime AC energy produced (an energy in spite of its key)"
    )
    reactive_power = number("rac", "Reactive power", unit="var")
    react_power = number("reactPower", "Reactive power", unit="var", basis=NAME)
    reactive_power_max = number("reactPowerMax", "Highest reactive power", unit="var", basis=NAME)
    ac_voltage_l1 = volts("vacr", "AC voltage, phase 1")
    line_voltage_l1_l2 = volts("vacRs", "Line voltage between phases R and S")
    ac_voltage_l2 = volts("vacs", "AC voltage, phase 2")
    line_voltage_l2_l3 = volts("vacSt", "Line voltage between phases S and T")
    ac_voltage_l3 = volts("vact", "AC voltage, phase 3")
    line_voltage_l3_l1 = volts("vacTr", "Line voltage between phases T and R")

    # Others
    compharir = number("compharir", "Compensation harmonics, phase R")
    compharis = number("compharis", "Compensation harmonics, phase S")
    compharit = number("compharit", "Compensation harmonics, phase T")
    compqr = number("compqr", "Compensation reactive power, phase R", unit="var")
    compqs = number("compqs", "Compensation reactive power, phase S", unit="var")
    compqt = number("compqt", "Compensation reactive power, phase T", unit="var")
    ctharir = number("ctharir", "CT-side harmonics, phase R")
    ctharis = number("ctharis", "CT-side harmonics, phase S")
    ctharit = number("ctharit", "CT-side harmonics, phase T")
    ctir = amperes("ctir", "CT-side current, phase R")
    ctis = amperes("ctis", "CT-side current, phase S")
    ctit = amperes("ctit", "CT-side current, phase T")
    ctqr = number("ctqr", "CT-side reactive power, phase R", unit="var")
    ctqs = number("ctqs", "CT-side reactive power, phase S", unit="var")
    ctqt = number("ctqt", "CT-side reactive power, phase T", unit="var")
    debug_1 = text("debug1", "Debug values joined by commas")
    debug_2 = text("debug2", "Debug values joined by commas")
    debug_3 = text("debug3", "Debug block 3: eight numbers joined by full-width commas")
    row_id = integer("id", "Not documented", kind=IDENTITY, basis=NAME)
    dc_component_l1 = number("rDci", "DC component in the current of phase R")
    reactive_total = number("reactPowerTotal", "Reactive total", basis=NAME)
    output_share = percent("realOPPercent", "Output power as share of the rated power")
    dc_component_l2 = number("sDci", "DC component in the current of phase S")
    dc_component_l3 = number("tDci", "DC component in the current of phase T")
