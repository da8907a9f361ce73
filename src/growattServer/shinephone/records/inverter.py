"""Classic inverters: measurements."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    flag,
    hertz,
    hours,
    integer,
    java_calendar,
    kilowatt_hours_today,
    kilowatt_hours_total,
    nested,
    number,
    required,
    serial_number,
    text,
    timestamp,
    volts,
    watts,
)
from growattServer.records.inverter_energy import InverterEnergyFields
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


class InverterEnergy(Answer, InverterEnergyFields):
    """The latest measurements of a classic inverter (`inverter_detail`).

    Attributes as in the records of V1 and V4. Asked for a device of another family the server
    answers zeros and no serial number.
    """

    # The record
    device_sn = required(serial_number("inverterId", "Serial number of the device"))
    time = timestamp("time", "Time of the record, on the clock of the server")
    calendar_time = java_calendar("timeCalendar", "Not documented, always null", basis=CAPTURE)


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
