"""Grid-tied inverters of the older line: measurements, as all APIs show them."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    flag,
    hours,
    integer,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    raw,
    volts,
    watts,
)
from growattServer.records.pv_inverter_energy import PvInverterEnergyFields
from growattServer.records.states import InverterState

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY = Kind.IDENTITY
LIFETIME = Kind.LIFETIME


class InverterEnergyFields(PvInverterEnergyFields):
    """What a grid-tied inverter of the older line measures.

    `other_keys` are those of the history of V1, whose rows are short and spelt in their own way.
    """

    # The record
    device_bean = raw("inverterBean", "Not documented, always null", basis=CAPTURE)
    energy_today = kilowatt_hours_today(
        "powerToday",
        "AC energy produced today (an energy in spite of its key)",
        other_keys=("today_energy",),
    )
    running_time = number("timeTotal", "Running time, unit unknown", kind=LIFETIME)
    running_time_from_text = hours(
        "timeTotalText", "Running time, from its text", kind=LIFETIME, basis=NAME
    )

    # State
    status = coded("status", InverterState, "State", faults=(InverterState.FAULT,))
    fault_code = integer("faultType", "Fault type", codes="classic")
    string_fault_bits = number("strFault", "Fault of the strings, a code")

    # AC output
    ac_current_l1 = amperes("iacr", "AC current, phase 1", other_keys=("iac1",))
    ac_current_l2 = amperes("iacs", "AC current, phase 2", other_keys=("iac2",))
    ac_current_l3 = amperes("iact", "AC current, phase 3", other_keys=("iac3",))
    ac_power = watts("pac", "AC output power", other_keys=("power",))
    power_factor = number("pf", "Power factor", other_keys=("power_factor",))
    energy_total = kilowatt_hours_total(
        "powerTotal",
        "Lifetime AC energy produced (an energy in spite of its key)",
        other_keys=("total_energy",),
    )
    ac_voltage_l1 = volts("vacr", "AC voltage, phase 1", other_keys=("vac1",))
    ac_voltage_l2 = volts("vacs", "AC voltage, phase 2", other_keys=("vac2",))
    ac_voltage_l3 = volts("vact", "AC voltage, phase 3", other_keys=("vac3",))

    # Others
    is_big_device = flag("bigDevice", "Not documented", kind=IDENTITY, basis=CAPTURE)
