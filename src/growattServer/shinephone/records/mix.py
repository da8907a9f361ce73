"""MIX (SPH in the V1 API): power, energy and curves."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    flag,
    hertz,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    text,
    volt_amperes,
    volts,
    watts,
)
from growattServer.records.choices import BatteryKind, EnergyPriority
from growattServer.records.states import SystemWorkMode
from growattServer.shinephone.records.answer import Answer, records_by_label

NAME = Basis.NAME
DAILY, LIFETIME, SETTING = Kind.DAILY, Kind.LIFETIME, Kind.SETTING


class MixInfo(Answer):
    """The main values of a MIX (`mix_info`); another family is answered with other keys."""

    battery_soc = percent("soc", "State of charge", other_keys=("capacity",))
    battery_voltage = volts("vbat", "Battery voltage")
    dsp_battery_voltage = volts("vbatdsp", "Battery voltage measured by the DSP", basis=NAME)
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    battery_charge_power = watts("pCharge1", "Battery charging power")
    battery_discharge_power = watts("pDischarge1", "Battery discharging power")
    pv_energy_today = kilowatt_hours_today("epvToday", "PV energy today")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    battery_charge_energy_today = kilowatt_hours_today("eBatChargeToday", "Battery charge today")
    battery_charge_energy_total = kilowatt_hours_total("eBatChargeTotal", "Lifetime battery charge")
    battery_discharge_energy_today = kilowatt_hours_today(
        "eBatDisChargeToday", "Energy taken from the battery today"
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "eBatDisChargeTotal", "Lifetime energy taken from the battery"
    )
    ac_charge_power = watts(
        "acChargePower", "Power at which the battery is charged from AC", basis=NAME
    )
    ac_charge_energy_today = kilowatt_hours_today(
        "acChargeEnergyToday", "Charge from AC today", basis=NAME
    )
    ac_charge_energy_total = kilowatt_hours_total(
        "acChargeEnergyTotal", "Lifetime charge from AC", basis=NAME
    )
    charging = flag("isCharge", "True while the battery is charged", basis=NAME)
    backup_apparent_power_l1 = volt_amperes(
        "upsPac1", "Apparent power of the backup output, phase 1", basis=NAME
    )
    backup_apparent_power_l2 = volt_amperes(
        "upsPac2", "Apparent power of the backup output, phase 2", basis=NAME
    )
    backup_apparent_power_l3 = volt_amperes(
        "upsPac3", "Apparent power of the backup output, phase 3", basis=NAME
    )


class MixTotals(Answer):
    """The energies of a MIX (`mix_totals`)."""

    pv_energy_today = kilowatt_hours_today("epvToday", "PV energy today")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    load_energy_today = kilowatt_hours_today("elocalLoadToday", "Energy used by local loads today")
    load_energy_total = kilowatt_hours_total("elocalLoadTotal", "Lifetime energy of local loads")
    battery_charge_energy_today = kilowatt_hours_today("echargetoday", "Battery charge today")
    battery_charge_energy_total = kilowatt_hours_total("echargetotal", "Lifetime battery charge")
    battery_discharge_energy_today = kilowatt_hours_today(
        "edischarge1Today", "Energy taken from the battery today"
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "edischarge1Total", "Lifetime energy taken from the battery"
    )
    export_energy_today = kilowatt_hours_today("etoGridToday", "Energy fed to the grid today")
    export_energy_total = kilowatt_hours_total("etogridTotal", "Lifetime energy fed to the grid")
    revenue_today = number("photovoltaicRevenueToday", "Revenue today", unit="currency", kind=DAILY)
    revenue_total = number(
        "photovoltaicRevenueTotal", "Lifetime revenue", unit="currency", kind=LIFETIME
    )
    currency_sign = text("unit", "Sign of the currency", kind=SETTING)


class MixSystemStatus(Answer):
    """The present power of a MIX (`mix_system_status`): of PV inputs sent in W, all else in kW."""

    power_unit = text("unit", "Unit of most powers as sent")

    # State
    status = integer("status", "State, a code")
    status_text = text("lost", "State as translation key, such as mix.status.normal")
    system_work_mode = coded(
        "uwSysWorkMode",
        SystemWorkMode,
        "System working mode",
        faults=(SystemWorkMode.FAULT,),
    )
    energy_priority = coded(
        "priorityChoose", EnergyPriority, "Energy priority (other numbers are seen)", kind=SETTING
    )
    battery_type = coded("wBatteryType", BatteryKind, "Battery kind")
    rated_power = watts("pmax", "Rated power, sent in kW", scale=1000, basis=NAME)

    # Power
    pv_power = watts("ppv", "Total PV power, sent in kW", scale=1000)
    pv1_power = watts("pPv1", "Power of PV input 1, in W")
    pv2_power = watts("pPv2", "Power of PV input 2, in W")
    export_power = watts("pactogrid", "Total power fed to the grid, sent in kW", scale=1000)
    import_power = watts("pactouser", "Total power taken from the grid, sent in kW", scale=1000)
    load_power = watts("pLocalLoad", "Power of local loads, sent in kW", scale=1000)
    battery_charge_power = watts("chargePower", "Battery charging power, sent in kW", scale=1000)
    battery_discharge_power = watts(
        "pdisCharge1", "Battery discharging power, sent in kW", scale=1000
    )

    # Voltages and frequencies
    battery_soc = percent("SOC", "State of charge")
    battery_voltage = volts("vBat", "Battery voltage")
    pv1_voltage = volts("vPv1", "Voltage of PV input 1")
    pv2_voltage = volts("vPv2", "Voltage of PV input 2")
    ac_voltage_l1 = volts("vac1", "AC voltage, phase 1", other_keys=("vAc1",))
    grid_frequency = hertz("fAc", "Grid frequency")
    backup_voltage_l1 = volts("upsVac1", "Voltage of the backup output, phase 1")
    backup_frequency = hertz("upsFac", "Frequency of the backup output")


class MixPowerPoint(Answer):
    """One moment of a day, in `MixProductionConsumption`; all powers are sent in kW."""

    pv_power = watts("ppv", "Total PV power, sent in kW", scale=1000)
    load_power = watts("sysOut", "Power of local loads, sent in kW", scale=1000)
    export_power = watts("pacToGrid", "Total power fed to the grid, sent in kW", scale=1000)
    import_power = watts("pacToUser", "Total power taken from the grid, sent in kW", scale=1000)
    battery_discharge_power = watts(
        "pdischarge", "Battery discharging power, sent in kW", scale=1000
    )


class MixProductionConsumption(Answer):
    """Production and consumption of a MIX over a day, month or year (`mix_detail`).

    The largest label of `points` is the time of the last upload. The energy of loads and the import
    are wrong on systems that charge the battery from the grid.
    """

    points = records_by_label(
        "chartData", MixPowerPoint, "The moments of a day by HH:MM (None for months and years)"
    )
    production_energy = kilowatt_hours("eCharge", "Production of the system in the asked period")
    export_energy = kilowatt_hours("eAcCharge", "Energy fed to the grid in the asked period")
    load_from_pv_energy = kilowatt_hours(
        "eChargeToday", "Load covered by PV", other_keys=("photovoltaic",)
    )
    load_from_battery_energy = kilowatt_hours("echarge1", "Load covered by the battery")
    self_consumption_energy = kilowatt_hours(
        "eChargeToday1", "Self-consumption in the asked period"
    )
    self_consumption_energy_2 = kilowatt_hours(
        "eChargeToday2", "Self-consumption: from PV and from the battery"
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "echargeToat", "Lifetime energy taken from the battery (misspelled key)"
    )
    load_energy = kilowatt_hours("elocalLoad", "Energy used by local loads")
    import_energy = kilowatt_hours("etouser", "Energy taken from the grid for the loads")
    production_used_share = percent("ratio1", "Share of production used on site")
    production_exported_share = percent("ratio2", "Share of production fed to the grid")
    load_covered_share = percent("ratio3", "Share of load covered on site")
    load_imported_share = percent("ratio4", "Share of load taken from the grid")
    self_consumption_pv_share = percent("ratio5", "Share of self-consumption straight from PV")
    self_consumption_battery_share = percent("ratio6", "Share of self-consumption from the battery")
    energy_unit = text("unit", "Unit of the energies as sent")
    power_unit = text("unit2", "Unit of the powers as sent")
