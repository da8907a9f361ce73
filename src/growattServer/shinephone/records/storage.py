"""Storages (SPF)."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    flag,
    hertz,
    java_date,
    kilowatt_hours_today,
    kilowatt_hours_total,
    nested,
    number,
    percent,
    serial_number,
    text,
    timestamp,
    volt_amperes,
    volts,
    watts,
)
from growattServer.records.storage_detail import StorageDetailFields
from growattServer.shinephone.records.answer import Answer
from growattServer.shinephone.records.storage_energy import StorageEnergy

NAME = Basis.NAME
IDENTITY, SETTING = Kind.IDENTITY, Kind.SETTING


class StorageDetail(Answer):
    """The latest measurements of a storage in their short form (`storage_detail`)."""

    battery_soc = percent("capacity", "State of charge")
    battery_voltage = volts("vbat", "Battery voltage")
    battery_sn = serial_number("batSn", "Serial number of the battery, may be empty")
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv1_charge_power = watts("pCharge1", "Charging power of PV input 1")
    pv2_charge_power = watts("pCharge2", "Charging power of PV input 2")
    pv1_charge_current = amperes("iChargePV1", "Charging current of PV input 1")
    pv2_charge_current = amperes("iChargePV2", "Charging current of PV input 2")
    output_power = watts("outPutPower", "Output power")
    active_power = watts("activePower", "Active output power")
    apparent_power = volt_amperes("apparentPower", "Apparent output power")
    output_voltage = volts("outPutVolt", "Output voltage")
    output_frequency = hertz("freqOutPut", "Output frequency")
    grid_voltage = volts("vGrid", "Grid voltage")
    grid_frequency = hertz("freqGrid", "Grid frequency")
    load_share = percent("loadPercent", "Load share of rated power")
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


class StorageEnergyOverview(Answer):
    """The energies of a storage (`storage_energy_overview`)."""

    pv_energy_today = kilowatt_hours_today("epvToday", "PV energy today")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    battery_charge_energy_today = kilowatt_hours_today("eChargeToday", "Battery charge today")
    battery_charge_energy_total = kilowatt_hours_total("eChargeTotal", "Lifetime battery charge")
    battery_discharge_energy_today = kilowatt_hours_today(
        "eDischargeToday", "Energy taken from the battery today"
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "eDischargeTotal", "Lifetime energy taken from the battery"
    )
    import_energy_today = kilowatt_hours_today("eToUserToday", "Energy taken from the grid today")
    import_energy_total = kilowatt_hours_total("eToUserTotal", "Lifetime energy from the grid")
    export_energy_today = kilowatt_hours_today("eToGridToday", "Energy fed to the grid today")
    export_energy_total = kilowatt_hours_total("eToGridTotal", "Lifetime energy fed to the grid")
    load_energy_today = kilowatt_hours_today("useEnergyToday", "Energy used by local loads today")
    load_energy_total = kilowatt_hours_total("useEnergyTotal", "Lifetime energy of local loads")


class StorageDevice(Answer, StorageDetailFields):
    """What a storage is and how it is set, in `StorageParams`: attributes as in V1."""

    # State
    lost = flag("lost", "True when the cloud has lost the device", basis=NAME)
    last_update_time = java_date("lastUpdateTime", "Time of the last data", basis=NAME)
    device_time = timestamp("sysTime", "Time on the clock of the device", basis=NAME)

    # Settings
    ac_charge_current_limit = number(
        "ACmaxChargeCurr",
        "Highest charging current from AC, unit unknown",
        kind=SETTING,
        basis=NAME,
    )


class StorageParams(Answer):
    """What a storage is and its latest measurements (`storage_params`)."""

    device = nested("storageBean", StorageDevice, "What the storage is, and some of its settings")
    latest = nested("storageDetailBean", StorageEnergy, "The latest measurements")
    model_name = serial_number("storageType", "Model name")
    rated_active_power = watts("activePower", "Rated active power")
    rated_apparent_power = volt_amperes("apparentPower", "Rated apparent power")
    revenue_today_text = text("todayRevenue", "Revenue today as text with the currency")
    revenue_total_text = text("totalRevenue", "Lifetime revenue as text with the currency")
