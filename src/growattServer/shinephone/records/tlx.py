"""TLX (MIN in the V1 API): power, energy, curves, device, battery."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    day,
    flag,
    hertz,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    nested,
    number,
    percent,
    text,
    volts,
    watts,
)
from growattServer.records.choices import BatteryKind, EnergyPriority, ExportLimit
from growattServer.shinephone.records.answer import (
    Answer,
    nested_lists,
    number_by_label,
    number_list,
    records_by_label,
    text_list,
)

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY, SETTING = Kind.IDENTITY, Kind.SETTING


class TlxSystemStatus(Answer):
    """The present power of a TLX (`tlx_system_status`); all powers are sent in kW."""

    power_unit = text("unit", "Unit of the powers as sent")

    # State
    status = integer("status", "State, a code")
    status_text = text("lost", "State as translation key, such as tlx.status.checking")
    inverter_status = integer("invStatus", "State of the inverter, a code")
    bdc_status = integer("bdcStatus", "State of the battery converter")
    operating_mode = integer("operatingMode", "Operating mode")
    system_work_mode = integer("uwSysWorkMode", "System working mode")
    energy_priority = coded(
        "priorityChoose", EnergyPriority, "Energy priority (other numbers are seen)", kind=SETTING
    )
    awaiting_permission = number(
        "prePto", "Waiting for permission to operate (-1 in the examples)", kind=SETTING
    )
    tip_code = integer("tips", "Tip that the app shows, a code")
    device_type = integer("deviceType", "Kind of device, a code", kind=IDENTITY)
    device_kind = integer("dType", "Kind of device, another code", kind=IDENTITY)
    module_count = integer("tbModuleNum", "Number of modules, a code")
    is_parallel_master = flag("isMasterOne", "True for the master of parallel devices")
    meter_connected = flag("bMerterConnectFlag", "True when a meter is connected")
    rated_power = watts("pmax", "Rated power, sent in kW", scale=1000)

    # PV
    pv_power = watts("ppv", "Total PV power, sent in kW", scale=1000)
    pv1_power = watts("pPv1", "Power of PV input 1, sent in kW", scale=1000)
    pv2_power = watts("pPv2", "Power of PV input 2, sent in kW", scale=1000)
    pv3_power = watts("pPv3", "Power of PV input 3, sent in kW", scale=1000)
    pv4_power = watts("pPv4", "Power of PV input 4, sent in kW", scale=1000)
    pv1_voltage = volts("vPv1", "Voltage of PV input 1")
    pv2_voltage = volts("vPv2", "Voltage of PV input 2")
    pv3_voltage = volts("vPv3", "Voltage of PV input 3")
    pv4_voltage = volts("vPv4", "Voltage of PV input 4")

    # AC, grid, loads
    ac_power = watts("pac", "AC output power, sent in kW", scale=1000)
    ac_voltage_l1 = volts("vac1", "AC voltage, phase 1", other_keys=("vAc1",))
    grid_frequency = hertz("fAc", "Grid frequency")
    export_power = watts("pactogrid", "Total power fed to the grid, sent in kW", scale=1000)
    import_power = watts("pactouser", "Total power taken from the grid, sent in kW", scale=1000)
    load_power = watts("pLocalLoad", "Power of local loads, sent in kW", scale=1000)
    external_power = watts(
        "pex", "Power of an external generator, sent in kW", scale=1000, basis=NAME
    )
    backup_voltage_l1 = volts("upsVac1", "Voltage of the backup output, phase 1")
    backup_frequency = hertz("upsFac", "Frequency of the backup output")

    # Battery
    battery_soc = percent("SOC", "State of charge to display")
    battery_soc_2 = percent("SOC2", "State of charge of the second battery stack")
    battery_module_1_soc = percent("soc1", "State of charge of battery stack 1")
    battery_module_2_soc = percent("soc2", "State of charge of battery stack 2")
    battery_soc_choice = integer("socType", "Which state of charge the app shows")
    battery_type = coded("wBatteryType", BatteryKind, "Battery kind")
    battery_voltage = volts("vBat", "Battery voltage")
    battery_charge_power = watts("chargePower", "Battery charging power, sent in kW", scale=1000)
    battery_charge_power_1 = watts(
        "chargePower1", "Battery charging power of path 1, sent in kW", scale=1000
    )
    battery_charge_power_2 = watts(
        "chargePower2", "Battery charging power of path 2, sent in kW", scale=1000
    )
    battery_discharge_power = watts(
        "pdisCharge", "Battery discharging power, sent in kW", scale=1000
    )
    battery_discharge_power_1 = watts(
        "pdisCharge1", "Battery discharging power of path 1, sent in kW", scale=1000
    )
    battery_discharge_power_2 = watts(
        "pdisCharge2", "Battery discharging power of path 2, sent in kW", scale=1000
    )
    bms_battery_energy = kilowatt_hours("bmsBatteryEnergy", "Energy of the battery, from the BMS")


class TlxEnergyOverview(Answer):
    """The energies of a TLX (`tlx_energy_overview`), the only call with its PV energy of today."""

    pv_energy_today = kilowatt_hours_today("epvToday", "PV energy today")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    load_energy_today = kilowatt_hours_today("elocalLoadToday", "Energy used by local loads today")
    load_energy_total = kilowatt_hours_total("elocalLoadTotal", "Lifetime energy of local loads")
    battery_charge_energy_today = kilowatt_hours_today("echargetoday", "Battery charge today")
    battery_charge_energy_total = kilowatt_hours_total("echargetotal", "Lifetime battery charge")
    battery_discharge_energy_today = kilowatt_hours_today(
        "edischargeToday", "Energy taken from the battery today"
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "edischargeTotal", "Lifetime energy taken from the battery"
    )
    export_energy_today = kilowatt_hours_today("etoGridToday", "Energy fed to the grid today")
    export_energy_total = kilowatt_hours_total("etogridTotal", "Lifetime energy fed to the grid")
    is_parallel_master = flag("isMasterOne", "True for the master of parallel devices", basis=NAME)


class TlxPowerPoint(Answer):
    """One moment of a day, in `TlxProductionConsumption`; all powers are sent in kW."""

    pv_power = watts("ppv", "Total PV power, sent in kW", scale=1000)
    load_power = watts("userLoad", "Power of local loads, sent in kW", scale=1000)
    output_power = watts(
        "sysOut", "Power of loads under the key for output, sent in kW", scale=1000
    )
    export_power = watts("pacToGrid", "Total power fed to the grid, sent in kW", scale=1000)
    import_power = watts("pacToUser", "Total power taken from the grid, sent in kW", scale=1000)
    self_consumption_power = watts(
        "pself", "Self-consumed power, sent in kW", scale=1000, basis=NAME
    )
    battery_charge_power = watts("chargePower", "Battery charging power, sent in kW", scale=1000)
    external_power = watts("pex", "Not documented, a power sent in kW", scale=1000, basis=CAPTURE)
    out_power = watts("outP", "Not documented, a power sent in kW", scale=1000, basis=CAPTURE)


class TlxEnergySeries(Answer):
    """The energies of the days of a month or the months of a year, in `TlxProductionConsumption`.

    Each list has one number a day, or twelve: one a month. The meanings go by the keys.
    """

    date = text("date", "The month YYYY-MM-DD, or the year YYYY-MM, as asked")
    production_energies = number_list("charge", "Production", unit="kWh")
    ac_energies = number_list("eac", "AC energy", unit="kWh")
    ac_charge_energies = number_list("acCharge", "Charge from AC", unit="kWh")
    battery_charge_energies = number_list("echarge", "Battery charge", unit="kWh")
    pv3_energies = number_list("epv3", "Energy of PV input 3", unit="kWh")
    export_energies = number_list("pacToGrid", "Energy fed to the grid", unit="kWh")
    external_energies = number_list("pex", "Energy of an external generator", unit="kWh")
    self_consumption_energies = number_list("pself", "Self-consumption", unit="kWh")
    load_energies = number_list("sysOut", "Energy used by loads", unit="kWh")


class TlxOutput(Answer):
    """The output of a TLX and its limit, in `TlxProductionConsumption`."""

    ac_power = watts("pac", "AC output power")
    dry_contact_status = integer("dryContactStatus", "State of the dry contact")
    export_limit_mode = coded("exportLimit", ExportLimit, "Export limiting", kind=SETTING)
    export_limit_power = watts("exportLimitPower2", "Export power limit", kind=SETTING)


class TlxProductionConsumption(Answer):
    """Production and consumption of a TLX over a day, month or year (`tlx_energy_prod_cons`).

    For a day there are `points`, for a month or year a `series`.
    """

    points = records_by_label(
        "chartData", TlxPowerPoint, "The moments of a day by HH:MM, 0 in the future"
    )
    series = nested_lists("chartData", TlxEnergySeries, "The energies of a month or year")
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
    output = nested("newBean", TlxOutput, "The output and its limit", basis=NAME)
    is_parallel_master = flag("isMasterOne", "True for the master of parallel devices", basis=NAME)
    energy_unit = text("unit", "Unit of the energies as sent")
    power_unit = text("unit2", "Unit of the powers as sent")
    legend = text_list("keyNames", "Names of the curves, in the asked language")


class TlxCurve(Answer):
    """The power of a TLX over a day (`tlx_data`)."""

    date = day("date", "The asked day")
    present_power = watts("power", "Present power")
    rated_power = watts("nominalPower", "Rated power")
    energy_today = kilowatt_hours_today("eToday", "Energy produced today")
    energy_total = kilowatt_hours_total("eTotal", "Lifetime energy")
    power_curve = number_by_label("invPacData", "Power by date and time", unit="W")
    dry_contact_status = integer("dryContactStatus", "State of the dry contact")
    export_limit_mode = coded("exportLimit", ExportLimit, "Export limiting", kind=SETTING)
    export_limit_text = text("exportLimitPower", "Export limit, unit unknown", kind=SETTING)
    export_limit_text_2 = text("exportLimitPower2", "Export limit, unit unknown", kind=SETTING)
