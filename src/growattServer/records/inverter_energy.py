"""Grid-tied inverters of the older line: measurements, as all APIs show them."""

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
    raw,
    required,
    serial_number,
    text,
    volts,
    watts,
)

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY = Kind.IDENTITY
LIFETIME = Kind.LIFETIME


class InverterEnergyFields(Record):
    """What a grid-tied inverter of the older line measures."""

    # The record
    resent = flag("again", "Not documented", basis=NAME)
    pv1_energy_today = kilowatt_hours_today("epv1Today", "Energy of PV input 1 today")
    pv2_energy_today = kilowatt_hours_today("epv2Today", "Energy of PV input 2 today")
    reactive_energy_today = kilowatt_hours_today("eRacToday", "Reactive energy today")
    device_bean = raw("inverterBean", "Not documented, always null", basis=CAPTURE)
    device_sn = required(serial_number("inverterId", "Serial number of the device"))
    energy_today = kilowatt_hours_today(
        "powerToday", "AC energy produced today (an energy in spite of its key)"
    )
    running_time = number("timeTotal", "Running time, unit unknown", kind=LIFETIME)
    running_time_text = text("timeTotalText", "Running time, as text", kind=LIFETIME, basis=NAME)

    # State
    string_warning_bits = integer("dwStringWarningValue1", "Warning of the strings, a code")
    fault_code = integer("faultType", "Fault type", codes="classic")
    pid_status = integer("pidStatus", "State of the PID box, a code")
    status = integer("status", "State; the record lists the codes", faults=(3,))
    status_text = text("statusText", "State as text, such as Waiting", basis=NAME)
    string_fault_bits = number("strFault", "Fault of the strings, a code")
    warning_code = integer("warnCode", "Warning code", codes="unknown")
    warning_value_1 = integer("warningValue1", "Warning code 1")
    warning_value_2 = integer("warningValue2", "Warning code 2")
    pid_fault_code = integer("wPIDFaultValue", "Fault of the PID box, a code")
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

    # Battery, as its own controller (BMS) says
    module_temperature = celsius("ipmTemperature", "Temperature of the power module")

    # Temperatures
    temperature = celsius("temperature", "Temperature of the inverter")

    # Grid and loads
    grid_frequency = hertz("fac", "Grid frequency")
    full_load_power = watts("opFullwatt", "Full-load power")

    # AC output
    reactive_energy_total = kilowatt_hours_total("eRacTotal", "Lifetime reactive energy")
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
    energy_total = kilowatt_hours_total(
        "powerTotal", "Lifetime AC energy produced (an energy in spite of its key)"
    )
    reactive_power = number("rac", "Reactive power", unit="var")
    ac_voltage_l1 = volts("vacr", "AC voltage, phase 1")
    ac_voltage_l2 = volts("vacs", "AC voltage, phase 2")
    ac_voltage_l3 = volts("vact", "AC voltage, phase 3")

    # Others
    is_big_device = flag("bigDevice", "Not documented", kind=IDENTITY, basis=CAPTURE)
    row_id = integer("id", "Not documented", kind=IDENTITY, basis=NAME)
    output_share = percent("realOPPercent", "Output power as share of the rated power")
