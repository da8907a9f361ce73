"""Classic inverters: measurements."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    celsius,
    flag,
    hertz,
    hours,
    integer,
    java_calendar,
    kilowatt_hours_today,
    kilowatt_hours_total,
    milliamperes,
    nested,
    number,
    percent,
    raw,
    required,
    serial_number,
    text,
    timestamp,
    volts,
    watts,
)
from growattServer.shinephone.records.answer import Answer, number_by_label

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
DAILY, IDENTITY, LIFETIME = Kind.DAILY, Kind.IDENTITY, Kind.LIFETIME


class InverterCurve(Answer):
    """The power of a classic inverter over a day (`inverter_data`).

    Asked for a device of another family the server answers `success` False and `message` 501.
    """

    success = flag("success", "False when the device is of another family")
    message = text("msg", "Error code, such as 501")
    present_power = watts("power", "Present power")
    rated_power = watts("nominalPower", "Rated power")
    energy_today = kilowatt_hours_today("eToday", "Energy produced today")
    energy_total = kilowatt_hours_total("eTotal", "Lifetime energy")
    power_curve = number_by_label("invPacData", "Power by date and time", unit="W")


class InverterEnergy(Answer):
    """The latest measurements of a classic inverter (`inverter_detail`).

    Asked for a device of another family the server answers zeros and no serial number.
    """

    device_sn = required(serial_number("inverterId", "Serial number of the device"))
    row_id = integer("id", "Not documented", kind=IDENTITY, basis=CAPTURE)
    time = timestamp("time", "Time of the record, on the clock of the server")
    calendar_time = java_calendar("timeCalendar", "Not documented, always null", basis=CAPTURE)
    resent = flag("again", "Not documented", basis=CAPTURE)
    is_big_device = flag("bigDevice", "Not documented", kind=IDENTITY, basis=CAPTURE)
    device_bean = raw("inverterBean", "Not documented, always null", basis=CAPTURE)
    status = integer("status", "State, a code", faults=(3,))
    status_text = text("statusText", "State as text, such as Waiting")
    running_time = number("timeTotal", "Running time, unit unknown", kind=LIFETIME, basis=NAME)
    running_time_text = text("timeTotalText", "Running time, as text", kind=LIFETIME, basis=NAME)

    # PV
    pv_power = watts("ppv", "Total PV power")
    pv1_power = watts("ppv1", "Power of PV input 1")
    pv2_power = watts("ppv2", "Power of PV input 2")
    pv3_power = watts("ppv3", "Power of PV input 3")
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv3_voltage = volts("vpv3", "Voltage of PV input 3")
    pv1_current = amperes("ipv1", "Current of PV input 1")
    pv2_current = amperes("ipv2", "Current of PV input 2")
    pv3_current = amperes("ipv3", "Current of PV input 3")
    pv1_energy_today = kilowatt_hours_today("epv1Today", "Energy of PV input 1 today")
    pv2_energy_today = kilowatt_hours_today("epv2Today", "Energy of PV input 2 today")
    pv1_energy_total = kilowatt_hours_total("epv1Total", "Lifetime energy of PV input 1")
    pv2_energy_total = kilowatt_hours_total("epv2Total", "Lifetime energy of PV input 2")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    string_1_voltage = volts("vString1", "Voltage of PV string 1")
    string_2_voltage = volts("vString2", "Voltage of PV string 2")
    string_3_voltage = volts("vString3", "Voltage of PV string 3")
    string_4_voltage = volts("vString4", "Voltage of PV string 4")
    string_5_voltage = volts("vString5", "Voltage of PV string 5")
    string_6_voltage = volts("vString6", "Voltage of PV string 6")
    string_7_voltage = volts("vString7", "Voltage of PV string 7")
    string_8_voltage = volts("vString8", "Voltage of PV string 8")
    string_1_current = amperes("currentString1", "Current of PV string 1")
    string_2_current = amperes("currentString2", "Current of PV string 2")
    string_3_current = amperes("currentString3", "Current of PV string 3")
    string_4_current = amperes("currentString4", "Current of PV string 4")
    string_5_current = amperes("currentString5", "Current of PV string 5")
    string_6_current = amperes("currentString6", "Current of PV string 6")
    string_7_current = amperes("currentString7", "Current of PV string 7")
    string_8_current = amperes("currentString8", "Current of PV string 8")

    # AC output
    ac_power = watts("pac", "AC output power")
    energy_today = kilowatt_hours_today(
        "powerToday", "AC energy produced today (an energy in spite of its key)"
    )
    energy_total = kilowatt_hours_total(
        "powerTotal", "Lifetime AC energy produced (an energy in spite of its key)"
    )
    grid_frequency = hertz("fac", "Grid frequency")
    power_factor = number("pf", "Power factor")
    ac_power_l1 = watts("pacr", "AC power, phase 1")
    ac_power_l2 = watts("pacs", "AC power, phase 2")
    ac_power_l3 = watts("pact", "AC power, phase 3")
    ac_voltage_l1 = volts("vacr", "AC voltage, phase 1")
    ac_voltage_l2 = volts("vacs", "AC voltage, phase 2")
    ac_voltage_l3 = volts("vact", "AC voltage, phase 3")
    ac_current_l1 = amperes("iacr", "AC current, phase 1")
    ac_current_l2 = amperes("iacs", "AC current, phase 2")
    ac_current_l3 = amperes("iact", "AC current, phase 3")
    reactive_power = number("rac", "Reactive power", unit="var", basis=NAME)
    reactive_energy_today = number(
        "eRacToday", "Reactive energy today", unit="kvarh", kind=DAILY, basis=NAME
    )
    reactive_energy_total = number(
        "eRacTotal", "Lifetime reactive energy", unit="kvarh", kind=LIFETIME, basis=NAME
    )
    full_load_power = watts("opFullwatt", "Full-load power", basis=NAME)
    output_share = percent("realOPPercent", "Output power as share of the rated power", basis=NAME)

    # Temperatures and buses
    temperature = celsius("temperature", "Temperature of the inverter")
    module_temperature = celsius("ipmTemperature", "Temperature of the power module")
    positive_bus_voltage = volts("pBusVoltage", "Positive DC bus voltage")
    negative_bus_voltage = volts("nBusVoltage", "Negative DC bus voltage")

    # Faults
    fault_code = integer("faultType", "Fault type", codes="classic")
    warning_code = integer("warnCode", "Warning code", codes="unknown")
    warning_value_1 = integer("warningValue1", "Warning code 1")
    warning_value_2 = integer("warningValue2", "Warning code 2")
    string_fault_bits = integer("strFault", "Fault of the strings, a code")
    string_warning_bits = integer("dwStringWarningValue1", "Warning of the strings, a code")
    string_status_bits = integer("wStringStatusValue", "State of the strings, a code")
    pid_fault_code = integer("wPIDFaultValue", "Fault of the PID box, a code")
    pid_status = integer("pidStatus", "State of the PID box, a code")
    pid_a_current = milliamperes("iPidPvape", "PID current of input A", basis=NAME)
    pid_b_current = milliamperes("iPidPvbpe", "PID current of input B", basis=NAME)
    pid_a_voltage = volts("vPidPvape", "PID voltage of input A", basis=NAME)
    pid_b_voltage = volts("vPidPvbpe", "PID voltage of input B", basis=NAME)


class InverterEnergyTwo(Answer):
    """The latest measurements of a classic inverter, second form, in `InverterDetailTwo`."""

    running_time = hours("t_total", "Running time", kind=LIFETIME, basis=NAME)

    # PV
    pv_power = watts("ppv", "Total PV power")
    pv1_power = watts("ppv1", "Power of PV input 1")
    pv2_power = watts("ppv2", "Power of PV input 2")
    pv3_power = watts("ppv3", "Power of PV input 3")
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv3_voltage = volts("vpv3", "Voltage of PV input 3")
    pv1_current = amperes("ipv1", "Current of PV input 1")
    pv2_current = amperes("ipv2", "Current of PV input 2")
    pv3_current = amperes("ipv3", "Current of PV input 3")
    string_1_voltage = volts("vstring1", "Voltage of PV string 1")
    string_2_voltage = volts("vstring2", "Voltage of PV string 2")
    string_3_voltage = volts("vstring3", "Voltage of PV string 3")
    string_4_voltage = volts("vstring4", "Voltage of PV string 4")
    string_5_voltage = volts("vstring5", "Voltage of PV string 5")
    string_6_voltage = volts("vstring6", "Voltage of PV string 6")
    string_7_voltage = volts("vstring7", "Voltage of PV string 7")
    string_8_voltage = volts("vstring8", "Voltage of PV string 8")
    string_1_current = amperes("istring1", "Current of PV string 1")
    string_2_current = amperes("istring2", "Current of PV string 2")
    string_3_current = amperes("istring3", "Current of PV string 3")
    string_4_current = amperes("istring4", "Current of PV string 4")
    string_5_current = amperes("istring5", "Current of PV string 5")
    string_6_current = amperes("istring6", "Current of PV string 6")
    string_7_current = amperes("istring7", "Current of PV string 7")
    string_8_current = amperes("istring8", "Current of PV string 8")

    # AC output
    ac_power = watts("pac", "AC output power")
    energy_today = kilowatt_hours_today("e_today", "AC energy produced today")
    energy_total = kilowatt_hours_total("e_total", "Lifetime AC energy produced")
    grid_frequency = hertz("fac", "Grid frequency")
    ac_power_l1 = watts("pacr", "AC power, phase 1")
    ac_power_l2 = watts("pacs", "AC power, phase 2")
    ac_power_l3 = watts("pact", "AC power, phase 3")
    ac_voltage_l1 = volts("vacr", "AC voltage, phase 1")
    ac_voltage_l2 = volts("vacs", "AC voltage, phase 2")
    ac_voltage_l3 = volts("vact", "AC voltage, phase 3")
    ac_current_l1 = amperes("iacr", "AC current, phase 1")
    ac_current_l2 = amperes("iacs", "AC current, phase 2")
    ac_current_l3 = amperes("iact", "AC current, phase 3")
    reactive_power = number("rac", "Reactive power", unit="var", basis=NAME)
    reactive_energy_today = number(
        "e_rac_today", "Reactive energy today", unit="kvarh", kind=DAILY, basis=NAME
    )
    reactive_energy_total = number(
        "e_rac_total", "Lifetime reactive energy", unit="kvarh", kind=LIFETIME, basis=NAME
    )

    # Faults
    string_fault_bits = integer("strfault", "Fault bits of the strings")
    string_warning_bits = integer("strwarning", "Warning bits of the strings")
    string_break_bits = integer("strbreak", "Bits of broken strings")
    pid_warning_bits = integer("pidwarning", "Warning bits of the PID box")


class InverterDetailTwo(Answer):
    """The latest measurements of a classic inverter, second form (`inverter_detail_two`)."""

    latest = nested("data", InverterEnergyTwo, "The latest measurements")
    labels = text("parameterName", "Labels with units, joined by commas, in display order")
