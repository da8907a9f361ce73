"""What a WIT says of its battery."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    flag,
    integer,
    kilowatt_hours_total,
    number,
    percent,
    volts,
    watts,
)
from growattServer.records.choices import BatteryKind

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
SETTING = Kind.SETTING


class WitBatteryFields(Record):
    """The battery in the readings of a WIT."""

    # Battery, as its own controller (BMS) says
    bms_battery_voltage = volts("bmsBatteryVolt", "Battery voltage from the BMS")
    bms_battery_voltage_2 = number("bmsBatVol2", "Not documented", basis=CAPTURE)
    bms_battery_voltage_3 = number("bmsBatVol3", "Not documented", basis=CAPTURE)
    bms_max_temperature_2 = number("bmsMaxTemp2", "Not documented", basis=CAPTURE)
    bms_max_temperature_3 = number("bmsMaxTemp3", "Not documented", basis=CAPTURE)
    bms_min_temperature_2 = number("bmsMinTemp2", "Not documented", basis=CAPTURE)
    bms_min_temperature_3 = number("bmsMinTemp3", "Not documented", basis=CAPTURE)
    bms_cell_voltage_max_2 = number("bmsSellMaxVol2", "Not documented", basis=CAPTURE)
    bms_cell_voltage_max_3 = number("bmsSellMaxVol3", "Not documented", basis=CAPTURE)
    bms_cell_voltage_min_2 = number("bmsSellMinVol2", "Not documented", basis=CAPTURE)
    bms_cell_voltage_min_3 = number("bmsSellMinVol3", "Not documented", basis=CAPTURE)
    packs_count = integer("bPacksCnt", "Not documented", basis=CAPTURE)
    bms_soc = percent("bSoc", "Battery state of charge", basis=NAME)
    bms_soh = percent("bSoh", "Battery state of health", basis=NAME)
    system_max_soc_pack_number = number("bSysMaxSocPackNum", "Not documented", basis=CAPTURE)
    system_min_soc_pack_number = number("bSysMinSocPackNum", "Not documented", basis=CAPTURE)
    battery_soh = percent("soh", "Battery state of health", basis=NAME)
    battery_2_soh = percent("soh2", "State of health of battery 2")
    battery_3_soh = percent("soh3", "State of health of battery 3")
    system_on_pack_count = number("sysOnPackCnt", "Not documented", basis=CAPTURE)
    cell_max_voltage_charge = number("uwCellMaxVChg", "Not documented", basis=CAPTURE)
    cell_min_voltage_discharge = number("uwCellMinVDis", "Not documented", basis=CAPTURE)
    cell_temperature_average_value = number("uwCellTavgValue", "Not documented", basis=CAPTURE)
    cell_temperature_max_value = number("uwCellTmaxValue", "Not documented", basis=CAPTURE)
    cell_temperature_min_value = number("uwCellTminValue", "Not documented", basis=CAPTURE)
    cell_voltage_average_value = number("uwCellUavgValue", "Not documented", basis=CAPTURE)
    cell_voltage_max_value = number("uwCellUmaxValue", "Not documented", basis=CAPTURE)
    cell_voltage_min_value = number("uwCellUminValue", "Not documented", basis=CAPTURE)
    module_max_bla_temperature_value = number(
        "uwModMaxBlaTempValue", "Not documented", basis=CAPTURE
    )
    module_max_voltage_value = number("uwModMaxVolValue", "Not documented", basis=CAPTURE)
    module_min_bla_temperature_value = number(
        "uwModMinBlaTempValue", "Not documented", basis=CAPTURE
    )
    upack_rated = number("uwUpackRated", "Not documented", basis=CAPTURE)

    # Battery
    ac_charge_energy_total = kilowatt_hours_total("acChargeEnergyTotal", "Lifetime charge from AC")
    battery_current_first = number("batCurrFirst", "Not documented", basis=CAPTURE)
    battery_current_second = number("batCurrSec", "Not documented", basis=CAPTURE)
    battery_power = watts("batPower", "Battery power", basis=NAME)
    battery_2_power = watts("batPower2", "Power of battery 2")
    battery_3_power = watts("batPower3", "Power of battery 3")
    battery_type = coded("batteryType", BatteryKind, "Battery kind")
    battery_type_2 = number("batType", "Battery type", basis=NAME)
    battery_voltage_first = number("batVoltFirst", "Not documented", basis=CAPTURE)
    battery_voltage_second = number("batVoltSec", "Not documented", basis=CAPTURE)
    battery_bus_target = number("bBatBusTarget", "Not documented", basis=CAPTURE)
    flag_charge_discharge = integer("bFlagChgDis", "Not documented", basis=CAPTURE)
    system_average_soc = number("bSysAvgSoc", "Not documented", basis=CAPTURE)
    system_max_soc = number("bSysMaxSoc", "Not documented", basis=CAPTURE)
    system_min_soc = number("bSysMinSoc", "Not documented", basis=CAPTURE)
    battery_1_charge_energy_total = kilowatt_hours_total("echarge1Total", "Lifetime battery charge")
    battery_2_charge_energy_total = kilowatt_hours_total(
        "echarge2Total", "Lifetime charge of battery 2"
    )
    battery_3_charge_energy_total = kilowatt_hours_total(
        "echarge3Total", "Lifetime charge of battery 3"
    )
    battery_1_discharge_energy_total = kilowatt_hours_total(
        "edischarge1Total", "Lifetime energy taken from the battery"
    )
    battery_2_discharge_energy_total = kilowatt_hours_total(
        "edischarge2Total", "Lifetime energy taken from battery 2"
    )
    battery_3_discharge_energy_total = kilowatt_hours_total(
        "edischarge3Total", "Lifetime energy taken from battery 3"
    )
    battery_soc = percent("soc", "State of charge")
    battery_2_soc = percent("soc2", "State of charge of battery module 2")
    battery_3_soc = percent("soc3", "State of charge of battery 3")
    battery_charge_power_u = number("uBatChgP", "Not documented", basis=CAPTURE)
    battery_discharge_power_u = number("uBatDsgP", "Not documented", basis=CAPTURE)
    accumulated_charge_soe = number("udAccChgSoe", "Not documented", basis=CAPTURE)
    accumulated_discharge_soe = number("udAccDisSoe", "Not documented", basis=CAPTURE)
    battery_enabled_1 = integer("uwBatEnable1", "Not documented", basis=CAPTURE)
    battery_enabled_2 = integer("uwBatEnable2", "Not documented", basis=CAPTURE)
    battery_enabled_3 = integer("uwBatEnable3", "Not documented", basis=CAPTURE)
    charge_max_voltage = number("uwChargeMaxVol", "Not documented", basis=CAPTURE)
    full_charge_capacity = number("uwFullChargeCapacity", "Not documented", basis=CAPTURE)
    rated_battery_capacity = number("uwRatedBatteryCapacity", "Not documented", basis=CAPTURE)
    rated_battery_power_energy = number(
        "uwRatedBatteryPowerEnergy", "Not documented", basis=CAPTURE
    )
    system_max_allow_charge_current = number("uwSysMaxAllowIchg", "Not documented", basis=CAPTURE)
    system_max_allow_discharge_current = number(
        "uwSysMaxAllowIdis", "Not documented", basis=CAPTURE
    )
    system_max_charge_voltage = number("uwSysMaxVtotalchg", "Not documented", basis=CAPTURE)
    system_min_discharge_voltage = number("uwSysMinVtotaldis", "Not documented", basis=CAPTURE)
    battery_voltage = volts("vbat", "Battery voltage")
    battery_2_voltage = volts("vbat2", "Voltage of battery 2")
    battery_3_voltage = volts("vbat3", "Voltage of battery 3")
    dsp_battery_voltage = volts("vBatDsp", "Battery voltage measured by the DSP")


class WitBatterySettings(Record, kind=Kind.SETTING):
    """The battery in the master data of a WIT."""

    # Battery
    ac_stop_charging_soc = number("acStopChargingSoc", "Not documented", basis=CAPTURE)
    battery_sleep_wake_up_1 = integer("batSleepWakeUp1", "Not documented", basis=CAPTURE)
    battery_sleep_wake_up_2 = integer("batSleepWakeUp2", "Not documented", basis=CAPTURE)
    battery_sleep_wake_up_3 = integer("batSleepWakeUp3", "Not documented", basis=CAPTURE)
    backup_battery_2_soc = number("bBakBat2Soc", "Not documented", basis=CAPTURE)
    backup_battery_3_soc = number("bBakBat3Soc", "Not documented", basis=CAPTURE)
    backup_soc = number("bBakSoc", "Not documented", basis=CAPTURE)
    bms_1_enabled = flag("bms1Enable", "Not documented", basis=CAPTURE)
    bms_2_enabled = flag("bms2Enable", "Not documented", basis=CAPTURE)
    bms_3_enabled = flag("bms3Enable", "Not documented", basis=CAPTURE)
    charge_stop_soc = percent("chargeSocLimit", "Upper state of charge limit", basis=NAME)
    discharge_stop_soc = percent("dischargeSocLimit", "Lower state of charge limit", basis=NAME)
    oil_charge_power_limit = number("oilChargePowerLimit", "Not documented", basis=CAPTURE)
    second_load_down_soc = integer("secondLoadDownSoc", "Not documented", basis=CAPTURE)
    battery_1_charge_limit = number("uw1thBatChgLimit", "Not documented", basis=CAPTURE)
    battery_1_discharge_limit = number("uw1thBatDisChgLimit", "Not documented", basis=CAPTURE)
    battery_2_capacity = number("uw2thBatCap", "Not documented", basis=CAPTURE)
    battery_2_charge_limit = number("uw2thBatChgLimit", "Not documented", basis=CAPTURE)
    battery_2_discharge_limit = number("uw2thBatDisChgLimit", "Not documented", basis=CAPTURE)
    battery_2_end_of_voltage = number("uw2thBatEndOfVol", "Not documented", basis=CAPTURE)
    battery_2_max_charge_current = number("uw2thBatMaxChgCurr", "Not documented", basis=CAPTURE)
    battery_2_max_charge_voltage = number("uw2thBatMaxChgVol", "Not documented", basis=CAPTURE)
    battery_2_max_discharge_current = number(
        "uw2thBatMaxDisChgCurr", "Not documented", basis=CAPTURE
    )
    battery_3_capacity = number("uw3thBatCap", "Not documented", basis=CAPTURE)
    battery_3_charge_limit = number("uw3thBatChgLimit", "Not documented", basis=CAPTURE)
    battery_3_discharge_limit = number("uw3thBatDisChgLimit", "Not documented", basis=CAPTURE)
    battery_3_end_of_voltage = number("uw3thBatEndOfVol", "Not documented", basis=CAPTURE)
    battery_3_max_charge_current = number("uw3thBatMaxChgCurr", "Not documented", basis=CAPTURE)
    battery_3_max_charge_voltage = number("uw3thBatMaxChgVol", "Not documented", basis=CAPTURE)
    battery_3_max_discharge_current = number(
        "uw3thBatMaxDisChgCurr", "Not documented", basis=CAPTURE
    )
    ac_charge_enabled = flag("uwACChargeEnable", "Not documented", basis=CAPTURE)
    ac_charge_power_rate = number("uwACChargePowerRate", "Not documented", basis=CAPTURE)
    ac_couple_end_soc = number("uwACoupleEndSOC", "Not documented", basis=CAPTURE)
    ac_couple_start_soc = number("uwACoupleStartSOC", "Not documented", basis=CAPTURE)
    battery_capacity = number("uwBatCap", "Not documented", basis=CAPTURE)
    battery_charge_stop_soc = number("uwBatChargeStopSoc", "Not documented", basis=CAPTURE)
    battery_charge_stop_soc_2 = number("uwBatChargeStopSoc2", "Not documented", basis=CAPTURE)
    battery_charge_stop_soc_3 = number("uwBatChargeStopSoc3", "Not documented", basis=CAPTURE)
    battery_connection_way = number("uwBatCnnWay", "Not documented", basis=CAPTURE)
    battery_discharge_stop_soc = number("uwBatDisChargeStopSoc", "Not documented", basis=CAPTURE)
    battery_discharge_stop_soc_2 = number("uwBatDisChargeStopSoc2", "Not documented", basis=CAPTURE)
    battery_discharge_stop_soc_3 = number("uwBatDisChargeStopSoc3", "Not documented", basis=CAPTURE)
    battery_enabled_1 = integer("uwBatEnable1", "Not documented", basis=CAPTURE)
    battery_enabled_2 = integer("uwBatEnable2", "Not documented", basis=CAPTURE)
    battery_enabled_3 = integer("uwBatEnable3", "Not documented", basis=CAPTURE)
    battery_max_charge_current = number("uwBatMaxChargeCurrent", "Not documented", basis=CAPTURE)
    battery_max_discharge_current = number(
        "uwBatMaxDisChargeCurrent", "Not documented", basis=CAPTURE
    )
    battery_eod_voltage = number("uwBattEODVol", "Not documented", basis=CAPTURE)
    battery_max_charge_voltage = number("uwBattMaxChargeVol", "Not documented", basis=CAPTURE)
    demand_management_charge_power_limit = number(
        "uwDemandMangeChgPowerLimit", "Not documented", basis=CAPTURE
    )
    demand_management_discharge_power_limit = number(
        "uwDemandMangeDisChgPowerLimit", "Not documented", basis=CAPTURE
    )
    dg_start_soc = number("uwDgStartSoc", "Not documented", basis=CAPTURE)
    dg_stop_soc = number("uwDgStopSoc", "Not documented", basis=CAPTURE)
    disconnect_phase_mode = integer("uwDisConnectPhaseMode", "Not documented", basis=CAPTURE)
    off_grid_soc_1 = number("uwOffGridSoc1", "Not documented", basis=CAPTURE)
    off_grid_soc_2 = number("uwOffGridSoc2", "Not documented", basis=CAPTURE)
    off_grid_soc_3 = number("uwOffGridSoc3", "Not documented", basis=CAPTURE)
    backup_soc_enabled = flag("vBakSocEnable", "Not documented", basis=CAPTURE)
