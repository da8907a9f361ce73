"""Off-grid storage inverters: measurements of the battery, as all APIs show them."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    celsius,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    raw,
    serial_number,
    text,
    volts,
    watts,
)

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
REPORT = Basis.REPORT
LIFETIME = Kind.LIFETIME


class StorageBatteryFields(Record):
    """What a storage and its battery say of the battery."""

    # The record
    charge_day_map = raw("chargeDayMap", "Charge per day map, empty", basis=REPORT)
    discharge_day_map = raw("dischargeMapMap", "Discharge per day map, empty", basis=REPORT)
    ac_charge_energy_today = kilowatt_hours_today("eacChargeToday", "Charge from AC today")
    ac_discharge_energy_today = kilowatt_hours_today("eacDisChargeToday", "AC discharge today")
    battery_charge_today = number("eBatChgToday", "Not documented", basis=CAPTURE)
    battery_discharge_energy_today = kilowatt_hours_today(
        "eBatDisChargeToday", "Energy taken from the battery today"
    )
    battery_charge_energy_today = kilowatt_hours_today("eChargeToday", "Battery charge today")
    battery_charge_energy_2_today = kilowatt_hours_today("eChargeToday2", "Battery charge 2 today")
    battery_charge_energy_today_text = text(
        "eChargeTodayText", "Battery charge today with its unit, as text", basis=NAME
    )
    discharge_energy_today = kilowatt_hours_today("eDischargeToday", "Discharge today")
    discharge_energy_2_today = kilowatt_hours_today("eDischargeToday2", "Discharge 2 today")
    discharge_energy_today_text = text(
        "eDischargeTodayText", "Discharge today with its unit, as text", basis=NAME
    )
    generator_discharge_today = number("eGenDischrToday", "Not documented", basis=CAPTURE)
    output_discharge_energy_today = kilowatt_hours_today(
        "eopDischrToday", "Output from the battery today", basis=REPORT
    )

    # State
    battery_derating_reason = integer("batDepowerReason", "Not documented", basis=CAPTURE)
    battery_warning_info_1 = integer("batWarnInfo1", "Not documented", basis=CAPTURE)
    battery_warning_info_2 = integer("batWarnInfo2", "Not documented", basis=CAPTURE)
    bms_error_bits = integer("bmsError", "BMS error bits")
    bms_error_bits_2 = integer("bmsError2", "BMS error bits 2")
    bms_info_bits = number("bmsInfo", "BMS information bits")
    bms_status = integer("bmsStatus", "BMS state")
    bms_status_2 = integer("bmsStatus2", "State of BMS 2", basis=NAME)
    bms_warning_bits = integer("bmsWarnInfo", "BMS warning bits")
    battery_soc_text = text("capacityText", "State of charge with its unit, as text", basis=NAME)
    battery_charge_energy_month_text = text(
        "chargeMonthText", "Battery charge this month, as text", basis=NAME
    )
    charge_to_standby_reason_text = text(
        "chargeToStandbyReasonText", "Why charging stopped, as text", basis=NAME
    )
    charge_mode = integer("chargeWay", "Not documented", basis=CAPTURE)
    discharge_energy_month_text = text(
        "dischargeMonthText", "Discharge this month, as text", basis=NAME
    )
    discharge_to_standby_reason_text = text(
        "dischargeToStandbyReasonText", "Why discharging stopped, as text", basis=NAME
    )
    battery_charge_energy_total_text = text(
        "eChargeTotalText", "Lifetime battery charge with its unit, as text", basis=NAME
    )
    discharge_energy_total_text = text(
        "eDischargeTotalText", "Lifetime discharge with its unit, as text", basis=NAME
    )
    gauge_battery_status = integer(
        "gaugeBattteryStatus", "Battery state of the fuel gauge (the key is misspelled)", basis=NAME
    )
    charge_current_text = text("iChargeText", "Charging current with its unit, as text", basis=NAME)
    discharge_current_text = text(
        "iDischargeText", "Discharging current with its unit, as text", basis=NAME
    )
    module_status = integer("moduleStatus", "Not documented", basis=CAPTURE)
    battery_charge_power_text = text(
        "pChargeText", "Battery charging power with its unit, as text", basis=NAME
    )
    battery_discharge_power_text = text(
        "pDischargeText", "Battery discharging power with its unit, as text", basis=NAME
    )
    battery_voltage_text = text("vBatText", "Battery voltage with its unit, as text", basis=NAME)
    battery_warning_bits = integer(
        "warnInfo", "Warning bits of the battery, going by the key", basis=NAME
    )
    battery_warning_bits_2 = integer(
        "warnInfo2", "Warning bits of battery 2, going by the key", basis=NAME
    )

    # PV
    pv1_charge_current = amperes("iChargePV1", "Charging current of PV input 1")
    pv2_charge_current = amperes("iChargePV2", "Charging current of PV input 2")

    # Battery, as its own controller (BMS) says
    bms_battery_current = amperes("bmsBatteryCurr", "Battery current from the BMS")
    bms_battery_temperature = celsius("bmsBatteryTemp", "Battery temperature from the BMS")
    bms_battery_voltage = volts("bmsBatteryVolt", "Battery voltage from the BMS")
    bms_cell_1_voltage = volts("bmsCellVolt1", "Voltage of battery cell 1")
    bms_cell_10_voltage = volts("bmsCellVolt10", "Voltage of battery cell 10")
    bms_cell_11_voltage = volts("bmsCellVolt11", "Voltage of battery cell 11")
    bms_cell_12_voltage = volts("bmsCellVolt12", "Voltage of battery cell 12")
    bms_cell_13_voltage = volts("bmsCellVolt13", "Voltage of battery cell 13")
    bms_cell_14_voltage = volts("bmsCellVolt14", "Voltage of battery cell 14")
    bms_cell_15_voltage = volts("bmsCellVolt15", "Voltage of battery cell 15")
    bms_cell_16_voltage = volts("bmsCellVolt16", "Voltage of battery cell 16")
    bms_cell_2_voltage = volts("bmsCellVolt2", "Voltage of battery cell 2")
    bms_cell_3_voltage = volts("bmsCellVolt3", "Voltage of battery cell 3")
    bms_cell_4_voltage = volts("bmsCellVolt4", "Voltage of battery cell 4")
    bms_cell_5_voltage = volts("bmsCellVolt5", "Voltage of battery cell 5")
    bms_cell_6_voltage = volts("bmsCellVolt6", "Voltage of battery cell 6")
    bms_cell_7_voltage = volts("bmsCellVolt7", "Voltage of battery cell 7")
    bms_cell_8_voltage = volts("bmsCellVolt8", "Voltage of battery cell 8")
    bms_cell_9_voltage = volts("bmsCellVolt9", "Voltage of battery cell 9")
    bms_battery_cell_1_voltage = volts("bmsCellVoltage1", "Voltage of battery cell 1 from the BMS")
    bms_battery_cell_10_voltage = volts(
        "bmsCellVoltage10", "Voltage of battery cell 10 from the BMS"
    )
    bms_battery_cell_11_voltage = volts(
        "bmsCellVoltage11", "Voltage of battery cell 11 from the BMS"
    )
    bms_battery_cell_12_voltage = volts(
        "bmsCellVoltage12", "Voltage of battery cell 12 from the BMS"
    )
    bms_battery_cell_13_voltage = volts(
        "bmsCellVoltage13", "Voltage of battery cell 13 from the BMS"
    )
    bms_battery_cell_14_voltage = volts(
        "bmsCellVoltage14", "Voltage of battery cell 14 from the BMS"
    )
    bms_battery_cell_15_voltage = volts(
        "bmsCellVoltage15", "Voltage of battery cell 15 from the BMS"
    )
    bms_battery_cell_16_voltage = volts(
        "bmsCellVoltage16", "Voltage of battery cell 16 from the BMS"
    )
    bms_battery_cell_2_voltage = volts("bmsCellVoltage2", "Voltage of battery cell 2 from the BMS")
    bms_battery_cell_3_voltage = volts("bmsCellVoltage3", "Voltage of battery cell 3 from the BMS")
    bms_battery_cell_4_voltage = volts("bmsCellVoltage4", "Voltage of battery cell 4 from the BMS")
    bms_battery_cell_5_voltage = volts("bmsCellVoltage5", "Voltage of battery cell 5 from the BMS")
    bms_battery_cell_6_voltage = volts("bmsCellVoltage6", "Voltage of battery cell 6 from the BMS")
    bms_battery_cell_7_voltage = volts("bmsCellVoltage7", "Voltage of battery cell 7 from the BMS")
    bms_battery_cell_8_voltage = volts("bmsCellVoltage8", "Voltage of battery cell 8 from the BMS")
    bms_battery_cell_9_voltage = volts("bmsCellVoltage9", "Voltage of battery cell 9 from the BMS")
    bms_battery_constant_voltage = volts("bmsConstantVolt", "Constant-voltage point from the BMS")
    bms_current = amperes("bmsCurrent", "Battery current from BMS 1", basis=NAME)
    bms_battery_current_2 = amperes("bmsCurrent2", "Battery current from BMS 2", basis=NAME)
    bms_constant_voltage = number("bmsCvolt", "Not documented", basis=CAPTURE)
    bms_battery_cell_voltage_spread = volts(
        "bmsDeltaVolt", "Spread between highest and lowest cell voltage", basis=NAME
    )
    bms_max_current_charge = number("bmsMaxCurrChg", "Not documented", basis=CAPTURE)
    bms_pack_info = number("bmsPackInfo", "Battery pack information")
    bms_battery_soc = percent("bmsSoc", "Battery state of charge from the BMS")
    bms_battery_soh = percent("bmsSoh", "State of health from the BMS")
    bms_temperature = celsius("bmsTemperature", "Battery temperature from BMS 1", basis=NAME)
    bms_battery_temperature_2 = celsius(
        "bmsTemperature2", "Battery temperature from BMS 2", basis=NAME
    )
    battery_pack_type = number("bmsUsingCap", "Kind of battery pack")
    battery_2_cell_1_voltage = volts(
        "cell2Voltage1", "Voltage of cell 1 in battery pack 2", basis=NAME
    )
    battery_2_cell_10_voltage = volts(
        "cell2Voltage10", "Voltage of cell 10 in battery pack 2", basis=NAME
    )
    battery_2_cell_11_voltage = volts(
        "cell2Voltage11", "Voltage of cell 11 in battery pack 2", basis=NAME
    )
    battery_2_cell_12_voltage = volts(
        "cell2Voltage12", "Voltage of cell 12 in battery pack 2", basis=NAME
    )
    battery_2_cell_13_voltage = volts(
        "cell2Voltage13", "Voltage of cell 13 in battery pack 2", basis=NAME
    )
    battery_2_cell_14_voltage = volts(
        "cell2Voltage14", "Voltage of cell 14 in battery pack 2", basis=NAME
    )
    battery_2_cell_15_voltage = volts(
        "cell2Voltage15", "Voltage of cell 15 in battery pack 2", basis=NAME
    )
    battery_2_cell_16_voltage = volts(
        "cell2Voltage16", "Voltage of cell 16 in battery pack 2", basis=NAME
    )
    battery_2_cell_2_voltage = volts(
        "cell2Voltage2", "Voltage of cell 2 in battery pack 2", basis=NAME
    )
    battery_2_cell_3_voltage = volts(
        "cell2Voltage3", "Voltage of cell 3 in battery pack 2", basis=NAME
    )
    battery_2_cell_4_voltage = volts(
        "cell2Voltage4", "Voltage of cell 4 in battery pack 2", basis=NAME
    )
    battery_2_cell_5_voltage = volts(
        "cell2Voltage5", "Voltage of cell 5 in battery pack 2", basis=NAME
    )
    battery_2_cell_6_voltage = volts(
        "cell2Voltage6", "Voltage of cell 6 in battery pack 2", basis=NAME
    )
    battery_2_cell_7_voltage = volts(
        "cell2Voltage7", "Voltage of cell 7 in battery pack 2", basis=NAME
    )
    battery_2_cell_8_voltage = volts(
        "cell2Voltage8", "Voltage of cell 8 in battery pack 2", basis=NAME
    )
    battery_2_cell_9_voltage = volts(
        "cell2Voltage9", "Voltage of cell 9 in battery pack 2", basis=NAME
    )
    battery_cell_1_voltage = volts("cellVoltage1", "Voltage of battery cell 1")
    battery_cell_10_voltage = volts("cellVoltage10", "Voltage of battery cell 10")
    battery_cell_11_voltage = volts("cellVoltage11", "Voltage of battery cell 11")
    battery_cell_12_voltage = volts("cellVoltage12", "Voltage of battery cell 12")
    battery_cell_13_voltage = volts("cellVoltage13", "Voltage of battery cell 13")
    battery_cell_14_voltage = volts("cellVoltage14", "Voltage of battery cell 14")
    battery_cell_15_voltage = volts("cellVoltage15", "Voltage of battery cell 15")
    battery_cell_16_voltage = volts("cellVoltage16", "Voltage of battery cell 16")
    battery_cell_2_voltage = volts("cellVoltage2", "Voltage of battery cell 2")
    battery_cell_3_voltage = volts("cellVoltage3", "Voltage of battery cell 3")
    battery_cell_4_voltage = volts("cellVoltage4", "Voltage of battery cell 4")
    battery_cell_5_voltage = volts("cellVoltage5", "Voltage of battery cell 5")
    battery_cell_6_voltage = volts("cellVoltage6", "Voltage of battery cell 6")
    battery_cell_7_voltage = volts("cellVoltage7", "Voltage of battery cell 7")
    battery_cell_8_voltage = volts("cellVoltage8", "Voltage of battery cell 8")
    battery_cell_9_voltage = volts("cellVoltage9", "Voltage of battery cell 9")
    battery_cycles = integer("cycleCount", "Number of battery cycles", kind=LIFETIME, basis=NAME)
    battery_cycles_2 = integer(
        "cycleCount2", "Number of cycles of battery 2", kind=LIFETIME, basis=NAME
    )
    battery_cell_voltage_spread = volts("deltaVolt", "Cell voltage spread of battery 1", basis=NAME)
    battery_cell_voltage_spread_2 = volts(
        "deltaVolt2", "Cell voltage spread of battery 2", basis=NAME
    )
    module_temperature = celsius("ipmTemperature", "Temperature of the power module")
    max_cell_temperature = number("maxCellTemp", "Not documented", basis=CAPTURE)
    max_cell_voltage = number("maxCellVolt", "Not documented", basis=CAPTURE)
    max_min_cell_temperature_serial_number = integer(
        "maxminCellTempSerialNum", "Not documented", basis=CAPTURE
    )
    max_min_cell_voltage_number = integer("maxminCellVoltNum", "Not documented", basis=CAPTURE)
    min_cell_temperature = number("minCellTemp", "Not documented", basis=CAPTURE)
    min_cell_voltage = number("minCellVolt", "Not documented", basis=CAPTURE)
    battery_module_2_temperature_max = celsius(
        "module2MaxTemp", "Highest temperature in battery module 2"
    )
    battery_module_2_cell_voltage_max = volts(
        "module2MaxVolt", "Highest cell voltage in battery module 2"
    )
    battery_module_2_temperature_min = celsius(
        "module2MinTemp", "Lowest temperature in battery module 2"
    )
    battery_module_2_cell_voltage_min = volts(
        "module2MinVolt", "Lowest cell voltage in battery module 2"
    )
    module_id = integer("moduleId", "Not documented", basis=CAPTURE)
    module_id_2 = integer("moduleId2", "Not documented", basis=CAPTURE)
    module_soc = number("moduleSoc", "Not documented", basis=CAPTURE)
    module_total_current = number("moduleTotalCurr", "Not documented", basis=CAPTURE)
    module_total_voltage = number("moduleTotalVolt", "Not documented", basis=CAPTURE)
    battery_soh = percent("soh", "Battery state of health", basis=NAME)
    battery_soh_2 = percent("soh2", "State of health of battery 2")
    total_cell_number = integer("totalCellNum", "Not documented", basis=CAPTURE)

    # Battery
    battery_protect_1 = integer("batProtect1", "Not documented", basis=CAPTURE)
    battery_protect_2 = integer("batProtect2", "Not documented", basis=CAPTURE)
    battery_protect_3 = integer("batProtect3", "Not documented", basis=CAPTURE)
    battery_sn = serial_number("batSerialNumber", "Battery serial number", basis=NAME)
    battery_serial_number_id = integer("batSerialNumId", "Not documented", basis=CAPTURE)
    battery_temperature = celsius("batTemp", "Battery temperature", basis=NAME)
    battery_soc = percent("capacity", "State of charge")
    charge_map = raw("chargeMap", "Not documented", basis=CAPTURE)
    battery_charge_energy_month = kilowatt_hours("chargeMonth", "Charge this month", basis=NAME)
    charge_to_standby_reason = integer(
        "chargeToStandbyReason", "Why charging stopped, a code", basis=NAME
    )
    charge_battery_number = integer("chgBatNum", "Not documented", basis=CAPTURE)
    battery_charge_current = amperes("chgCurr", "Battery charging current", basis=REPORT)
    charge_energy = number("chgEnergy", "Not documented", basis=CAPTURE)
    battery_constant_voltage = volts(
        "constantVolt", "Constant-voltage charging point of battery 1", basis=NAME
    )
    battery_constant_voltage_2 = volts(
        "constantVolt2", "Constant-voltage charging point of battery 2", basis=NAME
    )
    discharge_map = raw("dischargeMap", "Not documented", basis=CAPTURE)
    discharge_energy_month = kilowatt_hours("disChargeMonth", "Discharge this month", basis=NAME)
    discharge_month = number("dischargeMonth", "Not documented", basis=CAPTURE)
    discharge_to_standby_reason = integer(
        "dischargeToStandbyReason", "Why discharging stopped, a code", basis=NAME
    )
    battery_discharge_current = amperes("dischgCurr", "Discharging current", basis=NAME)
    discharge_battery_number = integer("dsgBatNum", "Not documented", basis=CAPTURE)
    discharge_energy = number("dsgEnergy", "Not documented", basis=CAPTURE)
    ac_charge_energy_total = kilowatt_hours_total("eacChargeTotal", "Lifetime charge from AC")
    ac_discharge_energy_total = kilowatt_hours_total("eacDisChargeTotal", "Lifetime AC discharge")
    battery_charge_total = number("eBatChgTotal", "Not documented", basis=CAPTURE)
    battery_discharge_energy_total = kilowatt_hours_total(
        "eBatDisChargeTotal", "Lifetime energy taken from the battery"
    )
    battery_charge_energy_total = kilowatt_hours_total("eChargeTotal", "Lifetime battery charge")
    battery_charge_energy_2_total = kilowatt_hours_total(
        "eChargeTotal2", "Lifetime battery charge 2"
    )
    discharge_energy_total = kilowatt_hours_total("eDischargeTotal", "Lifetime discharge")
    discharge_energy_2_total = kilowatt_hours_total("eDischargeTotal2", "Lifetime discharge 2")
    generator_discharge_power = number("eGenDischrPower", "Not documented", basis=CAPTURE)
    generator_discharge_power_1 = number("eGenDischrPower1", "Not documented", basis=CAPTURE)
    generator_discharge_power_2 = number("eGenDischrPower2", "Not documented", basis=CAPTURE)
    generator_discharge_power_3 = number("eGenDischrPower3", "Not documented", basis=CAPTURE)
    generator_discharge_total = number("eGenDischrTotal", "Not documented", basis=CAPTURE)
    output_discharge_energy_total = kilowatt_hours_total(
        "eopDischrTotal", "Lifetime output from the battery", basis=REPORT
    )
    float_charge_voltage = volts("floatChargeVolt", "Float charge voltage", basis=NAME)
    ac_charge_current = amperes("iAcCharge", "Charging current from the grid")
    ac_charge_current_1 = number("iAcCharge1", "Not documented", basis=CAPTURE)
    ac_charge_current_2 = number("iAcCharge2", "Not documented", basis=CAPTURE)
    ac_charge_current_3 = number("iAcCharge3", "Not documented", basis=CAPTURE)
    charge_current = amperes("iCharge", "Charging current")
    discharge_current = amperes("iDischarge", "Discharging current")
    battery_max_current = amperes(
        "maxChargeOrDischargeCurrent", "Highest current of battery 1", basis=NAME
    )
    battery_max_current_2 = amperes(
        "maxChargeOrDischargeCurrent2", "Highest current of battery 2", basis=NAME
    )
    max_min_soc = number("maxminSoc", "Not documented", basis=CAPTURE)
    ac_charge_power = watts("pAcCharge", "Charging power from the grid")
    battery_power = watts("pBat", "Battery power, negative while charging", basis=REPORT)
    battery_charge_power = watts("pCharge", "Battery charging power")
    battery_charge_power_2 = watts("pCharge2", "Battery charging power 2", basis=REPORT)
    battery_discharge_power = watts("pDischarge", "Battery discharging power")
    battery_discharge_power_2 = watts("pDischarge2", "Battery discharging power 2")
    q_battery = number("qBat", "Not documented", basis=CAPTURE)
    request_battery_type = integer("requestBatteryType", "Not documented", basis=CAPTURE)
    battery_type_2 = number("uwBatType2", "Battery kind 2, a code", basis=NAME)
    battery_voltage = volts("vBat", "Battery voltage")
